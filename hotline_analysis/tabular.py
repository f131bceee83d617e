"""Read a small table exactly as it is printed: every cell a string, nothing converted, nothing lost."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pandas as pd

from hotline_analysis.errors import InputError
from hotline_analysis.workbooks import open_workbook

SUFFIXES = (".csv", ".tsv", ".xlsx", ".xls")
LONGEST = 500  # characters of a cell: no page has room for a longer name
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_LINE_END = re.compile(r"\s*[\r\n]\s*")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def read_text_table(path: str | Path) -> pd.DataFrame:
    """Read a CSV, TSV or Excel file with one header row into a frame of strings.

    Parameters
    ----------
    path : path
        ``.csv`` and ``.tsv`` in UTF-8 (with or without BOM) or GB18030; ``.xlsx`` and ``.xls``: first sheet.

    Returns
    -------
    DataFrame
        One column a header, cells stripped, empty cells as ``""``; the index holds the line numbers of the file.

    Raises
    ------
    InputError
        If the file is missing, unreadable or empty, a header stands twice, a row has too many or too few cells, or a
        cell is longer than 500 characters.
    """
    file = Path(path)
    if file.suffix.lower() not in SUFFIXES:
        raise InputError("not a table", file=file, value=file.suffix, allowed=", ".join(SUFFIXES))
    rows = _excel_rows(file) if file.suffix.lower().startswith(".xls") else _delimited_rows(file)
    numbered = [(line, row) for line, row in rows if any(cell for cell in row)]
    if not numbered:
        raise InputError("the table is empty", file=file, allowed="a header row and at least one row")
    (_, header), body = numbered[0], numbered[1:]
    while header and not header[-1]:
        header = header[:-1]
    _check_header(file, header)
    for line, row in numbered:
        _check_length(file, line, row)
    # a name is one line, also where a spreadsheet has it in two
    cells = [[_LINE_END.sub(" ", cell) for cell in _fit(file, line, row, len(header))] for line, row in body]
    index = pd.Index([line for line, _ in body], name="line", dtype="int64")
    return pd.DataFrame(cells, columns=pd.Index(header, dtype=object), index=index, dtype=object)


def _delimited_rows(file: Path) -> list[tuple[int, list[str]]]:
    text = _decode(file)
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter="\t" if file.suffix.lower() == ".tsv" else ",", strict=True
    )
    rows: list[tuple[int, list[str]]] = []
    try:
        for row in reader:
            rows.append((reader.line_num, [cell.strip() for cell in row]))
    except csv.Error as error:
        raise InputError(f"unreadable CSV ({error})", file=file, where=f"line {reader.line_num}") from None
    return rows


def _decode(file: Path) -> str:
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", file=file) from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise InputError("unreadable text", file=file, allowed="UTF-8 or GB18030")


def _excel_rows(file: Path) -> list[tuple[int, list[str]]]:
    book = open_workbook(file)
    try:
        sheet = book.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except Exception as error:  # calamine's errors share no useful base class
        raise InputError(f"unreadable workbook ({error})", file=file) from None
    return [(line, [_cell(value) for value in row]) for line, row in enumerate(rows, start=1)]


def _cell(value: object) -> str:
    """Print a cell of a workbook: numbers without the binary tail, dates as ISO."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value).strip()


def _check_header(file: Path, header: list[str]) -> None:
    for position, name in enumerate(header, start=1):
        if not name:
            raise InputError("a column has no header", file=file, where=f"column {position}")
        if name in header[: position - 1]:
            raise InputError("a header stands twice", file=file, where=f"column {position}", value=name)


def _check_length(file: Path, line: int, row: list[str]) -> None:
    for position, cell in enumerate(row, start=1):
        if len(cell) > LONGEST:
            problem = f"a cell is {len(cell):,} characters long"
            where = f"line {line}, column {position}"
            raise InputError(problem, file=file, where=where, value=f"{cell[:20]}…", allowed=f"{LONGEST} characters")


def _fit(file: Path, line: int, row: list[str], width: int) -> list[str]:
    """Refuse a row that is longer or shorter than the header: its cells would stand under wrong headers."""
    if len(row) < width or any(row[width:]):
        surplus = row[width] if len(row) > width else row[-1]
        raise InputError(
            f"the row has {len(row)} cells under {width} headers", file=file, where=f"line {line}", value=surplus
        )
    return row[:width]


def guarded(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a copy for CSV: text that a spreadsheet would run as a formula gets an apostrophe before it.

    Numbers stay numbers, also negative ones and numbers kept as text.

    Examples
    --------
    >>> guarded(pd.DataFrame({"unit": ["=cmd|' /C calc'!A0", "-1.5", "市民政局"]})).unit.tolist()
    ["'=cmd|' /C calc'!A0", '-1.5', '市民政局']
    """
    safe = frame.map(_guard)
    safe.columns = pd.Index([_guard(name) for name in frame.columns])
    return safe


def _guard(cell: object) -> object:
    if not isinstance(cell, str) or not cell.startswith(FORMULA_STARTS) or _NUMBER.fullmatch(cell):
        return cell
    return f"'{cell}"
