"""Run one report: execute its notebook in a private folder, export it, move it to its place whole."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_analysis.batch.deadline import TimeIsUpError, deadline
from hotline_analysis.batch.execute import FailedNotebookError, InvalidReportError, executed, too_long
from hotline_analysis.batch.exports import Exported, exported
from hotline_analysis.batch.plan.formats import USUAL, check_formats
from hotline_analysis.batch.plan.hashes import Hashes
from hotline_analysis.batch.plan.inputs import Input, inputs_of
from hotline_analysis.batch.plan.jobs import Job
from hotline_analysis.batch.plan.notebooks import Taken, taken
from hotline_analysis.batch.private import private_folder
from hotline_analysis.batch.proof.arithmetic import one_thread
from hotline_analysis.batch.proof.dates import check_environment, dated, source_date
from hotline_analysis.batch.proof.failed import placed, settled_failure
from hotline_analysis.batch.proof.manifest import manifest
from hotline_analysis.documents import load_document
from hotline_analysis.errors import HotlineError, InputError
from hotline_analysis.rendering.pdf.engines import check_engine
from hotline_analysis.report.report_file import Report, load_report, refuse_unused

if TYPE_CHECKING:
    from jupyter_client.manager import KernelManager


@dataclass(frozen=True)
class Made:
    """The files that a report left, by their format's name; ``pdf_engine`` says what laid out its PDF.

    Examples
    --------
    >>> made = Made(Path("outputs/yunxi/2022-Q3"), {"html": Path("outputs/yunxi/2022-Q3/bulletin.html")})
    >>> made.files["html"].name
    'bulletin.html'
    """

    folder: Path
    files: Mapping[str, Path]
    pdf_engine: str | None = None


def run_report(
    notebook: str | Path,
    params: str | Path,
    *,
    changes: Mapping[str, str] | None = None,
    formats: Sequence[str] = USUAL,
    pdf_engine: str = "auto",
    outputs: str | Path = "outputs",
) -> Made:
    """Make one report.

    Parameters
    ----------
    notebook : path
        A notebook with a cell tagged ``parameters``.
    params : path
        The report's parameter file.
    changes : mapping, optional
        Parameters that replace those of the file.
    formats : sequence of {"html", "pdf", "docx", "xlsx"}
    pdf_engine : {"auto", "weasyprint", "chromium"}
        What lays out the PDF; ``auto`` is WeasyPrint where it works, else an installed browser.
    outputs : path
        The report is left in ``<outputs>/<jurisdiction>/<period>/``.

    Raises
    ------
    InputError
        If the notebook, a parameter or the data is not valid; nothing is written then.
    HotlineError
        If the notebook fails; its executed copy is left as ``<report>.failed.ipynb``, an earlier good report stays.

    Examples
    --------
    A notebook of one's own, with a cell tagged ``parameters``:

    >>> import nbformat
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> from tempfile import TemporaryDirectory
    >>> from hotline_analysis.batch import sample_reports
    >>> names = "jurisdiction = period = data = date = number = previous = year_before = texts = report = None"
    >>> cells = [new_code_cell(names, metadata={"tags": ["parameters"]}), new_code_cell("print(period)")]
    >>> kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    >>> with TemporaryDirectory() as folder:
    ...     note = Path(folder) / "note.ipynb"
    ...     nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), note)
    ...     made = run_report(note, sample_reports()[0], formats=["html"], outputs=folder)
    >>> made.folder.name, made.files["html"].name
    ('2020-03', 'bulletin.html')
    """
    from hotline_analysis.report import open_sources

    check_formats(formats)
    check_engine(pdf_engine)
    check_environment()
    source, file = Path(notebook), Path(params)
    own = taken(source)
    report, document = load_report(file, {**_own_name(own, file), **(changes or {})})
    refuse_unused(report, document, own.parameters)
    open_sources(report, document)  # a mistake in the data is said before a kernel starts
    return make(Job(report, document, source, tuple(formats), pdf_engine), outputs=Path(outputs))


def _own_name(notebook: Taken, params: Path) -> dict[str, str]:
    """Return the name of the report that the notebook makes by itself, where the parameter file gives none.

    So the audit notebook, run with a bulletin's parameters, does not take the bulletin's name.
    """
    return {"report": notebook.report} if notebook.report and "report" not in load_document(params).data else {}


def make(
    job: Job,
    *,
    outputs: Path,
    kernels: type[KernelManager] | None = None,
    timeout: float | None = None,
    hashes: Hashes | None = None,
) -> Made:
    """Make the report of a job in a private folder, and move it to its place when all of it is there.

    Parameters
    ----------
    job : Job
    outputs : path
    kernels : class of kernel managers, optional
        Where kernels come from; without it, plain papermill starts each by itself.
    timeout : float, optional
        Seconds that the report may take, its notebook and its pages together.
    hashes : Hashes, optional
        Remembers files that are the same as before.

    Raises
    ------
    HotlineError
        If it cannot be made; an earlier good report stays, and the notebook is left as ``<report>.failed.ipynb``.
    """
    target = outputs / job.report.folder
    with private_folder(outputs) as work, _writing(target), dated(source_date(job.report.period)), one_thread():
        began = time.monotonic()
        inputs = _inputs(job, hashes)  # before the run: data that changes meanwhile makes the report an old one
        try:
            notebook = executed(job.notebook, work, job.report, job.beside, kernels=kernels, timeout=timeout)
            if isinstance(inputs, InputError):
                raise inputs
            left = None if timeout is None else max(1.0, timeout - (time.monotonic() - began))
            result = _in_time(lambda: exported(notebook, work, job, inputs), left, timeout, job.report)
        except HotlineError as error:
            raise _kept(error, inputs, work, target, job) from None
        files = result.files
        text = manifest(job, inputs, files, folder=target, seconds=time.monotonic() - began, pdf_engine=result.engine)
        files["manifest"] = work / job.manifest
        files["manifest"].write_text(text, encoding="utf-8")
        return _moved(target, files, job, str(result.engine) if result.engine else None)


def _inputs(job: Job, hashes: Hashes | None) -> tuple[Input, ...] | InputError:
    """Return what the report is made of, or the mistake in it; the notebook then stops at the cell that meets it."""
    try:
        return inputs_of(job, hashes)
    except InputError as error:
        return error


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    """Turn a disk that is full or a folder that cannot be made into one line."""
    try:
        yield
    except OSError as error:
        place = error.filename or target
        raise HotlineError(f"{place}: cannot write there ({error.strerror or error})") from None


def _in_time(export: Callable[[], Exported], left: float | None, timeout: float | None, report: Report) -> Exported:
    """Export what was executed, in what is left of the report's time."""
    try:
        with deadline(left):
            return export()
    except TimeIsUpError:
        cause = f"{too_long(timeout)}; its pages were being made"
        raise FailedNotebookError(report, cause, None) from None


