"""Which items of a scheme tell units apart, and which item decides between neighbours in the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pandas as pd

from hotline_analysis.errors import UsageError
from hotline_analysis.schemes import Scores, ranking_order

Column = list[Fraction | None]


@dataclass(frozen=True)
class Element:
    """What a scheme adds up: an item, or a part of a weighted index or of a mean.

    Attributes
    ----------
    key : str
        The item's key, or ``item/part``.
    zh, en : str
    role : str
        The dimension's key, ``bonus`` or ``deductions``.
    full : sequence of Fraction
        Every unit's full marks; 0 for a bonus or a deduction.
    scores : sequence of Fraction or None
    """

    key: str
    zh: str
    en: str
    role: str
    full: Sequence[Fraction | None]
    scores: Sequence[Fraction | None]


def scored_elements(scores: Scores) -> list[Element]:
    """Return every item with its scores; of an index or a mean its parts, which add up to it but for rounding."""
    found: list[Element] = []
    for role, key, item in scores.scheme.items():
        parts = scores.parts.get(key, {})
        if len(parts) < 2:
            found.append(Element(key, item.zh, item.en, role, scores.marks[key], scores.items[key]))
            continue
        for part, (full, column) in parts.items():
            metric = scores.context.metrics.get(part)
            zh, en = (metric.zh, metric.en) if metric else (part, part)
            found.append(Element(f"{key}/{part}", f"{item.zh}：{zh}", f"{item.en}: {en}", role, full, column))
    return found


def item_table(scores: Scores) -> pd.DataFrame:
    """Say of every item how many units have full marks, and how much of the differences between totals it makes.

    Returns
    -------
    DataFrame
        ``item``, ``zh``, ``en``, ``role``, ``units`` (ranked units with a score), ``full`` (of them with full marks,
        or with no bonus and no deduction), ``values`` (different scores), ``all_full`` (bool; never of a bonus),
        ``weight`` (covariance with the sum of all items over the variance of that sum; these add up to 1, and one
        below 0 works against the others; NaN where all sums are equal).

    Examples
    --------
    >>> from hotline_analysis.cases import load_case
    >>> from hotline_analysis.schemes import load_scheme, read_units, score
    >>> scheme = load_scheme("furong-2020")
    >>> found = item_table(score(read_units(load_case("furong-2020-03").unit_table_files, scheme), scheme))
    >>> found[["item", "units", "full"]].values.tolist()[:2]
    [['late_cases', 43, 36], ['rejected_cases', 43, 39]]
    """
    elements = scored_elements(scores)
    taking = [i for i, rank in enumerate(scores.placing.ranks) if rank is not None]
    rows = [_item_row(element, taking) for element in elements]
    columns = ["item", "zh", "en", "role", "units", "full", "values", "all_full"]
    return pd.DataFrame(rows, columns=columns).assign(weight=_weights(elements, taking))


def full_marks_items(scores: Scores) -> tuple[str, ...]:
    """Return the Chinese names of the items on which every ranked unit has full marks: they tell nobody apart.

    Examples
    --------
    >>> from hotline_analysis.cases import load_case
    >>> from hotline_analysis.schemes import load_scheme, read_units, score
    >>> scheme = load_scheme("furong-2022")
    >>> full_marks_items(score(read_units(load_case("furong-2022-11").unit_table_files, scheme), scheme))
    ('及时联系', '工单驳回', '重点督办', '重复交办', '即问即答', '知识库建设')
    """
    table = item_table(scores)
    return tuple(table.loc[table["all_full"], "zh"])


def _item_row(element: Element, taking: Sequence[int]) -> tuple[object, ...]:
    known = [(element.scores[i], element.full[i]) for i in taking if element.scores[i] is not None]
    full = sum(value == most for value, most in known)
    all_full = bool(known) and full == len(known) and element.role != "bonus"
    different = len({value for value, _ in known})
    return element.key, element.zh, element.en, element.role, len(known), full, different, all_full


def _weights(elements: Sequence[Element], taking: Sequence[int]) -> list[float]:
    complete = [i for i in taking if all(element.scores[i] is not None for element in elements)]
    values = np.array([[float(element.scores[i] or 0) for i in complete] for element in elements])
    if len(complete) < 2 or not elements:
        return [float("nan")] * len(elements)
    centered = values - values.mean(axis=1, keepdims=True)
    whole = centered.sum(axis=0)
    variance = float(whole @ whole)
    return [float(row @ whole) / variance if variance > 0 else float("nan") for row in centered]


def neighbours(scores: Scores) -> pd.DataFrame:
    """Say for every two neighbours in the ranking which item puts the one before the other.

    Returns
    -------
    DataFrame
        ``group``, ``above``, ``below``, ``place``, ``place_below``, ``gap`` (points between the totals), ``item``
        (the one that gives the unit above the largest lead, or ``""`` where they tie), ``lead`` (points on it), and
        ``deciding`` (tuple of items without any one of which the unit above would no longer be before the other).

    Raises
    ------
    UsageError
        If the scheme ranks by something else than the total.

    Examples
    --------
    >>> from hotline_analysis.cases import load_case
    >>> from hotline_analysis.schemes import load_scheme, read_units, score
    >>> scheme = load_scheme("yunxi-2022")
    >>> found = neighbours(score(read_units(load_case("yunxi-2022-Q3").unit_table_files, scheme), scheme))
    >>> found[["above", "below", "item"]].values.tolist()[0]
    ['长岭街道办事处', '路口镇政府', 'composite_index/rework_rate']
    """
    ranking = scores.scheme.ranking
    if ranking is None or ranking.by != "total" or not scores.scheme.scores:
        by = "nothing" if ranking is None else ranking.by
        raise UsageError(f"{scores.scheme.scheme} ranks by {by}, and items decide nothing; allowed: a ranking by total")
    elements, sign = scored_elements(scores), 1 if ranking.best == "highest" else -1
    rows = []
    for above, below in pairwise(ranking_order(scores)):
        ranks = scores.placing.ranks[above], scores.placing.ranks[below]
        same = ranking.within == "all" or scores.groups[above] == scores.groups[below]
        if same and None not in ranks:
            rows.append(_pair(scores, elements, sign, above, below))
    columns = ["group", "above", "below", "place", "place_below", "gap", "item", "lead", "deciding"]
    return pd.DataFrame(rows, columns=columns)


def _pair(scores: Scores, elements: Sequence[Element], sign: int, above: int, below: int) -> tuple[object, ...]:
    gap = sign * ((scores.totals[above] or Fraction(0)) - (scores.totals[below] or Fraction(0)))
    leads = {
        one.key: sign * ((one.scores[above] or Fraction(0)) - (one.scores[below] or Fraction(0))) for one in elements
    }
    best = max(leads, key=lambda key: leads[key])
    tied = scores.placing.ranks[above] == scores.placing.ranks[below]
    deciding = () if tied else tuple(key for key, lead in leads.items() if lead > 0 and gap - lead <= 0)
    together = scores.scheme.ranking is None or scores.scheme.ranking.within == "all"
    units = "" if together else scores.groups[above], scores.units[above], scores.units[below]
    places = scores.placing.ranks[above], scores.placing.ranks[below]
    item, lead = ("", 0.0) if tied else (best, float(leads[best]))
    return (*units, *places, float(gap), item, lead, deciding)
