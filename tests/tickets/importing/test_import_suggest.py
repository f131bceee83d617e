"""A first mapping: from headers and cells; it loads, it imports, and it says what it could not place."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb
import pytest
import xlsxwriter
import yaml
from boston import FILE as BOSTON
from import_desk import HEADER, Desk, row, rows

from hotline_analysis.tickets.mapping.mapping import load_mapping
from hotline_analysis.tickets.suggesting.suggest import suggest_mapping


def suggested(desk: Desk, export: object, *options: object) -> tuple[Path, str, str]:
    result = desk.hotline("import", "--suggest", export, *options)
    assert result.code == 0, result.err
    return desk.write("suggested.yaml", result.out), result.out, result.err


def imported(desk: Desk, export: object) -> str:
    file, _, said = suggested(desk, export)
    result = desk.hotline("import", export, "--mapping", file, "--out", desk.store)
    assert result.code == 0, result.err
    return said


def test_a_chinese_export_imports_with_its_suggestion(desk: Desk) -> None:
    header = (*HEADER, "联系电话", "来电人姓名", "经办科室")
    content = [
        (*row(id=f"A{n}", unit=unit), "13800138000", "李四", "x") for n, unit in enumerate(("甲街道", "乙局", "甲街道"))
    ]
    export = desk.csv(content, header=header, encoding="gb18030", above="工单明细,,,,,,,,,,\n")
    said = imported(desk, export)
    mapping = load_mapping(desk.folder / "suggested.yaml")
    assert {key: own.header[0] for key, own in mapping.columns.items()} == {
        "id": "工单编号", "received": "受理时间", "closed": "办结时间", "unit": "责任单位",
        "resolved": "是否解决", "returned": "退单次数", "satisfied": "满意情况", "text": "诉求内容",
    }  # fmt: skip
    assert mapping.personal == ("联系电话", "来电人姓名")
    assert list(mapping.units) == ["乙局", "甲街道"]
    assert "headers that no column is known for: 经办科室" in said
    assert "2 units found" in said
    assert desk.stored("id", "unit") == [("A0", "甲街道"), ("A1", "乙局"), ("A2", "甲街道")]


def test_a_workbook(desk: Desk) -> None:
    imported(desk, desk.xlsx([("A1", datetime(2022, 11, 3, 9, 5), *row()[2:])], above=2))
    assert desk.stored("id", "received") == [("A1", datetime(2022, 11, 3, 9, 5))]


def test_a_parquet_file(desk: Desk) -> None:
    file = desk.folder / "export.parquet"
    duckdb.connect().execute(f"COPY (SELECT 'A1' AS 工单编号, TIMESTAMP '2022-11-03' AS 受理时间) TO '{file}'")
    imported(desk, file)
    assert desk.stored("id") == ["A1"]


def test_unusual_date_formats_are_found(desk: Desk) -> None:
    imported(
        desk, desk.csv([row(received="25/11/2022 09:05", closed="26/11/2022"), row(id="A2", received="2022-11-27")])
    )
    assert desk.stored("received") == [datetime(2022, 11, 25, 9, 5), datetime(2022, 11, 27)]


def test_day_or_month_first_is_asked_not_guessed(desk: Desk) -> None:
    file, text, said = suggested(desk, desk.csv([row(received="03/11/2022"), row(id="A2", received="04/11/2022")]))
    assert "day first or month first cannot be told; choose %d/%m/%Y or %m/%d/%Y" in said
    assert load_mapping(file).columns["received"].formats == ()
    assert 'formats: ["%d/%m/%Y"] or formats: ["%m/%d/%Y"]' in text


def test_words_that_cannot_be_placed_are_shown(desk: Desk) -> None:
    _, text, said = suggested(desk, desk.csv([row(satisfied="好评"), row(id="A2", returned="多次", received="昨天")]))
    for part in ("满意情况 (satisfied): not placed: 好评", "退单次数 (returned): not placed: 多次", "not placed: 昨天"):
        assert part in said
    assert "words: {yes or rather or no or none: [...]}" in text


def test_a_column_of_in_time_is_the_other_way_round(desk: Desk) -> None:
    export = desk.csv([("A1", "2022-11-03", "是"), ("A2", "2022-11-03", "否")], header=("编号", "登记时间", "on_time"))
    imported(desk, export)
    assert desk.stored("overdue_flag") == [False, True]


def test_answers_and_failed_calls_in_one_column(desk: Desk) -> None:
    imported(desk, desk.csv([row(), row(id="A2", satisfied="未接听"), row(id="A3", satisfied="不满意")]))
    assert desk.stored("satisfied", "revisit") == [("yes", "revisited"), (None, "unanswered"), ("no", "revisited")]


def test_a_needed_column_without_header_is_pointed_out(desk: Desk) -> None:
    file, text, said = suggested(desk, desk.csv(rows(1), header=("单据", *HEADER[1:])))
    assert "no header for the needed column id (工单编号)" in said
    assert "# id: write here the header of 工单编号" in text
    assert "id" not in yaml.safe_load(text)["columns"]
    assert desk.hotline("import", desk.folder / "export.csv", "--mapping", file, "--out", desk.store).code == 3


def test_names_that_yaml_would_read_otherwise_are_quoted(desk: Desk) -> None:
    file, _, _ = suggested(
        desk, desk.csv([row(unit="12345: 热线"), row(id="A2", unit="true"), row(id="A3", unit="- x")])
    )
    assert set(load_mapping(file).units) == {"12345: 热线", "true", "- x"}


def test_a_sheet_may_be_named(desk: Desk) -> None:
    export = desk.sheets({"a": [HEADER, row()], "b": [HEADER, row(unit="乙局")]})
    file, _, _ = suggested(desk, export, "--sheet", "b")
    assert list(load_mapping(file).units) == ["乙局"]
    assert load_mapping(file).sheets == ("b",)


@pytest.mark.parametrize("options", [("--out", "x"), ("--period", "2022-11")])
def test_suggest_takes_an_export_only(desk: Desk, options: tuple[str, str]) -> None:
    assert desk.hotline("import", "--suggest", desk.csv([row()]), *options).code == 2


def test_a_database_is_not_suggested_for(desk: Desk) -> None:
    result = desk.hotline("import", "--suggest", "postgresql://desk:geheim@127.0.0.1:1/x")
    assert (result.code, result.out) == (3, "")
    assert (
        "a mapping is suggested for files, not for databases; allowed: a CSV or XLSX file with some rows" in result.err
    )
    assert "geheim" not in result.err


def test_a_sheet_of_what_is_no_workbook(desk: Desk) -> None:
    result = desk.hotline("import", "--suggest", desk.csv([row()]), "--sheet", "a")
    assert (result.code, result.out) == (2, "")
    assert "--sheet is for workbooks; no export is one" in result.err


@pytest.mark.skipif(not BOSTON.is_file(), reason="the Boston 311 tickets are not here")
def test_boston(desk: Desk) -> None:
    said = imported(desk, BOSTON)
    assert "case_status" in said
    files = f"{desk.store}/period=*/*.parquet"
    found = duckdb.connect().execute(
        f"""SELECT count(*), count(DISTINCT id), count(*) FILTER (overdue_flag), count(*) FILTER (NOT overdue_flag),
        count(closed), count(*) FILTER (closed IS NOT NULL AND due IS NOT NULL), count(*) FILTER (closed < received),
        count(*) FILTER (unit = 'PWDx')
        FROM read_parquet('{files}', hive_partitioning=false)"""
    )
    # the facts of its README
    assert found.fetchone() == (46638, 46638, 4372, 42266, 29618, 24497, 10, 19960)


def test_every_sheet_is_looked_at(tmp_path: Path) -> None:
    file = tmp_path / "sheets.xlsx"
    with xlsxwriter.Workbook(file) as book:
        for name, unit in (("一月", "民政局"), ("二月", "教育局")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["工单编号", "受理时间", "责任单位"])
            sheet.write_row(1, 0, [name, "2022/11/3 9:05:00", unit])
    text = suggest_mapping(file).text
    assert "民政局: {}" in text
    assert "教育局: {}" in text
