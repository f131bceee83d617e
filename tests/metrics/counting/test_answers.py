"""Several questions about the same tickets: as if each were asked alone, but the tickets are opened once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from stored_tickets import ticket, write_store

from hotline_analysis.errors import UsageError
from hotline_analysis.metrics import Counting, unit_table
from hotline_analysis.metrics.counting import answering, shared
from hotline_analysis.metrics.counting.answering import answers
from hotline_analysis.metrics.counting.asking import Asked
from hotline_analysis.metrics.counting.engines import duck
from hotline_analysis.metrics.counting.engines.opening import Engine, open_tickets

UNITS = {"东街道": {"group": "streets"}, "西街道": {"group": "streets"}, "闲局": {"group": "departments"}}
APRIL, MAY, JUNE = "2024-04-10 08:00:00", "2024-05-10 08:00:00", "2024-06-10 08:00:00"
ANSWERED: dict[str, Any] = {"closed": MAY, "revisit_time": MAY, "revisit": "revisited"}
TICKETS = [
    ticket(1, APRIL, "东街道", topic="噪声", due="2024-05-01 08:00:00", satisfied="no", **ANSWERED),
    ticket(2, MAY, "东街道", topic="噪声", due="2024-05-20 08:00:00", satisfied="yes", **ANSWERED),
    ticket(3, MAY, "西街道", topic="路灯", due="2024-05-20 08:00:00"),
    ticket(4, MAY, None, topic="路灯", revisit="revisited"),
    ticket(5, JUNE, "西街道", topic="占道"),
]
NOISE = Counting.model_validate({"where": [{"column": "topic", "is": ["噪声"]}]})
QUESTIONS: list[dict[str, Any]] = [
    {"by": (), "counts": ["received"], "period": "2024-05"},
    {"by": (), "counts": ["received", "closed", "satisfaction_rate"], "period": "2024-05", "counting": NOISE},
    {"by": (), "counts": ["overdue"], "period": "2024-05"},
    {"by": (), "counts": ["received"], "period": "2024-06"},
    {"by": (), "counts": ["received"]},
    {"by": ["unit", "group"], "period": "2024-05"},
    {"by": "topic", "counts": ["closed"], "period": "2024-05"},
    {"by": "topic", "counts": ["received"], "period": "2024-05"},
    {"by": "topic,period"},
]


def asked(by: Any, counts: Any = None, period: Any = None, counting: Any = None) -> Asked:
    return Asked.read(by, period, counting, counts)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return write_store(tmp_path / "tickets", TICKETS, UNITS)


@pytest.mark.parametrize("engine", ["duckdb", "pandas"])
def test_each_is_answered_as_if_it_were_alone(store: Path, engine: Engine) -> None:
    together = answers(open_tickets(store, engine), [asked(**question) for question in QUESTIONS])
    for question, table in zip(QUESTIONS, together, strict=True):
        alone = unit_table(store, engine=engine, **question)
        pd.testing.assert_frame_equal(table, alone)
        assert table.attrs == alone.attrs
    assert [int(table["received"].iloc[0]) for table in together[:2]] == [3, 1]
    assert list(together[6]["topic"]) == ["噪声"]  # no row for what is counted in another question only


def test_files_are_opened_once_and_totals_of_a_period_take_one_pass(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, int] = {"opened": 0, "passes": 0}
    connection, count = duck._connection, answering.count_tickets

    def connected(folder: str) -> Any:
        seen["opened"] += 1
        return connection(folder)

    def counted(*given: Any, **more: Any) -> Any:
        seen["passes"] += 1
        return count(*given, **more)

    monkeypatch.setattr(duck, "_connection", connected)
    monkeypatch.setattr(answering, "count_tickets", counted)
    answers(open_tickets(store), [asked(**question) for question in QUESTIONS])
    assert seen == {"opened": 1, "passes": 7}


def test_one_mistake_is_one_message(store: Path) -> None:
    with pytest.raises(UsageError, match="no count or rate 'recieved'"):
        answers(open_tickets(store), [asked((), ["received"]), asked((), ["recieved"])])


def test_what_takes_one_pass() -> None:
    one = asked((), ["received"], "2024-05")
    assert one.totals_like(asked((), ["closed"], "2024-05", NOISE))
    assert not one.totals_like(asked((), ["received"], "2024-06"))
    assert not one.totals_like(asked("unit", ["received"], "2024-05"))
    assert not asked("unit").totals_like(asked("unit"))
    assert not one.totals_like(replace(one, registry=open_tickets(pd.DataFrame({"received": []})).meta.registry))


@pytest.mark.parametrize("engine", ["duckdb", "pandas"])
@pytest.mark.parametrize("period", [None, "2024-05"])
def test_nothing_but_counts_that_the_tickets_cannot_give(store: Path, engine: Engine, period: str | None) -> None:
    for by, rows in (((), 1), ("group", 2)):
        table = unit_table(store, by=by, counts=["supervised"], period=period, engine=engine)
        assert len(table) == rows
        assert list(table.columns) == (["group"] if by else [])
        assert "supervised_by_phone" in table.attrs["absent"]["supervised"]
        assert any(note.startswith("absent, because") for note in table.attrs["notes"])


class TestShared:
    """Counts that the reports of a batch leave to each other."""

    PERIODS = ("2024-03", "2024-04", "2024-05", "2024-06", "2024-07", "2024-Q1", "2024-Q2")

    @pytest.fixture
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        made = tmp_path / "shared"
        made.mkdir()
        monkeypatch.setenv(shared.FOLDER, str(made))
        return made

    @pytest.fixture
    def counted(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """The spans that were counted, in their order."""
        spans = list[str]()
        count = answering.count_tickets

        def noted(*given: Any, **options: Any) -> Any:
            spans.append(options["span"].label)
            return count(*given, **options)

        monkeypatch.setattr(answering, "count_tickets", noted)
        return spans

    @pytest.mark.parametrize("engine", ["duckdb", "pandas"])
    @pytest.mark.parametrize("period", PERIODS)
    def test_the_same_as_counted_by_oneself(
        self, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, period: str, engine: Engine
    ) -> None:
        questions = [{**one, "period": period} for one in QUESTIONS[:4] + QUESTIONS[5:8]]
        alone = [unit_table(store, engine=engine, **one) for one in questions]
        shared.announce(tmp_path, self.PERIODS)
        monkeypatch.setenv(shared.FOLDER, str(tmp_path))
        for _ in ("made", "kept"):
            together = answers(open_tickets(store, engine), [asked(**one) for one in questions])
            for table, expected in zip(together, alone, strict=True):
                pd.testing.assert_frame_equal(table, expected)
                assert table.attrs == expected.attrs

    def test_one_pass_for_a_run_of_periods(self, store: Path, folder: Path, counted: list[str]) -> None:
        shared.announce(folder, ["2024-04", "2024-05", "2024-06", "2024-09"])
        for period in ("2024-05", "2024-04", "2024-06", "2024-05"):
            answers(open_tickets(store), [asked("unit", ["received"], period)])
        assert counted == ["2024-04..2024-06"]

    def test_a_period_that_nobody_announced_is_counted_by_itself(
        self, store: Path, folder: Path, counted: list[str]
    ) -> None:
        shared.announce(folder, ["2024-03", "2024-07"])
        answers(open_tickets(store), [asked("unit", ["received"], "2024-05")])
        assert counted == ["2024-05"]

    def test_tickets_that_have_changed_are_counted_anew(self, store: Path, folder: Path) -> None:
        question = asked("unit", ["received"], "2024-05")
        (before,) = answers(open_tickets(store), [question])
        write_store(store, [*TICKETS, ticket(6, MAY, "东街道")], UNITS)
        (after,) = answers(open_tickets(store), [question])
        assert dict(zip(before["unit"], before["received"], strict=True))["东街道"] == 1
        assert dict(zip(after["unit"], after["received"], strict=True))["东街道"] == 2

    def test_other_choices_are_other_counts(self, store: Path, folder: Path) -> None:
        ways = [asked("unit", ["received"], "2024-05", one) for one in (None, NOISE)]
        found = [int(answers(open_tickets(store), [way])[0]["received"].sum()) for way in ways]
        assert found == [3, 1]

    def test_a_folder_that_is_gone_stops_nobody(self, store: Path, folder: Path) -> None:
        folder.rmdir()
        (table,) = answers(open_tickets(store), [asked("unit", ["received"], "2024-05")])
        assert int(table["received"].sum()) == 3

    def test_others_wait_for_the_one_who_counts(self, folder: Path) -> None:
        from concurrent.futures import ThreadPoolExecutor
        from time import sleep

        made = list[int]()

        def make() -> str:
            made.append(1)
            sleep(0.2)
            return "counted"

        with ThreadPoolExecutor(4) as pool:
            assert set(pool.map(lambda _: shared._kept(folder, "key", make), range(4))) == {"counted"}
        assert made == [1]
