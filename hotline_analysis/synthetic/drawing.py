"""Choose tickets: exactly so many of every unit, by chance or by weight."""

from __future__ import annotations

import numpy as np

from hotline_analysis.errors import InputError
from hotline_analysis.synthetic.arrays import Codes, Flags, Floats, Numbers


def choose(rng: np.random.Generator, unit: Numbers, wanted: Numbers, weight: Floats) -> Flags:
    """Choose exactly so many tickets of every unit, without replacement.

    Adding Gumbel noise to log-weights and taking the largest draws successively in proportion to the weights.

    Parameters
    ----------
    rng : Generator
    unit : array of int, shape (tickets,)
    wanted : array of int, shape (units,)
    weight : array of float, shape (tickets,)
        Logarithms; a ticket with minus infinity is never chosen.

    Raises
    ------
    InputError
        If a unit has too few tickets to choose among.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> units = np.array([0, 0, 0, 1])
    >>> chosen = choose(rng, units, np.array([2, 1]), np.zeros(4))
    >>> np.bincount(units[chosen]).tolist()
    [2, 1]
    """
    key = weight + rng.gumbel(size=len(unit))
    order = np.lexsort((-key, unit))
    starts = np.searchsorted(unit[order], np.arange(len(wanted)))
    place = np.arange(len(unit)) - starts[unit[order]]
    chosen = np.zeros(len(unit), dtype=bool)
    chosen[order] = place < wanted[unit[order]]
    chosen &= np.isfinite(key)
    short = np.flatnonzero(np.bincount(unit[chosen], minlength=len(wanted)) < wanted)
    if len(short):
        raise InputError(
            "too few tickets of a unit to choose among", value=f"unit {short[0]}", allowed=str(wanted[short[0]])
        )
    return chosen


def choose_in_all(rng: np.random.Generator, wanted: int, weight: Floats) -> Flags:
    """Choose exactly so many tickets of all."""
    return choose(rng, np.zeros(len(weight), dtype=np.int64), np.array([wanted]), weight)


def only(where: Flags, weight: Floats | float = 0.0) -> Floats:
    """Return log-weights that leave out every ticket elsewhere."""
    return np.where(where, weight, -np.inf)


def preferring(where: Flags, better: Flags) -> Floats:
    """Return log-weights of tickets somewhere, of which some are taken before any other."""
    return np.where(where, np.where(better, 60.0, 0.0), -np.inf)


def draw(rng: np.random.Generator, weights: Floats, size: int) -> Codes:
    """Draw positions in proportion to weights."""
    edges = np.cumsum(weights) / np.sum(weights)
    found: Codes = np.searchsorted(edges, rng.random(size), side="right").astype(np.int32)
    return np.minimum(found, np.int32(len(weights) - 1))
