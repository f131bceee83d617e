"""From an executed notebook to the files of a report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from hotline_analysis.batch.plan.jobs import Job
from hotline_analysis.report.facts import facts_json
from hotline_analysis.report.media import FACTS_TYPE, QUALITY_TYPE


def exported(notebook: NotebookNode, work: Path, job: Job) -> dict[str, Path]:
    """Write what a report leaves beside its notebook into a private folder: facts, and its pages in the formats wanted.

    Returns
    -------
    dict of str to Path
        By the name of the format; the notebook's among them.

    Raises
    ------
    RenderError
        If a page cannot be made of it.
    """
    from hotline_analysis.rendering import export_html

    report, formats = job.report, job.formats
    files = {"ipynb": work / f"{report.report}.ipynb"}
    facts = _shown(notebook, FACTS_TYPE)
    if facts is not None:
        files["facts"] = work / report.file_name("facts.json")
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
        from hotline_analysis.rendering import export_pdf

        files["pdf"] = work / f"{report.report}.pdf"
        files["pdf"].write_bytes(export_pdf(page))
    return files


def _shown(notebook: NotebookNode, kind: str) -> Any:
    """Return what an executed notebook shows last of a kind of output that nobody sees."""
    outputs = (output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", ()))
    found = [data[kind] for data in outputs if kind in data]
    return found[-1] if found else None
