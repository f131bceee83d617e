"""The notebook of a run that failed: what says where and why stays, what names the machine or a person goes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from hotline_analysis.batch.machine import shareable
from hotline_analysis.batch.plan.jobs import Job
from hotline_analysis.batch.proof.places import machine_paths
from hotline_analysis.batch.proof.settled import INJECTED, settle
from hotline_analysis.personal import mask
from hotline_analysis.report.report_file import PARAMETERS


def settled_failure(copy: Path, job: Job) -> None:
    """Settle the notebook that papermill left of a run that failed, in its file.

    Unlike in a report that was made, nothing that it prints keeps a path of the machine or a personal
    number: it is sent to whoever helps.

    Parameters
    ----------
    copy : path
        The executed notebook with its failing cell marked.
    job : Job
        What it was run for.
    """
    notebook: NotebookNode = nbformat.read(copy, as_version=4)
    source: NotebookNode = nbformat.read(job.notebook, as_version=4)
    for output in _outputs(notebook):
        if output.output_type == "error":
            output.evalue = shareable(placed(output.evalue, job))
            output.traceback = [shareable(placed(line, job)) for line in output.traceback]
    settle(notebook, source, name=job.failed, paths=machine_paths(job.report.model_dump(), job.beside))
    for output in _outputs(notebook):
        _hide_printed(output)
    _mask_parameters(notebook)
    nbformat.write(notebook, copy)


def _mask_parameters(notebook: NotebookNode) -> None:
    noted = notebook.metadata.get("papermill", {})
    if "parameters" in noted:
        noted["parameters"] = json.loads(mask(json.dumps(noted["parameters"], ensure_ascii=False))[0])
    for cell in notebook.cells:
        if INJECTED in cell.metadata.get("tags", ()):
            cell.source = mask(cell.source)[0]


def _outputs(notebook: NotebookNode) -> Iterator[NotebookNode]:
    yield from (output for cell in notebook.cells for output in cell.get("outputs", ()))


def _hide_printed(output: NotebookNode) -> None:
    if output.output_type == "stream":
        output.text = shareable(output.text)
    elif "text/plain" in output.get("data", {}):
        output.data["text/plain"] = shareable(output.data["text/plain"])


def placed(message: str, job: Job) -> str:
    """Name the file and line of a parameter, where a notebook can only say which parameter it is.

    Examples
    --------
    >>> from hotline_analysis.batch.plan.notebooks import packaged_notebook
    >>> from hotline_analysis.documents import Document
    >>> from hotline_analysis.report.report_file import Report
    >>> given = {"jurisdiction": "furong", "period": "2022-10", "data": "now", "date": "2022-11-05"}
    >>> grid = Document(Path("/srv/grid.yaml"), given, {("period",): 2})
    >>> job = Job(Report.model_validate(given), grid, packaged_notebook("bulletin"), ("html",))
    >>> placed("/srv/parameters, key period: the data is of another period; found '2022-10'", job)
    "/srv/grid.yaml, line 2, key period: the data is of another period; found '2022-10'"
    """
    given = re.escape(str(job.beside.resolve() / PARAMETERS))
    return re.sub(rf"{given}\b(?:, key (?P<key>\w+))?", lambda match: _place(job, match["key"]), message)


def _place(job: Job, key: str | None) -> str:
    return f"{job.document.file}, {job.document.where((key,))}" if key else str(job.document.file)
