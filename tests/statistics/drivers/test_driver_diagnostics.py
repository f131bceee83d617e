from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from statsmodels.stats.outliers_influence import variance_inflation_factor

from hotline_analysis.errors import UsageError
from hotline_analysis.statistics.drivers.accuracy import auc, calibration
from hotline_analysis.statistics.drivers.crossing import cross_validate
from hotline_analysis.statistics.drivers.diagnostics import diagnose
from hotline_analysis.statistics.drivers.fit import fit_logit
from hotline_analysis.statistics.drivers.frames import from_frame
from hotline_analysis.statistics.drivers.gee import gee_exchangeable
from hotline_analysis.statistics.drivers.influence import generalised_vif, gvif, influence_by_unit
from hotline_analysis.statistics.drivers.problems import SeparationError
from hotline_analysis.statistics.drivers.report import analyse_patterns
from hotline_analysis.statistics.seeds import DRIVERS


def test_auc_of_hanley_and_mcneil():
    # Hanley & McNeil 1982 (Radiology 143:29-36), table I: CT images rated 1 to 5; area by trapezoids 0.893
    normal, abnormal = np.array([33.0, 6, 6, 11, 2]), np.array([3.0, 2, 2, 11, 33])
    assert round(auc(np.arange(1.0, 6.0), abnormal, normal + abnormal), 3) == 0.893


def test_auc_of_rows_is_that_of_counts():
    score, answer = np.array([0.1, 0.4, 0.4, 0.8]), np.array([0.0, 0.0, 1.0, 1.0])
    # of the four pairs, three are in order and one is tied
    assert auc(score, answer, np.ones(4)) == 3.5 / 4
    assert np.isnan(auc(score, np.ones(4), np.ones(4)))


def _covariance(frame):
    design = np.column_stack([np.ones(len(frame)), frame.to_numpy(dtype=float)])
    return np.linalg.inv(design.T @ design)[1:, 1:]


def test_vif_is_that_of_statsmodels():
    # Longley 1967 (JASA 62:819-841), the textbook case of columns that go together
    longley = sm.datasets.longley.load_pandas().exog
    design = np.column_stack([np.ones(len(longley)), longley])
    expected = [variance_inflation_factor(design, place) for place in range(1, 7)]
    covariance = _covariance(longley - longley.mean())
    found = [gvif(covariance, np.arange(6) == place) for place in range(6)]
    assert found == pytest.approx(expected, rel=1e-6)
    assert max(found) > 1000


def test_generalised_vif_follows_from_canonical_correlations():
    # Fox & Monette 1992: det R11 det R22 / det R, that is the product of 1 / (1 - r²) over canonical correlations r
    longley = sm.datasets.longley.load_pandas().exog
    own = np.array([True, True, False, False, False, True])
    left, right = (np.linalg.qr(part - part.mean())[0] for part in (longley.loc[:, own], longley.loc[:, ~own]))
    correlations = np.linalg.svd(left.T @ right, compute_uv=False)
    found = gvif(_covariance(longley - longley.mean()), own)
    assert found == pytest.approx(np.prod(1 / (1 - correlations**2)), rel=1e-6)


def test_calibration_by_hand():
    fitted, trials, successes = np.array([0.2, 0.5, 0.8]), np.array([10.0, 10, 10]), np.array([2.0, 5, 6])
    found = calibration(fitted, successes, trials, bins=3)
    assert found.table["observed"].tolist() == [0.2, 0.5, 0.6]
    # only the last bin is off: (6 - 8)² / (8 * 0.2)
    assert found.hosmer_lemeshow == pytest.approx(2.5)
    assert found.df == 1
    with pytest.raises(UsageError, match="3 or more"):
        calibration(fitted, successes, trials, bins=2)


@pytest.fixture(scope="module")
def rows():
    rng = np.random.default_rng(8)
    unit = np.repeat([f"u{number:02d}" for number in range(20)], 200)
    rows = pd.DataFrame({"unit": unit, "late": rng.random(4000) < 0.3, "days": rng.integers(0, 8, 4000).astype(float)})
    chance = 1 / (1 + np.exp(-(1.5 - 1.0 * rows["late"] - 0.15 * rows["days"])))
    return rows.assign(satisfied=(rng.random(4000) < chance).astype(int))


def _fitted(rows):
    return fit_logit(from_frame(rows, outcome="satisfied", factors=["late", "days"]))


def test_influence_is_that_of_a_fit_without_the_unit(rows):
    odd = rows.copy()
    odd.loc[odd["unit"] == "u07", "satisfied"] = (odd["late"] ^ (odd["days"] > 3)).astype(int)
    fit = _fitted(odd)
    exact, step = influence_by_unit(fit, refit=True), influence_by_unit(fit)
    assert exact["unit"].iloc[0] == step["unit"].iloc[0] == "u07"
    without = _fitted(odd[odd["unit"] != "u07"])
    columns = [f"change: {term}" for term in fit.terms]
    assert exact[columns].iloc[0].to_numpy(dtype=float) == pytest.approx(without.params - fit.params, abs=1e-8)
    assert step[columns].iloc[0].to_numpy(dtype=float) == pytest.approx(without.params - fit.params, abs=0.01)


