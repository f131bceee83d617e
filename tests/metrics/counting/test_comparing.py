"""A period beside earlier ones: changes of counts and of printed rates, renamed units, periods without tickets."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from hotline_analysis.errors import UsageError
from hotline_analysis.metrics import compare
from hotline_analysis.metrics.counting.engines.opening import Engine
from hotline_analysis.tickets.registry import UnitRegistry


def tickets(*groups: tuple[str, str, int, int]) -> pd.DataFrame:
    """So many tickets of a unit received on a day, so many of them closed on it."""
    rows = [
        {"unit": unit, "received": pd.Timestamp(day), "closed": pd.Timestamp(day) if number < closed else pd.NaT}
        for unit, day, received, closed in groups
        for number in range(received)
    ]
    return pd.DataFrame(rows)


# 旧局 and 并局 became 新局; 甲 closed 5 of 8 (62.50), 2 of 3 (66.67) the month before, 1 of 3 (33.33) the year before
FRAME = tickets(
    ("甲", "2022-11-05", 8, 5),
    ("甲", "2022-10-05", 3, 2),
    ("甲", "2021-11-05", 3, 1),
    ("新局", "2022-11-20", 6, 6),
    ("旧局", "2022-10-05", 2, 2),
    ("并局", "2022-10-05", 2, 0),
    ("旧局", "2021-11-05", 1, 1),
    ("乙", "2022-10-05", 1, 1),
)
BECAME = {"became": {"unit": "新局", "from": "2022-11-10"}}
REGISTRY = UnitRegistry.model_validate({"units": {"旧局": BECAME, "并局": BECAME, "新局": {}, "甲": {}}})


def row(table: pd.DataFrame, unit: str) -> dict[str, Any]:
    found = table[table["unit"] == unit].to_dict("records")[0]
    return {str(key): None if pd.isna(value) else value for key, value in found.items()}


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
def test_changes(engine: Engine) -> None:
    table = compare(FRAME, "2022-11", counts=["received", "closure_rate"], registry=REGISTRY, engine=engine)
    assert row(table, "甲") == {
        "unit": "甲",
        "received": 8,
        "received_previous": 3,
        "received_previous_change": 5,
        "received_previous_percent": Decimal("166.67"),
        "received_year_before": 3,
        "received_year_before_change": 5,
        "received_year_before_percent": Decimal("166.67"),
        "closure_rate": Decimal("62.50"),
        "closure_rate_previous": Decimal("66.67"),
        # of the printed rates: 62.50 less 66.67, and 62.50 less 33.33
        "closure_rate_previous_points": Decimal("-4.17"),
        "closure_rate_year_before": Decimal("33.33"),
        "closure_rate_year_before_points": Decimal("29.17"),
    }


def test_renamed_and_merged_units_are_compared_with_what_they_were() -> None:
    table = compare(FRAME, "2022-11", counts=["received", "closure_rate"], registry=REGISTRY)
    assert list(table["unit"]) == ["新局", "甲", "乙"]
    new = row(table, "新局")
    assert (new["received"], new["received_previous"], new["received_year_before"]) == (6, 4, 1)
    assert (new["closure_rate_previous"], new["closure_rate_previous_points"]) == (Decimal("50.00"), Decimal("50.00"))
    assert "旧局 is counted as 新局" in table.attrs["notes"]


def test_a_unit_without_tickets_now_has_zeros_and_no_rate() -> None:
    gone = row(compare(FRAME, "2022-11", counts=["received", "closure_rate"]), "乙")
    assert (gone["received"], gone["received_previous"], gone["received_previous_change"]) == (0, 1, -1)
    assert gone["received_previous_percent"] == Decimal("-100.00")
    assert (gone["closure_rate"], gone["closure_rate_previous_points"]) == (None, None)


def test_a_base_of_zero_has_no_per_cent() -> None:
    new = row(compare(FRAME, "2022-11", counts=["received"]), "新局")
    assert (new["received_previous"], new["received_previous_change"], new["received_previous_percent"]) == (0, 6, None)


def test_nothing_is_compared_with_a_period_without_tickets() -> None:
    table = compare(FRAME, "2022-11", counts=["received"], against=["year_before"])
    assert row(table, "甲")["received_year_before"] == 3
    table = compare(FRAME, "2021-11", counts=["received"])
    assert list(table.columns) == ["unit", "received"]
    assert "no tickets in 2021-10: nothing to compare with" in table.attrs["notes"]
    assert "no tickets in 2020-11: nothing to compare with" in table.attrs["notes"]
    assert table.attrs["periods"] == {"previous": "2021-10", "year_before": "2020-11"}


def test_only_the_period_without_tickets_is_left_out() -> None:
    table = compare(FRAME, "2022-10", counts=["received", "closure_rate"], by="")
    assert list(table.columns) == ["received", "closure_rate"]
    table = compare(FRAME, "2022-11", counts=["received"], against=["previous", "year_before"], by="")
    assert "received_previous" in table
    assert "received_year_before" in table
    table = compare(FRAME[FRAME["received"] > pd.Timestamp("2022")], "2022-11", counts=["received"], by="")
    assert list(table.columns) == [
        "received", "received_previous", "received_previous_change", "received_previous_percent",
    ]  # fmt: skip
    assert "no tickets in 2021-11: nothing to compare with" in table.attrs["notes"]


def test_a_period_with_tickets_of_which_none_counts_is_compared_with() -> None:
    frame = tickets(("甲", "2022-11-05", 8, 5), ("甲", "2022-10-05", 3, 0))
    closed = row(compare(frame, "2022-11", counts=["closed"], against=["previous"]), "甲")
    assert (closed["closed"], closed["closed_previous"], closed["closed_previous_change"]) == (5, 0, 5)


def test_rates_alone_are_compared() -> None:
    table = compare(FRAME, "2022-11", counts=["closure_rate"], against=["previous"])
    assert row(table, "甲")["closure_rate_previous"] == Decimal("66.67")


def test_a_run_of_periods_has_one_as_long_before_it() -> None:
    table = compare(FRAME, "2022-10..2022-11", by="", counts=["received"])
    assert table.attrs["periods"] == {"previous": "2022-08..2022-09", "year_before": "2021-10..2021-11"}
    assert table[["received", "received_year_before"]].to_numpy().tolist() == [[22, 4]]


def test_refused() -> None:
    with pytest.raises(UsageError, match="no such comparison: 'next'; allowed: previous, year_before"):
        compare(FRAME, "2022-11", against=["next"])  # type: ignore[list-item]
    with pytest.raises(UsageError, match="cannot be counted by as well"):
        compare(FRAME, "2022-11", by="unit,period")
