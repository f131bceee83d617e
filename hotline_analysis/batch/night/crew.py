"""Keep workers busy until every report is made or has failed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from contextlib import suppress
from dataclasses import dataclass

from hotline_analysis.batch.night.attempts import Attempt, Entry, Failure
from hotline_analysis.batch.night.log import Log
from hotline_analysis.batch.night.pools import Pool
from hotline_analysis.batch.night.worker import Order
from hotline_analysis.batch.plan.jobs import Job
from hotline_analysis.batch.private import clear_private_folders

# after Ctrl-C: how long reports that have begun may take to be finished
GRACE = 10.0

DIED = "the process that made it died, for want of memory perhaps"


@dataclass
class Task:
    """A job and what has become of it."""

    job: Job
    entry: Entry
    lost: bool = False


class Crew:
    """Hands tasks to a pool.

    A pool of local workers is lost as a whole when one of them dies, and nobody knows on which report. So the
    reports that were under way are then made one at a time: the one at which the workers die again is the one.

    Parameters
    ----------
    pool : Pool
    order : Order
    log : Log
    retries : int
        How often a report that failed is tried again; not if its data is invalid, which it would be again.
    """

    def __init__(self, pool: Pool, order: Order, log: Log, *, retries: int = 0) -> None:
        self.pool, self.order, self.log, self.retries = pool, order, log, retries
        self._waiting: deque[Task] = deque()
        self._suspects: deque[Task] = deque()
        self._running: dict[Future[Attempt], Task] = {}

    def finished(self, tasks: Iterable[Task]) -> Iterator[Entry]:
        """Yield the reports as they are made or given up."""
        self._waiting.extend(tasks)
        while self._waiting or self._suspects or self._running:
            self._hand_out()
            done, _ = wait(self._running, return_when=FIRST_COMPLETED)
            yield from self._settled(done)

    def let_finish(self) -> None:
        """Wait for begun reports, `GRACE` seconds at most; Ctrl-C ends the waiting."""
        with suppress(KeyboardInterrupt):
            wait(self._running, timeout=GRACE)

    def dropped(self) -> Iterator[Entry]:
        """Drop what is still under way, and yield what was finished meanwhile."""
        done = {future: task for future, task in self._running.items() if future.done()}
        self.pool.close(at_once=True)
        for future, task in done.items():
            attempt = _result(future)
            if attempt is not None and attempt.failure is None and self._judged(task, attempt):
                yield task.entry

    def _hand_out(self) -> None:
        if self._suspects:
            if not self._running:
                self._begin(self._suspects.popleft())
            return
        while self._waiting and len(self._running) < self.pool.room():
            self._begin(self._waiting.popleft())

    def _begin(self, task: Task) -> None:
        task.entry.attempts += 1
        self.log.write("begun", report=task.entry.key, attempt=task.entry.attempts)
        self._running[self.pool.submit(task.job, self.order)] = task

    def _settled(self, done: set[Future[Attempt]]) -> Iterator[Entry]:
        if any(isinstance(future.exception(), BrokenExecutor) for future in done if not future.cancelled()):
            done, _ = wait(self._running)
            self.pool.close(at_once=True)
            clear_private_folders(self.order.outputs)
        for future in done:
            task = self._running.pop(future)
            attempt = _result(future)
            if attempt is None and not task.lost:
                self._doubt(task)
            elif self._judged(task, attempt or Attempt(0.0, failure=Failure(DIED, DIED))):
                yield task.entry

    def _doubt(self, task: Task) -> None:
        """Let others make a report whose workers died while it was under way; alone, to see whether it was the one."""
        self.log.write("lost", report=task.entry.key, attempt=task.entry.attempts, error=DIED)
        task.lost = True
        task.entry.attempts -= 1
        self._suspects.append(task)

    def _judged(self, task: Task, attempt: Attempt) -> bool:
        """Enter an attempt; say whether it was the last."""
        entry = task.entry
        task.lost = task.lost and attempt.failure is not None and attempt.failure.cause == DIED
        entry.seconds += attempt.seconds
        entry.failure, entry.files, entry.pdf_engine = attempt.failure, attempt.files, attempt.pdf_engine
        if attempt.failure is None:
            entry.result = "made"
            self.log.write("made", report=entry.key, attempt=entry.attempts, seconds=round(attempt.seconds, 3))
            return True
        again = entry.attempts <= self.retries and not attempt.failure.final
        entry.result = "not reached" if again else "failed"
        self.log.write(
            "failed",
            report=entry.key,
            attempt=entry.attempts,
            seconds=round(attempt.seconds, 3),
            cell=attempt.failure.cell,
            error=attempt.failure.cause,
            again=again,
        )
        if again:
            (self._suspects if attempt.failure.cause == DIED else self._waiting).append(task)
        return not again


def _result(future: Future[Attempt]) -> Attempt | None:
    """Return what a worker said; None if it died."""
    try:
        return future.result()
    except BrokenExecutor:
        return None
    except CancelledError:
        text = "the cluster has lost it; is its scheduler still there?"
        return Attempt(0.0, failure=Failure(text, text))
    except Exception as error:  # what dask.distributed raises of a report whose workers died again and again
        text = f"no worker could make it: {type(error).__name__}"
        return Attempt(0.0, failure=Failure(f"{text}: {error}", text))
