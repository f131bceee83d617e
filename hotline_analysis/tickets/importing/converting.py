# ruff: noqa: S608  names of columns are ours or quoted
"""One SQL statement that turns the raw cells of a table into canonical tickets.

It reads as five layers of selects: `c<place>` raw cells, `q_` what is known of a cell from a sample, `r_` trimmed, `s_`
without the words for nothing, `v_` read in the likeliest way, and the columns themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hotline_analysis.tickets.columns import Column, columns
from hotline_analysis.tickets.mapping.headers import Layout
from hotline_analysis.tickets.mapping.mapping import TicketMapping
from hotline_analysis.tickets.mapping.words import lookup_sql, meanings, no_values, unit_meanings
from hotline_analysis.tickets.masking import candidate_sql
from hotline_analysis.tickets.registry import UnitRegistry
from hotline_analysis.tickets.sources.part import LONGEST_CELL
from hotline_analysis.tickets.times import CELL, literal, quoted, read_sql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HIDDEN = "［已隐去］"
NOT_PLAIN = "hotline: a cell is not as the sample has it"
TOO_LONG = "hotline: a cell is too long"
_SPACES = " \t\r\n\u3000\u00a0\u200b\ufeff"
_MOMENTS = "BETWEEN TIMESTAMP '1900-01-01' AND TIMESTAMP '2199-12-31'"


@dataclass(frozen=True)
class Hints:
    """What a sample tells about a table, so that most cells are read in one step.

    Attributes
    ----------
    known : mapping of str to str
        Column to SQL that gives the place of a cell, from 1, among the cells of the sample; NULL for others.
    meant : mapping of str to str
        Column to SQL of the list of what those cells mean; a column that is left out means what it says.
    order : mapping of str to sequence of int
        Column of moments to the formats of the sample, the most frequent first.
    plain : bool
        Whether to stop, with `NOT_PLAIN`, at the first moment in a format that is not the first, and at the first cell
        that cannot be read. Then nothing need be noted about cells.
    """

    known: Mapping[str, str] = field(default_factory=dict)
    meant: Mapping[str, str] = field(default_factory=dict)
    order: Mapping[str, Sequence[int]] = field(default_factory=dict)
    plain: bool = False


@dataclass(frozen=True)
class Converter:
    """Converts the tables of one import.

    Attributes
    ----------
    mapping : TicketMapping
    keys : tuple of str
        The canonical columns that are stored, in their order.
    lookups : mapping of str to str
        Column to SQL that reads its words, over the cleaned text ``s_<column>``.
    nothing : mapping of str to str
        Column to SQL that makes NULL of the words for nothing, over the trimmed text ``r_<column>``.
    """

    mapping: TicketMapping
    keys: tuple[str, ...]
    lookups: Mapping[str, str]
    nothing: Mapping[str, str]

    @property
    def kinds(self) -> dict[str, Column]:
        """The stored columns by key."""
        return {key: columns()[key] for key in self.keys}

    def raw_keys(self) -> list[str]:
        """Return the columns whose cells can be unreadable."""
        return [key for key, column in self.kinds.items() if column.type != "text"]

    def time_keys(self) -> list[str]:
        """Return the columns of moments."""
        return [key for key, column in self.kinds.items() if column.type == "time"]

    def masked_keys(self) -> list[str]:
        """Return the columns in which personal numbers are masked."""
        return [key for key, column in self.kinds.items() if column.type == "text" and key != "id"]

    def formats(self, key: str) -> tuple[str, ...]:
        """Return the formats of a column in the order in which they are numbered in ``_fmt_<column>``."""
        return (CELL, *self.mapping.formats_of(key))

    def select_sql(
        self, source: str, layout: Layout, hints: Hints, *, rows: str | None = None, cells: Sequence[int] = ()
    ) -> str:
        """Return the query that converts one table.

        Parameters
        ----------
        source : str
            What to select from; its columns are ``c0``, ``c1``, …: text.
        hints : Hints
            If they are not plain, the query also gives ``_raw_<column>``, the text of unreadable cells, and
            ``_fmt_<column>``, the number of a moment's format.
        rows : str, optional
            SQL of the record number, to be given as ``_row``.
        cells : sequence of int, optional
            Raw cells to be given too.
        """
        raw = {key: _cell(key, layout, self.mapping) for key in self.keys}
        carried = [f"c{place}" for place in cells]
        own = [*carried, *([] if rows is None else ["_row"])]
        layers = [
            [*carried, *([] if rows is None else [f"{rows} AS _row"]), *self._known(raw, hints)],
            ["*", *(f"{self._trimmed(key, hints)} AS {quoted('r_' + key)}" for key in self.keys)],
            ["*", *(f"{self.nothing[key]} AS {quoted('s_' + key)}" for key in self.keys)],
            ["*", *(f"{sql} AS {quoted('v_' + key)}" for key, sql in self.lookups.items())],
            ["*", *(item for key in self.keys for item in self._values(key, hints))],
            [*own, *(f"{self._stored(key, hints)} AS {quoted(key)}" for key in self.keys), *self._notes(hints)],
        ]
        query = source
        for layer in layers:
            query = f"(SELECT {', '.join(layer)} FROM {query})"
        return query[1:-1]

    def _known(self, raw: Mapping[str, str], hints: Hints) -> list[str]:
        """Look each cell up among those of the sample; moments are read in the sample's first format."""
        items = [f"{cell} AS {quoted('c_' + key)}" for key, cell in raw.items()]
        for key, cell in raw.items():
            if key in hints.known:
                items.append(f"{hints.known[key].format(cell)} AS {quoted('q_' + key)}")
            elif columns()[key].type == "time":
                items.append(f"{self.moment_sql(cell, key, self._order(key, hints)[0])} AS {quoted('q_' + key)}")
        return items

    def _trimmed(self, key: str, hints: Hints) -> str:
        """Trim a cell, unless it is known already; stop at one that is too long to be one."""
        cell = quoted(f"c_{key}")
        sql = f"CASE WHEN strlen({cell}) > {LONGEST_CELL} THEN error({literal(TOO_LONG)}) ELSE {trimmed_sql(cell)} END"
        if key in hints.known or columns()[key].type == "time":
            return f"CASE WHEN {quoted('q_' + key)} IS NULL THEN {sql} END"
        return sql

    def _order(self, key: str, hints: Hints) -> list[int]:
        return list(dict.fromkeys([*hints.order.get(key, ()), *range(len(self.formats(key)))]))

    def moment_sql(self, text: str, key: str, number: int) -> str:
        """Return SQL that reads a text in one of a column's formats."""
        return read_sql(text, self.formats(key)[number], self.mapping.time_zone)

    def _values(self, key: str, hints: Hints) -> list[str]:
        kind, clean, value = columns()[key].type, quoted(f"s_{key}"), quoted(f"v_{key}")
        if kind == "time":
            return self._moments(key, hints)
        read = value if key in self.lookups else clean
        if kind == "count":
            fits = f"regexp_full_match({clean}, '[0-9]{{1,9}}([.]0+)?')"
            number = f"CASE WHEN {fits} THEN CAST(CAST({clean} AS DECIMAL(18,6)) AS INTEGER) END"
            read = f"coalesce({value}, {number})" if key in self.lookups else number
        elif kind == "text" and key in self.lookups:
            read = f"coalesce({value}, {clean})"
        if kind == "text" and key != "id":
            read = self._masked(key, read)
        return [f"{read} AS {quoted('m_' + key)}"]

    def _masked(self, key: str, text: str) -> str:
        own = self.mapping.columns.get(key)
        if own is not None and own.personal:
            return f"CASE WHEN {text} IS NOT NULL THEN {literal(HIDDEN)} END"
        return f"CASE WHEN {candidate_sql(text)} THEN mask_{key}({text}) ELSE {text} END"

    def _moments(self, key: str, hints: Hints) -> list[str]:
        """Try the formats in turn on cells that the first one does not read, or only without spaces about them."""
        clean, first = quoted(f"s_{key}"), quoted(f"q_{key}")
        order = self._order(key, hints)
        begin = f"CASE WHEN {first} IS NOT NULL THEN {{}} WHEN {clean} IS NULL THEN NULL"
        tries = [(number, self.moment_sql(clean, key, number)) for number in (order[:1] if hints.plain else order)]
        moments = " ".join(f"WHEN {sql} IS NOT NULL THEN {sql}" for _, sql in tries)
        numbers = " ".join(f"WHEN {sql} IS NOT NULL THEN {number}" for number, sql in tries)
        items = [f"{begin.format(first)} {moments} END AS {quoted('m_' + key)}"]
        if not hints.plain:
            items.append(f"CAST({begin.format(order[0])} {numbers} END AS UTINYINT) AS {quoted('_fmt_' + key)}")
        return items

    def _stored(self, key: str, hints: Hints) -> str:
        column, value = columns()[key], quoted(f"m_{key}")
        if column.type == "time":
            value = f"CASE WHEN {value} {_MOMENTS} THEN {value} END"
        if hints.plain and column.type != "text":
            value = (
                f"CASE WHEN {self._is_unreadable(key)} THEN CAST(error({literal(NOT_PLAIN)}) AS {column.sql_type}) "
                f"ELSE {value} END"
            )
        if key in hints.known:
            known = quoted(f"q_{key}")
            meaning = f"({hints.meant[key]})[{known}]" if key in hints.meant else quoted(f"c_{key}")
            value = f"CASE WHEN {known} IS NOT NULL THEN {meaning} ELSE {value} END"
        return value

    def _notes(self, hints: Hints) -> list[str]:
        if hints.plain:
            return []
        raw = [
            f"CASE WHEN {self._is_unreadable(key)} THEN coalesce({quoted('s_' + key)}, {quoted('c_' + key)}) END "
            f"AS {quoted('_raw_' + key)}"
            for key in self.raw_keys()
        ]
        return [*raw, *(quoted(f"_fmt_{key}") for key in self.time_keys())]

    def _is_unreadable(self, key: str) -> str:
        clean, value = quoted(f"s_{key}"), quoted(f"m_{key}")
        if columns()[key].type == "time":
            return f"({value} IS NULL AND {clean} IS NOT NULL) OR NOT ({value} {_MOMENTS})"
        return f"{value} IS NULL AND {clean} IS NOT NULL"


