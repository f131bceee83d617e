"""One table of an export: a file, a sheet of a workbook, the rows of a query."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_analysis.errors import HotlineError
from hotline_analysis.tickets.mapping.headers import Layout

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

LONGEST_CELL = 1_000_000  # bytes; a spreadsheet's own limit is 32,767 characters
SAMPLE = 2_000  # rows
BATCH = 8_192  # rows that are in Python's hands at a time


class SourceFailedError(HotlineError):
    """Reading or writing broke down for a reason outside the data: a database, a disk (exit code 1)."""


@dataclass(frozen=True)
class Reading:
    """What to select raw cells from.

    Attributes
    ----------
    source : str
        SQL of a relation with text columns ``c<position>``.
    rows : str or None
        SQL of the record number as the office sees it; None where the order of rows tells it.
    """

    source: str
    rows: str | None


@dataclass(frozen=True)
class Wanted:
    """Which columns of a table are needed.

    Attributes
    ----------
    places : tuple of int
    times : frozenset of int
        Those of them that hold moments.
    time_zone : str or None
        The office's, for moments that carry another.
    """

    places: tuple[int, ...]
    times: frozenset[int] = frozenset()
    time_zone: str | None = None


class Part(ABC):
    """One table of an export.

    Attributes
    ----------
    file : str
        As the user named it, without passwords.
    where : str or None
        The sheet.
    layout : Layout
    first_row : int
        Record number of the first ticket, where the order of rows tells the number.
    rows : int or None
        How many there are about, where that is known.
    """

    def __init__(self, file: str, layout: Layout, *, where: str | None = None, first_row: int = 1) -> None:
        self.file = file
        self.where = where
        self.layout = layout
        self.first_row = first_row
        self.rows: int | None = None

    @property
    def name(self) -> str:
        """File and sheet."""
        return f"{self.file}, {self.where}" if self.where else self.file

    @abstractmethod
    def reading(self, con: DuckDBPyConnection, wanted: Wanted) -> AbstractContextManager[Reading]:
        """Open the table for one pass."""

    def sample(self, con: DuckDBPyConnection, reading: Reading, name: str) -> bool:
        """Make a temporary table of some first rows, if the table can be read more than once.

        Returns
        -------
        bool
            Whether there is one.
        """
        return False

    def retry(self, problem: Exception, staging: Path) -> bool:
        """Explain why a pass failed, by raising what the user should read; or mend it and return True.

        Parameters
        ----------
        staging : Path
            A folder for copies.
        """
        return False

    def check_whole(self, rows: int) -> None:  # noqa: B027  most tables cannot lose rows
        """Refuse a table whose rows, though readable, cannot be what the office meant.

        Parameters
        ----------
        rows : int
            How many were read.
        """


class RowsPart(Part):
    """A table whose rows come through Python, a batch at a time."""

    _failure: BaseException | None = None

    @abstractmethod
    def batches(self, wanted: Wanted) -> Iterator[pa.RecordBatch]:
        """Yield the rows as text columns ``c<position>`` and ``_row``."""

    @contextmanager
    def reading(self, con: DuckDBPyConnection, wanted: Wanted) -> Iterator[Reading]:
        """Open the table for one pass."""
        import pyarrow as pa

        fields = [pa.field("_row", pa.int64()), *(pa.field(f"c{place}", pa.string()) for place in wanted.places)]
        reader = pa.RecordBatchReader.from_batches(pa.schema(fields), self._watched(wanted))
        con.register("incoming", reader)
        try:
            yield Reading("incoming", "_row")
        finally:
            con.unregister("incoming")
            reader.close()

    def _watched(self, wanted: Wanted) -> Iterator[pa.RecordBatch]:
        """Keep what went wrong in here: on its way through the database it becomes a text."""
        try:
            yield from self.batches(wanted)
        except BaseException as error:
            self._failure = error
            raise

    def retry(self, problem: Exception, staging: Path) -> bool:
        """Raise what went wrong among the rows."""
        if isinstance(self._failure, HotlineError | KeyboardInterrupt):
            raise self._failure from None
        return False


def batch_of(columns: Sequence[Sequence[str | None]], rows: Sequence[int], places: Sequence[int]) -> pa.RecordBatch:
    """Make one batch of rows from columns of text."""
    import pyarrow as pa

    arrays = [pa.array(rows, pa.int64()), *(pa.array(column, pa.string()) for column in columns)]
    return pa.RecordBatch.from_arrays(arrays, names=["_row", *(f"c{place}" for place in places)])
