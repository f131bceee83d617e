"""The named lists of a scheme: by threshold and minimum volume, or the first and last so many."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from hotline_analysis.ranking import Best, top
from hotline_analysis.schemes.model import NamedList
from hotline_analysis.schemes.output import figure
from hotline_analysis.schemes.scoring import Scores
from hotline_analysis.schemes.values import within_bounds


def select(scores: Scores, wanted: NamedList, *, among: Callable[[str], bool] | None = None) -> list[int]:
    """Return the row positions of the units on a list, in the list's order.

    ``among`` limits the list to some units, before the first or last so many are counted.

    A unit without the figure is not on the list, nor on a list by the total one that is not ranked. ``top`` and
    ``bottom`` count places, so a tie extends the list.

    Examples
    --------
    >>> from hotline_analysis.cases import load_case
    >>> from hotline_analysis.schemes import load_scheme, read_units, score
    >>> scheme = load_scheme("furong-2020")
    >>> scores = score(read_units(load_case("furong-2020-03").unit_table_files, scheme), scheme)
    >>> [scores.units[i] for i in select(scores, scheme.lists["low_satisfaction_units"])]
    ['马坡岭街道', '荷花园街道', '湘湖管理局', '隆平高科技园']
    """
    values = figure(scores, wanted.by)
    candidates = [
        value
        if value is not None
        and (among is None or among(scores.units[i]))
        and within_bounds(value, wanted)
        and _qualifies(scores, wanted, i)
        else None
        for i, value in enumerate(values)
    ]
    first: Best
    last: Best
    first, last = ("lowest", "highest") if wanted.by == "rank" else ("highest", "lowest")
    if wanted.top is not None:
        chosen = top(candidates, wanted.top, best=first)
    elif wanted.bottom is not None:
        chosen = top(candidates, wanted.bottom, best=last)
    else:
        chosen = [i for i, value in enumerate(candidates) if value is not None]
    return _ordered(scores, wanted.order, chosen) if wanted.order else chosen


def _qualifies(scores: Scores, wanted: NamedList, i: int) -> bool:
    if wanted.groups and scores.groups[i] not in wanted.groups:
        return False
    if wanted.by == "total" and scores.placing.reasons[i] is not None:
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
