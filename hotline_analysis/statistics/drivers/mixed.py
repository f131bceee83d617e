"""A random intercept for every unit: the binomial mixed model, by Laplace's approximation or by quadrature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from hotline_analysis.errors import UsageError
from hotline_analysis.shown import Shown
from hotline_analysis.statistics.drivers.fit import fit_logit
from hotline_analysis.statistics.drivers.fitted import DriverFit
from hotline_analysis.statistics.drivers.likelihood import Likelihood
from hotline_analysis.statistics.drivers.patterns import Patterns
from hotline_analysis.statistics.drivers.problems import ConvergenceError, DesignError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

NOTHING = 1e-4  # a standard deviation of intercepts below which the likelihood does not know them from none


@dataclass(frozen=True, repr=False)
class MixedFit(Shown):
    """Estimates with a random intercept by unit.

    Attributes
    ----------
    terms : tuple of str
    params, standard_errors : arrays (k,)
        Log odds within a unit; they are larger than those of the average ticket.
    variance : float
        Of the units' intercepts.
    deviance : float
        -2 log-likelihood, with binomial coefficients of the patterns.
    unit_effects : DataFrame
        ``unit``, ``effect`` (mode, log odds), ``se``: how a unit differs after adjustment.
    points : int
        Of quadrature; 1 is Laplace's approximation.
    notes : tuple of str

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.statistics.drivers import fit_logit, from_frame
    >>> rows = pd.DataFrame({"unit": [*"ABCDEFGHIJ"] * 2, "late": [True] * 10 + [False] * 10, "of": 10})
    >>> rows["good"] = [5, 6, 4, 5, 6] * 2 + [8, 7, 9, 8, 8] * 2
    >>> found = random_intercept(from_frame(rows, outcome="good", trials="of", factors=["late"]))
    >>> found.terms, len(found.unit_effects)
    (('Intercept', 'late[T.True]'), 10)
    """

    _shows: ClassVar[str] = "unit_effects"

    terms: tuple[str, ...]
    params: Array
    standard_errors: Array
    variance: float
    deviance: float
    unit_effects: pd.DataFrame
    points: int
    notes: tuple[str, ...] = ()

    def _said(self) -> str:
        return f"{len(self.terms)} terms, {len(self.unit_effects)} units, variance {self.variance:.3g}"


def random_intercept(patterns: Patterns, formula: str | None = None, *, points: int = 25) -> MixedFit:
    """Fit the formula with an intercept for every unit drawn from a normal distribution.

    The likelihood integrates every unit's intercept out by adaptive Gauss-Hermite quadrature (Pinheiro & Bates 1995,
    J Comp Graph Stat 4:12-35; Liu & Pierce 1994, Biometrika 81:624-629), on patterns, and is maximised by BFGS.

    Parameters
    ----------
    patterns, formula
        As in `fit_logit`.
    points : int
        1 (Laplace) to 100.

    Raises
    ------
    DesignError
        With a single unit.
    ConvergenceError
        If the maximum is not reached.
    ModelError, UsageError
        As `fit_logit`.

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.statistics.drivers import fit_logit, from_frame
    >>> rows = pd.DataFrame({"unit": [*"ABCDEFGHIJ"] * 2, "late": [True] * 10 + [False] * 10, "of": 10})
    >>> rows["good"] = [5, 6, 4, 5, 6] * 2 + [8, 7, 9, 8, 8] * 2
    >>> random_intercept(from_frame(rows, outcome="good", trials="of", factors=["late"])).params.round(2).tolist()
    [1.39, -1.31]
    """
    import numpy as np

    if not 1 <= points <= 100:
        raise UsageError(f"not a number of points: {points}; allowed: 1 (Laplace) to 100")
    start = fit_logit(patterns, formula, covariance="model")
    clusters, units = patterns.clusters
    if len(units) < 2:
        raise DesignError("one unit has no variance between units", value=units[0], allowed="two units or more")
    model = Likelihood(start.design, patterns.successes, patterns.trials, clusters, len(units), points)
    found = _maximised(model, np.append(start.params, 0.5))
    if abs(found[-1]) < NOTHING:
        return _plain(start, units, points)
    effects = _effects(model, found, units)
    spread = np.sqrt(np.diag(np.linalg.inv(_information(model, found))))[:-1]
    deviance = 2 * model(found)[0] - 2 * _coefficients(patterns)
    return MixedFit(start.terms, found[:-1], spread, float(found[-1] ** 2), deviance, effects, points)


def _plain(fit: DriverFit, units: tuple[str, ...], points: int) -> MixedFit:
    """Return the model without intercepts, which is what the mixed model is where units do not vary."""
    import pandas as pd

    effects = pd.DataFrame({"unit": units, "effect": 0.0, "se": 0.0})
    deviance = -2 * fit.loglik - 2 * _coefficients(fit.patterns)
    notes = ("the variance between units is estimated as nothing: the plain model, with errors of independent tickets",)
    return MixedFit(fit.terms, fit.params, fit.standard_errors, 0.0, deviance, effects, points, notes)


def _maximised(model: Likelihood, start: Array) -> Array:
    """Minimise in directions scaled by the plain model's information."""
    import numpy as np
    from scipy.optimize import minimize

    root = np.linalg.cholesky(np.linalg.inv(model.scaling(start)))

    def turned(moved: Array) -> tuple[float, Array]:
        value, gradient = model(start + root @ moved)
        return value, root.T @ gradient

    found = minimize(turned, np.zeros(len(start)), jac=True, method="BFGS", options={"gtol": 1e-5, "maxiter": 500})
    place: Array = start + root @ found.x
    if not np.isfinite(found.fun) or np.abs(found.jac).max() > 1e-2:
        raise ConvergenceError("the mixed model does not settle", value=str(found.message), allowed="fewer factors")
    return place


def _information(model: Likelihood, place: Array) -> Array:
    """Return the second derivatives of the negative log-likelihood, as central differences of its gradient."""
    import numpy as np

    steps = 1e-4 / np.sqrt(np.diag(model.scaling(place)))
    rows = []
    for number, step in enumerate(steps):
        move = np.zeros(len(place))
        move[number] = step
        rows.append((model(place + move)[1] - model(place - move)[1]) / (2 * step))
    information = np.array(rows, dtype=float)
    return np.asarray((information + information.T) / 2, dtype=float)


def _effects(model: Likelihood, place: Array, units: tuple[str, ...]) -> pd.DataFrame:
    import pandas as pd

    modes, curvature = model.modes(place)
    sigma = abs(place[-1])
    return pd.DataFrame({"unit": units, "effect": place[-1] * modes, "se": sigma / curvature**0.5})


def _coefficients(patterns: Patterns) -> float:
    from scipy.special import gammaln

    n, s = patterns.trials, patterns.successes
    return float((gammaln(n + 1) - gammaln(s + 1) - gammaln(n - s + 1)).sum())
