"""A whole report of tickets that give little or nothing: one clear message, or a fallback that the notes state."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.statistics.drivers import OutcomeError, SeparationError, analyse

FACTORS = ["waiting_days", "reworked", "channel"]


def tickets(units: int = 12, of_each: int = 60) -> pd.DataFrame:
    """Waits of 1 to 5 days, every sixth reworked, two channels; every fourth call not answered."""
    place = np.arange(units * of_each)
    received = pd.Timestamp("2024-03-01 09:00") + pd.to_timedelta(place % 28, unit="D")
    answered = place % 4 > 0
    return pd.DataFrame(
        {
            "id": place.astype(str), "received": received,
            "closed": received + pd.to_timedelta(1 + place % 5, unit="D"),
            "unit": [f"单位{one:02}" for one in place // of_each], "reworked": (place % 6 == 1).astype(int),
            "channel": np.where(place % 7 < 4, "电话", "网络"),
            "revisit": np.where(answered, "revisited", "unanswered"),
            "satisfied": np.where(answered, np.where((place * place + place // 60) % 11 < 4, "no", "yes"), None),
        }
    )  # fmt: skip


ALL = tickets()
ANSWERED = ALL["satisfied"].notna()


@pytest.mark.parametrize(
    ("rows", "kind", "said"),
    [
        (ALL.assign(satisfied=np.where(ANSWERED, "yes", None)), OutcomeError, "nothing but successes.*'540 of 540'"),
        (ALL.drop(columns="satisfied"), InputError, "the tickets lack the outcome; found 'satisfied'"),
        (ALL.assign(satisfied=None), InputError, "no ticket can be analysed; found .*'answered': 0"),
        (
            ALL.assign(closed=ALL["closed"].astype(object).where(ALL.index != 3, "三天")),
            InputError,
            "row 4, column closed .*: not readable; found '三天'",
        ),
        (
            ALL.assign(closed=ALL["received"] - pd.Timedelta(days=1)),
            InputError,
            "no ticket can be analysed; waiting_days is not known of any; found .*'answered': 540",
        ),
        (ALL.assign(unit=None), InputError, "no ticket can be analysed; unit is not known of any"),
    ],
)
def test_what_gives_no_report_is_one_clear_message(rows, kind, said):
    with pytest.raises(kind, match=said):
        analyse(rows, factors=FACTORS)


def decided(by: pd.Series) -> pd.DataFrame:
    """Tickets of which those that a factor marks, and they only, went badly."""
    return ALL.assign(satisfied=np.where(ANSWERED, np.where(by, "no", "yes"), None))


def test_factors_that_decide_are_left_out_one_by_one_and_the_rest_is_analysed():
    found = analyse(decided(ALL["reworked"] == 1), factors=FACTORS)
    assert found.fit.factors == ("waiting_days", "channel")
    assert [(one.factor, one.why) for one in found.left_out] == [("reworked", "False: 420 of 420; True: 0 of 120")]
    said = "factor reworked is left out: it decides the outcome without exception (False: 420 of 420; True: 0 of 120)"
    assert said in found.notes


def test_a_number_and_a_flag_that_decide_are_both_named():
    """Who waited six days or more went badly, nobody else did; those reworked, all of them late, went badly too."""
    late = ALL.index % 3 == 0
    closed = ALL["received"] + pd.to_timedelta(np.where(late, 6 + ALL.index % 5, 1 + ALL.index % 5), unit="D")
    rows = decided(pd.Series(late)).assign(closed=closed, reworked=(ALL.index % 6 == 3).astype(int))
    found = analyse(rows, factors=FACTORS)
    assert found.fit.factors == ("channel",)
    bad, again = (int((ANSWERED & one).sum()) for one in (late, ALL.index % 6 == 3))
    assert {one.factor: one.why for one in found.left_out} == {
        "reworked": f"True: 0 of {again}", "waiting_days": f"< 6: {540 - bad} of {540 - bad}; > 5: 0 of {bad}",
    }  # fmt: skip


def test_a_level_of_a_category_with_one_outcome_is_no_end_of_the_analysis():
    """Of two channels one has nothing but satisfied citizens: there is nothing to put it together with."""
    rows = ALL.assign(satisfied=ALL["satisfied"].mask((ALL["channel"] == "网络") & ANSWERED, "yes"))
    web = int((ANSWERED & (rows["channel"] == "网络")).sum())
    found = analyse(rows, factors=FACTORS, rake_by=["channel"])
    assert [(one.factor, one.why) for one in found.left_out] == [("channel", f"网络: {web} of {web}")]
    assert found.fit.factors == ("waiting_days", "reworked")
    assert found.nonresponse is not None
    assert found.nonresponse.rates["method"].tolist() == ["as answered", "inverse probability", "raking"]


def test_of_factors_that_decide_only_together_the_rarer_one_goes():
    """Late and reworked went badly, neither went well, one of both this way or that: no level has one outcome."""
    late, again, either = ALL.index % 2 == 0, ALL.index % 5 == 1, ALL.index % 7 < 3
    bad = (late & again) | ((late ^ again) & either)
    rows = decided(pd.Series(bad)).assign(reworked=again.astype(int), told_citizen=late)
    found = analyse(rows, factors=["reworked", "told_citizen", "channel"])
    assert [(one.factor, one.levels, one.beside) for one in found.left_out] == [("reworked", (), ("told_citizen",))]
    assert found.left_out[0].why == "together with told_citizen"
    assert found.fit.factors == ("told_citizen", "channel")


def test_where_every_factor_decides_there_is_no_report_nor_with_a_formula():
    rows = decided(ALL["reworked"] == 1)
    with pytest.raises(SeparationError, match=r"factor reworked, level True: .* every one of the 120 tickets with it"):
        analyse(rows, factors=["reworked"])
    with pytest.raises(SeparationError, match="factor reworked, level True"):
        analyse(rows, factors=FACTORS, formula="waiting_days + reworked")  # what is asked for is not changed


def one_telegram() -> pd.DataFrame:
    channel = ALL["channel"].copy()
    channel.iloc[1] = "电报"
    return ALL.assign(channel=channel)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (ALL.assign(unit="甲局"), "one unit only: how answers within units hang together cannot be seen"),
        (tickets(units=7), "only 7 clusters: bias-reduced standard errors (CR2)"),
        (ALL.assign(reworked=0), "factor reworked is left out: all have reworked = False"),
        (one_telegram(), "channel: levels with few tickets are put together as （其余）"),
    ],
)
def test_a_fallback_is_stated(rows, said):
    found = analyse(rows, factors=FACTORS)
    assert [note for note in found.notes if note.startswith(said)]
    assert np.isfinite(found.fit.params).all()


def test_with_few_units_nothing_is_claimed_on_less_than_four_degrees_of_freedom():
    found = analyse(tickets(units=3), factors=FACTORS)
    assert (found.effects["df"] < 4).all()
    assert not found.effects["claimed"].any()


def test_an_option_that_is_none_is_refused():
    with pytest.raises(UsageError, match=r"no option 'rake_bye' \(did you mean rake_by\?\)"):
        analyse(ALL, factors=FACTORS, rake_bye=["channel"])
    with pytest.raises(UsageError, match="no report on the outcome 'answered'"):
        analyse(ALL, factors=FACTORS, outcome="answered")
