"""Tables of a case as they are printed: from files, or made of printed figures."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pandas as pd

from hotline_analysis.cases.case import SourceTable
from hotline_analysis.cases.facts import Fact
from hotline_analysis.cases.inside import inside
from hotline_analysis.cases.model import Table, TableEntry, TableFile
from hotline_analysis.documents import Document
from hotline_analysis.metrics.unit_table import UNIT_HEADERS
from hotline_analysis.tabular import read_text_table


def printed_sources(
    folder: Path, key: str, entry: Table, document: Document, figures: dict[str, Fact]
) -> list[SourceTable]:
    """Read the files of one table, or make it of figures.

    Raises
    ------
    InputError
        If a file cannot be read or lies outside the folder, or a column or figure is unknown.
    """
    if isinstance(entry, TableEntry) and entry.from_facts is not None:
        return [_from_facts(key, entry, document, figures)]
    parts = entry if isinstance(entry, list) else [entry]
    sources = []
    for position, part in enumerate(parts):
        path: tuple[str | int, ...] = ("tables", key, position) if isinstance(entry, list) else ("tables", key)
        name = part if isinstance(part, str) else part.file or ""
        derived = isinstance(part, TableEntry) and part.derived
        file = inside(document.file.parent if derived else folder, name, document, path)
        frame = read_text_table(file)
        options: dict[str, Any] = {}
        if isinstance(part, TableEntry):
            options = {"excerpt_of": part.excerpt_of, "scored": part.scored, "derived": part.derived}
        group = part.group if isinstance(part, TableFile | TableEntry) else None
        columns = _roles(part, frame, document, path)
        sources.append(SourceTable(key, file, group, frame, *columns, **options))
    return sources


def _roles(
    part: str | TableFile | TableEntry, frame: pd.DataFrame, document: Document, path: tuple[str | int, ...]
) -> tuple[str, str]:
    """Return the columns that name a row and count it: as stated, else the unit's (or first) and the next."""
    stated = (part.name, part.count) if isinstance(part, TableEntry) else (None, None)
    for role, column in zip(("name", "count"), stated, strict=True):
        if column is not None and column not in frame:
            raise document.error("unknown column", (*path, role), value=column, allowed=", ".join(frame.columns))
    columns = [str(column) for column in frame.columns]
    name = stated[0] or next((header for header in UNIT_HEADERS if header in columns), columns[0])
    after = columns[columns.index(name) + 1 :] or [name]
    return name, stated[1] or after[0]


def _from_facts(key: str, entry: TableEntry, document: Document, figures: dict[str, Fact]) -> SourceTable:
    rows = []
    for name, figure in (entry.from_facts or {}).items():
        if figure not in figures:
            close = get_close_matches(figure, figures, n=1, cutoff=0.5)
            raise document.error(
                "unknown figure",
                ("tables", key, "from_facts", name),
                value=figure,
                allowed=f"{close[0]} (nearest)" if close else "a key of facts.yaml or figures",
            )
        rows.append((name, figures[figure].value))
    columns = (entry.name or "name", entry.count or "count")
    return SourceTable(key, None, entry.group, pd.DataFrame(rows, columns=pd.Index(columns), dtype=object), *columns)
