"""What rules see of many drawn unit tables at once: counts and rates as arrays of floats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from fractions import Fraction

import numpy as np

from hotline_analysis.metrics import CountExpression, Metric, counts
from hotline_analysis.schemes.context import Context
from hotline_analysis.schemes.values import ChangeOf, Scope, Value
from hotline_analysis.statistics.fair.counts import Floats
from hotline_analysis.statistics.fair.floats import rounded


def as_column(values: Sequence[Fraction | None]) -> Floats:
    """Return exact values as one column of floats, shape (units, 1), NaN where one is missing."""
    return np.array([[np.nan if value is None else float(value)] for value in values])


class FloatContext:
    """The float counterpart of `hotline_analysis.schemes.context.Context`.

    Parameters
    ----------
    exact : Context
        The table as it is, under the scheme's definitions.
    drawn : mapping of str to array, shape (units, draws)
        Columns that take the place of the table's own; without any, the table itself is evaluated.

    Attributes
    ----------
    taking : array of bool, shape (units, 1)
        The units that rules which compare units with each other may compare.
    """

    def __init__(self, exact: Context, drawn: Mapping[str, Floats] | None = None) -> None:
        self.exact = exact
        self._drawn = dict(drawn or {})
        own = {key: as_column(list(exact.table.frame[key])) for key in exact.table.figures}
        self._columns = _with_identities(own | self._drawn)
        self.taking = np.array(exact.taking, dtype=bool)[:, None]
        self.groups = np.array(exact.groups)

    def among(self, applies: Sequence[bool]) -> FloatContext:
        """Return the same view, where only these of the units that take part are compared."""
        view = copy(self)
        view.taking = self.taking & np.array(applies, dtype=bool)[:, None]
        return view

    def column(self, key: str) -> Floats:
        """Return a count or a given score, NaN where the table has none."""
        missing = np.full((len(self.groups), 1), np.nan)
        return self._columns.get(key, missing)

    def counted(self, text: str) -> Floats:
        """Return a sum of counts."""
        return _value(CountExpression.parse(text), self._columns, len(self.groups))

    def rates(self, key: str) -> Floats:
        """Return a metric as it is scored, in per cent.

        Where counts were drawn, they go before a printed rate: that one does not change with them.
        """
        metric, exact = self.exact.metrics[key], self.exact
        above, below = (
            _value(side, self._columns, len(self.groups)) for side in (metric.numerator, metric.denominator)
        )
        some = np.where(below == 0, np.nan, below)
        found = 100 * above / some
        if exact.no_denominator_is_zero:
            found = np.where((below == 0) & ~np.isnan(above), 0.0, found)
        given = self._columns.get(key)
        if given is not None:
            uncounted = np.isnan(above) | np.isnan(below)
            prefers = exact.prefers_given_rates and not self._drawn
            found = np.where(~np.isnan(given) & (uncounted | prefers), given, found)
        return self._as_scored(key, found)

    def _as_scored(self, key: str, values: Floats) -> Floats:
        how = self.exact.scored_as(key)
        own = [how.get(unit, how[None]) for unit in self.exact.units]
        found = np.array(values)
        for metric in {id(one): one for one in own}.values():
            rows = [i for i, one in enumerate(own) if one is metric]
            found[rows] = _rounded(values[rows], metric)
        return found

    def values(self, wanted: Value) -> Floats:
        """Return the value that a rule or a condition looks at."""
        if wanted.metric is not None:
            return self.rates(wanted.metric)
        if wanted.count is not None:
            return self.counted(wanted.count)
        if wanted.share is not None:
            return self.shares(wanted.share.of, wanted.share.scope)
        assert wanted.change is not None
        return self.changes(wanted.change)

    def shares(self, count: str, scope: Scope) -> Floats:
        """Return every unit's share of a count, in per cent."""
        values = self.counted(count)
        found = np.full(values.shape, np.nan)
        for rows in self.scopes(scope):
            whole = np.nansum(values[rows], axis=0)
            found[rows] = np.divide(
                100 * values[rows], whole, out=np.full(values[rows].shape, np.nan), where=whole != 0
            )
        return found

    def scopes(self, scope: Scope) -> list[np.ndarray]:
        """Return the rows of every group, or all rows as one."""
        if scope == "all":
            return [np.arange(len(self.groups))]
        return [np.flatnonzero(self.groups == group) for group in dict.fromkeys(self.exact.groups)]

    def changes(self, wanted: ChangeOf) -> Floats:
        """Return every unit's change on an earlier period, which is taken as it was."""
        earlier = self.exact.earlier(wanted.on)
        if earlier is None:
            return np.full((len(self.groups), 1), np.nan)
        read = earlier.rates(wanted.metric) if wanted.metric else earlier.counted(wanted.count or "")
        known = dict(zip(earlier.units, read, strict=True))
        before = as_column([known.get(unit) for unit in self.exact.units])
        now = self.rates(wanted.metric) if wanted.metric else self.counted(wanted.count or "")
        if wanted.measure != "percent":
            return now - before
        return 100 * (now - before) / np.where(before == 0, np.nan, before)


def _rounded(values: Floats, metric: Metric | None) -> Floats:
    return values if metric is None else rounded(values, metric.decimals, metric.rounding)


def _with_identities(own: Mapping[str, Floats]) -> dict[str, Floats]:
    """Fill in counts that follow from others, as `metrics.unit_table.with_identities` does for a row."""
    full = dict(own)
    length = len(next(iter(own.values()))) if own else 0
    for key, count in counts().items():
        if count.identity is not None and set(count.identity.keys) <= set(own):
            value = _value(count.identity, own, length)
            full[key] = np.where(np.isnan(own[key]), value, own[key]) if key in own else value
    return full


def _value(expression: CountExpression, columns: Mapping[str, Floats], length: int) -> Floats:
    missing = np.full((length, 1), np.nan)
    total = np.zeros((length, 1))
    for sign, key in expression.terms:
        total = total + sign * columns.get(key, missing)
    return total
