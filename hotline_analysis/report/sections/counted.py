"""Tables that name things and count them: topics, types, categories, letters."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import pandas as pd

from hotline_analysis.cases import Case
from hotline_analysis.errors import InputError
from hotline_analysis.exact import to_fraction
from hotline_analysis.metrics.unit_table import BLANKS, TOTAL_NAMES
from hotline_analysis.report.data import Period, ReportData

Row = tuple[str, Fraction]


def counted_rows(data: ReportData, table: str, *, sort: bool = True, period: Period | None = None) -> list[Row]:
    """Return the rows of a table of named counts (of an earlier period), the largest first, without its total row.

    Raises
    ------
    InputError
        If there is no such table, a name stands twice, or a count is missing or none.
    """
    case = data.case if period is None else period.case
    source = case.files(table)[0]
    frame = columns_of(case, table, source.name, source.count)
    once(frame[source.name], file=source.label)
    rows = []
    for name, cell in zip(frame[source.name], frame[source.count], strict=True):
        value = number(cell, file=source.label, where=f"{name}, column {source.count}", whole=True)
        if value is None:
            raise InputError("a count is missing", file=source.label, where=f"{name}, column {source.count}")
        rows.append((name, value))
    return sorted(rows, key=lambda row: -row[1]) if sort else rows


def leading_rows(rows: list[Row], most: int) -> list[Row]:
    """Return the first rows of a sorted list; a tie at its end extends it."""
    return rows if len(rows) <= most else [row for row in rows if row[1] >= rows[most - 1][1]]


def columns_of(case: Case, table: str, *columns: str) -> pd.DataFrame:
    """Return a table of the case, sure to have these columns, without its total rows.

    Raises
    ------
    InputError
        If there is no such table or column.
    """
    frame, source = case.table(table), case.files(table)[0]
    for column in columns:
        if column not in frame:
            raise InputError("no such column", file=source.label, value=column, allowed=", ".join(frame.columns))
    is_total = frame[source.name].isin(TOTAL_NAMES)
    if "row_type" in frame:
        is_total |= frame["row_type"] == "total"
    return frame[~is_total]


def number(cell: str, *, file: str, where: str, whole: bool = False) -> Fraction | None:
    """Read a cell exactly; an empty one or a dash is no figure.

    Raises
    ------
    InputError
        If it is not a figure, or not a count where a ``whole`` one is wanted.
    """
    if cell in BLANKS:
        return None
    allowed = "a whole number, 0 or more" if whole else "a number or an empty cell"
    try:
        value = to_fraction(cell)
    except ValueError:
        raise InputError("not a number", file=file, where=where, value=cell, allowed=allowed) from None
    if whole and (value < 0 or value.denominator != 1):
        raise InputError("not a count", file=file, where=where, value=cell, allowed=allowed)
    return value


def once(names: Iterable[str], *, file: str) -> None:
    """Refuse a name that stands twice: a bulletin would print two numbers for it.

    Raises
    ------
    InputError
        Naming the file and the name.
    """
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise InputError("a name stands twice", file=file, value=name, allowed="one row a name")
        seen.add(name)
