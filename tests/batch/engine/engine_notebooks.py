"""What the tests of the engine share: notebooks, and running them plainly and with a forked kernel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import papermill

# Cells that papermill adds; it draws their ids.
ADDED = {"injected-parameters", "papermill-error-cell-tag"}


def write_notebook(file: Path, *cells: str, parameters: str = "", kernel: str = "python3") -> Path:
    made = nbformat.v4.new_notebook()
    made.metadata.kernelspec = {"name": kernel, "display_name": kernel, "language": "python"}
    first = [nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})] if parameters else []
    made.cells = [*first, *(nbformat.v4.new_code_cell(cell) for cell in cells)]
    for number, cell in enumerate(made.cells):
        cell.id = f"cell-{number}"
    nbformat.write(made, file)
    return file


def run(source: Path, target: Path, manager: type | None = None, **more: Any) -> nbformat.NotebookNode:
    """Run with papermill; plainly if no manager class is given. Returns what was saved."""
    given = {} if manager is None else {"kernel_manager_class": manager}
    papermill.execute_notebook(source, target, progress_bar=False, **given, **more)
    return nbformat.read(target, as_version=4)


def texts(notebook: nbformat.NotebookNode) -> list[str]:
    """What each code cell printed, or its last value."""
    return ["".join(map(_text, cell.outputs)) for cell in notebook.cells if cell.cell_type == "code"]


def _text(output: Mapping[str, Any]) -> str:
    return str(output.get("text") or output.get("data", {}).get("text/plain") or output.get("evalue") or "")


def comparable(value: Any) -> Any:
    """A notebook without what differs between any two runs: times, paths, numbers of processes, addresses in memory."""
    if isinstance(value, Mapping):
        skipped = {"start_time", "end_time", "duration", "output_path", "execution"}
        kept = {key: comparable(part) for key, part in value.items() if key not in skipped}
        if set(kept.get("metadata", {}).get("tags", ())) & ADDED:
            kept["id"] = ""
        return kept
    if isinstance(value, list | tuple):
        return _joined([comparable(part) for part in value])
    return re.sub(r"(?<=ipykernel_)\d+|(?<= at )0x[0-9a-f]+", "", value) if isinstance(value, str) else value


def _joined(parts: list[Any]) -> list[Any]:
    """Outputs with streams in one piece: in how many a kernel sends them depends on when it gets round to it."""
    found: list[Any] = []
    for part in parts:
        stream = isinstance(part, dict) and part.get("output_type") == "stream"
        if stream and found and found[-1].get("name") == part["name"]:
            found[-1] = found[-1] | {"text": found[-1]["text"] + part["text"]}
        else:
            found.append(part)
    return found


def pictures(notebook: nbformat.NotebookNode) -> list[str]:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return [output["data"]["image/png"] for output in outputs if "image/png" in output.get("data", {})]
