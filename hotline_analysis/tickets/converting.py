"""One SQL statement that turns the raw cells of a table into canonical tickets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline_analysis.tickets.columns import Column, columns
from hotline_analysis.tickets.headers import Layout
from hotline_analysis.tickets.mapping import TicketMapping
from hotline_analysis.tickets.masking import candidate_sql
from hotline_analysis.tickets.registry import UnitRegistry
from hotline_analysis.tickets.times import CELL, literal, quoted, read_sql
from hotline_analysis.tickets.words import lookup_sql, meanings, no_values, unit_meanings

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HIDDEN = "［已隐去］"
TABLE = "converted"
_SPACES = " \t\r\n\u3000\u00a0\u200b\ufeff"
_MOMENTS = "BETWEEN TIMESTAMP '1900-01-01' AND TIMESTAMP '2199-12-31'"


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

    def formats(self, key: str) -> tuple[str, ...]:
        """Return the formats of a column in the order in which they are numbered in ``_fmt_<column>``."""
        return (CELL, *self.mapping.formats_of(key))

    def table_sql(self) -> str:
        """Return the statement that creates the table of converted tickets."""
        fields = ["_part USMALLINT", "_row BIGINT", "_month INTEGER"]
        fields += [f"{quoted(key)} {column.sql_type}" for key, column in self.kinds.items()]
        fields += [f"{quoted('_raw_' + key)} VARCHAR" for key in self.raw_keys()]
        fields += [f"{quoted('_fmt_' + key)} UTINYINT" for key in self.time_keys()]
        return f"CREATE TEMP TABLE {TABLE} ({', '.join(fields)})"

    def insert_sql(
        self, source: str, layout: Layout, part: int, *, rows: str, seen: Mapping[str, Sequence[int]]
    ) -> str:
        """Return the statement that converts one table.

        Parameters
        ----------
        source : str
            What to select from; its columns are ``c0``, ``c1``, …: text.
        rows : str
            SQL of the record number, ``NULL`` where the order tells it.
        seen : mapping
            For columns of moments, the formats (by number) to try first, the most frequent first.
        """
        cells = {key: _cell(key, layout, self.mapping) for key in self.keys}
        trimmed = [f"{trimmed_sql(cells[key])} AS {quoted('r_' + key)}" for key in self.keys]
        clean = ["_row", *(f"{self.nothing[key]} AS {quoted('s_' + key)}" for key in self.keys)]
        first = ["*", *(f"{sql} AS {quoted('v_' + key)}" for key, sql in self._read(seen).items())]
        second = ["*", *(item for key in self.keys for item in self._values(key, seen))]
        last = [f"{part}", "_row", _month(self.mapping), *map(self._stored, self.keys)]
        last += [_unreadable(key) for key in self.raw_keys()]
        last += [quoted(f"_fmt_{key}") for key in self.time_keys()]
        return (
            f"INSERT INTO {TABLE} SELECT {', '.join(last)} FROM (SELECT {', '.join(second)} FROM "
            f"(SELECT {', '.join(first)} FROM (SELECT {', '.join(clean)} FROM "
            f"(SELECT {rows} AS _row, {', '.join(trimmed)} FROM {source}))))"
        )

    def _order(self, key: str, seen: Mapping[str, Sequence[int]]) -> list[int]:
        every = range(len(self.formats(key)))
        return list(dict.fromkeys([*seen.get(key, ()), *every]))

    def moment_sql(self, text: str, key: str, number: int) -> str:
        """Return SQL that reads a text in one of a column's formats."""
        return read_sql(text, self.formats(key)[number], self.mapping.time_zone)

    def _moment(self, key: str, number: int) -> str:
        return self.moment_sql(quoted(f"s_{key}"), key, number)

    def _read(self, seen: Mapping[str, Sequence[int]]) -> dict[str, str]:
        """Read each cell in the likeliest way; what fails is tried in the others by `_values`."""
        read = dict(self.lookups)
        for key in self.time_keys():
            read[key] = self._moment(key, self._order(key, seen)[0])
        return read

    def _values(self, key: str, seen: Mapping[str, Sequence[int]]) -> list[str]:
        kind, clean, value = columns()[key].type, quoted(f"s_{key}"), quoted(f"v_{key}")
        if kind == "time":
            return self._moments(key, seen)
        if kind == "count":
            number = (
                f"CASE WHEN regexp_full_match({clean}, '[0-9]{{1,9}}([.]0+)?') THEN CAST({clean} AS DECIMAL(18,6)) END"
            )
            read = f"coalesce({value}, {number})" if key in self.lookups else number
            return [f"CAST({read} AS INTEGER) AS {quoted(key)}"]
        if kind == "text":
            return [
                f"coalesce({value}, {clean}) AS {quoted(key)}" if key in self.lookups else f"{clean} AS {quoted(key)}"
            ]
        return [f"{value} AS {quoted(key)}"]

    def _moments(self, key: str, seen: Mapping[str, Sequence[int]]) -> list[str]:
        clean, value = quoted(f"s_{key}"), quoted(f"v_{key}")
        first, *others = self._order(key, seen)
        tries = [f"WHEN {self._moment(key, one)} IS NOT NULL THEN {{}}" for one in others]
        moments = " ".join(one.format(self._moment(key, number)) for one, number in zip(tries, others, strict=True))
        numbers = " ".join(one.format(number) for one, number in zip(tries, others, strict=True))
        start = f"CASE WHEN {clean} IS NULL THEN NULL WHEN {value} IS NOT NULL THEN"
        return [
            f"{start} {value} {moments} END AS {quoted('m_' + key)}",
            f"{start} {first} {numbers} END AS {quoted('_fmt_' + key)}",
        ]

    def _stored(self, key: str) -> str:
        column, own = columns()[key], self.mapping.columns.get(key)
        if column.type == "time":
            moment = quoted(f"m_{key}")
            return f"CASE WHEN {moment} {_MOMENTS} THEN {moment} END"
        if column.type != "text" or key == "id":
            return quoted(key)
        if own is not None and own.personal:
            return f"CASE WHEN {quoted(key)} IS NOT NULL THEN {literal(HIDDEN)} END"
        return f"CASE WHEN {candidate_sql(quoted(key))} THEN mask_{key}({quoted(key)}) ELSE {quoted(key)} END"


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
    ends = [f"{text} < '!'", *(f"starts_with({text}, {literal(one)})" for one in _SPACES if one > "~")]
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


def _unreadable(key: str) -> str:
    value = quoted(f"m_{key}" if columns()[key].type == "time" else key)
    fine = f"{value} {_MOMENTS}" if columns()[key].type == "time" else f"{value} IS NOT NULL"
    clean = quoted(f"s_{key}")
    return f"CASE WHEN {clean} IS NOT NULL AND NOT coalesce({fine}, false) THEN {clean} END"


def _month(mapping: TicketMapping) -> str:
    received = quoted("m_received")
    return f"CASE WHEN {received} {_MOMENTS} THEN {mapping.calendar.month_sql(received)} END"
