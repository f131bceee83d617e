# ruff: noqa: S608  names of columns are ours or quoted
"""Rows that are not stored, kept in a file of their own with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.masking import mask
from hotline_analysis.tickets.times import quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_CHUNK = 5_000


def write_set_aside(con: DuckDBPyConnection, rows: str, keys: Sequence[str], file: Path) -> int:
    """Write rows as CSV in UTF-8 with BOM, as spreadsheets want it; every cell masked, formulas escaped.

    Parameters
    ----------
    rows : str
        A query for them, with ``reason``, ``_file`` and ``_row``.
    keys : sequence of str
        The canonical columns; where a cell was unreadable, its text is written.

    Returns
    -------
    int
        How many were written.
    """
    import pandas as pd

    from hotline_analysis.tabular import guarded

    cells = [_cell(key) for key in keys]
    names = ["reason", "file", "row", *keys]
    found = con.execute(f"SELECT reason, _file, _row, {', '.join(cells)} FROM ({rows}) ORDER BY _file, _row")
    written = 0
    with file.open("w", encoding="utf-8-sig", newline="") as target:
        while chunk := found.fetchmany(_CHUNK):
            safe = [[_masked(cell) for cell in row] for row in chunk]
            frame = guarded(pd.DataFrame(safe, columns=pd.Index(names), dtype=object))
            frame.to_csv(target, index=False, header=not written, lineterminator="\n")
            written += len(chunk)
    return written


def _cell(key: str) -> str:
    text = f"CAST({quoted(key)} AS VARCHAR)"
    return text if columns()[key].type == "text" else f"coalesce({quoted('_raw_' + key)}, {text})"


def _masked(cell: object) -> object:
    return mask(cell)[0] if isinstance(cell, str) else cell
