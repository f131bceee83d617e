# ruff: noqa: S608  names of tables and columns are ours or quoted
"""Read all tables of an import, convert and mask them, into parquet files of the staging folder."""

from __future__ import annotations

import dataclasses
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from hotline_analysis.errors import InputError
from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.importing.converting import NOT_PLAIN, TOO_LONG, Converter, Hints
from hotline_analysis.tickets.importing.learning import learn
from hotline_analysis.tickets.importing.progress import Progress
from hotline_analysis.tickets.importing.writing import write_tickets
from hotline_analysis.tickets.masking import mask
from hotline_analysis.tickets.sources.part import LONGEST_CELL, Part, Reading, Wanted
from hotline_analysis.tickets.times import format_label, literal, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Result = TypeVar("Result")
VIEW = "tickets"
MEMORY = "1GB"  # what does not fit goes to the staging folder


@dataclass
class Loaded:
    """Converted tickets.

    Attributes
    ----------
    con : DuckDBPyConnection
        Its view ``tickets`` has the canonical columns, ``_raw_<column>`` where a cell was unreadable, ``_file`` and
        ``_row``.
    keys : tuple of str
        The canonical columns.
    finished : Path or None
        The file that holds all tickets in canonical columns and nothing else, if there is one such.
    rows : dict of str to int
        Table of the export to the number of its tickets.
    formats : dict of str to dict of str to int
        Column of moments to format to the number of cells so written.
    masked : dict of str to dict of str to int
        Column to kind to the number of personal numbers that were masked.
    """

    con: DuckDBPyConnection
    keys: tuple[str, ...]
    finished: Path | None = None
    rows: dict[str, int] = field(default_factory=dict)
    formats: dict[str, dict[str, int]] = field(default_factory=dict)
    masked: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Staged:
    """One table, converted."""

    part: Part
    file: Path
    hints: Hints
    rows: int
    numbered: bool


@contextmanager
def database(folder: Path) -> Iterator[DuckDBPyConnection]:
    """Open a database in memory that spills into a folder."""
    import duckdb

    con = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(folder)})
    try:
        # progress is asked for, not printed
        con.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
        yield con
    except (RuntimeError, duckdb.Error) as error:
        if isinstance(error, duckdb.InterruptException) or "interrupt" in str(error).lower():
            # Ctrl-C came while the database was working, and was made an error of its own
            raise KeyboardInterrupt from None
        raise
    finally:
        con.close()


def read_through(
    con: DuckDBPyConnection, part: Part, wanted: Wanted, folder: Path, work: Callable[[Reading], Result]
) -> Result:
    """Do something with all rows of a table; if its file must be copied first, do it again with the copy.

    Raises
    ------
    InputError
        If the file is damaged: file, line, and what is wrong.
    """
    import duckdb

    while True:
        try:
            with part.reading(con, wanted) as reading:
                return work(reading)
        except duckdb.Error as error:
            if "KeyboardInterrupt" in str(error):
                raise
            if part.retry(error, folder):
                continue
            if type(error) in (duckdb.InvalidInputException, duckdb.NotImplementedException):
                # the rest of what it says may quote the row
                raise InputError(f"cannot be read ({mask(str(error).splitlines()[0])[0]})", file=part.name) from None
            raise


class Loader:
    """Loads the tables of one import.

    Parameters
    ----------
    folder : Path
        For the converted tables, and for copies in UTF-8.
    meta : mapping
        What is written beside the tickets.
    """

    def __init__(
        self, con: DuckDBPyConnection, converter: Converter, folder: Path, meta: Mapping[str, Any], progress: Progress
    ) -> None:
        self.con, self.converter, self.folder, self.meta, self.progress = con, converter, folder, meta, progress
        self.masked: dict[str, Counter[str]] = {key: Counter() for key in converter.masked_keys()}
        for key in self.masked:
            self._register_mask(key)

    def load(self, parts: Sequence[Part]) -> Loaded:
        """Read, convert and mask every table.

        Raises
        ------
        InputError
            If a file is damaged: file, line, and what is wrong.
        """
        staged = []
        for number, part in enumerate(parts):
            with self.progress.stage(f"reading {part.name}", self.con, part.rows):
                staged.append(self._load_part(part, number))
        _make_view(self.con, self.converter, staged)
        only = staged[0] if len(staged) == 1 and staged[0].hints.plain and not staged[0].numbered else None
        return Loaded(
            self.con,
            self.converter.keys,
            None if only is None else only.file,
            _summed((one.part.name, one.rows) for one in staged),
            _formats(self.con, self.converter, staged),
            {**_hidden(self.con, self.converter), **{key: dict(found) for key, found in self.masked.items() if found}},
        )

    def _load_part(self, part: Part, number: int) -> _Staged:
        before = {key: Counter(found) for key, found in self.masked.items()}

        def work(reading: Reading) -> _Staged:
            return self._convert(part, reading, number, before)

        found = read_through(self.con, part, self._wanted(part), self.folder, work)
        part.check_whole(found.rows)
        return found

    def _convert(self, part: Part, reading: Reading, number: int, before: Mapping[str, Counter[str]]) -> _Staged:
        """Convert one table; if it is not as its sample, once more, with notes on every cell.

        What is masked is counted on from ``before``, however often a table is read.
        """
        import duckdb

        hints = Hints()
        try:
            if part.sample(self.con, reading, "sample"):
                hints = learn(self.con, self.converter, part.layout, "sample", number)
            self._forget(before)
            return self._write(part, reading, hints, number)
        except duckdb.Error as error:
            if TOO_LONG in str(error):
                raise _too_long(self.con, part, reading) from None
            if NOT_PLAIN not in str(error):
                raise
        self._forget(before)
        return self._write(part, reading, dataclasses.replace(hints, plain=False), number)

    def _write(self, part: Part, reading: Reading, hints: Hints, number: int) -> _Staged:
        query = self.converter.select_sql(reading.source, part.layout, hints, rows=reading.rows)
        file = self.folder / f"{number}.parquet"
        rows = write_tickets(self.con, query, file, self.meta)
        return _Staged(part, file, hints, rows, reading.rows is not None)

    def _forget(self, before: Mapping[str, Counter[str]]) -> None:
        for key, found in before.items():
            self.masked[key].clear()
            self.masked[key].update(found)

    def _wanted(self, part: Part) -> Wanted:
        places = {place for key, place in part.layout.places.items() if key in self.converter.keys}
        times = {place for key, place in part.layout.places.items() if columns()[key].type == "time"}
        return Wanted(tuple(sorted(places)), frozenset(times), self.converter.mapping.time_zone)

    def _register_mask(self, key: str) -> None:
        kept, counts = self.converter.mapping.kept_kinds(key), self.masked[key]

        lock = threading.Lock()

        def masked(text: str) -> str:
            clean, found = mask(text, keep=kept)
            with lock:
                counts.update(found)
            return clean

        # "side effects": each cell is asked for once, so that the counts are right; cell by cell, since so few are
        # asked for that handing them over as arrays takes longer than the work
        self.con.create_function(f"mask_{key}", masked, ["VARCHAR"], "VARCHAR", side_effects=True)


