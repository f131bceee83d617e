"""The course of every ticket is possible and believable, and says nothing about anybody."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest
from making_tickets import CASES, made, within

from hotline_analysis.synthetic import planted_effects, synthesize
from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.masking import mask

STAGES = ["received", "assigned", "signed", "contacted", "closed", "revisit_time"]


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def frame(case: str) -> pd.DataFrame:
    return made(case).frame


def test_canonical_columns_and_numbers(frame: pd.DataFrame) -> None:
    assert list(frame.columns) == list(columns())
    assert frame["id"].is_unique
    assert frame["received"].is_monotonic_increasing


def test_stages_in_their_order(frame: pd.DataFrame) -> None:
    handled = frame[frame["unit"].notna()]
    for earlier, later in pairwise(STAGES):
        both = handled[handled[later].notna()]
        assert (both[earlier] < both[later]).all(), (earlier, later)


def test_deadlines_agree_with_the_flags_of_the_office(frame: pd.DataFrame) -> None:
    for moment, deadline, flag in (
        ("signed", "sign_due", "signed_late"),
        ("contacted", "contact_due", "contacted_late"),
        ("closed", "due", "overdue_flag"),
    ):
        known = frame[frame[deadline].notna()]
        assert ((known[moment] > known[deadline]) == known[flag]).all()


def test_nothing_happens_after_the_end_and_open_tickets_are_not_yet_due(case: str, frame: pd.DataFrame) -> None:
    end = pd.Timestamp(CASES[case][1])
    assert made(case).meta.as_of == end
    assert (frame[STAGES].max() < end).all()
    assert (frame.loc[frame["closed"].isna(), "due"] >= end).all()
    assert frame["closed"].isna().any()


def test_units_work_on_weekdays_from_half_past_eight_to_half_past_five(frame: pd.DataFrame) -> None:
    handled = frame[frame["unit"].notna()]
    for stage in STAGES[1:]:
        moments = handled[stage].dropna()
        assert (moments.dt.day_of_week < 5).all()
        minutes = moments.dt.hour * 60 + moments.dt.minute
        assert minutes.between(510, 1050).all()


def test_citizens_call_at_any_time(frame: pd.DataFrame) -> None:
    days = frame["received"].dt.day_of_week.value_counts(normalize=True)
    assert 0.02 < days[5] + days[6] < 0.3
    out_of_hours = ~frame["received"].dt.hour.between(8, 17)
    assert 0.05 < out_of_hours.mean() < 0.4


def test_waiting_is_skewed(frame: pd.DataFrame) -> None:
    handled = frame[frame["unit"].notna() & frame["closed"].notna()]
    days = (handled["closed"] - handled["received"]) / pd.Timedelta(days=1)
    assert 0.5 < days.median() < days.mean() < 6


def test_tickets_are_carried_over(case: str, frame: pd.DataFrame) -> None:
    start = CASES[case][0]
    assert (within(frame, case, "closed")["received"] < start).any()
    assert (within(frame, case, "revisit_time")["closed"] < start).any()


def test_the_year_before_is_there_and_differs(case: str, frame: pd.DataFrame) -> None:
    months = frame["received"].dt.to_period("M").value_counts().sort_index()
    published = made(case).period.months
    assert len(months) == 12 + published
    volumes = months.iloc[:12].tolist()
    assert len(set(volumes)) > 6
    assert max(volumes) < 1.6 * min(volumes)
    assert 0.6 < sum(volumes) / 12 / (months.iloc[12:].sum() / published) < 1.3


def test_units_were_renamed_and_in_one_case_merged(case: str, frame: pd.DataFrame) -> None:
    registry = made(case).registry
    former: dict[str, list[str]] = {}
    for name, unit in registry.units.items():
        if unit.became:
            former.setdefault(unit.became.unit, []).append(name)
    merged = [["行政审批局", "政务服务中心"]] if case == "furong-2022-11" else []
    assert sorted(map(len, former.values())) == [1] + [len(names) for names in merged]
    assert [names for names in former.values() if len(names) > 1] == merged
    for present, names in former.items():
        tickets = frame[frame["unit"].isin([present, *names])]
        assert set(tickets["unit"]) == {present, *names}
        assert set(tickets["group"]) == {registry.group(present)}
        became = registry.units[names[0]].became
        assert became is not None
        new = tickets["received"] >= pd.Timestamp(became.from_)
        assert (tickets["unit"] == present).equals(new)


def test_texts_are_varied_and_hold_nothing_personal(frame: pd.DataFrame) -> None:
    texts = frame["text"].unique()
    assert len(texts) > 2000
    assert sum(sum(mask(text)[1].values()) for text in texts) == 0
    for column in ("id", "channel", "topic", "area"):
        assert sum(sum(mask(word)[1].values()) for word in frame[column].dropna().unique()) == 0


def test_parts_never_exceed_their_whole(frame: pd.DataFrame) -> None:
    assert (frame["late_returned"] <= frame["returned"]).all()
    assert (frame["return_rejected"] <= frame["returned"]).all()
    assert (frame["supervised_by_phone_replied"] <= frame["supervised_by_phone"]).all()
    said = frame["revisit"] == "revisited"
    for column in ("satisfied", "resolved", "told_citizen"):
        assert (frame[column].notna() == said).all()


def test_the_same_seed_gives_the_same_tickets() -> None:
    first, again, other = (synthesize("yunxi-2022-Q3", seed=seed) for seed in (7, 7, 8))
    assert first.table.equals(again.table)
    assert not first.table.equals(other.table)
    assert planted_effects("yunxi-2022-Q3") == first.effects == other.effects
