"""The modules of a user's own notebook are imported by the warm parent."""

from __future__ import annotations

from pathlib import Path

from engine_notebooks import run, texts, write_notebook

from hotline_analysis.batch.engine import WarmKernels, imported_by


def test_installed_modules_in_their_order(tmp_path: Path) -> None:
    source = write_notebook(
        tmp_path / "in.ipynb",
        "import os, sys\n!ls\nimport great_tables.gt as gt",
        "from scipy import stats\nfrom . import near\ndef late():\n    import duckdb",
        "this is no Python",
        "import great_tables.gt",
    )
    assert imported_by(source) == ("great_tables.gt", "scipy")


def test_a_kernel_has_them_at_its_start(tmp_path: Path) -> None:
    look = "import sys\nprint('yaml' in sys.modules, 'xlsxwriter' in sys.modules)"
    source = write_notebook(tmp_path / "in.ipynb", look, "import xlsxwriter")
    with WarmKernels(imported_by(source)) as kernels:
        found = run(source, tmp_path / "out.ipynb", kernels.manager_class)
    assert texts(found)[0].split()[1] == "True"


def test_what_is_no_notebook_imports_nothing(tmp_path: Path) -> None:
    for text in ("", "[]", "{}", '{"cells": [{}]}', '{"cells": 3}'):
        (tmp_path / "in.ipynb").write_text(text)
        assert imported_by(tmp_path / "in.ipynb") == ()
    assert imported_by(tmp_path / "gone.ipynb") == ()
