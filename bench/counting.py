"""Counting at size: our engines against each other and against SQL written by hand, as ratios in one run."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
from timing import own_peak, seconds

MILLION = 1_000_000

# 30 units of different size, 24 months, all times, flags, counts, answers; up to a quarter of the values missing
TICKETS = """
COPY (
  WITH drawn AS (
    SELECT i, hash(i) AS a, hash(i + 1000000007) AS b, hash(i + 2000000011) AS c,
           TIMESTAMP '2021-01-01' + to_seconds((i * 63072000.0 / {rows})::BIGINT) AS received
    FROM range({rows}) AS numbers(i)),
  timed AS (
    SELECT *, received + to_seconds((a % 7200)::BIGINT) AS assigned,
           received + to_seconds((7200 + a % 90000)::BIGINT) AS signed,
           received + to_seconds((20000 + b % 260000)::BIGINT) AS contacted,
           CASE WHEN a % 10 < 8 THEN date_trunc('day', received) + to_days((5 + b % 10)::INTEGER) END AS due,
           CASE WHEN b % 20 < 19 THEN received + to_seconds((40000 + c % 1300000)::BIGINT) END AS closed
    FROM drawn)
  SELECT 'T' || lpad(i::VARCHAR, 9, '0') AS id, received, assigned, assigned + INTERVAL 1 DAY AS sign_due, signed,
         assigned + INTERVAL 2 DAY AS contact_due, contacted, due, closed,
         CASE WHEN c % 4 < 3 THEN closed + to_seconds((86400 + a % 900000)::BIGINT) END AS revisit_time,
         b % 50 = 0 AS extension_asked, b % 100 = 0 AS extension,
         CASE WHEN a % 16 = 0 THEN (1 + a % 3)::INTEGER ELSE 0 END AS returned,
         (a % 64 = 0)::INTEGER AS late_returned,
         (a % 48 = 0)::INTEGER AS return_rejected, (c % 30 = 0)::INTEGER AS reworked,
         (c % 90 = 0)::INTEGER AS reassigned,
         (b % 40 = 0)::INTEGER AS supervised_by_phone, (b % 80 = 0)::INTEGER AS supervised_by_phone_replied,
         (c % 200 = 0)::INTEGER AS supervised_in_writing, (c % 400 = 0)::INTEGER AS supervised_in_writing_replied,
         '单位' || lpad(floor(sqrt(a % 900))::INTEGER::VARCHAR, 2, '0') AS unit,
         CASE WHEN c % 4 < 3 AND closed IS NOT NULL
              THEN CASE WHEN a % 5 = 0 THEN 'unanswered' ELSE 'revisited' END ELSE 'not_revisited' END AS revisit,
         CASE WHEN c % 4 < 3 AND closed IS NOT NULL AND a % 5 > 0
              THEN CASE b % 10 WHEN 0 THEN 'no' WHEN 1 THEN 'rather' WHEN 2 THEN NULL ELSE 'yes' END END AS satisfied,
         CASE WHEN c % 4 < 3 AND closed IS NOT NULL AND a % 5 > 0 THEN b % 7 > 0 END AS resolved,
         CASE WHEN c % 4 < 3 AND closed IS NOT NULL AND a % 5 > 0 THEN b % 11 > 0 END AS told_citizen,
         a % 60 = 0 AS urgent, a % 33 = 0 AS higher_platform, b % 99 = 0 AS conduct, c % 77 = 0 AS business,
         c % 55 = 0 AS special_topic, c % 25 = 0 AS repeat_caller
  FROM timed)
