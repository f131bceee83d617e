"""The sheet that says what a workbook was made from, what its figures mean, and how to verify them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import hotline_analysis
from hotline_analysis.rendering.paper import Paper
from hotline_analysis.rendering.xlsx.book import Book
from hotline_analysis.rendering.xlsx.words import Words, words_of

Fact = Mapping[str, Any]
Input = tuple[str, str]
_ORIGIN = ("made-from", "scheme", "code", "time")
_PROGRAM = f"hotline-analysis {hotline_analysis.__version__}"


def write_notes(book: Book, page: Paper, facts: Sequence[Fact], inputs: Sequence[Input]) -> None:
    """Write the sheet of notes."""
    words = words_of(english=page.english)
    sheet = book.sheet(words.notes)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 90)
    book.write(sheet, 0, 0, words.notes, "title")
    said = (page.title, page.issuer, page.date, *(page.origin.get(key, "") for key in _ORIGIN), _PROGRAM)
    rows = [(label, text) for label, text in zip(words.about, said, strict=True) if text]
    row = _table(book, sheet, 2, "", rows)
    row = _table(book, sheet, row, words.definitions, _definitions(facts, words))
    verify = page.origin.get("verify")
    row = _table(book, sheet, row, words.verify, [("", words.how), *([("", verify)] if verify else [])])
    _table(book, sheet, row, words.made_from, list(inputs))


def _definitions(facts: Sequence[Fact], words: Words) -> list[tuple[str, str]]:
    """Return every metric with its definition, as the report words it where it shows the metric first.

    Every share is of another whole, so shares have one definition for all.
    """
    found: dict[str, str] = {}
    for fact in facts:
        if fact.get("metric") and fact.get("definition"):
            metric = str(fact["metric"])
            found.setdefault(metric, words.share if metric == "share" else str(fact["definition"]))
    return list(found.items())


def _table(book: Book, sheet: Any, row: int, title: str, rows: Sequence[tuple[str, str]]) -> int:
    """Write a part with its title; return the row at which the next may begin."""
    if not rows:
        return row
    if title:
        book.write(sheet, row, 0, title, "part")
        row += 1
    for label, text in rows:
        book.write(sheet, row, 0, label, "note")
        book.write(sheet, row, 1, text, "note")
        row += 1
    return row + 1
