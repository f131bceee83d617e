"""Read all tables of an import into one table of converted tickets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa  # DuckDB reads the annotations of the function that masks

from hotline_analysis.errors import InputError
from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.converting import TABLE, Converter
from hotline_analysis.tickets.masking import mask_array
from hotline_analysis.tickets.progress import Progress
from hotline_analysis.tickets.sources.part import LONGEST_CELL, Part, Wanted
from hotline_analysis.tickets.times import format_label, literal, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

VIEW = "tickets"
MEMORY = __import__("os").environ.get("MEM", "1GB")


@dataclass
class Loaded:
    """Converted tickets in a database of their own.

    Attributes
    ----------
    con : DuckDBPyConnection
        Its view ``tickets`` has the canonical columns, ``_raw_<column>`` where a cell was unreadable, ``_file``,
        ``_row`` and ``_month`` (year x 12 + month - 1).
    keys : tuple of str
        The canonical columns.
    rows : dict of str to int
        Table of the export to the number of its tickets.
    formats : dict of str to dict of str to int
        Column of moments to format to the number of cells so written.
    masked : dict of str to dict of str to int
        Column to kind to the number of personal numbers that were masked.
    """

    con: DuckDBPyConnection
    keys: tuple[str, ...]
    rows: dict[str, int] = field(default_factory=dict)
    formats: dict[str, dict[str, int]] = field(default_factory=dict)
    masked: dict[str, dict[str, int]] = field(default_factory=dict)


@contextmanager
def database(folder: Path) -> Iterator[DuckDBPyConnection]:
    """Open a database in memory that spills into a folder."""
    import duckdb

    con = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(folder)})
    try:
        # progress is asked for, not printed
        con.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
        yield con
    finally:
        con.close()


def load(
    con: DuckDBPyConnection, converter: Converter, parts: tuple[Part, ...], folder: Path, progress: Progress
) -> Loaded:
    """Read, convert and mask every table.

    Parameters
    ----------
    folder : Path
        For copies in UTF-8.

    Raises
    ------
    InputError
        If a file is damaged: file, line, and what is wrong.
    """
    masked: dict[str, Counter[str]] = {}
    for key, column in converter.kinds.items():
        if column.type == "text" and key != "id":
            masked[key] = Counter()
            _register_mask(con, key, converter.mapping.kept_kinds(key), masked[key])
    con.execute(converter.table_sql())
    loaded = Loaded(con, converter.keys)
    starts = []
    for number, part in enumerate(parts):
        starts.append(sum(loaded.rows.values()))
        with progress.stage(f"reading {part.name}", con, part.rows):
            loaded.rows[part.name] = _load_part(con, converter, part, number, folder)
    _make_view(con, converter, parts, starts)
    _check_lengths(con, converter)
    loaded.formats = _formats(con, converter)
    loaded.masked = {key: dict(counts) for key, counts in masked.items() if counts}
    _count_hidden(con, converter, loaded)
    return loaded


def _load_part(con: DuckDBPyConnection, converter: Converter, part: Part, number: int, folder: Path) -> int:
    import duckdb

    wanted = _wanted(converter, part)
    while True:
        try:
            with part.reading(con, wanted) as reading:
                sample = part.sample_sql(reading)
                seen = {} if sample is None else _seen(con, converter, part, sample)
                sql = converter.insert_sql(reading.source, part.layout, number, rows=reading.rows, seen=seen)
                row = con.execute(sql).fetchone()
            assert row is not None
            return int(row[0])
        except duckdb.Error as error:
            if not part.retry(error, folder):
                raise
        except Exception as error:
            part.retry(error, folder)
            raise


def _wanted(converter: Converter, part: Part) -> Wanted:
    places = {place for key, place in part.layout.places.items() if key in converter.keys}
    times = {place for key, place in part.layout.places.items() if columns()[key].type == "time"}
    return Wanted(tuple(sorted(places)), frozenset(times), converter.mapping.time_zone)


def _seen(con: DuckDBPyConnection, converter: Converter, part: Part, sample: str) -> dict[str, list[int]]:
    """Return the formats of some first rows, the most frequent first: a matter of speed only."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE sample AS {sample}")
    seen = {}
    for key in converter.time_keys():
        place = part.layout.places.get(key)
        if place is not None:
            tries = [
                f"count({converter.moment_sql(f'trim(c{place})', key, number)})"
                for number in range(len(converter.formats(key)))
            ]
            counts = con.execute(f"SELECT {', '.join(tries)} FROM sample").fetchone()
            assert counts is not None
            ranked = sorted(range(len(counts)), key=lambda one: -counts[one])
            seen[key] = [one for one in ranked if counts[one]]
    return seen


