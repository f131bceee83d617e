"""Where the points went: what every unit lost in every item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hotline_analysis.report.language import CHINESE, Language
from hotline_analysis.schemes import Scheme, Scores
from hotline_analysis.schemes.model import marks_of

Column = list[Fraction | None]


@dataclass(frozen=True)
class Losses:
    """Points lost, by unit and item.

    Attributes
    ----------
    units : list of str
    items : mapping of key to (name, column)
        Points lost in an item, or in one term of an index; deductions count as lost. Never negative.
    totals : list of Fraction or None
        What the printed total lacks to full marks; None for a unit without a score.
    """

    units: list[str]
    items: Mapping[str, tuple[str, Column]]
    totals: Column


def losses_of(scores: Scores, scheme: Scheme, language: Language = CHINESE) -> Losses:
    """Work out what every unit lost: full marks less score, in every item and every term of an index.

    A unit has lost what its printed total lacks to full marks, without its bonus. One that is printed with full marks
    has lost nothing, so that no text contradicts the annex.
    """
    totals = [_lacking(scores, i) for i in range(len(scores.units))]
    items: dict[str, tuple[str, Column]] = {}
    for role, key, item in scheme.items():
        parts = scores.parts.get(key, {})
        if role == "bonus":
            continue
        for part, (full, column) in parts.items():
            items[f"{key}.{part}"] = (
                language.name(scheme.metric(part)) if part in scores.context.metrics else part,
                _lost(full, column, totals),
            )
        if not parts:
            items[key] = language.name(item), _lost(scores.marks[key], scores.items[key], totals)
    return Losses(scores.units, items, totals)


def _lacking(scores: Scores, i: int) -> Fraction | None:
    total, full = scores.totals[i], scores.scheme.full_marks
    marks = None if full is None else marks_of(full, scores.groups[i])
    if total is None or marks is None:
        return None
    return max(Fraction(marks) - (total - (scores.bonus[i] or Fraction(0))), Fraction(0))


def _lost(full: Sequence[Fraction | None], column: Column, totals: Column) -> Column:
    return [
        None if value is None or marks is None else max(marks - value, Fraction(0)) if total else Fraction(0)
        for marks, value, total in zip(full, column, totals, strict=True)
    ]
