from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from hotline_analysis.errors import InputError
from hotline_analysis.tabular import read_text_table

_OPEN = "http://schemas.openxmlformats.org"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_OFFICE = f"{_OPEN}/officeDocument/2006/relationships"


def _relation(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_OPEN}/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )


_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_OPEN}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/></Types>',
    "_rels/.rels": _relation("officeDocument", "xl/workbook.xml"),
    "xl/workbook.xml": f'<workbook xmlns="{_OPEN}/spreadsheetml/2006/main" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml"),
}


def _cell(value: object, reference: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return f'<c r="{reference}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{reference}"><v>{value!r}</v></c>'
    return f'<c r="{reference}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def write_xlsx(file: Path, rows: Sequence[Sequence[object]]) -> Path:
    """Write the smallest workbook that spreadsheet programs open."""
    body = "".join(
        f'<row r="{n}">' + "".join(_cell(value, f"{chr(65 + i)}{n}") for i, value in enumerate(row)) + "</row>"
        for n, row in enumerate(rows, start=1)
    )
    sheet = f'<worksheet xmlns="{_OPEN}/spreadsheetml/2006/main"><sheetData>{body}</sheetData></worksheet>'
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in {**_PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return file


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., Path]:
    def write(content: str | bytes, name: str = "t.csv") -> Path:
        file = tmp_path / name
        file.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return file

    return write


Put = Callable[..., Path]


class TestReading:
    def test_every_cell_is_text_as_printed(self, put: Put) -> None:
        table = read_text_table(put("unit,rate,n\n甲, 97.50 ,007\n乙,-,\n"))
        assert table.to_dict("list") == {"unit": ["甲", "乙"], "rate": ["97.50", "-"], "n": ["007", ""]}

    def test_the_index_is_the_line_of_the_file(self, put: Put) -> None:
        table = read_text_table(put('\nunit,note\n\na,"two\nlines"\n,,\nb,\n'.replace(",,", ",")))
        assert list(table["unit"]) == ["a", "b"]
        assert list(table.index) == [5, 7]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
    def test_encodings(self, put: Put, encoding: str) -> None:
        table = read_text_table(put("单位,办结数\n芙蓉区,1\n".encode(encoding)))
        assert list(table.columns) == ["单位", "办结数"]
        assert list(table["单位"]) == ["芙蓉区"]

    def test_crlf_and_quotes(self, put: Put) -> None:
        table = read_text_table(put('unit,n\r\n"a, b","1,218"\r\n'))
        assert table.to_dict("records") == [{"unit": "a, b", "n": "1,218"}]

    def test_tabs(self, put: Put) -> None:
        assert list(read_text_table(put("unit\tn\na\t1\n", "t.tsv"))["n"]) == ["1"]

    def test_empty_columns_at_the_end_are_dropped(self, put: Put) -> None:
        assert list(read_text_table(put("unit,n,,\na,1,,\nb,2\n")).columns) == ["unit", "n"]


class TestExcel:
    def test_numbers_without_their_binary_tail(self, tmp_path: Path) -> None:
        rows = [["单位", "办结数", "rate"], ["芙蓉区", 8092, 97.28], ["b", 3.0, None], ["c", None, "100.00"]]
        table = read_text_table(write_xlsx(tmp_path / "t.xlsx", rows))
        assert table.to_dict("list") == {
            "单位": ["芙蓉区", "b", "c"],
            "办结数": ["8092", "3", ""],
            "rate": ["97.28", "", "100.00"],
        }
        assert list(table.index) == [2, 3, 4]

    def test_blank_rows_do_not_move_the_line_numbers(self, tmp_path: Path) -> None:
        table = read_text_table(write_xlsx(tmp_path / "t.xlsx", [["unit"], [None], ["a"]]))
        assert list(table.index) == [3]

    @pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04broken"])
    def test_unreadable(self, put: Put, content: bytes) -> None:
        with pytest.raises(InputError, match=r"t\.xlsx: not a workbook"):
            read_text_table(put(content, "t.xlsx"))

    def test_missing(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=r"t\.xlsx: cannot be read"):
            read_text_table(tmp_path / "t.xlsx")

    def test_a_header_twice(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="a header stands twice; found 'n'"):
            read_text_table(write_xlsx(tmp_path / "t.xlsx", [["unit", "n", "n"], ["a", 1, 2]]))


class TestRefused:
    @pytest.mark.parametrize(
        ("content", "part"),
        [
            ("", "the table is empty"),
            ("\n\n  \n", "the table is empty"),
            ("unit,n,n\na,1,2\n", "column 3: a header stands twice; found 'n'"),
            ("unit,,n\na,1,2\n", "column 2: a column has no header"),
            ("unit,n\na,1,2\n", "line 2: the row has 3 cells under 2 headers; found '2'"),
            ("unit,n,m\na,1,2\nb,1\n", "line 3: the row has 2 cells under 3 headers; found '1'"),
            ('unit,n\n"a,1\n', "unreadable CSV"),
            (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "unreadable text; allowed: UTF-8 or GB18030"),
            (b"unit,n\n\xff\xff\xff,1\n", "unreadable text"),
            ("unit,n\na,1\n".encode("utf-16"), "unreadable text"),
        ],
    )
    def test_one_message(self, put: Put, content: str | bytes, part: str) -> None:
        file = put(content)
        with pytest.raises(InputError) as caught:
            read_text_table(file)
        assert str(caught.value).startswith(str(file))
        assert part in str(caught.value)

    def test_a_missing_file(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=r"cannot be read \(No such file or directory\)"):
            read_text_table(tmp_path / "none.csv")

    def test_a_directory(self, tmp_path: Path) -> None:
        (tmp_path / "d.csv").mkdir()
        with pytest.raises(InputError, match=r"cannot be read \(Is a directory\)"):
            read_text_table(tmp_path / "d.csv")
        with pytest.raises(InputError, match=r"not a table; found ''; allowed: \.csv, \.tsv, \.xlsx, \.xls"):
            read_text_table(tmp_path)

    def test_another_kind_of_file(self, put: Put) -> None:
        with pytest.raises(InputError, match=r"not a table; found '\.pdf'"):
            read_text_table(put("x", "t.pdf"))