def _register_mask(con: DuckDBPyConnection, key: str, kept: tuple[str, ...], counts: Counter[str]) -> None:
    def mask(texts: pa.ChunkedArray) -> pa.ChunkedArray:
        clean, found = mask_array(texts, keep=kept)
        counts.update(found)
        return clean

    # "side effects": each cell is asked for once, so that the counts are right
    con.create_function(f"mask_{key}", mask, ["VARCHAR"], "VARCHAR", type="arrow", side_effects=True)  # type: ignore[list-item, arg-type]


def _make_view(con: DuckDBPyConnection, converter: Converter, parts: tuple[Part, ...], starts: list[int]) -> None:
    names = ", ".join(literal(part.name) for part in parts)
    offsets = ", ".join(str(start - part.first_row) for part, start in zip(parts, starts, strict=True))
    hidden = ", ".join(["_part", *(quoted(f"_fmt_{key}") for key in converter.time_keys())])
    con.execute(
        f"CREATE TEMP VIEW {VIEW} AS SELECT * EXCLUDE ({hidden}) REPLACE "
        f"(coalesce(_row, rowid - ([{offsets}])[_part + 1]) AS _row), ([{names}])[_part + 1] AS _file FROM {TABLE}"
    )


def _check_lengths(con: DuckDBPyConnection, converter: Converter) -> None:
    fields = {key: key for key, column in converter.kinds.items() if column.sql_type == "VARCHAR"}
    fields |= {f"_raw_{key}": key for key in converter.raw_keys()}
    longest = con.execute(
        f"SELECT {', '.join(f'max(strlen({quoted(one)}))' for one in fields)} FROM {TABLE}"
    ).fetchone()
    assert longest is not None
    for (name, key), length in zip(fields.items(), longest, strict=True):
        if length is not None and length > LONGEST_CELL:
            place = con.execute(
                f"SELECT _file, _row FROM {VIEW} ORDER BY strlen({quoted(name)}) DESC NULLS LAST LIMIT 1"
            ).fetchone()
            assert place is not None
            raise InputError(
                f"a cell is {length:,} bytes long",
                file=place[0],
                where=f"row {place[1]}, column {key} ({columns()[key].zh})",
                allowed=f"{LONGEST_CELL:,}",
            )


def _formats(con: DuckDBPyConnection, converter: Converter) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for key in converter.time_keys():
        number = quoted(f"_fmt_{key}")
        rows = con.execute(f"SELECT {number}, count(*) FROM {TABLE} WHERE {number} IS NOT NULL GROUP BY 1").fetchall()
        labels: Mapping[int, str] = dict(enumerate(map(format_label, converter.formats(key))))
        found[key] = {labels[one]: count for one, count in sorted(rows, key=lambda row: -row[1])}
    return found


def _count_hidden(con: DuckDBPyConnection, converter: Converter, loaded: Loaded) -> None:
    for key in converter.keys:
        own = converter.mapping.columns.get(key)
        if own is not None and own.personal:
            row = con.execute(f"SELECT count({quoted(key)}) FROM {TABLE}").fetchone()
            if row is not None and row[0]:
                loaded.masked[key] = {"personal": row[0]}


__all__: list[str] = ["VIEW", "Loaded", "database", "load"]
_ = Callable
