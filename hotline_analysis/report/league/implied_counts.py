"""Counts behind a score: where a page prints marks for a rate, and how many cases there were of few units only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from hotline_analysis.metrics import Metric
from hotline_analysis.metrics.reading import read_unit_table
from hotline_analysis.metrics.unit_table import with_identities
from hotline_analysis.report.data import ReportData
from hotline_analysis.schemes.rules.rate import RateRule

VOLUMES = ("closed", "assigned", "signed")


@dataclass(frozen=True)
class ScoredCounts:
    """Successes and cases of every unit, and the rows of which they are printed."""

    pairs: Sequence[tuple[int, int] | None]
    exact: frozenset[int]


def scored_counts(data: ReportData, metric: Metric) -> ScoredCounts | None:
    """Work out counts from the marks for a rate and the volume of tickets.

    A score of 17.28 of 20 marks is a rate of 86.4 %. How many cases it rests on is taken from another table of the
    page that repeats the unit with its counts; for other units it is their volume times the cases of all over the
    volume of all, rounded, at least 1.

    Returns
    -------
    ScoredCounts or None
        None where the rate has no scores of its own, or the table no volumes.
    """
    item = item_of(data, metric)
    table = data.now.table
    volume = next((key for key in VOLUMES if key in table.figures), None)
    if item is None or volume is None:
        return None
    printed = _printed(data, metric)
    per_ticket = _per_ticket(data, metric, volume)
    pairs: list[tuple[int, int] | None] = []
    for i, unit in enumerate(data.scores.units):
        score, marks, tickets = data.scores.items[item][i], data.scores.marks[item][i], table.frame[volume].iloc[i]
        if unit in printed:
            pairs.append(printed[unit])
        elif score is None or not marks or not tickets:
            pairs.append(None)
        else:
            n = max(round(tickets * per_ticket), 1)
            pairs.append((min(round(n * score / marks), n), n))
    exact = frozenset(i for i, unit in enumerate(data.scores.units) if unit in printed)
    return ScoredCounts(pairs, exact)


def item_of(data: ReportData, metric: Metric) -> str | None:
    """Return the item that gives marks for a rate and whose scores the table prints."""
    for _, key, item in data.scheme.items():
        rule = item.rule
        if isinstance(rule, RateRule) and rule.metric == metric.key and not rule.complement:
            return key if key in data.now.table.figures else None
    return None


def _per_ticket(data: ReportData, metric: Metric, volume: str) -> Fraction:
    """Return how many cases of the rate there are for each ticket, over all units."""
    cases, tickets = metric.denominator.value(data.now.totals), data.now.table.sums().get(volume)
    return Fraction(1) if cases is None or not tickets else cases / tickets


def _printed(data: ReportData, metric: Metric) -> dict[str, tuple[int, int]]:
    """Read counts that other tables of the page repeat for some units."""
    found: dict[str, tuple[int, int]] = {}
    for source in data.case.sources:
        if source.excerpt_of != "units" or source.path is None:
            continue
        table = read_unit_table([source.path])
        for unit, row in zip(table.frame["unit"], table.rows(), strict=True):
            rate = metric.rate(with_identities(row))
            if rate.numerator is not None and rate.denominator:
                found[data.case.canonical(unit)] = int(rate.numerator), int(rate.denominator)
    return found
