"""The rate that a league table is read by: its counts for every unit, printed, implied, or worked out from scores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hotline_analysis.metrics import Metric
from hotline_analysis.metrics.unit_table import with_identities
from hotline_analysis.report.data import ReportData
from hotline_analysis.schemes import Scheme
from hotline_analysis.schemes.rules.rate import RateRule
from hotline_analysis.statistics.fair.implied import implied_revisited
from hotline_analysis.statistics.fair.implied_scores import ScoredCounts, scored_counts

Ints = NDArray[np.int64]
Pair = tuple[int, int] | None  # successes and trials of a unit
Origin = Literal["counts", "rates", "scores"]
# what citizens say comes before what the office does
USUAL = ("satisfaction_rate", "resolution_rate", "on_time_closure_rate", "closure_rate")
CLOSE = Fraction(1, 20)  # implied call-backs that differ by more from the printed total are not used


@dataclass(frozen=True)
class UnitRate:
    """A rate of every unit with the counts behind it.

    Attributes
    ----------
    metric : Metric
    successes, trials : arrays of int, shape (units,)
        In the order of the unit table; 0 of 0 for a unit without any case.
    origin : {"counts", "rates", "scores"}
        Whether counts stand in the table, follow from printed rates, or were worked out from scores and volumes.
    exact : frozenset of int
        Rows whose counts are printed.
    scored : ScoredCounts or None
        The counts as they were worked out from scores.
    """

    metric: Metric
    successes: Ints
    trials: Ints
    origin: Origin
    exact: frozenset[int]
    scored: ScoredCounts | None = None

    @property
    def overall(self) -> Fraction:
        """The rate of all units together, in per cent."""
        return Fraction(100 * int(self.successes.sum()), int(self.trials.sum()))


def unit_rate(data: ReportData) -> UnitRate | None:
    """Choose the rate that a table is read by; None where nothing tells how many cases any rate rests on.

    Rates that the scheme gives marks for come first, the one with most marks before the others; then satisfaction,
    resolution and closing on time. Of these the first that can be counted is taken, from counts, printed rates, or
    scores, in this order.
    """
    context = data.scores.context
    for key in _candidates(data.scheme):
        metric = context.metrics[key]
        for origin in (_counted, _implied, _scored):
            found = origin(data, metric)
            if found is not None:
                return found
    return None


def _candidates(scheme: Scheme) -> Iterator[str]:
    items = [(item.rule.metric, item.marks) for _, _, item in scheme.items() if isinstance(item.rule, RateRule)]
    marks = {key: max(most.values()) if isinstance(most, dict) else most for key, most in items}
    keys = [*sorted(marks, key=lambda key: -marks[key]), *USUAL, *scheme.used_metrics()]
    known = scheme.all_metrics()
    yield from (key for key in dict.fromkeys(keys) if known[key].direction == "up")


def _counted(data: ReportData, metric: Metric) -> UnitRate | None:
    rows = data.now.table.rows()
    prefers = data.scores.context.prefers_given_rates
    found: list[Pair] = []
    for row in rows:
        rate, given = metric.rate(row), row.get(metric.key)
        pair = _pair(rate.numerator, rate.denominator)
        if pair is not None and prefers and given is not None:
            # a misprinted count does not give the printed rate, which the scheme scores
            pair = round(given * pair[1] / 100), pair[1]
        found.append(pair)
    return _made(metric, found, "counts", frozenset(i for i, pair in enumerate(found) if pair is not None))


def _implied(data: ReportData, metric: Metric) -> UnitRate | None:
    """Take call-backs that follow from printed rates, if they add up to about the printed total."""
    whole = "revisited"
    if metric.denominator.keys != (whole,):
        return None
    column, _ = implied_revisited(data.scores.context)
    if column is None:
        return None
    revisited = [None if np.isnan(value) else Fraction(int(value)) for value in column[:, 0]]
    total, printed = sum(filter(None, revisited), Fraction(0)), data.now.totals.get(whole)
    if printed and abs(total - printed) > CLOSE * printed:
        return None
    rows = [with_identities(row | {whole: n}) for row, n in zip(data.now.table.rows(), revisited, strict=True)]
    rates = [metric.rate(row) for row in rows]
    return _made(metric, [_pair(rate.numerator, rate.denominator) for rate in rates], "rates", frozenset())


def _scored(data: ReportData, metric: Metric) -> UnitRate | None:
    found = scored_counts(data.case, data.scores, metric, data.now.totals)
    made = None if found is None else _made(metric, found.pairs, "scores", found.exact)
    return None if made is None else replace(made, scored=found)


def _pair(part: Fraction | None, whole: Fraction | None) -> Pair:
    """Return counts as whole numbers; None for what is none, and for more successes than cases."""
    if part is None or whole is None or not 0 <= part <= whole:
        return None
    return int(part), int(whole)


def _made(metric: Metric, pairs: Sequence[Pair], origin: Origin, exact: frozenset[int]) -> UnitRate | None:
    if sum(pair is not None and pair[1] > 0 for pair in pairs) == 0:
        return None
    successes, trials = np.array([pair or (0, 0) for pair in pairs], dtype=np.int64).T
    return UnitRate(metric, successes, trials, origin, exact)
