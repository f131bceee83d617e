"""What ``hotline synth`` writes: parquet, exports with their mapping, the worked example, millions of rows, errors."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import pytest
from command import Hotline
from making_tickets import made
from pyarrow import parquet

from hotline_analysis.errors import InputError
from hotline_analysis.synthetic import synthesize, write_many, write_tickets
from hotline_analysis.synthetic.writing import check_destination, replacing
from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.opening import open_ticket_files

CASE = "yunxi-2022-Q3"
SQL_TYPES = {"text": "VARCHAR", "time": "TIMESTAMP", "count": "INTEGER", "flag": "BOOLEAN", "one_of": "VARCHAR"}


def test_parquet_holds_canonical_columns_and_what_is_known(hotline: Hotline, tmp_path: Path) -> None:
    out = tmp_path / "tickets.parquet"
    result = hotline("synth", CASE, "--out", str(out))
    assert (result.code, result.out) == (0, f"{out}\n")
    files = open_ticket_files(out)
    assert files.columns == tuple(columns())
    assert files.meta == made(CASE).meta
    described = duckdb.sql(f"DESCRIBE SELECT * FROM '{out}'").fetchall()
    assert {row[0]: row[1] for row in described} == {key: SQL_TYPES[c.type] for key, c in columns().items()}
    assert parquet.read_metadata(out).num_rows == len(made(CASE).frame)
    assert [file.name for file in tmp_path.iterdir()] == ["tickets.parquet"]


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    one, two, other = (tmp_path / name for name in ("1.csv", "2.csv", "3.csv"))
    for file, seed in ((one, 5), (two, 5), (other, 6)):
        write_tickets(CASE, file, seed=seed)
    assert one.read_bytes() == two.read_bytes() != other.read_bytes()


def test_a_csv_export_speaks_chinese(tmp_path: Path) -> None:
    out = tmp_path / "导出.csv"
    assert write_tickets(CASE, out) == [out, tmp_path / "导出.mapping.yaml"]
    export = pd.read_csv(out, dtype=str, keep_default_na=False)
    assert set(export.columns) <= {column.zh for column in columns().values()}
    assert export["受理时间"].str.fullmatch(r"20\d\d/\d{1,2}/\d{1,2} \d{1,2}:\d\d:\d\d").all()
    assert set(export["满意情况"]) == {"", "满意", "基本满意", "不满意"}
    assert set(export["是否超期"]) == {"", "是", "否"}
    # some clerks write a unit's name in another way
    assert {"区市场监管局", "区市场监督管理局"} <= set(export["责任单位"])


def test_a_workbook_has_a_title_above_its_headers(tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    out = tmp_path / "export.xlsx"
    write_tickets(CASE, out)
    rows = CalamineWorkbook.from_path(str(out)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert rows[0][0] == "云溪区热线工单明细表"
    assert rows[2][:3] == ["工单编号", "受理时间", "交办时间"]
    assert str(rows[3][1]).startswith("2021年7月1日 ")
    assert len(rows) == 3 + len(made(CASE).frame)


def test_a_folder_takes_the_worked_example(tmp_path: Path) -> None:
    out = tmp_path / "example"
    write_tickets("furong-2022-11", out)
    names = {file.name for file in out.iterdir()}
    assert names == {
        "export.csv",
        "mapping.yaml",
        "case.yaml",
        "given.csv",
        "report.yaml",
        "city_ranking.csv",
        "low_resolution_units.csv",
    }
    given = pd.read_csv(out / "given.csv", dtype=str, keep_default_na=False).set_index("unit")
    assert len(given) == 50
    assert given["bonus"].to_dict()["东屯渡街道办事处"] == "0.5"
    assert list(tmp_path.iterdir()) == [out]


def test_many_rows_end_with_the_published_period(tmp_path: Path) -> None:
    out = tmp_path / "many.parquet"
    assert write_many(CASE, out, tickets=30_000) == 30_000
    frame = pd.read_parquet(out)
    assert list(frame.columns) == list(columns())
    assert len(frame) == 30_000
    assert frame["id"].is_unique
    assert frame["received"].min() >= pd.Timestamp("2017-07-01")
    last = frame[frame["closed"].between("2022-07-01", "2022-10-01") & frame["unit"].notna()]
    assert len(last) == 1325
    assert open_ticket_files(out).meta == made(CASE).meta


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["yunxi-2022", "--out", "x.parquet"], 3, ["no such case", "'yunxi-2022'", "yunxi-2022-Q3 (nearest)"]),
        ([CASE, "--out", "x.docx"], 2, ["--out takes", "x.docx"]),
        ([CASE, "--out", "missing/x.csv"], 3, ["missing", "no such folder"]),
        ([CASE, "--out", "x.csv", "--tickets", "5000"], 2, ["--tickets", "parquet"]),
        ([CASE, "--out", "x.parquet", "--tickets", "10"], 3, ["too few tickets", "found 10", "or more"]),
        ([CASE, "--out", "full"], 3, ["full", "not empty"]),
        ([CASE, "--out", "folder.csv"], 3, ["a folder stands there"]),
        ([CASE, "--out", "plain"], 3, ["a file stands there"]),
    ],
)
def test_mistakes_are_one_message(
    hotline: Hotline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, words: list[str]
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "something").touch()
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "plain").touch()
    monkeypatch.chdir(tmp_path)
    before = sorted(str(path) for path in tmp_path.rglob("*"))
    result = hotline("synth", *arguments)
    assert result.code == code
    assert result.err.count("\n") == 1
    assert all(word in result.err for word in words), result.err
    assert sorted(str(path) for path in tmp_path.rglob("*")) == before


def test_what_was_there_stays_when_writing_fails(tmp_path: Path) -> None:
    out = tmp_path / "x.parquet"
    out.write_text("before")

    def broken() -> None:
        with replacing(out) as part:
            part.write_text("half")
            raise OSError(28, "No space left on device")

    with pytest.raises(InputError, match="No space left"):
        broken()
    assert out.read_text() == "before"
    assert list(tmp_path.iterdir()) == [out]


def test_a_place_that_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        check_destination(tmp_path / "a" / "b.csv")


def test_an_unknown_case_for_the_library() -> None:
    with pytest.raises(InputError, match=r"no such case.*furong-2022-11"):
        synthesize("furong")
