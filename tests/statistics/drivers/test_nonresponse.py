import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.special import expit

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.statistics.drivers.fit import fit_logit
from hotline_analysis.statistics.drivers.frames import from_frame
from hotline_analysis.statistics.drivers.nonresponse import nonresponse
from hotline_analysis.statistics.drivers.problems import ConvergenceError
from hotline_analysis.statistics.drivers.raking import Margin, effective_size, rake, trim
from hotline_analysis.statistics.drivers.response_weights import inverse_probability_weights, raked_weights
from hotline_analysis.statistics.drivers.survey import Design


def test_a_sample_of_clusters_by_hand():
    # 3 of 12 schools, weight 4: totals of residuals from the mean 5, over 6 pupils, are -3/6, 0 and 3/6;
    # their variance is 1/4, so that of the mean is (1 - 3/12) * 3 * 1/4 (Cochran 1977, Sampling Techniques, 9A.1)
    design = Design(np.full(6, 4.0), [*"aabbcc"], population=np.full(6, 12.0))
    values = np.array([3.0, 4, 5, 5, 6, 7])
    mean = design.mean(values)
    assert (mean.value, mean.se, mean.df) == (5, pytest.approx((0.75 * 3 / 4) ** 0.5), 2)
    # totals of weighted values: 28, 40, 52, with variance 144
    total = design.total(values)
    assert (total.value, total.se) == (120, pytest.approx((0.75 * 3 * 144) ** 0.5))


def test_a_stratified_sample_by_hand():
    # Cochran 1977, 5.9: the variance is the sum of W² (1 - f) s² / n: 0.6² * 0.95 * 4 / 3 + 0.4² * 0.95 * 2 / 2
    values, stratum = np.array([2.0, 4, 6, 11, 13]), ["A"] * 3 + ["B"] * 2
    design = Design(np.full(5, 20.0), strata=stratum, population=np.array([60.0] * 3 + [40.0] * 2))
    mean = design.mean(values)
    assert (mean.value, mean.df) == (pytest.approx(0.6 * 4 + 0.4 * 12), 3)
    assert mean.se == pytest.approx((0.6**2 * 0.95 * 4 / 3 + 0.4**2 * 0.95 * 2 / 2) ** 0.5)


def test_clustered_means_are_those_of_statsmodels():
    # regression on a constant, without the correction for a finite sample but G / (G - 1)
    rows = sm.datasets.grunfeld.load_pandas().data
    weights = np.linspace(1, 3, len(rows))
    fit = sm.WLS(rows["invest"], np.ones(len(rows)), weights).fit()
    groups = rows["firm"].factorize()[0]
    robust = fit.get_robustcov_results("cluster", groups=groups, use_correction=False)
    mean = Design(weights, rows["firm"].tolist()).mean(rows["invest"].to_numpy())
    count = rows["firm"].nunique()
    assert mean.value == pytest.approx(fit.params.iloc[0])
    assert mean.se == pytest.approx(robust.bse[0] * (count / (count - 1)) ** 0.5)
    assert mean.df == count - 1


def test_raking_to_one_margin_is_poststratification():
    # Cochran 1977, 5A.9: by hand, 3 answers stand for 60 and 2 for 40; residuals from the means 4 and 12 of the classes
    values, kinds = np.array([2.0, 4, 6, 11, 13]), ["A"] * 3 + ["B"] * 2
    margin = Margin("kind", kinds, {"A": 60, "B": 40})
    weights = rake(np.ones(5), [margin])
    assert weights == pytest.approx([20] * 5)
    mean = Design(weights, margins=(margin,), base=np.ones(5)).mean(values)
    assert mean.value == pytest.approx(7.2)
    # weighted residuals over 100: -.4, 0, .4, -.2, .2 with variance .4 / 4 about 0, five of them
    assert mean.se == pytest.approx((5 * 0.4 / 4) ** 0.5)


def test_raking_meets_every_margin_and_keeps_the_odds():
    # Deming & Stephan 1940: all margins are met, and what two-by-two tables of weights have of odds ratios stays
    kinds, ways = [*"aabb"], [*"xyxy"]
    margins = (Margin("kind", kinds, {"a": 30, "b": 70}), Margin("way", ways, {"x": 40, "y": 60}))
    weights = rake(np.array([1.0, 2, 3, 4]), margins)
    for margin in margins:
        assert pd.Series(weights).groupby(list(margin.levels)).sum().to_dict() == pytest.approx(margin.totals)
    assert weights[0] * weights[3] / (weights[1] * weights[2]) == pytest.approx(1 * 4 / (2 * 3))


