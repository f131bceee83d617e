# ruff: noqa: S608  names of columns are ours or quoted
"""Parquet files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotline_analysis.errors import InputError
from hotline_analysis.tickets.mapping.headers import Layout, lay_out
from hotline_analysis.tickets.mapping.mapping import TicketMapping
from hotline_analysis.tickets.sources.part import SAMPLE, Part, Reading, Wanted
from hotline_analysis.tickets.times import CELL, literal, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SUFFIXES = (".parquet", ".pq")


class ParquetPart(Part):
    """A parquet file, read by DuckDB itself."""

    def __init__(self, path: Path, layout: Layout, schema: Any, rows: int) -> None:
        super().__init__(str(path), layout)
        self.path = path
        self.schema = schema
        self.rows = rows

    @contextmanager
    def reading(self, con: DuckDBPyConnection, wanted: Wanted) -> Iterator[Reading]:
        """Open the file for one pass."""
        cells = [f"{self._cell(place, wanted)} AS c{place}" for place in wanted.places]
        yield Reading(f"(SELECT {', '.join(cells)} FROM read_parquet({literal(str(self.path))}))", None)

    def _cell(self, place: int, wanted: Wanted) -> str:
        import pyarrow as pa

        field = self.schema.field(place)
        name, type_ = quoted(field.name), field.type
        if pa.types.is_dictionary(type_):
            type_ = type_.value_type
        if pa.types.is_binary(type_) or pa.types.is_large_binary(type_):
            raise InputError("binary data", file=self.file, where=f"column {field.name}", allowed="text")
        if pa.types.is_timestamp(type_) and type_.tz:
            if wanted.time_zone is None:
                raise InputError(
                    "moments with a time zone",
                    file=self.file,
                    where=f"column {field.name}",
                    value=type_.tz,
                    allowed="`time_zone:` in the mapping, which says where the office is",
                )
            name = f"timezone({literal(wanted.time_zone)}, {name})"
        if pa.types.is_temporal(type_) and not pa.types.is_time(type_) and place in wanted.times:
            return f"{literal(CELL)} || CAST(CAST({name} AS TIMESTAMP) AS VARCHAR)"
        return f"CAST({name} AS VARCHAR)"

    def sample(self, con: DuckDBPyConnection, reading: Reading, name: str) -> bool:
        """Make a temporary table of some first rows."""
        con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM {reading.source} LIMIT {SAMPLE}")
        return True


def open_columnar(path: Path, mapping: TicketMapping) -> ParquetPart:
    """Read the schema of a parquet file.

    Raises
    ------
    InputError
        If it is none, is damaged, or lacks a mapped column.
    """
    schema, rows = _schema(path)
    return ParquetPart(path, lay_out(mapping, schema.names, str(path)), schema, rows)


def column_names(path: Path) -> tuple[str, ...]:
    """Return the names of a parquet file's columns."""
    return tuple(_schema(path)[0].names)


def _schema(path: Path) -> tuple[Any, int]:
    from pyarrow import ArrowInvalid, parquet

    try:
        with parquet.ParquetFile(path) as file:
            return file.schema_arrow, file.metadata.num_rows
    except (ArrowInvalid, OSError) as error:
        problem = str(error).splitlines()[0]
        raise InputError(f"not a parquet file, or a damaged one ({problem})", file=path) from None
