"""Patterns from tickets: the sample flow, the factors and the groups, on tickets written by hand."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd
import pytest

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.statistics.drivers import factors, fit_logit, from_frame, from_tickets
from hotline_analysis.tickets.registry import UnitRegistry

MONDAY = datetime(2022, 10, 10, 9)


def ticket(received: datetime = MONDAY, days: float | None = 2.0, **values):
    closed = None if days is None else received + timedelta(days=days)
    answered = {"revisit": "revisited", "satisfied": "yes", "unit": "A", "returned": 0, "category": "roads"}
    return {"id": "T", "received": received, "closed": closed, **answered, **values}


TICKETS = [
    ticket(),
    ticket(days=2.2),  # rounds to 2 days
    ticket(days=2.3, satisfied="no"),  # rounds to 2.5
    ticket(satisfied="rather", returned=3),
    ticket(unit="B", satisfied="no", returned=None),  # an empty count is nothing, as in counting
    ticket(unit="B", days=None, revisit=None, satisfied=None),  # open
    ticket(unit="B", revisit="not_revisited", satisfied=None),
    ticket(revisit="unanswered", satisfied=None, category="water"),
    ticket(satisfied=None),  # took the call, but gave no answer
    ticket(unit=None),
    ticket(days=-1.0),  # closed before it was received: no waiting time
]


@pytest.fixture(scope="module")
def tickets():
    return pd.DataFrame(TICKETS)


def test_flow_of_tickets(tickets):
    flow = from_tickets(tickets, factors=["waiting_days", "returned"]).flow
    counts = dict(zip(flow.steps["step"], flow.steps["tickets"], strict=True))
    assert counts == {"tickets": 11, "closed": 10, "called": 9, "revisited": 8, "answered": 7, "analysed": 5}
    assert flow.steps["lost"].tolist() == [0, 1, 1, 1, 1, 2]
    assert flow.unknown.set_index("factor")["tickets"].to_dict() == {"waiting_days": 1, "returned": 0, "unit": 1}


def test_who_is_lost(tickets):
    missing = from_tickets(tickets, factors=["waiting_days", "returned"]).flow.missing
    by_unit = missing[missing["by"] == "unit"].set_index(["step", "value"])
    assert by_unit.loc[("closed", "B"), ["tickets", "lost", "share_lost"]].tolist() == [3, 1, pytest.approx(1 / 3)]
    assert by_unit.loc[("called", "B"), ["tickets", "lost"]].tolist() == [2, 1]
    assert by_unit.loc[("called", "A"), ["tickets", "lost"]].tolist() == [7, 0]
    by_category = missing[missing["by"] == "category"].set_index(["step", "value"])
    assert by_category.loc[("revisited", "water"), ["tickets", "lost", "share_lost"]].tolist() == [1, 1, 1.0]
    unnamed = missing[(missing["by"] == "unit") & missing["value"].isna()].set_index("step")
    assert unnamed.loc["analysed", ["tickets", "lost"]].tolist() == [1, 1]


def test_alike_tickets_are_one_row(tickets):
    patterns = from_tickets(tickets, factors=["waiting_days", "returned"])
    rows = set(patterns.frame.astype({"unit": str}).itertuples(index=False, name=None))
    assert rows == {(2.0, False, "A", 2, 2), (2.5, False, "A", 1, 0), (2.0, True, "A", 1, 1), (2.0, False, "B", 1, 0)}
    assert patterns.kind("waiting_days") == "number"
    assert patterns.kind("returned") == "flag"
    assert "waiting_days is rounded to multiples of 0.5" in patterns.notes
    assert '"rather satisfied" counts as satisfied' in patterns.notes


def test_rather_may_count_as_not_satisfied(tickets):
    patterns = from_tickets(tickets, factors=["returned"], rather_counts=False)
    assert patterns.frame.loc[patterns.frame["returned"], "successes"].tolist() == [0]


def test_waits_in_whole_days_or_as_they_are(tickets):
    whole = from_tickets(tickets, factors=["waiting_days"], rounding={"waiting_days": 1})
    assert set(whole.frame["waiting_days"]) == {2.0}
    exact = from_tickets(tickets, factors=["waiting_days"], rounding={"waiting_days": 0})
    assert sorted(set(exact.frame["waiting_days"])) == pytest.approx([2.0, 2.2, 2.3])
    with pytest.raises(UsageError, match="cannot be rounded to multiples of -1"):
        from_tickets(tickets, factors=["waiting_days"], rounding={"waiting_days": -1})


def test_who_answers_is_an_outcome_of_those_called(tickets):
    patterns = from_tickets(tickets, outcome="answered", factors=["returned"])
    assert patterns.flow.steps["step"].tolist() == ["tickets", "closed", "called", "analysed"]
    assert (patterns.frame["trials"].sum(), patterns.frame["successes"].sum()) == (8, 6)
    reached = from_tickets(tickets, outcome="revisited", factors=["returned"])
    assert reached.frame["successes"].sum() == 7
    with pytest.raises(UsageError, match="told_citizen is known only of citizens who answered"):
        from_tickets(tickets.assign(told_citizen=True), outcome="answered", factors=["told_citizen"])


def test_resolved_is_an_outcome():
    made = pd.DataFrame([ticket(resolved=True), ticket(resolved=False, days=9), ticket(resolved=None)])
    patterns = from_tickets(made, outcome="resolved", factors=["waiting_days"])
    assert (patterns.frame["trials"].sum(), patterns.frame["successes"].sum()) == (2, 1)


def test_overdue_is_by_the_due_time_or_else_by_the_flag():
    due = MONDAY + timedelta(days=3)
    rows = [ticket(due=due, overdue_flag=True), ticket(due=due, days=4, overdue_flag=False)]
    by_time = from_tickets(pd.DataFrame(rows), factors=["overdue", "waiting_days"]).frame
    assert by_time.set_index("waiting_days")["overdue"].to_dict() == {2.0: False, 4.0: True}
    by_flag = from_tickets(pd.DataFrame(rows).drop(columns="due"), factors=["overdue", "waiting_days"]).frame
    assert by_flag.set_index("waiting_days")["overdue"].to_dict() == {2.0: True, 4.0: False}


def test_weekday_and_holiday():
    days = [MONDAY, datetime(2022, 10, 1, 8), datetime(2022, 10, 15, 8)]  # Monday, National Day, a Saturday
    made = pd.DataFrame([ticket(received=day) for day in days])
    frame = from_tickets(made, factors=["weekday", "holiday"], rare_below=0).frame
    found = set(zip(frame["weekday"], frame["holiday"], strict=True))
    assert found == {("Monday", False), ("Saturday", True), ("Saturday", False)}
    elsewhere = from_tickets(made, factors=["holiday"], country="US").frame
    # Columbus Day 2022 was Monday 10 October
    assert elsewhere.set_index("holiday")["trials"].to_dict() == {True: 1, False: 2}
    with pytest.raises(UsageError, match="no public holidays are known for 'XX'"):
        from_tickets(made, factors=["holiday"], country="XX")


def test_backlog_is_what_was_open_when_the_day_began():
    start = [MONDAY + timedelta(days=day) for day in range(4)]
    made = pd.DataFrame(
        [
            ticket(received=start[0], days=2),  # day 0: nothing open; closed on day 2
            ticket(received=start[1], days=9),  # day 1: the first is open
            ticket(received=start[2], days=9),  # day 2: the first was open when it began, and the second
            ticket(received=start[3], days=9),  # day 3: the first is closed, two are open
            ticket(received=start[3], days=9, unit="B"),  # another unit's
        ]
    )
    frame = from_tickets(made, factors=["backlog"], rounding={"backlog": 0}).frame
    assert sorted(zip(frame["unit"], frame["backlog"], frame["trials"], strict=True)) == [
        ("A", 0.0, 1), ("A", 1.0, 1), ("A", 2.0, 2), ("B", 0.0, 1),
    ]  # fmt: skip


def test_period_district_and_renamed_units():
    rows = [
        ticket(unit="old", district="east"),
        ticket(unit="new", district="east"),
        ticket(unit="new", district="west"),
        ticket(received=MONDAY + timedelta(days=40), unit="new", district="east"),
    ]
    office = UnitRegistry.model_validate(
        {"units": {"old": {"became": {"unit": "new", "from": "2022-01-01"}}, "new": {}}}
    )
    made = from_tickets(
        pd.DataFrame(rows), factors=["waiting_days"], period="2022-10", district="east", registry=office
    )
    assert made.frame[["unit", "trials"]].astype({"unit": str}).to_numpy().tolist() == [["new", 2]]
    with pytest.raises(InputError, match="2023, east: no ticket to analyse"):
        from_tickets(pd.DataFrame(rows), factors=["waiting_days"], period="2023", district="east")


def test_optional_columns_that_are_missing_are_named(tickets):
    patterns = from_tickets(tickets)
    assert set(patterns.factors) == {"waiting_days", "returned", "category", "holiday"}
    assert "factor channel is left out: the tickets lack channel" in patterns.notes
    assert any("supervised_by_phone and supervised_in_writing, or" in note for note in patterns.notes)
    with pytest.raises(InputError, match="factor channel: the tickets lack columns; allowed: channel"):
        from_tickets(tickets, factors=["channel"])
    with pytest.raises(UsageError, match=r"no factor 'waiting_day' \(did you mean waiting_days\?\)"):
        from_tickets(tickets, factors=["waiting_day"])
    with pytest.raises(InputError, match="the tickets lack the outcome; found 'resolved'"):
        from_tickets(tickets, outcome="resolved")


def test_without_revisit_who_was_called_is_not_known(tickets):
    flow = from_tickets(tickets.drop(columns="revisit"), factors=["returned"]).flow
    assert flow.steps["step"].tolist() == ["tickets", "closed", "revisited", "answered", "analysed"]


def test_grouping_in_duckdb_is_grouping_in_pandas(tmp_path):
    """The same tickets, once through files and DuckDB, once row by row."""
    made = pd.DataFrame(
        [
            ticket(
                received=MONDAY + timedelta(hours=7 * n), days=(n * 37 % 90) / 8, unit=f"U{n % 12}",
                satisfied="yes" if (n * n) % 7 > 2 else "no", returned=n % 5 == 0, category=f"C{n % 3}",
            )
            for n in range(600)
        ]
    )  # fmt: skip
    made["returned"] = made["returned"].astype(int)
    made.to_parquet(tmp_path / "tickets.parquet")
    ours = from_tickets(tmp_path / "tickets.parquet", factors=["waiting_days", "returned", "category"])
    wait = (made["closed"] - made["received"]).dt.total_seconds() / 86400
    rows = made.assign(waiting_days=(wait * 2 + 0.5) // 1 / 2, good=made["satisfied"] == "yes")
    plain = from_frame(rows, outcome="good", factors=["waiting_days", "category"])
    assert ours.tickets == plain.tickets == 600
    formula = "waiting_days + C(category, Treatment('C0'))"
    assert fit_logit(ours, formula).params == pytest.approx(fit_logit(plain, formula).params, abs=1e-9)
    assert fit_logit(ours, formula).covariance == pytest.approx(fit_logit(plain, formula).covariance, abs=1e-9)


def test_every_factor_of_the_catalogue_can_be_derived():
    rows = [
        ticket(
            received=MONDAY + timedelta(days=n), days=n % 6 + 1, due=MONDAY + timedelta(days=n + 3),
            extension=n % 2 == 0,
            reworked=n % 3, reassigned=n % 2, told_citizen=n % 3 > 0, supervised_by_phone=n % 2, urgent=n % 4 == 0,
            supervised_in_writing=0, repeat_caller=n % 5 == 0, channel=f"c{n % 2}", request_type=f"t{n % 2}",
            subcategory=f"s{n % 2}", district=f"d{n % 2}",
        )
        for n in range(40)
    ]  # fmt: skip
    patterns = from_tickets(pd.DataFrame(rows), factors=list(factors()))
    assert patterns.factors == tuple(factors())
    assert {patterns.kind(key) for key in factors()} == {"number", "flag", "category"}
    assert all(patterns.kind(key) == factor.kind for key, factor in factors().items())
    assert patterns.tickets == 40
