"""Where the points went: what every unit lost in every item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hotline_analysis.schemes import Scheme, Scores

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
        The sum over the items; None for a unit without a score.
    """

    units: list[str]
    items: Mapping[str, tuple[str, Column]]
    totals: Column


def losses_of(scores: Scores, scheme: Scheme) -> Losses:
    """Work out what every unit lost: full marks less score, in every item and every term of an index."""
    items: dict[str, tuple[str, Column]] = {}
    for role, key, item in scheme.items():
        parts = scores.parts.get(key, {})
        if role == "bonus":
            continue
        for part, (full, column) in parts.items():
            items[f"{key}.{part}"] = (
                scheme.metric(part).zh if part in scores.context.metrics else part,
                _lost(full, column),
            )
        if not parts:
            items[key] = item.zh, _lost(scores.marks[key], scores.items[key])
    totals: Column = [
        None if total is None else sum((column[i] or Fraction(0) for _, column in items.values()), Fraction(0))
        for i, total in enumerate(scores.totals)
    ]
    return Losses(scores.units, items, totals)


def _lost(full: Sequence[Fraction | None], column: Column) -> Column:
    return [
        None if value is None or marks is None else max(marks - value, Fraction(0))
        for marks, value in zip(full, column, strict=True)
    ]
