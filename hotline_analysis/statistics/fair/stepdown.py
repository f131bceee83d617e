"""Which pairs of units differ: simultaneous tests of many differences, stepping down, by parametric bootstrap."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hotline_analysis.statistics.fair.counts import Floats

Noise = NDArray[np.float32]
Pairs = NDArray[np.bool_]
Groups = list[tuple[int, NDArray[np.intp]]]
BLOCK = 2000  # draws at a time, so that a block of 100 units stays in the cache of a processor


@dataclass(frozen=True)
class Differences:
    """Differences of estimates and draws of their errors.

    Attributes
    ----------
    estimates : array, shape (units,)
        Higher is better.
    distance : array, shape (units, units)
        How much better the unit of the row is than that of the column.
    noise : array of float32, shape (units, draws)
        Draws of estimate minus truth.
    errors : array, shape (units, units)
        Standard errors of the differences; 0 for a difference without chance in it.
    """

    estimates: Floats
    distance: Floats
    noise: Noise
    errors: Floats

    @cached_property
    def scaled(self) -> Floats:
        """Every difference in standard errors, row minus column; infinite where certain, 0 for equal estimates."""
        certain = np.where(self.distance == 0, 0.0, np.copysign(np.inf, self.distance))
        return np.divide(self.distance, self.errors, out=certain, where=self.errors > 0)

    @cached_property
    def inverse(self) -> Noise:
        """One over every standard error; 0 where the difference is certain."""
        found = np.divide(1.0, self.errors, out=np.zeros_like(self.errors), where=self.errors > 0)
        return found.astype(np.float32)

    def largest(self, unit: int, others: Groups, block: slice) -> Noise:
        """Return the largest scaled error of a unit's open differences for a block of draws.

        Parameters
        ----------
        unit : int
        others : list of (int, array of int)
            Units it is compared with: 2 where either may be claimed better, 1 where only the unit may, -1 where only
            the other.
        block : slice
            Of draws.

        Returns
        -------
        array, shape (draws of the block,)
        """
        tops = []
        for how, chosen in others:
            rows = self.noise[chosen, block]
            np.subtract(self.noise[unit, block], rows, out=rows)
            rows *= self.inverse[unit, chosen][:, None]
            if how == 2:
                np.abs(rows, out=rows)
            tops.append(-rows.min(axis=0) if how < 0 else rows.max(axis=0))
        return np.asarray(np.max(tops, axis=0))


def differing(differences: Differences, pairs: Pairs, level: float) -> Pairs:
    """Say for which ordered pairs the first unit is better than the second, all true at once with this confidence.

    Parameters
    ----------
    differences : Differences
    pairs : array of bool, shape (units, units)
        The claims "row is better than column" that are tested together.
    level : float

    Returns
    -------
    array of bool, shape (units, units)

    Notes
    -----
    Romano, J. P. and Wolf, M. (2005), Econometrica 73:1237-1282. After each round the claims already made leave the
    family, and the quantile is taken over those that remain.
    """
    found, remaining = np.zeros_like(pairs), pairs.copy()
    while remaining.any():
        quantile = _quantile(differences, remaining, level)
        new = remaining & (differences.scaled > quantile)
        found |= new
        remaining &= ~new
        if not new.any():
            break
    return found


def _quantile(differences: Differences, pairs: Pairs, level: float) -> float:
    """Return the quantile of the largest scaled error over the pairs."""
    plan = _plan(pairs)
    draws = differences.noise.shape[1]
    largest = np.empty(draws, dtype=np.float32)
    for start in range(0, draws, BLOCK):
        block = slice(start, start + BLOCK)
        largest[block] = np.max([differences.largest(unit, others, block) for unit, others in plan], axis=0)
    return float(np.quantile(largest, level))


def _plan(pairs: Pairs) -> list[tuple[int, Groups]]:
    """Put every unordered pair at one unit, those with many pairs first, so that their pairs are one pass."""
    either, waiting, plan = pairs | pairs.T, np.ones(len(pairs), dtype=bool), []
    for unit in np.argsort(-either.sum(axis=1), kind="stable"):
        if not either[np.ix_(waiting, waiting)].any():
            break
        waiting[unit] = False
        better, worse = pairs[unit] & waiting, pairs[:, unit] & waiting
        kinds = ((2, better & worse), (1, better & ~worse), (-1, worse & ~better))
        others = [(how, np.flatnonzero(chosen)) for how, chosen in kinds if chosen.any()]
        if others:
            plan.append((int(unit), others))
    return plan


def marginal(differences: Differences, unit: int, level: float, *, above: bool, below: bool) -> tuple[int, int]:
    """Count the units that are better and those that are worse than one unit, with confidence for this unit alone.

    Parameters
    ----------
    above, below : bool
        Which of the two are wanted.

    Returns
    -------
    better, worse : int
    """
    pairs = np.zeros(differences.errors.shape, dtype=bool)
    pairs[:, unit], pairs[unit] = above, below
    pairs[unit, unit] = False
    found = differing(differences, pairs, level)
    return int(found[:, unit].sum()), int(found[unit].sum())
