"""All facts of a report on one sheet."""

from __future__ import annotations

from collections.abc import Sequence

from hotline_analysis.rendering.measure import letters
from hotline_analysis.rendering.xlsx.book import Book
from hotline_analysis.rendering.xlsx.cells import Value, number_of
from hotline_analysis.rendering.xlsx.notes import Fact
from hotline_analysis.rendering.xlsx.words import FACT_KEYS, Words

_NUMBERS = {"value", "numerator", "denominator"}
_LONGEST_KEY = 60
_WIDTHS = (22, 40, 12, 14, 8, 8, 18, 44, 10, 10, 40, 14)


def write_facts(book: Book, facts: Sequence[Fact], words: Words) -> None:
    """Write the sheet of facts: as many rows as ``facts.json`` has entries, with a filter."""
    sheet = book.sheet(words.facts)
    for column, (title, width) in enumerate(zip(words.columns, _WIDTHS, strict=True)):
        book.write(sheet, 0, column, title, "head")
        sheet.set_column(column, column, width)
    longest = max((2 * letters(str(fact["key"])) for fact in facts), default=0)
    sheet.set_column(0, 0, max(_WIDTHS[0], min(_LONGEST_KEY, round(longest + 2))))
    for row, fact in enumerate(facts, start=1):
        for column, key in enumerate(FACT_KEYS):
            value = _value(fact, key)
            book.write(sheet, row, column, value, "figure" if isinstance(value, Value) else "text")
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(1, len(facts)), len(FACT_KEYS) - 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)


def _value(fact: Fact, key: str) -> Value | str:
    found = fact.get(key)
    if key == "decimals" and isinstance(found, int):
        return Value(float(found), "0")
    text = "" if found is None else str(found)
    return (number_of(text) if key in _NUMBERS else None) or text
