"""Rounding and comparing floats as the exact scorer rounds and compares fractions."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hotline_analysis.exact import Rounding
from hotline_analysis.schemes.rules.base import Counted
from hotline_analysis.schemes.values import Bounds, Condition
from hotline_analysis.statistics.fair.counts import Floats

# Sums of marks lie on a grid far coarser than this, and errors of floats far below it: so what lies within it is equal.
NEAR = 1e-9


def _half_up(size: Floats) -> Floats:
    return np.asarray(np.floor(size + 0.5 + NEAR))


def _half_even(size: Floats) -> Floats:
    below = np.floor(size)
    tie = np.abs(size - below - 0.5) <= NEAR
    return np.asarray(np.where(tie, below + below % 2, np.floor(size + 0.5)))


def _truncate(size: Floats) -> Floats:
    return np.asarray(np.floor(size + NEAR))


def _up(size: Floats) -> Floats:
    return np.asarray(np.ceil(size - NEAR))


_STEPS: dict[str, Callable[[Floats], Floats]] = {
    "half_up": _half_up,
    "half_even": _half_even,
    "truncate": _truncate,
    "up": _up,
}


def rounded(values: Floats, decimals: int, mode: Rounding = "half_up") -> Floats:
    """Round to so many decimals; negative values by their size, as `hotline_analysis.exact.rounded`.

    Examples
    --------
    >>> rounded(np.array([3.125, 3.12499, -0.5]), 2).tolist()
    [3.13, 3.12, -0.5]
    """
    scale = 10.0**decimals
    return np.asarray(np.sign(values) * _STEPS[mode](np.abs(values) * scale) / scale)


def steps(points: Floats, per: float, counted: Counted) -> Floats:
    """Count steps: exactly, started ones too, or completed ones only."""
    ratio = points / per
    if counted == "exact":
        return ratio
    return _up(ratio) if counted == "started" else _truncate(ratio)


def within(values: Floats, bounds: Bounds | Condition) -> Floats:
    """Say where values meet every bound that is set: 1 or 0, and NaN where there is no value."""
    met = np.ones(values.shape, dtype=bool)
    if bounds.at_least is not None:
        met &= values >= float(bounds.at_least) - NEAR
    if bounds.above is not None:
        met &= values > float(bounds.above) + NEAR
    if bounds.at_most is not None:
        met &= values <= float(bounds.at_most) + NEAR
    if bounds.below is not None:
        met &= values < float(bounds.below) - NEAR
    if bounds.equals is not None:
        met &= np.abs(values - float(bounds.equals)) <= NEAR
    return np.where(np.isnan(values), np.nan, met.astype(float))
