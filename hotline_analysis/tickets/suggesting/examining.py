# ruff: noqa: S608  names of columns are ours or quoted
"""What the cells of an export say about how to read it: date formats, words, units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hotline_analysis.tickets.columns import FALSE_WORDS, TRUE_WORDS, columns
from hotline_analysis.tickets.mapping.mapping import DEFAULT_EMPTY, TicketMapping
from hotline_analysis.tickets.mapping.words import meanings
from hotline_analysis.tickets.masking import mask
from hotline_analysis.tickets.times import CELL, DEFAULT_FORMATS, OFFSET_FORMATS, literal, read_sql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_CLOCKS = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
# the same digits in another order: only the office can say which
DAY_FIRST = tuple(f"%d{sign}%m{sign}%Y{clock}" for sign in "/-." for clock in _CLOCKS)
MONTH_FIRST = tuple(f"%m{sign}%d{sign}%Y{clock}" for sign in "/-." for clock in _CLOCKS)
_MOST_WORDS = 200


@dataclass
class Cells:
    """What one column's cells say.

    Attributes
    ----------
    formats : list of str
        Date formats, beside the usual ones, that the column needs.
    seen : list of str
        Usual date formats it has.
    doubtful : tuple of str, optional
        A day-first and a month-first format that both read every cell.
    offset : bool
        Whether moments carry a time zone.
    unread : list of str
        Some cells or words that could not be placed.
    words : dict of str to list of str
        Words to be added.
    """

    formats: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    doubtful: tuple[str, ...] = ()
    offset: bool = False
    unread: list[str] = field(default_factory=list)
    words: dict[str, list[str]] = field(default_factory=dict)


def distinct(con: DuckDBPyConnection, cell: str, most: int) -> list[str]:
    """Return the different cells of a column, the most frequent first; personal numbers are masked."""
    rows = con.execute(
        f"SELECT trim({cell}, ' \t\r\n\u3000') AS v, count(*) AS n FROM raw WHERE v IS NOT NULL AND v NOT IN "
        f"('', {', '.join(map(literal, DEFAULT_EMPTY))}) GROUP BY 1 ORDER BY n DESC, v LIMIT {most}"
    ).fetchall()
    return list(dict.fromkeys(mask(row[0])[0] for row in rows))


def examine_times(con: DuckDBPyConnection, cell: str) -> Cells:
    """Find the date formats of a column."""
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE moments AS SELECT DISTINCT trim({cell}, ' \t\r\n\u3000') AS v FROM raw "
        f"WHERE v IS NOT NULL AND v NOT IN ('', {', '.join(map(literal, DEFAULT_EMPTY))})"
    )
    found = Cells()
    for format_ in (CELL, *DEFAULT_FORMATS):
        if _take(con, (format_,)) and format_ != CELL:
            found.seen.append(format_)
    if _take(con, OFFSET_FORMATS, zone="UTC"):
        found.offset = True
    day, month = _covering(con, DAY_FIRST), _covering(con, MONTH_FIRST)
    if day and month:
        found.doubtful = (day[0], month[0])
    elif day or month:
        found.formats = day or month
        _take(con, tuple(found.formats))
    if not found.doubtful:
        found.unread = [mask(row[0])[0] for row in con.execute("SELECT v FROM moments ORDER BY v LIMIT 5").fetchall()]
    return found


def _take(con: DuckDBPyConnection, formats: Sequence[str], zone: str | None = None) -> int:
    """Count and remove the moments that these formats read."""
    reads = " OR ".join(f"{read_sql('v', one, zone)} IS NOT NULL" for one in formats)
    row = con.execute(f"DELETE FROM moments WHERE {reads}").fetchone()
    return 0 if row is None else int(row[0])


def _covering(con: DuckDBPyConnection, formats: Sequence[str]) -> list[str]:
    """Return those of the formats that together read every moment that is left, or none."""
    counts = [f"count({read_sql('v', one)})" for one in formats]
    row = con.execute(f"SELECT count(*), {', '.join(counts)} FROM moments").fetchone()
    assert row is not None
    used = [one for one, count in zip(formats, row[1:], strict=True) if count]
    if not row[0] or not used:
        return []
    every = " OR ".join(f"{read_sql('v', one)} IS NOT NULL" for one in used)
    (left,) = con.execute(f"SELECT count(*) FROM moments WHERE NOT ({every})").fetchone() or (1,)
    return [] if left else used


def examine_words(con: DuckDBPyConnection, cell: str, key: str, header: str, mapping: TicketMapping) -> Cells:
    """Find words of a flag or an answer that the vocabulary does not have."""
    column = columns()[key]
    known = meanings(column, mapping)
    words = distinct(con, cell, _MOST_WORDS)
    found = Cells()
    if key == "overdue_flag" and _says_in_time(header):
        inverted = {
            "true": [one for one in words if one.lower() in FALSE_WORDS],
            "false": [one for one in words if one.lower() in TRUE_WORDS],
        }
        found.words = {value: several for value, several in inverted.items() if several}
    if column.type == "count":
        found.unread = [one for one in words if not one.split(".")[0].isdecimal()]
    else:
        found.unread = [one for one in words if one not in known and one.lower() not in known]
    return found


def _says_in_time(header: str) -> bool:
    return any(word in header.lower() for word in ("按时", "按期", "on_time", "ontime")) and "未" not in header
