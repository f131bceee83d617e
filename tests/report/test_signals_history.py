"""The earlier periods of control charts: counted by one pass, with the figures that each period has by itself."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from office import Office
from stored_tickets import Ticket, ticket, tickets_of_units, write_store

from hotline_analysis.cases import earlier_case, earlier_cases
from hotline_analysis.metrics import counts
from hotline_analysis.metrics.counting.count import Counted, count_tickets
from hotline_analysis.report import open_bulletin
from hotline_analysis.report.periods import Totals, stacked
from hotline_analysis.synthetic import write_tickets

SIGNALS = (
    "[{section: overview, signals: true, counts: [{count: assigned, label: 交办}, {count: closed, label: 办结}],"
    " rates: [satisfaction_rate, on_time_closure_rate]}]"
)
WANTED = ("assigned", "closed", "closed_on_time", "late_closed", "revisited", "satisfied", "dissatisfied")
Counts = Mapping[str, Mapping[str, Fraction | None]]


def one_by_one(office: Office, parts: str = SIGNALS, **report: Any) -> tuple[Counts, Counts]:
    """Return the counts of the history, and those of every period counted by itself."""
    one = office.open(parts, **report)
    now, scheme = one.data.case, one.data.scheme
    assert now.tickets is not None
    on = now.tickets.last_day(one.data.period)
    alone = {}
    for label in one.data.history:
        case = earlier_case(now, period=label, counting=scheme.counting, names_on=on, only=())
        alone[label] = Totals.of(case, stacked(case, scheme), scheme.own_counts, {}).counts
    return {label: totals.counts for label, totals in one.data.history.items()}, alone


def same(history: Counts, alone: Counts, periods: int) -> None:
    assert len(history) == len(alone) == periods
    for label, known in history.items():
        assert {key: known.get(key) for key in WANTED} == {key: alone[label].get(key) for key in WANTED}, label


def months(first: int = 1, last: int = 5) -> list[Ticket]:
    """Two units; tickets are closed in the month after, some by a unit that is called otherwise now."""
    made: list[Ticket] = []
    for month in range(first, last + 1):
        rows = [
            {"unit": "甲街道", "assigned": 30, "closed": 28, "late_closed": month, "revisited": 20, "satisfied": 15},
            {"unit": "旧局", "assigned": 9, "closed": 9, "revisited": 5 + month % 2, "satisfied": month},
        ]
        made += tickets_of_units(rows, f"2024-{month:02}")
        made.append(ticket(month, f"2024-{month:02}-28T09:00", "甲街道", closed=f"2024-{month + 1:02}-03T09:00"))
        made.append(ticket(50 + month, f"2024-{month:02}-27T09:00", None))
    return made


REGISTRY = {
    "甲街道": {"group": "街道"},
    "旧局": {"group": "部门", "became": {"unit": "新局", "from": "2024-04-01"}},
    "新局": {"group": "部门"},
    "丙局": {"group": "部门"},
}


class TestEqualToEachPeriodByItself:
    def test_units_that_were_renamed_and_tickets_carried_over(self, office: Office) -> None:
        write_store(office.folder / "tickets", months(), REGISTRY)
        same(*one_by_one(office, data="tickets"), 4)

    @pytest.mark.parametrize("starts_on", [1, 26])
    def test_a_month_that_starts_on_another_day(self, office: Office, starts_on: int) -> None:
        write_store(office.folder / "tickets", months(), month_starts_on=starts_on)
        same(*one_by_one(office, data="tickets"), 4)

    def test_quarters(self, office: Office) -> None:
        write_store(office.folder / "tickets", months(1, 9))
        same(*one_by_one(office, data="tickets", period="2024-Q3", date="2024-10-09"), 2)

    def test_a_case_folder_with_scores_and_names_of_its_own(self, office: Office) -> None:
        write_store(office.folder / "tickets", months())
        office.write(
            "case/given.csv", "unit,period,first_contact_resolved\n甲街道,2024-05,7\n旧局,2024-05,8\n甲街道,2024-03,5\n"
        )
        units = "{unit: unit}, counts: {受理: received, 交办数: assigned, 办结数: closed, late_closed: late_closed"
        office.write(
            "case/case.yaml",
            "tickets: ../tickets\ngiven: {file: given.csv, some: true}\n"
            f"tables: {{units: {{tickets: {{by: {units}, revisited: revisited, satisfied: satisfied}}}}}}}}\n",
        )
        history, alone = one_by_one(office, data="case")
        same(history, alone, 4)
        assert history["2024-03"]["first_contact_resolved"] == alone["2024-03"]["first_contact_resolved"] == 5

    def test_a_month_in_which_nothing_was_closed(self, office: Office) -> None:
        made = [one for one in months() if not str(one["received"]).startswith("2024-03")]
        made += [ticket(i, "2024-03-05T09:00", "甲街道") for i in range(40)]
        write_store(office.folder / "tickets", made)
        parts = "[{section: overview, signals: true, counts: [{count: closed, label: 办结}]}]"
        history, alone = one_by_one(office, parts, data="tickets")
        assert [*history] == [*alone] == ["2024-01", "2024-02", "2024-03", "2024-04"]
        assert history["2024-03"]["closed"] == alone["2024-03"]["closed"] == 1  # carried over from February

    def test_a_year_of_synthetic_tickets(self, office: Office) -> None:
        write_tickets("furong-2022-11", office.folder / "tickets.parquet")
        same(*one_by_one(office, data="tickets.parquet", period="2022-11", date="2023-01-16"), 12)


def test_passes_do_not_grow_with_the_periods(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    write_store(office.folder / "tickets", months(1, 9))
    office.jurisdiction(SIGNALS)
    made: list[int] = []

    def counted(*args: Any, **options: Any) -> Counted:
        made.append(1)
        return count_tickets(*args, **options)

    monkeypatch.setattr("hotline_analysis.metrics.counting.answering.count_tickets", counted)
    passes = []
    for period, earlier in (("2024-03", 2), ("2024-09", 8)):
        made.clear()
        one = open_bulletin(office.report(data="tickets", period=period, year_before="none"))
        assert len(one.data.history) == earlier
        passes.append(len(made))
    assert passes[0] == passes[1]


def test_no_periods_no_cases(office: Office) -> None:
    write_store(office.folder / "tickets", months())
    now = office.open(SIGNALS, data="tickets").data.case
    assert earlier_cases(now, [], counts=["assigned"]) == {}
    (case,) = earlier_cases(now, ["2024-02"], counts=["assigned", "no_such_count"]).values()
    assert [name for name in case.table("units") if name in counts()] == ["received", "assigned"]
