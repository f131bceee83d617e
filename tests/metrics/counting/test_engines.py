"""pandas and DuckDB count alike, and as a count ticket by ticket does."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ticket_oracle import COLUMNS, Ticket, expected, frame_of, tickets

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.metrics import Counting, unit_table
from hotline_analysis.metrics.counting.engines.opening import Engine
from hotline_analysis.tickets.calendar import Calendar, Period
from hotline_analysis.tickets.schema import canonical

AS_OF = datetime(2022, 12, 31, 23, 59, 59)
BYS = ["", "unit", "period", "unit,period", "group,unit", "channel,topic", "topic,period", "unit,group,period"]
GRAINS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
SLOW = settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])


def counted(
    rows: list[Ticket], by: str, engine: Engine, **options: Any
) -> dict[tuple[str, ...], dict[str, int | None]]:
    """A unit table as the oracle writes it: dimensions to counts."""
    table = unit_table(frame_of(rows), by=by, engine=engine, as_of=AS_OF, **options)
    names = [name.partition(":")[0] for name in by.split(",") if name]
    keys = [name for name in table.columns if str(table[name].dtype) == "Int64"]
    return {
        tuple(record[name] for name in names): {key: None if pd.isna(record[key]) else record[key] for key in keys}
        for record in table.to_dict("records")
    }


def named(found: dict[tuple[Any, ...], dict[str, int | None]], by: str, months: int) -> dict[tuple[str, ...], Any]:
    """The oracle's answer with periods by their labels."""
    names = [name.partition(":")[0] for name in by.split(",") if name]

    def label(name: str, value: Any) -> str:
        if name != "period":
            return str(value)
        return "（未填写）" if value is None else Period(value * months, months).label

    return {tuple(map(label, names, place)): counts for place, counts in found.items()}


def check(found: dict[tuple[str, ...], Any], wanted: dict[tuple[str, ...], Any]) -> None:
    """Every row is as worked out; a row that is not there would have counted nothing."""
    assert set(found) <= set(wanted) | {()}
    keys = {key for counts in found.values() for key in counts}
    for place, counts in wanted.items():
        if place in found:
            assert found[place] == {key: counts.get(key, 0) for key in keys}, place
        else:
            assert not any(counts.values()), place


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
class TestAgainstOneByOne:
    @SLOW
    @given(data=st.data())
    def test_all_columns(self, engine: Engine, data: st.DataObject) -> None:
        rows = data.draw(tickets())
        by = data.draw(st.sampled_from(BYS))
        check(counted(rows, by, engine), named(expected(rows, _names(by), as_of=AS_OF), by, 1))

    @SLOW
    @given(data=st.data())
    def test_some_columns(self, engine: Engine, data: st.DataObject) -> None:
        wanted = {"received", "unit", *data.draw(st.sets(st.sampled_from(COLUMNS)))}
        rows = data.draw(tickets(wanted))
        by = data.draw(st.sampled_from(["unit", "unit,period"]))
        check(counted(rows, by, engine), named(expected(rows, _names(by), as_of=AS_OF), by, 1))

    @SLOW
    @given(data=st.data())
    def test_periods_of_every_kind(self, engine: Engine, data: st.DataObject) -> None:
        rows, starts_on = data.draw(tickets()), data.draw(st.sampled_from([1, 2, 26, 28]))
        grain = data.draw(st.sampled_from(list(GRAINS)))
        by = f"unit,period:{grain}"
        found = counted(rows, by, engine, calendar=Calendar(starts_on))
        wanted = expected(rows, ["unit", "period"], as_of=AS_OF, grain=GRAINS[grain], starts_on=starts_on)
        check(found, named(wanted, by, GRAINS[grain]))

    @SLOW
    @given(data=st.data())
    def test_one_period(self, engine: Engine, data: st.DataObject) -> None:
        rows, starts_on = data.draw(tickets()), data.draw(st.sampled_from([1, 26]))
        period = Period.parse(data.draw(st.sampled_from(["2022-11", "2022-Q4", "2022-H2", "2023"])))
        by = data.draw(st.sampled_from(["unit", "", "group,channel"]))
        found = counted(rows, by, engine, period=period, calendar=Calendar(starts_on))
        only = period.first // period.months
        wanted = expected(rows, _names(by), as_of=AS_OF, grain=period.months, starts_on=starts_on, only=only)
        check(found, named(wanted, by, period.months))


def _names(by: str) -> list[str]:
    return [name for name in by.split(",") if name]


