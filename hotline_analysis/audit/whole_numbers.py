"""Which whole numbers can stand behind a printed rate."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from hotline_analysis.exact import Rounding, rounded

MOST = 1_000_000


def whole_denominators(
    part: int, rate: Fraction, *, decimals: int, mode: Rounding = "half_up", complement: bool = False
) -> range:
    """Return every whole number of which ``part`` is the printed per cent.

    Parameters
    ----------
    part : int
        A count of 1 or more.
    rate : Fraction
        The printed rate in per cent.
    decimals : int
        Digits the rate is printed with.
    mode : {"half_up", "half_even", "truncate", "up"}
    complement : bool
        The rate is that of the others: of ``n - part``.

    Returns
    -------
    range
        Empty when no whole number gives the rate; numbers above a million are not looked at.

    Examples
    --------
    >>> list(whole_denominators(5, Fraction("9.8"), decimals=2))
    [51]
    >>> list(whole_denominators(4, Fraction("97.34"), decimals=2, complement=True))
    []
    """
    step = Fraction(1, 10**decimals)
    own = 100 - rate if complement else rate
    if own < 0:
        return range(0)
    low = max(part, ceil(100 * part / (own + step)))
    high = min(floor(100 * part / (own - step)) if own > step else MOST, MOST)

    def fits(whole: int) -> bool:
        above = whole - part if complement else part
        return rounded(Fraction(100 * above, whole), decimals, mode) == rate

    # the fitting numbers stand side by side, so it is enough to close in from both ends
    while low <= high and not fits(low):
        low += 1
    while high >= low and not fits(high):
        high -= 1
    return range(low, high + 1)