def test_margins_that_cannot_be_met():
    two = [Margin("a", [0, 0, 1], {0: 2, 1: 1}), Margin("b", [0, 0, 1], {0: 1, 1: 2})]
    with pytest.raises(ConvergenceError, match="cannot all be met"):
        rake(np.ones(3), two)
    with pytest.raises(InputError, match="nobody answered"):
        rake(np.ones(2), [Margin("a", ["x", "x"], {"x": 1, "y": 1})])
    with pytest.raises(InputError, match="no known total"):
        rake(np.ones(2), [Margin("a", ["x", "z"], {"x": 1})])
    with pytest.raises(InputError, match="different sums"):
        rake(np.ones(2), [Margin("a", ["x", "x"], {"x": 1}), Margin("b", ["x", "x"], {"x": 2})])


def test_trimming_keeps_the_sum_and_the_limit():
    counts = np.array([10.0, 10.0, 1.0])
    found = trim(np.array([0.5, 1.0, 6.0]), counts, upper=3.0)
    # 3 above the limit, spread over 20 tickets
    assert found == pytest.approx([0.65, 1.15, 3.0])
    with pytest.raises(UsageError, match="above their mean"):
        trim(np.ones(3), counts, upper=1.0)


def test_effective_size_of_kish():
    # (4 * 1 + 2 * 3)² / (4 * 1 + 2 * 9) = 100 / 22
    assert effective_size(np.array([1.0, 3.0]), np.array([4.0, 2.0])) == pytest.approx(100 / 22)


@pytest.fixture(scope="module")
def called():
    """Young callers answer half as often and are less satisfied: a plain rate is too high."""
    rng = np.random.default_rng(11)
    size = 20000
    rows = pd.DataFrame({"unit": rng.integers(0, 40, size).astype(str), "young": rng.random(size) < 0.5})
    rows["answered"] = (rng.random(size) < np.where(rows["young"], 0.3, 0.8)).astype(int)
    rows["satisfied"] = (rng.random(size) < expit(1.5 - 1.2 * rows["young"])).astype(int)
    return rows


def test_weights_bring_the_rate_of_all_back(called):
    everybody = from_frame(called, outcome="answered", factors=["young"])
    answers = from_frame(called[called["answered"] == 1], outcome="satisfied", factors=["young"])
    found = nonresponse(fit_logit(answers), everybody, rake_by=["young"])
    rates = found.rates.set_index("method")
    truth = called["satisfied"].mean()
    assert abs(rates.loc["as answered", "rate"] - truth) > 0.05
    for method in ("inverse probability", "raking"):
        assert abs(rates.loc[method, "rate"] - truth) < 3 * rates.loc[method, "se"]
        assert rates.loc[method, "effective_size"] < rates.loc[method, "answers"]
    # with one flag both are the same: the share answering by level
    assert rates.loc["raking", "rate"] == pytest.approx(rates.loc["inverse probability", "rate"], abs=1e-9)
    assert (found.called, found.answered) == (20000, called["answered"].sum())
    # weights depend on the factor alone, so the model given that factor does not change
    assert found.effects["change"].abs().max() < 1e-8


def test_weights_are_one_over_the_share_that_answers(called):
    everybody = from_frame(called, outcome="answered", factors=["young"])
    answers = from_frame(called[called["answered"] == 1], outcome="satisfied", factors=["young"])
    weights = inverse_probability_weights(fit_logit(everybody), answers)
    share = called.groupby("young")["answered"].mean()
    ratio = weights.values[answers.frame["young"]].mean() / weights.values[~answers.frame["young"]].mean()
    assert ratio == pytest.approx(share[False] / share[True])
    assert weights.values @ answers.frame["trials"] == pytest.approx(answers.frame["trials"].sum())
    cut = inverse_probability_weights(fit_logit(everybody), answers, upper=1.3)
    assert cut.largest == pytest.approx(1.3)
    assert cut.trimmed == answers.frame["trials"][answers.frame["young"]].sum()


def test_levels_that_only_some_have_join_the_rest(called):
    rng = np.random.default_rng(2)
    rows = called.assign(channel=rng.choice(["phone", "web", "letter"], len(called), p=[0.7, 0.29, 0.01]))
    rows.loc[rows["channel"] == "letter", "answered"] = 0
    rows.loc[rows.index[rows["channel"] == "letter"][:3], "answered"] = 1
    rows.loc[rows.index[rows["channel"] == "web"][:5], "channel"] = "fax"
    everybody = from_frame(rows, outcome="answered", factors=["young", "channel"], rare_below=0)
    kept = rows[(rows["answered"] == 1) & (rows["channel"] != "fax")]
    answers = from_frame(kept, outcome="satisfied", factors=["young", "channel"], rare_below=0)
    found = nonresponse(fit_logit(answers, "young"), everybody)
    assert "channel[T.（其余）]" in found.response.terms
    assert np.isfinite(found.rates["rate"]).all()


def test_numbers_are_not_raked(called):
    rows = called.assign(days=np.arange(len(called)) % 5.0)
    patterns = from_frame(rows, outcome="satisfied", factors=["days", "young"])
    with pytest.raises(UsageError, match="days is a number"):
        raked_weights(patterns, patterns, ["days"])
    with pytest.raises(UsageError, match="no such column"):
        raked_weights(patterns, patterns, ["colour"])
