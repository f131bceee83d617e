"""Which effects may be put in words: those that stand after allowing for how many were looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

ERROR_RATE = 0.05
FEW_DF = 4.0


def holm(p: Floats) -> Floats:
    """Return p-values adjusted for how many there are; missing ones stay missing and do not count.

    Parameters
    ----------
    p : array of float

    Notes
    -----
    Holm 1979 (Scandinavian Journal of Statistics 6:65-70): the chance that anything at all is claimed where there is
    nothing stays below the rate, however the estimates hang together.

    Examples
    --------
    >>> import numpy as np
    >>> holm(np.array([0.01, 0.04, 0.03])).round(2).tolist()
    [0.03, 0.06, 0.06]
    """
    found = np.full(len(p), np.nan)
    known = np.flatnonzero(np.isfinite(p))
    order = known[np.argsort(p[known], kind="stable")]
    steps = p[order] * np.arange(len(order), 0, -1)
    found[order] = np.minimum(np.maximum.accumulate(steps), 1.0) if len(order) else steps
    return found


def with_claims(effects: pd.DataFrame, *, rate: float = ERROR_RATE) -> pd.DataFrame:
    """Add to average marginal effects what may be said of them.

    Parameters
    ----------
    effects : DataFrame
        As `average_marginal_effects` returns them.
    rate : float, default 0.05
        Chance that anything is claimed of data in which nothing is to be found.

    Returns
    -------
    DataFrame
        With ``p_holm``, and ``claimed``: the interval leaves out zero, ``p_holm`` is below the rate, and t has four
        degrees of freedom or more (with fewer, p is not to be relied on: Tipton 2015).

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.statistics.drivers import fit_logit, from_frame
    >>> rows = pd.DataFrame({"unit": [*"ABCDEFGHIJ"] * 2, "late": [True] * 10 + [False] * 10, "of": 10})
    >>> rows["good"] = [5, 6, 4, 5, 6] * 2 + [8, 7, 9, 8, 8] * 2
    >>> fit = fit_logit(from_frame(rows, outcome="good", trials="of", factors=["late"]))
    >>> from hotline_analysis.statistics.drivers import average_marginal_effects
    >>> with_claims(average_marginal_effects(fit))["claimed"].tolist()
    [True]
    """
    adjusted = holm(effects["p"].to_numpy(dtype=float))
    clear = (effects["low"] > 0) | (effects["high"] < 0)
    claimed = clear & (adjusted < rate) & (effects["df"] >= FEW_DF)
    return effects.assign(p_holm=adjusted, claimed=claimed)
