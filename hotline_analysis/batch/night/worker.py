"""What runs inside a worker, on this machine or on another."""

from __future__ import annotations

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_analysis.batch.night.attempts import Attempt, Failure
from hotline_analysis.batch.plan.hashes import Hashes
from hotline_analysis.batch.plan.jobs import Job
from hotline_analysis.batch.plan.quick import quick_imports
from hotline_analysis.batch.proof.arithmetic import one_thread
from hotline_analysis.errors import HotlineError, InputError, first_line

if TYPE_CHECKING:
    from jupyter_client.manager import KernelManager

_WATCH_SECONDS = 0.2


@dataclass(frozen=True)
class Order:
    """What a worker is told beside the job.

    Attributes
    ----------
    outputs : Path
        The folder of outputs, from the root.
    folder : Path
        The folder in which the batch was called: names of files are relative to it.
    kernels : str or None
        Where the batch's warm parent listens; None lets a worker start its own.
    timeout : float or None
        Seconds that a report may take.
    began : float
        When the batch began, in seconds since 1970.
    """

    outputs: Path
    folder: Path
    kernels: str | None
    timeout: float | None
    began: float


def start_worker(parent: int) -> None:
    """Get a local worker ready: its signals, its end with its parent's, its libraries.

    Ctrl-C and a scheduler's signal are for the parent, which lets begun reports finish.
    """
    if os.name == "posix":
        os.setpgrp()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    # now, while the warm parent of the kernels imports its own
    with quick_imports():
        for module in ("papermill.execute", "hotline_analysis.batch.run", "hotline_analysis.rendering.page"):
            import_module(module)


def _end_with(parent: int) -> None:
    """End when the batch was killed, so that nothing goes on behind the back of the next; kernels end likewise."""
    while os.getppid() == parent:
        time.sleep(_WATCH_SECONDS)
    os._exit(1)


def attempt(job: Job, order: Order) -> Attempt:
    """Make a report, unless this batch has made it already: the worker that did may have died saying so.

    One at a time in a process: running a notebook changes the folder of the whole process. And in a thread of its
    own, so that the notebook's client leaves the signals of the process alone.
    """
    return _maker().submit(_attempt, job, order).result()


@cache
def _maker() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1)


def _attempt(job: Job, order: Order) -> Attempt:
    began = time.monotonic()
    try:
        with chdir(order.folder):
            files, engine = (made_already(job, order), None)
            if not files:
                files, engine = _made(job, order)
    except HotlineError as error:
        return Attempt(time.monotonic() - began, failure=failure_of(error))
    except Exception as error:  # a defect that one report meets must not stop the others
        text = f"a defect in the program: {type(error).__name__}: {error}"
        return Attempt(time.monotonic() - began, failure=failure_of(HotlineError(text)))
    return Attempt(time.monotonic() - began, files=files, pdf_engine=engine)


def _made(job: Job, order: Order) -> tuple[tuple[str, ...], str | None]:
    from hotline_analysis.batch.run import make

    made = make(job, outputs=order.outputs, kernels=_kernels(order.kernels), timeout=order.timeout, hashes=_hashes())
    return tuple(file.name for file in made.files.values()), made.pdf_engine


def made_already(job: Job, order: Order) -> tuple[str, ...]:
    """Return the files of a report that was finished since the batch began; none if it was not."""
    import json

    from hotline_analysis.batch.plan.changes import why

    manifest = order.outputs / job.report.folder / job.manifest
    try:
        if manifest.stat().st_mtime < order.began or why(job, order.outputs, _hashes()) is not None:
            return ()
        listed = json.loads(manifest.read_text(encoding="utf-8"))["outputs"]
    except FileNotFoundError:
        return ()
    return (*(entry["name"] for entry in listed), manifest.name)


@cache
def _hashes() -> Hashes:
    """Remember, as long as the worker lives, the files that many reports are made of."""
    return Hashes()


@cache
def _kernels(address: str | None) -> type[KernelManager]:
    from hotline_analysis.batch.engine import kernels_at

    return _own_kernels() if address is None else kernels_at(address)


def _own_kernels() -> type[KernelManager]:
    """Start a warm parent that lives as long as this worker."""
    import atexit

    from hotline_analysis.batch.engine import WarmKernels

    with one_thread():
        warm = WarmKernels().__enter__()
    atexit.register(warm.__exit__, None, None, None)
    return warm.manager_class


def failure_of(error: HotlineError) -> Failure:
    """Put an error into a form that goes between processes and into files."""
    from hotline_analysis.batch.execute import FailedNotebookError

    if isinstance(error, FailedNotebookError):
        notebook = error.kept.name if error.kept else None
        return Failure(str(error), error.cause, error.cell, notebook, error.exit_code)
    # a worker is not called by a user, whatever it meets
    code = error.exit_code if isinstance(error, InputError) else HotlineError.exit_code
    return Failure(str(error), first_line(error), exit_code=code)
