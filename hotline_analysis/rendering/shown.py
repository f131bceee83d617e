"""What an executed notebook shows to programs only."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode


def shown_last(notebook: NotebookNode, kind: str) -> Any:
    """Return what a notebook shows last of a kind of output that nobody sees; None if there is none."""
    outputs = (output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", ()))
    found = [data[kind] for data in outputs if kind in data]
    return found[-1] if found else None
