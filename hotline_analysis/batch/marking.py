"""Mark the cell at which a notebook stopped, where papermill itself does not."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode

ERROR_TAG = "papermill-error-cell-tag"


def marked(copy: Path, name: str, cause: str, *, at: int | None = None) -> int | None:
    """Mark the cell that ran when its kernel died or its time was over, and return its number.

    papermill marks a cell that raises. One that takes the kernel along, and all below it, it calls completed.

    Parameters
    ----------
    copy : path
        The notebook as papermill left it; it need not exist.
    name, cause : str
        The error, as the cell shows it.
    at : int, optional
        The place of the cell; by default the last one that began.
    """
    from papermill.exceptions import PapermillExecutionError
    from papermill.execute import raise_for_execution_errors

    if not copy.is_file():
        return None
    notebook: NotebookNode = nbformat.read(copy, as_version=4)
    running = _running(notebook) if at is None else at
    if running is None:
        return None
    for cell in notebook.cells[running:]:
        cell.metadata.papermill.update(status="pending", exception=None)
    cell = notebook.cells[running]
    cell.metadata.papermill.update(status="failed", exception=True)
    notebook.metadata.papermill["exception"] = True
    number = cell.execution_count = cell.execution_count or _number(notebook, running)
    cell.outputs.append(nbformat.v4.new_output("error", ename=name, evalue=cause, traceback=[f"{name}: {cause}"]))
    try:
        raise_for_execution_errors(notebook, str(copy))
    except PapermillExecutionError:
        return int(number)
    raise AssertionError("papermill did not see the error")


def failing_cell(copy: Path) -> int | None:
    """Return the number of the cell that papermill marked as failing; None if there is none."""
    notebook: NotebookNode = nbformat.read(copy, as_version=4)
    index = failing_place(notebook)
    return None if index is None else int(notebook.cells[index].execution_count or _number(notebook, index))


def failing_place(notebook: NotebookNode) -> int | None:
    """Return the place of the first cell that failed, from 0; None if none did."""
    for index, cell in enumerate(notebook.cells):
        shown = any(output.output_type == "error" for output in cell.get("outputs", ()))
        if shown or cell.metadata.get("papermill", {}).get("exception") is True:
            return index
    return None


def _running(notebook: NotebookNode) -> int | None:
    """Return the place of the last cell that began; None if none did."""
    begun = [
        index
        for index, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and cell.metadata.get("papermill", {}).get("start_time")
    ]
    return begun[-1] if begun else None


def _number(notebook: NotebookNode, index: int) -> int:
    """Count code cells up to this one, as a kernel that runs them in turn does."""
    return sum(cell.cell_type == "code" for cell in notebook.cells[: index + 1])
