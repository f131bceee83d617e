"""Maximum likelihood of the logistic model on counts: by statsmodels, with proof where there is no estimate."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotline_analysis.statistics.drivers.climbing import gram, newton_steps
from hotline_analysis.statistics.drivers.problems import ConvergenceError, DesignError, OutcomeError
from hotline_analysis.statistics.drivers.separation import check_levels, check_separation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SUSPECT = 12.0  # log odds of 12 are one in 160,000: before believing them, look for separation
SETTLED = 1e-16  # a further Newton step would be less than 1e-8 standard errors long


@dataclass(frozen=True)
class Solution:
    """Where the likelihood is largest.

    Attributes
    ----------
    params : array (k,)
    loglik : float
        Of the tickets one by one (Bernoulli), without binomial coefficients.
    information : array (k, k)
        X'WX at the estimates.
    fitted : array (rows,)
        Probabilities.
    iterations : int
    """

    params: Array
    loglik: float
    information: Array
    fitted: Array
    iterations: int


def solve(
    design: Array,
    successes: Array,
    trials: Array,
    *,
    names: Sequence[str] | None = None,
    max_iterations: int = 50,
) -> Solution:
    """Fit a logistic model to binomial counts.

    Parameters
    ----------
    design : array (rows, k)
    successes, trials : arrays (rows,)
        Counts, or sums of weights; trials above 0.
    names : sequence of str, optional
        Of the k columns, for messages.
    max_iterations : int

    Raises
    ------
    OutcomeError
        If there is no success or nothing but successes.
    SeparationError
        If some columns decide the outcome without exception (Albert & Anderson 1984, Biometrika 71:1-10).
    DesignError
        If columns follow from one another.
    ConvergenceError
        If it has not settled after ``max_iterations``.

    Notes
    -----
    statsmodels' word that it has converged is not taken for it: the likelihood is concave, so a place from which a
    Newton step would lead nowhere is its maximum, and any other is refused.

    Examples
    --------
    >>> import numpy as np
    >>> two = np.array([[1.0, 0.0], [1.0, 1.0]])  # 10 of 20 without, 15 of 20 with
    >>> solve(two, np.array([10.0, 15.0]), np.array([20.0, 20.0])).params.round(6)  # log(1), log(3) - log(1)
    array([0.      , 1.098612])
    """
    import numpy as np

    labels = list(names) if names is not None else [f"column {place + 1}" for place in range(design.shape[1])]
    _outcome_varies(successes, trials)
    _full_rank(design, trials, labels)
    check_levels(design, successes, trials, labels)
    scale = np.sqrt(np.einsum("ij,ij->j", design, design) / len(design))
    params, iterations = _climbed(_model(design, scale, successes, trials), max_iterations)
    found = _proved(design, params / scale, successes, trials, iterations)
    if found is None or np.abs(design @ found.params).max() > SUSPECT:
        check_separation(design, successes, trials, labels)
    if found is not None:
        return found
    raise ConvergenceError(
        "the estimates do not settle", value=f"{max_iterations} steps", allowed="more steps, or fewer factors"
    )


def _model(design: Array, scale: Array, successes: Array, trials: Array) -> Any:
    """Return statsmodels' model, of columns of one length: its steps are judged by a tolerance in their units."""
    import numpy as np
    from statsmodels.genmod.families import Binomial
    from statsmodels.genmod.generalized_linear_model import GLM

    columns = np.divide(design, scale, order="F")  # by columns its products take half the time
    return GLM(np.column_stack([successes, trials - successes]), columns, family=Binomial())


def _climbed(model: Any, max_iterations: int) -> tuple[Array, int]:
    """Return where Newton's method ends, whatever that is worth, and after how many iterations."""
    import numpy as np

    start = np.zeros(model.exog.shape[1])
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of overflow and of not having converged: that is looked at afterwards
        try:
            # the expected information: the observed one is the same here, but goes astray where rates are near 0 or 1
            found = model.fit(
                method="newton", start_params=start, maxiter=max_iterations, optim_hessian="eim", skip_hessian=True,
                ridge_factor=0, disp=0,
            )  # fmt: skip
        except (np.linalg.LinAlgError, ValueError):  # a singular information, or no number any more
            return np.full(len(start), np.nan), max_iterations
    return np.asarray(found.params, dtype=float), int(found.fit_history["iteration"])


def _proved(design: Array, params: Array, successes: Array, trials: Array, iterations: int) -> Solution | None:
    """Return the solution if the likelihood has its maximum there, which a Newton step that leads nowhere proves."""
    import numpy as np
    from scipy.special import expit

    if not np.isfinite(params).all():
        return None
    at = next(newton_steps(design, successes, trials, params))
    if at.step is None or not at.decrement < SETTLED:
        return None
    return Solution(params, at.loglik, at.information, expit(design @ params), iterations)


def log_likelihood(fitted: Array, successes: Array, trials: Array) -> float:
    """Return the log-likelihood of tickets one by one, given every row's probability."""
    from scipy.special import xlog1py, xlogy

    return float((xlogy(successes, fitted) + xlog1py(trials - successes, -fitted)).sum())


def _outcome_varies(successes: Array, trials: Array) -> None:
    total, good = float(trials.sum()), float(successes.sum())
    if good in (0.0, total):
        said = "no success at all" if good == 0 else "nothing but successes"
        raise OutcomeError(f"{said}; there is nothing to explain", value=f"{good:g} of {total:g}", allowed="both")


def _full_rank(design: Array, trials: Array, names: Sequence[str]) -> None:
    """Refuse columns that follow from one another, and name them."""
    import numpy as np

    products = gram(design, trials)
    scale = np.sqrt(np.diag(products))
    if (scale == 0).any():
        empty = [name for name, length in zip(names, scale, strict=True) if length == 0]
        raise DesignError("a factor that no ticket has", value=", ".join(empty), allowed="factors that vary")
    values, vectors = np.linalg.eigh(products / np.outer(scale, scale))
    if values[0] > 1e-12 * len(scale):
        return
    direction = np.abs(vectors[:, 0])
    entangled = [name for name, part in zip(names, direction, strict=True) if part > 1e-4]
    splines = any(name.startswith(("cr(", "cc(")) for name in entangled)
    allowed = "constraints='center' in cr() and cc()" if splines else "leave one of them out"
    raise DesignError("factors follow from one another", value=", ".join(entangled), allowed=allowed)
