"""What the tests of runs share: a small office with a jurisdiction, small notebooks, the files of a folder."""

from __future__ import annotations

from pathlib import Path

import nbformat
from office import ANNEX, PARTS, Office

PARAMETERS = ("jurisdiction", "period", "data", "date", "number", "previous", "year_before", "texts", "report")


def small_office(folder: Path) -> Office:
    made = Office(folder)
    made.jurisdiction(PARTS, ANNEX)
    return made


def small_notebook(folder: Path, *cells: str, name: str = "small.ipynb", kernel: str = "python3") -> Path:
    """Write a notebook with a cell of parameters and these cells."""
    made = nbformat.v4.new_notebook()
    made.metadata.kernelspec = {"name": kernel, "display_name": kernel, "language": "python"}
    defaults = "\n".join(f"{key} = None" for key in PARAMETERS)
    first = nbformat.v4.new_code_cell(defaults, metadata={"tags": ["parameters"]})
    made.cells = [first, *(nbformat.v4.new_code_cell(cell) for cell in cells)]
    file = folder / name
    nbformat.write(made, file)
    return file


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}
