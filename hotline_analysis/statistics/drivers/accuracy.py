"""How well probabilities hold: calibration and AUC, from counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from hotline_analysis.errors import UsageError
from hotline_analysis.statistics.drivers.sums import sums_by
from hotline_analysis.statistics.fair.intervals import wilson

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


def auc(score: Floats, successes: Floats, trials: Floats) -> float:
    """Return the chance that a success has a higher score than a failure; ties count half.

    Parameters
    ----------
    score : array of float, shape (n,)
        Probability or log-odds of every row.
    successes, trials : array of float, shape (n,)

    Returns
    -------
    float
        NaN without a success or without a failure.

    Notes
    -----
    The Mann-Whitney statistic (Hanley and McNeil 1982, Radiology 143:29-36), from counts.

    Examples
    --------
    >>> import numpy as np
    >>> auc(np.array([0.2, 0.8]), np.array([1.0, 3.0]), np.array([4.0, 4.0]))
    0.75
    """
    values, place = np.unique(score, return_inverse=True)
    good = np.bincount(place.ravel(), successes, len(values))
    bad = np.bincount(place.ravel(), trials - successes, len(values))
    if not (good.sum() > 0 and bad.sum() > 0):
        return float("nan")
    below = np.cumsum(bad) - bad
    return float(good @ (below + bad / 2) / (good.sum() * bad.sum()))


@dataclass(frozen=True)
class Calibration:
    """Predicted against observed rates.

    Attributes
    ----------
    table : DataFrame
        One row a bin of tickets by predicted rate: ``tickets``, ``predicted``, ``observed``, ``low``, ``high`` (Wilson,
        95 %).
    hosmer_lemeshow, df, p : float
        The statistic and its p. With very many tickets it is small for deviations that do not matter.
    """

    table: pd.DataFrame
    hosmer_lemeshow: float
    df: int
    p: float


def calibration(fitted: Floats, successes: Floats, trials: Floats, *, bins: int = 10) -> Calibration:
    """Compare predicted and observed rates in bins of nearly equally many tickets.

    Parameters
    ----------
    fitted, successes, trials : array of float, shape (n,)
    bins : int, default 10
        Rows of one predicted rate are never parted, so there may be fewer.

    Raises
    ------
    UsageError
        If fewer than three bins are asked for.

    Notes
    -----
    Hosmer and Lemeshow 1980 (Communications in Statistics A 9:1043-1069), bins less two degrees of freedom.
    """
    from scipy.stats import chi2

    if bins < 3:
        raise UsageError(f"calibration with {bins} bins says nothing; allowed: 3 or more")
    codes = _binned(fitted, trials, bins)
    n: Floats = sums_by(codes, trials)
    seen: Floats = sums_by(codes, successes)
    due: Floats = sums_by(codes, trials * fitted)
    statistic = float(((seen - due) ** 2 / (due * (1 - due / n))).sum())
    df = len(n) - 2
    p = float(chi2.sf(statistic, df)) if df > 0 else float("nan")
    return Calibration(_calibration_table(n, seen, due), statistic, df, p)


def _binned(fitted: Floats, trials: Floats, bins: int) -> NDArray[np.intp]:
    """Return the number of every row's bin: by where the middle of all tickets of one predicted rate lies."""
    _, place = np.unique(fitted, return_inverse=True)
    many = np.bincount(place.ravel(), trials)
    middle = (np.cumsum(many) - many / 2) / many.sum()
    bin_of = np.minimum((middle * bins).astype(int), bins - 1)
    return np.unique(bin_of[place.ravel()], return_inverse=True)[1].astype(np.intp)


def _calibration_table(n: Floats, seen: Floats, due: Floats) -> pd.DataFrame:
    import pandas as pd

    low, high = wilson(seen, n)
    return pd.DataFrame({"tickets": n, "predicted": due / n, "observed": seen / n, "low": low, "high": high})
