"""One batch from its beginning to its end."""

from __future__ import annotations

import shutil
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from hotline_analysis.batch.engine import PRELOAD, WarmKernels, imported_by
from hotline_analysis.batch.index import write_index
from hotline_analysis.batch.night.attempts import Entry
from hotline_analysis.batch.night.crew import Crew, Task
from hotline_analysis.batch.night.forgetting import forget_failures
from hotline_analysis.batch.night.lock import locked
from hotline_analysis.batch.night.log import Log, opened_log
from hotline_analysis.batch.night.pools import ClusterPool, LocalPool
from hotline_analysis.batch.night.progress import Progress, silent
from hotline_analysis.batch.night.summary import Night
from hotline_analysis.batch.night.threads import cores, limited_threads
from hotline_analysis.batch.night.worker import Order
from hotline_analysis.batch.plan.decisions import Decision, check, unchecked
from hotline_analysis.batch.plan.hashes import FOLDER as HIDDEN
from hotline_analysis.batch.plan.hashes import Hashes
from hotline_analysis.batch.plan.plan import Plan
from hotline_analysis.batch.private import clear_private_folders
from hotline_analysis.batch.proof.dates import check_environment
from hotline_analysis.batch.proof.environ import environment_with
from hotline_analysis.rendering.pdf.engines import check_engine_there
from hotline_analysis.report.phrases import previous_period, year_earlier
from hotline_analysis.report.report_file import Report


def run_night(
    plan: Plan,
    outputs: Path,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    timeout: float | None = None,
    retries: int = 0,
    force: bool = False,
    show: Callable[[int], Progress] = silent,
) -> Night:
    """Make the reports of a plan that are not there as they should be, and leave a log and a summary.

    Parameters
    ----------
    plan : Plan
    outputs : path
    workers : int, optional
        Reports made at the same time on this machine; by default as many as there are cores.
    scheduler : str, optional
        Address of a dask.distributed scheduler whose workers make the reports instead; all machines must have the
        files of the plan and the outputs under the same names.
    timeout : float, optional
        Seconds that a report may take.
    retries : int
        How often a report that failed is tried again; not if its data is invalid.
    force : bool
        Make all of them.
    show : callable
        Gives, for a number of reports to make, the `Progress` that is told of them.

    Returns
    -------
    Night
        Also if it was interrupted: reports that had begun were finished, or dropped without a trace.

    Raises
    ------
    InputError
        If a jurisdiction, scheme or notebook is not valid; then nothing is made.
    UsageError
        If another batch is at work on these outputs, nothing can be written there, or the cluster is not there.
    RenderError
        If PDF files are wanted and nothing on this machine makes them.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from hotline_analysis.batch import Plan
    >>> with TemporaryDirectory() as folder:
    ...     night = run_night(Plan(()), Path(folder))
    >>> night.entries, night.exit_code
    ([], 0)
    """
    began, clock = datetime.now(UTC), time.monotonic()
    check_environment()
    hashes = Hashes.beside(outputs)
    decisions = unchecked(plan, outputs, hashes, force=force)
    with ExitStack() as stack:
        used, address = workers or cores(), None if scheduler else ""
        if scheduler is None and any(one.what == "make" for one in decisions):
            stack.enter_context(limited_threads(used))
            # it imports while the rules are checked
            modules = (name for notebook in {job.notebook for job in plan.jobs} for name in imported_by(notebook))
            address = stack.enter_context(WarmKernels((*PRELOAD, *sorted(modules)))).address
        check(decisions, outputs, hashes)
        tasks = [Task(one.job, _entry(one)) for one in decisions if one.job is not None]
        left_out = [(one.key, one.reason) for one in decisions if one.what == "excluded"]
        log = stack.enter_context(_at_work(outputs))
        forget_failures(outputs, [one.job for one in decisions if one.job is not None and one.what == "unchanged"])
        to_make = _by_turns([task for task in tasks if task.entry.result != "unchanged"])
        log.write("batch", reports=len(tasks), to_make=len(to_make))
        interrupted = False
        if to_make and scheduler is None:
            for engine in sorted({task.job.pdf_engine for task in to_make if "pdf" in task.job.formats}):
                check_engine_there(engine)
        if to_make:
            order = Order(outputs, Path.cwd(), address, timeout, began.timestamp())
            if scheduler is None:
                stack.enter_context(_counting_once(outputs, [task.job.report for task in to_make]))
            pool = LocalPool(min(used, len(to_make))) if scheduler is None else ClusterPool(scheduler)
            crew = Crew(pool, order, log, retries=retries)
            interrupted = _worked(crew, to_make, show(len(to_make)))
        entries = [task.entry for task in tasks]
        night = Night(outputs, entries, left_out, began, time.monotonic() - clock, interrupted)
        night.write(log)
        night.problems.extend(filter(None, [write_index(outputs, hashes=hashes, entries=night.as_json()["reports"])]))
        hashes.save()  # in a new folder there was no place for it before
    return night


@contextmanager
def _counting_once(outputs: Path, reports: Sequence[Report]) -> Iterator[None]:
    """Let the reports that are made on this machine share what they count."""
    from hotline_analysis.metrics.counting.shared import FOLDER, announce

    asked = {one.period for one in reports}
    earlier = {before(period) for before in (previous_period, year_earlier) for period in asked}
    shared = outputs.resolve() / HIDDEN / "counts"
    shutil.rmtree(shared, ignore_errors=True)  # of a batch that was killed
    try:
        with suppress(OSError):  # a disk that is full: each counts for itself, and says so where that fails too
            shared.mkdir(mode=0o700, parents=True)
            announce(shared, asked | earlier)
        with environment_with({FOLDER: str(shared)}):
            yield
    finally:
        shutil.rmtree(shared, ignore_errors=True)


def _by_turns(tasks: Sequence[Task]) -> list[Task]:
    """Put the first report of each data first, then the second: workers that begin count different tickets."""
    turns: Counter[str] = Counter()

    def turn(task: Task) -> int:
        turns[str(task.job.report.data)] += 1
        return turns[str(task.job.report.data)]

    return sorted(tasks, key=turn)


def _entry(decision: Decision) -> Entry:
    unchanged = decision.what == "unchanged"
    return Entry(decision.key, None, "unchanged") if unchanged else Entry(decision.key, decision.reason)


@contextmanager
def _at_work(outputs: Path) -> Iterator[Log]:
    """Keep others off the outputs, open the log, and take away what killed runs have left.

    Before, and after too: workers of a batch that was killed may live a moment longer.
    """
    with locked(outputs), opened_log(outputs) as log:
        clear_private_folders(outputs)
        try:
            yield log
        finally:
            clear_private_folders(outputs)


def _worked(crew: Crew, tasks: Sequence[Task], shown: Progress) -> bool:
    """Make reports; return whether that was interrupted."""
    try:
        for entry in crew.finished(tasks):
            shown.note(entry, _files(entry, crew.order.outputs))
    except KeyboardInterrupt:
        crew.let_finish()
        with _undisturbed():
            for entry in crew.dropped():
                shown.note(entry, _files(entry, crew.order.outputs))
        return True
    finally:
        crew.pool.close(at_once=True)
        shown.close()
    return False


def _files(entry: Entry, outputs: Path) -> list[Path]:
    folder = outputs / entry.key.rpartition("/")[0]
    return [folder / name for name in entry.files]


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Ignore further signals while what was begun is put away, which takes a moment."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
