"""What counts where, by hand: periods, carried-over tickets, missing due dates, choices, units that were renamed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.metrics import Counting, counts, load_counting, unit_table
from hotline_analysis.metrics.counting.engines.opening import Engine
from hotline_analysis.metrics.counting.plan import make_plan
from hotline_analysis.metrics.counting.spans import Span
from hotline_analysis.metrics.counting.ticket_counts import ticket_counts
from hotline_analysis.metrics.counting.words import definitions_in_words
from hotline_analysis.schemes import load_scheme
from hotline_analysis.tickets.calendar import Calendar, Period
from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.registry import UnitRegistry
from hotline_analysis.tickets.store import TicketMeta

Row = dict[str, Any]


def table_of(text: str) -> pd.DataFrame:
    """Tickets from a table of text: ``|`` between cells, empty where nothing is known."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    frame = pd.DataFrame(lines[1:], columns=lines[0], dtype=object).replace("", None)
    for name in frame:
        if columns()[str(name)].type == "time":
            frame[name] = pd.to_datetime(frame[name], format="ISO8601")
    return frame


def rows(frame: pd.DataFrame, *keys: str) -> list[tuple[Any, ...]]:
    """Some columns as tuples; missing is None."""
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in frame[list(keys)].itertuples(index=False)]


# received in October, closed in November, revisited in December; and one that stays in November
ACROSS = table_of(
    """
    unit | received         | signed           | closed           | revisit_time     | revisit   | satisfied
    甲   | 2022-10-31 23:59 | 2022-11-01 00:00 | 2022-11-30 23:59 | 2022-12-01 00:00 | revisited | yes
    甲   | 2022-11-01 00:00 | 2022-11-01 10:00 | 2022-11-02 10:00 | 2022-11-03 10:00 | revisited | no
    乙   | 2022-11-05 08:00 |                  |                  |                  |           |
    """
)


class TestPeriods:
    def test_a_ticket_counts_in_the_period_of_each_event(self) -> None:
        found = {
            period: rows(unit_table(ACROSS, by="", period=period), "received", "signed", "closed", "revisited")[0]
            for period in ("2022-10", "2022-11", "2022-12")
        }
        assert found == {"2022-10": (1, 0, 0, 0), "2022-11": (2, 2, 2, 1), "2022-12": (0, 0, 0, 1)}

    def test_by_period(self) -> None:
        table = unit_table(ACROSS, by="period", counts=["received", "closed", "revisited", "satisfied"])
        assert rows(table, "period", "received", "closed", "revisited", "satisfied") == [
            ("2022-10", 1, 0, 0, 0),
            ("2022-11", 2, 2, 1, 0),
            ("2022-12", 0, 0, 1, 1),
        ]

    def test_carried_over_is_received_before_the_period(self) -> None:
        assert rows(unit_table(ACROSS, period="2022-11"), "unit", "carried_over", "closed") == [
            ("乙", 0, 0),
            ("甲", 1, 2),
        ]
        # received and closed in the same quarter
        quarter = unit_table(ACROSS, by="", period="2022-Q4")
        assert rows(quarter, "carried_over", "closed", "received") == [(0, 2, 3)]
        assert "carried over: 1 of 2 closed tickets" in " ".join(unit_table(ACROSS, period="2022-11").attrs["notes"])

    def test_months_of_an_office(self) -> None:
        frame = table_of(
            "unit | received\n甲 | 2022-10-25 23:59:59\n甲 | 2022-10-26\n甲 | 2022-11-25 23:59:59\n甲 | 2022-11-26"
        )
        table = unit_table(frame, by="period", calendar=Calendar(26), counts=["received"])
        assert rows(table, "period", "received") == [("2022-10", 1), ("2022-11", 2), ("2022-12", 1)]
        november = unit_table(frame, by="", period="2022-11", calendar=Calendar(26), counts=["received"])
        assert rows(november, "received") == [(2,)]

    def test_a_run_of_periods(self) -> None:
        assert rows(unit_table(ACROSS, by="", period="2022-10..2022-11"), "received", "closed") == [(3, 2)]
        by_month = unit_table(ACROSS, by="period", period="2022-10..2022-11", counts=["received"])
        assert list(by_month["period"]) == ["2022-10", "2022-11"]
        by_quarter = unit_table(ACROSS, by="period", period="2022-Q4", counts=["received"])
        assert rows(by_quarter, "period", "received") == [("2022-Q4", 3)]
        months = unit_table(ACROSS, by="period:month", period="2022-Q4", counts=["received"])
        assert rows(months, "period", "received")[:2] == [("2022-10", 1), ("2022-11", 2)]

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("2022-13", "not a period"),
            ("2022-11..2022-Q4", "periods of different length"),
            ("2022-12..2022-11", "the later period stands first"),
            ("2022-11..", "not a period"),
        ],
    )
    def test_no_period(self, text: str, message: str) -> None:
        with pytest.raises(InputError, match=message):
            unit_table(ACROSS, period=text)

    def test_spans(self) -> None:
        span = Span.parse("2022-Q1..2022-Q4")
        assert (span.label, span.months, span.granularity) == ("2022-Q1..2022-Q4", 12, "quarter")
        assert span.earlier(12).label == "2021-Q1..2021-Q4"
        assert Span(Period.parse("2022"), Period.parse("2022")).label == "2022"

    @pytest.mark.parametrize(
        ("by", "period", "message"),
        [
            ("units", None, r"cannot count by 'units' \(did you mean unit\?\); allowed: unit, group"),
            ("unit:month", None, "cannot count by 'unit:month'"),
            ("unit,unit", None, "counted by unit twice"),
            ("period:week", None, "no such kind of period: 'week'; allowed: month, quarter, half, year"),
            ("period:quarter", "2022-11", "2022-11 is not made of whole periods of the kind quarter"),
        ],
    )
    def test_no_dimension(self, by: str, period: str | None, message: str) -> None:
        with pytest.raises(UsageError, match=message):
            unit_table(ACROSS, by=by, period=period)

    def test_a_column_that_is_not_there(self) -> None:
        with pytest.raises(InputError, match="no such column to count by; found 'topic'; allowed: unit, period"):
            unit_table(ACROSS, by="topic")


