"""What a notebook imports, so that the warm parent can import it too."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from pathlib import Path


def imported_by(notebook: Path) -> tuple[str, ...]:
    """Return the installed modules that the cells of a notebook import, in their order.

    Parameters
    ----------
    notebook : path
        A Jupyter notebook; cells that are no plain Python are passed over.

    Returns
    -------
    tuple of str
        For `WarmKernels`: ``WarmKernels((*PRELOAD, *imported_by(notebook)))``. Python's own modules cost nothing
        and are left out.

    Examples
    --------
    >>> from hotline_analysis.resources import shared_folder
    >>> imported_by(shared_folder("notebooks") / "bulletin.ipynb")
    ('hotline_analysis.report',)
    """
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    except (OSError, ValueError, KeyError, TypeError):  # whoever runs it says what is wrong with it
        return ()
    found = (name for source in sources for name in modules_in(source))
    return tuple(dict.fromkeys(name for name in found if name.partition(".")[0] not in sys.stdlib_module_names))


def modules_in(source: str) -> Iterator[str]:
    r"""Yield the modules that a cell imports at its top level.

    Examples
    --------
    >>> list(modules_in("%matplotlib inline\nimport pandas as pd\nfrom scipy.stats import norm"))
    ['pandas', 'scipy.stats']
    """
    lines = [line for line in source.splitlines() if not line.lstrip().startswith(("%", "!"))]
    try:
        nodes = ast.parse("\n".join(lines)).body
    except SyntaxError:
        return
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
