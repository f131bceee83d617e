"""How much more units differ than chance allows: the factor phi and the variance between units tau squared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hotline_analysis.errors import UsageError
from hotline_analysis.statistics.fair.counts import Floats

Outliers = Literal["winsorise", "truncate", "keep"]
Overdispersion = Literal["additive", "multiplicative", "none"]


@dataclass(frozen=True)
class Dispersion:
    """Over-dispersion of units' rates on the arcsine scale.

    Attributes
    ----------
    phi : float
        Mean squared z-score; 1 where units differ by chance alone.
    tau2 : float
        Variance between units beside chance, on the scale of arcsin(sqrt(rate)); 0 where there is no sign of any.
    units : int
        Units that entered phi.
    """

    phi: float
    tau2: float
    units: int

    def between(self, trials: Floats, overdispersion: Overdispersion) -> Floats:
        """Return the variance beside chance at these volumes, on the arcsine scale; never below 0."""
        if overdispersion == "none":
            return np.zeros(trials.shape)
        if overdispersion == "additive":
            return np.full(trials.shape, self.tau2)
        more = np.full(trials.shape, (max(self.phi, 1.0) - 1) / 4)
        return np.asarray(np.divide(more, trials, out=np.zeros(trials.shape), where=trials > 0))


def arcsine_scores(successes: ArrayLike, trials: ArrayLike, center: float) -> tuple[Floats, Floats]:
    """Return z-scores on the scale of arcsin(sqrt(rate)), and the standard errors there.

    Parameters
    ----------
    successes, trials : array_like, shape (units,)
        Trials above 0.
    center : float
        The rate of all units together, between 0 and 1.

    Returns
    -------
    z, standard_errors : arrays of float, shape (units,)
        The standard error is 1 / (2 sqrt(n)).
    """
    x, n = np.asarray(successes, dtype=float), np.asarray(trials, dtype=float)
    errors = 1 / (2 * np.sqrt(n))
    z = (np.arcsin(np.sqrt(x / n)) - np.arcsin(np.sqrt(center))) / errors
    return z, errors


def winsorised(z: ArrayLike, share: float = 0.1) -> Floats:
    """Pull the outermost z-scores in to the quantiles ``share`` and ``1 - share`` (type 7, as R's default).

    Examples
    --------
    >>> winsorised([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.1).tolist()
    [1.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 9.0]
    """
    scores = np.asarray(z, dtype=float)
    low, high = np.quantile(scores, [share, 1 - share])
    return np.asarray(np.clip(scores, low, high))


def kept_by_truncation(z: ArrayLike, share: float = 0.1) -> NDArray[np.bool_]:
    """Say which z-scores are neither in the lowest nor in the highest of ``1 / share`` groups by rank.

    Units are put into groups by ``floor(rank * k / (n + 1))``, ties by their mean rank, and the first and the last
    group left out: the variant of the SHMI of NHS England.
    """
    scores = np.asarray(z, dtype=float)
    groups = 1 / share
    ordered = np.sort(scores)
    ranks = (np.searchsorted(ordered, scores, "left") + np.searchsorted(ordered, scores, "right") + 1) / 2
    group = np.floor(ranks * groups / (len(scores) + 1))
    return np.asarray((group > 0) & (group < groups - 1))


def phi_of(z: ArrayLike) -> float:
    """Return the mean squared z-score."""
    return float(np.mean(np.square(np.asarray(z, dtype=float))))


def tau2_of(phi: float, standard_errors: ArrayLike) -> float:
    """Return the variance between units by the method of moments (DerSimonian and Laird 1986).

    ``(n phi - (n - 1)) / (sum(w) - sum(w^2) / sum(w))`` with weights 1 / s^2, and 0 where ``n phi < n - 1``.

    Examples
    --------
    >>> tau2_of(0.5, [0.1, 0.1, 0.1])
    0.0
    >>> round(tau2_of(2.0, [0.1, 0.1, 0.1]), 6)
    0.02
    """
    errors = np.asarray(standard_errors, dtype=float)
    n, weights = len(errors), 1 / np.square(errors)
    if n < 2 or n * phi < n - 1:
        return 0.0
    return float((n * phi - (n - 1)) / (weights.sum() - np.square(weights).sum() / weights.sum()))


def dispersion(z: ArrayLike, standard_errors: ArrayLike, *, outliers: Outliers, share: float) -> Dispersion:
    """Estimate phi and tau squared, with the outermost units pulled in, left out, or kept.

    Parameters
    ----------
    z, standard_errors : array_like, shape (units,)
    outliers : {"winsorise", "truncate", "keep"}
        Without care for outliers the very units that a funnel should show would widen it.
    share : float
        The share pulled in or left out at each end, between 0 and one half.

    Raises
    ------
    UsageError
        For a share or a name that is none of these.

    Notes
    -----
    Spiegelhalter, D. J. (2005), Statistics in Medicine 24:1185-1202, sections 4 and A.3; Spiegelhalter et al.
    (2012), JRSS A 175:1-47.
    """
    if outliers not in ("winsorise", "truncate", "keep"):
        raise UsageError(f"outliers is {outliers!r}; allowed: winsorise, truncate, keep")
    if outliers != "keep" and not 0 < share < 0.5:
        raise UsageError(f"the share of units at each end is {share!r}; allowed: above 0 and below 0.5")
    scores, errors = np.asarray(z, dtype=float), np.asarray(standard_errors, dtype=float)
    if outliers == "winsorise":
        scores = winsorised(scores, share)
    elif outliers == "truncate":
        kept = kept_by_truncation(scores, share)
        if kept.sum() < 2:
            raise UsageError(f"truncation leaves {kept.sum()} of {len(kept)} units; allowed: two or more, or winsorise")
        scores, errors = scores[kept], errors[kept]
    phi = phi_of(scores)
    return Dispersion(phi, tau2_of(phi, errors), len(scores))
