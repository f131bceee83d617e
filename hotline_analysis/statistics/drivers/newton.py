"""Maximum likelihood of the logistic model on counts, with proof where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from hotline_analysis.statistics.drivers.climbing import BLOCK, at_params, gram, newton_steps
from hotline_analysis.statistics.drivers.problems import ConvergenceError, DesignError, OutcomeError
from hotline_analysis.statistics.drivers.separation import check_separation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SUSPECT = 12.0  # log odds of 12 are one in 160,000: before believing them, look for separation


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
    tolerance: float = 1e-10,
) -> Solution:
    """Fit a logistic model to binomial counts.

    Parameters
    ----------
    design : array (rows, k)
    successes, trials : arrays (rows,)
        Counts, or sums of weights.
    names : sequence of str, optional
        Of the k columns, for messages.
    tolerance : float
        The largest Newton decrement (the step's length in standard errors, squared) at which it stops.

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
    checked = False
    steps = newton_steps(design, successes, trials, np.zeros(design.shape[1]))
    for iteration, at in enumerate(islice(steps, max_iterations), 1):
        # far out or slow: the likelihood may have no maximum, which is then proved rather than guessed
        far = at.step is None or iteration == 12 or np.abs(design[:BLOCK] @ at.params).max() > SUSPECT
        if far and not checked:
            check_separation(design, successes, trials, labels)
            checked = True
        if at.step is None:
            raise ConvergenceError("the estimates do not settle", where=f"step {iteration}", allowed="fewer factors")
        if at.decrement < tolerance:
            params = at.params + at.step  # a last step that is below the tolerance doubles the digits
            fitted, loglik = at_params(design, params, successes, trials)
            if not checked and _extreme(fitted):
                check_separation(design, successes, trials, labels)
            return Solution(params, loglik, gram(design, trials * fitted * (1 - fitted)), fitted, iteration)
    check_separation(design, successes, trials, labels)
    raise ConvergenceError(
        "the estimates do not settle", value=f"{max_iterations} steps", allowed="more steps, or fewer factors"
    )


def log_likelihood(fitted: Array, successes: Array, trials: Array) -> float:
    """Return the log-likelihood of tickets one by one, given every row's probability."""
    from scipy.special import xlog1py, xlogy

    return float((xlogy(successes, fitted) + xlog1py(trials - successes, -fitted)).sum())


def _extreme(fitted: Array) -> bool:
    return bool(fitted.min() < 1e-7 or fitted.max() > 1 - 1e-7)


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
