"""How large effects are, so that flags, categories and numbers can be compared: which to name, which are small."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotline_analysis.statistics.drivers.patterns import Patterns

if TYPE_CHECKING:
    import pandas as pd

SMALL = 1.0  # percentage points


def is_small(low: float, high: float) -> bool:
    """Whether a whole interval, in percentage points, lies within a point of zero.

    Examples
    --------
    >>> is_small(0.05, 0.15), is_small(0.5, 1.5)
    (True, False)
    """
    return max(abs(low), abs(high)) <= SMALL


def with_sizes(effects: pd.DataFrame, patterns: Patterns) -> pd.DataFrame:
    """Add to average marginal effects how large they are.

    Parameters
    ----------
    effects : DataFrame
        As `average_marginal_effects` returns them.
    patterns : Patterns

    Returns
    -------
    DataFrame
        With ``span``, ``size_pp`` and ``small``. A flag or a level of a category makes the whole of its difference
        (span 1); of a number a difference of two standard deviations is taken, about that between a flag's two values
        (Gelman 2008, Statistics in Medicine 27:2865-2873). ``size_pp`` is the effect over the span, without sign;
        ``small`` is whether its whole interval lies within one percentage point of zero.
    """
    spans = {
        name: _two_deviations(patterns, name)
        for name in effects.loc[effects["kind"] == "continuous", "factor"].unique()
    }
    span = effects["factor"].map(spans).fillna(1.0).astype(float)
    farther = effects[["low", "high"]].abs().max(axis=1, skipna=False) * span
    return effects.assign(span=span, size_pp=(effects["effect_pp"] * span).abs(), small=farther <= SMALL)


def _two_deviations(patterns: Patterns, factor: str) -> float:
    values = patterns.frame[factor].to_numpy(dtype=float)
    mean = np.average(values, weights=patterns.trials)
    return float(2 * np.sqrt(np.average((values - mean) ** 2, weights=patterns.trials)))
