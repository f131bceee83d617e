"""Periods as a grid names them: single ones, and ranges such as ``2022-01..2022-12``."""

from __future__ import annotations

from collections.abc import Iterator

from hotline_analysis.errors import InputError
from hotline_analysis.tickets.calendar import PERIODS_ALLOWED, Period
from hotline_analysis.validation import PlacedError

YEARS = (1900, 2999)
ALLOWED = f"{PERIODS_ALLOWED}, or a range such as 2022-01..2022-12"


def periods_of(value: object) -> tuple[str, ...]:
    """Return the periods that a grid names, each once, in the order of the grid.

    Raises
    ------
    PlacedError
        For what is no period, a range of two kinds of periods or that runs backwards, and a period that stands twice.

    Examples
    --------
    >>> periods_of("2021-12..2022-02"), periods_of(["2022-Q1..2022-Q2", 2022])
    (('2021-12', '2022-01', '2022-02'), ('2022-Q1', '2022-Q2', '2022'))
    """
    found: list[str] = []
    for position, one in enumerate(value if isinstance(value, list) else [value]):
        place = (position,) if isinstance(value, list) else ()
        for label in _labels(one, place):
            if label in found:
                raise PlacedError(place, "a period stands twice", value=label, allowed="each period once")
            found.append(label)
    if not found:
        raise PlacedError((), "no period", allowed=ALLOWED)
    return tuple(found)


def _labels(value: object, place: tuple[str | int, ...]) -> Iterator[str]:
    # a whole number is a year; 2022.1 is a number too, but nobody knows whether it was 2022-1 or 2022-10
    text = value if isinstance(value, str) else str(value)
    written = text if isinstance(value, int | str) and not isinstance(value, bool) else None
    if written is None:
        raise PlacedError(place, "not a period", value=text, allowed=ALLOWED)
    first, dots, last = (part.strip() for part in written.partition(".."))
    start = _period(first, text, place)
    end = _period(last, text, place) if dots else start
    if start.months != end.months:
        raise PlacedError(place, "a range of two kinds of periods", value=text, allowed="2022-Q1..2022-Q4, for example")
    if end < start:
        raise PlacedError(place, "the range runs backwards", value=text, allowed=f"{last}..{first}")
    yield from (Period(month, start.months).label for month in range(start.first, end.first + 1, start.months))


def _period(label: str, text: str, place: tuple[str | int, ...]) -> Period:
    try:
        found = Period.parse(label)
    except InputError:
        raise PlacedError(place, "not a period", value=text, allowed=ALLOWED) from None
    if not YEARS[0] <= found.first // 12 <= YEARS[1]:
        raise PlacedError(place, "not a year of a hotline", value=text, allowed=f"{YEARS[0]} to {YEARS[1]}")
    return found
