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

from nbformat import NotebookNode

from hotline_analysis.batch.execute import check_notebook, executed, failed_name, notebook_defaults, notebook_parameters
from hotline_analysis.batch.manifest import described, manifest
from hotline_analysis.errors import HotlineError, UsageError
from hotline_analysis.report import FACTS_TYPE, QUALITY_TYPE, Report, load_report, open_sources
from hotline_analysis.report.facts import facts_json
from hotline_analysis.report.params import BULLETIN, refuse_unused

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
    check_formats(formats)
    source, file = Path(notebook), Path(params)
    check_notebook(source)
    report, document = load_report(file, {**notebook_defaults(source, file), **(changes or {})})
    refuse_unused(report, document, notebook_parameters(source))
    sources = open_sources(report, document)
    inputs = described([document.file, source, *sources.paths()])
    target = Path(outputs) / report.jurisdiction / report.period
    with _private_folder(Path(outputs)) as work, _writing(target):
        finished = executed(source, work, report, document.file.parent, target)
        files = _exported(finished, work, report, formats)
        text = manifest(report, inputs, formats, files)
        files["manifest"] = work / _named(report, "manifest.json")
        files["manifest"].write_text(text, encoding="utf-8")
        return _moved(target, files, report)


def check_formats(formats: Sequence[str]) -> None:
    """Refuse a format that nobody can make.

    Raises
    ------
    UsageError
        Naming it and what is allowed.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown or not formats:
        raise UsageError(f"unknown format {', '.join(unknown)!r}; allowed: {', '.join(FORMATS)}")


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    """Turn a disk that is full or a folder that cannot be made into one line."""
    try:
        yield
    except OSError as error:
        place = error.filename or target
        raise HotlineError(f"{place}: cannot write there ({error.strerror or error})") from None


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


def _named(report: Report, name: str) -> str:
    """Keep the facts and the manifest of other reports apart from those of the bulletin beside them."""
    return name if report.report == BULLETIN else f"{report.report}.{name}"


def _exported(notebook: NotebookNode, work: Path, report: Report, formats: Sequence[str]) -> dict[str, Path]:
    from hotline_analysis.rendering import export_html, export_pdf

    files = {"ipynb": work / f"{report.report}.ipynb"}
    facts = facts_of(notebook)
    if facts is not None:
        files["facts"] = work / _named(report, "facts.json")
        files["facts"].write_text(facts_json(facts), encoding="utf-8")
    quality = _shown(notebook, QUALITY_TYPE)
    if quality is not None:
        files["quality"] = work / f"{report.report}.json"
        files["quality"].write_text(json.dumps(quality, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    page = export_html(notebook, name=report.report)
    if "html" in formats:
        files["html"] = work / f"{report.report}.html"
        files["html"].write_text(page, encoding="utf-8")
    if "pdf" in formats:
        files["pdf"] = work / f"{report.report}.pdf"
        files["pdf"].write_bytes(export_pdf(page))
    return files


def facts_of(notebook: NotebookNode) -> list[dict[str, Any]] | None:
    """Return the facts that an executed notebook shows last; None if it shows none."""
    found: list[dict[str, Any]] | None = _shown(notebook, FACTS_TYPE)
    return found


def _shown(notebook: NotebookNode, kind: str) -> Any:
    """Return what an executed notebook shows last of a kind of output that nobody sees."""
    outputs = (output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", ()))
    found = [data[kind] for data in outputs if kind in data]
    return found[-1] if found else None


def _moved(target: Path, files: Mapping[str, Path], report: Report) -> Made:
    """Give finished files their final names; each appears whole or not at all.

    The notebook of an earlier failure goes: it says nothing about these files.
    """
    target.mkdir(parents=True, exist_ok=True)
    made = {name: target / file.name for name, file in files.items()}
    for name, file in files.items():
        file.replace(made[name])
    (target / failed_name(report)).unlink(missing_ok=True)
    return Made(target, made)
