"""Find the header row of an export, and the place of every mapped column in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hotline_analysis.errors import InputError
from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.mapping.mapping import TicketMapping
from hotline_analysis.tickets.near import nearest_first, shown_header

HEAD_ROWS = 50  # title rows above a header are few


@dataclass(frozen=True)
class Layout:
    """Where the mapped columns stand in one table of an export.

    Attributes
    ----------
    headers : tuple of str
        As they stand there.
    places : mapping of str to int
        Canonical key to position, from 0; optional columns that are not there are left out.
    dropped : tuple of str
        Headers that the mapping calls personal: never read.
    unused : tuple of str
        Headers that the mapping does not mention.
    """

    headers: tuple[str, ...]
    places: Mapping[str, int]
    dropped: tuple[str, ...]
    unused: tuple[str, ...]


def normalised(header: str) -> str:
    r"""Return a header without what people do not see: spaces, line breaks, widths, case, a final colon or star.

    Examples
    --------
    >>> normalised(" 受理\n时间＊ ") == normalised("受理时间")
    True
    """
    plain = "".join(unicodedata.normalize("NFKC", header).split()).casefold()
    return plain.strip("*:\ufeff\u200b") or plain


def header_index(rows: Sequence[Sequence[str]], mapping: TicketMapping) -> int | None:
    """Return the position of the header row: the first of those that hold the most mapped headers.

    Returns
    -------
    int or None
        None if no row holds the header of any mapped column.
    """
    best, most = None, 0
    for position, row in enumerate(rows):
        names = {normalised(cell) for cell in row if cell}
        found = sum(any(normalised(one) in names for one in own.header) for own in mapping.columns.values())
        if found > most:
            best, most = position, found
    return best


def lay_out(mapping: TicketMapping, headers: Sequence[str], file: str, where: str | None = None) -> Layout:
    """Find every mapped column among the headers of a table.

    Raises
    ------
    InputError
        If a column that is not optional is missing, or two headers of the table could be one column.
    """
    places: dict[str, list[int]] = {}
    for position, header in enumerate(headers):
        if header:
            places.setdefault(normalised(header), []).append(position)
    found: dict[str, int] = {}
    for key, own in mapping.columns.items():
        place = _place(key, [places.get(normalised(one), []) for one in own.header], headers, file, where)
        if place is not None:
            found[key] = place
        elif not own.optional:
            raise _missing(key, own.header, headers, file, where)
    personal = {normalised(header) for header in mapping.personal}
    used = set(found.values())
    dropped = tuple(one for one in headers if one and normalised(one) in personal)
    unused = tuple(
        one for position, one in enumerate(headers) if one and position not in used and normalised(one) not in personal
    )
    return Layout(tuple(headers), found, dropped, unused)


def _place(
    key: str, places: Sequence[Sequence[int]], headers: Sequence[str], file: str, where: str | None
) -> int | None:
    found = sorted({one for several in places for one in several})
    if len(found) > 1:
        names = ", ".join(f"{headers[one]} (column {one + 1})" for one in found)
        raise InputError(
            f"two headers for the column {key} ({columns()[key].zh})",
            file=file,
            where=where,
            value=names,
            allowed="one; name only the right one in the mapping, or give the other another header in the export",
        )
    return found[0] if found else None


def _missing(key: str, wanted: Sequence[str], headers: Sequence[str], file: str, where: str | None) -> InputError:
    there = nearest_first(wanted[0], [one for one in headers if one])
    return InputError(
        f"the export has no header {' or '.join(wanted)} for the column {key} ({columns()[key].zh})",
        file=file,
        where=where,
        value=shown_header(there, all_of=headers) or "no headers",
        allowed="correct the header in the mapping, or write `optional: true` under it",
    )
