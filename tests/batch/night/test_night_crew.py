"""Who makes what again: retries, workers that die, and what is never tried again."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from pathlib import Path

import pytest

from hotline_analysis.batch.night import Entry, Failure
from hotline_analysis.batch.night.attempts import Attempt
from hotline_analysis.batch.night.crew import DIED, Crew, Task
from hotline_analysis.batch.night.log import Log
from hotline_analysis.batch.night.worker import Order
from hotline_analysis.batch.plan.jobs import Job
from hotline_analysis.documents import Document
from hotline_analysis.report.report_file import Report

Act = Callable[[int], Attempt | Exception]
MADE = Attempt(1.0, ("bulletin.html",))
FAILED = Attempt(1.0, failure=Failure("wrong", "wrong", cell=3))
INVALID = Attempt(1.0, failure=Failure("data", "data", exit_code=3))


def job(period: str) -> Job:
    report = Report(jurisdiction="office", period=period, data="data", date="2024-01-01")
    return Job(report, Document(Path("report.yaml"), {}, {}), Path("bulletin.ipynb"), ("html",))


class Workers:
    """Workers that do as they are told, by period; when one dies, all that are at work are lost."""

    def __init__(self, acts: dict[str, Act], room: int = 2) -> None:
        self.acts, self._room = acts, room
        self.begun: list[str] = []
        self.most = self.closed = 0
        self._at_work: list[tuple[str, Future[Attempt]]] = []

    def room(self) -> int:
        return self._room

    def submit(self, job: Job, order: Order) -> Future[Attempt]:
        future: Future[Attempt] = Future()
        self.begun.append(job.report.period)
        self._at_work.append((job.report.period, future))
        self.most = max(self.most, len(self._at_work))
        suspect = self.begun.count(job.report.period) > 1
        if len(self._at_work) == self._room or suspect or len(set(self.begun)) == len(self.acts):
            self._work()
        return future

    def _work(self) -> None:
        at_work, self._at_work = self._at_work, []
        said = [self.acts[period](self.begun.count(period)) for period, _ in at_work]
        dead = next((one for one in said if isinstance(one, BrokenExecutor)), None)
        for one, (_, future) in zip(said, at_work, strict=True):
            if dead or isinstance(one, Exception):
                future.set_exception(dead or one)  # type: ignore[arg-type]
            else:
                future.set_result(one)

    def close(self, *, at_once: bool = False) -> None:
        self.closed += at_once


def ended(tmp_path: Path, workers: Workers, *, retries: int = 0) -> dict[str, Entry]:
    order = Order(tmp_path, tmp_path, None, None, 0.0)
    crew = Crew(workers, order, Log(None), retries=retries)
    tasks = [Task(job(period), Entry(f"office/{period}/bulletin", "never made")) for period in workers.acts]
    return {entry.key.split("/")[1]: entry for entry in crew.finished(tasks)}


def test_a_report_is_tried_again_so_often(tmp_path: Path) -> None:
    acts: dict[str, Act] = {
        "2022-01": lambda _: FAILED,
        "2022-02": lambda n: MADE if n == 2 else FAILED,
        "2022-03": lambda _: INVALID,
        "2022-04": lambda _: MADE,
    }
    workers = Workers(acts, room=1)
    entries = ended(tmp_path, workers, retries=2)
    assert {period: (entry.result, entry.attempts, entry.seconds) for period, entry in entries.items()} == {
        "2022-01": ("failed", 3, 3.0),
        "2022-02": ("made", 2, 2.0),
        "2022-03": ("failed", 1, 1.0),
        "2022-04": ("made", 1, 1.0),
    }
    assert entries["2022-02"].failure is None
    assert workers.begun[:4] == list(acts)  # a report that failed waits until the others had their turn


@pytest.mark.parametrize("room", [1, 2])
def test_the_report_at_which_workers_die_is_found(tmp_path: Path, room: int) -> None:
    acts: dict[str, Act] = {
        "2022-01": lambda _: MADE,
        "2022-02": lambda _: BrokenExecutor(),
        "2022-03": lambda _: MADE,
        "2022-04": lambda _: MADE,
    }
    workers = Workers(acts, room=room)
    entries = ended(tmp_path, workers)
    assert {period: entry.result for period, entry in entries.items()} == dict.fromkeys(acts, "made") | {
        "2022-02": "failed"
    }
    assert entries["2022-02"].failure == Failure(DIED, DIED)
    assert all(entry.attempts == 1 for entry in entries.values())
    assert workers.closed == 2


def test_a_worker_that_was_killed_fails_no_report(tmp_path: Path) -> None:
    acts: dict[str, Act] = {
        "2022-01": lambda n: BrokenExecutor() if n == 1 else MADE,
        "2022-02": lambda _: MADE,
        "2022-03": lambda _: MADE,
    }
    workers = Workers(acts)
    entries = ended(tmp_path, workers)
    assert [entries[period].result for period in acts] == ["made"] * 3
    assert sorted(workers.begun) == ["2022-01", "2022-01", "2022-02", "2022-02", "2022-03"]
    assert workers.closed == 1


def test_an_innocent_report_is_not_held_dead_later(tmp_path: Path) -> None:
    """It was lost once with another's worker; when it fails by itself and is tried again, that counts anew."""
    acts: dict[str, Act] = {
        "2022-01": lambda n: BrokenExecutor() if n == 1 else FAILED if n == 2 else BrokenExecutor() if n == 3 else MADE,
        "2022-02": lambda _: MADE,
    }
    entries = ended(tmp_path, Workers(acts, room=1), retries=1)
    assert entries["2022-01"].result == "made"


def test_what_a_cluster_says_is_a_failure_of_that_report(tmp_path: Path) -> None:
    acts: dict[str, Act] = {"2022-01": lambda _: RuntimeError("4 workers died"), "2022-02": lambda _: MADE}
    entries = ended(tmp_path, Workers(acts))
    failure = entries["2022-01"].failure
    assert failure is not None
    assert (failure.cause, failure.message) == (
        "no worker could make it: RuntimeError",
        "no worker could make it: RuntimeError: 4 workers died",
    )
    assert entries["2022-02"].result == "made"
