"""Which periods tickets hold as a whole: all of their months, and not only what was carried over from them."""

from __future__ import annotations

from collections.abc import Mapping

from hotline_analysis.cases import FromTickets
from hotline_analysis.report.phrases import previous_period
from hotline_analysis.tickets.calendar import Period

# a period of which the tickets hold less than a fourth of this one's is likely what was carried over from it
PART_OF_A_WHOLE_PERIOD = 4
MOST = 23  # two years of months with the report's own


def received_in(by_month: Mapping[int, int], period: Period) -> int | None:
    """Return how many tickets were received in a period; None if there is none in one of its months.

    Examples
    --------
    >>> november = Period.parse("2022-11")
    >>> received_in({november.first: 120}, november), received_in({november.first: 120}, Period.parse("2022-Q4"))
    (120, None)
    """
    months = range(period.first, period.first + period.months)
    return sum(by_month[month] for month in months) if set(months) <= set(by_month) else None


def is_whole(received: Mapping[int, int], period: str, against: str) -> bool:
    """Tell whether tickets hold a period: all of its months, and not only what was carried over from it.

    Parameters
    ----------
    received : mapping of int to int
        Tickets received by month, as `FromTickets` knows them.
    period, against : str
        The period, and the one that it is compared with.

    Examples
    --------
    >>> october, november = Period.parse("2022-10").first, Period.parse("2022-11").first
    >>> is_whole({october: 90, november: 120}, "2022-10", "2022-11"), is_whole({october: 9}, "2022-10", "2022-10")
    (True, True)
    >>> is_whole({october: 9, november: 120}, "2022-10", "2022-11")
    False
    """
    here, there = (received_in(received, Period.parse(one)) for one in (against, period))
    return bool(there) and (there or 0) * PART_OF_A_WHOLE_PERIOD >= (here or 0)


def whole_periods(tickets: FromTickets, period: str) -> list[str]:
    """Name the periods before one that the tickets hold as a whole, the earliest first; the first gap ends them."""
    found = list[str]()
    label = previous_period(period)
    while len(found) < MOST and is_whole(tickets.received, label, period):
        found.append(label)
        label = previous_period(label)
    return found[::-1]
