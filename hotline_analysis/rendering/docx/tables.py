"""Tables of a Word file: as wide as the page, headers repeated, no row divided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from xml.etree.ElementTree import Element, SubElement

from bs4 import Tag

from hotline_analysis.rendering.docx.styles import style_id
from hotline_analysis.rendering.docx.units import points, w
from hotline_analysis.rendering.fitting import Fit, fit
from hotline_analysis.rendering.grid import grid_of
from hotline_analysis.rendering.measure import letters
from hotline_analysis.rendering.sheets import Kind, Sheet, table_size

_LOOSE, _TIGHT = 3.4, 1.7  # points at each side of a cell's text: in a larger and in a smaller type
_SMALL, _SMALLEST = 9.0, 7.5
_OTHER_FONTS = 1.16  # figures and bold Latin words are this much wider where a program lacks the fonts of the file


@dataclass(frozen=True)
class TablePlan:
    """How a table is set.

    Attributes
    ----------
    fit : Fit
    head_rows : int
    short : bool
        Whether it stays whole on one page.
    """

    fit: Fit
    head_rows: int
    short: bool

    @property
    def side(self) -> float:
        """What a cell keeps free at each side, in points."""
        return _side(self.fit.size)


def table_plans(main: Tag, sheet: Sheet) -> list[TablePlan]:
    """Plan every table of a page, in order."""
    return [_plan(table, sheet) for table in main.find_all("table")]


def _plan(table: Tag, sheet: Sheet) -> TablePlan:
    small = table.find_parent(class_="doc-sheet") is not None
    wide = small or table.find_parent(class_="wide") is not None
    kind: Kind = "wide" if wide else "upright"
    dense = "dense" in (table.get("class") or []) or small
    found = grid_of(table)
    room, size = points(sheet.text_width(kind)), _SMALLEST if small else table_size(sheet, dense=dense)
    first = fit(found, room, largest=size, padding=2 * _side(size), spare=_OTHER_FONTS)
    again = fit(found, room, largest=size, padding=2 * _side(first.size), spare=_OTHER_FONTS)
    return TablePlan(again, found.head_rows, table.find_parent(class_="short") is not None)


def _side(size: float) -> float:
    return _LOOSE if size > _SMALL else _TIGHT


def set_table(table: Element, plan: TablePlan) -> None:
    """Give a table its widths, its type and its rules for the ends of pages, in place."""
    widths = [round(width * 20) for width in plan.fit.widths]
    _properties(table, sum(widths), plan)
    grid = table.find(w("tblGrid"))
    assert grid is not None
    for old in list(grid):
        grid.remove(old)
    for width in widths:
        SubElement(grid, w("gridCol"), {w("w"): str(width)})
    rows = table.findall(w("tr"))
    for number, row in enumerate(rows):
        head = number < plan.head_rows
        _row_properties(row, head=head)
        # no head alone at the foot of a page, no last row alone at the top of the next
        together = number < plan.head_rows + 2 or number == len(rows) - 2 or plan.short
        for cell, column, span in _cells(row):
            width = sum(widths[column : column + span])
            _cell(cell, width, span, head=head)
            for paragraph in cell.findall(w("p")):
                _paragraph(paragraph, plan.fit.size, head=head, keep=together and number < len(rows) - 1)
                if head:
                    _even_lines(paragraph, width / 20 - 2 * plan.side, plan.fit.size)


def _properties(table: Element, width: int, plan: TablePlan) -> None:
    old = table.find(w("tblPr"))
    assert old is not None
    caption = old.find(w("tblCaption"))
    new = Element(w("tblPr"))
    SubElement(new, w("tblStyle"), {w("val"): "Table"})
    SubElement(new, w("tblW"), {w("w"): str(width), w("type"): "dxa"})
    SubElement(new, w("jc"), {w("val"): "center"})
    SubElement(new, w("tblLayout"), {w("type"): "fixed"})
    margins = SubElement(new, w("tblCellMar"))
    above = 50 if plan.fit.size > _SMALL else 36 if plan.fit.size > _SMALLEST else 16
    for side, size in (("top", above), ("left", plan.side * 20), ("bottom", above), ("right", plan.side * 20)):
        SubElement(margins, w(side), {w("w"): str(round(size)), w("type"): "dxa"})
    SubElement(new, w("tblLook"), {w("val"): "04A0", w("firstRow"): "1", w("firstColumn"): "1"})
    if caption is not None:
        new.append(caption)
    table.remove(old)
    table.insert(0, new)


def _row_properties(row: Element, *, head: bool) -> None:
    old = row.find(w("trPr"))
    if old is not None:
        row.remove(old)
    new = Element(w("trPr"))
    SubElement(new, w("cantSplit"))
    if head:
        SubElement(new, w("tblHeader"))
    row.insert(0, new)


def _cells(row: Element) -> Iterator[tuple[Element, int, int]]:
    """Yield every cell with its column and how many columns it reaches over."""
    column = 0
    for cell in row.findall(w("tc")):
        found = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
        span = 1 if found is None else int(found.get(w("val"), "1"))
        yield cell, column, span
        column += span


def _cell(cell: Element, width: int, span: int, *, head: bool) -> None:
    old = cell.find(w("tcPr"))
    merged = None if old is None else old.find(w("vMerge"))
    if old is not None:
        cell.remove(old)
    new = Element(w("tcPr"))
    SubElement(new, w("tcW"), {w("w"): str(width), w("type"): "dxa"})
    if span > 1:
        SubElement(new, w("gridSpan"), {w("val"): str(span)})
    if merged is not None:
        new.append(merged)
    if not head and _is_figure(cell):
        SubElement(new, w("noWrap"))
    SubElement(new, w("vAlign"), {w("val"): "center"})
    cell.insert(0, new)


def _is_figure(cell: Element) -> bool:
    """Whether a cell holds nothing but a figure: at the right, without a word."""
    text = "".join(cell.itertext()).strip()
    return text.isascii() and any(char.isdigit() for char in text) and not any(char.isspace() for char in text)


def _paragraph(paragraph: Element, size: float, *, head: bool, keep: bool) -> None:
    old = paragraph.find(w("pPr"))
    align = None if old is None else old.find(w("jc"))
    if old is not None:
        paragraph.remove(old)
    new = Element(w("pPr"))
    SubElement(new, w("pStyle"), {w("val"): style_id(f"Table {'Head' if head else 'Text'} {size:g}")})
    if keep:
        SubElement(new, w("keepNext"))
    if align is not None:
        new.append(align)
    paragraph.insert(0, new)


def _even_lines(paragraph: Element, room: float, size: float) -> None:
    """Keep the last character of a head from standing alone: a narrower paragraph, so lines of equal length."""
    text = "".join(paragraph.itertext()).strip()
    wide = letters(text)
    lines = ceil(wide * size / room - 0.01)
    if lines < 2 or wide < len(text):  # words and figures break at their own places
        return
    inset = (room - (ceil(wide / lines) + 0.4) * size) / 2
    properties = paragraph.find(w("pPr"))
    if inset > 0 and properties is not None:
        place = 1 + (properties.find(w("keepNext")) is not None)
        side = str(round(inset * 20))
        properties.insert(place, Element(w("ind"), {w("left"): side, w("right"): side}))
