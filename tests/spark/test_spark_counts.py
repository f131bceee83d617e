"""Spark counts as pandas and DuckDB do."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from boston import boston, check_facts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ticket_oracle import Ticket, frame_of, tickets

from hotline_analysis.metrics import unit_table
from hotline_analysis.tickets.calendar import Calendar

pytestmark = [
    pytest.mark.spark,
    # Spark's own, about the version of pandas and about its sockets
    pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::ResourceWarning", "ignore::DeprecationWarning"),
]
AS_OF = datetime(2022, 12, 31, 23, 59, 59)
FEW = settings(deadline=None, max_examples=6, suppress_health_check=list(HealthCheck))


@FEW
@given(rows=tickets(), by=st.sampled_from(["unit", "unit,period:quarter", "", "period,group,channel"]))
def test_the_same_frame_as_pandas(spark: Any, rows: list[Ticket], by: str) -> None:
    frame = frame_of(rows)
    calendar = Calendar(26)
    one = unit_table(frame, by=by, engine="spark", as_of=AS_OF, calendar=calendar)
    two = unit_table(frame, by=by, engine="pandas", as_of=AS_OF, calendar=calendar)
    pd.testing.assert_frame_equal(one, two)
    assert one.attrs == two.attrs


@FEW
@given(rows=tickets(), by=st.sampled_from(["unit", ""]))
def test_one_period_as_in_duckdb(spark: Any, rows: list[Ticket], by: str) -> None:
    one, two = (
        unit_table(frame_of(rows), by=by, period="2022-Q4", engine=engine, as_of=AS_OF)
        for engine in ("spark", "duckdb")
    )
    pd.testing.assert_frame_equal(one, two)
    assert one.attrs == two.attrs


@pytest.fixture(scope="module")
def boston_tickets() -> pd.DataFrame:
    return boston()


def test_boston(spark: Any, boston_tickets: pd.DataFrame, tmp_path: Path) -> None:
    boston_tickets.to_parquet(tmp_path / "tickets.parquet")
    check_facts(tmp_path / "tickets.parquet", "spark")


def test_a_frame_of_the_cluster(spark: Any) -> None:
    # a `timestamp` is an instant; it is read as the session shows it
    frame = spark.sql(
        "SELECT TIMESTAMP'2022-11-01 00:00:00' AS received, TIMESTAMP_NTZ'2022-12-01 00:00:00' AS closed, '甲' AS unit "
        "UNION ALL SELECT TIMESTAMP'2022-11-30 23:59:59', NULL, NULL"
    )
    table = unit_table(frame, by="unit,period", counts=["received", "closed"])
    assert table.to_dict("records") == [
        {"unit": "甲", "period": "2022-11", "received": 1, "closed": 0},
        {"unit": "甲", "period": "2022-12", "received": 0, "closed": 1},
        {"unit": "（未填写）", "period": "2022-11", "received": 1, "closed": 0},
    ]


def test_text_files(spark: Any, tmp_path: Path) -> None:
    text = "id,received,unit,satisfied,closed,text\n1,2022-11-01 08:00:00,甲,yes,2022-11-02 09:00:00,"
    text += '"two\nlines, ""quoted"""\n2,2022-11-03 00:00:00,,,,\n'
    (tmp_path / "tickets.csv").write_text(text, encoding="utf-8")
    one, two = (unit_table(tmp_path / "tickets.csv", engine=engine) for engine in ("spark", "duckdb"))
    pd.testing.assert_frame_equal(one, two)
    assert list(one["received"]) == [1, 1]