@SLOW
@given(rows=tickets(), by=st.sampled_from(BYS[1:]))
def test_rows_add_up_to_the_whole(rows: list[Ticket], by: str) -> None:
    whole = unit_table(frame_of(rows), by="", as_of=AS_OF)
    table = unit_table(frame_of(rows), by=by, as_of=AS_OF)
    counts = [name for name in whole.columns if str(whole[name].dtype) == "Int64"]
    assert list(table[counts].sum()) == list(whole[counts].fillna(0).iloc[0])


@SLOW
@given(rows=tickets(), by=st.sampled_from(BYS))
def test_both_engines_give_the_same_frame(rows: list[Ticket], by: str) -> None:
    one, two = (unit_table(frame_of(rows), by=by, engine=engine, as_of=AS_OF) for engine in ("pandas", "duckdb"))
    pd.testing.assert_frame_equal(one, two)
    assert one.attrs == two.attrs


@pytest.fixture
def rows() -> list[Ticket]:
    """Three tickets with every column, and a fourth without a value but that of its reception."""
    day = datetime(2022, 11, 3, 9, 5)
    whole = dict.fromkeys(COLUMNS) | dict.fromkeys(COLUMNS[:9], day)
    flags = dict.fromkeys(COLUMNS[9:22], True)
    full: Ticket = {**whole, **flags, "returned": 2, "unit": "甲", "revisit": "revisited", "satisfied": "yes"}
    return [full, {**full, "unit": "乙"}, {**full, "extension": False}, dict.fromkeys(COLUMNS) | {"received": day}]


@pytest.fixture
def stored(tmp_path: Path, rows: list[Ticket]) -> dict[str, Any]:
    """The same tickets in every form in which they may come."""
    frame = frame_of(rows)
    frame.insert(0, "id", [f"T{number}" for number in range(len(frame))])
    connection = duckdb.connect()
    relation = connection.from_df(frame)
    relation.write_parquet(str(tmp_path / "tickets.parquet"))
    relation.write_csv(str(tmp_path / "tickets.csv"), header=True)
    relation.write_csv(str(tmp_path / "tickets.tsv"), header=True, sep="\t")
    (tmp_path / "parts [1]").mkdir()
    for number in (0, 2):
        part = str(tmp_path / "parts [1]" / f"it's {number}.parquet")
        relation.order("id").limit(2, number).write_parquet(part)
    nullable = frame.convert_dtypes()
    forms = {name: tmp_path / f"tickets.{name}" for name in ("parquet", "csv", "tsv")}
    return {
        **forms,
        "pattern": str(tmp_path / "parts [[]1]" / "*.parquet"),
        "object": frame.astype(object),
        "nullable": nullable,
        "arrow": frame.convert_dtypes(dtype_backend="pyarrow"),
        "text": frame.astype(object).map(lambda value: None if pd.isna(value) else str(value)),
        "category": frame.astype({"unit": "category", "satisfied": "category"}),
        "relation": relation,
    }


FORMS = ["parquet", "csv", "tsv", "pattern", "object", "nullable", "arrow", "text", "category", "relation"]


@pytest.mark.parametrize("engine", ["auto", "pandas", "duckdb"])
@pytest.mark.parametrize("form", FORMS)
def test_every_form_counts_alike(stored: dict[str, Any], rows: list[Ticket], form: str, engine: Engine) -> None:
    table = unit_table(stored[form], by="unit,period", engine=engine, as_of=AS_OF)
    pd.testing.assert_frame_equal(table, unit_table(frame_of(rows), by="unit,period", as_of=AS_OF))
    assert list(table["unit"]) == ["乙", "甲", "（未填写）"]
    assert list(table["returned"]) == [2, 4, 0]


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
def test_an_office_s_words_in_a_frame_are_understood(engine: Engine) -> None:
    times = ["2022-11-01", "2022年11月2日", ""]
    frame = pd.DataFrame({"received": ["2022/11/1 9:05"] * 3, "unit": [" 甲 ", "甲", "甲"], "revisit": ["已回访"] * 3})
    frame = frame.assign(revisit_time=times, satisfied=["满意", "不满意", ""], urgent=["是", "否", None])
    table = unit_table(frame, counts=["received", "revisited", "satisfied", "dissatisfied", "urgent"], engine=engine)
    assert table.to_numpy().tolist() == [["甲", 3, 3, 1, 1, 1]]


