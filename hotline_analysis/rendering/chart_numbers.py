"""Numbers of charts on paper: a screen opens them as a table, paper says in a note what stands nowhere else on it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from hotline_analysis.rendering.grid import Grid, GridCell, grid_of

# the head of a column: what it tells, and its unit in brackets
_UNIT = re.compile(r"(.*?)(?:[（(]([^（）()]*)[）)])?", re.DOTALL)
_TABLES = "details.chart-data"
_CHINESE, _ENGLISH = ("图中数据：", "", "、", "；", "。"), ("Numbers of the chart: ", " ", ", ", "; ", ".")


def print_chart_numbers(main: Tag, *, english: bool) -> None:
    """Take away the tables that a screen opens below charts; leave of their facts what paper would lack, in place.

    So every fact of a report is printed. A part that is zero is left out: it has no bar, and says nothing.

    Parameters
    ----------
    main : Tag
        The text of a page.
    english : bool
        Whether it is in English; else it is Chinese.
    """
    tables = main.select(_TABLES)
    known = {_identity(fact) for fact in main.select("data.fact") if fact.find_parent(class_="chart-data") is None}
    for details in tables:
        note = _note(grid_of(details), known, _ENGLISH if english else _CHINESE)
        if note:
            paragraph = BeautifulSoup("", "html.parser").new_tag("p", attrs={"class": "table-note"})
            paragraph.string = note
            details.insert_before(paragraph)
        details.decompose()


def on_paper(html: str) -> str:
    """Return a page with the numbers of its charts as paper has them."""
    if 'class="chart-data"' not in html:
        return html
    soup = BeautifulSoup(html, "html.parser")
    assert soup.html is not None, "a page is HTML"
    print_chart_numbers(soup, english=str(soup.html.get("lang", "")).lower().startswith("en"))
    return str(soup)


def _identity(fact: Tag) -> tuple[str, str]:
    return str(fact.get("title", "")), str(fact.get("value", ""))


def _note(grid: Grid, known: set[tuple[str, str]], words: tuple[str, ...]) -> str:
    lead, blank, comma, semicolon, stop = words
    heads = {cell.column: cell.text for cell in grid.cells if cell.head}
    rows: dict[int, list[str]] = {}
    for cell, fact in _facts(grid):
        if fact.get("value") != "0" and _identity(fact) not in known:
            name, unit = _UNIT.fullmatch(heads.get(cell.column, "")).groups("")  # type: ignore[union-attr]
            rows.setdefault(cell.row, []).append(f"{name.strip()}{blank}{cell.text}{unit}")
    names = {cell.row: cell.text for cell in grid.cells if cell.tag.name == "th" and not cell.head}
    told = [f"{names.get(row, '')}{blank}{comma.join(parts)}" for row, parts in rows.items()]
    return f"{lead}{semicolon.join(told)}{stop}" if told else ""


def _facts(grid: Grid) -> Iterator[tuple[GridCell, Tag]]:
    for cell in grid.cells:
        fact = cell.tag.find("data", class_="fact")
        if fact is not None:
            yield cell, fact
