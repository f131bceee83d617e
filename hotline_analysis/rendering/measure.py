"""What the style sheets must know about the content: how long titles are, how large tables are."""

from __future__ import annotations

import re
import unicodedata
from math import ceil

from bs4 import BeautifulSoup, Tag

from hotline_analysis.rendering.outline import text_of

# Points.
_UPRIGHT, _LANDSCAPE = 440.0, 636.0  # width of the type area
_LARGEST_MASTHEAD = 42.0
_TITLE, _SMALLEST_TITLE = 22.0, 18.0

_DENSE_FROM = 9  # columns from which a table is set in the smaller type
_SHORT_UP_TO = 14  # rows up to which a table is not divided
_LONGEST_NAME = 16.0  # letters up to which the first column keeps to one line
# no word of any language: it may be broken anywhere, or it would push a table over the edge of its page
_ENDLESS = re.compile(r"[^\s\u2e80-\uffff]{25,}")
_BRIEF, _LENGTHY = 8.0, 20.0  # letters up to which a text in a cell is not broken, and from which it needs room


def fit_masthead(soup: BeautifulSoup) -> None:
    """Let the red masthead fill its line: as large as its length allows, up to a limit."""
    for masthead in soup.find_all(class_="doc-masthead"):
        wide = max(1.0, letters(text_of(masthead)))
        size = min(_LARGEST_MASTHEAD, _UPRIGHT / wide)
        masthead["style"] = f"--fit:{size:.1f}pt;--letters:{wide:g}"


def fit_titles(soup: BeautifulSoup) -> None:
    """Keep the last character of a title from standing alone: a smaller type, or lines of equal length."""
    for title in soup.find_all("h1"):
        width = max(letters(text_of(line)) for line in title.find_all("span") or [title])
        _fit_title(title, width, _UPRIGHT)
    for title in soup.find_all(class_="annex-title"):
        _fit_title(title, letters(text_of(title)), _LANDSCAPE if title.find_parent(class_="wide") else _UPRIGHT)


def _fit_title(title: Tag, wide: float, room: float) -> None:
    if wide * _TITLE <= room:
        return
    if wide * _SMALLEST_TITLE <= room:
        title["style"] = f"--fit:{room / wide:.1f}pt"
        return
    lines = ceil(wide * _TITLE / room)
    inset = (room - (ceil(wide / lines) + 0.5) * _TITLE) / 2
    title["style"] = f"--inset:{max(0.0, inset):.1f}pt"


def mark_tables(soup: BeautifulSoup) -> None:
    """Mark tables with many columns (smaller type) or long names (folded), and boxes of short ones (undivided).

    A screen keeps brief texts in cells unbroken, and gives lengthy ones room; an endless word is broken anywhere.
    """
    for table in soup.find_all("table"):
        if columns(table) >= _DENSE_FROM:
            _mark(table, "dense")
        rows = _body_rows(table)
        cells = [(cell, letters(text_of(cell))) for row in rows for cell in row.find_all(["th", "td"])]
        if any(wide > _LONGEST_NAME for cell, wide in cells if cell.name == "th"):
            _mark(table, "folded")
        for cell, wide in cells:
            _mark_cell(cell, wide)
        for cell in table.find_all(["th", "td"]):
            if _ENDLESS.search(cell.get_text()):
                _mark(cell, "endless")
        box = table.find_parent(class_="doc-table")
        if box is not None and len(rows) <= _SHORT_UP_TO:
            _mark(box, "short")


def _mark_cell(cell: Tag, wide: float) -> None:
    classes = cell.get_attribute_list("class")
    if cell.name == "th" and "gt_stub" in classes and wide > _BRIEF:
        _mark(cell, "lengthy")
    elif cell.name == "td" and "gt_left" in classes and not _BRIEF < wide <= _LENGTHY:
        _mark(cell, "brief" if wide <= _BRIEF else "lengthy")


def _body_rows(table: Tag) -> list[Tag]:
    return [row for body in table.find_all("tbody") for row in body.find_all("tr")]


def _mark(tag: Tag, name: str) -> None:
    present = tag.get("class") or ""
    joined = present if isinstance(present, str) else " ".join(present)
    tag["class"] = f"{joined} {name}".strip()


def columns(table: Tag) -> int:
    """Return the number of columns of a table: those of its first body row, else of its widest row."""
    rows = _body_rows(table) or table.find_all("tr")
    return max((sum(_span(cell) for cell in row.find_all(["td", "th"])) for row in rows), default=0)


def _span(cell: Tag) -> int:
    return int(str(cell.get("colspan", "1")))


def letters(text: str) -> float:
    """Return how many full-width characters a text is wide."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.55 for char in text)
