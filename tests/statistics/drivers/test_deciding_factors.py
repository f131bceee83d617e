"""Factors that decide who answers the call-back: left out of that model and named, and the comparison is made."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from hotline_analysis.statistics.drivers import SeparationError, analyse, fit_logit, from_frame, nonresponse

FACTORS = ["young", "days", "channel", "rare"]


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    """Young callers answer less often; of the seven rare ones all answered."""
    draw = np.random.default_rng(5)
    size = 4000
    made = pd.DataFrame(
        {
            "unit": draw.integers(0, 20, size).astype(str), "young": draw.random(size) < 0.5,
            "days": draw.integers(0, 9, size).astype(float), "channel": draw.choice(["phone", "web", "letter"], size),
            "rare": np.arange(size) < 7,
        }
    )  # fmt: skip
    made["answered"] = (draw.random(size) < np.where(made["young"], 0.4, 0.8)).astype(int)
    made.loc[made["rare"], "answered"] = 1
    made["satisfied"] = (draw.random(size) < expit(1.2 - made["young"] - 0.1 * made["days"])).astype(int)
    made.loc[:6, "satisfied"] = [0, 1, 0, 1, 0, 1, 1]
    return made


def compared(rows: pd.DataFrame, factors: list[str], **options):
    everybody = from_frame(rows, outcome="answered", factors=factors, rare_below=0)
    answers = from_frame(rows[rows["answered"] == 1], outcome="satisfied", factors=factors, rare_below=0)
    return nonresponse(fit_logit(answers), everybody, **options)


def test_a_rare_flag_that_decides_is_left_out_and_named(rows):
    found = compared(rows, FACTORS, rake_by=["channel", "rare"])
    assert found.notes[0] == ("who answers: rare left out, which decides it without exception: True: 7 of 7")
    assert found.response.factors == ("young", "days", "channel")
    assert found.rates["method"].tolist() == ["as answered", "inverse probability", "raking"]
    # the weights are those of a model that never heard of the flag; the model of the outcome keeps it
    without = compared(rows, FACTORS, formula="young + days + channel", rake_by=["channel"])
    assert found.rates["rate"].tolist() == without.rates["rate"].tolist()
    assert "rare[T.True]" in found.effects["term"].tolist()


def test_several_flags_are_named_each(rows):
    odd = rows.assign(silent=np.arange(len(rows)) % 400 == 50)
    odd.loc[odd["silent"], "answered"] = 0
    odd.loc[odd.index[odd["silent"]][:2], "satisfied"] = [0, 1]
    everybody = from_frame(odd, outcome="answered", factors=["young", "rare", "silent"])
    answers = from_frame(
        odd[(odd["answered"] == 1) | odd["silent"]], outcome="satisfied", factors=["young", "rare", "silent"]
    )
    found = nonresponse(fit_logit(answers), everybody)
    assert [note.split(" left out")[0] for note in found.notes[:2]] == ["who answers: rare", "who answers: silent"]
    assert found.notes[1].endswith(": True: 0 of 10")
    assert found.response.factors == ("young",)


def test_a_number_that_decides_is_left_out(rows):
    # whoever waited five days or more answered, and nobody else
    odd = rows.assign(answered=(rows["days"] >= 5).astype(int))
    everybody = from_frame(odd, outcome="answered", factors=["young", "days"])
    answers = from_frame(odd[odd["days"] >= 5], outcome="satisfied", factors=["young", "days"])
    found = nonresponse(fit_logit(answers), everybody)
    late = int((rows["days"] >= 5).sum())
    why = f"< 5: 0 of {4000 - late}; > 4: {late} of {late}"
    assert found.notes[0] == f"who answers: days left out, which decides it without exception: {why}"
    assert found.response.factors == ("young",)


def test_a_level_of_which_nobody_answered_joins_the_rest(rows):
    odd = rows.copy()
    odd.loc[odd["channel"] == "letter", "answered"] = (np.arange((odd["channel"] == "letter").sum()) < 0).astype(int)
    odd.loc[odd["rare"], ["channel", "answered"]] = ["web", 1]
    found = compared(odd, ["young", "channel"], rake_by=["channel"])
    assert found.response.formula == "young + channel"
    assert any("levels with one outcome only" in note and "letter" in note for note in found.response.notes)
    assert np.isfinite(found.rates["rate"]).all()


def test_a_level_without_an_answer_leaves_out_raking_alone(rows):
    """All with a letter picked up or did not, and none of them said what they thought of it."""
    everybody = from_frame(rows, outcome="answered", factors=["young", "channel"])
    said = rows[(rows["answered"] == 1) & (rows["channel"] != "letter")]
    answers = from_frame(said, outcome="satisfied", factors=["young", "channel"])
    found = nonresponse(fit_logit(answers), everybody, rake_by=["channel"])
    assert found.rates["method"].tolist() == ["as answered", "inverse probability"]
    assert "raking left out: nobody answered of a level (channel = （其余）)" in found.notes
    assert np.isfinite(found.effects["weighted"]).all()


def test_where_every_factor_decides_there_is_no_comparison(rows):
    with pytest.raises(SeparationError, match="factor rare, level True"):
        compared(rows, ["rare"])
    with pytest.raises(SeparationError, match="factor rare, level True"):
        compared(rows, FACTORS, formula="young + rare")  # what is asked for is not changed in silence


def test_a_report_has_the_comparison_and_says_what_it_lacks(rows):
    received = pd.Timestamp("2024-03-01 09:00")
    tickets = pd.DataFrame(
        {
            "id": rows.index.astype(str), "received": received, "unit": rows["unit"],
            "closed": received + pd.to_timedelta(rows["days"], unit="D"), "reworked": rows["rare"].astype(int),
            "channel": rows["channel"], "revisit": np.where(rows["answered"] == 1, "revisited", "unanswered"),
            "satisfied": np.where(rows["answered"] == 1, np.where(rows["satisfied"] == 1, "yes", "no"), None),
        }
    )  # fmt: skip
    found = analyse(tickets, factors=["waiting_days", "reworked", "channel"], rake_by=["channel"])
    assert found.nonresponse is not None
    assert found.nonresponse.called == 4000
    assert [note for note in found.notes if note.startswith("who answers: reworked left out") and "7 of 7" in note]
    assert not [note for note in found.notes if note.startswith("non-response left out")]
