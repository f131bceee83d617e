"""Run one report: execute its notebook in a private folder, export it, move it to its place whole."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from hotline_analysis.batch.manifest import manifest
from hotline_analysis.errors import HotlineError, InputError, UsageError
from hotline_analysis.report import FACTS_TYPE, Report, load_report

FORMATS = ("html", "pdf")


class InvalidReportError(HotlineError):
    """The data or a parameter is invalid, as the notebook found when it read it (exit code 3)."""

    exit_code = InputError.exit_code


@dataclass(frozen=True)
class Made:
    """The files that a report left, by their format's name."""

    folder: Path
    files: Mapping[str, Path]


def run_report(
    notebook: str | Path,
    params: str | Path,
    *,
    changes: Mapping[str, str] | None = None,
    formats: Sequence[str] = FORMATS,
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
    formats : sequence of {"html", "pdf"}
    outputs : path
        The report is left in ``<outputs>/<jurisdiction>/<period>/``.

    Raises
    ------
    InputError
        If the notebook, a parameter or the data is not valid; nothing is written then.
    HotlineError
        If the notebook fails; its executed copy is left as ``<report>.failed.ipynb``, an earlier good report stays.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise UsageError(f"unknown format {unknown[0]!r}; allowed: {', '.join(FORMATS)}")
    source, file = Path(notebook), Path(params)
    if not source.is_file():
        raise InputError("cannot be read (No such file or directory)", file=source)
    report, document = load_report(file, changes)
    target = Path(outputs) / report.jurisdiction / report.period
    with _private_folder(Path(outputs)) as work:
        executed = _executed(source, work, report, document.file.parent, target)
        files = _exported(executed, work, report, formats)
        described = manifest(report, document, source, formats, files)
        files["manifest"] = work / _named(report, "manifest.json")
        files["manifest"].write_text(described, encoding="utf-8")
        return _moved(target, files)


def _named(report: Report, name: str) -> str:
    """Keep the facts and the manifest of other reports apart from those of the bulletin beside them."""
    return name if report.report == "bulletin" else f"{report.report}.{name}"


@contextmanager
def _private_folder(outputs: Path) -> Iterator[Path]:
    """Make a folder that nobody else uses, on the same disk as the outputs, and take it away afterwards."""
    try:
        outputs.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".making-", dir=outputs))
    except OSError as error:
        raise UsageError(f"{outputs}: cannot write there ({error.strerror or error})") from None
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _executed(source: Path, work: Path, report: Report, folder: Path, target: Path) -> NotebookNode:
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillException, PapermillExecutionError
    from papermill.execute import execute_notebook

    copy = work / f"{report.report}.ipynb"
    parameters: dict[str, Any] = report.model_dump(exclude_none=True)
    try:
        execute_notebook(
            str(source),
            str(copy),
            parameters=parameters,
            progress_bar=False,
            cwd=str(folder),
            shutdown_kernel="immediate",
            extra_arguments=["--IPKernelApp.log_level=40"],
        )
    except PapermillExecutionError as error:
        cause = str(error.evalue).strip().splitlines()[0] if str(error.evalue).strip() else error.ename
        if error.ename == InputError.__name__:
            raise InvalidReportError(cause) from None
        kept = _keep_failed(copy, target, report)
        raise HotlineError(f"{report.jurisdiction} {report.period}: the notebook failed: {cause}; see {kept}") from None
    except (PapermillException, DeadKernelError, CellTimeoutError) as error:
        kept = _keep_failed(copy, target, report)
        cause = str(error).strip().splitlines()[0]
        raise HotlineError(f"{report.jurisdiction} {report.period}: the notebook failed: {cause}; see {kept}") from None
    notebook: NotebookNode = nbformat.read(copy, as_version=4)
    return notebook


def _keep_failed(copy: Path, target: Path, report: Report) -> Path:
    kept = target / f"{report.report}.failed.ipynb"
    if copy.is_file():
        target.mkdir(parents=True, exist_ok=True)
        copy.replace(kept)
    return kept


def _exported(executed: NotebookNode, work: Path, report: Report, formats: Sequence[str]) -> dict[str, Path]:
    from hotline_analysis.rendering import export_html, export_pdf

    files = {"ipynb": work / f"{report.report}.ipynb"}
    facts = facts_of(executed)
    if facts is not None:
        files["facts"] = work / _named(report, "facts.json")
        files["facts"].write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    page = export_html(executed, name=report.report)
    if "html" in formats:
        files["html"] = work / f"{report.report}.html"
        files["html"].write_text(page, encoding="utf-8")
    if "pdf" in formats:
        files["pdf"] = work / f"{report.report}.pdf"
        files["pdf"].write_bytes(export_pdf(page))
    return files


def facts_of(notebook: NotebookNode) -> list[dict[str, Any]] | None:
    """Return the facts that an executed notebook shows last; None if it shows none."""
    found = [
        output["data"][FACTS_TYPE]
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if FACTS_TYPE in output.get("data", {})
    ]
    return found[-1] if found else None


def _moved(target: Path, files: Mapping[str, Path]) -> Made:
    """Give finished files their final names; each appears whole or not at all."""
    target.mkdir(parents=True, exist_ok=True)
    made = {name: target / file.name for name, file in files.items()}
    for name, file in files.items():
        file.replace(made[name])
    return Made(target, made)
