"""Scores as a table of printed figures, for the command line and for files."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pandas as pd

from hotline_analysis.exact import printed, rounded
from hotline_analysis.ranking import moved
from hotline_analysis.schemes.scoring import Scores


def scores_frame(scores: Scores, *, previous: Scores | None = None, language: str = "en") -> pd.DataFrame:
    """Lay scores out with every figure as it is printed.

    Returns
    -------
    DataFrame of str
        ``unit, group``, the rates that are scored, every item, subtotals, ``before_bonus`` and ``bonus`` or
        ``deductions`` where the scheme has them, ``total`` (with bonus and deductions), ``rank``, ``grade``, ``veto``
        where the scheme has any, and ``not_ranked``; with ``previous`` also the earlier place and grade. Sorted by
        group and place.

    Examples
    --------
    >>> from hotline_analysis.cases import load_case
    >>> from hotline_analysis.schemes import load_scheme, read_units, score
    >>> scheme = load_scheme("furong-2020")
    >>> scores = score(read_units(load_case("furong-2020-03").unit_table_files, scheme), scheme)
    >>> scores_frame(scores)[["unit", "lateness", "total", "rank"]].tail(1).values.tolist()
    [['残联', '-10', '59.9', '28']]
    """
    scheme, placing = scores.scheme, scores.placing
    columns: dict[str, list[str]] = {"unit": list(scores.units), "group": list(scores.groups)}
    for key in scheme.used_metrics():
        metric = scores.context.metrics[key]
        rates = [rate.value for rate in scores.context.full_rates(key)]
        columns[key] = ["" if rate is None else printed(metric.round(rate)) for rate in rates]
    points = _printer(scheme.rounding.item.decimals if scheme.rounding.item else 4)
    columns |= {key: [points(value) for value in column] for key, column in scores.items.items()}
    if len(scheme.dimensions) > 1:
        columns |= {f"{k}_subtotal": [points(value) for value in column] for k, column in scores.subtotals.items()}
    if scheme.bonus.items or scheme.deductions.items:
        columns["before_bonus"] = [points(value) for value in scores.before_bonus]
    if scheme.bonus.items:
        columns["bonus"] = [points(value) for value in scores.bonus]
    if scheme.deductions.items:
        columns["deductions"] = [points(value) for value in scores.deductions]
    columns["total"] = [_printer(scheme.rounding.total.decimals)(value) for value in scores.totals]
    columns["rank"] = [_text(rank) for rank in placing.ranks]
    if scheme.ranking is not None and scheme.ranking.within == "both":
        columns["overall_rank"] = [_text(rank) for rank in placing.overall_ranks]
    if previous is not None:
        columns |= _changes(scores, previous)
    columns["grade"] = [_text(grade) for grade in placing.grades]
    if scheme.vetoes:
        columns["veto"] = ["" if reason is None else getattr(reason, language) for reason in placing.vetoed]
    columns["not_ranked"] = ["" if reason is None else getattr(reason, language) for reason in placing.reasons]
    frame = pd.DataFrame(columns, dtype=object)
    return frame.iloc[ranking_order(scores)].reset_index(drop=True)


def ranking_order(scores: Scores) -> list[int]:
    """Return the row positions by group, place, and the scheme's order inside a tie; unranked units last.

    Examples
    --------
    >>> from hotline_analysis.cases import load_case
    >>> from hotline_analysis.schemes import load_scheme, read_units, score
    >>> scheme = load_scheme("furong-2020")
    >>> scores = score(read_units(load_case("furong-2020-03").unit_table_files, scheme), scheme)
    >>> scores.units[ranking_order(scores)[0]]
    '定王台街道'
    """
    ranking = scores.scheme.ranking
    if ranking is None:
        return list(range(len(scores.units)))
    first = list(dict.fromkeys([*scores.scheme.groups, *scores.groups]))
    whole = ranking.within == "all"
    ties = [_sort_column(scores, name) for name in ranking.order]

    def key(i: int) -> tuple[object, ...]:
        place = scores.placing.ranks[i]
        return (
            0 if whole else first.index(scores.groups[i]),
            place is None,
            place or 0,
            *(column[i] for column in ties),
        )

    return sorted(range(len(scores.units)), key=key)


def _sort_column(scores: Scores, name: str) -> list[Fraction]:
    """Return a figure as a sort key; a leading minus sorts downward, missing figures come last."""
    sign = -1 if name.startswith("-") else 1
    values = figure(scores, name.removeprefix("-"))
    known = [sign * value for value in values if value is not None]
    end = max(known, default=Fraction(0)) + 1
    return [end if value is None else sign * value for value in values]


def figure(scores: Scores, name: str) -> list[Fraction | None]:
    """Return any figure of scored units: ``total``, ``rank``, a metric as printed, an item, a dimension, a count.

    Examples
    --------
    >>> from hotline_analysis.cases import load_case
    >>> from hotline_analysis.schemes import load_scheme, read_units, score
    >>> scheme = load_scheme("furong-2020")
    >>> scores = score(read_units(load_case("furong-2020-03").unit_table_files, scheme), scheme)
    >>> figure(scores, "total")[0], figure(scores, "signed")[0], figure(scores, "on_time_closure_rate")[0]
    (Fraction(70, 1), Fraction(117, 1), Fraction(100, 1))
    """
    if name == "rank":
        return [None if rank is None else Fraction(rank) for rank in scores.placing.ranks]
    if name in ("total", "bonus", "deductions", "before_bonus"):
        column: list[Fraction | None] = getattr(scores, "totals" if name == "total" else name)
        return column
    if name in scores.context.metrics:
        return scores.context.printed_rates(name)
    for columns in (scores.items, scores.subtotals):
        if name in columns:
            return columns[name]
    return scores.context.column(name)


def _changes(scores: Scores, previous: Scores) -> dict[str, list[str]]:
    before = {unit: i for i, unit in enumerate(previous.units)}
    at = [before.get(unit) for unit in scores.units]
    ranks = [None if i is None else previous.placing.ranks[i] for i in at]
    grades = [None if i is None else previous.placing.grades[i] for i in at]
    rises = [moved(now, then) for now, then in zip(scores.placing.ranks, ranks, strict=True)]
    return {
        "rank_before": [_text(rank) for rank in ranks],
        "places_gained": [_text(rise) for rise in rises],
        "grade_before": [_text(grade) for grade in grades],
    }


def _printer(decimals: int) -> Callable[[Fraction | None], str]:
    return lambda value: "" if value is None else printed(rounded(value, decimals), trim=True)


def _text(value: object) -> str:
    return "" if value is None else str(value)