TIMED = table_of(
    """
    unit | received   | due        | closed     | overdue_flag
    甲   | 2022-11-01 | 2022-11-05 | 2022-11-05 | false
    甲   | 2022-11-01 | 2022-11-05 | 2022-11-06 | true
    甲   | 2022-11-01 |            | 2022-11-04 | false
    乙   | 2022-11-01 |            | 2022-11-04 | false
    乙   | 2022-11-01 | 2022-11-10 |            | false
    丙   | 2022-11-01 |            |            | false
    丁   | 2022-11-01 | 2022-11-20 |            | false
    """
)


class TestDueDates:
    def test_closed_without_a_due_date_is_neither_on_time_nor_late(self) -> None:
        table = unit_table(TIMED, as_of=datetime(2022, 11, 15))
        keys = ("unit", "closed", "closed_with_due", "closed_without_due", "closed_on_time", "late_closed", "overdue")
        assert rows(table, *keys) == [
            ("丁", 0, 0, 0, 0, 0, 0),
            ("丙", 0, 0, 0, 0, 0, None),
            ("乙", 1, 0, 1, None, None, 1),
            ("甲", 3, 2, 1, 1, 1, 1),
        ]
        assert list(table["overdue_rate"]) == [Decimal("0.00"), None, Decimal("50.00"), Decimal("33.33")]
        assert list(table["on_time_of_closed_rate"]) == [None, None, None, Decimal("50.00")]
        assert list(table["on_time_closure_rate"]) == [Decimal("0.00"), Decimal("0.00"), None, Decimal("33.33")]
        notes = " ".join(table.attrs["notes"])
        assert "2 of 4 closed tickets have no due; they are neither closed on time nor late" in notes
        assert "due before 2022-11-15 00:00:00 are overdue" in notes

    def test_overdue_until_when(self) -> None:
        def overdue(moment: datetime | None, period: str = "2022-11") -> int:
            return int(unit_table(TIMED, by="", period=period, as_of=moment)["overdue"].iloc[0])

        assert overdue(datetime(2022, 11, 10)) == 1  # on the stroke it is not over
        assert overdue(datetime(2022, 11, 10, 0, 0, 1)) == 2
        assert overdue(datetime(2022, 12, 1)) == 3
        assert overdue(datetime(2022, 12, 1), "2022-12") == 0
        # without a moment: the latest reception or closure, 6 November
        assert overdue(None) == 1
        assert any("2022-11-06" in note for note in unit_table(TIMED, period="2022-11").attrs["notes"])

    def test_only_flags(self) -> None:
        table = unit_table(TIMED.drop(columns="due"), counts=["closed_on_time", "late_closed", "overdue"])
        assert rows(table, "unit", "closed_on_time", "late_closed", "overdue") == [
            ("丁", 0, 0, 0),
            ("丙", 0, 0, 0),
            ("乙", 1, 0, 0),
            ("甲", 2, 1, 1),
        ]
        assert "for want of other columns: closed on time: " in " ".join(table.attrs["notes"])

    def test_no_column_at_all(self) -> None:
        table = unit_table(TIMED.drop(columns=["due", "overdue_flag"]))
        assert "closed_on_time" not in table
        assert "on_time_closure_rate" not in table
        assert table.attrs["absent"]["closed_on_time"] == ("due",)
        assert table.attrs["absent"]["on_time_closure_rate"] == ("due",)
        assert table.attrs["absent"]["signed_on_time"] == ("signed", "sign_due")
        assert any(note.startswith("absent, because the tickets have no due: ") for note in table.attrs["notes"])


