"""The period that is asked for: one, or a run of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from hotline_analysis.errors import InputError
from hotline_analysis.tickets.calendar import MONTHS, PERIODS_ALLOWED, Calendar, Granularity, Period

_GRANULARITY: dict[int, Granularity] = {months: name for name, months in MONTHS.items()}


@dataclass(frozen=True)
class Span:
    """One period, or all periods from one to another.

    Attributes
    ----------
    first, last : Period
        Of the same length.
    """

    first: Period
    last: Period

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read a period, or two with ``..`` between them.

        Raises
        ------
        InputError
            For anything else, periods of different length, or the later one first.

        Examples
        --------
        >>> Span.parse("2022-01..2022-12").months
        12
        """
        head, _, tail = text.partition("..")
        first, last = Period.parse(head), Period.parse(tail if ".." in text else head)
        if first.months != last.months:
            raise InputError("periods of different length", value=text, allowed="two months, quarters, halves or years")
        if last < first:
            raise InputError("the later period stands first", value=text, allowed=f"{last.label}..{first.label}")
        return cls(first, last)

    @property
    def label(self) -> str:
        """The period as it is written."""
        return self.first.label if self.first == self.last else f"{self.first.label}..{self.last.label}"

    @property
    def months(self) -> int:
        """How many months it has."""
        return self.last.first + self.last.months - self.first.first

    @property
    def granularity(self) -> Granularity:
        """The kind of its periods."""
        return _GRANULARITY[self.first.months]

    def bounds(self, calendar: Calendar) -> tuple[datetime, datetime]:
        """Return its first moment, and the first moment after it."""
        return calendar.start(self.first), calendar.end(self.last)

    def last_day(self, calendar: Calendar) -> date:
        """Return its last day."""
        return calendar.last_day(self.last)

    def earlier(self, months: int) -> Span:
        """Return the span so many months before."""
        before = [Period(period.first - months, period.months) for period in (self.first, self.last)]
        return Span(*before)


def as_span(period: str | Period | Span | None) -> Span | None:
    """Read what a caller gave as the period."""
    if isinstance(period, str):
        return Span.parse(period)
    return Span(period, period) if isinstance(period, Period) else period


def period_allowed() -> str:
    """Say what a period looks like."""
    return f"{PERIODS_ALLOWED}, or two of them like 2022-01..2022-12"
