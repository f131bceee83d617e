"""Numbers of charts on paper: a screen opens them as a table, paper says in a note what stands nowhere else on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from bs4 import BeautifulSoup, Tag
from markupsafe import Markup

from hotline_analysis.rendering.grid import Grid, GridCell, grid_of

# the head of a column: what it tells, and its unit in brackets
_UNIT = re.compile(r"(.*?)(?:[（(]([^（）()]*)[）)])?", re.DOTALL)
_TABLES = re.compile(r'(<details class="chart-data".*?</details>)', re.DOTALL)
_FACT_TAGS = re.compile(r"<data [^>]*>")
_ENGLISH_PAGE = re.compile(r'<html lang="en', re.IGNORECASE)
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
    known = {_identity(fact) for fact in main.select("data.fact") if fact.find_parent(class_="chart-data") is None}
    for details in main.select("details.chart-data"):
        note = _note(grid_of(details), known, english=english)
        if note:
            details.insert_before(BeautifulSoup(note, "html.parser"))
        details.decompose()


def on_paper(html: str) -> str:
    """Return a page with the numbers of its charts as paper has them; only their tables are parsed."""
    parts = _TABLES.split(html)
    facts, english = _Facts(), _ENGLISH_PAGE.search(html) is not None
    facts.feed("".join(_FACT_TAGS.findall("".join(parts[::2]))))
    parts[1::2] = (
        _note(grid_of(BeautifulSoup(table, "html.parser")), facts.found, english=english) for table in parts[1::2]
    )
    return "".join(parts)


class _Facts(HTMLParser):
    """Finds what the facts of a page are, without building its tree."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[tuple[str, str]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a fact."""
        told = dict(attrs)
        if "fact" in (told.get("class") or "").split():
            self.found.add((told.get("title") or "", told.get("value") or ""))


def _identity(fact: Tag) -> tuple[str, str]:
    return str(fact.get("title", "")), str(fact.get("value", ""))


def _note(grid: Grid, known: set[tuple[str, str]], *, english: bool) -> str:
    lead, blank, comma, semicolon, stop = _ENGLISH if english else _CHINESE
    heads = {cell.column: cell.text for cell in grid.cells if cell.head}
    rows: dict[int, list[str]] = {}
    for cell, fact in _facts(grid):
        if fact.get("value") != "0" and _identity(fact) not in known:
            name, unit = _UNIT.fullmatch(heads.get(cell.column, "")).groups("")  # type: ignore[union-attr]
            rows.setdefault(cell.row, []).append(f"{name.strip()}{blank}{cell.text}{unit}")
    names = {cell.row: cell.text for cell in grid.cells if cell.tag.name == "th" and not cell.head}
    told = [f"{names.get(row, '')}{blank}{comma.join(parts)}" for row, parts in rows.items()]
    note = Markup('<p class="table-note">{}</p>').format(f"{lead}{semicolon.join(told)}{stop}")
    return str(note) if told else ""


def _facts(grid: Grid) -> Iterator[tuple[GridCell, Tag]]:
    for cell in grid.cells:
        fact = cell.tag.find("data", class_="fact")
        if fact is not None:
            yield cell, fact
