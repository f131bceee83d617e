"""The maximum of the likelihood: proved where it is, refused where it is not."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
import statsmodels.api as sm

from hotline_analysis.statistics.drivers.estimate import solve
from hotline_analysis.statistics.drivers.problems import ConvergenceError, SeparationError

DAYS = np.array([0.0, 1.0, 2.0, 50.0])
TRIALS = np.array([1000.0, 1000.0, 1000.0, 10.0])
GOOD = np.array([990.0, 990.0, 891.0, 0.0])


def columns(*given):
    return np.column_stack([np.ones(len(given[0])), *given])


def is_maximum(design, successes, trials, params) -> bool:
    """The likelihood is concave: its maximum is where the scores are nothing (McCullagh & Nelder 1989, 4.4)."""
    scores = design.T @ (successes - trials / (1 + np.exp(-design @ params)))
    return bool(np.abs(scores).max() < 1e-8 * trials.sum())


def test_counts_are_the_rows_that_they_stand_for():
    found = solve(columns(DAYS), GOOD, TRIALS)
    days = np.repeat(DAYS, TRIALS.astype(int))
    answers = np.concatenate([np.arange(n) < good for n, good in zip(TRIALS, GOOD, strict=True)]).astype(float)
    rows = sm.GLM(answers, columns(days), family=sm.families.Binomial()).fit(tol=1e-12)
    assert found.params == pytest.approx(rows.params, abs=1e-8)
    assert found.loglik == pytest.approx(rows.llf, abs=1e-8)
    assert np.linalg.inv(found.information) == pytest.approx(rows.normalized_cov_params, abs=1e-8)


def test_a_rare_long_wait_beside_rates_near_one_does_not_lead_astray():
    # Newton's method with the observed information ends at -1.55 a day here, where the scores are not nothing
    found = solve(columns(DAYS), GOOD, TRIALS)
    assert is_maximum(columns(DAYS), GOOD, TRIALS, found.params)
    assert found.params[1] == pytest.approx(-1.652, abs=1e-3)


@pytest.mark.parametrize("unit", [1e-7, 86_400.0, 1e9])
def test_the_unit_of_a_number_does_not_matter(unit):
    plain, other = solve(columns(DAYS), GOOD, TRIALS), solve(columns(DAYS * unit), GOOD, TRIALS)
    assert other.params[1] * unit == pytest.approx(plain.params[1], rel=1e-9)
    assert other.fitted == pytest.approx(plain.fitted, abs=1e-12)


def test_weights_may_be_fractions():
    weight = np.array([0.3, 1.7, 0.25, 2.5])
    found = solve(columns(DAYS), GOOD * weight, TRIALS * weight)
    assert is_maximum(columns(DAYS), GOOD * weight, TRIALS * weight, found.params)
    # all weights alike change nothing
    assert solve(columns(DAYS), GOOD / 3, TRIALS / 3).params == pytest.approx(solve(columns(DAYS), GOOD, TRIALS).params)


def test_without_an_intercept_by_hand():
    # one column a group: the log odds of 10 in 20, and of 15 in 20
    found = solve(np.eye(2), np.array([10.0, 15.0]), np.array([20.0, 20.0]))
    assert found.params == pytest.approx([0.0, np.log(3)], abs=1e-9)


def test_what_is_no_maximum_is_refused():
    with pytest.raises(ConvergenceError, match="do not settle; found '3 steps'; allowed: more steps"):
        solve(columns(DAYS), GOOD, TRIALS, max_iterations=3)


def test_separation_says_which_columns_decide():
    late = np.array([0.0, 0.0, 1.0])
    with pytest.raises(SeparationError, match="every one of the 7 tickets with it is a success") as caught:
        solve(columns(late), np.array([3.0, 5.0, 7.0]), np.array([9.0, 9.0, 7.0]), names=["Intercept", "late"])
    assert caught.value.columns == ("late",)
    with pytest.raises(SeparationError, match="these together decide") as parted:
        solve(columns(DAYS), np.array([9.0, 9, 0, 0]), np.full(4, 9.0), names=["Intercept", "days"])
    assert parted.value.columns == ("Intercept", "days")


def test_statsmodels_is_not_imported_before_there_is_something_to_fit():
    code = "import hotline_analysis.statistics.drivers, sys; sys.exit('statsmodels' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
