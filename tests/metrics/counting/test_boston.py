"""The documented facts of Boston 311 come out of the counting, on pandas and on DuckDB."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from boston import boston, check_facts

from hotline_analysis.metrics import unit_table
from hotline_analysis.metrics.counting.engines.opening import Engine


@pytest.fixture(scope="module")
def tickets() -> pd.DataFrame:
    return boston()


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
def test_facts_of_a_frame(tickets: pd.DataFrame, engine: Engine) -> None:
    check_facts(tickets, engine)


def test_facts_of_files(tickets: pd.DataFrame, tmp_path: Path) -> None:
    tickets.to_csv(tmp_path / "tickets.csv", index=False)
    tickets.to_parquet(tmp_path / "tickets.parquet")
    check_facts(tmp_path / "tickets.csv", "auto")
    check_facts(tmp_path / "tickets.parquet", "auto")


def test_without_the_column_of_due_dates_the_flag_is_named(tickets: pd.DataFrame) -> None:
    table = unit_table(tickets.drop(columns="due"), by="")
    assert any("for want of other columns: closed late" in note for note in table.attrs["notes"])
    without = unit_table(tickets.drop(columns=["due", "overdue_flag"]), by="")
    assert without.attrs["absent"]["on_time_of_closed_rate"] == ("due",)
    assert "on_time_of_closed_rate" not in without


def test_districts_and_channels_add_up(tickets: pd.DataFrame) -> None:
    districts = unit_table(tickets, by="district", counts=["received"])
    assert districts["received"].sum() == 46638
    assert dict(districts.to_records(index=False))["（未填写）"] == 68 + 98  # empty cells, and cells of a space
    assert len(districts) == 24
    assert len(unit_table(tickets, by="channel", counts=["received"])) == 7
    assert len(unit_table(tickets, by="subcategory", counts=["received"])) == 7
