"""Databases, by SQLAlchemy; rows are streamed, so that no table need fit into memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from hotline_analysis.errors import HotlineError, InputError
from hotline_analysis.tickets.mapping.headers import Layout, lay_out
from hotline_analysis.tickets.mapping.mapping import SqlSource, TicketMapping
from hotline_analysis.tickets.sources.cells import CellError, text_column
from hotline_analysis.tickets.sources.part import (
    BATCH,
    LONGEST_CELL,
    RowsPart,
    SourceFailedError,
    Wanted,
    batch_of,
)

if TYPE_CHECKING:
    import pyarrow as pa
    from sqlalchemy import URL, Connection, Executable

_SECRET_KEYS = re.compile(r"(?i)((?:password|passwd|pwd|token|secret|sslpassword)=)[^&\s'\"]*")


def is_url(export: str) -> bool:
    """Tell whether an export is the address of a database."""
    return re.match(r"[a-z0-9+_]+://", export, re.IGNORECASE) is not None


class QueryPart(RowsPart):
    """The rows of one query."""

    def __init__(self, name: str, layout: Layout, url: URL, query: Executable) -> None:
        super().__init__(name, layout)
        self.url = url
        self.query = query

    def batches(self, wanted: Wanted) -> Iterator[pa.RecordBatch]:
        """Yield the rows as they come from the server."""
        done = 0
        with _connected(self.url) as connection, _said(self.url, f"after {done:,} rows") as progress:
            streaming = connection.execution_options(stream_results=True, yield_per=BATCH)
            with streaming.execute(self.query) as result:
                for rows in result.partitions(BATCH):
                    cells = list(zip(*rows, strict=True))
                    yield self._batch([cells[place] for place in wanted.places], done, len(rows), wanted)
                    done += len(rows)
                    progress[0] = f"after {done:,} rows"

    def _batch(self, cells: list[Any], done: int, rows: int, wanted: Wanted) -> pa.RecordBatch:
        columns = []
        for place, column in zip(wanted.places, cells, strict=True):
            header = self.layout.headers[place]
            try:
                text = text_column(column, moments=place in wanted.times, time_zone=wanted.time_zone)
            except CellError as error:
                raise InputError(str(error), file=self.file, where=f"column {header}") from None
            if max(len(cell) if cell else 0 for cell in text) > LONGEST_CELL:
                raise InputError(
                    f"a cell is longer than {LONGEST_CELL:,} characters",
                    file=self.file,
                    where=f"rows {done + 1} to {done + rows}, column {header}",
                )
            columns.append(text)
        return batch_of(columns, range(done + 1, done + rows + 1), wanted.places)


def open_query(address: str, mapping: TicketMapping) -> QueryPart:
    """Connect to a database and look at the columns of the mapping's query or table.

    Raises
    ------
    InputError
        If the address or the query is wrong, or the mapping has none.
    SourceFailedError
        If the database cannot be reached.
    """
    from sqlalchemy import text

    url = parsed_url(address)
    if mapping.sql is None:
        raise InputError(
            "a database needs a query",
            file=shown(url),
            allowed="`sql: {query: ...}` or `sql: {table: ...}` in the mapping",
        )
    with _connected(url) as connection, _said(url, "query"):
        query = text(mapping.sql.query) if mapping.sql.query else _whole_table(connection, mapping.sql)
        # nothing is fetched: the server only says which columns there are
        with connection.execution_options(stream_results=True).execute(query) as result:
            headers = tuple(result.keys())
    return QueryPart(shown(url), lay_out(mapping, headers, shown(url)), url, query)


def parsed_url(address: str) -> URL:
    """Read the address of a database.

    Raises
    ------
    InputError
        If it is none.
    """
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    if address.partition("://")[2].partition("/")[0].count("@") > 1:
        # without a value: what stands behind the first @ is the rest of a password
        raise InputError("more than one @ in the address of a database", allowed="an @ in a password written as %40")
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise InputError("not the address of a database", allowed="such as postgresql://user@host/database") from None
    # the driver this package brings
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgresql", "postgres") else url


def shown(url: URL) -> str:
    """Return an address as it may be printed: without passwords."""
    return _SECRET_KEYS.sub(r"\1***", url.render_as_string(hide_password=True))


def _whole_table(connection: Connection, source: SqlSource) -> Executable:
    from sqlalchemy import column, select, table
    from sqlalchemy import inspect as inspected

    assert source.table is not None
    schema, _, name = source.table.rpartition(".")
    names = [one["name"] for one in inspected(connection).get_columns(name, schema=schema or None)]
    return select(*map(column, names)).select_from(table(name, schema=schema or None))


@contextmanager
def _connected(url: URL) -> Iterator[Connection]:
    from sqlalchemy import create_engine
    from sqlalchemy.exc import NoSuchModuleError
    from sqlalchemy.pool import NullPool

    try:
        engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    except (NoSuchModuleError, ModuleNotFoundError, ImportError) as error:
        raise InputError(
            f"no driver for this database ({error})", file=shown(url), allowed="install it beside this package"
        ) from None
    with _said(url, "connecting"):
        connection = engine.connect()
    try:
        yield connection
    finally:
        # what is left of a connection that broke cannot be closed in order
        connection.invalidate() if connection.closed is False and connection.invalidated else None
        connection.close()
        engine.dispose()


@contextmanager
def _said(url: URL, doing: str) -> Iterator[list[str]]:
    """Turn what a driver raises into one line without the password."""
    from sqlalchemy.exc import DatabaseError, DBAPIError, NoSuchTableError, OperationalError, SQLAlchemyError

    stage = [doing]
    try:
        yield stage
    except HotlineError:
        raise
    except NoSuchTableError as error:
        raise InputError("no such table", file=shown(url), value=str(error)) from None
    except SQLAlchemyError as error:
        problem = _first_line(error, url)
        lost = isinstance(error, OperationalError) or (isinstance(error, DBAPIError) and error.connection_invalidated)
        if lost or not isinstance(error, DatabaseError):
            raise SourceFailedError(f"{shown(url)}, {stage[0]}: the database failed: {problem}") from None
        raise InputError(f"the query failed: {problem}", file=shown(url), allowed="`sql:` of the mapping") from None


def _first_line(error: Exception, url: URL) -> str:
    said = str(getattr(error, "orig", None) or error).strip().splitlines() or [type(error).__name__]
    line = _SECRET_KEYS.sub(r"\1***", said[0])
    return line.replace(str(url.password), "***") if url.password else line
