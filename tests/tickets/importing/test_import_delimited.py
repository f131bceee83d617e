"""CSV and TSV: encodings, delimiters, title rows, and files that are damaged."""

from __future__ import annotations

import gzip

import pytest
from import_desk import HEADER, Desk, row, rows

LINE = ",".join(row()) + "\n"
HEAD = ",".join(HEADER) + "\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_encodings_and_delimiters(desk: Desk, encoding: str, delimiter: str) -> None:
    desk.done(desk.csv(rows(3), encoding=encoding, delimiter=delimiter))
    assert desk.stored("id", "unit", "text") == [(f"A{n}", "甲街道", "路灯不亮") for n in (1, 2, 3)]


def test_a_packed_file(desk: Desk) -> None:
    plain = desk.csv(rows(3))
    desk.done(desk.write("packed.csv.gz", gzip.compress(plain.read_bytes())))
    assert desk.stored("id") == ["A1", "A2", "A3"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_title_rows_above_the_header(desk: Desk, encoding: str) -> None:
    above = '芙蓉区12345热线工单明细,,,,,,,\n"导出时间：\n2022-12-01",,,,,,,\n\n'
    export = desk.csv([*rows(2), row(id="B", received="x")], above=above, encoding=encoding)
    # title, title of two lines, blank, header: the third ticket is the seventh record
    assert "row 7" in desk.refused(export)
    desk.done(desk.csv(rows(2), above=above, encoding=encoding))
    assert desk.stored("id") == ["A1", "A2"]


def test_a_header_row_may_be_given(desk: Desk) -> None:
    desk.done(desk.csv(rows(2), above=HEAD), more="header_row: 2\n")
    assert desk.stored("id") == ["A1", "A2"]


def test_chinese_that_first_comes_late_in_a_gb18030_file(desk: Desk) -> None:
    header = ("id", "received", "closed", "unit", "resolved", "returned", "satisfied", "text")
    text = "columns: {" + ", ".join(f"{key}: {key}" for key in header) + "}\n"
    content = [row(id=f"A{n:06}", unit="x", resolved="1", satisfied="yes", text="x" * 50) for n in range(20_000)]
    export = desk.csv([*content, row(id="B")], header=header, encoding="gb18030")
    result = desk.hotline("import", export, "--mapping", desk.mapping(text=text), "--out", desk.store)
    assert result.code == 0, result.err
    assert desk.stored("id", "unit", "text")[-1] == ("B", "甲街道", "路灯不亮")
    assert len(desk.stored("id")) == 20_001


def test_mixed_line_ends(desk: Desk) -> None:
    desk.done(desk.write("mixed.csv", HEAD + LINE.replace("A1", "A2").replace("\n", "\r\n") + LINE))
    assert desk.stored("id", "text") == [("A1", "路灯不亮"), ("A2", "路灯不亮")]


def test_line_breaks_and_quotes_inside_cells(desk: Desk) -> None:
    desk.done(desk.csv([row(text='第一行\n第二行 "急", 谢谢'), row(id="A2")]))
    assert desk.stored("text") == ['第一行\n第二行 "急", 谢谢', "路灯不亮"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        # a quote that is never closed
        (LINE * 3 + LINE.replace("路灯", '"路灯') + LINE * 3, "line 5: a stray quote"),
        # text after a closing quote
        (LINE * 3 + LINE.replace("路灯不亮", '"路灯"不亮') + LINE * 3, "line 5: a stray quote"),
        # one that the quote of a later line closes
        (LINE + LINE.replace("甲", '"甲') + LINE + LINE.replace("甲", '"甲') + LINE, "line 3: a stray quote"),
        # two that swallow the lines between them
        (LINE + LINE.replace("路灯", '"路灯') + LINE + LINE.replace("不亮", '不亮"') + LINE, "line 3: a stray quote"),
        (LINE * 2 + "A2,2022/11/3 9:05:00\n", "line 4: the record has 2 cells under 8 headers"),
        (LINE * 2 + LINE.strip() + ",多,余\n", "line 4: the record has 10 cells under 8 headers"),
    ],
)
def test_a_damaged_line_is_named(desk: Desk, lines: str, said: str) -> None:
    message = desk.refused(desk.write("export.csv", HEAD + lines))
    assert "export.csv" in message
    assert said in message
    assert "DuckDB" not in message


def test_a_stray_quote_far_down_a_long_file(desk: Desk) -> None:
    lines = [LINE.replace("A1", f"A{n}") for n in range(60_000)]
    lines[40_000] = lines[40_000].replace("路灯", '"路灯')
    assert "line 40002" in desk.refused(desk.write("export.csv", HEAD + "".join(lines)))


@pytest.mark.parametrize("cell", ["路" * 14_000_000, '"' + "x\n" * 20_000_000 + '"'])
def test_forty_megabytes_in_one_cell(desk: Desk, cell: str) -> None:
    message = desk.refused(desk.write("export.csv", HEAD + LINE + LINE.replace("路灯不亮", cell) + LINE))
    assert "line 3" in message
    assert "longer than" in message
    assert len(message) < 400


def test_neither_utf8_nor_gb18030(desk: Desk) -> None:
    assert "allowed: UTF-8 or GB18030" in desk.refused(desk.write("export.csv", (HEAD + LINE).encode("utf-16")))
    broken = desk.write("export.csv", HEAD.encode() + LINE.encode() * 30_000 + b"\xff\xff,\xff\n" + LINE.encode())
    assert "export.csv" in desk.refused(broken)


def test_a_packed_file_that_ends_too_early(desk: Desk) -> None:
    whole = gzip.compress((HEAD + "".join(LINE.replace("A1", f"A{n}") for n in range(9_000))).encode())
    assert "packed.csv.gz" in desk.refused(desk.write("packed.csv.gz", whole[: len(whole) // 2]))


def test_a_missing_header_is_named_with_the_nearest_first(desk: Desk) -> None:
    header = ["办结的时间" if one == "办结时间" else one for one in HEADER]
    message = desk.refused(desk.csv([row()], header=header))
    assert "no header 办结时间 for the column closed" in message
    assert "found '办结的时间, " in message
    assert "optional: true" in message


def test_two_headers_for_one_column(desk: Desk) -> None:
    text = "columns: {id: 工单编号, received: [受理时间, 登记时间]}\n"
    export = desk.csv([(*row(), "x")], header=(*HEADER, "登记时间"))
    result = desk.hotline("import", export, "--mapping", desk.mapping(text=text), "--out", desk.store)
    assert result.code == 3
    assert "two headers for the column received" in result.err
    assert "登记时间 (column 9)" in result.err
    same = desk.csv([(*row(), "x")], header=(*HEADER, " 受理时间"))
    assert "two headers for the column received" in desk.refused(same)


def test_an_export_without_any_known_header(desk: Desk) -> None:
    message = desk.refused(desk.write("export.csv", "a,b\n1,2\n"))
    assert "no row of the first 50 holds a header of the mapping" in message
    assert "工单编号" in message


@pytest.mark.parametrize("name", ["nothing.csv", "export.pdf"])
def test_what_is_no_export(desk: Desk, name: str) -> None:
    if name.endswith(".pdf"):
        desk.write(name, "x")
    assert name in desk.refused(desk.folder / name)


def test_empty_file(desk: Desk) -> None:
    assert "no rows" in desk.refused(desk.write("export.csv", ""))


def test_a_header_and_no_rows(desk: Desk) -> None:
    assert "holds no tickets" in desk.refused(desk.write("export.csv", HEAD))
