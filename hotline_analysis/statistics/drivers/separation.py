"""Separation: whether some combination of factors decides the outcome without exception, proved by a linear program."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from hotline_analysis.statistics.drivers.problems import SeparationError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SMALL = 1e-7


def check_separation(design: Array, successes: Array, trials: Array, names: Sequence[str]) -> None:
    """Refuse data for which the likelihood has no maximum.

    Estimates are finite exactly if no vector b has x'b >= 0 in every row with a success, x'b <= 0 in every row with a
    failure, and x'b != 0 in some row (Albert & Anderson 1984, Biometrika 71:1-10). Rows with both force x'b = 0; over
    what they leave free, a linear program looks for such a b (Konis 2007, DPhil thesis, Oxford).

    Parameters
    ----------
    design : array (rows, k)
    successes, trials : arrays (rows,)
    names : sequence of str
        Of the k columns.

    Raises
    ------
    SeparationError
        Naming the columns of a b that does with as few as it can.
    """
    direction = separating_direction(design, successes, trials)
    if direction is None:
        return
    involved = [names[place] for place in _needed(design, successes, trials, direction)]
    raise SeparationError.of(
        involved,
        "separation: these together decide the outcome without exception",
        value=", ".join(involved),
        allowed="group levels, or leave a factor out",
    )


def check_levels(design: Array, successes: Array, trials: Array, names: Sequence[str]) -> None:
    """Say it in plain words where a single level has nothing but successes or failures; parameters as above.

    This is the separation that occurs, and it is seen without a fit.

    Raises
    ------
    SeparationError
        Naming factor and level, and how many tickets.
    """
    has_constant = bool((design == 1).all(axis=0).any())
    for place, name in enumerate(names):
        _one_column(design[:, place], successes, trials, name, has_constant=has_constant)


def separating_direction(design: Array, successes: Array, trials: Array) -> Array | None:
    """Return a vector (k,) that separates successes from failures, or None if there is none."""
    import numpy as np

    mixed = (successes > 0) & (successes < trials)
    free = _null_space(design[mixed])
    if free.shape[1] == 0:
        return None
    pure = ~mixed & (trials > 0)
    signs = np.where(successes[pure] > 0, 1.0, -1.0)
    rows = (design[pure] @ free) * signs[:, None]
    rows = np.unique(rows.round(9), axis=0)
    rows = rows[np.abs(rows).max(axis=1, initial=0) > SMALL]
    return None if len(rows) == 0 else _program(rows, free)


def _needed(design: Array, successes: Array, trials: Array, direction: Array) -> list[int]:
    """Return the columns of a direction less those without which there is separation still."""
    import numpy as np

    parts = np.abs(direction)
    needed = [int(place) for place in np.argsort(parts, kind="stable") if parts[place] > 1e-4 * parts.max()]
    for place in list(needed):
        rest = [one for one in needed if one != place]
        if rest and separating_direction(design[:, rest], successes, trials) is not None:
            needed = rest
    return sorted(needed)


def _program(rows: Array, free: Array) -> Array | None:
    """Maximise the sum of what the rows gain, none losing; above zero there is separation."""
    import numpy as np
    from scipy.optimize import linprog

    bounds = [(-1.0, 1.0)] * free.shape[1]
    found = linprog(-rows.mean(axis=0), A_ub=-rows, b_ub=np.zeros(len(rows)), bounds=bounds, method="highs")
    if found.x is None or -found.fun < SMALL:
        return None
    direction: Array = free @ found.x
    return direction


def _null_space(rows: Array) -> Array:
    import numpy as np

    size = rows.shape[1]
    if len(rows) == 0:
        return np.eye(size)
    scale = np.sqrt((rows * rows).sum(axis=0))
    scale[scale == 0] = 1.0
    values, vectors = np.linalg.eigh((rows / scale).T @ (rows / scale))
    free: Array = (vectors / scale[:, None])[:, values < 1e-10 * max(size, 1)]
    lengths = np.sqrt((free * free).sum(axis=0))
    return free / lengths if free.shape[1] else free


def _one_column(column: Array, successes: Array, trials: Array, name: str, *, has_constant: bool) -> None:
    from numpy import isin

    if not isin(column, (0.0, 1.0)).all():
        return
    for level, said in ((1.0, "with"), (0.0, "without"))[: 2 if has_constant else 1]:
        of = float(trials[column == level].sum())
        good = float(successes[column == level].sum())
        if of > 0 and good in (0.0, of):
            raise SeparationError.of(
                [name],
                f"separation: every one of the {of:g} tickets {said} it is a {'success' if good else 'failure'}",
                where=in_words(name),
                value=f"{good:g} of {of:g}",
                allowed="group it with another level, or leave the factor out",
            )


def in_words(column: str) -> str:
    """Return a column of patsy as factor and level.

    Examples
    --------
    >>> in_words("channel[T.微信]"), in_words("overdue[T.True]:channel[T.微信]"), in_words("waiting_days")
    ('factor channel, level 微信', 'overdue[T.True]:channel[T.微信]', 'waiting_days')
    """
    match = re.fullmatch(r"(?:C\()?(\w+)[^:]*\[T?\.?([^\[\]]*)\]", column)
    return f"factor {match[1]}, level {match[2]}" if match and ":" not in column else column
