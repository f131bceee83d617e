# ruff: noqa: S608  names of columns are ours or quoted
"""A first mapping for an export: what its headers and cells say, and what remains to be said by a person."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_analysis.errors import InputError
from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.importing.loading import database, read_through
from hotline_analysis.tickets.mapping.headers import HEAD_ROWS
from hotline_analysis.tickets.mapping.mapping import ColumnMapping, TicketMapping
from hotline_analysis.tickets.sources import columnar, delimited, encoding, workbook
from hotline_analysis.tickets.sources.database import is_url
from hotline_analysis.tickets.sources.opening import kind_of, open_exports, refuse_sheets
from hotline_analysis.tickets.sources.part import Part, Wanted
from hotline_analysis.tickets.suggesting.examining import Cells, distinct, examine_times, examine_words
from hotline_analysis.tickets.suggesting.guessing import guess_columns, guess_header, looks_personal
from hotline_analysis.tickets.suggesting.suggestion import write_mapping
from hotline_analysis.tickets.times import quoted
from hotline_analysis.workbooks import open_workbook

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MOST_UNITS = 1_000
_MOST_WORDS = 50


@dataclass
class Found:
    """What is known about an export.

    Attributes
    ----------
    name : str
    headers : tuple of str
    chosen : dict of str to str
        Canonical column to header.
    others : dict of str to list of str
        Canonical column to further headers that it could have been.
    personal : list of str
    cells : dict of str to Cells
    units : list of str
    sheets : tuple of str
        If the user named them.
    """

    name: str
    headers: tuple[str, ...]
    chosen: dict[str, str]
    others: dict[str, list[str]]
    personal: list[str]
    cells: dict[str, Cells] = field(default_factory=dict)
    units: list[str] = field(default_factory=list)
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """A first mapping.

    Attributes
    ----------
    text : str
        YAML.
    notes : tuple of str
        What could not be placed, and what to look at.
    """

    text: str
    notes: tuple[str, ...]


def suggest_mapping(export: str | Path, *, sheets: Sequence[str] = ()) -> Suggestion:
    """Make a first mapping for an export from its headers and all of its cells.

    Raises
    ------
    InputError
        If the export cannot be read, has no headers, or is a database.
    UsageError
        If sheets are named and the export has none.
    """
    if is_url(str(export)):
        allowed = "a CSV or XLSX file with some rows of the table or query"
        raise InputError("a mapping is suggested for files, not for databases", allowed=allowed)
    refuse_sheets([str(export)], (), sheets)
    headers = find_headers(Path(export), sheets)
    chosen, others = guess_columns(headers)
    if not chosen and any(char.isdecimal() for header in headers for char in header):
        # what a mapping would quote as headers may be a citizen's name and number
        problem = "no row of the first ones looks like headers; the first looks like a ticket"
        raise InputError(problem, file=export, allowed="a row of headers above the tickets")
    personal = [one for one in headers if one and looks_personal(one) and one not in chosen.values()]
    found = Found(str(export), headers, chosen, others, personal, sheets=tuple(sheets))
    if {"id", "received"} <= set(chosen):
        _read_cells(found, sheets)
    return Suggestion(*write_mapping(found))


def find_headers(path: Path, sheets: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the headers of an export: the row among its first ones that holds the most known names."""
    kind = kind_of(path)
    tables: list[list[list[str]]]
    if kind == "columnar":
        return columnar.column_names(path)
    if kind == "delimited":
        code = encoding.head_encoding(path)
        tables = [delimited.head_rows(path, code, one, HEAD_ROWS) for one in delimited.DELIMITERS]
    else:
        book = open_workbook(path)
        names = sheets or book.sheet_names
        tables = [workbook.head_cells(workbook.read_sheet(path, book, name)) for name in names]
    rows = [table[guess_header(table)] for table in tables if table]
    if not rows:
        raise InputError("the export is empty", file=path)
    # of several sheets, or ways to split a line, the one with the most known headers, or else the most cells
    best = max(rows, key=lambda row: (len(guess_columns(row)[0]), len(row)))
    return tuple(cell.strip() for cell in best)


def _read_cells(found: Found, sheets: Sequence[str]) -> None:
    mapping = TicketMapping(columns={key: ColumnMapping(header=(one,)) for key, one in found.chosen.items()})
    with tempfile.TemporaryDirectory() as folder, database(Path(folder) / "spill") as con:
        parts = open_exports([found.name], mapping, sheets).parts
        keys = list(dict.fromkeys(key for part in parts for key in part.layout.places))
        con.execute(f"CREATE TEMP TABLE raw ({', '.join(f'{quoted(key)} VARCHAR' for key in keys)})")
        (Path(folder) / "copies").mkdir()
        for part in parts:
            _add_cells(con, part, Path(folder) / "copies")
        _examine(con, found, keys, mapping)


def _add_cells(con: DuckDBPyConnection, part: Part, copies: Path) -> None:
    """Add the cells of one sheet or file, under the keys of their columns."""
    places = part.layout.places
    times = frozenset(place for key, place in places.items() if columns()[key].type == "time")
    wanted = Wanted(tuple(sorted(set(places.values()))), times, "UTC")
    cells = ", ".join(f"c{place} AS {quoted(key)}" for key, place in places.items())
    read_through(
        con,
        part,
        wanted,
        copies,
        lambda reading: con.execute(f"INSERT INTO raw BY NAME SELECT {cells} FROM {reading.source}"),
    )


def _examine(con: DuckDBPyConnection, found: Found, keys: Sequence[str], mapping: TicketMapping) -> None:
    for key in keys:
        kind, cell = columns()[key].type, quoted(key)
        if kind == "time":
            found.cells[key] = examine_times(con, cell)
        elif kind != "text":
            found.cells[key] = examine_words(con, cell, key, found.chosen[key], mapping)
    if "unit" in keys:
        found.units = distinct(con, "unit", _MOST_UNITS)
    _split_answers(found, con)


def _split_answers(found: Found, con: DuckDBPyConnection) -> None:
    """Let one column that holds both answers and failed calls feed both: 满意, 不满意, 未接听."""
    there = [key for key in ("satisfied", "revisit") if key in found.chosen]
    if len(there) != 1 or not found.cells[there[0]].unread:
        return
    words = distinct(con, there[0], _MOST_WORDS)
    calls = {
        value: [one for one in words if one in spellings] for value, spellings in columns()["revisit"].words.items()
    }
    calls = {value: several for value, several in calls.items() if several and value != "revisited"}
    answers = [one for one in words if any(one in several for several in columns()["satisfied"].words.values())]
    if not calls or not answers:
        return
    missed = [word for several in calls.values() for word in several]
    unread = [one for one in words if one not in (*missed, *answers)]
    found.chosen["satisfied"] = found.chosen["revisit"] = found.chosen[there[0]]
    found.cells["satisfied"] = Cells(words={"none": missed}, unread=unread)
    found.cells["revisit"] = Cells(words={"revisited": answers, **calls})
