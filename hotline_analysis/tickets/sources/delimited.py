# ruff: noqa: S608  names of columns are ours or quoted
"""CSV and TSV files."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_analysis.errors import InputError
from hotline_analysis.tickets.mapping.headers import HEAD_ROWS, Layout, header_index, lay_out
from hotline_analysis.tickets.mapping.mapping import TicketMapping
from hotline_analysis.tickets.near import shown_header
from hotline_analysis.tickets.sources.encoding import copy_as_utf8, count_lines, head_encoding, is_packed, open_text
from hotline_analysis.tickets.sources.part import LONGEST_CELL, SAMPLE, Part, Reading, Wanted
from hotline_analysis.tickets.times import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SUFFIXES = (".csv", ".tsv", ".txt")
DELIMITERS = (",", "\t", ";", "|")
# a line of text may well have fewer
_FEWEST_COMMAS = 5


class DelimitedPart(Part):
    """A CSV or TSV file, read by DuckDB itself."""

    def __init__(self, path: Path, layout: Layout, *, encoding: str, delimiter: str, skip: int) -> None:
        super().__init__(str(path), layout, first_row=skip + 1)
        self.path = path
        self.encoding = encoding
        self.delimiter = delimiter
        self.skip = skip
        self._copy: Path | None = None

    @contextmanager
    def reading(self, con: DuckDBPyConnection, wanted: Wanted) -> Iterator[Reading]:
        """Open the file for one pass."""
        names = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(self.layout.headers)))
        packed = self._copy is None and is_packed(self.path)
        yield Reading(
            f"read_csv({literal(str(self._copy or self.path))}, columns={{{names}}}, header=false, skip={self.skip}, "
            f"delim={literal(self.delimiter)}, quote='\"', escape='\"', auto_detect=false, strict_mode=true, "
            f"compression='{'gzip' if packed else 'none'}')",
            None,
        )

    def sample(self, con: DuckDBPyConnection, reading: Reading, name: str) -> bool:
        """Make a temporary table of some first rows; DuckDB would read far more of the file for them."""
        import pyarrow as pa

        width = len(self.layout.headers)
        rows = head_rows(self._copy or self.path, "utf-8" if self._copy else self.encoding, self.delimiter, SAMPLE)
        fitting = [row[:width] for row in rows[self.skip :] if len(row) >= width]
        columns = list(zip(*fitting, strict=True)) if fitting else [()] * width
        table = pa.table({f"c{place}": pa.array(column, pa.string()) for place, column in enumerate(columns)})
        con.register("head_of_file", table)
        con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM head_of_file")
        con.unregister("head_of_file")
        return bool(fitting)

    def retry(self, problem: Exception, staging: Path) -> bool:
        """Name the line that is wrong; or, if the file is only in another encoding or mixes line ends, copy it.

        Raises
        ------
        InputError
            If a record is not what CSV allows.
        """
        copied = self._copy is not None
        if not copied and (self.encoding != "utf-8" or "utf-8" in str(problem)):
            self.encoding = "gb18030"
        else:
            self._find_mistake()
        if not copied:
            self.use_copy(staging)
        return not copied

    def check_whole(self, rows: int) -> None:
        """Refuse a cell that holds whole lines of the file: two stray quotes make one cell of all between them.

        Raises
        ------
        InputError
            Naming the line on which the record begins.
        """
        commas = len(self.layout.headers) - 1
        if commas < _FEWEST_COMMAS or count_lines(self.path) == self.skip + rows:
            return
        with open_text(self.path, self.encoding) as lines:
            reader, start = csv.reader(lines, delimiter=self.delimiter), 1
            for row in reader:
                broken = [line for cell in row if "\n" in cell for line in cell.split("\n")]
                if any(line.count(self.delimiter) >= commas for line in broken):
                    problem = "a stray quote (one cell holds whole lines of the file)"
                    raise InputError(problem, file=self.path, where=f"record that begins on line {start}")
                start = reader.line_num + 1

    def use_copy(self, staging: Path) -> None:
        """Read a copy in UTF-8 from now on."""
        copy = staging / f"{self.path.name}-{len(list(staging.iterdir()))}.csv"
        copy_as_utf8(self.path, copy, self.encoding)
        self._copy = copy

    def _find_mistake(self) -> None:
        width = len(self.layout.headers)
        with open_text(self.path, self.encoding) as lines:
            reader, start = csv.reader(lines, delimiter=self.delimiter, strict=True), 1
            csv.field_size_limit(LONGEST_CELL)
            try:
                for number, row in enumerate(reader):
                    if number >= self.skip and row and (len(row) < width or any(row[width:])):
                        problem = f"the record has {len(row)} cells under {width} headers"
                        raise InputError(problem, file=self.path, where=f"line {start}", allowed="one cell a header")
                    start = reader.line_num + 1
            except csv.Error as error:
                raise self._mistake(str(error), start) from None
            except UnicodeDecodeError:
                raise InputError("unreadable text", file=self.path, where=f"after line {start}") from None
            except (OSError, EOFError) as error:
                raise InputError(f"damaged ({error})", file=self.path, where=f"after line {start}") from None

    def _mistake(self, problem: str, line: int) -> InputError:
        if "field limit" in problem:
            problem = f"a cell is longer than {LONGEST_CELL:,} bytes, or a quote before it is never closed"
        else:
            problem = f"a stray quote ({problem})"
        return InputError(problem, file=self.path, where=f"record that begins on line {line}")


def open_delimited(path: Path, mapping: TicketMapping) -> DelimitedPart:
    """Find encoding, delimiter and header of a CSV or TSV file.

    Raises
    ------
    InputError
        If no row is the header the mapping speaks of.
    """
    encoding = mapping.encoding or head_encoding(path)
    best: tuple[int, DelimitedPart] | None = None
    failure: InputError | None = None
    for delimiter in DELIMITERS:
        rows = head_rows(path, encoding, delimiter)
        index = mapping.header_row - 1 if mapping.header_row else header_index(rows, mapping)
        if index is None or index >= len(rows):
            continue
        try:
            layout = lay_out(mapping, _without_tail(rows[index]), str(path), f"row {index + 1}")
        except InputError as error:
            # of several wrong readings the one that splits the header into most cells is worth talking about
            failure = failure if failure is not None and len(rows[index]) < 2 else error
            continue
        part = DelimitedPart(path, layout, encoding=encoding, delimiter=delimiter, skip=index + 1)
        if best is None or len(layout.places) > best[0]:
            best = (len(layout.places), part)
    if best is not None:
        return best[1]
    raise failure or no_header(path, mapping, head_rows(path, encoding, ","))


def head_rows(path: Path, encoding: str, delimiter: str, most: int = HEAD_ROWS) -> list[list[str]]:
    """Return the first records of a file, as far as they can be read with this delimiter."""
    rows: list[list[str]] = []
    csv.field_size_limit(LONGEST_CELL)
    # what is wrong below the header is found, and named, when the rows are read
    wrong = (csv.Error, UnicodeDecodeError, OSError, EOFError)
    with open_text(path, encoding) as lines, contextlib.suppress(*wrong):
        rows.extend(islice(csv.reader(lines, delimiter=delimiter), most))
    return rows


def no_header(path: Path, mapping: TicketMapping, rows: list[list[str]], where: str | None = None) -> InputError:
    """Return the error for a table without any header of the mapping."""
    wanted = ", ".join(own.header[0] for own in mapping.columns.values() if not own.optional)
    found = next((row for row in rows if sum(map(bool, row)) > 1), rows[0] if rows else [])
    return InputError(
        f"no row of the first {HEAD_ROWS} holds a header of the mapping",
        file=path,
        where=where,
        value=shown_header(found) or "no rows",
        allowed=wanted,
    )


def _without_tail(row: list[str]) -> list[str]:
    row = [cell.strip() for cell in row]
    while row and not row[-1]:
        row = row[:-1]
    return row
