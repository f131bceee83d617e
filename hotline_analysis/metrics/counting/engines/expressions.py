"""Conditions on tickets as narwhals expressions: the one place where a count is turned into a query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import add, and_, or_

import narwhals as nw

from hotline_analysis.metrics.counting.conditions import TicketCondition
from hotline_analysis.metrics.counting.plan import Cell
from hotline_analysis.metrics.counting.ticket_counts import Conditions
from hotline_analysis.tickets.calendar import MONTHS, Calendar, Granularity


@dataclass(frozen=True)
class Clock:
    """How time is cut: the office's calendar, the periods told apart, and the moment up to which all is known."""

    calendar: Calendar
    grain: Granularity = "month"
    as_of: datetime | None = None

    def period(self, column: str) -> nw.Expr:
        """Return the number of the period that a time lies in: months since year 0, divided by the grain."""
        time = nw.col(column)
        months = time.dt.year() * 12 + time.dt.month() - 1
        if self.calendar.month_starts_on > 1:
            # days from the first of the office's month on belong to the month after
            later = time.dt.day() >= self.calendar.month_starts_on
            months = nw.when(later).then(months + 1).otherwise(months)
        length = MONTHS[self.grain]
        return months if length == 1 else months // length

    def holds(self, condition: TicketCondition) -> nw.Expr:
        """Return whether a ticket meets a condition; unknown counts as no."""
        column = nw.col(condition.column)
        match condition.operation:
            case "known":
                return ~column.is_null() if condition.known else column.is_null()
            case "is_":
                return _any_of(column, condition.values)
            case "is_not":
                return column.is_null() | ~_any_of(column, condition.values)
            case "at_least":
                return column >= condition.at_least
            case "not_by":
                return self._missed(condition)
            case "earlier_period_than":
                return self.period(condition.column) < self.period(_other(condition))
        other = nw.col(_other(condition))
        compared = {"before": column < other, "by": column <= other, "after": column > other}
        return compared[condition.operation]

    def _missed(self, condition: TicketCondition) -> nw.Expr:
        time, limit = nw.col(condition.column), nw.col(_other(condition))
        if self.as_of is None:
            raise ValueError("overdue tickets cannot be told without the moment up to which all is known")
        return (time > limit) | (time.is_null() & (limit < _moment(self.as_of)))

    def figure(self, cell: Cell, met: Iterable[TicketCondition] = ()) -> nw.Expr:
        """Return what one ticket adds to a cell: whether it counts, or the columns that are summed.

        Parameters
        ----------
        cell : Cell
        met : iterable of TicketCondition
            Conditions that every ticket of the frame is known to meet.
        """
        # at least one condition stays: without any there is nothing to add up
        telling = _telling(cell.where, set(met)) or cell.where[:1]
        conditions = [self.holds(condition) for condition in telling]
        counts = reduce(and_, conditions) if conditions else nw.lit(True)
        if not cell.sum:
            return counts
        value = nw.col(cell.sum[0])
        if len(cell.sum) > 1:
            value = reduce(add, [nw.col(name).fill_null(0) for name in cell.sum])
        return nw.when(counts).then(value) if conditions else value

    def within(self, column: str, bounds: tuple[datetime, datetime]) -> nw.Expr:
        """Return whether a time lies in a span; a plain comparison, so that files outside it need not be read."""
        start, end = bounds
        return (nw.col(column) >= _moment(start)) & (nw.col(column) < _moment(end))


def _telling(conditions: Conditions, met: set[TicketCondition]) -> list[TicketCondition]:
    """Leave out what is met anyway: that a value is there, where another condition already asks more of it."""
    return [
        one
        for one in conditions
        if one not in met
        and not (one.known and any(other.implies_known(one.column) for other in conditions if other != one))
    ]


def _other(condition: TicketCondition) -> str:
    assert condition.other is not None
    return condition.other


def _any_of(column: nw.Expr, values: Iterable[bool | str]) -> nw.Expr:
    # comparisons, because membership of a list treats unknown values differently in each engine
    return reduce(or_, [column == value for value in values])


def _moment(moment: datetime) -> nw.Expr:
    # through text: Spark takes a Python time for one in the zone of the session
    return nw.lit(f"{moment:%Y-%m-%d %H:%M:%S.%f}").cast(nw.Datetime("us"))
