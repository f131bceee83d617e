"""What differs between two Word files, or two workbooks, of a report."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from difflib import SequenceMatcher
from html import unescape
from itertools import zip_longest
from pathlib import Path

from hotline_analysis.errors import InputError
from hotline_analysis.workbooks import open_workbook

_PARAGRAPH = re.compile(r"<w:p[ >].*?</w:p>", re.DOTALL)
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_PICTURE = re.compile(r' descr="([^"]*)"')


def word_changes(old: Path, new: Path) -> list[str]:
    """Say which paragraphs, cells or texts of pictures differ.

    Raises
    ------
    ValueError
        If a file is no Word file any more.
    """
    before, after = _paragraphs(old), _paragraphs(new)
    lines: list[str] = []
    for what, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what != "equal":
            pairs = zip_longest(before[i:j], after[k:m])
            lines += [f"{_quoted(one)} → {_quoted(two)}" for one, two in pairs]
    return lines or ["the two say the same, but differ in how they look"]


def _paragraphs(file: Path) -> list[str]:
    try:
        with zipfile.ZipFile(file) as archive:
            content = archive.read("word/document.xml").decode()
    except (zipfile.BadZipFile, KeyError) as error:
        raise ValueError(str(error)) from None
    texts = ("".join([*_TEXT.findall(one), *_PICTURE.findall(one)]) for one in _PARAGRAPH.findall(content))
    return [unescape(text) for text in texts if text.strip()]


def workbook_changes(old: Path, new: Path) -> list[str]:
    """Say which cells differ, each by its sheet and place.

    Raises
    ------
    ValueError
        If a file is no workbook any more.
    """
    before, after = dict(_cells(old)), dict(_cells(new))
    places = dict.fromkeys([*before, *after])
    lines = [
        f"{sheet}, row {row}, column {column}: {_quoted(before.get(place))} → {_quoted(after.get(place))}"
        for place in places
        if before.get(place) != after.get(place)
        for sheet, row, column in [place]
    ]
    return lines or ["the two hold the same, but differ in how they look"]


def _cells(file: Path) -> Iterator[tuple[tuple[str, int, int], str]]:
    try:
        book = open_workbook(file)
    except InputError as error:
        raise ValueError(error.problem) from None
    for name in book.sheet_names:
        for row, cells in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False), start=1):
            yield from (((name, row, column), str(cell)) for column, cell in enumerate(cells, start=1) if cell != "")


def _quoted(text: str | None) -> str:
    return "nothing" if text is None else f"“{text}”"
