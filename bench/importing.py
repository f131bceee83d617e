"""How long an import takes against a bare read and write of the same file, as ratios within one run."""

from __future__ import annotations

# ruff: noqa: S608, S603  the names are ours
import argparse
import io
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa
import xlsxwriter
from pyarrow import parquet
from python_calamine import CalamineWorkbook
from timing import ROUNDS

from hotline_analysis.tickets.importing.progress import Progress
from hotline_analysis.tickets.importing.run import import_tickets
from hotline_analysis.tickets.mapping.mapping import load_mapping

CSV_ROWS, XLSX_ROWS = 1_000_000, 200_000
MAPPING = """\
columns:
  {id: 工单编号, received: 受理时间, assigned: 交办时间, signed: 签收时间, due: 办结时限, closed: 办结时间,
   channel: 诉求渠道, request_type: 诉求类型, category: 一级分类, subcategory: 二级分类, unit: 责任单位,
   area: 所属街道, revisit: 回访情况, satisfied: 满意情况, resolved: 是否解决, returned: 退单次数,
   reworked: 返工次数, extension: 是否延期, text: 诉求内容}
personal: [姓名, 联系电话]
"""
# the tickets of a year, in the order of receipt, as systems export them; every 50th has a phone number in its text
TICKETS = """
SELECT 'GD2022' || lpad(i::VARCHAR, 9, '0') AS 工单编号,
    {moment(t)} AS 受理时间, {moment(t + INTERVAL 1 HOUR)} AS 交办时间, {moment(t + INTERVAL 2 HOUR)} AS 签收时间,
    {moment(t + INTERVAL 5 DAY)} AS 办结时限,
    CASE WHEN a < 0.9 THEN {moment(t + INTERVAL 7 DAY * b)} END AS 办结时间,
    ['电话', '微信', '网站', '手机应用'][1 + i % 4] AS 诉求渠道,
    ['投诉', '求助', '咨询', '建议'][1 + i // 7 % 4] AS 诉求类型,
    ['城市管理', '住房', '交通', '环保', '社保'][1 + i // 3 % 5] AS 一级分类,
    ['噪音', '停车', '供水', '物业'][1 + i // 5 % 4] AS 二级分类,
    '第' || (i * 7919 % 80)::VARCHAR || '局' AS 责任单位, '第' || (i * 31 % 20)::VARCHAR || '街道' AS 所属街道,
    CASE WHEN a < 0.6 THEN '已回访' WHEN a < 0.8 THEN '未接听' ELSE '未回访' END AS 回访情况,
    CASE WHEN a >= 0.6 THEN NULL WHEN b < 0.6 THEN '满意' WHEN b < 0.8 THEN '基本满意' ELSE '不满意' END AS 满意情况,
    CASE WHEN a >= 0.6 THEN NULL WHEN b < 0.8 THEN '是' ELSE '否' END AS 是否解决,
    CAST(a < 0.05 AS INTEGER)::VARCHAR AS 退单次数, '0' AS 返工次数,
    CASE WHEN b < 0.05 THEN '是' ELSE '否' END AS 是否延期,
    '张' || i AS 姓名, '1380000' || lpad((i % 10000)::VARCHAR, 4, '0') AS 联系电话,
    '市民反映位于芙蓉路' || (i * 31 % 900)::VARCHAR || '号的小区楼下夜间施工，噪音严重影响休息，此前多次反映未处理，'
    || '希望相关部门尽快核实'
    || CASE WHEN i % 50 = 0 THEN '，联系电话1380000' || lpad((i % 10000)::VARCHAR, 4, '0')
    ELSE '' END || '。' AS 诉求内容
FROM (SELECT i, TIMESTAMP '2022-01-01' + INTERVAL 1 SECOND * (i * 31_000_000 // {rows}) AS t,
    hash(i) % 1000 / 1000 AS a, hash(-i) % 1000 / 1000 AS b FROM range({rows}) AS numbers(i)) ORDER BY i
"""
_MOMENT = re.compile(r"\{moment\((.*?)\)\}")


def tickets_sql(rows: int) -> str:
    """Return the query that makes the tickets."""
    return _MOMENT.sub(r"strftime(\1, '%Y/%-m/%-d %-H:%M:%S')", TICKETS).replace("{rows}", str(rows))