class TestRates:
    def test_they_are_rounded_half_up_and_missing_without_a_denominator(self) -> None:
        frame = pd.DataFrame(
            {
                "received": pd.Timestamp("2022-11-01"),
                "unit": ["甲"] * 64 + ["乙"],
                "revisit": ["revisited"] * 64 + [None],
                "satisfied": ["no"] * 2 + ["yes"] * 62 + [None],
            }
        )
        table = unit_table(
            frame, counts=["dissatisfaction_rate", "satisfaction_rate", "satisfaction_of_evaluated_rate"]
        )
        # 2 of 64 are 3.125 %, printed 3.13 (yunxi-2022-Q3, 区教育体育局)
        assert rows(table, "unit", "dissatisfaction_rate", "satisfaction_rate") == [
            ("乙", None, None),
            ("甲", Decimal("3.13"), Decimal("96.88")),
        ]
        assert table["satisfaction_of_evaluated_rate"].iloc[1] == Decimal("96.88")

    def test_a_unit_none_of_whose_citizens_said_anything(self) -> None:
        frame = pd.DataFrame({"received": pd.Timestamp("2022-11-01"), "unit": ["甲"], "revisit": ["revisited"]})
        frame["satisfied"] = pd.Series([None], dtype=object)
        table = unit_table(frame)
        assert rows(table, "revisited", "evaluated", "satisfied", "satisfaction_rate") == [(1, 0, None, None)]

    def test_a_schemes_own_rate(self) -> None:
        scheme = load_scheme("furong-2020")
        table = unit_table(TIMED, counting=scheme.counting, metrics=scheme.all_metrics(), as_of=datetime(2022, 11, 15))
        # closed less closed late, of those closed, cut off: 2 of 3
        assert list(table["on_time_closure_rate"]) == [None, None, None, Decimal("66.66")]

    def test_wanted_only(self) -> None:
        table = unit_table(TIMED, counts=["closure_rate", "received"])
        assert list(table.columns) == ["unit", "received", "closure_rate"]
        with pytest.raises(UsageError, match="tickets do not give 'calls'"):
            unit_table(TIMED, counts=["calls"])
        with pytest.raises(UsageError, match=r"no count or rate 'closd' \(did you mean closed\?\)"):
            unit_table(TIMED, counts=["closd"])


CHOSEN = table_of(
    """
    unit | received   | closed     | channel | extension | revisit_time | revisit    | satisfied
    甲   | 2022-10-01 | 2022-11-05 | 电话    | true      | 2022-11-10   | revisited  | rather
    甲   | 2022-11-01 | 2022-11-05 | 电话    |           | 2022-11-10   | revisited  | yes
    甲   | 2022-11-01 | 2022-12-05 | 网络    | false     | 2022-12-10   | revisited  | no
    甲   | 2022-11-01 | 2022-12-05 | 网络    | false     | 2022-12-10   | revisited  |
    甲   | 2022-11-01 |            | 网络    | false     |              | unanswered |
    """
)


