"""Patterns give what tickets one by one give: against statsmodels on rows, and against large matrices written out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import statsmodels.formula.api as smf
from driver_data import answers
from scipy.linalg import sqrtm

from hotline_analysis.statistics.drivers import fit_logit, from_frame, gee_exchangeable

FACTORS = ["waiting_days", "overdue", "channel"]
FORMULAS = [
    "waiting_days + overdue + channel",
    "waiting_days * overdue + C(channel, Treatment('web'))",
    "overdue * bs(waiting_days, df=5) + channel",
    "bs(waiting_days, knots=[5, 9], degree=2) + channel",
    "cr(waiting_days, df=4, constraints='center') + overdue:channel",
    "standardize(waiting_days) * overdue + channel",
    "overdue + center(waiting_days):overdue",
]


@pytest.fixture(scope="module")
def rows():
    return answers()


@pytest.fixture(scope="module")
def patterns(rows):
    return from_frame(rows, outcome="satisfied", factors=FACTORS)


def on_rows(rows: pd.DataFrame, patterns: object, formula: str):
    levels = patterns.frame["channel"].cat.categories
    made = rows.assign(channel=pd.Categorical(rows["channel"], categories=levels))
    model = smf.glm(f"satisfied ~ {formula}", made, family=sm.families.Binomial())
    groups = pd.factorize(rows["unit"])[0]
    return model.fit(cov_type="cluster", cov_kwds={"groups": groups}, use_t=True, tol=1e-13)


@pytest.mark.parametrize("formula", FORMULAS)
def test_estimates_and_clustered_errors_are_those_of_rows(rows, patterns, formula):
    assert len(patterns.frame) < len(rows)
    fit, theirs = fit_logit(patterns, formula, small_clusters="t"), on_rows(rows, patterns, formula)
    assert list(fit.terms) == list(theirs.params.index)
    assert fit.params == pytest.approx(theirs.params.to_numpy(), abs=1e-8)
    assert fit.standard_errors == pytest.approx(theirs.bse.to_numpy(), abs=1e-8)
    assert fit.loglik == pytest.approx(theirs.llf, abs=1e-7)
    table = fit.table()
    assert table["df"].tolist() == [23] * len(fit.terms)
    assert table[["low", "high"]].to_numpy() == pytest.approx(theirs.conf_int().to_numpy(), abs=1e-7)
    assert table["p"].to_numpy() == pytest.approx(theirs.pvalues.to_numpy(), abs=1e-8)


def test_weights_are_those_of_rows(rows, patterns):
    weight = np.where(patterns.frame["overdue"], 1.7, 0.4)
    fit = fit_logit(patterns.weighted(weight), "waiting_days + overdue", small_clusters="t")
    each = np.where(rows["overdue"], 1.7, 0.4)
    exog = np.column_stack([np.ones(len(rows)), rows["overdue"], rows["waiting_days"]])
    theirs = sm.GLM(rows["satisfied"].to_numpy(), exog, family=sm.families.Binomial(), freq_weights=each)
    found = theirs.fit(tol=1e-13)
    assert fit.params == pytest.approx(found.params, abs=1e-8)
    scores = (each * (rows["satisfied"] - found.fittedvalues)).to_numpy()[:, None] * exog
    sums = pd.DataFrame(scores).groupby(rows["unit"].to_numpy()).sum().to_numpy()
    bread = found.normalized_cov_params
    n = each.sum()
    expected = 24 / 23 * (n - 1) / (n - 3) * bread @ sums.T @ sums @ bread
    assert fit.covariance == pytest.approx(expected, abs=1e-10)


def test_gee_is_that_of_rows(rows, patterns):
    ours = gee_exchangeable(patterns, "waiting_days + overdue + channel")
    levels = patterns.frame["channel"].cat.categories
    made = rows.assign(channel=pd.Categorical(rows["channel"], categories=levels))
    structure = sm.cov_struct.Exchangeable()
    model = sm.GEE.from_formula(
        "satisfied ~ waiting_days + overdue + channel", groups=pd.factorize(rows["unit"])[0], data=made,
        family=sm.families.Binomial(), cov_struct=structure,
    )  # fmt: skip
    theirs = model.fit(ctol=1e-11, maxiter=200)
    assert ours.params == pytest.approx(theirs.params.to_numpy(), abs=1e-8)
    assert ours.standard_errors == pytest.approx(theirs.bse.to_numpy(), abs=1e-8)
    assert ours.correlation == pytest.approx(structure.dep_params, abs=1e-9)


def bias_reduced_by_hand(exog, y, p, groups, contrast):
    """CR2 and Bell-McCaffrey's degrees of freedom from matrices as large as the tickets, in standardised residuals.

    Bell & McCaffrey 2002: every unit's residuals times (I - H_gg)^(-1/2); u = c'M Z_g' A_g (I - H)_g e has the
    covariance of independent e, and 2 E² / Var of the sum of u² is the degrees of freedom.
    """
    z = exog * np.sqrt(p * (1 - p))[:, None]
    bread = np.linalg.inv(z.T @ z)
    hat = z @ bread @ z.T
    residual = (y - p) / np.sqrt(p * (1 - p))
    keep = np.eye(len(y)) - hat
    meat, rows = np.zeros_like(bread), []
    for group in np.unique(groups):
        mine = np.flatnonzero(groups == group)
        root = np.linalg.inv(np.real(sqrtm(np.eye(len(mine)) - hat[np.ix_(mine, mine)])))
        score = z[mine].T @ root @ residual[mine]
        meat += np.outer(score, score)
        rows.append(contrast @ bread @ z[mine].T @ root @ keep[mine])
    product = np.array(rows) @ np.array(rows).T
    return bread @ meat @ bread, np.trace(product) ** 2 / (product**2).sum()


def test_with_few_units_errors_are_bias_reduced():
    rows = answers(tickets=240, units=6, seed=3)
    patterns = from_frame(rows, outcome="satisfied", factors=["waiting_days", "overdue"])
    fit = fit_logit(patterns, "overdue + waiting_days")
    exog = np.column_stack([np.ones(len(rows)), rows["overdue"], rows["waiting_days"]]).astype(float)
    p = 1 / (1 + np.exp(-exog @ fit.params))
    for place in range(3):
        contrast = np.eye(3)[place]
        y, units = rows["satisfied"].to_numpy(), rows["unit"].to_numpy()
        covariance, freedom = bias_reduced_by_hand(exog, y, p, units, contrast)
        assert fit.covariance == pytest.approx(covariance, abs=1e-9)
        error, found = fit.inference(contrast)
        assert error == pytest.approx(covariance[place, place] ** 0.5, abs=1e-9)
        assert found == pytest.approx(freedom, abs=1e-6)
        assert 1 < found < 5
    assert "CR2" in fit.method
    assert any("only 6 clusters" in note for note in fit.notes)
    plain = fit_logit(patterns, "overdue + waiting_days", small_clusters="t")
    assert plain.table()["df"].tolist() == [5, 5, 5]
    assert any("6 clusters are few" in note for note in plain.notes)


@pytest.mark.parametrize(("units", "method"), [(49, "CR2"), (50, "CR1")])
def test_from_fifty_units_on_errors_are_cr1_unless_asked_otherwise(units, method):
    patterns = from_frame(answers(tickets=1500, units=units), outcome="satisfied", factors=["waiting_days"])
    assert method in fit_logit(patterns).method
    assert "CR2" in fit_logit(patterns, small_clusters="cr2").method
    assert "CR1" in fit_logit(patterns, small_clusters="t").method
