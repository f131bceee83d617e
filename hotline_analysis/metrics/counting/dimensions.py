"""What counts are broken down by: units, groups, districts, topics, periods, or several of these together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.metrics.counting.spans import Span
from hotline_analysis.tickets.calendar import MONTHS, Granularity
from hotline_analysis.validation import nearest

DIMENSIONS = ("unit", "group", "district", "area", "category", "subcategory", "channel", "request_type", "topic")
PERIOD = "period"
BLANK = "（未填写）"


@dataclass(frozen=True)
class Dimensions:
    """The columns that counts are broken down by.

    Attributes
    ----------
    names : tuple of str
        In the order in which they are asked for; ``period`` among them where that is asked for.
    grain : {"month", "quarter", "half", "year"}
        The periods that are told apart.
    """

    names: tuple[str, ...]
    grain: Granularity = "month"

    @classmethod
    def parse(cls, by: str | Iterable[str], span: Span | None = None) -> Dimensions:
        """Read ``unit,period:quarter``, or the same as a sequence.

        Without a granularity, periods are those of the asked span, or months.

        Raises
        ------
        UsageError
            For an unknown or repeated dimension, or periods longer than the one that is asked for.

        Examples
        --------
        >>> Dimensions.parse("unit,period:quarter")
        Dimensions(names=('unit', 'period'), grain='quarter')
        """
        words = [word.strip() for word in (by.split(",") if isinstance(by, str) else by)]
        grain: Granularity = span.granularity if span else "month"
        names = []
        for word in filter(None, words):
            name, colon, own = word.partition(":")
            if name not in (*DIMENSIONS, PERIOD) or (colon and name != PERIOD):
                allowed = ", ".join((*DIMENSIONS, PERIOD, *(f"{PERIOD}:{one}" for one in MONTHS)))
                raise UsageError(f"cannot count by {word!r}{nearest(name, DIMENSIONS)}; allowed: {allowed}")
            if name in names:
                raise UsageError(f"counted by {name} twice")
            grain = _granularity(own, span) if colon else grain
            names.append(name)
        return cls(tuple(names), grain)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names that are columns of tickets."""
        return tuple(name for name in self.names if name != PERIOD)

    @property
    def by_period(self) -> bool:
        """Whether periods are told apart."""
        return PERIOD in self.names

    def require(self, present: Iterable[str], *, grouped: bool = False) -> None:
        """Refuse tickets that lack a column.

        Parameters
        ----------
        present : iterable of str
        grouped : bool
            Whether a registry knows the groups of units.

        Raises
        ------
        InputError
            Naming the column.
        """
        there = set(present)
        if grouped and "unit" in there:
            there.add("group")
        for name in self.columns:
            if name not in there:
                known = ", ".join(one for one in (*DIMENSIONS, PERIOD) if one in there or one == PERIOD)
                raise InputError("the tickets have no such column to count by", value=name, allowed=known)


def _granularity(text: str, span: Span | None) -> Granularity:
    if text not in get_args(Granularity):
        raise UsageError(f"no such kind of period: {text!r}; allowed: {', '.join(MONTHS)}")
    grain: Granularity = text  # type: ignore[assignment]
    if (
        span is not None
        and MONTHS[grain] > span.first.months
        and (span.first.first % MONTHS[grain] or span.months % MONTHS[grain])
    ):
        raise UsageError(f"{span.label} is not made of whole periods of the kind {text}")
    return grain
