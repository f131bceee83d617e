"""Generalised estimating equations with exchangeable answers within units, worked out on patterns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline_analysis.shown import Shown
from hotline_analysis.statistics.drivers.climbing import gram
from hotline_analysis.statistics.drivers.clustered import cluster_scores
from hotline_analysis.statistics.drivers.fit import fit_logit
from hotline_analysis.statistics.drivers.patterns import Patterns
from hotline_analysis.statistics.drivers.problems import ConvergenceError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


@dataclass(frozen=True, repr=False)
class GeeFit(Shown):
    """Estimates of the same formula under exchangeable answers.

    Attributes
    ----------
    terms : tuple of str
    params : array (k,)
        Log odds of the average ticket, as those of `fit_logit`.
    covariance : array (k, k)
        Robust (sandwich), without a factor for few clusters.
    correlation : float
        Of two tickets of one unit.
    scale : float
    n_clusters : int
    iterations : int

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.statistics.drivers import fit_logit, from_frame
    >>> rows = pd.DataFrame({"unit": [*"ABCDEFGHIJ"] * 2, "late": [True] * 10 + [False] * 10, "of": 10})
    >>> rows["good"] = [5, 6, 4, 5, 6] * 2 + [8, 7, 9, 8, 8] * 2
    >>> found = gee_exchangeable(from_frame(rows, outcome="good", trials="of", factors=["late"]))
    >>> found.n_clusters, found.standard_errors.shape
    (10, (2,))
    """

    terms: tuple[str, ...]
    params: Array
    covariance: Array
    correlation: float
    scale: float
    n_clusters: int
    iterations: int

    def _said(self) -> str:
        return f"{len(self.terms)} terms, {self.n_clusters} units, correlation {self.correlation:.3g}"

    @property
    def standard_errors(self) -> Array:
        """Of the log odds; shape (k,)."""
        import numpy as np

        # of units that are perfectly alike the variance is zero but for rounding, which may leave it below
        return np.asarray(np.sqrt(np.maximum(np.diag(self.covariance), 0.0)), dtype=float)


@dataclass(frozen=True)
class _Data:
    design: Array
    successes: Array
    trials: Array
    clusters: NDArray[np.intp]
    count: int


def gee_exchangeable(
    patterns: Patterns, formula: str | None = None, *, max_iterations: int = 100, tolerance: float = 1e-9
) -> GeeFit:
    """Fit the formula by GEE with an exchangeable correlation within units (Liang & Zeger 1986, Biometrika 73:13-22).

    Nothing is sampled: the inverse of an exchangeable correlation is a number on the diagonal and one elsewhere, so
    that scores, information and the moments of the correlation are sums over patterns of counts. The estimates are
    those of the tickets one by one. Where they differ much from `fit_logit`, big units answer otherwise than small
    ones, or the model is wrong.

    Parameters
    ----------
    patterns, formula
        As in `fit_logit`, which gives the starting values and refuses what cannot be fitted.
    max_iterations : int
    tolerance : float
        Largest change of a param.

    Raises
    ------
    ConvergenceError
        If it does not settle.
    ModelError, UsageError
        As `fit_logit`.

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.statistics.drivers import fit_logit, from_frame
    >>> rows = pd.DataFrame({"unit": [*"ABCDEFGHIJ"] * 2, "late": [True] * 10 + [False] * 10, "of": 10})
    >>> rows["good"] = [5, 6, 4, 5, 6] * 2 + [8, 7, 9, 8, 8] * 2
    >>> gee_exchangeable(from_frame(rows, outcome="good", trials="of", factors=["late"])).params.round(2).tolist()
    [1.39, -1.31]
    """
    import numpy as np

    start = fit_logit(patterns, formula, covariance="model")
    clusters, units = patterns.clusters
    data = _Data(start.design, patterns.successes, patterns.trials, clusters, len(units))
    params = start.params
    correlation, scale = _moments(data, params)
    for iteration in range(1, max_iterations + 1):
        scores, information = _equations(data, params, correlation)
        step = np.linalg.solve(information, scores.sum(axis=0))
        params = params + step
        correlation, scale = _moments(data, params)
        if not np.isfinite(params).all():
            break
        if np.abs(step).max() < tolerance:
            scores, information = _equations(data, params, correlation)
            bread = np.linalg.inv(information)
            covariance = bread @ (scores.T @ scores) @ bread
            return GeeFit(start.terms, params, covariance, correlation, scale, len(units), iteration)
    said = "the estimating equations do not settle"
    raise ConvergenceError(said, value=f"{max_iterations} steps", allowed="fewer factors")


def _sums(data: _Data, values: Array) -> Array:
    import numpy as np

    return np.asarray(np.bincount(data.clusters, weights=values, minlength=data.count), dtype=float)


def _equations(data: _Data, params: Array, correlation: float) -> tuple[Array, Array]:
    """Return every unit's score (units, k) and the information (k, k).

    With r the standardised residuals, v the variances and c = ρ / (1 + (n - 1) ρ) of a unit of n tickets:
    score = Σ x √v r - c Σ x √v Σ r, information = Σ x x' v - c (Σ x √v)(Σ x √v)', both over 1 - ρ.
    """
    import numpy as np
    from scipy.special import expit

    p = expit(data.design @ params)
    v = p * (1 - p)
    shrink = correlation / (1 + (_sums(data, data.trials) - 1) * correlation)
    residuals = data.successes - data.trials * p
    spread = cluster_scores(data.design, data.trials * np.sqrt(v), data.clusters, data.count)
    standardised = _sums(data, residuals / np.sqrt(v))
    plain = cluster_scores(data.design, residuals, data.clusters, data.count)
    scores = plain - spread * (shrink * standardised)[:, None]
    information = gram(data.design, data.trials * v) - (spread * shrink[:, None]).T @ spread
    return scores / (1 - correlation), information / (1 - correlation)


def _moments(data: _Data, params: Array) -> tuple[float, float]:
    """Return correlation and scale by moments, with the number of params taken off tickets and pairs."""
    from scipy.special import expit

    p = expit(data.design @ params)
    v = p * (1 - p)
    squares = (data.successes * (1 - p) ** 2 + (data.trials - data.successes) * p**2) / v
    sums = _sums(data, (data.successes - data.trials * p) / v**0.5)
    sizes = _sums(data, data.trials)
    pairs, k = float((sizes * (sizes - 1) / 2).sum()), len(params)
    scale = float(squares.sum()) / (float(sizes.sum()) - k)
    if pairs <= k:
        return 0.0, scale  # no two tickets of one unit to speak of
    return (float((sums**2).sum()) - float(squares.sum())) / 2 / (scale * (pairs - k)), scale