def _make_view(con: DuckDBPyConnection, converter: Converter, staged: Sequence[_Staged]) -> None:
    """Make the view of all tables with what is known about each row."""
    queries = []
    for one in staged:
        number = "_row" if one.numbered else f"file_row_number + {one.part.first_row} AS _row"
        raw = [f"CAST(NULL AS VARCHAR) AS {quoted(f'_raw_{key}')}" for key in converter.raw_keys()]
        if not one.hints.plain:
            raw = [quoted(f"_raw_{key}") for key in converter.raw_keys()]
        fields = [f"{literal(one.part.name)} AS _file", number, *map(quoted, converter.keys), *raw]
        queries.append(f"SELECT {', '.join(fields)} FROM {_scan(one)}")
    con.execute(f"CREATE OR REPLACE TEMP VIEW {VIEW} AS {' UNION ALL '.join(queries)}")


def _scan(one: _Staged) -> str:
    return f"read_parquet({literal(str(one.file))}, file_row_number=true)"


def _summed(pairs: Iterator[tuple[str, int]] | Any) -> dict[str, int]:
    total: Counter[str] = Counter()
    for name, number in pairs:
        total[name] += number
    return dict(total)


def _too_long(con: DuckDBPyConnection, part: Part, reading: Reading) -> InputError:
    """Say which cell is too long."""
    numbers = reading.rows or f"row_number() OVER () + {part.first_row - 1}"
    for key, place in part.layout.places.items():
        length = f"strlen(c{place})"
        cells = f"SELECT {numbers} AS n, {length} AS l FROM {reading.source}"
        row = con.execute(f"SELECT n, l FROM ({cells}) WHERE l > {LONGEST_CELL} LIMIT 1").fetchone()
        if row is not None:
            where = f"row {row[0]}, column {key} ({columns()[key].zh})"
            problem = f"a cell is {row[1]:,} bytes long"
            return InputError(problem, file=part.name, where=where, allowed=f"{LONGEST_CELL:,}")
    return InputError(f"a cell is longer than {LONGEST_CELL:,} bytes", file=part.name)


def _formats(con: DuckDBPyConnection, converter: Converter, staged: Sequence[_Staged]) -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = {key: Counter() for key in converter.time_keys()}
    for one in staged:
        for key in found:
            labels = list(map(format_label, converter.formats(key)))
            if one.hints.plain:
                row = con.execute(f"SELECT count({quoted(key)}) FROM {_scan(one)}").fetchone()
                assert row is not None
                if row[0]:
                    found[key][labels[one.hints.order[key][0]]] += row[0]
                continue
            number = quoted(f"_fmt_{key}")
            query = f"SELECT {number}, count(*) FROM {_scan(one)} WHERE {number} IS NOT NULL GROUP BY 1"
            for place, count in con.execute(query).fetchall():
                found[key][labels[place]] += count
    return {key: dict(counts.most_common()) for key, counts in found.items()}


def _hidden(con: DuckDBPyConnection, converter: Converter) -> dict[str, dict[str, int]]:
    """Count the cells of columns that are personal as a whole."""
    hidden = {}
    for key in converter.keys:
        own = converter.mapping.columns.get(key)
        if own is not None and own.personal:
            row = con.execute(f"SELECT count({quoted(key)}) FROM {VIEW}").fetchone()
            if row is not None and row[0]:
                hidden[key] = {"personal": row[0]}
    return hidden
