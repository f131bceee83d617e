"""The named lists of a scheme: by threshold and minimum volume, or the first and last so many."""

from __future__ import annotations

from fractions import Fraction

from hotline_analysis.ranking import top
from hotline_analysis.schemes.model import NamedList
from hotline_analysis.schemes.output import figure
from hotline_analysis.schemes.scoring import Scores
from hotline_analysis.schemes.values import within_bounds


def select(scores: Scores, wanted: NamedList) -> list[int]:
    """Return the row positions of the units on a list, in the list's order.

    A unit without the figure is not on the list. ``top`` and ``bottom`` count places, so a tie extends the list.
    """
    values = figure(scores, wanted.by)
    candidates = [
        value if value is not None and within_bounds(value, wanted) and _qualifies(scores, wanted, i) else None
        for i, value in enumerate(values)
    ]
    if wanted.top is not None or wanted.bottom is not None:
        best, n = ("highest", wanted.top) if wanted.top is not None else ("lowest", wanted.bottom)
        return top(candidates, n or 0, best="highest" if best == "highest" else "lowest")
    chosen = [i for i, value in enumerate(candidates) if value is not None]
    return _ordered(scores, wanted.order, chosen) if wanted.order else chosen


def _qualifies(scores: Scores, wanted: NamedList, i: int) -> bool:
    if wanted.groups and scores.groups[i] not in wanted.groups:
        return False
    for minimum in wanted.where:
        value = figure(scores, minimum.of)[i]
        if value is None or not within_bounds(value, minimum):
            return False
    return True


def _ordered(scores: Scores, order: str, chosen: list[int]) -> list[int]:
    values = figure(scores, order.removeprefix("-"))
    sign = -1 if order.startswith("-") else 1
    return sorted(chosen, key=lambda i: (values[i] is None, sign * (values[i] or Fraction(0))))
