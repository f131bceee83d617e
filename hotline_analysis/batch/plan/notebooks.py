"""The notebooks of known reports, and the parameters that a notebook takes, read without any library of notebooks."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hotline_analysis.batch.plan.quick import quick_imports
from hotline_analysis.errors import InputError
from hotline_analysis.resources import shared_folder

# every report that the project has a notebook for
PACKAGED = {
    "bulletin": "bulletin.ipynb",
    "league-table": "league_table.ipynb",
    "drivers": "drivers.ipynb",
    "quality": "quality.ipynb",
    "audit": "audit.ipynb",
}
# those that show whatever data they are given, of whichever period
_ANY_PERIOD = ("quality", "audit")


@dataclass(frozen=True)
class Taken:
    """What a notebook takes.

    Attributes
    ----------
    parameters : mapping of str to object
        With their defaults; None where these are no plain values.
    """

    parameters: dict[str, object]

    @property
    def report(self) -> str | None:
        """The name of the report that the notebook makes by itself."""
        name = self.parameters.get("report")
        return name if isinstance(name, str) else None


def packaged_notebook(report: str) -> Path:
    """Return the notebook of a known report."""
    return shared_folder("notebooks") / PACKAGED[report]


def check_notebook(file: Path) -> bool:
    """Refuse a file that nbformat takes for no notebook; true for one that is.

    Raises
    ------
    InputError
        Naming the file and why.
    """
    with quick_imports():
        import nbformat

    try:
        nbformat.read(file, as_version=4)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", file=file) from None
    except Exception as error:  # what nbformat raises for other JSON shares no useful base class
        why = next(iter(str(error).strip().splitlines()), type(error).__name__)[:100]
        raise InputError(f"not a notebook ({why})", file=file, allowed="a Jupyter notebook, .ipynb") from None
    return True


def compares_periods(notebook: Path) -> bool:
    """Tell whether a notebook is a packaged one that refuses data of another period; of one's own nobody knows."""
    return any(notebook == packaged_notebook(name) for name in PACKAGED if name not in _ANY_PERIOD)


def taken(notebook: Path) -> Taken:
    """Return what a notebook takes.

    Raises
    ------
    InputError
        If the file cannot be read, or is no notebook.
    """
    try:
        status = notebook.stat()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", file=notebook) from None
    return _taken(notebook, status.st_mtime_ns, status.st_size)


@cache
def _taken(notebook: Path, _changed: int, _size: int) -> Taken:
    """Read a notebook, once as long as nobody writes it."""
    tagged = [cell for cell in _cells(notebook) if "parameters" in cell.get("metadata", {}).get("tags", ())]
    return Taken({name: value for cell in tagged for name, value in _assigned("".join(cell.get("source", "")))})


def _cells(notebook: Path) -> list[dict[str, Any]]:
    """Return the cells of a notebook, whose tags, if there are any, are a list."""
    cells: list[dict[str, Any]] = _content(notebook)["cells"]
    for number, cell in enumerate(cells, start=1):
        if not isinstance(cell, dict) or not isinstance(cell.get("metadata", {}), dict):
            raise _no_notebook(notebook, f"cell {number} is none")
        if not isinstance(cell.get("metadata", {}).get("tags", []), list):
            raise _no_notebook(notebook, f"the tags of cell {number} are not a list")
        if not isinstance(cell.get("source", ""), str | list):
            raise _no_notebook(notebook, f"the source of cell {number} is not text")
    return cells


def _content(notebook: Path) -> dict[str, Any]:
    try:
        content = json.loads(notebook.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", file=notebook) from None
    except ValueError:
        raise _no_notebook(notebook, "not JSON") from None
    if not isinstance(content, dict) or not isinstance(content.get("cells"), list):
        raise _no_notebook(notebook, "it has no cells")
    return content


def _no_notebook(notebook: Path, why: str) -> InputError:
    return InputError(f"not a notebook ({why})", file=notebook, allowed="a Jupyter notebook, .ipynb")


def _assigned(code: str) -> Iterator[tuple[str, object]]:
    """Yield the names that code assigns; code that cannot be read assigns none, and fails when it is run."""
    try:
        nodes = ast.parse(code).body
    except SyntaxError:
        return
    for node in nodes:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=value)
            ):
                yield name, value.value if isinstance(value, ast.Constant) else None
