"""Write tickets as parquet: one file, or one for every month."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.store import META_KEY
from hotline_analysis.tickets.times import literal, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def write_tickets(con: DuckDBPyConnection, query: str, file: Path, meta: Mapping[str, Any]) -> int:
    """Write what a query gives into one parquet file, with what is known about the tickets beside them.

    Returns
    -------
    int
        How many rows were written.
    """
    text = json.dumps(meta, ensure_ascii=False)
    options = f"FORMAT parquet, KV_METADATA {{{META_KEY}: {literal(text)}}}"
    row = con.execute(f"COPY ({query}) TO {literal(str(file))} ({options})").fetchone()
    assert row is not None
    return int(row[0])


def stored_columns(keys: Sequence[str]) -> str:
    """Return SQL that selects canonical columns in their order."""
    return ", ".join(quoted(key) for key in columns() if key in keys)