class TestChoices:
    @staticmethod
    def chosen(choices: dict[str, Any], *keys: str, **options: Any) -> tuple[Any, ...]:
        table = unit_table(CHOSEN, by="", counting=Counting.model_validate(choices), **options)
        return rows(table, *keys)[0]

    def test_what_counts_as_satisfied(self) -> None:
        keys = ("satisfied", "rather_satisfied", "dissatisfied", "revisited", "evaluated")
        assert self.chosen({}, *keys) == (2, 1, 1, 4, 3)
        assert self.chosen({"satisfied_is": ["yes"]}, *keys) == (1, 1, 1, 4, 3)

    def test_parts_follow_their_whole(self) -> None:
        phone = {"counts": {"revisited": {"where": [{"column": "channel", "is": ["电话"]}]}}}
        assert self.chosen(phone, "revisited", "satisfied", "dissatisfied", "satisfaction_rate") == (
            2,
            2,
            0,
            Decimal("100.00"),
        )

    def test_another_period(self) -> None:
        assert self.chosen({}, "closed", period="2022-12") == (2,)
        assert self.chosen({"counts": {"closed": {"in": "received"}}}, "closed", "revisited", period="2022-11") == (
            3,
            2,
        )
        cohort = {"in": "received"}
        assert self.chosen(cohort, "received", "closed", "revisited", period="2022-11") == (4, 3, 3)
        own = {"in": "received", "counts": {"closed": {"in": "closed"}}}
        assert self.chosen(own, "closed", "revisited", period="2022-12") == (2, 0)

    def test_some_tickets_only(self) -> None:
        assert self.chosen({"where": [{"column": "channel", "is": ["网络"]}]}, "received", "closed", "satisfied") == (
            3,
            2,
            0,
        )

    def test_without_postponed_ones(self) -> None:
        choices = {"counts": {"closed": {"where": [{"column": "extension", "is_not": [True]}]}}}
        assert self.chosen(choices, "closed", "carried_over") == (3, 2)

    def test_instead_and_ones_own(self) -> None:
        choices = {
            "counts": {
                "revisited": {"instead": True, "in": "revisit_time", "where": [{"column": "satisfied", "known": True}]},
                "by_phone": {"zh": "电话回访数", "en": "by phone", "of": "revisited"},
                "twice_returned": {"in": "received", "where": [{"column": "channel", "is": ["电话", "网络"]}]},
            }
        }
        assert self.chosen(choices, "revisited", "satisfied", "by_phone", "twice_returned") == (3, 2, 3, 5)
        table = unit_table(CHOSEN, counting=Counting.model_validate(choices))
        assert table.attrs["definitions"]["by_phone"]["zh"].startswith("电话回访数：“回访数”中；")
        assert any(note.startswith("chosen: by phone: ") for note in table.attrs["notes"])

    def test_a_count_of_ones_own_is_known_to_a_scheme(self, loaded: Callable[..., Any]) -> None:
        scheme = loaded(
            """\
counting:
  counts:
    by_phone: {of: revisited, where: [{column: channel, is: [电话]}]}
metrics:
  satisfaction_rate: {denominator: by_phone}
show: [satisfaction_rate]
"""
        )
        table = unit_table(CHOSEN, by="", counting=scheme.counting, metrics=scheme.all_metrics())
        assert rows(table, "satisfied", "by_phone", "satisfaction_rate") == [(2, 2, Decimal("100.00"))]

    def test_a_new_count_whose_key_is_nearly_another(self) -> None:
        choices = {"counts": {"reclosed": {"new": True, "of": "closed"}, "returned_often": {"in": "received"}}}
        assert self.chosen(choices, "reclosed", "closed")[0] == self.chosen({}, "closed")[0]

    @pytest.mark.parametrize("engine", ["duckdb", "pandas"])
    def test_a_value_that_no_ticket_has_is_named(self, engine: Engine) -> None:
        slip = [{"column": "channel", "is": ["电活", "网络"]}]
        counting = Counting.model_validate({"where": slip, "counts": {"revisited": {"where": slip}}})
        found = unit_table(CHOSEN, by="", counting=counting, counts=["satisfied"], engine=engine).attrs["notes"]
        unseen = [note for note in found if "no ticket has" in note]
        assert unseen == [
            "where: no ticket has channel 电活; values that there are: 电话, 网络",
            "revisited: no ticket has channel 电活; values that there are: 电话, 网络",
        ]
        # what is not counted is not asked
        other = unit_table(CHOSEN, by="", counting=counting.model_copy(update={"where": ()}), counts=["received"])
        assert not any("no ticket has" in note for note in other.attrs["notes"])

    def test_tickets_are_not_asked_for_values_where_none_is_chosen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from hotline_analysis.metrics.counting import unseen

        monkeypatch.setattr(unseen, "_present", lambda *_: pytest.fail("a pass more"))
        unit_table(CHOSEN, by="")
        unit_table(CHOSEN, by="", counting=Counting.model_validate({"satisfied_is": ["yes"]}))

    @pytest.mark.parametrize(
        ("text", "parts"),
        [
            ("counts: {closed: {were: []}}", ["line 1", "unknown key", "were", "where (nearest)"]),
            ("in: unit", ["unit is not a time"]),
            ("in: recieved", ["no column recieved (did you mean received?)"]),
            ("where: [{column: satisfied, is: [满意]}]", ["satisfied cannot be 满意; allowed: yes, rather, no"]),
            ("where: [{column: urgent, is: [yes]}]", ["urgent cannot be yes; allowed: true, false"]),
            ("where: [{column: closed, is: [true]}]", ["closed has no words to compare with"]),
            ("where: [{column: closed}]", ["says exactly one of: known, is, is_not"]),
            ("where: [{column: closed, by: due, after: due}]", ["says exactly one of"]),
            ("where: [{column: unit, by: due}]", ["by cannot be asked of unit; allowed: received, assigned"]),
            ("where: [{column: closed, at_least: 1}]", ["at_least cannot be asked of closed; allowed: returned"]),
            ("satisfied_is: [ok]", ["line 1", "satisfied_is", "'yes', 'rather' or 'no'"]),
            ("counts: {closure_rate: {in: closed}}", ["a count cannot have this key"]),
            ("counts: {mine: {where: [{column: urgent, is: [true]}]}}", ["mine: it is not said in which period"]),
            ("counts: {mine: {of: closd}}", ["line 1, key counts.mine.of", "no count closd (did you mean closed?)"]),
            (
                "in: closed\ncounts:\n  revisted: {where: [{column: urgent, is: [true]}]}",
                [
                    "line 3, key counts.revisted: no count of the dictionary",
                    "'revisted'",
                    "allowed: revisited (nearest)",
                ],
            ),
            ("counts: {revisted: {zh: 回访数, in: received}}", ["line 1, key counts.revisted", "revisited (nearest)"]),
            ("counts: {clsoed: {of: received}}", ["allowed: closed (nearest); or new: true"]),
            (
                "counts: {closed: {new: true}}",
                ["counts.closed.new: closed is a count of the dictionary", "instead: true"],
            ),
            ("counts: {reopened: {instead: true}}", ["key counts.reopened.instead", "no count of the dictionary"]),
            (
                "where: [{column: returned, at_least: true}]",
                ["line 1, key where #1.at_least", "a whole number, 1 or more"],
            ),
            ("where: [{column: returned, at_least: '2'}]", ["line 1, key where #1.at_least", "'2'"]),
            ("counts: {closed: {of: received}}", ["instead: true"]),
            ("counts: {mine: {of: yours}, yours: {of: mine}}", ["is a part of", "a circle"]),
            ("counts: {mine: {in: closed, sum: [unit]}}", ["unit cannot be added up"]),
        ],
    )
    def test_refused(self, tmp_path: Path, text: str, parts: list[str]) -> None:
        file = tmp_path / "counting.yaml"
        file.write_text(text, encoding="utf-8")
        with pytest.raises(InputError) as caught:
            load_counting(file)
        assert str(file) in str(caught.value)
        assert all(part in str(caught.value) for part in parts), str(caught.value)


