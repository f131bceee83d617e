"""The tables of a page, one sheet each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import Tag

from hotline_analysis.rendering.grid import Grid, grid_of
from hotline_analysis.rendering.measure import letters
from hotline_analysis.rendering.outline import text_of
from hotline_analysis.rendering.xlsx.book import Book
from hotline_analysis.rendering.xlsx.cells import value_of

_WIDEST, _NARROWEST = 46.0, 7.0  # characters


@dataclass(frozen=True)
class Sheet:
    """A table that gets a sheet of its own.

    Attributes
    ----------
    name : str
    grid : Grid
    notes : tuple of str
        What stands below it.
    """

    name: str
    grid: Grid
    notes: tuple[str, ...]


def sheets(main: Tag, word: str) -> list[Sheet]:
    """Return the tables of the annexes; of a page without annexes, all of them."""
    tables = main.select(".doc-annex table") or main.find_all("table")
    return [
        Sheet(_name(table, f"{word}{number}"), grid_of(table), tuple(_notes(table)))
        for number, table in enumerate(tables, start=1)
    ]


def _name(table: Tag, otherwise: str) -> str:
    """Name a table by its annex and the heading above it, else by its caption."""
    annex = table.find_parent(class_="doc-annex")
    mark = annex.select_one(".annex-mark") if annex else None
    heading = table.find_previous("h3")
    inside = annex is not None and heading is not None and annex in heading.parents
    caption = table.find("caption")
    about = text_of(heading) if inside and heading else text_of(caption) if caption else otherwise
    return f"{text_of(mark)} {about}" if mark else about


def _notes(table: Tag) -> Iterator[str]:
    """Yield the notes that follow a table directly."""
    box = table.find_parent(class_="doc-table") or table
    for following in box.find_next_siblings():
        if "table-note" not in (following.get("class") or []):
            return
        yield text_of(following)


def write_table(book: Book, sheet: Sheet) -> None:
    """Write a table: its caption, its heads, which stay in sight, its cells, its notes."""
    target = book.sheet(sheet.name)
    grid, top = sheet.grid, 1
    book.write(target, 0, 0, grid.caption or sheet.name, "title")
    for cell in grid.cells:
        area = (top + cell.row, cell.column, top + cell.row + cell.rows - 1, cell.column + cell.columns - 1)
        if cell.head:
            book.merge(target, area, cell.text, "head")
        elif cell.rows * cell.columns > 1:
            book.merge(target, area, cell.text, "text")
        else:
            style = {"right": "figure", "center": "center"}.get(cell.align, "text")
            book.write(target, area[0], area[1], value_of(cell.tag), style)
    for column, width in enumerate(_widths(grid)):
        target.set_column(column, column, width)
    target.freeze_panes(top + grid.head_rows, 1 if grid.columns > 1 else 0)
    for number, note in enumerate(sheet.notes, start=top + grid.rows + 1):
        target.write_string(number, 0, note)
    target.set_landscape()
    if grid.head_rows:
        target.repeat_rows(top, top + grid.head_rows - 1)


def _widths(grid: Grid) -> list[float]:
    """Return the widths of columns in characters: what stands in them, heads on two lines."""
    widths = [_NARROWEST] * grid.columns
    for cell in grid.cells:
        if cell.columns == 1:
            wide = 2.1 * letters(cell.text) * (0.55 if cell.head else 1) + 1.5
            widths[cell.column] = min(_WIDEST, max(widths[cell.column], wide))
    return [round(width, 1) for width in widths]
