"""Newton's method from a start that is almost there: for thousands of fits that differ little."""

from __future__ import annotations

from itertools import islice

import numpy as np
from numpy.typing import NDArray

from hotline_analysis.statistics.drivers.climbing import newton_steps
from hotline_analysis.statistics.drivers.problems import ConvergenceError

Floats = NDArray[np.float64]

# tolerance: of twice the gain in log-likelihood that is still to come; it is added to second order
ITERATIONS, TOLERANCE = 50, 1e-5


def constrained(params: Floats, information: Floats, kept: NDArray[np.bool_]) -> Floats:
    """Return the estimate without some columns, as the parent's curvature has it: an almost exact start."""
    inner = information[np.ix_(kept, kept)]
    across = information[np.ix_(kept, ~kept)]
    start: Floats = params[kept] + np.linalg.solve(inner, across @ params[~kept])
    return start


def maximum(design: Floats, trials: Floats, successes: Floats, start: Floats) -> tuple[float, Floats, Floats]:
    """Return the greatest log-likelihood, where it is, and the information there.

    A subset of a model that has a finite estimate has one too, so separation cannot occur here.

    Raises
    ------
    ConvergenceError
        If the estimates do not settle.
    """
    for at in islice(newton_steps(design, successes, trials, start), ITERATIONS):
        if at.step is None:
            break
        if at.decrement < TOLERANCE:
            # the rest of the way, to second order: the gain that the last step would bring
            return at.loglik + at.decrement / 2, at.params + at.step, at.information
    raise ConvergenceError("the fit of a subset of the factors did not settle", where="importance")