REGISTRY = UnitRegistry.model_validate(
    {
        "units": {
            "丙局": {"group": "部门"},
            "城建投公司": {"group": "公司", "became": {"unit": "城建投资公司", "from": "2022-11-15"}},
            "城建投资公司": {"group": "部门", "aliases": ["城投"]},
            "空局": {"group": "部门"},
        }
    }
)
RENAMED = table_of(
    """
    unit         | received   | closed
    城建投公司   | 2022-10-05 | 2022-10-06
    城投         | 2022-11-20 | 2022-11-21
    城建投资公司 | 2022-11-20 |
    丙局         | 2022-11-20 |
    无名         | 2022-11-20 |
                 | 2022-11-20 |
    """
)


class TestUnits:
    def test_names_at_the_end_of_the_period(self) -> None:
        november = unit_table(RENAMED, period="2022-10..2022-11", registry=REGISTRY, counts=["received"])
        assert rows(november, "unit", "received") == [("丙局", 1), ("城建投资公司", 3), ("无名", 1), ("（未填写）", 1)]
        assert "城建投公司 is counted as 城建投资公司" in november.attrs["notes"]
        october = unit_table(RENAMED, period="2022-10", registry=REGISTRY, counts=["received"])
        assert rows(october, "unit", "received") == [("城建投公司", 1)]
        later = unit_table(
            RENAMED, period="2022-10", registry=REGISTRY, counts=["received"], units_on=date(2022, 11, 30)
        )
        assert rows(later, "unit", "received") == [("城建投资公司", 1)]

    def test_groups_from_the_registry(self) -> None:
        table = unit_table(RENAMED, by="group", registry=REGISTRY, counts=["received"], period="2022-10..2022-11")
        assert rows(table, "group", "received") == [("部门", 4), ("（未填写）", 2)]

    def test_units_without_tickets(self) -> None:
        table = unit_table(RENAMED, by="unit,group", period="2022-11", registry=REGISTRY, all_units=True)
        assert rows(table, "unit", "group", "received", "closed", "closure_rate")[-1] == ("空局", "部门", 0, 0, None)
        assert list(table["unit"]).count("空局") == 1
        with pytest.raises(UsageError, match="units without tickets"):
            unit_table(RENAMED.assign(topic="a"), by="topic", registry=REGISTRY, all_units=True)

    def test_what_is_stored_with_the_tickets(self, tmp_path: Path) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        meta = TicketMeta(Calendar(26), REGISTRY, datetime(2022, 11, 25))
        table = pa.Table.from_pandas(RENAMED.assign(id=[str(one) for one in range(len(RENAMED))]), preserve_index=False)
        import json

        table = table.replace_schema_metadata({"hotline": json.dumps(meta.as_json())})
        parquet.write_table(table, tmp_path / "tickets.parquet")
        found = unit_table(tmp_path / "tickets.parquet", period="2022-11", counts=["received"])
        assert rows(found, "unit", "received") == [("丙局", 1), ("城建投资公司", 2), ("无名", 1), ("（未填写）", 1)]


