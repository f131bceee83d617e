"""An executed notebook without what changes from run to run: times, random names, the machine's paths."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output

from hotline_analysis.batch.machine import without_paths
from hotline_analysis.batch.proof.names import steady
from hotline_analysis.batch.proof.places import machine_paths
from hotline_analysis.batch.proof.widgets import steady_widgets
from hotline_analysis.report.report_file import Report

INJECTED = "injected-parameters"
TIMES = ("start_time", "end_time", "duration")


def settle(notebook: NotebookNode, source: NotebookNode, *, name: str, paths: Mapping[str, str] | None = None) -> None:
    """Make the content of an executed notebook depend on its inputs only, in place.

    Gone are the times that papermill and the kernel note and the folder in which it ran. The cells that papermill adds
    get fixed ids. Texts that arrived in pieces are joined: where they are cut, and in which order what is printed and
    what is warned of arrive, is chance. Random names get numbers (see `steady`).

    Parameters
    ----------
    notebook : NotebookNode
        As papermill left it.
    source : NotebookNode
        As it was before it was run.
    name : str
        File name of the executed notebook.
    paths : mapping of str to str, optional
        Parameters that are paths of the machine, to what may be shown instead.

    Notes
    -----
    Duration and date of a run stand in ``manifest.json`` and in the log of the batch.
    """
    noted = notebook.metadata.get("papermill", {})
    _drop(noted, TIMES)
    noted.update({key: value.rpartition("/")[2] for key, value in noted.items() if key == "input_path" and value})
    noted["output_path"] = name
    _fix_ids(notebook.cells, source.cells)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        _drop(cell.metadata.get("papermill", {}), TIMES)
        if "outputs" in cell:
            cell.outputs = _joined(cell.outputs)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    steady(outputs, "\n".join(cell.source for cell in notebook.cells))
    steady_widgets(notebook)
    hide_paths(outputs)
    _hide(notebook, paths or {})


def hide_paths(outputs: Iterable[NotebookNode]) -> None:
    """Leave of the machine's paths the names only, in errors and in what is warned of, in place."""
    for output in outputs:
        if output.output_type == "error":
            output.evalue = without_paths(output.evalue)
            output.traceback = [without_paths(line) for line in output.traceback]
        elif output.output_type == "stream" and output.name == "stderr":
            output.text = without_paths(output.text)


def _drop(entries: dict[str, Any], names: Iterable[str]) -> None:
    for name in names:
        entries.pop(name, None)


def _fix_ids(cells: list[NotebookNode], before: list[NotebookNode]) -> None:
    """Give cells that the notebook did not have, or that had no id, an id that says where they stand."""
    known = {cell.id for cell in before if "id" in cell}
    for number, cell in enumerate(cells, start=1):
        if "id" not in cell or cell.id in known:
            continue
        injected = INJECTED in cell.metadata.get("tags", ())
        cell.id = INJECTED if injected and INJECTED not in known else f"cell-{number}"


def _joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Join the texts of each stream that follow each other: first what was printed, then what was warned of."""
    joined: list[NotebookNode] = []
    for streams, group in groupby(outputs, lambda output: output.output_type == "stream"):
        pieces = list(group)
        joined += _whole_streams(pieces) if streams else pieces
    return joined


def _whole_streams(pieces: list[NotebookNode]) -> list[NotebookNode]:
    texts = {name: "".join(one.text for one in pieces if one.name == name) for name in ("stdout", "stderr")}
    return [new_output("stream", name=name, text=text) for name, text in texts.items() if text]


def _hide(notebook: NotebookNode, paths: Mapping[str, str]) -> None:
    """Show the parameters that name files as the manifest does, not as paths of the machine."""
    if not paths:
        return
    given = notebook.metadata.get("papermill", {}).get("parameters", {})
    full = {str(given[key]): shown for key, shown in paths.items() if key in given}
    given.update({key: shown for key, shown in paths.items() if key in given})
    for cell in notebook.cells:
        for path, shown in full.items():
            if INJECTED in cell.metadata.get("tags", ()):
                cell.source = cell.source.replace(path, shown)


def settled_copy(copy: Path, source: Path, report: Report, folder: Path) -> NotebookNode:
    """Settle the notebook that papermill left in a file, and return it.

    Parameters
    ----------
    copy, source : path
        The executed notebook, which is written anew, and the one that it was made from.
    report : Report
        Its parameters.
    folder : path
        The parameter file's folder.
    """
    notebook: NotebookNode = nbformat.read(copy, as_version=4)
    before: NotebookNode = nbformat.read(source, as_version=4)
    settle(notebook, before, name=copy.name, paths=machine_paths(report.model_dump(), folder))
    nbformat.write(notebook, copy)
    return notebook