def make_converter(
    con: DuckDBPyConnection, mapping: TicketMapping, registry: UnitRegistry, layouts: Sequence[Layout]
) -> Converter:
    """Prepare the conversion of all tables of an import; the types of its words are created in the database."""
    present = {key for layout in layouts for key in layout.places} | set(mapping.constants)
    keys = tuple(key for key in columns() if key in present)
    lookups: dict[str, str] = {}
    for key in keys:
        column = columns()[key]
        known = unit_meanings(registry) if key == "unit" else meanings(column, mapping)
        if key == "unit" or column.type != "text":
            sql = lookup_sql(con, f"words_{key}", quoted(f"s_{key}"), known)
            if column.type != "time" and (known or column.type in ("flag", "one_of")):
                lookups[key] = sql
    return Converter(mapping, keys, lookups, {key: _nothing(con, key, mapping) for key in keys})


def _cell(key: str, layout: Layout, mapping: TicketMapping) -> str:
    if key in mapping.constants:
        return literal(mapping.constants[key])
    place = layout.places.get(key)
    return "CAST(NULL AS VARCHAR)" if place is None else f"c{place}"


def trimmed_sql(text: str) -> str:
    """Return SQL that takes spaces of any width off both ends; a look at the ends costs a tenth of the trimming."""
    # before ! are the blanks of ASCII, between ~ and 一 all others
    ends = [f"{text} < '!'", f"({text} > '~' AND {text} < '一')"]
    ends += [f"ends_with({text}, {literal(one)})" for one in _SPACES]
    return f"CASE WHEN {' OR '.join(ends)} THEN trim({text}, {literal(_SPACES)}) ELSE {text} END"


def _nothing(con: DuckDBPyConnection, key: str, mapping: TicketMapping) -> str:
    """Return SQL that makes NULL of the words for nothing.

    A plain ``IN`` of so many words would be planned as a join, which is slow and loses the order of rows.
    """
    words = dict.fromkeys(("", *no_values(key, mapping)), "true")
    text = quoted(f"r_{key}")
    longest = max(len(word.encode()) for word in words)
    found = lookup_sql(con, f"nothing_{key}", text, words)
    return f"CASE WHEN strlen({text}) > {longest} THEN {text} WHEN {found} THEN NULL ELSE {text} END"