class TestOtherTimes:
    def test_a_time_that_stands_in_is_named(self) -> None:
        table = unit_table(ACROSS.drop(columns="revisit_time"), by="", period="2022-11")
        assert rows(table, "revisited") == [(2,)]  # both were closed in November
        notes = table.attrs["notes"]
        assert "for want of revisit_time, in the period of closed: revisited, revisit_unanswered" in notes
        assert "for want of assigned, in the period of received: assigned" in notes


class TestUndated:
    FRAME = table_of(
        """
        unit | received   | revisit_time | revisit
        甲   | 2022-11-01 | 2022-11-05   | revisited
        甲   | 2022-11-01 |              | revisited
        """
    )

    def test_they_are_named_and_have_a_row_of_their_own(self) -> None:
        table = unit_table(self.FRAME, period="2022-11")
        assert rows(table, "revisited") == [(1,)]
        assert "revisited: 1 tickets without revisit_time count in no period" in table.attrs["notes"]
        by_period = unit_table(self.FRAME, by="period", counts=["revisited", "received"])
        assert rows(by_period, "period", "revisited", "received") == [("2022-11", 1, 2), ("（未填写）", 1, 0)]


class TestDictionary:
    def test_every_count_of_tickets_has_a_name(self) -> None:
        assert set(ticket_counts()) <= set(counts())

    def test_every_count_that_tickets_cannot_give_is_known(self) -> None:
        # calls are no tickets
        assert set(counts()) - set(ticket_counts()) == {
            "calls",
            "calls_answered",
            "calls_valid",
            "first_contact_resolved",
        }

    def test_every_definition_in_words(self) -> None:
        plan = make_plan(columns(), Counting())
        words = definitions_in_words(plan, Counting())
        assert set(words) == set(ticket_counts())
        assert len({word["zh"] for word in words.values()}) == len(words)
        assert words["satisfied"]["zh"] == (
            "满意数：“回访数”中，满意情况为满意、基本满意；按回访时间计入周期；仅对有满意情况的工单可判"
        )
        assert words["overdue"]["en"] == (
            "overdue: closed later than due, or due has passed by the end of the data and there is no closed; "
            "in the period of due; only where there is due"
        )
        assert not any("{" in text for word in words.values() for text in word.values())

    def test_the_page_lists_them(self) -> None:
        page = (Path(__file__).parents[3] / "docs" / "counting.md").read_text(encoding="utf-8")
        words = definitions_in_words(make_plan(columns(), Counting()), Counting())
        for key, word in words.items():
            name, _, said = word["zh"].partition("：")
            assert f"| `{key}` | {name} | {said} | {word['en'].partition(': ')[2]} |" in page, key


