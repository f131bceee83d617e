"""Tickets in DuckDB: files, a relation, or a frame; nothing is read before it is counted."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from glob import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hotline_analysis.errors import InputError
from hotline_analysis.metrics.counting.engines.frames import canonical_frame
from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.schema_values import ALLOWED
from hotline_analysis.tickets.store import TicketFiles

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

MEMORY = "800MB"
# a batch gives each of its workers a share of the cores
THREADS = "HOTLINE_THREADS"


@contextmanager
def duck_files(files: TicketFiles, wanted: Sequence[str]) -> Iterator[duckdb.DuckDBPyRelation]:
    """Give some columns of stored tickets as a relation, in a database that spills to disk rather than grows."""
    with TemporaryDirectory(prefix="hotline-") as folder, _connection(folder) as connection:
        paths = [escape(str(file)) for file in files.files]
        if files.is_csv:
            paths = [_as_parquet(connection, files, wanted, Path(folder))]
        relation = connection.sql(
            f"SELECT * FROM read_parquet({_list(paths)}, union_by_name = true, hive_partitioning = false)"  # noqa: S608
        )
        yield typed(relation, wanted, str(files.path))


@contextmanager
def duck_frame(frame: pd.DataFrame, wanted: Sequence[str]) -> Iterator[duckdb.DuckDBPyRelation]:
    """Give some columns of a pandas frame as a relation."""
    import pyarrow as pa

    with TemporaryDirectory(prefix="hotline-") as folder, _connection(folder) as connection:
        yield connection.from_arrow(pa.Table.from_pandas(canonical_frame(frame, wanted), preserve_index=False))


def typed(
    relation: duckdb.DuckDBPyRelation, wanted: Sequence[str], source: str | None = None
) -> duckdb.DuckDBPyRelation:
    """Return some columns of a relation in the types of stored tickets.

    Raises
    ------
    InputError
        For times with a zone.
    """
    types = {name: str(kind) for name, kind in zip(relation.columns, relation.types, strict=True)}
    parts = []
    for name in wanted:
        stored = columns()[name].sql_type
        if types[name] == "TIMESTAMP WITH TIME ZONE":
            where = f"column {name} ({columns()[name].zh})"
            found, allowed = types[name], ALLOWED["time"]
            raise InputError("moments with a zone", file=source, where=where, value=found, allowed=allowed)
        same = types[name] in (stored, "BIGINT" if stored == "INTEGER" else stored)
        value = f'"{name}"' if same else f'CAST("{name}" AS {stored})'
        if columns()[name].type == "one_of":
            value = f"nullif({value}, '')"  # an empty answer is none
        parts.append(f'{value} AS "{name}"')
    return relation.project(", ".join(parts))


@contextmanager
def _connection(folder: str) -> Iterator[duckdb.DuckDBPyConnection]:
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "temp_directory": folder,
        "preserve_insertion_order": False,
    }
    share = os.environ.get(THREADS, "")
    if share.isdecimal() and int(share):
        config["threads"] = int(share)
    connection = duckdb.connect(config=config)
    # a query is put together step by step, and each step looks at all files anew
    connection.execute("SET parquet_metadata_cache = true")
    # a query of more than two seconds would draw its progress into the notebook, or between the results
    connection.execute("SET enable_progress_bar = false")
    try:
        yield connection
    finally:
        connection.close()


def _as_parquet(connection: duckdb.DuckDBPyConnection, files: TicketFiles, wanted: Sequence[str], folder: Path) -> str:
    """Type the columns of text files once, since every event is a pass of its own over them."""
    separator = "\t" if files.files[0].suffix.lower() == ".tsv" else ","
    paths = [escape(str(file)) for file in files.files]
    texts = connection.sql(
        f"SELECT * FROM read_csv({_list(paths)}, delim = '{separator}', quote = '\"', escape = '\"', header = true, "  # noqa: S608
        "all_varchar = true, nullstr = '', union_by_name = true)"
    )
    made = str(folder / "tickets.parquet")
    typed(texts, wanted, str(files.path)).write_parquet(made)
    return made


def _list(paths: Sequence[str]) -> str:
    return "[" + ", ".join("'" + path.replace("'", "''") + "'" for path in paths) + "]"
