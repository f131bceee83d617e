"""Effects in percentage points, and what-if, against predictions written out ticket by ticket."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import patsy
import pytest
from driver_data import answers

from hotline_analysis.errors import UsageError
from hotline_analysis.statistics.drivers import Change, average_marginal_effects, fit_logit, from_frame, predict_change


@pytest.fixture(scope="module")
def fit():
    patterns = from_frame(answers(), outcome="satisfied", factors=["waiting_days", "overdue", "channel"])
    return fit_logit(patterns, "channel + overdue * bs(waiting_days, df=4)")


def predicted(fit, frame: pd.DataFrame, params=None) -> float:
    """The mean probability of all tickets with these values of the factors."""
    (rows,) = patsy.build_design_matrices([fit.design_info], frame)
    p = 1 / (1 + np.exp(-np.asarray(rows) @ (fit.params if params is None else params)))
    return float(np.average(p, weights=fit.patterns.frame["trials"]))


def delta(fit, function) -> float:
    """The standard error of a function of the params, by numerical derivatives."""
    steps = np.eye(len(fit.params)) * 1e-6
    gradient = np.array([(function(fit.params + s) - function(fit.params - s)) / 2e-6 for s in steps])
    return float(np.sqrt(gradient @ fit.covariance @ gradient))


def test_a_flag_is_a_discrete_change_over_interactions_and_splines(fit):
    row = average_marginal_effects(fit).set_index("factor").loc["overdue"]
    frame = fit.patterns.frame

    def change(params=None):
        with_it, without = frame.assign(overdue=True), frame.assign(overdue=False)
        return predicted(fit, with_it, params) - predicted(fit, without, params)

    assert row["effect_pp"] == pytest.approx(100 * change(), abs=1e-9)
    assert row["se"] == pytest.approx(100 * delta(fit, change), rel=1e-5)
    assert row["kind"] == "discrete"
    assert (row["zh"], row["en"]) == ("逾期办结", "closed after it was due")


def test_levels_are_compared_with_the_commonest(fit):
    rows = average_marginal_effects(fit).query("factor == 'channel'").set_index("level")
    assert set(rows["reference"]) == {"phone"}
    frame = fit.patterns.frame
    for level in ("web", "letter"):
        kinds = frame["channel"].dtype
        made = [frame.assign(channel=pd.Series(one, index=frame.index).astype(kinds)) for one in (level, "phone")]

        def change(params=None, made=made):
            return predicted(fit, made[0], params) - predicted(fit, made[1], params)

        assert rows.loc[level, "effect_pp"] == pytest.approx(100 * change(), abs=1e-9)
        assert rows.loc[level, "se"] == pytest.approx(100 * delta(fit, change), rel=1e-5)


def test_a_number_is_a_derivative_over_interactions_and_splines(fit):
    row = average_marginal_effects(fit).set_index("factor").loc["waiting_days"]
    frame = fit.patterns.frame
    days, step = frame["waiting_days"], 1e-3

    def slope(params=None):
        inside = [np.clip(days + sign * step, days.min(), days.max()) for sign in (1, -1)]
        high, low = (frame.assign(waiting_days=one) for one in inside)
        given = fit.params if params is None else params
        rows = [np.asarray(patsy.build_design_matrices([fit.design_info], one)[0]) for one in (high, low)]
        p = [1 / (1 + np.exp(-one @ given)) for one in rows]
        return float(np.average((p[0] - p[1]) / (inside[0] - inside[1]), weights=frame["trials"]))

    assert row["kind"] == "continuous"
    assert row["effect_pp"] == pytest.approx(100 * slope(), abs=1e-4)
    assert row["se"] == pytest.approx(100 * delta(fit, slope), rel=1e-3)


def test_intervals_have_the_level_asked_for(fit):
    narrow, wide = (average_marginal_effects(fit, level=level) for level in (0.9, 0.99))
    assert ((narrow["high"] - narrow["low"]) < (wide["high"] - wide["low"])).all()
    assert (narrow["effect_pp"] == wide["effect_pp"]).all()
    with pytest.raises(UsageError, match="not a level of confidence: 95"):
        average_marginal_effects(fit, level=95)


def test_what_if_waits_over_five_days_were_halved(fit):
    found = predict_change(fit, Change("waiting_days", above=5, times=0.5))
    frame = fit.patterns.frame
    halved = frame.assign(waiting_days=[day / 2 if day > 5 else day for day in frame["waiting_days"]])

    def change(params=None):
        return predicted(fit, halved, params) - predicted(fit, frame, params)

    assert found.now == pytest.approx(frame["successes"].sum() / frame["trials"].sum(), abs=1e-9)
    assert found.change_pp == pytest.approx(100 * change(), abs=1e-9)
    assert found.se == pytest.approx(100 * delta(fit, change), rel=1e-5)
    assert found.low < found.change_pp < found.high
    touched = frame.loc[frame["waiting_days"] > 5, "trials"].sum() / frame["trials"].sum()
    assert found.affected == pytest.approx(touched, abs=1e-12)
    assert "association is not cause" in found.notes[0]


def test_what_if_several_factors_change(fit):
    kinds = fit.patterns.frame["channel"].dtype
    found = predict_change(fit, [Change("overdue", to=False), Change("channel", to="web")])
    frame = fit.patterns.frame
    made = frame.assign(overdue=False, channel=pd.Series("web", index=frame.index).astype(kinds))
    assert found.then == pytest.approx(predicted(fit, made), abs=1e-9)


def test_what_if_beyond_what_was_observed_is_said():
    patterns = from_frame(answers(), outcome="satisfied", factors=["waiting_days"])
    found = predict_change(fit_logit(patterns), Change("waiting_days", add=30))
    assert "waiting_days leaves what was observed (0 to 19.5)" in found.notes[1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda: Change("wait", to=1), "no factor 'wait'"),
        (lambda: Change("overdue", times=2), "overdue is a flag; only `to`"),
        (lambda: Change("channel", to="fax"), "allowed: phone, web, letter"),
        (lambda: Change("waiting_days"), "either times and add, or to"),
        (lambda: Change("waiting_days", to="long"), "allowed: a number"),
        (lambda: Change("waiting_days", to=False), "cannot become False; allowed: a number"),
        (lambda: Change("waiting_days", add=100), "the model says nothing there"),
    ],
)
def test_what_cannot_be_changed_is_refused(fit, change, said):
    with pytest.raises(UsageError, match=said):
        predict_change(fit, change())


def test_effects_use_the_degrees_of_freedom_of_few_units():
    patterns = from_frame(answers(tickets=400, units=6), outcome="satisfied", factors=["waiting_days", "overdue"])
    effects = average_marginal_effects(fit_logit(patterns))
    assert (effects["df"] < 5).all()
    many = replace(patterns, frame=patterns.frame.assign(unit=[str(n) for n in range(len(patterns.frame))]))
    assert (average_marginal_effects(fit_logit(many))["df"] > 100).all()
