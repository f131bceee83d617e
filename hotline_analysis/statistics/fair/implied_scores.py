"""Counts behind a score: where a page prints marks for a rate, and how many cases there were of few units only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import pandas as pd

from hotline_analysis.cases import Case
from hotline_analysis.errors import InputError
from hotline_analysis.metrics import Metric, UnitTable
from hotline_analysis.metrics.reading import read_unit_table
from hotline_analysis.metrics.unit_table import with_identities
from hotline_analysis.schemes import Scheme, Scores, score
from hotline_analysis.schemes.rules.rate import RateRule
from hotline_analysis.statistics.fair.sensitivity import case_table

VOLUMES = ("closed", "assigned", "signed")
Totals = Mapping[str, Fraction | None]


@dataclass(frozen=True)
class ScoredCounts:
    """Successes and cases of every unit, worked out from the scores of one item.

    Attributes
    ----------
    item : str
        The item whose scores the counts stand for.
    metric : Metric
    pairs : sequence of (successes, cases) or None
        In the order of the unit table.
    exact : frozenset of int
        Rows whose counts are printed.
    """

    item: str
    metric: Metric
    pairs: Sequence[tuple[int, int] | None]
    exact: frozenset[int]

    def in_place_of_scores(self, table: UnitTable) -> UnitTable:
        """Return a table of the same units with these counts instead of the scores made of them."""
        above, below = self.metric.numerator.keys, self.metric.denominator.keys
        frame = table.frame.drop(columns=self.item)
        for (key,), side in ((above, 0), (below, 1)):
            counts = [None if pair is None else Fraction(pair[side]) for pair in self.pairs]
            frame[key] = pd.Series(counts, dtype=object)
        return replace(table, frame=frame)


def counts_behind_scores(case: Case, scheme: Scheme, *, totals: Totals | None = None) -> tuple[UnitTable, str]:
    """Put counts in place of the scores of a rate, so that rank sets can be made of a page that prints scores.

    Of the rates that the table gives scores for, the one with most marks is taken. A score of 17.28 of 20 marks is a
    rate of 86.4 %. How many cases it rests on is taken from another table of the page that repeats the unit with its
    counts; for other units it is their volume times the cases for each ticket, rounded, at least 1.

    Parameters
    ----------
    case : Case
    scheme : Scheme
    totals : mapping of count to number, optional
        Counts of all units together. Cases for each ticket are those of the whole where they are given, else those of
        the units whose counts the page repeats, else 1.

    Returns
    -------
    table : UnitTable
    note : str
        What was worked out from what.

    Raises
    ------
    InputError
        If the table gives no score of a rate, or no volume of tickets.

    Examples
    --------
    >>> from hotline_analysis.cases import load_case
    >>> from hotline_analysis.schemes import load_scheme
    >>> table, note = counts_behind_scores(load_case("furong-2022-11"), load_scheme("furong-2022"))
    >>> int(table.frame.set_index("unit").loc["市场监督管理局", "revisited"])
    1961
    """
    table = case_table(case, scheme)
    scores = score(table, scheme)
    rates = [(item.rule.metric, item.marks) for _, _, item in scheme.items() if isinstance(item.rule, RateRule)]
    for key, _ in sorted(rates, key=lambda one: -(max(one[1].values()) if isinstance(one[1], dict) else one[1])):
        found = scored_counts(case, scores, scores.context.metrics[key], totals or {})
        if found is not None:
            parts = f"{found.metric.numerator.keys[0]} and {found.metric.denominator.keys[0]}"
            printed = f"printed for {len(found.exact)} of {len(found.pairs)} units"
            return found.in_place_of_scores(table), f"{parts} worked out from the scores of {found.item}; {printed}"
    raise InputError(
        "no score of a rate that counts could be worked out from",
        file=case.document.file,
        allowed=f"the scores of an item with a rule of kind rate, and one of {', '.join(VOLUMES)}",
    )


def scored_counts(case: Case, scores: Scores, metric: Metric, totals: Totals) -> ScoredCounts | None:
    """Work out the counts of one rate; None where the table has no scores of it, or no volumes."""
    item, table = _item_of(scores, metric), scores.context.table
    volume = next((key for key in VOLUMES if key in table.figures), None)
    simple = len(metric.numerator.keys) == len(metric.denominator.keys) == 1
    if item is None or volume is None or not simple:
        return None
    printed, tickets = _printed(case, metric), list(table.frame[volume])
    per_ticket = _per_ticket(scores, metric, printed, totals, volume)
    pairs: list[tuple[int, int] | None] = []
    for unit, own, marks, volume_of in zip(scores.units, scores.items[item], scores.marks[item], tickets, strict=True):
        if unit in printed:
            pairs.append(printed[unit])
        elif own is None or not marks or not volume_of:
            pairs.append(None)
        else:
            n = max(round(volume_of * per_ticket), 1)
            pairs.append((min(round(n * own / marks), n), n))
    exact = frozenset(i for i, unit in enumerate(scores.units) if unit in printed)
    return ScoredCounts(item, metric, pairs, exact)


def _item_of(scores: Scores, metric: Metric) -> str | None:
    """Return the item that gives marks for a rate and whose scores the table prints."""
    for _, key, item in scores.scheme.items():
        rule = item.rule
        if isinstance(rule, RateRule) and rule.metric == metric.key and not rule.complement:
            return key if key in scores.context.table.figures else None
    return None


def _per_ticket(
    scores: Scores, metric: Metric, printed: Mapping[str, tuple[int, int]], totals: Totals, volume: str
) -> Fraction:
    """Return how many cases of the rate there are for each ticket."""
    table = scores.context.table
    cases, tickets = metric.denominator.value(totals), table.sums().get(volume)
    if cases is None:
        known = {unit: n for unit, n in zip(scores.units, table.frame[volume], strict=True) if n and unit in printed}
        cases, tickets = Fraction(sum(printed[unit][1] for unit in known)), sum(known.values(), Fraction(0))
    return cases / tickets if tickets else Fraction(1)


def _printed(case: Case, metric: Metric) -> dict[str, tuple[int, int]]:
    """Read counts that other tables of the page repeat for some units."""
    found: dict[str, tuple[int, int]] = {}
    for source in case.sources:
        if source.excerpt_of != "units" or source.path is None:
            continue
        table = read_unit_table([source.path])
        for unit, row in zip(table.frame["unit"], table.rows(), strict=True):
            rate = metric.rate(with_identities(row))
            if rate.numerator is not None and rate.denominator:
                found[case.canonical(unit)] = int(rate.numerator), int(rate.denominator)
    return found