def make_csv(file: Path, rows: int) -> None:
    """Write the tickets as CSV."""
    duckdb.connect().execute(f"COPY ({tickets_sql(rows)}) TO '{file}' (HEADER)")


def make_xlsx(file: Path, rows: int) -> None:
    """Write the tickets as a workbook; moments are date cells."""
    moments = ", ".join(f"CAST({one} AS TIMESTAMP) AS {one}" for one in ("受理时间", "办结时限", "办结时间"))
    found = duckdb.connect().execute(f"SELECT * REPLACE ({moments}) FROM ({tickets_sql(rows)})")
    options = {"constant_memory": True, "default_date_format": "yyyy/m/d h:mm:ss"}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet("工单")
        sheet.write_row(0, 0, [column[0] for column in found.description])
        for place, cells in enumerate(iter(found.fetchone, None), start=1):
            sheet.write_row(place, 0, cells)


def bare_csv(file: Path, out: Path) -> None:
    """Read and write by DuckDB alone."""
    duckdb.connect().execute(f"COPY (FROM read_csv('{file}')) TO '{out}'")


def bare_csv_by_month(file: Path, out: Path) -> None:
    """Read, and write a file for every month, by DuckDB alone."""
    tickets = f"SELECT *, strftime(受理时间, '%Y-%m') AS period FROM read_csv('{file}')"
    duckdb.connect().execute(f"COPY ({tickets}) TO '{out}' (FORMAT parquet, PARTITION_BY period, OVERWRITE_OR_IGNORE)")


def bare_xlsx(file: Path, out: Path) -> None:
    """Read by calamine alone, and write what it gives."""
    header, *rows = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    columns = [[None if cell == "" else cell for cell in column] for column in zip(*rows, strict=True)]
    parquet.write_table(pa.table(dict(zip(map(str, header), map(pa.array, columns), strict=True))), out)


def imported(file: Path, out: Path, mapping: Path) -> None:
    """Import."""
    import_tickets([file], load_mapping(mapping), out, progress=Progress(io.StringIO()))


def seconds(works: list[Callable[[], None]]) -> list[float]:
    """Return the median time of each; they take turns, so that all meet the same machine."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for place, work in enumerate(works):
            begin = time.perf_counter()
            work()
            times[place].append(time.perf_counter() - begin)
    return [statistics.median(one) for one in times]


def peak(file: Path, out: Path, mapping: Path) -> int:
    """Return the peak memory of a whole import process, in megabytes."""
    arguments = ["hotline", "import", str(file), "--mapping", str(mapping), "--out", str(out)]
    # not ru_maxrss, which counts what this process held when it forked
    program = (
        f"import sys; sys.argv = {arguments!r}\nfrom hotline_analysis.cli import main\n"
        "try: main()\nfinally: print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return int(done.stdout.splitlines()[-1]) // 1024


def main() -> None:
    """Time imports of a CSV file and of a workbook and print them against bare reads and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--csv-rows", type=int, default=CSV_ROWS)
    parser.add_argument("--xlsx-rows", type=int, default=XLSX_ROWS)
    given = parser.parse_args()
    print(f"{'import':44} {'seconds':>8} {'bare':>7} {'ratio':>6} {'rows/s':>10} {'peak MB':>8}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mapping = folder / "mapping.yaml"
        mapping.write_text(MAPPING, encoding="utf-8")
        for kind, rows, make, bares in (
            ("csv", given.csv_rows, make_csv, (bare_csv, bare_csv_by_month)),
            ("xlsx", given.xlsx_rows, make_xlsx, (bare_xlsx, bare_xlsx)),
        ):
            file = folder / f"tickets.{kind}"
            make(file, rows)
            targets = {"one file": folder / f"{kind}.parquet", "a store of 12 months": folder / kind}
            for (what, target), bare in zip(targets.items(), bares, strict=True):
                works = [partial(bare, file, folder / f"bare {kind} {what}"), partial(imported, file, target, mapping)]
                base, taken = seconds(works)
                label = f"{kind}, {rows:,} rows, to {what}"
                memory = peak(file, target, mapping)
                print(f"{label:44} {taken:8.2f} {base:7.2f} {taken / base:6.2f} {rows / taken:10,.0f} {memory:8}")


if __name__ == "__main__":
    main()
