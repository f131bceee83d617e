"""Open tickets of any kind for counting: files, a pandas frame, a DuckDB relation, a Spark frame."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.metrics.counting.engines.aggregate import Frame
from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.opening import open_ticket_files
from hotline_analysis.tickets.store import TicketFiles, TicketMeta

Engine = Literal["auto", "pandas", "duckdb", "spark"]
Place = Literal["pandas", "duckdb", "spark"]
Kind = Literal["files"] | Place
# where tickets of a kind can be counted; the first is what `auto` takes
_ENGINES: dict[Kind, tuple[Place, ...]] = {
    "files": ("duckdb", "pandas", "spark"),
    "pandas": ("pandas", "duckdb", "spark"),
    "duckdb": ("duckdb", "pandas"),
    "spark": ("spark",),
}


@dataclass(frozen=True)
class Tickets:
    """Tickets that can be counted, and where.

    Attributes
    ----------
    source : object
        `TicketFiles`, or a frame.
    engine : {"pandas", "duckdb", "spark"}
    columns : tuple of str
        The canonical columns that they have.
    meta : TicketMeta
    path : Path or None
        Where they are stored.
    """

    source: Any
    kind: Kind
    engine: Place
    columns: tuple[str, ...]
    meta: TicketMeta
    path: Path | None = None

    @contextmanager
    def held(self, wanted: Sequence[str]) -> Iterator[Tickets]:
        """Open files once for several questions that read no more than some columns; a frame is open anyway.

        pandas reads for each question just what that needs.
        """
        if self.kind != "files" or self.engine == "pandas":
            yield self
            return
        with self._native(list(wanted)) as native:
            yield replace(self, source=native, kind=self.engine)

    @contextmanager
    def opened(self, wanted: Sequence[str]) -> Iterator[Frame]:
        """Give some columns as a lazy narwhals frame, in the types of stored tickets."""
        import narwhals as nw

        with self._native(list(wanted)) as native:
            yield nw.from_native(native).lazy()

    @contextmanager
    def _native(self, wanted: list[str]) -> Iterator[Any]:
        if self.engine == "duckdb":
            with _duckdb(self.source, self.kind, wanted, self.path) as relation:
                yield relation
        elif self.engine == "pandas":
            yield _pandas(self.source, self.kind, wanted)
        else:
            yield _spark(self.source, self.kind, wanted)


def open_tickets(tickets: Any, engine: Engine = "auto") -> Tickets:
    """Find out what tickets are given, and where they are to be counted; no row is read.

    Parameters
    ----------
    tickets : path, TicketFiles, pandas.DataFrame, duckdb.DuckDBPyRelation or pyspark.sql.DataFrame
    engine : {"auto", "pandas", "duckdb", "spark"}
        ``auto``: DuckDB for files, else where the tickets are.

    Raises
    ------
    InputError
        If they are no tickets.
    UsageError
        If the engine cannot count such tickets.
    """
    if isinstance(tickets, Tickets):
        return tickets
    if isinstance(tickets, str | Path):
        tickets = open_ticket_files(tickets)
    kind = _kind(tickets)
    if engine not in get_args(Engine):
        raise UsageError(f"no such engine: {engine!r}; allowed: {', '.join(get_args(Engine))}")
    if engine != "auto" and engine not in _ENGINES[kind]:
        raise UsageError(f"tickets in {kind} cannot be counted by {engine}; allowed: {', '.join(_ENGINES[kind])}")
    chosen = _ENGINES[kind][0] if engine == "auto" else engine
    if isinstance(tickets, TicketFiles):
        return Tickets(tickets, kind, chosen, tickets.columns, tickets.meta, tickets.path)
    there = set(map(str, tickets.columns))
    found = tuple(key for key in columns() if key in there)
    if "received" not in found:
        raise InputError("no tickets", value=sorted(there), allowed="columns with received")
    return Tickets(tickets, kind, chosen, found, TicketMeta())


def _kind(tickets: Any) -> Kind:
    """Tell what is given by where its type comes from, so that no library is imported to find out."""
    if isinstance(tickets, TicketFiles):
        return "files"
    home, name = type(tickets).__module__.partition(".")[0].lstrip("_"), type(tickets).__name__
    known: dict[tuple[str, str], Kind] = {
        ("pandas", "DataFrame"): "pandas",
        ("duckdb", "DuckDBPyRelation"): "duckdb",
        ("pyspark", "DataFrame"): "spark",
    }
    if (home, name) not in known:
        allowed = "a path, a pandas frame, a DuckDB relation or a Spark frame"
        raise UsageError(f"these are no tickets: {type(tickets).__name__}; allowed: {allowed}")
    return known[(home, name)]


@contextmanager
def _duckdb(source: Any, kind: Kind, wanted: list[str], path: Path | None) -> Iterator[Any]:
    import duckdb

    from hotline_analysis.metrics.counting.engines import duck

    try:
        if kind == "duckdb":
            yield duck.typed(source, wanted)
        else:
            with (duck.duck_files if kind == "files" else duck.duck_frame)(source, wanted) as relation:
                yield relation
    except duckdb.Error as error:
        if kind == "files" and source.is_csv:
            _pandas(source, kind, wanted)  # which says line or row, column and value
        # what it quotes may be a citizen's
        problem = re.sub(r"\"[^\"]*\"|'[^']*'", "…", str(error).splitlines()[0])
        raise InputError(f"cannot be counted ({problem})", file=path) from None


def _pandas(source: Any, kind: Kind, wanted: list[str]) -> Any:
    from hotline_analysis.metrics.counting.engines import eager, frames

    if kind == "files":
        return eager.read_frame(source, wanted)
    return frames.canonical_frame(source.df() if kind == "duckdb" else source, wanted)


def _spark(source: Any, kind: Kind, wanted: list[str]) -> Any:
    from hotline_analysis.metrics.counting.engines import spark

    if kind == "files":
        return spark.read_spark(source, wanted)
    return spark.spark_frame(source, wanted) if kind == "pandas" else spark.typed(source, wanted)
