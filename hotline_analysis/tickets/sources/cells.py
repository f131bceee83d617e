"""Typed cells of workbooks and databases as text, without losing anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hotline_analysis.tickets.times import CELL


class CellError(ValueError):
    """A cell of a kind that has no text."""


def text_column(cells: Sequence[object], *, moments: bool, time_zone: str | None = None) -> list[str | None]:
    """Turn one column's cells into text.

    Parameters
    ----------
    moments : bool
        Whether dates are marked as such, so that they need no format.
    time_zone : str, optional
        The office's, into which moments with an offset are brought.

    Examples
    --------
    >>> text_column(["x", 3.0, None, Decimal("1.50")], moments=False)
    ['x', '3', None, '1.50']
    """
    kinds = set(map(type, cells))
    if kinds <= {str, type(None)}:
        return list(cells)  # type: ignore[arg-type]
    write = _moment_writer(CELL if moments else "", time_zone)
    if kinds <= {datetime, str, type(None)}:
        return [write(cell) if type(cell) is datetime else cell for cell in cells]  # type: ignore[misc]
    return [_text(cell, write) for cell in cells]


def _moment_writer(mark: str, time_zone: str | None) -> Callable[[datetime], str]:
    zone = ZoneInfo(time_zone) if time_zone else None

    def write(moment: datetime) -> str:
        if moment.tzinfo is not None:
            if zone is None:
                raise CellError("a moment with a time zone; say in the mapping where the office is: time_zone")
            moment = moment.astimezone(zone).replace(tzinfo=None)
        return f"{mark}{moment}"

    return write


def _text(cell: object, write: Callable[[datetime], str]) -> str | None:
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        # numbers of a workbook are all floats: a ticket's number must not become 1.38e10
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return write(cell)
    if isinstance(cell, date):
        return write(datetime(cell.year, cell.month, cell.day))
    if isinstance(cell, int | Decimal | time | timedelta):
        return str(cell)
    if isinstance(cell, bytes | bytearray | memoryview):
        raise CellError("binary data")
    return str(cell)
