"""A unit's observed successes against those expected of it: ratio, adjusted rate, distance."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hotline_analysis.statistics.fair.counts import Floats
from hotline_analysis.statistics.fair.intervals import wilson

_EDGE = 1e-9  # fitted rates come this near to 0 and 1, and not further


def set_against(cells: pd.DataFrame, keys: pd.DataFrame, rates: Floats, overall: float, level: float) -> pd.DataFrame:
    """Sum cells to units, and set observed against expected.

    Parameters
    ----------
    cells : DataFrame
        ``unit``, ``trials``, ``successes``.
    keys : DataFrame
        The stratum of every cell.
    rates : array of float
        The expected rate of every cell.
    overall : float
        The rate over all units.
    level : float
        Of the intervals.

    Returns
    -------
    DataFrame
        As `case_mix.CaseMix.frame`, without the label.
    """
    work = cells.assign(
        expected=cells["trials"] * rates,
        variance=cells["trials"] * rates * (1 - rates),
        own_share=cells["trials"] * _own_shares(cells, keys),
    )
    sums = work.groupby("unit", sort=False)[["trials", "successes", "expected", "variance", "own_share"]].sum()
    n, observed, expected = (sums[name].to_numpy(float) for name in ("trials", "successes", "expected"))
    rate, share = observed / n, expected / n
    low, high = wilson(observed, n, level)
    columns = {"unit": list(sums.index), "trials": n.astype(int), "observed": observed.astype(int)}
    columns |= {"expected": expected, "rate": rate, "ratio": _over(rate, share)}
    columns |= {"ratio_low": _over(low, share), "ratio_high": _over(high, share)}
    columns |= {"ratio_against": _over(1 - rate, 1 - share), "adjusted": _adjusted(rate, share, overall)}
    # where everybody with such tickets says the same, nothing is known beyond the overall rate
    edge = (share <= _EDGE) | (share >= 1 - _EDGE)
    columns |= {"adjusted_low": np.where(edge, np.nan, _adjusted(low, share, overall))}
    columns |= {"adjusted_high": np.where(edge, np.nan, _adjusted(high, share, overall))}
    columns |= {"z": _over(observed - expected, np.sqrt(sums["variance"].to_numpy(float)), without=0.0)}
    return pd.DataFrame(columns | {"own_share": sums["own_share"].to_numpy(float) / n})


def _own_shares(cells: pd.DataFrame, keys: pd.DataFrame) -> Floats:
    """Return for every cell the part of its stratum's trials that its unit has."""
    by = [keys[name] for name in keys] or [pd.Series(0, index=cells.index)]
    whole = cells.groupby(by)["trials"].transform("sum")
    own = cells.groupby([cells["unit"], *by])["trials"].transform("sum")
    return np.asarray(own / whole, dtype=float)


def _over(part: Floats, whole: Floats, without: float = np.nan) -> Floats:
    found: Floats = np.divide(part, whole, out=np.full(len(part), without), where=whole > _EDGE)
    return found


def _adjusted(rate: Floats, expected: Floats, overall: float) -> Floats:
    """Shift the odds of the overall rate as a rate's odds are shifted from those expected."""
    edge = (expected <= _EDGE) | (expected >= 1 - _EDGE)
    if overall in (0.0, 1.0):
        return np.full(len(rate), overall)
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = overall / (1 - overall) * (rate / (1 - rate)) / (expected / (1 - expected))
        shifted = np.where(np.isinf(odds), 1.0, odds / (1 + odds))
    return np.where(edge, overall, shifted)
