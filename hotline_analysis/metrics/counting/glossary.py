"""The ticket schema as a page: ``docs/tickets.md`` is what this module prints."""

from __future__ import annotations

from hotline_analysis.metrics.counting.ticket_counts import ticket_counts
from hotline_analysis.tickets.columns import Column, columns

_TYPES = {
    "text": "text",
    "time": "moment without zone",
    "count": "whole number, 0 or more",
    "flag": "true or false",
    "one_of": "one of",
}

_INTRODUCTION = """\
# Tickets

This page is made from `hotline_analysis/tickets/columns.yaml` and `ticket_counts.yaml` in
`hotline_analysis/metrics/counting` by `hotline_analysis.metrics.counting.glossary`; a test compares them.

A ticket (工单) is one row. `id` and `received` are always there; every other column is optional, and in every other
column a ticket may lack a value. What is missing is missing: it is never read as no, as 0, or as in time. A count whose
columns are missing is not made, and says so by name.

| in | text, one of | moment | whole number | flag |
| --- | --- | --- | --- | --- |
| a store (parquet) | `VARCHAR` | `TIMESTAMP`, without zone | `INTEGER` | `BOOLEAN` |
| a pandas frame | `string` | `datetime64[us]` | `Int64` | `boolean` |

An office's export becomes such tickets by [a mapping](import.md). A pandas frame becomes one by
`hotline_analysis.tickets.schema.canonical(frame)`. It reads `是`, `True`, `1`, numbers and moments written as text, and
every kind of missing value; what it cannot read it refuses, with column, row, value and what is allowed.
`hotline_analysis.tickets.schema.schema()` is the schema itself, for pandera. Whether tickets make sense is another
question: [data quality](quality.md).
"""

_COLUMNS = """\
## Columns

*Counts* are those of [the metric dictionary](metrics.md) that look at the column. Where several columns can give a
count, it stands at each of them. Counts whose period the column decides stand under *period of*: a ticket counts as
closed in the month in which it was closed.

"""

_WORDS = """\
## Words

What office exports write, and an import reads without being told; a mapping may add words of its own. Small and capital
letters are the same.

"""

_HEADERS = """\
## Headers

`hotline import --suggest` finds a column under its key, its Chinese name, or one of these:

"""


def tickets_markdown() -> str:
    """Render the page."""
    described = "".join(map(_column, columns().values()))
    head = "| column | 中文 | what it is | type | counts | period of |\n| --- | --- | --- | --- | --- | --- |\n"
    words = "".join(f"| `{one.key}` | {_words(one)} |\n" for one in columns().values() if one.words)
    others = "".join(f"- `{one.key}`: {'、'.join(one.aliases)}\n" for one in columns().values() if one.aliases)
    parts = [_INTRODUCTION, _COLUMNS + head + described, f"{_WORDS}| column | words |\n| --- | --- |\n{words}"]
    return "\n".join([*parts, _HEADERS + others])


def _column(one: Column) -> str:
    kind = _TYPES[one.type] + (f" {', '.join(f'`{value}`' for value in one.values)}" if one.values else "")
    needed = " (always there)" if one.required else ""
    cells = (f"`{one.key}`", one.zh, one.en + needed, kind, _named(_readers(one.key)), _named(_timed(one.key)))
    return f"| {' | '.join(cells)} |\n"


def _readers(key: str) -> list[str]:
    """Return the counts that look at a column, in any of their ways."""
    return [name for name, count in ticket_counts().items() if any(key in way.needed for way in count.ways())]


def _timed(key: str) -> list[str]:
    """Return the counts whose period a column decides, where tickets have it."""
    return [name for name, count in ticket_counts().items() if key in count.in_]


def _named(keys: list[str]) -> str:
    return ", ".join(f"`{key}`" for key in keys)


def _words(one: Column) -> str:
    return "; ".join(f"`{value}`: {'、'.join(words)}" for value, words in one.words.items())
