"""Means under weights, with linearised standard errors: clusters, strata, finite populations, raked weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.statistics.drivers.raking import Margin
from hotline_analysis.statistics.drivers.sums import sums_by

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A weighted mean or total and its standard error; ``df``: clusters less strata."""

    value: float
    se: float
    df: int


def _codes(values: Sequence[object] | NDArray[np.generic]) -> NDArray[np.intp]:
    return np.unique(np.asarray(values), return_inverse=True)[1].astype(np.intp)


@dataclass(frozen=True)
class Design:
    """Who was drawn, and how.

    Attributes
    ----------
    weights : array of float, shape (n,)
    clusters : sequence, optional
        What was drawn as a whole, one a row; default: every row by itself.
    strata : sequence, optional
        Default: one stratum.
    population : array of float, optional
        How many clusters the stratum of a row has in all; default: no correction for a finite population.
    margins : sequence of Margin
        To which the weights were raked; what they explain is no error of sampling.
    base : array of float, optional
        The weights before raking, with which the margins explain the values; default: ``weights``.
    """

    weights: Floats
    clusters: Sequence[object] | None = None
    strata: Sequence[object] | None = None
    population: Floats | None = None
    margins: Sequence[Margin] = ()
    base: Floats | None = None

    def total(self, values: Floats) -> Estimate:
        """Return the weighted sum of values."""
        variance, df = self._variance(values)
        return Estimate(float(self.weights @ values), float(np.sqrt(variance)), df)

    def mean(self, values: Floats) -> Estimate:
        """Return the weighted mean of values.

        Raises
        ------
        InputError
            If a stratum has a single cluster, or there are missing values.

        Notes
        -----
        Taylor linearisation (Binder 1983; Lumley 2010, Complex Surveys, 2.2): the mean's variance is that of the total
        of ``(y - mean) / sum of weights``. With raked weights, of its residuals from the margins (Deville, Särndal and
        Sautory 1993, JASA 88:1013-1020).
        """
        values = np.asarray(values, dtype=float)
        weight = float(self.weights.sum())
        mean = float(self.weights @ values / weight)
        variance, df = self._variance((values - mean) / weight)
        return Estimate(mean, float(np.sqrt(variance)), df)

    def _variance(self, values: Floats) -> tuple[float, int]:
        values = np.asarray(values, dtype=float)
        if not np.isfinite(values).all():
            raise InputError("a value is missing or not a number", where="weighted estimate")
        residuals = self.weights * (values - self._explained(values))
        size = len(values)
        strata = _codes(self.strata) if self.strata is not None else np.zeros(size, dtype=np.intp)
        clusters = _codes(self.clusters) if self.clusters is not None else np.arange(size)
        pairs, member = np.unique(np.stack([strata, clusters]), axis=1, return_inverse=True)
        totals = sums_by(member.ravel(), residuals)
        return self._between(totals, pairs[0], strata), pairs.shape[1] - len(np.unique(strata))

    def _between(self, totals: Floats, of: NDArray[np.intp], strata: NDArray[np.intp]) -> float:
        """Return the variance between clusters, summed over strata."""
        variance = 0.0
        for stratum in range(int(strata.max()) + 1):
            own = totals[of == stratum]
            if len(own) < 2:
                raise InputError("a stratum needs two clusters for a standard error", where="weighted estimate")
            drawn = 0.0 if self.population is None else len(own) / float(self.population[strata == stratum][0])
            variance += (1 - drawn) * len(own) * float(own.var(ddof=1))
        return variance

    def _explained(self, values: Floats) -> Floats:
        """Return what the margins explain of values: weighted least squares on their levels."""
        if not self.margins:
            return np.zeros_like(values)
        indicators = np.column_stack([_indicators(margin) for margin in self.margins])
        root = np.sqrt(self.weights if self.base is None else self.base)
        solved = np.linalg.lstsq(indicators * root[:, None], values * root, rcond=None)[0]
        explained: Floats = indicators @ solved
        return explained


def _indicators(margin: Margin) -> Floats:
    codes, totals = margin.coded()
    if len(totals) < 1:
        raise UsageError(f"the margin {margin.name} has no level")
    return np.asarray(codes[:, None] == np.arange(len(totals)), dtype=float)
