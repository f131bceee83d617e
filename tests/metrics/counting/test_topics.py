"""Hot topics by volume and growth, with a guard against tiny bases."""

from __future__ import annotations

import pandas as pd
import pytest

from hotline_analysis.errors import UsageError
from hotline_analysis.metrics import hot_topics
from hotline_analysis.metrics.counting.engines.opening import Engine

# topic: tickets in October, in November
TOPICS = {
    "噪音": (100, 120),
    "停车": (20, 60),
    "供水": (10, 30),
    "路灯": (2, 40),  # grew twentyfold, from two tickets
    "积水": (60, 9),
    "核酸": (0, 50),
    "跳广场舞": (0, 3),
    None: (5, 8),
}


@pytest.fixture
def tickets() -> pd.DataFrame:
    rows = [
        {"topic": topic, "received": pd.Timestamp(day)}
        for topic, numbers in TOPICS.items()
        for day, number in zip(("2022-10-15", "2022-11-15"), numbers, strict=True)
        for _ in range(number)
    ]
    return pd.DataFrame(rows)


def listed(table: pd.DataFrame, name: str) -> list[tuple[object, ...]]:
    part = table[table["list"] == name]
    return list(zip(part["rank"], part["topic"], part["received"], strict=True))


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
def test_volume_growth_and_new_ones(tickets: pd.DataFrame, engine: Engine) -> None:
    table = hot_topics(tickets, "2022-11", top=3, engine=engine)
    assert listed(table, "volume") == [(1, "噪音", 120), (2, "停车", 60), (3, "核酸", 50)]
    # 停车 and 供水 both threefold; 路灯 had two tickets before
    assert listed(table, "growth") == [(1, "停车", 60), (1, "供水", 30), (3, "噪音", 120)]
    assert listed(table, "new") == [(1, "核酸", 50)]
    notes = table.attrs["notes"]
    assert "8 tickets without topic are on no list" in notes
    assert "1 that grew from or to fewer than 10 tickets are not listed by growth" in notes


def test_shares_and_changes(tickets: pd.DataFrame) -> None:
    row = hot_topics(tickets, "2022-11").iloc[0]
    # 120 of 320 tickets; 20 more than 100
    assert (str(row["share"]), row["before"], row["change"], str(row["percent"])) == ("37.50", 100, 20, "20.00")
    new = hot_topics(tickets, "2022-11").set_index("list").loc["new"]
    assert new["percent"] is None
    assert new["before"] == 0


def test_the_guard_can_be_moved(tickets: pd.DataFrame) -> None:
    table = hot_topics(tickets, "2022-11", min_base=2)
    assert listed(table, "growth")[0] == (1, "路灯", 40)
    assert ("跳广场舞", 3) in [entry[1:] for entry in listed(table, "new")]
    assert listed(hot_topics(tickets, "2022-11", min_base=50), "growth") == [(1, "噪音", 120)]


def test_a_tie_extends_a_list(tickets: pd.DataFrame) -> None:
    assert listed(hot_topics(tickets, "2022-11", top=1), "growth") == [(1, "停车", 60), (1, "供水", 30)]


def test_nothing_grows_from_a_period_without_tickets(tickets: pd.DataFrame) -> None:
    table = hot_topics(tickets, "2022-10")
    assert set(table["list"]) == {"volume"}
    assert table["percent"].isna().all()
    assert "no tickets in 2022-09: nothing to compare with" in table.attrs["notes"]


def test_refused(tickets: pd.DataFrame) -> None:
    with pytest.raises(UsageError, match="top is at least 1, not 0"):
        hot_topics(tickets, "2022-11", top=0)
    with pytest.raises(UsageError, match="min_base is at least 1"):
        hot_topics(tickets, "2022-11", min_base=0)
    with pytest.raises(UsageError, match="no such comparison"):
        hot_topics(tickets, "2022-11", against="later")  # type: ignore[arg-type]
