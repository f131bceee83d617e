"""Every printed count of every unit, counted from the tickets with pandas alone."""

from __future__ import annotations

import pandas as pd
import pytest
from making_tickets import CASES, fact, made, numbers, per_unit, table, units, within


def late(frame: pd.DataFrame, moment: str, deadline: str) -> pd.DataFrame:
    return frame[frame[moment] > frame[deadline]]


class Test202211:
    case = "furong-2022-11"

    @pytest.fixture
    def frame(self) -> pd.DataFrame:
        return made(self.case).frame

    def test_signed(self, frame: pd.DataFrame) -> None:
        page = units(self.case)
        assert per_unit(within(frame, self.case, "signed"), page) == numbers(page, "signed")
        assert len(page) == 50

    @pytest.mark.parametrize(
        ("score", "full", "points", "moment", "deadline"),
        [
            ("on_time_signing", 50, 1, "signed", "sign_due"),
            ("timely_contact", 100, 1, "contacted", "contact_due"),
            ("on_time_closure", 50, 1, "closed", "due"),
        ],
    )
    def test_points_lost_by_lateness(
        self, frame: pd.DataFrame, score: str, full: int, points: int, moment: str, deadline: str
    ) -> None:
        page = units(self.case)
        found = per_unit(late(within(frame, self.case, moment), moment, deadline), page)
        # in tenths of a point; the one score of 0 stands for 50 cases or more
        lost = [full - round(float(cell) * 10) for cell in page[score]]
        assert [min(points * n, full) for n in found] == lost

    def test_points_lost_by_extensions_rework_returns_and_supervision(self, frame: pd.DataFrame) -> None:
        page = units(self.case)
        closed, assigned = within(frame, self.case, "closed"), within(frame, self.case, "assigned")
        extended = per_unit(closed[closed["extension"]], page)
        assert extended == [50 - round(float(cell) * 10) for cell in page["extended_closure"]]
        reworked = closed.groupby("unit")["reworked"].sum().reindex(page.index, fill_value=0)
        assert (2 * reworked).tolist() == [50 - round(float(cell) * 10) for cell in page["sent_back_rework"]]
        assert (
            assigned[["return_rejected", "reassigned", "supervised_by_phone", "supervised_in_writing"]].sum().sum() == 0
        )

    def test_call_backs_and_resolution_of_the_nine_units(self, frame: pd.DataFrame) -> None:
        low = table(self.case, "low_resolution_units").set_index("unit")
        calls = within(frame, self.case, "revisit_time")
        answered = calls[calls["revisit"] == "revisited"]
        assert per_unit(answered, low) == numbers(low, "revisited")
        assert per_unit(answered[~answered["resolved"]], low) == numbers(low, "unresolved")

    def test_totals_of_the_district(self, frame: pd.DataFrame) -> None:
        calls = within(frame, self.case, "revisit_time")
        assert len(within(frame, self.case, "closed")) == fact(self.case, "closed_total")
        assert (calls["revisit"] == "revisited").sum() == fact(self.case, "revisited_total")


class Test202003:
    case = "furong-2020-03"

    @pytest.mark.parametrize(
        ("column", "moment", "deadline"), [("late_signed", "signed", "sign_due"), ("late_closed", "closed", "due")]
    )
    def test_late(self, column: str, moment: str, deadline: str) -> None:
        page, frame = units(self.case), made(self.case).frame
        found = within(frame, self.case, moment)
        assert per_unit(found, page) == numbers(page, moment)
        assert per_unit(late(found, moment, deadline), page) == numbers(page, column)

    def test_sums_and_answers(self) -> None:
        page, frame = units(self.case), made(self.case).frame
        for printed, column, moment in (
            ("late_returned", "late_returned", "assigned"),
            ("return_rejected", "return_rejected", "assigned"),
            ("sent_back_rework", "reworked", "closed"),
        ):
            sums = within(frame, self.case, moment).groupby("unit")[column].sum().reindex(page.index, fill_value=0)
            assert sums.tolist() == numbers(page, printed)
        calls = within(frame, self.case, "revisit_time")
        answered = calls[calls["revisit"] == "revisited"]
        assert per_unit(answered, page) == numbers(page, "revisited")
        assert per_unit(answered[answered["satisfied"] != "no"], page) == numbers(page, "satisfied")

    def test_no_refused_extension_and_no_repeated_assignment(self) -> None:
        frame = made(self.case).frame
        closed = within(frame, self.case, "closed")
        assert (closed["extension_asked"] & ~closed["extension"]).sum() == 0
        assert within(frame, self.case, "assigned")["reassigned"].sum() == 0


