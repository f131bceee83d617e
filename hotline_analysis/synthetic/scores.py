"""Counts behind printed scores: points lost per case, and rates behind scores that are marks times a rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from hotline_analysis.cases import Case
from hotline_analysis.exact import rounded, to_fraction
from hotline_analysis.metrics import Metric
from hotline_analysis.schemes import Scheme
from hotline_analysis.schemes.model import Item
from hotline_analysis.schemes.rules.per_case import PerCaseRule
from hotline_analysis.synthetic.solving import Printed, cases_behind, pairs_for
from hotline_analysis.synthetic.spreading import choose_to_total, spread

Counts = dict[str, list[int | None]]
LEAST_SHARE, MOST_SHARE = Fraction(1, 2), Fraction(13, 10)


def counts_of_scores(case: Case, scheme: Scheme, units: Sequence[str], signed: Sequence[int]) -> Counts:
    """Return the counts under which a scheme gives the printed scores of every unit.

    Call-backs and closed tickets add up to the printed totals of the district. Where nothing says how many call-backs
    a unit had, they lie between a half and 1.3 times its signed tickets, as near to them as the totals allow.
    """
    table = case.table("units", corrected=True)
    found = _lost_points(scheme, {str(key): dict(zip(table["unit"], table[key], strict=True)) for key in table}, units)
    shown = {u: to_fraction(s) for u, s in zip(table["unit"], table["problem_resolution"], strict=True)}
    revisited, unresolved = _call_backs(case, scheme, units, signed, shown)
    found |= {"revisited": list(revisited), "resolved": [n - bad for n, bad in zip(revisited, unresolved, strict=True)]}
    marks = {u: to_fraction(s) for u, s in zip(table["unit"], table["revisit_evaluation"], strict=True)}
    found |= _evaluations(scheme, units, revisited, marks)
    most = [n + n // 4 + 5 for n in revisited]
    total = int(case.figure("closed_total"))
    found["closed"] = list(spread(total, revisited, [max(1, n - n // 5) for n in revisited], most))
    return found


def _lost_points(scheme: Scheme, cells: Mapping[str, Mapping[str, str]], units: Sequence[str]) -> Counts:
    """Divide the points lost under every item of so much a case by what a case costs; 0 marks: as few as that takes."""
    found: Counts = {}
    for _, key, item in scheme.items():
        if isinstance(item.rule, PerCaseRule) and key in cells:
            case = item.rule.cases[0]
            lost = [_marks(item) - to_fraction(cells[key][unit]) for unit in units]
            column: list[int | None] = [
                cases_behind(points, -case.points, f"{key} of {unit}") for unit, points in zip(units, lost, strict=True)
            ]
            names = ("supervised_by_phone", "supervised_in_writing") if case.count == "supervised" else (case.count,)
            found |= {name: list(column) for name in names[:1]} | {name: [0] * len(column) for name in names[1:]}
    if "supervised_by_phone" in found:
        found["supervised_by_phone_replied"] = list(found["supervised_by_phone"])
        found["supervised_in_writing_replied"] = list(found["supervised_in_writing"])
    return found


def _call_backs(
    case: Case, scheme: Scheme, units: Sequence[str], signed: Sequence[int], shown: Mapping[str, Fraction]
) -> tuple[list[int], list[int]]:
    """Find call-backs and unresolved ones: as printed for some units, for the others by their scores and the total."""
    rows = case.table("low_resolution_units")
    low = {u: (int(n), int(bad)) for u, n, bad in zip(rows["unit"], rows["revisited"], rows["unresolved"], strict=True)}
    item = next(item for _, key, item in scheme.items() if key == "problem_resolution")
    options = [
        dict([low[unit]]) if unit in low else _options(scheme, item, unit, n, shown[unit])
        for unit, n in zip(units, signed, strict=True)
    ]
    total = int(case.figure("revisited_total"))
    chosen = choose_to_total(total, [sorted(own) for own in options], signed)
    return chosen, [own[n] for own, n in zip(options, chosen, strict=True)]


def _options(scheme: Scheme, item: Item, unit: str, signed: int, shown: Fraction) -> dict[int, int]:
    within = range(max(1, int(signed * LEAST_SHARE)), int(signed * MOST_SHARE) + 4)
    printed = _score_of_share(scheme, item, scheme.scored_metric("resolution_rate", unit))
    return dict(pairs_for(shown, printed, within))


def _score_of_share(scheme: Scheme, item: Item, metric: Metric | None) -> Printed:
    """Return how an item of marks times a rate is printed, from the share of those that the rate leaves out."""
    assert scheme.rounding.item is not None
    decimals, mode = scheme.rounding.item.decimals, scheme.rounding.item.mode

    def printed(share: Fraction) -> Fraction:
        rate = 100 * (1 - share)
        rate = rate if metric is None else Fraction(metric.round(rate))
        return Fraction(rounded(_marks(item) * rate / 100, decimals, mode))

    return printed


def _evaluations(
    scheme: Scheme, units: Sequence[str], revisited: Sequence[int], shown: Mapping[str, Fraction]
) -> Counts:
    """Find the dissatisfied, and the unanswered calls, under which the evaluation is scored as printed.

    All marks: nobody is dissatisfied. Less: the fewest dissatisfied, then the fewest unanswered calls.
    """
    item = next(item for _, key, item in scheme.items() if key == "revisit_evaluation")
    satisfied: list[int | None] = []
    unanswered: list[int | None] = []
    for unit, n in zip(units, revisited, strict=True):
        printed = _score_of_share(scheme, item, scheme.scored_metric("satisfaction_rate", unit))
        wanted = shown[unit]
        if wanted == _marks(item):
            satisfied.append(n)
            unanswered.append(None)
            continue
        bad, more = next((b, m) for b in range(1, n + 1) for m in range(n) if printed(Fraction(b, n + m)) == wanted)
        satisfied.append(n - bad)
        unanswered.append(more)
    return {"satisfied": satisfied, "revisit_unanswered": unanswered}


def _marks(item: Item) -> Fraction:
    assert not isinstance(item.marks, dict)
    return Fraction(item.marks)