def test_cross_validation_of_a_true_model(rows):
    found = cross_validate(_fitted(rows))
    assert found.folds == 10
    assert 0.6 < found.auc <= found.auc_apparent < 0.8
    assert found.slope == pytest.approx(1, abs=0.15)
    again = cross_validate(_fitted(rows))
    assert again == found


def test_cross_validation_sees_through_noise(rows):
    rng = np.random.default_rng(4)
    noise = rows.assign(satisfied=(rng.random(len(rows)) < 0.7).astype(int))
    found = cross_validate(_fitted(noise))
    assert found.auc == pytest.approx(0.5, abs=0.05)


def test_no_cross_validation_of_two_units(rows):
    found = cross_validate(_fitted(rows[rows["unit"].isin(["u00", "u01"])]))
    assert np.isnan(found.auc)
    assert "three units" in found.notes[0]
    with pytest.raises(UsageError, match="2 or more"):
        cross_validate(_fitted(rows), folds=1)


def test_all_checks_at_once(rows):
    found = diagnose(_fitted(rows))
    assert found.dispersion == pytest.approx(1, abs=0.3)
    assert found.unit_dispersion == pytest.approx(1, abs=0.8)
    # late and days were drawn apart
    assert generalised_vif(_fitted(rows))["scaled"].max() < 1.1


def test_units_that_differ_are_said(rows):
    rng = np.random.default_rng(9)
    chance = np.repeat(rng.uniform(0.4, 0.95, 20), 200)
    apart = rows.assign(satisfied=(rng.random(4000) < chance).astype(int))
    found = diagnose(_fitted(apart))
    assert found.unit_dispersion > 5
    assert any("units differ beyond the factors" in note for note in found.notes)


def test_a_fold_that_separates_has_pseudo_observations(rows):
    """All failures of a flag lie in one unit: without that unit the flag's tickets are all satisfied."""
    odd = rows.assign(rare=rows.index % 20 == 0)
    odd.loc[odd["rare"], "satisfied"] = 1
    odd.loc[odd["rare"] & (odd["unit"] == "u03"), "satisfied"] = 0
    fit = fit_logit(from_frame(odd, outcome="satisfied", factors=["late", "days", "rare"]))
    codes, names = fit.patterns.clusters
    apart = codes == names.index("u03")
    with pytest.raises(SeparationError):
        fit.params_of(~apart)
    found = cross_validate(fit)
    assert found.folds == 10
    assert np.isfinite([found.auc, found.slope, found.intercept]).all()
    assert found.auc == pytest.approx(found.auc_apparent, abs=0.05)
    assert found.notes == ("cross-validation: 1 of 10 folds separate; pseudo-observations added",)


def test_pseudo_observations_by_hand():
    """Two columns, so two observations of rate 12/20, one each on ten tickets: 0.6 more of 1 more in either group."""
    frame = pd.DataFrame({"unit": ["a", "b"], "late": [True, False], "of": [10, 10], "good": [10, 2]})
    fit = fit_logit(from_frame(frame.assign(good=[9, 2]), outcome="good", trials="of", factors=["late"]))
    odd = replace(fit, patterns=from_frame(frame, outcome="good", trials="of", factors=["late"]))
    found = odd.params_of(np.array([True, True]), pseudo=True)
    assert found[0] == pytest.approx(np.log(2.6 / 8.4))
    assert found.sum() == pytest.approx(np.log(10.6 / 0.4))


def test_folds_without_separation_are_as_they_were(rows):
    fit = _fitted(rows)
    found = cross_validate(fit, folds=2)
    codes, names = fit.patterns.clusters
    fold = (np.random.default_rng(DRIVERS).permutation(len(names)) % 2)[codes]
    line = np.empty(len(fold))
    for one in (0, 1):
        rest = {names[code] for code in codes[fold != one]}
        other = _fitted(rows[rows["unit"].isin(rest)])
        line[fold == one] = fit.design[fold == one] @ other.params
    assert found.auc == pytest.approx(auc(line, fit.patterns.successes, fit.patterns.trials), abs=1e-12)
    assert found.notes == ()


def test_units_that_are_perfectly_alike_have_errors_of_zero_and_no_warning():
    """Every unit has the same answers: between units nothing varies, which rounding may take below zero."""
    place = np.arange(24 * 8)
    rows = pd.DataFrame({"unit": (place // 8).astype(str), "late": place % 2 == 0, "told": place % 8 < 4})
    rows["satisfied"] = (place % 8 % 3 > 0).astype(int)
    patterns = from_frame(rows, outcome="satisfied", factors=["late", "told"])
    found = gee_exchangeable(patterns)
    assert found.standard_errors == pytest.approx(np.zeros(3), abs=1e-6)
    below = replace(found, covariance=np.diag([-1e-30, 4.0, 0.0]))
    assert below.standard_errors.tolist() == [0.0, 2.0, 0.0]
    report = analyse_patterns(patterns)
    assert np.isfinite(report.checks["gee_se"]).all()
    assert report.fit.standard_errors == pytest.approx(np.zeros(3), abs=1e-6)
