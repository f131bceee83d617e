"""Reporting periods: months (that may begin on another day than the first), quarters, half-years, years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from hotline_analysis.errors import InputError

Granularity = Literal["month", "quarter", "half", "year"]
MONTHS: dict[Granularity, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_PERIOD = re.compile(r"(?P<year>[0-9]{4})(?:-(?:(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4])|H(?P<half>[12])))?")
PERIODS_ALLOWED = "2022, 2022-11, 2022-Q4 or 2022-H2"


@dataclass(frozen=True, order=True)
class Period:
    """A run of months, counted from year 0: ``year * 12 + month - 1``.

    Attributes
    ----------
    first : int
        Its first month.
    months : int
        1, 3, 6 or 12.
    """

    first: int
    months: int

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``2022``, ``2022-11``, ``2022-Q4`` or ``2022-H2``.

        Raises
        ------
        InputError
            For anything else.

        Examples
        --------
        >>> Period.parse("2022-Q4").label
        '2022-Q4'
        """
        match = _PERIOD.fullmatch(text)
        if match is None:
            raise InputError("not a period", value=text, allowed=PERIODS_ALLOWED)
        year = int(match["year"])
        if match["month"]:
            return cls(year * 12 + int(match["month"]) - 1, 1)
        if match["quarter"]:
            return cls(year * 12 + 3 * (int(match["quarter"]) - 1), 3)
        if match["half"]:
            return cls(year * 12 + 6 * (int(match["half"]) - 1), 6)
        return cls(year * 12, 12)

    @property
    def label(self) -> str:
        """The period as it is written: ``2022-11``, ``2022-Q4``, ``2022-H2``, ``2022``."""
        year, month = divmod(self.first, 12)
        if self.months == 12:
            return f"{year:04d}"
        tail = {1: f"{month + 1:02d}", 3: f"Q{month // 3 + 1}", 6: f"H{month // 6 + 1}"}[self.months]
        return f"{year:04d}-{tail}"

    @property
    def previous(self) -> Period:
        """The period before it (环比).

        Examples
        --------
        >>> Period.parse("2023-01").previous.label
        '2022-12'
        """
        return Period(self.first - self.months, self.months)

    @property
    def year_before(self) -> Period:
        """The same period a year earlier (同比)."""
        return Period(self.first - 12, self.months)


@dataclass(frozen=True)
class Calendar:
    """How an office cuts time into months.

    Attributes
    ----------
    month_starts_on : int
        The day on which a month begins: 1, or 2 to 28. A month that begins on the 26th is named after the calendar
        month in which it ends: November runs from 26 October to 25 November.
    """

    month_starts_on: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.month_starts_on <= 28:
            raise InputError("not a day on which a month can begin", value=self.month_starts_on, allowed="1 to 28")

    def start(self, period: Period) -> datetime:
        """Return the first moment of a period."""
        year, month = divmod(period.first, 12)
        if self.month_starts_on == 1:
            return datetime(year, month + 1, 1)
        before, month = divmod(period.first - 1, 12)
        return datetime(before, month + 1, self.month_starts_on)

    def end(self, period: Period) -> datetime:
        """Return the first moment after a period.

        Examples
        --------
        >>> Calendar(26).end(Period.parse("2022-11"))
        datetime.datetime(2022, 11, 26, 0, 0)
        """
        return self.start(Period(period.first + period.months, period.months))

    def last_day(self, period: Period) -> date:
        """Return the last day of a period."""
        return (self.end(period) - timedelta(days=1)).date()

    def month_of(self, moment: datetime) -> Period:
        """Return the month a moment falls in.

        Examples
        --------
        >>> Calendar(26).month_of(datetime(2022, 10, 26)).label
        '2022-11'
        """
        after = int(self.month_starts_on > 1 and moment.day >= self.month_starts_on)
        return Period(moment.year * 12 + moment.month - 1 + after, 1)

    def month_sql(self, column: str) -> str:
        """Return the month a DuckDB timestamp falls in, as SQL that gives ``year * 12 + month - 1``."""
        text = f"year({column}) * 12 + month({column}) - 1"
        if self.month_starts_on == 1:
            return f"({text})"
        return f"({text} + CAST(day({column}) >= {self.month_starts_on} AS INTEGER))"
