"""Execute a report's notebook with papermill, and say in one line what went wrong where it fails."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbformat import NotebookNode

from hotline_analysis.batch.marking import failing_cell, failing_place, marked
from hotline_analysis.batch.plan.notebooks import check_notebook
from hotline_analysis.batch.proof.settled import settled_copy
from hotline_analysis.errors import HotlineError, InputError, first_line, said_by
from hotline_analysis.report.report_file import Report

if TYPE_CHECKING:
    from jupyter_client.manager import KernelManager
    from papermill.exceptions import PapermillExecutionError


class FailedNotebookError(HotlineError):
    """A notebook failed.

    Parameters
    ----------
    report : Report
    cause : str
        The first line of its error.
    cell : int or None
        The number of the failing cell, as ``In [5]`` has it; None if it failed outside of its cells.
    kept : path, optional
        The notebook with its failing cell marked.
    """

    def __init__(self, report: Report, cause: str, cell: int | None, kept: Path | None = None) -> None:
        self.report, self.cause, self.cell, self.kept = report, cause, cell, kept
        super().__init__(report, cause, cell, kept)

    def __str__(self) -> str:
        text = f"{self.report.jurisdiction} {self.report.period}: the notebook failed: {self.cause}"
        return f"{text}; see {self.kept}" if self.kept else text


class InvalidReportError(FailedNotebookError):
    """The data or a parameter is invalid, as the notebook found when it read it (exit code 3)."""

    exit_code = InputError.exit_code

    def __str__(self) -> str:
        return self.cause


def executed(
    source: Path,
    work: Path,
    report: Report,
    folder: Path,
    *,
    kernels: type[KernelManager] | None = None,
    timeout: float | None = None,
) -> NotebookNode:
    """Run a copy of the notebook in a private folder and return it.

    Parameters
    ----------
    source : path
    work : path
        The private folder; a notebook that fails is left there, with its failing cell marked.
    report : Report
        The parameters.
    folder : path
        Where the notebook runs, so that it finds the files that the report names.
    kernels : class of kernel managers, optional
        Where kernels come from; without it, plain papermill starts each by itself.
    timeout : float, optional
        Seconds that all cells together may take; then the kernel is killed.

    Raises
    ------
    InputError
        If the file is no notebook.
    InvalidReportError
        If the notebook found its data or a parameter invalid.
    FailedNotebookError
        If it failed otherwise.
    """
    from papermill.execute import execute_notebook

    from hotline_analysis.batch.saving import ENGINE

    check_notebook(source)
    copy = work / f"{report.report}.ipynb"
    # kernels of the engine end by themselves, and let the notebook's own last steps run
    options: dict[str, Any] = {"shutdown_kernel": "immediate"} if kernels is None else {"kernel_manager_class": kernels}
    if timeout is not None:
        options["timeout_func"] = _time_left(timeout)
    with _failures(report, copy, timeout):
        done = execute_notebook(
            _literal(source),
            _literal(copy),
            parameters=report.model_dump(mode="json", exclude_none=True),
            engine_name=ENGINE,
            progress_bar=False,
            cwd=str(folder),
            extra_arguments=["--IPKernelApp.log_level=50"],
            **options,
        )
        _refuse_ended(report, copy, done)
    return settled_copy(copy, source, report, folder)


def _refuse_ended(report: Report, copy: Path, done: NotebookNode) -> None:
    """Refuse a notebook that ended itself, which papermill takes for a good end: what stands below did not run."""
    index = failing_place(done)
    if index is not None:
        cause = "the notebook ended itself (SystemExit); the cells below did not run"
        raise FailedNotebookError(report, cause, marked(copy, "SystemExit", cause, at=index))


def _time_left(timeout: float) -> Callable[[NotebookNode], int]:
    """Give each cell what is left of the report's time, in whole seconds; 0 would mean that it may take for ever."""
    end = time.monotonic() + timeout
    return lambda cell: max(1, math.ceil(end - time.monotonic()))


@contextmanager
def _failures(report: Report, copy: Path, timeout: float | None) -> Iterator[None]:
    """Turn whatever stops a notebook into one error with its cell and its first line."""
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillException, PapermillExecutionError

    try:
        yield
    except PapermillExecutionError as error:
        kind = InvalidReportError if error.ename == InputError.__name__ else FailedNotebookError
        raise kind(report, _cause(error), failing_cell(copy)) from None
    except CellTimeoutError:
        cause = too_long(timeout)
        raise FailedNotebookError(report, cause, marked(copy, "TimeoutError", cause)) from None
    except (PapermillException, DeadKernelError, NoSuchKernel) as error:
        cause = first_line(error) or type(error).__name__
        raise FailedNotebookError(report, cause, marked(copy, type(error).__name__, cause)) from None


def _cause(error: PapermillExecutionError) -> str:
    """Say why a cell failed; one that ran out of memory may not even have been able to say so."""
    if error.ename == "CellExecutionError" and not error.evalue:
        return "the cell ended without a word, for want of memory perhaps"
    said = first_line(error.evalue)
    return said_by(error.ename, said)


def too_long(timeout: float | None) -> str:
    """Say that a report was stopped because its time was over."""
    if timeout is None:
        return "its kernel did not answer in time; is the machine overloaded?"
    return f"it took longer than the {timeout:g} seconds that a report may take"


def _literal(path: Path) -> str:
    """Keep papermill from filling in parameters where a path has braces."""
    return str(path).replace("{", "{{").replace("}", "}}")
