"""What rules see of a unit table: counts and rates of every unit, under one scheme's definitions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from hotline_analysis.metrics import CountExpression, Metric, Rate, UnitTable

Earlier = Literal["previous", "year_before"]
GivenRates = Literal["fill", "prefer"]
NoDenominator = Literal["missing", "zero"]


class Context:
    """Units, groups, counts and rates of one period, and of the periods before it.

    Parameters
    ----------
    table : UnitTable
    metrics : mapping of str to Metric
        The scheme's definitions.
    scored : mapping of str to (mapping of unit or None to Metric or None)
        How a rate is rounded before it is scored, where that is not how it is printed: for all units under None, and
        for units that differ under their names. A None instead of a metric scores the exact rate.
    given_rates : {"fill", "prefer"}
        Whether a rate the table gives fills in for missing counts, or goes before them.
    no_denominator : {"missing", "zero"}
        What a rate without a denominator is.

    Attributes
    ----------
    taking : list of bool
        The units that rules which compare units with each other may compare.
    """

    def __init__(
        self,
        table: UnitTable,
        *,
        metrics: Mapping[str, Metric],
        scored: Mapping[str, Mapping[str | None, Metric | None]] = MappingProxyType({}),
        given_rates: GivenRates = "fill",
        no_denominator: NoDenominator = "missing",
        earlier: Mapping[Earlier, Context] | None = None,
    ) -> None:
        self.table = table
        self.units: list[str] = list(table.frame["unit"])
        self.groups: list[str] = list(table.frame["group"])
        self.metrics = metrics
        self._rows = table.rows()
        self._scored = scored
        self._given_rates = given_rates
        self._zero = no_denominator == "zero"
        self._earlier = dict(earlier or {})
        self._cache: dict[str, list[Rate]] = {}
        self.taking: list[bool] = [True] * len(self.units)

    @property
    def prefers_given_rates(self) -> bool:
        """Whether a rate the table gives goes before its counts."""
        return self._given_rates == "prefer"

    @property
    def no_denominator_is_zero(self) -> bool:
        """Whether a rate without a denominator is 0."""
        return self._zero

    def scored_as(self, key: str) -> Mapping[str | None, Metric | None]:
        """Return how a rate is rounded before it is scored: for all units under None, for others under their names."""
        return self._scored.get(key, {None: self.metrics[key]})

    def earlier(self, which: Earlier) -> Context | None:
        """Return the same view of an earlier period, if its table was given."""
        return self._earlier.get(which)

    def among(self, taking: Sequence[bool]) -> Context:
        """Return the same view, where only these of the units that take part are compared."""
        view = copy(self)
        view.taking = [old and new for old, new in zip(self.taking, taking, strict=True)]
        return view

    def column(self, key: str) -> list[Fraction | None]:
        """Return a count or a given score for every unit."""
        return [row.get(key) for row in self._rows]

    def counted(self, text: str) -> list[Fraction | None]:
        """Return a sum of counts for every unit."""
        expression = CountExpression.parse(text)
        return [expression.value(row) for row in self._rows]

    def full_rates(self, key: str) -> list[Rate]:
        """Return a metric for every unit, exact and with its counts."""
        if key not in self._cache:
            self._cache[key] = [self._rate(self.metrics[key], row) for row in self._rows]
        return self._cache[key]

    def rates(self, key: str) -> list[Fraction | None]:
        """Return a metric for every unit as it is scored, in per cent."""
        how = self.scored_as(key)
        return [
            _rounded(rate.value, how.get(unit, how[None]))
            for unit, rate in zip(self.units, self.full_rates(key), strict=True)
        ]

    def printed_rates(self, key: str) -> list[Fraction | None]:
        """Return a metric for every unit as it is printed, in per cent."""
        metric, rates = self.metrics[key], self.full_rates(key)
        return [None if rate.value is None else Fraction(metric.round(rate.value)) for rate in rates]

    def _rate(self, metric: Metric, row: Mapping[str, Fraction | None]) -> Rate:
        worked_out, given = metric.rate(row), row.get(metric.key)
        uncounted = worked_out.numerator is None or worked_out.denominator is None
        if given is not None and (uncounted or self._given_rates == "prefer"):
            return Rate(given)
        if worked_out.value is None and self._zero and worked_out.denominator == 0:
            return Rate(Fraction(0), worked_out.numerator, worked_out.denominator)
        return worked_out


def _rounded(value: Fraction | None, metric: Metric | None) -> Fraction | None:
    return value if value is None or metric is None else Fraction(metric.round(value))
