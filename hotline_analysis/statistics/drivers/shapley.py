"""Sharing a fit among groups of factors: every order of entry counts alike (Shapley, LMG, general dominance)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from math import comb
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from hotline_analysis.errors import UsageError
from hotline_analysis.statistics.seeds import DRIVERS

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

EXACT_UP_TO = 12
PERMUTATIONS = 100


@dataclass(frozen=True)
class Shares:
    """How much of a fit each group brings, on average over all orders of entry.

    Attributes
    ----------
    names : tuple of str
        The groups.
    shares : array of float
        One a group; they add up to ``total``.
    errors : array of float
        Monte Carlo standard error of every share: 0 where all subsets were counted.
    conditional : DataFrame or None
        Rows the groups, columns 1 to k: what a group adds on average where it is the first, second, … to enter
        (conditional dominance). None where orders were sampled.
    total : float
        The fit with all groups, above the fit with none.
    orders : int or None
        How many orders of entry were drawn; None if all subsets were counted.
    """

    names: tuple[str, ...]
    shares: Floats
    errors: Floats
    conditional: pd.DataFrame | None
    total: float
    orders: int | None = None


def shapley(
    value: Callable[[int], float],
    names: Sequence[str],
    *,
    exact_up_to: int = EXACT_UP_TO,
    permutations: int = PERMUTATIONS,
    seed: int = DRIVERS,
) -> Shares:
    """Share a fit statistic among groups.

    Parameters
    ----------
    value : callable
        The fit of a subset of groups. The subset is a bit mask: bit ``j`` is set if group ``j`` is in it. It is called
        once a subset.
    names : sequence of str
        The groups.
    exact_up_to : int
        So many groups are shared over all ``2 ** k`` subsets; with more, orders of entry are drawn.
    permutations : int
        How many orders are drawn: half of them, and each of these backwards too, which lessens the noise.
    seed : int
        Of the draws; the same seed gives the same draws.

    Returns
    -------
    Shares

    Raises
    ------
    UsageError
        If there is no group, or fewer than two permutations.

    Notes
    -----
    Lindeman, Merenda and Gold 1980; Grömping 2007 (The American Statistician 61:139-147); Azen and Budescu 2003
    (Psychological Methods 8:129-148). Drawn orders: Castro, Gómez and Tejada 2009 (Computers & OR 36:1726-1730).
    The shares of every single order add up to the total, so those of drawn orders do too.

    Examples
    --------
    Two equal groups of which either one would do share evenly:

    >>> shapley(lambda mask: 0.6 if mask else 0.0, ["waiting", "overdue"]).shares.tolist()
    [0.3, 0.3]
    """
    if not names:
        raise UsageError("there is no factor to share the fit among")
    if len(names) <= exact_up_to:
        return exact_shares(np.array([value(mask) for mask in range(1 << len(names))], dtype=float), names)
    return _sampled(cache(value), names, permutations, seed)


def exact_shares(values: Floats, names: Sequence[str]) -> Shares:
    """Share a fit from its values for all subsets; ``values[mask]`` is that of the groups whose bits are set."""
    import pandas as pd

    groups = len(names)
    masks = np.arange(1 << groups)
    sizes = np.bitwise_count(masks)
    conditional = np.empty((groups, groups))
    for group in range(groups):
        without = masks[(masks >> group) & 1 == 0]
        gain = values[without | (1 << group)] - values[without]
        sums = np.bincount(sizes[without], weights=gain, minlength=groups)
        conditional[group] = sums / [comb(groups - 1, size) for size in range(groups)]
    frame = pd.DataFrame(conditional, index=pd.Index(names, name="group"), columns=range(1, groups + 1))
    total = float(values[-1] - values[0])
    return Shares(tuple(names), conditional.mean(axis=1), np.zeros(groups), frame, total)


def _sampled(value: Callable[[int], float], names: Sequence[str], permutations: int, seed: int) -> Shares:
    """Share a fit over drawn orders of entry, each used forwards and backwards."""
    if permutations < 4:
        raise UsageError(f"{permutations} orders of entry are too few; allowed: 4 or more")
    rng = np.random.default_rng(seed)
    pairs = []
    for _ in range(permutations // 2):
        order = rng.permutation(len(names))
        pairs.append((_gains(value, order) + _gains(value, order[::-1])) / 2)
    found = np.array(pairs)
    errors = found.std(axis=0, ddof=1) / np.sqrt(len(found))
    total = value((1 << len(names)) - 1) - value(0)
    return Shares(tuple(names), found.mean(axis=0), errors, None, total, orders=2 * len(found))


def _gains(value: Callable[[int], float], order: NDArray[np.int64]) -> Floats:
    """Return what each group adds where groups enter in this order."""
    gains = np.empty(len(order))
    mask, before = 0, value(0)
    for group in order:
        mask |= 1 << int(group)
        after = value(mask)
        gains[group] = after - before
        before = after
    return gains
