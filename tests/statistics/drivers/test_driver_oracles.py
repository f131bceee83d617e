"""Published results of other programs."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from driver_data import cbpp as herds
from driver_data import gee_logistic, vaso_constriction

from hotline_analysis.statistics.drivers import (
    average_marginal_effects,
    fit_logit,
    from_frame,
    gee_exchangeable,
    influence_by_unit,
    random_intercept,
)


@pytest.fixture(scope="module")
def spector():
    data = sm.datasets.spector.load_pandas().data
    rows = data.assign(unit=[f"student {n}" for n in range(32)])
    return from_frame(rows, outcome="GRADE", factors=["GPA", "TUCE", "PSI"])


def test_spector_and_mazzeo_coefficients(spector):
    # Stata 11, statsmodels discrete/tests/results/results_discrete.py, class Spector, obj logit
    fit = fit_logit(spector, "GPA + TUCE + PSI", covariance="model")
    assert dict(zip(fit.terms, fit.params, strict=True)) == pytest.approx(
        {"Intercept": -13.0213, "GPA": 2.82611, "TUCE": 0.09516, "PSI": 2.37869}, abs=1e-4
    )
    # same source: llf, llnull and prsquared (Stata holds the data in single precision)
    assert fit.loglik == pytest.approx(-12.8896334653335, abs=2e-6)
    assert fit.null_loglik == pytest.approx(-20.5917296966173, abs=1e-9)
    assert fit.mcfadden == pytest.approx(0.374038332124624, abs=1e-7)


def test_spector_and_mazzeo_average_marginal_effects(spector):
    # Stata's margins, dydx(*): results_discrete.py, margeff_nodummy_dydx and its standard errors
    effects = average_marginal_effects(fit_logit(spector, covariance="model")).set_index("factor")
    expected = {
        "GPA": (0.36258084688424, 0.1094412),
        "TUCE": (0.01220841099085, 0.0177942),
        "PSI": (0.30517768382304, 0.0923796),
    }
    for factor, (effect, error) in expected.items():
        assert effects.loc[factor, "effect_pp"] == pytest.approx(100 * effect, abs=5e-6)
        assert effects.loc[factor, "se"] == pytest.approx(100 * error, abs=2e-5)
        assert effects.loc[factor, "kind"] == "continuous"


def test_spector_and_mazzeo_discrete_change(spector):
    # statsmodels get_margeff(dummy=True); R marginaleffects prints 0.358 (0.142)
    rows = spector.frame.assign(PSI=spector.frame["PSI"] == 1, unit=range(len(spector.frame)))
    patterns = from_frame(rows, outcome="successes", trials="trials", factors=["GPA", "TUCE", "PSI"])
    effect = average_marginal_effects(fit_logit(patterns, covariance="model")).set_index("factor").loc["PSI"]
    assert effect["kind"] == "discrete"
    assert effect["effect_pp"] == pytest.approx(35.7515, abs=1e-4)
    assert effect["se"] == pytest.approx(14.2003, abs=1e-4)


@pytest.fixture(scope="module")
def cbpp():
    patterns = from_frame(herds(), outcome="incidence", trials="size", factors=["period"], cluster="herd")
    return patterns, "C(period, Treatment('1'))"


def test_lme4_cbpp_by_laplace(cbpp):
    # lme4 tests/testthat/test-glmer.R, lines 45-55: fixed effects, variance, -2 log L
    fit = random_intercept(*cbpp, points=1)
    expected = [-1.39854982537216, -0.992335519118859, -1.12867532780426, -1.58030423764517]
    assert fit.params == pytest.approx(expected, abs=2e-4)
    assert fit.variance == pytest.approx(0.41245527438386, abs=2e-4)
    assert fit.deviance == pytest.approx(184.05267459802, abs=2e-4)  # lme4 stops a little before the minimum
    # lme4's errors from its Hessian, as the R package fastglmm records them (goldens/cbpp_agq_k1.json, se_hessian)
    assert fit.standard_errors == pytest.approx([0.2324732548, 0.3066413264, 0.3266372426, 0.4274372446], abs=5e-6)
    assert len(fit.unit_effects) == 15


def test_lme4_cbpp_by_quadrature(cbpp):
    # lme4 tests/glmer-1.R:84, nAGQ = 25
    fit = random_intercept(*cbpp)
    assert fit.points == 25
    # lme4's errors and standard deviation with 7 points (fastglmm goldens/cbpp_agq_k7.json)
    assert fit.standard_errors == pytest.approx([0.2335116086, 0.3067673681, 0.3267697654, 0.4275906557], abs=5e-6)
    assert fit.variance**0.5 == pytest.approx(0.6475178183, abs=5e-6)
    assert fit.params == pytest.approx([-1.39923, -0.99140, -1.12782, -1.57947], abs=2e-5)


def test_gee_of_r():
    # statsmodels genmod/tests/test_gee.py, test_logistic: R gee, corstr = "exchangeable" and robust errors
    patterns = from_frame(gee_logistic(), outcome="y", factors=["x1", "x2", "x3"], cluster="cluster")
    fit = gee_exchangeable(patterns, "x1 + x2 + x3")
    assert fit.n_clusters == 100
    expected = [0.0178982283915449, 1.13118798191788, -1.86133518416017, 1.08944256230299]
    assert fit.params == pytest.approx(expected, abs=1e-5)
    errors = [0.127045031730155, 0.165470678232842, 0.192052750030501, 0.173174779369249]
    assert fit.standard_errors == pytest.approx(errors, abs=1e-5)


def test_gee_starts_where_independence_ends():
    # the same source, corstr = "independence": that is the plain model with the sandwich
    patterns = from_frame(gee_logistic(), outcome="y", factors=["x1", "x2", "x3"], cluster="cluster")
    fit = fit_logit(patterns, "x1 + x2 + x3")
    expected = [0.0167272965285882, 1.13038654425893, -1.86896345082962, 1.09397608331333]
    assert fit.params == pytest.approx(expected, abs=1e-5)
    errors = np.array([0.127291720283049, 0.166725808326067, 0.192430061340865, 0.173141068839597])
    factor = 100 / 99 * 404 / 401  # R gee has no small-sample factor
    assert fit.standard_errors / factor**0.5 == pytest.approx(errors, abs=1e-5)


def test_counts_of_schools_are_fitted_as_r_fits_them():
    # Gill 2000 (Generalized Linear Models: A Unified Approach): glm(cbind(NABOVE, NBELOW) ~ ., binomial) of R, as in
    # statsmodels genmod/tests/results/results_glm.py, class Star98: estimates and errors of the first and last columns
    data = sm.datasets.star98.load_pandas().data
    factors = list(data.columns[2:])
    rows = data.assign(unit=data.index.astype(str), of=data["NABOVE"] + data["NBELOW"])
    patterns = from_frame(rows, outcome="NABOVE", trials="of", factors=factors)
    fit = fit_logit(patterns, " + ".join(factors), covariance="model")
    found = dict(zip(fit.terms, zip(fit.params, fit.standard_errors, strict=True), strict=True))
    expected = {
        "LOWINC": (-0.0168150366, 4.339467e-04),
        "PERASIAN": (0.0099254766, 6.013714e-04),
        "PERSPEN_PTRATIO_PCTAF": (-0.0022492486, 3.489838e-04),
        "Intercept": (2.9588779262, 1.546712),
    }
    for term, (estimate, error) in expected.items():
        assert found[term][0] == pytest.approx(estimate, rel=1e-6)
        assert found[term][1] == pytest.approx(error, rel=1e-5)
    # same source: Pearson's chi-square over its degrees of freedom, which is the spread of a quasi-binomial fit
    spread = fit_logit(patterns, " + ".join(factors), covariance="quasi")
    assert spread.dispersion == pytest.approx(4051.921614 / 282, abs=1e-5)
    assert spread.df_resid == 282


def test_influence_of_pregibon_as_sas_prints_it():
    # every case a unit: SAS's DFBETAs are the one step that our table makes, with the other sign
    data, printed = vaso_constriction()
    rows = data.assign(unit=data.index.astype(str))
    patterns = from_frame(rows, outcome="constrict", factors=["log_rate", "log_volumne"])
    fit = fit_logit(patterns, "log_rate + log_volumne", covariance="model")
    table = influence_by_unit(fit).set_index("unit").loc[rows["unit"]]
    found = table[[f"change: {term}" for term in fit.terms]].to_numpy() / fit.standard_errors
    assert fit.terms == ("Intercept", "log_rate", "log_volumne")
    assert -found == pytest.approx(printed[["dfb_intercept", "dfb_lograte", "dfb_logvolumne"]].to_numpy(), abs=1e-4)