class TestCommand:
    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        frame = CHOSEN.assign(id=range(5), topic=["=1+1", "噪音", "噪音", None, "噪音"])
        frame.to_csv(tmp_path / "tickets.csv", index=False)
        return tmp_path / "tickets.csv"

    def test_table_notes_and_formats(self, hotline: Any, file: Path) -> None:
        wanted = ("--counts", "received,closed,closure_rate", "--period", "2022-11")
        done = hotline("metrics", file, "--by", "unit,period", *wanted)
        assert done.code == 0
        assert done.out == (
            "unit  period   received  closed  closure_rate\n"
            "----  -------  --------  ------  ------------\n"
            "甲    2022-11         4       2         50.00\n"
        )
        done = hotline("metrics", file, "--format", "csv", *wanted)
        assert done.out == "unit,received,closed,closure_rate\n甲,4,2,50.00\n"
        done = hotline("metrics", file, "--format", "json", "--engine", "pandas", *wanted)
        assert '"closure_rate":"50.00"' in done.out.replace(" ", "")

    def test_formulas_are_escaped(self, hotline: Any, file: Path) -> None:
        done = hotline("metrics", file, "--by", "topic", "--counts", "received", "--format", "csv")
        assert done.out == "topic,received\n'=1+1,1\n噪音,3\n（未填写）,1\n"

    def test_scheme_counting_and_comparison(self, hotline: Any, file: Path, tmp_path: Path) -> None:
        (tmp_path / "counting.yaml").write_text("satisfied_is: [yes]", encoding="utf-8")
        choices = ("--scheme", "xiangtan-2019", "--counting", tmp_path / "counting.yaml")
        done = hotline("metrics", file, *choices, "--by", "", "--counts", "satisfied", "--format", "csv")
        assert done.out == "satisfied\n1\n"
        assert "note: chosen: satisfied: " in done.err
        compared = ("--period", "2022-11", "--compare", "previous", "--counts", "received", "--format", "csv")
        done = hotline("metrics", file, *compared)
        assert done.out.splitlines()[1] == "甲,4,1,3,300.00"

    def test_topics(self, hotline: Any, file: Path) -> None:
        done = hotline("topics", file, "--period", "2022-11", "--top", "1", "--min-base", "3", "--format", "csv")
        assert done.out == (
            "list,rank,topic,received,share,before,change,percent\n"
            "volume,1,噪音,3,75.00,0,3,\n"
            "new,1,噪音,3,75.00,0,3,\n"
        )
        assert "1 tickets without topic are on no list" in done.err

    @pytest.mark.parametrize(
        ("arguments", "code", "message"),
        [
            (("--period", "2022-13"), 2, "--period: not a period"),
            (("--compare", "previous"), 2, "--compare needs --period"),
            (("--compare", "next", "--period", "2022-11"), 2, "--compare takes previous or year_before, not 'next'"),
            (("--by", "nothing"), 2, "cannot count by 'nothing'"),
            (("--counts", "calls"), 2, "tickets do not give 'calls'"),
            (("--by", "area"), 3, "no such column to count by"),
            (("--scheme", "none"), 3, "no such scheme"),
        ],
    )
    def test_mistakes(self, hotline: Any, file: Path, arguments: tuple[str, ...], code: int, message: str) -> None:
        done = hotline("metrics", file, *arguments)
        assert (done.code, done.out) == (code, "")
        assert message in done.err
