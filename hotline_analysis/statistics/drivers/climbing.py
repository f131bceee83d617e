"""Newton's steps up the likelihood of a logistic model on counts; they are those of reweighted least squares.

The model itself is fitted by statsmodels (`estimate`). These steps prove that it has arrived, and climb to the
thousands of neighbouring maxima that importance asks for, for which statsmodels would take nine times as long.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline_analysis.statistics.drivers.problems import ConvergenceError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

BLOCK = 65_536  # rows taken at a time, so that products with weights need no second design matrix
HALVINGS = 20


@dataclass(frozen=True)
class Place:
    """Where Newton's method stands.

    Attributes
    ----------
    params : array (k,)
    loglik : float
    information : array (k, k)
    step : array (k,) or None
        To the next place; none where the information is singular.
    decrement : float
        The step's length in standard errors, squared: twice what the likelihood is about to gain.
    """

    params: Array
    loglik: float
    information: Array
    step: Array | None
    decrement: float


def newton_steps(design: Array, successes: Array, trials: Array, start: Array) -> Iterator[Place]:
    """Go uphill from a start without end; whoever asks for places decides where to stop.

    Raises
    ------
    ConvergenceError
        If there is no step that improves the likelihood.
    """
    import numpy as np

    params = start
    fitted, loglik = at_params(design, params, successes, trials)
    while True:
        information = gram(design, trials * fitted * (1 - fitted))
        score = design.T @ (successes - trials * fitted)
        step = _solved(information, score)
        yield Place(params, loglik, information, step, np.inf if step is None else float(score @ step))
        if step is not None:
            params, fitted, loglik = _halved(design, params, step, loglik, successes, trials)


def _solved(information: Array, score: Array) -> Array | None:
    import numpy as np
    from scipy.linalg import cho_factor, cho_solve

    try:
        return np.asarray(cho_solve(cho_factor(information), score), dtype=float)
    except np.linalg.LinAlgError:
        return None


def at_params(design: Array, params: Array, successes: Array, trials: Array) -> tuple[Array, float]:
    """Return every row's probability, and the log-likelihood of tickets one by one."""
    import numpy as np
    from scipy.special import expit

    line = design @ params
    return expit(line), float(successes @ line - trials @ np.logaddexp(0, line))


def _halved(
    design: Array, params: Array, step: Array, before: float, successes: Array, trials: Array
) -> tuple[Array, Array, float]:
    """Go a step, or half of it, or a quarter ..., so that the likelihood does not fall."""
    for half in range(HALVINGS):
        moved = params + step / 2**half
        fitted, loglik = at_params(design, moved, successes, trials)
        if loglik >= before - 1e-9 * abs(before):
            return moved, fitted, loglik
    raise ConvergenceError("the estimates do not settle; no step improves the likelihood", allowed="fewer factors")


def gram(design: Array, weights: Array) -> Array:
    """Return X'WX, block by block."""
    import numpy as np

    total = np.zeros((design.shape[1], design.shape[1]))
    for begin in range(0, len(design), BLOCK):
        part = design[begin : begin + BLOCK]
        total += part.T @ (part * weights[begin : begin + BLOCK, None])
    return total
