"""Imports that pass over the grammar of web addresses, and leave everything as it was."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
from hotline_analysis.batch.plan.quick import quick_imports
with quick_imports():
    import nbformat
print("lark" in sys.modules, "rfc3987_syntax" in sys.modules)
notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("x")])
nbformat.validate(notebook)
notebook.cells[0].metadata = 3
try:
    nbformat.validate(notebook)
except nbformat.ValidationError:
    print("refused")
"""


def test_notebooks_are_checked_without_it() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["False False", "refused"]
