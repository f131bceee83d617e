"""Workbooks that were made to do harm: each is refused with one clear error, quickly and in little memory."""

from __future__ import annotations

import resource
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from command import Hotline

from hotline_analysis.errors import InputError
from hotline_analysis.tabular import read_text_table
from hotline_analysis.workbooks import open_workbook

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
LAUGHS = '<!DOCTYPE lolz [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>'
MEGABYTE = 1024**2
Change = Callable[[bytes], bytes]


def workbook(file: Path) -> Path:
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("工单")
        sheet.write_row(0, 0, ["责任单位", "工单编号", "受理时间"])
        sheet.write_row(1, 0, ["甲街道", "T1", "2024-05-06 09:00"])
    return file


def changed(file: Path, member: str, change: Change) -> Path:
    """Write the workbook again with one member changed."""
    harmful = file.with_name("export.xlsx")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(harmful, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == member else content)
    return harmful


def behind_declaration(inserted: str, *, encoding: str = "utf-8") -> Change:
    def change(content: bytes) -> bytes:
        head, mark, rest = content.decode().partition("?>")
        whole = f"{head}{mark}\n{inserted}{rest}".replace('encoding="UTF-8"', f'encoding="{encoding.upper()}"')
        return whole.encode(encoding)

    return change


def refused(file: Path) -> str:
    with pytest.raises(InputError) as error:
        open_workbook(file)
    assert "\n" not in str(error.value)
    return str(error.value)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return workbook(tmp_path / "whole.xlsx")


def test_a_plain_workbook_is_read(book: Path) -> None:
    assert read_text_table(book)["责任单位"].tolist() == ["甲街道"]


@pytest.mark.parametrize("member", [SHEET, STRINGS, "xl/workbook.xml", "_rels/.rels"])
@pytest.mark.parametrize("inserted", [LAUGHS, OUTSIDE])
def test_entities_are_refused(book: Path, member: str, inserted: str) -> None:
    said = refused(changed(book, member, behind_declaration(inserted)))
    assert f"export.xlsx, {member}: the workbook declares a document type" in said


def test_entities_in_another_encoding_are_refused(book: Path) -> None:
    assert "document type" in refused(changed(book, STRINGS, behind_declaration(LAUGHS, encoding="utf-16")))


def test_entities_behind_a_long_comment_are_refused(book: Path) -> None:
    """Wherever a piece of a megabyte ends."""
    for more in range(0, 10, 3):
        comment = f"<!--{'x' * (MEGABYTE - 70 + more)}-->"
        assert "document type" in refused(changed(book, STRINGS, behind_declaration(comment + OUTSIDE)))


def test_a_bomb_is_refused_before_it_goes_off(book: Path) -> None:
    bomb = changed(book, STRINGS, lambda content: content + b" " * (200 * MEGABYTE))
    assert bomb.stat().st_size < MEGABYTE
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "unpacks to 209," in refused(bomb)
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) < 100 * 1024  # kilobytes


def test_a_bomb_that_lies_about_its_size_is_refused(book: Path) -> None:
    bomb = changed(book, STRINGS, lambda content: content + b" " * (200 * MEGABYTE))
    with zipfile.ZipFile(bomb) as archive:
        size = archive.getinfo(STRINGS).file_size
    content = bomb.read_bytes()
    assert content.count(struct.pack("<I", size)) == 2  # before the member, and in the list at the end
    bomb.write_bytes(content.replace(struct.pack("<I", size), struct.pack("<I", 1000)))
    assert "not a workbook, or a damaged one" in refused(bomb)


@pytest.mark.parametrize("cell", ["XFD1048576", "A99999999", "ZZ9000000"])
def test_a_sheet_that_reaches_too_far_is_refused(book: Path, cell: str) -> None:
    far = f'<row r="5"><c r="{cell}" t="str"><v>x</v></c></row></sheetData>'.encode()
    said = refused(changed(book, SHEET, lambda content: content.replace(b"</sheetData>", far)))
    assert "the sheet reaches over" in said
    assert "allowed: 100,000,000 cells" in said


def test_every_command_that_reads_workbooks_refuses_them(book: Path, tmp_path: Path, hotline: Hotline) -> None:
    harmful = changed(book, STRINGS, behind_declaration(OUTSIDE))
    mapping = tmp_path / "m.yaml"
    mapping.write_text("columns: {id: 工单编号, received: 受理时间, unit: 责任单位}\n", encoding="utf-8")
    for command in (
        ("import", harmful, "--mapping", mapping, "--out", tmp_path / "store"),
        ("import", "--suggest", harmful),
        ("score", harmful, "--scheme", "furong-2022"),
    ):
        done = hotline(*command)
        assert done.code == 3, command
        assert done.err.strip().count("\n") == 0
        assert "the workbook declares a document type" in done.err
        assert "root:" not in done.out + done.err
    assert not (tmp_path / "store").exists()
