"""Shrinkage of estimates with standard errors: James and Stein, Efron and Morris."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from hotline_analysis.errors import InputError
from hotline_analysis.shown import Shown
from hotline_analysis.statistics.fair.counts import Floats, open_level
from hotline_analysis.statistics.fair.estimates import checked_estimates
from hotline_analysis.statistics.fair.intervals import normal_quantile

FEWEST = 4


@dataclass(frozen=True, repr=False)
class ShrunkenNormal(Shown):
    """Estimates pulled towards their common mean.

    Attributes
    ----------
    names : tuple of str
    raw, raw_errors : arrays, shape (units,)
        What was given.
    mean, between : float
        Common mean, and variance of the underlying values between units.
    kept : array, shape (units,)
        The share of each unit's distance from the mean that is kept: the c of Efron and Morris.
    estimates, standard_errors, low, high : arrays, shape (units,)
        Their errors allow for mean and variance being estimated.
    notes : tuple of str

    Examples
    --------
    >>> shrink_normal([1.0, 2.0, 3.0, 4.0, 5.0], [1.0] * 5)
    <ShrunkenNormal: 5 units around 3>
    """

    names: tuple[str, ...]
    raw: Floats
    raw_errors: Floats
    mean: float
    between: float
    kept: Floats
    estimates: Floats
    standard_errors: Floats
    low: Floats
    high: Floats
    notes: tuple[str, ...] = ()

    def _said(self) -> str:
        return f"{len(self.names)} units around {self.mean:.4g}"

    @property
    def frame(self) -> pd.DataFrame:
        """One row a unit."""
        keys = ("raw", "raw_errors", "kept", "estimates", "standard_errors", "low", "high")
        labels = ("value", "value_error", "kept", "estimate", "standard_error", "low", "high")
        return pd.DataFrame(
            {"unit": self.names} | {label: getattr(self, key) for label, key in zip(labels, keys, strict=True)}
        )


def shrink_normal(
    estimates: ArrayLike, standard_errors: ArrayLike, names: Sequence[str] | None = None, *, level: float = 0.95
) -> ShrunkenNormal:
    """Pull estimates towards their mean, as far as their errors explain how they differ.

    Parameters
    ----------
    estimates, standard_errors : array_like, shape (units,)
        Errors above 0; they need not be equal.
    names : sequence of str, optional
    level : float
        Of the intervals.

    Raises
    ------
    InputError
        For a missing estimate, an error of 0, or fewer than four units.

    Notes
    -----
    Morris, C. N. (1983), JASA 78:47-55, equations 1.10 to 1.17: A is the solution of
    ``A = sum w (k/(k-1) (y - m)^2 - V) / sum w`` with ``w = 1 / (V + A)``, or 0, and
    ``B = (k - 3)/(k - 1) V / (V + A)``. With equal errors ``1 - B`` is ``1 - (k - 3) V / sum (y - m)^2``, the factor
    of Efron and Morris (1977, Scientific American 236(5):119-127) about the grand mean.

    Examples
    --------
    >>> found = shrink_normal([1.0, 2.0, 3.0, 4.0, 5.0], [1.0] * 5)
    >>> found.estimates.round(6).tolist()
    [1.4, 2.2, 3.0, 3.8, 4.6]
    """
    open_level(level)
    y, errors, units = checked_estimates(estimates, standard_errors, names, zero_errors=False)
    k = len(y)
    if k < FEWEST:
        raise InputError("too few units to shrink towards their mean", value=k, allowed=f"{FEWEST} or more")
    variances = np.square(errors)
    between, mean = _between(y, variances)
    spread = variances + between
    pulled = (k - 3) / (k - 1) * variances / spread
    found = mean + (1 - pulled) * (y - mean)
    of_pull = 2 / (k - 3) * np.square(pulled) * (np.mean(variances) + between) / spread
    new_errors = np.sqrt(variances * (1 - (k - 1) / k * pulled) + of_pull * np.square(y - mean))
    half = normal_quantile(level) * new_errors
    notes = () if between > 0 else ("units differ by no more than their errors explain",)
    return ShrunkenNormal(
        units, y, errors, mean, between, 1 - pulled, found, new_errors, found - half, found + half, notes
    )


def _between(y: Floats, variances: Floats) -> tuple[float, float]:
    """Return the variance between units and their weighted mean."""
    k, between = len(y), max(float(np.var(y, ddof=1) - variances.mean()), 0.0)
    mean = float(y.mean())
    for _ in range(500):
        weights = 1 / (variances + between)
        mean = float(np.sum(weights * y) / weights.sum())
        excess = k / (k - 1) * np.square(y - mean) - variances
        updated = max(float(np.sum(weights * excess) / weights.sum()), 0.0)
        if abs(updated - between) <= 1e-12 * (between + variances.mean()):
            return updated, mean
        between = updated
    raise InputError("the variance between units did not settle", allowed="standard errors of similar size")
