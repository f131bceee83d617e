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
        (
            ALL.assign(satisfied=np.where(ANSWERED, np.where(ALL["reworked"] == 1, "no", "yes"), None)),
            SeparationError,
            "factor reworked, level True: separation: every one of the 120 tickets with it is a failure",
        ),
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
