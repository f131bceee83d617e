"""Shrinkage: Efron and Morris's batters, Saxon families, and what happens at the ends."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.statistics.fair.beta_binomial import fit, log_likelihood
from hotline_analysis.statistics.fair.intervals import wilson
from hotline_analysis.statistics.fair.shrinkage import shrink
from hotline_analysis.statistics.fair.stein import shrink_normal

# Efron and Morris (1977), Scientific American 236(5): hits in the first 45 at-bats of 1970, and the average over the
# rest of the season
HITS = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]
SEASON = [0.346, 0.298, 0.276, 0.222, 0.273, 0.270, 0.263, 0.210, 0.269]
SEASON += [0.230, 0.264, 0.256, 0.303, 0.264, 0.226, 0.285, 0.316, 0.200]

# Males among the first 12 children of 6,115 families of 13 in Saxony: Geissler 1889, in Lindsey and Altham 1998
# (Applied Statistics 47:149-157). Wikipedia, "Beta-binomial distribution", section "Sex ratio heterogeneity", prints
# the estimates of maximum likelihood (a 34.09558, b 31.5715) and AIC 24989.74, against 25070.34
# of the binomial model. The likelihood is flat at the top: a step of 0.01 in a and b changes it by less than 1e-6.
FAMILIES = [3, 24, 104, 286, 670, 1033, 1343, 1112, 829, 478, 181, 45, 7]


def test_the_batters_of_efron_and_morris() -> None:
    y = np.array(HITS) / 45
    found = shrink_normal(y, np.full(18, np.sqrt(y.mean() * (1 - y.mean()) / 45)))
    assert found.mean == pytest.approx(0.265432, abs=5e-7)
    assert found.kept == pytest.approx(np.full(18, 0.211653), abs=5e-7)
    assert found.estimates[0] == pytest.approx(0.293914, abs=5e-7)  # Clemente
    assert found.estimates[-1] == pytest.approx(0.242176, abs=5e-7)  # Alvis
    assert np.sum((found.estimates - SEASON) ** 2) < np.sum((y - SEASON) ** 2) / 2


def test_the_saxon_families() -> None:
    males = np.repeat(np.arange(13.0), FAMILIES)
    found = fit(males, np.full(6115, 12.0))
    assert found.a == pytest.approx(34.09558, abs=0.01)
    assert found.b == pytest.approx(31.5715, abs=0.01)
    # AIC: twice the number of estimates, less twice the log-likelihood
    assert 4 - 2 * found.log_likelihood == pytest.approx(24989.74, abs=0.005)
    binomial = stats.binom.logpmf(males, 12, males.mean() / 12).sum()
    assert 2 - 2 * binomial == pytest.approx(25070.34, abs=0.005)
    published = log_likelihood(males, np.full(6115, 12.0), 34.09558 / 65.66708, 65.66708)
    assert published <= found.log_likelihood < published + 1e-5


def test_the_likelihood_is_that_of_scipys_distribution() -> None:
    x, n = np.array([0.0, 3, 9]), np.array([4.0, 5, 9])
    expected = stats.betabinom.logpmf(x, n, 2.0, 3.0).sum()
    assert log_likelihood(x, n, 0.4, 5.0) == pytest.approx(expected, abs=1e-10)


def test_standard_errors_are_those_of_repeated_samples() -> None:
    random = np.random.default_rng(5)
    n = np.full(150, 40.0)
    fits = [fit(random.binomial(40, random.beta(18, 2, 150)).astype(float), n) for _ in range(60)]
    spread = np.std([one.mean for one in fits], ddof=1)
    assert np.median([one.mean_error for one in fits]) == pytest.approx(spread, rel=0.3)
    spread = np.std([np.log(one.precision) for one in fits], ddof=1)
    assert np.median([one.log_precision_error for one in fits]) == pytest.approx(spread, rel=0.3)
    assert np.mean([one.mean for one in fits]) == pytest.approx(0.9, abs=0.005)


def test_small_units_are_pulled_more_and_intervals_cover() -> None:
    random = np.random.default_rng(1)
    n = random.integers(1, 200, 400)
    truth = random.beta(45, 5, 400)
    found = shrink(random.binomial(n, truth), n)
    assert ((found.low <= truth) & (truth <= found.high)).mean() == pytest.approx(0.95, abs=0.03)
    assert (np.diff(found.weights[np.argsort(n)]) >= 0).all()
    own = np.sum((random.binomial(n, truth) / n - truth) ** 2)
    assert np.sum((found.estimates - truth) ** 2) < own


def test_no_more_than_chance_all_alike_and_only_single_tickets_are_said() -> None:
    alike = shrink([50, 49, 51, 50], [100, 100, 100, 100])
    low, high = wilson([200], [400])
    assert alike.estimates.tolist() == [0.5] * 4
    assert (alike.low[0], alike.high[0]) == (low[0], high[0])
    assert "no more than chance" in alike.notes[0]
    perfect = shrink([5, 8, 1], [5, 8, 1])
    assert perfect.prior is None
    assert perfect.high.tolist() == [1, 1, 1]
    assert 0.7 < perfect.low[0] < 1
    assert "0 or 100 %" in perfect.notes[0]
    single = shrink([1, 0, 1], [1, 1, 1])
    assert "no unit has two trials" in single.notes[0]
    torn = shrink([10, 0, 10, 0], [10, 10, 10, 10])
    assert torn.estimates.tolist() == [1, 0, 1, 0]
    assert torn.low[0] == pytest.approx(wilson([10], [10])[0][0])
    assert "own rates" in torn.notes[0]


def test_a_unit_without_trials_gets_the_rate_of_all() -> None:
    found = shrink([90, 40, 0, 10], [100, 80, 0, 40], ["a", "b", "none", "d"])
    assert found.prior is not None
    assert found.estimates[2] == pytest.approx(found.prior.mean)
    assert found.weights[2] == 0
    assert np.isnan(found.frame["rate"][2])


def test_bad_input_is_named() -> None:
    with pytest.raises(InputError, match="shrinkage compares units"):
        shrink([5], [10])
    with pytest.raises(InputError, match="too few units"):
        shrink_normal([1, 2, 3], [1, 1, 1])
    with pytest.raises(InputError, match="b: not a standard error"):
        shrink_normal([1, 2, 3, 4], [1, 0, 1, 1], ["a", "b", "c", "d"])
    with pytest.raises(UsageError, match="between 0 and 1"):
        shrink([5, 6], [10, 10], level=1.0)


def test_unequal_errors_pull_the_unsure_more() -> None:
    found = shrink_normal([1.0, 3.0, 5.0, 7.0, 9.0], [0.5, 2.0, 0.5, 2.0, 0.5])
    assert found.kept[1] < found.kept[0]
    assert found.between > 0
    same = shrink_normal([5.0, 5.1, 4.9, 5.0, 5.0], [1.0] * 5)
    assert same.between == 0
    assert "no more than their errors explain" in same.notes[0]
