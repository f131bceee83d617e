"""Change on the previous period (环比) or on the same period a year earlier (同比)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Measure = Literal["percent", "percentage_points", "difference"]


@dataclass(frozen=True)
class Change:
    """A change, with the two values it was made of.

    Attributes
    ----------
    value : Fraction or None
        In the unit of ``measure``; None without a base.
    measure : {"percent", "percentage_points", "difference"}
        Counts change by per cent or by a difference, rates by percentage points.

    Examples
    --------
    >>> change(Fraction(1173), Fraction(1118), "difference").value
    Fraction(55, 1)
    >>> change(Fraction(5), Fraction(0), "percent").value is None
    True
    """

    value: Fraction | None
    measure: Measure
    now: Fraction | None
    before: Fraction | None


def change(now: Fraction | None, before: Fraction | None, measure: Measure) -> Change:
    """Compare two values.

    A per cent change is ``100 * (now - before) / before``; it has no value when the base is 0 or missing.

    Examples
    --------
    >>> change(Fraction(71266), Fraction(71266 - 7181), "percent").value.__round__(1)
    Fraction(56, 5)
    """
    if now is None or before is None or (measure == "percent" and before == 0):
        return Change(None, measure, now, before)
    difference = now - before
    return Change(100 * difference / before if measure == "percent" else difference, measure, now, before)