class TestRefused:
    @pytest.mark.parametrize("engine", ["pandas", "duckdb"])
    @pytest.mark.parametrize(
        ("column", "value", "parts"),
        [
            ("closed", "soon", ["soon"]),
            ("returned", "two", ["two"]),
            ("urgent", "maybe", ["maybe"]),
            ("satisfied", "还行", ["column satisfied", "yes", "rather", "no"]),
            ("revisit", "也许", ["column revisit", "revisited", "unanswered", "not_revisited"]),
        ],
    )
    def test_values(
        self, tmp_path: Path, rows: list[Ticket], engine: Engine, column: str, value: str, parts: list[str]
    ) -> None:
        frame = frame_of(rows).astype(object)
        frame.loc[1, column] = value
        frame.insert(0, "id", range(len(frame)))
        file = tmp_path / "tickets.csv"
        frame.to_csv(file, index=False)
        for source in (frame, file):
            with pytest.raises(InputError) as caught:
                unit_table(source, engine=engine)
            assert all(part in str(caught.value) for part in parts), str(caught.value)

    @pytest.mark.parametrize("engine", ["pandas", "duckdb"])
    @pytest.mark.parametrize("word", ["满意", "还行"])
    def test_a_file_of_canonical_tickets_has_no_words_of_an_office(
        self, tmp_path: Path, rows: list[Ticket], engine: Engine, word: str
    ) -> None:
        frame = frame_of(rows).assign(id=range(len(rows))).astype(object)
        frame.loc[1, "satisfied"] = word
        frame.to_csv(tmp_path / "tickets.csv", index=False)
        said = "column satisfied: unknown values in 1 tickets; allowed: yes, rather, no; `hotline import`"
        with pytest.raises(InputError, match=said):
            unit_table(tmp_path / "tickets.csv", engine=engine)

    @pytest.mark.parametrize("engine", ["pandas", "duckdb"])
    def test_what_a_frame_cannot_hold_is_told_as_the_schema_tells_it(self, rows: list[Ticket], engine: Engine) -> None:
        frame = frame_of(rows).assign(id=range(len(rows))).astype(object)
        frame.loc[1, "closed"] = "soon"
        with pytest.raises(InputError) as schema:
            canonical(frame)
        with pytest.raises(InputError) as counting:
            unit_table(frame, engine=engine)
        assert str(counting.value) == str(schema.value)
        assert str(counting.value).startswith("row 2, column closed (办结时间): not readable; found 'soon'")

    @pytest.mark.parametrize("engine", ["pandas", "duckdb"])
    @pytest.mark.parametrize("arrow", [False, True])
    def test_times_with_a_zone(self, engine: Engine, arrow: bool) -> None:
        frame = pd.DataFrame({"received": pd.to_datetime(["2022-11-01"]).tz_localize("Asia/Shanghai"), "unit": ["甲"]})
        if arrow:
            frame = frame.astype({"received": pd.ArrowDtype(pa.timestamp("us", tz="Asia/Shanghai"))})
        with pytest.raises(InputError, match=r"column received \(受理时间\): moments with a zone"):
            unit_table(frame, engine=engine)

    def test_a_relation_with_a_zone(self) -> None:
        relation = duckdb.connect().sql("SELECT TIMESTAMPTZ '2022-11-01 00:00:00+08' AS received, '甲' AS unit")
        with pytest.raises(InputError, match=r"column received \(受理时间\): moments with a zone"):
            unit_table(relation)

    def test_what_is_no_ticket_and_no_engine(self, rows: list[Ticket], tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="these are no tickets: list"):
            unit_table(rows)  # type: ignore[arg-type]
        with pytest.raises(UsageError, match="no such engine: 'polars'; allowed: auto, pandas, duckdb, spark"):
            unit_table(frame_of(rows), engine="polars")  # type: ignore[arg-type]
        with pytest.raises(UsageError, match="tickets in duckdb cannot be counted by spark"):
            unit_table(duckdb.sql("SELECT TIMESTAMP '2022-11-01' AS received, 'a' AS unit"), engine="spark")
        with pytest.raises(InputError, match="allowed: columns with received"):
            unit_table(pd.DataFrame({"unit": ["a"]}))
        with pytest.raises(InputError, match="no such tickets"):
            unit_table(tmp_path / "none.parquet")

    def test_a_damaged_file(self, tmp_path: Path, stored: dict[str, Any]) -> None:
        whole = stored["parquet"].read_bytes()
        file = tmp_path / "broken.parquet"
        file.write_bytes(whole[:4] + bytes(60) + whole[64:])
        with pytest.raises(InputError, match=r"broken\.parquet"):
            unit_table(file)


def test_nothing_is_changed(rows: list[Ticket]) -> None:
    frame = frame_of(rows)
    before = frame.copy(deep=True)
    unit_table(frame, by="unit,period", counting=Counting(satisfied_is=("yes",)))
    pd.testing.assert_frame_equal(frame, before)
