"""Spread a whole number over units: in proportion, within bounds, or by choosing among what each unit allows."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from hotline_analysis.errors import InputError


def spread(total: int, weights: Sequence[int], least: Sequence[int], most: Sequence[int]) -> list[int]:
    """Spread a total in proportion to weights, within bounds, by largest remainders.

    Raises
    ------
    InputError
        If the bounds leave no room for the total.

    Examples
    --------
    >>> spread(10, [3, 1, 1], [0, 0, 0], [4, 9, 9])
    [4, 3, 3]
    """
    if not sum(least) <= total <= sum(most):
        raise InputError("a total does not fit its units", value=total, allowed=f"{sum(least)} to {sum(most)}")
    given = [min(max(low, 0), high) for low, high in zip(least, most, strict=True)]
    for i, share in enumerate(_shares(total, weights)):
        given[i] = min(max(int(share), least[i]), most[i])
    while (left := total - sum(given)) != 0:
        step = 1 if left > 0 else -1
        open_ = [i for i in range(len(given)) if (given[i] < most[i] if step > 0 else given[i] > least[i])]
        # the unit that is furthest from its share, for its size, moves first
        best = max(open_, key=lambda i: step * (weights[i] + 1 - Fraction(given[i] * sum(weights), total + 1)))
        given[best] += step
    return given


def _shares(total: int, weights: Sequence[int]) -> list[Fraction]:
    return [Fraction(total * weight, sum(weights)) for weight in weights]


def choose_to_total(total: int, allowed: Sequence[Sequence[int]], near: Sequence[int]) -> list[int]:
    """Choose one allowed number a unit so that they add up to a total, each as near to its wish as may be.

    Raises
    ------
    InputError
        If no choice adds up.

    Examples
    --------
    >>> choose_to_total(10, [[3], [2, 4, 6], [1, 2, 3]], [3, 4, 2])
    [3, 4, 3]
    """
    chosen = [_nearest(options, wish) for options, wish in zip(allowed, near, strict=True)]
    for _ in range(total + sum(map(len, allowed))):
        left = total - sum(chosen)
        if left == 0:
            return chosen
        moves = [
            (abs(left - (option - chosen[i])), abs(option - near[i]), i, option)
            for i, options in enumerate(allowed)
            for option in options
            if abs(left - (option - chosen[i])) < abs(left)
        ]
        # a small step of whichever unit stays nearest to its wish, until it adds up
        _, _, i, option = min(moves, key=lambda m: (m[1] * 4 // (near[m[2]] + 1), m[0], m[2]), default=(0, 0, -1, 0))
        if i < 0:
            break
        chosen[i] = option
    raise InputError("no choice of whole numbers adds up", value=total, allowed=f"about {sum(chosen)}")


def _nearest(options: Sequence[int], wish: int) -> int:
    return min(options, key=lambda n: (abs(n - wish), n))
