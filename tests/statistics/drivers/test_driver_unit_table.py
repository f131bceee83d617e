"""Drivers from a unit table: the published table of Xiangtan city, November 2019."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from hotline_analysis.cases import samples_folder
from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.statistics.drivers import DesignError, average_marginal_effects, fit_logit, from_unit_table

FACTORS = ["returned", "overdue", "unanswered_to_citizen", "phone_supervised", "assigned"]
PER = {"unanswered_to_citizen": "revisited", **dict.fromkeys(("returned", "overdue", "phone_supervised"), "assigned")}


@pytest.fixture(scope="module")
def table():
    rows = pd.read_csv(samples_folder() / "xiangtan-2019-11" / "units.csv")
    return rows[rows["row_type"] == "unit"]


def made(table, **options):
    given = {"successes": "satisfied", "trials": "revisited", "factors": FACTORS, "per": PER, **options}
    return from_unit_table(table, **given)


def test_all_revisited_tickets_of_the_page_are_there(table):
    patterns = made(table)
    # the page's totals: 1,218 satisfied of 2,251 revisited
    assert (patterns.frame["trials"].sum(), patterns.frame["successes"].sum()) == (2251, 1218)
    assert patterns.aggregated
    assert any("湘乡市人民政府" in note for note in patterns.notes)  # a dash on the page: nothing was revisited
    # 雨湖区: 46 of 642 returned, 119 of 467 not told
    row = patterns.frame.set_index(patterns.frame["unit"].astype(str)).loc["雨湖区人民政府"]
    assert row["returned"] == pytest.approx(100 * 46 / 642)
    assert row["unanswered_to_citizen"] == pytest.approx(100 * 119 / 467)
    assert row["assigned"] == 642


def test_spread_between_units_beyond_the_binomial_is_allowed_for(table):
    patterns = made(table)
    fit = fit_logit(patterns)
    frame = patterns.frame
    exog = sm.add_constant(frame[list(FACTORS)])
    counts = np.column_stack([frame["successes"], frame["trials"] - frame["successes"]])
    theirs = sm.GLM(counts, exog, family=sm.families.Binomial()).fit(tol=1e-13)
    assert fit.params == pytest.approx(theirs.params.to_numpy(), abs=1e-8)
    p, n = theirs.fittedvalues.to_numpy(), frame["trials"].to_numpy()
    assert fit.df_resid == len(frame) - 6
    # McCullagh & Nelder 1989, section 4.5.2: Pearson's chi-square over its degrees of freedom
    phi = float((((frame["successes"] - n * p) ** 2) / (n * p * (1 - p))).sum() / fit.df_resid)
    assert phi > 1
    assert fit.dispersion == pytest.approx(phi, rel=1e-8)
    assert fit.standard_errors == pytest.approx(phi**0.5 * theirs.bse.to_numpy(), abs=1e-8)
    assert "quasi-binomial" in fit.method
    effects = average_marginal_effects(fit).set_index("factor")
    slope = np.average(p * (1 - p), weights=frame["trials"]) * theirs.params["returned"]
    assert effects.loc["returned", "effect_pp"] == pytest.approx(100 * slope, abs=1e-8)


def test_clustered_errors_of_a_unit_table_may_be_asked_for(table):
    fit = fit_logit(made(table), covariance="clustered")
    assert fit.method.startswith("clustered by unit (CR1)")
    assert fit.n_clusters == len(fit.patterns.frame)


def test_bad_unit_tables(table):
    with pytest.raises(DesignError, match="more columns than the table has units for; found '6 columns, 5 units'"):
        fit_logit(made(table[table["revisited"] > 0].head(5)))
    with pytest.raises(InputError, match="column satisfied, row 1, unit 雨湖区人民政府: not an outcome"):
        made(table.assign(satisfied=9999))
    with pytest.raises(InputError, match="column overdue, row 1: not a number; found '三'"):
        made(table.astype({"overdue": object}).assign(overdue="三"))
    with pytest.raises(InputError, match="a unit stands twice"):
        made(table.assign(unit="A"))
    with pytest.raises(UsageError, match="per: closed is no factor"):
        made(table, per={"closed": "assigned"})
    with pytest.raises(InputError, match="no unit has trials"):
        made(table.assign(revisited=0, satisfied=0))
