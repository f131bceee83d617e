"""Kendall's τ-b."""

from __future__ import annotations

import math

import numpy as np
import pytest

from hotline_analysis.statistics.fair.kendall import kendall_tau_b


def test_the_documented_example_of_scipy() -> None:
    """scipy.stats.kendalltau: x1 = [12, 2, 1, 12, 2], x2 = [1, 4, 7, 1, 0] -> -0.47140452079103173."""
    assert kendall_tau_b([12, 2, 1, 12, 2], [1, 4, 7, 1, 0]) == pytest.approx(-0.47140452079103173, abs=1e-15)


def test_ends() -> None:
    assert kendall_tau_b([1, 2, 3], [1, 2, 3]) == 1
    assert kendall_tau_b([1, 2, 3], [3, 2, 1]) == -1
    assert math.isnan(kendall_tau_b([1, 1, 1], [1, 2, 3]))
    assert math.isnan(kendall_tau_b([1], [1]))
    assert math.isnan(kendall_tau_b([], []))


def test_it_is_scipys() -> None:
    from scipy.stats import kendalltau

    rng = np.random.default_rng(20221102)
    for _ in range(20):
        first, second = rng.integers(0, 8, (2, 30))
        assert kendall_tau_b(first, second) == pytest.approx(kendalltau(first, second).statistic, abs=1e-12)


def test_different_lengths() -> None:
    with pytest.raises(ValueError, match="the same units"):
        kendall_tau_b([1, 2], [1, 2, 3])