class Test201911:
    case = "xiangtan-2019-11"

    def test_stages(self) -> None:
        page, frame = units(self.case), made(self.case).frame
        closed = within(frame, self.case, "closed")
        assert per_unit(within(frame, self.case, "assigned"), page) == numbers(page, "assigned")
        assert per_unit(closed[closed["closed"] <= closed["due"]], page) == numbers(page, "on_time_closed")
        assert per_unit(late(closed, "closed", "due"), page) == numbers(page, "overdue")

    def test_answers(self) -> None:
        page, frame = units(self.case), made(self.case).frame
        calls = within(frame, self.case, "revisit_time")
        answered = calls[calls["revisit"] == "revisited"]
        assert per_unit(answered, page) == numbers(page, "revisited")
        assert per_unit(calls[calls["revisit"] == "unanswered"], page) == numbers(page, "revisit_unanswered")
        assert per_unit(answered[answered["satisfied"] != "no"], page) == numbers(page, "satisfied")
        assert per_unit(answered[~answered["told_citizen"]], page) == numbers(page, "unanswered_to_citizen")

    def test_supervision_with_replies(self) -> None:
        page, frame = units(self.case), made(self.case).frame
        assigned = within(frame, self.case, "assigned").groupby("unit")
        for printed, column in (
            ("phone_supervised", "supervised_by_phone"),
            ("phone_supervision_replied", "supervised_by_phone_replied"),
            ("written_supervised", "supervised_in_writing"),
            ("written_supervision_replied", "supervised_in_writing_replied"),
        ):
            assert assigned[column].sum().reindex(page.index, fill_value=0).tolist() == numbers(page, printed)

    def test_returned_tickets_by_unit_and_by_times(self) -> None:
        page, frame = units(self.case), made(self.case).frame
        assigned = within(frame, self.case, "assigned")
        returned = assigned[assigned["returned"] > 0]
        assert per_unit(returned, page) == numbers(page, "returned")
        assert returned["returned"].value_counts().to_dict() == {5: 2, 4: 6, 3: 13, 2: 43, 1: 237}


class Test2017Q2:
    case = "yueyang-2017-Q2"

    def test_stages(self) -> None:
        page, frame = units(self.case), made(self.case).frame
        closed = within(frame[frame["unit"].notna()], self.case, "closed")
        assert per_unit(within(frame, self.case, "assigned"), page) == numbers(page, "due")
        assert per_unit(closed, page) == numbers(page, "handled")
        assert per_unit(late(closed, "closed", "due"), page) == numbers(page, "overdue")
        assert closed.groupby("unit")["reworked"].sum().reindex(page.index, fill_value=0).tolist() == numbers(
            page, "reworked"
        )

    def test_dissatisfied_and_all_call_backs(self) -> None:
        page, frame = units(self.case), made(self.case).frame
        calls = within(frame, self.case, "revisit_time")
        answered = calls[calls["revisit"] == "revisited"]
        assert per_unit(answered[answered["satisfied"] == "no"], page) == numbers(page, "dissatisfied")
        assert len(answered) == fact(self.case, "revisited_total")

    def test_urgent(self) -> None:
        assigned = within(made(self.case).frame, self.case, "assigned")
        urgent = assigned[assigned["urgent"]]
        assert len(urgent) == fact(self.case, "urgent_total")
        assert (urgent["closed"] <= urgent["due"]).sum() == fact(self.case, "urgent_timely")


class Test2022Q3:
    case = "yunxi-2022-Q3"

    def test_stages(self) -> None:
        page, frame = units(self.case), made(self.case).frame
        closed = within(frame[frame["unit"].notna()], self.case, "closed")
        assert per_unit(within(frame, self.case, "assigned"), page) == numbers(page, "due")
        assert per_unit(closed, page) == numbers(page, "handled")
        assert per_unit(closed[closed["closed"] <= closed["due"]], page) == numbers(page, "on_time_handled")
        assert closed.groupby("unit")["reworked"].sum().reindex(page.index, fill_value=0).tolist() == numbers(
            page, "reworked"
        )

    def test_answers(self) -> None:
        page, frame = units(self.case), made(self.case).frame
        calls = within(frame, self.case, "revisit_time")
        answered = calls[calls["revisit"] == "revisited"]
        assert per_unit(answered[answered["satisfied"] == "no"], page) == numbers(page, "dissatisfied")
        # shown by the rates of 22 units together with the tickets closed by the others
        assert len(answered) == 1312


@pytest.mark.parametrize("case", CASES)
def test_units_without_tickets_stand_in_the_registry(case: str) -> None:
    tickets = made(case)
    listed = set(units(case).index)
    if case.startswith(("yueyang", "yunxi")):
        listed |= set(table(case, "no_ticket_units")["unit"])
    assert set(tickets.registry.existing(pd.Timestamp(CASES[case][1]).date())) == listed


@pytest.mark.parametrize("seed", [2, 3])
@pytest.mark.parametrize("case", CASES)
def test_another_seed_adds_up_too(case: str, seed: int) -> None:
    page, frame = units(case), made(case, seed).frame
    column = next(name for name in ("signed", "assigned", "due") if name in page)
    assert per_unit(within(frame, case, "signed"), page) == numbers(page, column)
    known = next((name for name in ("closed", "handled") if name in page), None)
    if known:
        assert per_unit(within(frame, case, "closed"), page) == numbers(page, known)