def _moved(target: Path, files: Mapping[str, Path], job: Job, pdf_engine: str | None) -> Made:
    """Give finished files their final names, the manifest last.

    Each appears whole or not at all. Who finds a manifest that does not fit the files beside it knows that this
    was cut short. The notebook of an earlier failure goes: it says nothing about these files; and so do the formats
    that this run was not asked for and an earlier one left: they would show other numbers.
    """
    target.mkdir(parents=True, exist_ok=True)
    made = {name: target / file.name for name, file in files.items()}
    gone = {job.failed, *_outputs_listed(made["manifest"])} - {file.name for file in files.values()}
    for name, file in files.items():
        if name != "manifest":
            file.replace(made[name])
    for name in gone:
        (target / name).unlink(missing_ok=True)
    files["manifest"].replace(made["manifest"])
    return Made(target, made, pdf_engine)


def _outputs_listed(manifest: Path) -> set[str]:
    """Return the names of the files that an earlier manifest lists; none where it cannot be read."""
    try:
        listed = json.loads(manifest.read_text(encoding="utf-8"))["outputs"]
        names = {str(entry["name"]) for entry in listed}
    except (OSError, ValueError, TypeError, KeyError):
        return set()
    return {name for name in names if name not in (".", "..") and Path(name).name == name}


def _kept(
    error: HotlineError, inputs: tuple[Input, ...] | InputError, work: Path, target: Path, job: Job
) -> HotlineError:
    """Keep the notebook that failed for whoever looks into it, and return the error that says most."""
    copy, kept = work / f"{job.report.report}.ipynb", None
    with suppress(OSError):  # on a full disk, why the report failed is worth more than its notebook
        settled_failure(copy, job)
        target.mkdir(parents=True, exist_ok=True)
        kept = copy.replace(target / job.failed)
    if isinstance(inputs, InputError):
        cell = error.cell if isinstance(error, FailedNotebookError) else None
        return InvalidReportError(job.report, str(inputs), cell, kept)
    if isinstance(error, FailedNotebookError):
        error.cause, error.kept = placed(error.cause, job), kept
    return error
