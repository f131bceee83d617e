"""Places, ties, grades and lists: from values to who stands where."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from hotline_analysis.exact import rounded

Ties = Literal["competition", "dense"]
Best = Literal["highest", "lowest"]


def places(
    values: Sequence[Fraction | None],
    *,
    groups: Sequence[str] | None = None,
    ties: Ties = "competition",
    tie_decimals: int | None = None,
    best: Best = "highest",
) -> list[int | None]:
    """Give every value its place.

    Parameters
    ----------
    values : sequence of Fraction or None
        None takes no place.
    groups : sequence of str, optional
        Places are given inside each group; without it over all values.
    ties : {"competition", "dense"}
        After a tie the next place is skipped (1, 1, 3) or not (1, 1, 2).
    tie_decimals : int, optional
        Values equal at so many decimals (half up) tie; without it only equal values do.
    best : {"highest", "lowest"}

    Examples
    --------
    >>> places([Fraction(67), Fraction("69.2"), Fraction(67), Fraction("64.2")])
    [2, 1, 2, 4]
    >>> places([Fraction(67), Fraction("69.2"), Fraction(67), Fraction("64.2")], ties="dense")
    [2, 1, 2, 3]
    """
    keys = list(groups) if groups is not None else [""] * len(values)
    sign = 1 if best == "highest" else -1
    level = [
        None if value is None else sign * (value if tie_decimals is None else Fraction(rounded(value, tie_decimals)))
        for value in values
    ]
    found: list[int | None] = [None] * len(level)
    for key in dict.fromkeys(keys):
        members = [value for value, own in zip(level, keys, strict=True) if own == key and value is not None]
        ahead = sorted(members if ties == "competition" else set(members), reverse=True)
        place: dict[Fraction, int] = {}
        for position, value in enumerate(ahead, start=1):
            place.setdefault(value, position)
        for i, (own_value, own) in enumerate(zip(level, keys, strict=True)):
            if own == key and own_value is not None:
                found[i] = place[own_value]
    return found


def grade(value: Fraction | None, bands: Sequence[tuple[str, Fraction | None]]) -> str | None:
    """Return the first grade whose lower bound the value reaches; a bound of None takes the rest.

    Examples
    --------
    >>> grade(Fraction("89.5"), [("A", Fraction(95)), ("B", Fraction(90)), ("C", Fraction(80)), ("D", None)])
    'C'
    """
    if value is None:
        return None
    return next((name for name, bound in bands if bound is None or value >= bound), None)


def top(values: Sequence[Fraction | None], n: int, *, best: Best = "highest") -> list[int]:
    """Return the positions of the first ``n`` values, best first; a tie at the end extends the list.

    Examples
    --------
    >>> top([Fraction(5), Fraction(9), Fraction(5), None, Fraction(1)], 2)
    [1, 0, 2]
    """
    found = places(values, best=best)
    chosen = [(place, i) for i, place in enumerate(found) if place is not None and place <= n]
    return [i for _, i in sorted(chosen)]


def moved(now: int | None, before: int | None) -> int | None:
    """Return by how many places a unit rose (positive) or fell since the period before."""
    return None if now is None or before is None else before - now
