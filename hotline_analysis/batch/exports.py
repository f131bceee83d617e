"""The files of a report, from its executed notebook."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbformat import NotebookNode

from hotline_analysis.batch.plan.inputs import Input
from hotline_analysis.batch.plan.jobs import Job
from hotline_analysis.rendering.shown import shown_last
from hotline_analysis.report.facts import facts_json
from hotline_analysis.report.media import FACTS_TYPE, QUALITY_TYPE

if TYPE_CHECKING:
    from hotline_analysis.rendering.pdf import Engine


@dataclass(frozen=True)
class Exported:
    """The files of a report by their format's name, and what laid out its PDF."""

    files: dict[str, Path]
    engine: Engine | None = None


def exported(notebook: NotebookNode, work: Path, job: Job, inputs: Sequence[Input]) -> Exported:
    """Write the files of a report into a folder.

    Parameters
    ----------
    notebook : NotebookNode
        Executed; it lies in the folder already.
    work : path
    job : Job
    inputs : sequence of Input
        What the report was made from.

    Raises
    ------
    RenderError
        If a format cannot be made.
    """
    name = job.report.report
    files = {"ipynb": work / f"{name}.ipynb"}
    facts = facts_of(notebook)
    if facts is not None:
        files["facts"] = work / job.report.file_name("facts.json")
        files["facts"].write_text(facts_json(facts), encoding="utf-8")
    quality = shown_last(notebook, QUALITY_TYPE)
    if quality is not None:
        files["quality"] = work / f"{name}.json"
        files["quality"].write_text(json.dumps(quality, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    from hotline_analysis.rendering import choose_engine, export_html

    engine = choose_engine(job.pdf_engine) if "pdf" in job.formats else None
    page = export_html(notebook, name=name)
    for format_, content in _contents(page, job.formats, engine, facts or [], inputs):
        files[format_] = work / f"{name}.{format_}"
        files[format_].write_bytes(content)
    return Exported(files, engine)


def _contents(
    page: str, formats: Sequence[str], engine: Engine | None, facts: list[dict[str, Any]], inputs: Sequence[Input]
) -> Iterator[tuple[str, bytes]]:
    if "html" in formats:
        yield "html", page.encode()
    if engine is not None:
        yield "pdf", engine.export(page)
    if "docx" in formats:
        from hotline_analysis.rendering import export_docx

        yield "docx", export_docx(page)
    if "xlsx" in formats:
        from hotline_analysis.rendering import export_xlsx

        yield "xlsx", export_xlsx(page, facts, [(f"{one.role} {one.name}", one.sha256) for one in inputs])


def facts_of(notebook: NotebookNode) -> list[dict[str, Any]] | None:
    """Return the facts that an executed notebook shows last; None if it shows none."""
    found: list[dict[str, Any]] | None = shown_last(notebook, FACTS_TYPE)
    return found
