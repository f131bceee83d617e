"""Whole numbers behind printed rates and scores: found by search over exact fractions, never by floats."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from fractions import Fraction

from hotline_analysis.errors import InputError

Printed = Callable[[Fraction], Fraction]


def parts_of(whole: int, shown: Fraction, printed: Printed) -> Iterator[int]:
    """Yield every part of a whole whose rate prints as shown, the nearest to the rate first.

    Parameters
    ----------
    whole : int
    shown : Fraction
        The figure as it is printed.
    printed : callable
        From a share between 0 and 1 to the figure as it is printed.

    Examples
    --------
    >>> from hotline_analysis.exact import rounded
    >>> whole_per_cent = lambda share: Fraction(rounded(100 * share, 0))
    >>> list(parts_of(130, Fraction(2), whole_per_cent))
    [3, 2]
    """
    if whole <= 0:
        return
    found = _run(range(whole + 1), shown, lambda part: printed(Fraction(part, whole)))
    if found:
        middle = Fraction(found[0] + found[-1], 2)
        yield from sorted(found, key=lambda part: (abs(part - middle), -part))


def wholes_for(part: int, shown: Fraction, printed: Printed, most: int) -> list[int]:
    """Return every whole up to ``most`` of which a part has the rate that is printed.

    Examples
    --------
    >>> from hotline_analysis.exact import rounded
    >>> wholes_for(34, Fraction("16.59"), lambda share: Fraction(rounded(100 * share, 2)), 1000)
    [205]
    """
    return list(_run(range(max(part, 1), most + 1), shown, lambda whole: printed(Fraction(part, whole))))


def _run(numbers: range, shown: Fraction, figure: Callable[[int], Fraction]) -> range:
    """Return the run of numbers with a figure, which rises or falls with them all the way."""
    if not numbers:
        return numbers
    sign = 1 if figure(numbers[-1]) >= figure(numbers[0]) else -1

    def rising(number: int) -> Fraction:
        return sign * figure(number)

    first, after = bisect_left(numbers, sign * shown, key=rising), bisect_right(numbers, sign * shown, key=rising)
    return numbers[first:after]


def cases_behind(lost: Fraction, points: Fraction, where: str) -> int:
    """Return how many cases cost so many points.

    Raises
    ------
    InputError
        If it is not a whole number.

    Examples
    --------
    >>> cases_behind(Fraction("2.2"), Fraction("0.1"), "extensions")
    22
    """
    count = lost / points
    if count.denominator != 1 or count < 0:
        raise InputError("the points lost are no whole number of cases", where=where, value=str(float(lost)))
    return int(count)


def pairs_for(shown: Fraction, printed: Printed, wholes: range) -> list[tuple[int, int]]:
    """Return (whole, part) for every whole that has a part whose score prints as shown.

    Examples
    --------
    >>> from hotline_analysis.exact import rounded
    >>> exact = lambda share: Fraction(rounded(20 * (1 - share), 2))
    >>> pairs_for(Fraction("18.79"), exact, range(19, 35))
    [(33, 2)]
    """
    found = []
    for whole in wholes:
        part = next(parts_of(whole, shown, printed), None)
        if part is not None:
            found.append((whole, part))
    return found
