"""What cannot be fitted is said; nothing is a silent number."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from driver_data import answers
from scipy.stats import binom

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.statistics.drivers import (
    ConvergenceError,
    DesignError,
    OutcomeError,
    SeparationError,
    fit_logit,
    from_frame,
    random_intercept,
)
from hotline_analysis.statistics.drivers.separation import separating_direction


def made(rows: pd.DataFrame, factors: list[str], **options):
    return from_frame(rows, outcome="satisfied", factors=factors, **options)


def test_one_unit_only_is_a_stated_fallback():
    rows = answers(400, units=1)
    fit = fit_logit(made(rows, ["waiting_days"]))
    assert fit.method == "model-based: tickets independent"
    assert any("one unit only" in note for note in fit.notes)
    assert np.isinf(fit.df_resid)
    with pytest.raises(DesignError, match="one unit has no variance between units"):
        random_intercept(made(rows, ["waiting_days"]))


@pytest.mark.parametrize(("value", "said"), [(1, "nothing but successes"), (0, "no success at all")])
def test_all_satisfied(value, said):
    with pytest.raises(OutcomeError, match=said):
        fit_logit(made(answers(100).assign(satisfied=value), ["waiting_days"]))


def test_a_factor_with_one_level():
    patterns = made(answers(400).assign(extension=False), ["waiting_days", "extension"])
    fit = fit_logit(patterns)
    assert fit.formula == "waiting_days"
    assert "factor extension is left out: all have extension = False" in fit.notes
    with pytest.raises(DesignError, match="extension: a factor with a single value explains nothing"):
        fit_logit(patterns, "waiting_days + extension")
    with pytest.raises(DesignError, match="no factor varies"):
        fit_logit(made(answers(50).assign(extension=False), ["extension"]))


def test_separation_names_factor_and_level():
    rows = answers(600)
    rows.loc[rows["channel"] == "letter", "satisfied"] = 1
    with pytest.raises(SeparationError, match=r"factor channel, level letter: .* is a success"):
        fit_logit(made(rows, ["waiting_days", "channel"]))


def test_perfect_separation_by_a_number():
    rows = answers(300)
    rows["satisfied"] = (rows["waiting_days"] < 8).astype(int)
    with pytest.raises(SeparationError, match="waiting_days"):
        fit_logit(made(rows, ["waiting_days", "overdue"]))


def test_separation_that_no_single_level_shows():
    # satisfied wherever a exceeds b, unsatisfied wherever b exceeds a, both where they are equal
    rows = pd.DataFrame({"a": [0, 0, 1, 1] * 30, "b": [0, 1, 0, 1] * 30, "unit": [*"ABCDEFGHIJKL"] * 10})
    rows["satisfied"] = np.where(rows["a"] == rows["b"], np.arange(120) // 4 % 2, rows["a"])
    with pytest.raises(SeparationError, match=r"these together decide .*; found 'a, b'"):
        fit_logit(made(rows, ["a", "b"]), "a + b")


def test_a_linear_program_finds_separation_exactly_where_there_is_some():
    # Albert & Anderson 1984: complete, quasi-complete, and overlapping configurations of one number
    x = np.column_stack([np.ones(4), [1.0, 2.0, 3.0, 4.0]])
    ones = np.ones(4)
    assert separating_direction(x, np.array([0.0, 0, 1, 1]), ones) is not None
    assert separating_direction(x, np.array([0.0, 1, 0, 1]), ones) is None
    tied = np.column_stack([np.ones(4), [1.0, 2.0, 2.0, 3.0]])
    assert separating_direction(tied, np.array([0.0, 0, 1, 1]), ones) is not None


def test_a_category_with_one_ticket_is_put_together_with_the_next_rarest():
    rows = answers(800)
    rows.loc[0, "channel"] = "telegram"
    patterns = made(rows, ["waiting_days", "channel"])
    letters = int((rows["channel"] == "letter").sum())
    note = f"channel: levels with few tickets are put together as （其余）: letter ({letters})、telegram (1)"
    assert note in patterns.notes
    assert list(patterns.frame["channel"].cat.categories) == ["phone", "web", "（其余）"]
    assert patterns.tickets == 800
    fit_logit(patterns)
    with pytest.raises(SeparationError, match="factor channel, level telegram"):
        fit_logit(made(rows, ["waiting_days", "channel"], rare_below=0))


def test_missing_outcomes_and_factors_are_counted():
    rows = answers(300).astype({"satisfied": "Int64", "channel": object})
    rows.loc[:19, "satisfied"] = pd.NA
    rows.loc[15:24, "channel"] = None
    flow = made(rows, ["waiting_days", "channel"]).flow
    assert flow.steps["tickets"].tolist() == [300, 280, 275]
    assert flow.unknown.set_index("factor")["tickets"].to_dict() == {"waiting_days": 0, "channel": 5, "unit": 0}


def test_a_wait_that_is_no_number():
    rows = answers(50).astype({"waiting_days": object})
    rows.loc[7, "waiting_days"] = "三天"
    with pytest.raises(InputError, match="column waiting_days, row 8: not a number; found '三天'"):
        made(rows, ["waiting_days"])
    rows.loc[7, "waiting_days"] = float("inf")
    with pytest.raises(InputError, match="row 8: not a number; found inf"):
        made(rows, ["waiting_days"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"satisfied": 2}, "column satisfied, row 1, unit U.*: not an outcome; found .*2.*; allowed: 0 or 1"),
        ({"satisfied": 0.5}, "not a count"),
        ({"satisfied": -1}, "not a count"),
        ({"overdue": 3}, "column overdue, row 1: not a flag"),
    ],
)
def test_values_that_cannot_be(change, said):
    with pytest.raises(InputError, match=said):
        made(answers(20).assign(**change), ["waiting_days", "overdue"])


def test_factors_that_follow_from_one_another():
    rows = answers(300).assign(hours=lambda frame: 24 * frame["waiting_days"])
    with pytest.raises(DesignError, match="factors follow from one another; found 'waiting_days, hours'"):
        fit_logit(made(rows, ["waiting_days", "hours"]))
    with pytest.raises(DesignError, match="constraints='center'"):
        fit_logit(made(rows, ["waiting_days"]), "cr(waiting_days, df=4)")


def test_what_does_not_converge_is_an_error():
    with pytest.raises(ConvergenceError, match="do not settle; found '2 steps'"):
        fit_logit(made(answers(500), ["waiting_days", "overdue"]), max_iterations=2)


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("waiting_day", r"no factor 'waiting_day' \(did you mean waiting_days\?\)"),
        ("waiting_days +", "not a formula"),
        ("resolved ~ waiting_days", "the outcome is satisfied, not resolved"),
        ("waiting_days.sum()", "a formula cannot hold"),
        ("__import__('os')", "no factor '__import__'"),
        ("1", "the formula names no factor"),
        ("bs(waiting_days, df=2)", "df=2 is too few"),
    ],
)
def test_formulas_that_cannot_be(formula, said):
    with pytest.raises(UsageError, match=said):
        fit_logit(made(answers(100), ["waiting_days"]), formula)


def test_options_that_cannot_be():
    patterns = made(answers(100), ["waiting_days"])
    with pytest.raises(UsageError, match="no such covariance: 'robust'"):
        fit_logit(patterns, covariance="robust")
    with pytest.raises(UsageError, match="no such small_clusters"):
        fit_logit(patterns, small_clusters="hc3")
    with pytest.raises(InputError, match=r"no column units \(did you mean unit\?\)"):
        made(answers(10), ["waiting_days"], cluster="units")
    with pytest.raises(InputError, match=r"not a weight; found 0\.0"):
        patterns.weighted(np.zeros(len(patterns.frame)))


def test_the_package_is_imported_without_scipy():
    code = "import hotline_analysis, sys; sys.exit(bool({'scipy', 'statsmodels', 'patsy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("points", [1, 25])
def test_units_that_do_not_differ_have_the_plain_model(points):
    counts = [(unit, hard, 100, 50 if hard else 90) for unit in "ABCDEFGH" for hard in (True, False)]
    rows = pd.DataFrame(counts, columns=["unit", "hard", "tickets", "satisfied"])
    patterns = from_frame(rows, outcome="satisfied", trials="tickets", factors=["hard"])
    found, plain = random_intercept(patterns, points=points), fit_logit(patterns, covariance="model")
    assert found.variance == 0
    assert found.params.tolist() == plain.params.tolist()
    assert found.standard_errors.tolist() == plain.standard_errors.tolist()
    # every count is at its likeliest: -2 log of the binomial chances of 50 and of 90 in 100, eight times each
    assert found.deviance == pytest.approx(-2 * 8 * (binom.logpmf(50, 100, 0.5) + binom.logpmf(90, 100, 0.9)))
    assert (found.unit_effects[["effect", "se"]] == 0).all(axis=None)
    assert "variance between units is estimated as nothing" in found.notes[0]
