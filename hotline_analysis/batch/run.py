"""Run one report: execute its notebook in a private folder, export it, move it to its place whole."""

from __future__ import annotations

import json
import os
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
from hotline_analysis.errors import HotlineError, InputError, RenderError, UsageError
from hotline_analysis.report import FACTS_TYPE, Report, load_report, open_bulletin

FORMATS = ("html", "pdf")


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
    # whatever is wrong with the data is said here, in one line, not by a traceback inside a cell
    open_bulletin(file, **dict(changes or {}))
    target = Path(outputs) / report.jurisdiction / report.period
    with _private_folder(Path(outputs)) as work:
        executed = _executed(source, work, report, document.file.parent, target)
        files = _exported(executed, work, report, formats)
        (work / "manifest.json").write_text(
            manifest(report, document.file, source, formats, files), encoding="utf-8"
        )
        return _moved(work, target, [*files.values(), work / "manifest.json"])


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
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillException

    copy = work / f"{report.report}.ipynb"
    parameters: dict[str, Any] = report.model_dump(exclude_none=True)
    try:
        papermill.execute_notebook(
            str(source),
            str(copy),
            parameters=parameters,
            progress_bar=False,
            cwd=str(folder),
            shutdown_kernel="immediate",
        )
    except (PapermillException, DeadKernelError, CellTimeoutError) as error:
        kept = _keep_failed(copy, target, report)
        cause = str(getattr(error, "evalue", "") or error).strip().splitlines()[0]
        raise HotlineError(f"{report.jurisdiction} {report.period}: the notebook failed: {cause}; see {kept}") from None
    return nbformat.read(copy, as_version=4)


def _keep_failed(copy: Path, target: Path, report: Report) -> Path:
    kept = target / f"{report.report}.failed.ipynb"
    if copy.is_file():
        target.mkdir(parents=True, exist_ok=True)
        os.replace(copy, kept)
    return kept


def _exported(executed: NotebookNode, work: Path, report: Report, formats: Sequence[str]) -> dict[str, Path]:
    from hotline_analysis.rendering import export_html, export_pdf

    files = {"ipynb": work / f"{report.report}.ipynb", "facts": work / "facts.json"}
    files["facts"].write_text(json.dumps(facts_of(executed), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    page = export_html(executed, name=report.report)
    if "html" in formats:
        files["html"] = work / f"{report.report}.html"
        files["html"].write_text(page, encoding="utf-8")
    if "pdf" in formats:
        files["pdf"] = work / f"{report.report}.pdf"
        files["pdf"].write_bytes(export_pdf(page))
    return files


def facts_of(notebook: NotebookNode) -> list[dict[str, Any]]:
    """Return the facts that an executed notebook shows.

    Raises
    ------
    RenderError
        If it shows none, so that it is not taken for a report without numbers.
    """
    found = [
        output["data"][FACTS_TYPE]
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if FACTS_TYPE in output.get("data", {})
    ]
    if not found:
        raise RenderError("the notebook shows no facts; its last cell should be: bulletin.facts")
    facts: list[dict[str, Any]] = found[-1]
    return facts


def _moved(work: Path, target: Path, files: Sequence[Path]) -> Made:
    """Give finished files their final names; each appears whole or not at all."""
    target.mkdir(parents=True, exist_ok=True)
    made = {}
    for file in files:
        final = target / file.name
        os.replace(file, final)
        made[file.suffix.removeprefix(".") if file.stem not in ("facts", "manifest") else file.stem] = final
    return Made(target, made)
