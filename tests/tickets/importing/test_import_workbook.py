"""Workbooks: sheets, title rows, merged cells, typed cells, and damaged files."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
import xlsxwriter
from import_desk import HEADER, Desk, row, rows

MOMENT = datetime(2022, 11, 3, 9, 5, 7)


def test_typed_cells_are_exact(desk: Desk) -> None:
    typed = (13800000001, MOMENT, 44869.5, "甲街道", True, 2, "满意", 100)
    desk.done(desk.xlsx([typed]), more="checks: {personal_id: warning}\n")
    assert desk.stored("id", "received", "closed", "resolved", "returned", "text") == [
        ("13800000001", MOMENT, datetime(2022, 11, 4, 12), True, 2, "100")
    ]
    report = json.loads((desk.store / "quality.json").read_text())
    assert report["formats"] == {"received": {"date cell": 1}, "closed": {"Excel serial number": 1}}


def test_dates_and_texts_in_one_column(desk: Desk) -> None:
    desk.done(desk.xlsx([row(), ("A2", MOMENT, *row()[2:])]))
    assert desk.stored("received") == [datetime(2022, 11, 3, 9, 5), MOMENT]


def test_every_second_of_a_day_is_read_as_it_was_written(desk: Desk) -> None:
    moments = [datetime(2022, 11, 3, second // 3600, second // 60 % 60, second % 60) for second in range(0, 86_400, 41)]
    desk.done(desk.xlsx([(f"A{n:05}", one, *row()[2:]) for n, one in enumerate(moments)]))
    assert desk.stored("received") == moments


def test_merged_title_rows_and_rows_without_cells(desk: Desk) -> None:
    file = desk.folder / "export.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("工单")
        sheet.merge_range("A1:H1", "芙蓉区12345热线工单明细（2022年11月）")
        sheet.merge_range("A2:D2", "导出时间：2022-12-01")
        for column, cell in enumerate(HEADER):
            sheet.write(3, column, cell)
        for place, cells in ((4, row()), (6, row(id="A2", received="never"))):
            for column, cell in enumerate(cells):
                sheet.write(place, column, cell)
    # the row as the spreadsheet numbers it, with the empty row 6
    assert "sheet 工单, row 7, column received" in desk.refused(file)
    desk.done(file, more="checks: {unreadable_time: warning}\n")
    assert desk.stored("id") == ["A1"]


def test_a_header_of_two_rows_with_merged_cells(desk: Desk) -> None:
    file = desk.folder / "export.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("工单")
        sheet.merge_range("B1:C1", "时间")
        for column, cell in enumerate(HEADER):
            if column in (1, 2):
                sheet.write(1, column, cell)
            else:
                sheet.merge_range(0, column, 1, column, cell)
            sheet.write(2, column, row()[column])
    desk.done(file)
    assert desk.stored("id", "received", "text") == [("A1", datetime(2022, 11, 3, 9, 5), "路灯不亮")]


def test_columns_that_begin_further_right(desk: Desk) -> None:
    desk.done(desk.sheets({"工单": [(), ("", *HEADER), ("", *row())]}))
    assert desk.stored("id", "text") == [("A1", "路灯不亮")]


def test_all_sheets_with_tickets_are_read_and_others_named(desk: Desk) -> None:
    sheets = {"说明": [("本表由系统导出", "x")], "10月": [HEADER, row()], "11月": [HEADER, row(id="A2")], "空": []}
    result = desk.done(desk.sheets(sheets))
    assert desk.stored("id") == ["A1", "A2"]
    assert "export.xlsx, sheet 说明" in result.err
    assert "export.xlsx, sheet 空" in result.err


def test_sheets_may_be_named(desk: Desk) -> None:
    export = desk.sheets({"10月": [HEADER, row()], "11月": [HEADER, row(id="A2")]})
    desk.done(export, options=("--sheet", "11月"))
    assert desk.stored("id") == ["A2"]
    desk.done(export, more="sheets: 10月\n", out=desk.folder / "other")
    assert desk.stored("id", where=desk.folder / "other") == ["A1"]
    assert "found '12月'; allowed: 10月, 11月" in desk.refused(export, options=("--sheet", "12月"))


def test_a_sheet_with_only_some_headers_is_not_passed_over(desk: Desk) -> None:
    export = desk.sheets({"11月": [HEADER, row()], "汇总": [("责任单位", "工单数"), ("甲街道", 1)]})
    message = desk.refused(export)
    assert "sheet 汇总, row 1: the export has no header 工单编号" in message
    assert "--sheet" in message


def test_the_option_sheet_is_for_workbooks(desk: Desk) -> None:
    assert "--sheet is for workbooks" in desk.refused(desk.csv([row()]), options=("--sheet", "x"), code=2)


def test_sheets_of_a_mapping_are_for_workbooks(desk: Desk) -> None:
    for export in (desk.csv([row()]), "sqlite:///x.db"):
        message = desk.refused(export, more="sheets: [11月]\n")
        assert "the mapping names sheets, and no export is a workbook; found '11月'" in message
    # beside a text file a workbook has them
    desk.done(
        desk.csv([row(id="B1")]), desk.sheets({"a": [HEADER, row()], "b": [HEADER, row(id="A2")]}), more="sheets: [b]\n"
    )
    assert desk.stored("id") == ["A2", "B1"]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_a_truncated_workbook(desk: Desk, share: float) -> None:
    whole = desk.xlsx(rows(2_000)).read_bytes()
    message = desk.refused(desk.write("export.xlsx", whole[: int(len(whole) * share)]))
    assert "export.xlsx" in message
    assert "damaged" in message


def test_no_workbook_at_all(desk: Desk) -> None:
    assert "not a workbook" in desk.refused(desk.write("export.xlsx", "工单编号,受理时间\n"))


def test_forty_megabytes_in_one_cell(desk: Desk) -> None:
    file = desk.folder / "export.xlsx"
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("工单")
        for place, cells in enumerate([HEADER, row(), row(id="A2")]):
            for column, cell in enumerate(cells):
                sheet.write(place, column, cell)
        # a spreadsheet would not write this, a program may
        sheet._write_cell = lambda *_: None  # type: ignore[attr-defined]
    import zipfile

    huge = desk.folder / "huge.xlsx"
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(huge, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace("路灯不亮".encode(), ("路" * 14_000_000).encode(), 1)
            target.writestr(name, content)
    message = desk.refused(huge)
    assert "row 2, column 诉求内容" in message
    assert "14,000,000" in message


def test_a_workbook_and_a_csv_are_one_import(desk: Desk) -> None:
    desk.done(desk.xlsx([row()]), desk.csv([row(id="A2")]))
    assert desk.stored("id") == ["A1", "A2"]
    both = (desk.xlsx([row()]), desk.csv([row(id="A2", received="x")], "second.csv"))
    assert "second.csv" in desk.refused(*both)
