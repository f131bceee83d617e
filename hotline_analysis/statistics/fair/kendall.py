"""Kendall's τ-b: how far two rankings of the same units agree."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def kendall_tau_b(first: ArrayLike, second: ArrayLike) -> float:
    """Return (concordant - discordant pairs) / √(pairs not tied in the first × pairs not tied in the second).

    Parameters
    ----------
    first, second : (k,) arrays
        Places or scores of the same units; both with the best first, or both last.

    Returns
    -------
    float
        1 for the same order, 0 for no relation, -1 for the reverse; NaN where one of them ties all units.

    Raises
    ------
    ValueError
        For sequences of different length.

    References
    ----------
    Kendall, The treatment of ties in ranking problems, Biometrika 33 (1945) 239-251.

    Examples
    --------
    >>> kendall_tau_b([1, 2, 3, 4], [1, 2, 4, 3])
    0.6666666666666666
    """
    a, b = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if a.shape != b.shape:
        raise ValueError("two rankings of the same units")
    over_a, over_b = np.sign(a[:, None] - a[None, :]), np.sign(b[:, None] - b[None, :])
    untied = np.abs(over_a).sum() * np.abs(over_b).sum()
    return float((over_a * over_b).sum() / np.sqrt(untied)) if untied else float("nan")
