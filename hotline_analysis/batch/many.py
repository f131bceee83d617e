"""Run many reports: each by itself, so that one that fails does not stop the others."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from hotline_analysis.batch.run import FORMATS, Made, check_formats, run_report
from hotline_analysis.errors import HotlineError, InputError
from hotline_analysis.resources import shared_folder

Job = tuple[Path, Path, tuple[str, ...], Path]


@dataclass(frozen=True)
class Outcome:
    """What became of one report: its files, or the error that stopped it."""

    params: Path
    made: Made | None = None
    error: HotlineError | None = None


def sample_reports() -> list[Path]:
    """Return the parameter files of the packaged bulletins."""
    return sorted((shared_folder("params") / "reports").glob("*.yaml"))


def report_files(paths: Sequence[Path]) -> list[Path]:
    """Return report files: files as they are named, and the YAML files of folders.

    Raises
    ------
    InputError
        If a path does not exist, or a folder holds no YAML file.
    """
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
        if not inside or not (path.is_dir() or path.is_file()):
            raise InputError("no report file", file=path, allowed="a report's YAML file, or a folder of them")
        found += inside
    return list(dict.fromkeys(found))


def bulletin_notebook() -> Path:
    """Return the notebook that makes bulletins."""
    return shared_folder("notebooks") / "bulletin.ipynb"


def run_many(
    params: Sequence[Path],
    *,
    notebook: Path | None = None,
    formats: Sequence[str] = FORMATS,
    outputs: Path = Path("outputs"),
    workers: int = 1,
) -> Iterator[Outcome]:
    """Make reports and yield their outcomes in the order of the parameter files.

    Raises
    ------
    InputError
        If two parameter files would leave the same report.
    UsageError
        For a format that nobody can make.
    """
    check_formats(formats)
    _check_distinct(params)
    source = notebook or bulletin_notebook()
    jobs = [(source, file, tuple(formats), outputs) for file in params]
    if workers <= 1 or len(jobs) <= 1:
        yield from map(_one, jobs)
        return
    with ProcessPoolExecutor(max_workers=min(workers, len(jobs)), initializer=_start_worker) as pool:
        waiting = deque(jobs)
        running = deque((job, pool.submit(_in_worker, job)) for job in _taken(waiting, workers))
        try:
            while running:
                # as many jobs as workers are handed over: what was not begun is not begun after Ctrl-C
                job, future = running.popleft()
                outcome = _outcome(job, future)
                running.extend((job, pool.submit(_in_worker, job)) for job in _taken(waiting, 1))
                yield outcome
        finally:
            # when the user stops, reports that have begun are finished, no other begins
            pool.shutdown(cancel_futures=True)


def _taken(waiting: deque[Job], number: int) -> list[Job]:
    return [waiting.popleft() for _ in range(min(number, len(waiting)))]


def _start_worker() -> None:
    """Leave Ctrl-C to the process that the user started, which lets the workers finish."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _in_worker(job: Job) -> Outcome:
    """Make a report; a worker that is told to end meanwhile ends when the report is whole."""
    told: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: told.append(number))
    try:
        return _one(job)
    finally:
        signal.signal(signal.SIGTERM, before)
        if told:
            signal.raise_signal(signal.SIGTERM)


def _outcome(job: Job, future: Future[Outcome]) -> Outcome:
    try:
        return future.result()
    except BrokenExecutor:
        return Outcome(job[1], error=HotlineError("the process that made it died, for want of memory perhaps"))


def _one(job: Job) -> Outcome:
    notebook, file, formats, outputs = job
    try:
        return Outcome(file, made=run_report(notebook, file, formats=formats, outputs=outputs))
    except HotlineError as error:
        return Outcome(file, error=error)
    except Exception as error:  # a defect that one report meets must not stop the others
        return Outcome(file, error=HotlineError(f"a defect in the program: {type(error).__name__}: {error}"))


def _check_distinct(params: Sequence[Path]) -> None:
    from hotline_analysis.report import load_report

    seen: dict[tuple[str, str, str], Path] = {}
    for file in params:
        try:
            report, _ = load_report(file)
        except HotlineError:
            continue  # said when its turn comes
        key = (report.jurisdiction, report.period, report.report)
        if key in seen:
            raise InputError(
                "another file makes the same report", file=file, value="/".join(key), allowed=str(seen[key])
            )
        seen[key] = file
