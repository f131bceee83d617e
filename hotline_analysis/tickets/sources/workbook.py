"""XLSX and XLS workbooks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotline_analysis.errors import InputError
from hotline_analysis.tickets.mapping.headers import HEAD_ROWS, Layout, header_index, lay_out
from hotline_analysis.tickets.mapping.mapping import TicketMapping
from hotline_analysis.tickets.near import nearest_first
from hotline_analysis.tickets.sources.cells import CellError, text_column
from hotline_analysis.tickets.sources.delimited import no_header
from hotline_analysis.tickets.sources.part import BATCH, LONGEST_CELL, RowsPart, Wanted, batch_of
from hotline_analysis.workbooks import open_workbook as open_workbook_file

if TYPE_CHECKING:
    import pyarrow as pa
    from python_calamine import CalamineSheet

SUFFIXES = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")


class SheetPart(RowsPart):
    """One sheet of a workbook."""

    def __init__(self, path: Path, layout: Layout, sheet: CalamineSheet, *, sheet_name: str, skip: int) -> None:
        super().__init__(str(path), layout, where=f"sheet {sheet_name}", first_row=skip + 1)
        self.sheet = sheet
        self.skip = skip
        self.rows = max(0, sheet.end[0] + 1 - skip) if sheet.end else 0

    def batches(self, wanted: Wanted) -> Iterator[pa.RecordBatch]:
        """Yield the rows below the header; rows without any cell are no tickets."""
        rows = enumerate(_rows(self.sheet), start=1)
        for _ in range(self.skip):
            next(rows, None)
        while batch := [(number, row) for number, row in islice(rows, BATCH)]:
            filled = [(number, row) for number, row in batch if any(cell != "" for cell in row)]
            if filled:
                yield self._batch(filled, wanted)

    def _batch(self, rows: Sequence[tuple[int, Sequence[object]]], wanted: Wanted) -> pa.RecordBatch:
        numbers = [number for number, _ in rows]
        cells = list(zip(*(row for _, row in rows), strict=True))
        empty = ("",) * len(rows)
        columns: list[list[str | None]] = []
        for place in wanted.places:
            column = cells[place] if place < len(cells) else empty
            try:
                columns.append(text_column(column, moments=place in wanted.times, time_zone=wanted.time_zone))
            except CellError as error:
                raise InputError(str(error), file=self.file, where=self.where) from None
            self._check_length(columns[-1], numbers, place)
        return batch_of(columns, numbers, wanted.places)

    def _check_length(self, column: Sequence[str | None], numbers: Sequence[int], place: int) -> None:
        longest = max((len(cell) if cell else 0, -number) for cell, number in zip(column, numbers, strict=True))
        if longest[0] > LONGEST_CELL:
            raise InputError(
                f"a cell is {longest[0]:,} characters long",
                file=self.file,
                where=f"{self.where}, row {-longest[1]}, column {self.layout.headers[place]}",
                allowed=f"{LONGEST_CELL:,}",
            )


def open_workbook(path: Path, mapping: TicketMapping, sheets: Sequence[str]) -> tuple[list[SheetPart], list[str]]:
    """Find the sheets of a workbook that hold tickets.

    Parameters
    ----------
    sheets : sequence of str
        Their names; with none, every sheet that holds a header of the mapping.

    Returns
    -------
    parts : list of SheetPart
    passed : list of str
        Names of sheets that hold no header of the mapping.

    Raises
    ------
    InputError
        If the file is no workbook or damaged, a sheet is missing, or its header lacks a mapped column.
    """
    book = open_workbook_file(path)
    names = list(sheets) or list(mapping.sheets)
    missing = next((name for name in names if name not in book.sheet_names), None)
    if missing is not None:
        found = ", ".join(nearest_first(missing, book.sheet_names))
        raise InputError("no such sheet", file=path, value=missing, allowed=found)
    parts, passed = [], []
    for name in names or book.sheet_names:
        part = _open_sheet(path, read_sheet(path, book, name), name, mapping, needed=bool(names))
        if part is None:
            passed.append(name)
        else:
            parts.append(part)
    if not parts:
        rows = head_cells(read_sheet(path, book, book.sheet_names[0]))
        raise no_header(path, mapping, rows, f"sheet {book.sheet_names[0]}")
    return parts, passed


def _open_sheet(
    path: Path, sheet: CalamineSheet, name: str, mapping: TicketMapping, *, needed: bool
) -> SheetPart | None:
    rows = head_cells(sheet)
    index = mapping.header_row - 1 if mapping.header_row else header_index(rows, mapping)
    if index is None or index >= len(rows) or (not needed and header_index(rows, mapping) is None):
        if needed:
            raise no_header(path, mapping, rows, f"sheet {name}")
        return None
    try:
        layout = lay_out(mapping, rows[index], str(path), f"sheet {name}, row {index + 1}")
    except InputError as error:
        if not needed:
            error.allowed = f"{error.allowed}; or name the sheets that hold tickets: --sheet"
            raise InputError(
                error.problem, file=error.file, where=error.where, value=error.value, allowed=error.allowed
            ) from None
        raise
    return SheetPart(path, layout, sheet, sheet_name=name, skip=index + 1)


def read_sheet(path: Path, book: Any, name: str) -> CalamineSheet:
    """Read one sheet.

    Raises
    ------
    InputError
        If it is damaged.
    """
    try:
        sheet: CalamineSheet = book.get_sheet_by_name(name)
        return sheet
    except Exception as error:
        raise InputError(f"a damaged workbook ({error})", file=path, where=f"sheet {name}") from None


def _rows(sheet: CalamineSheet) -> Iterator[list[Any]]:
    """Yield every row from the first of the sheet on, and every cell from the first column on."""
    if sheet.start is None:
        return
    # calamine gives the empty rows above the first cell, but not the empty columns before it
    left = sheet.start[1]
    yield from ([""] * left + row for row in sheet.iter_rows()) if left else sheet.iter_rows()


def head_cells(sheet: CalamineSheet) -> list[list[str]]:
    """Return the first rows as text; a cell merged over rows stands in each, so that headers of two rows join."""
    rows = [[str(cell).strip() if cell is not None else "" for cell in row] for row in islice(_rows(sheet), HEAD_ROWS)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top < len(rows) and left == right and left < len(rows[top]):
            for row in rows[top + 1 : bottom + 1]:
                if not row[left]:
                    row[left] = rows[top][left]
    return rows