TO '{file}' (FORMAT parquet, ROW_GROUP_SIZE 122880)
"""

# The same counts as an analyst would write them: one GROUP BY an event, put together by UNION ALL.
PARTS = {
    "received": """count(*) AS received, count(*) FILTER (repeat_caller) AS repeat,
        count(*) FILTER (higher_platform) AS higher_platform, count(*) FILTER (conduct) AS conduct,
        count(*) FILTER (business) AS business, count(*) FILTER (special_topic) AS special_topic""",
    "assigned": """count(*) AS assigned, sum(returned) AS returned, sum(late_returned) AS late_returned,
        sum(return_rejected) AS return_rejected, sum(reassigned) AS reassigned,
        sum(supervised_by_phone + supervised_in_writing) AS supervised, sum(supervised_by_phone) AS supervised_by_phone,
        sum(supervised_by_phone_replied) AS supervised_by_phone_replied,
        sum(supervised_in_writing) AS supervised_in_writing,
        sum(supervised_in_writing_replied) AS supervised_in_writing_replied,
        count(*) FILTER (urgent) AS urgent, count(*) FILTER (urgent AND due IS NOT NULL) AS urgent_with_due,
        count(*) FILTER (urgent AND closed <= due) AS urgent_on_time""",
    "signed": """count(*) AS signed, count(*) FILTER (sign_due IS NOT NULL) AS signed_with_due,
        count(*) FILTER (signed <= sign_due) AS signed_on_time, count(*) FILTER (signed > sign_due) AS late_signed""",
    "contacted": """count(*) AS contacted, count(*) FILTER (contact_due IS NOT NULL) AS contacted_with_due,
        count(*) FILTER (contacted <= contact_due) AS contacted_on_time,
        count(*) FILTER (contacted > contact_due) AS late_contacted""",
    "closed": """count(*) AS closed, count(*) FILTER (due IS NOT NULL) AS closed_with_due,
        count(*) FILTER (due IS NULL) AS closed_without_due,
        count(*) FILTER (date_trunc('month', received) < date_trunc('month', closed)) AS carried_over,
        count(*) FILTER (closed <= due) AS closed_on_time, count(*) FILTER (closed > due) AS late_closed,
        count(*) FILTER (extension) AS extension, count(*) FILTER (extension_asked) AS extension_asked,
        count(*) FILTER (extension_asked AND NOT extension) AS extension_rejected, sum(reworked) AS reworked""",
    "due": """count(*) FILTER (closed > due OR (closed IS NULL AND due < TIMESTAMP '{as_of}')) AS overdue""",
    "revisit_time": """count(*) FILTER (revisit = 'revisited') AS revisited,
        count(*) FILTER (revisit = 'unanswered') AS revisit_unanswered,
        count(*) FILTER (revisit = 'revisited' AND satisfied IS NOT NULL) AS evaluated,
        count(*) FILTER (revisit = 'revisited' AND satisfied IN ('yes', 'rather')) AS satisfied,
        count(*) FILTER (revisit = 'revisited' AND satisfied = 'rather') AS rather_satisfied,
        count(*) FILTER (revisit = 'revisited' AND satisfied = 'no') AS dissatisfied,
        count(*) FILTER (revisit = 'revisited' AND resolved) AS resolved,
        count(*) FILTER (revisit = 'revisited' AND NOT resolved) AS unresolved,
        count(*) FILTER (revisit = 'revisited' AND NOT told_citizen) AS unanswered_to_citizen""",
}
AS_OF = "2023-01-01 00:00:00"


def generate(rows: int, file: Path) -> None:
    """Write so many tickets."""
    duckdb.connect(config={"memory_limit": "4GB"}).execute(TICKETS.format(rows=rows, file=file))


def by_hand(file: Path) -> dict[str, int]:
    """Count with SQL written by hand; return the sums of all counts."""
    parts = " UNION ALL BY NAME ".join(
        f"SELECT unit, date_trunc('month', {event}) AS month, {figures.format(as_of=AS_OF)} "  # noqa: S608
        f"FROM read_parquet('{file}') WHERE {event} IS NOT NULL GROUP BY ALL"
        for event, figures in PARTS.items()
    )
    table = duckdb.connect().sql(
        f"SELECT unit, month, sum(COLUMNS(* EXCLUDE (unit, month))) FROM ({parts}) GROUP BY ALL"  # noqa: S608
    )
    frame = table.df()
    return {name: int(frame[name].sum()) for name in frame.columns[2:]}


def ours(file: Path, engine: str = "duckdb") -> dict[str, int]:
    """Count with the package; return the sums of all counts."""
    from datetime import datetime

    from hotline_analysis.metrics import unit_table
    from hotline_analysis.metrics.counting.dimensions import BLANK

    table = unit_table(file, by="unit,period", engine=engine, as_of=datetime.fromisoformat(AS_OF))  # type: ignore[arg-type]
    dated = table[table["period"] != BLANK]
    return {name: int(dated[name].sum()) for name in table.columns[2:] if str(table[name].dtype) == "Int64"}


def fresh(*arguments: str) -> tuple[float, float]:
    """Run this file in a new process; return its own seconds and its peak memory in GB."""
    done = subprocess.run([sys.executable, __file__, *arguments], capture_output=True, text=True, check=True)  # noqa: S603
    taken, peak = done.stdout.split()[-2:]
    return float(taken), float(peak)


def one(engine: str, file: Path) -> None:
    """Count once in this process and print seconds and peak memory."""
    begin = time.perf_counter()
    ours(file, engine)
    taken = time.perf_counter() - begin
    print(taken, own_peak())


def row(what: str, taken: float, ratio: str, goal: str) -> None:
    """Print one line of the table."""
    print(f"{what:52} {taken:9.2f} {ratio:>16} {goal:>16}", flush=True)


def main() -> None:
    """Print the table of ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", nargs=2, metavar=("ENGINE", "FILE"), help="count once and print seconds and memory")
    parser.add_argument("--tickets", type=int, nargs="*", default=[1, 10, 50], help="sizes in millions; 10 is compared")
    parser.add_argument("--without-pandas", action="store_true", help="leave the slowest comparison out")
    given = parser.parse_args()
    if given.one:
        one(given.one[0], Path(given.one[1]))
        return
    print(f"{'counting, all counts by unit and month':52} {'seconds':>9} {'ratio':>16} {'goal':>16}")
    with tempfile.TemporaryDirectory() as folder:
        before: tuple[int, float] | None = None
        for millions in given.tickets:
            file = Path(folder) / "tickets.parquet"
            generate(millions * MILLION, file)
            if millions == 10:
                compared(file, without_pandas=given.without_pandas)
            taken, peak = fresh("--one", "duckdb", str(file))
            grown = "" if before is None else f"{taken / before[1]:.1f} × time"
            goal = "≤ 1.5 GB" if before is None else f"≤ {millions / before[0]:.0f} ×, 1.5 GB"
            row(f"{millions} million in a fresh process, {peak:.2f} GB at most", taken, grown, goal)
            before = millions, taken
    starts()


def compared(file: Path, *, without_pandas: bool) -> None:
    """Compare our engine with SQL by hand and with pandas, on the same file."""
    assert by_hand(file) == ours(file), "the two count differently"
    hand, own = seconds(lambda: by_hand(file)), seconds(lambda: ours(file))
    row("SQL by hand in DuckDB", hand, "1.00", "")
    row("our DuckDB engine", own, f"{own / hand:.2f} × by hand", "≤ 1.50 ×")
    if not without_pandas:
        frame, peak = fresh("--one", "pandas", str(file))
        row(f"our pandas engine, {peak:.2f} GB at most", frame, f"{frame / own:.1f} × DuckDB", "≥ 8 ×")


def starts() -> None:
    """Compare the start of the package and of the command with that of Python itself."""

    def start(*arguments: str) -> float:
        return seconds(lambda: subprocess.run([sys.executable, *arguments], capture_output=True, check=True), 7)  # noqa: S603

    python = start("-c", "pass")
    row("import hotline_analysis, beyond Python", start("-c", "import hotline_analysis") - python, "", "≤ 0.50 s")
    row("hotline --help, beyond Python", start("-m", "hotline_analysis", "--help") - python, "", "≤ 0.40 s")


if __name__ == "__main__":
    main()
