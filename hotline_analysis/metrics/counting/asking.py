"""One table that is asked for: by what, of which period, with which counts and rates, under whose choices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Self

from hotline_analysis.errors import UsageError
from hotline_analysis.metrics.counting.choices import Counting
from hotline_analysis.metrics.counting.dimensions import Dimensions
from hotline_analysis.metrics.counting.plan import Plan, make_plan
from hotline_analysis.metrics.counting.spans import Span, as_span
from hotline_analysis.metrics.dictionary import Metric, counts, metrics
from hotline_analysis.tickets.calendar import Calendar, Period
from hotline_analysis.tickets.registry import UnitRegistry
from hotline_analysis.validation import nearest


@dataclass(frozen=True)
class Chosen:
    """What a table takes of the counts that tickets can give.

    Attributes
    ----------
    plan : Plan
        What is counted for it.
    shown : tuple of str
        The counts that have a column.
    rates : mapping of str to Metric
        The rates that have a column, if the tickets have what they are made of.
    """

    plan: Plan
    shown: tuple[str, ...]
    rates: Mapping[str, Metric]


@dataclass(frozen=True)
class Asked:
    """A table that is asked for; the attributes are those of `unit_table`.

    Attributes
    ----------
    dimensions : Dimensions
    span : Span or None
    counting : Counting
    metrics : mapping of str to Metric, or None
    counts : tuple of str or None
    as_of : datetime or None
    registry : UnitRegistry or None
    calendar : Calendar or None
    all_units : bool
    units_on : date or None
    """

    dimensions: Dimensions
    span: Span | None = None
    counting: Counting = field(default_factory=Counting)
    metrics: Mapping[str, Metric] | None = None
    counts: tuple[str, ...] | None = None
    as_of: datetime | None = None
    registry: UnitRegistry | None = None
    calendar: Calendar | None = None
    all_units: bool = False
    units_on: date | None = None

    @classmethod
    def read(
        cls,
        by: str | Iterable[str],
        period: str | Period | Span | None,
        counting: Counting | None,
        counts: Iterable[str] | None,
    ) -> Self:
        """Take what a caller gave.

        Raises
        ------
        InputError, UsageError
            For what is no period, or an unknown dimension.
        """
        span = as_span(period)
        wanted = None if counts is None else tuple(dict.fromkeys(counts))
        return cls(Dimensions.parse(by, span), span, counting or Counting(), counts=wanted)

    def totals_like(self, other: Asked) -> bool:
        """Whether both ask for nothing but totals of the same period, so that one pass over the tickets gives both.

        Tables by something are counted one by one: which rows one has depends on what is counted in it.
        """
        same = replace(other, counting=self.counting, counts=self.counts, metrics=self.metrics)
        return not self.dimensions.names and self == same

    def chosen(self, columns: Iterable[str]) -> Chosen:
        """Decide what is counted in tickets with certain columns.

        Raises
        ------
        UsageError
            For a count or rate that there is not.
        """
        plan = make_plan(columns, self.counting)
        own = self.metrics if self.metrics is not None else metrics()
        known = {key: metric for key, metric in own.items() if key != "share"}
        possible = {*plan.definitions, *plan.absent}
        feasible = {key: metric for key, metric in known.items() if parts_of(metric) <= possible}
        if self.counts is None:
            return Chosen(plan, tuple(plan.definitions), feasible)
        allowed = possible | set(feasible)
        for key in self.counts:
            if key not in allowed:
                said = "tickets do not give" if key in known or key in counts() else "no count or rate"
                raise UsageError(f"{said} {key!r}{nearest(key, allowed)}; allowed: {', '.join(sorted(allowed))}")
        rates = {key: known[key] for key in self.counts if key in known}
        parts = {part for one in rates.values() for part in parts_of(one)}
        needed = plan.only(parts | {key for key in self.counts if key not in known})
        return Chosen(needed, tuple(key for key in self.counts if key in plan.definitions), rates)


def parts_of(metric: Metric) -> set[str]:
    """Return the counts that a rate is made of."""
    return {*metric.numerator.keys, *metric.denominator.keys}
