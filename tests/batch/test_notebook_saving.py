"""A notebook that runs is saved once a second, and at the end, however it ends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import papermill.engines
import pytest
from making import small_notebook
from papermill.exceptions import PapermillExecutionError
from papermill.execute import execute_notebook

from hotline_analysis.batch.saving import ENGINE


@pytest.fixture
def saved(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The outputs that the notebook had whenever it was saved."""
    found = list[int]()
    write = papermill.engines.write_ipynb

    def noted(notebook: Any, path: Any) -> None:
        found.append(sum(len(cell.get("outputs", ())) for cell in notebook.cells))
        write(notebook, path)

    monkeypatch.setattr(papermill.engines, "write_ipynb", noted)
    return found


def test_quick_cells_are_saved_at_the_end(tmp_path: Path, saved: list[int]) -> None:
    source = small_notebook(tmp_path, *("print(1)",) * 8)
    execute_notebook(source, tmp_path / "out.ipynb", engine_name=ENGINE, progress_bar=False)
    assert len(saved) < 8
    assert saved[-1] == 8


def test_a_slow_notebook_is_saved_on_the_way(tmp_path: Path, saved: list[int]) -> None:
    source = small_notebook(tmp_path, "print(1)", "import time; time.sleep(1.1); print(2)", "print(3)")
    execute_notebook(source, tmp_path / "out.ipynb", engine_name=ENGINE, progress_bar=False)
    assert 2 in saved
    assert saved[-1] == 3


def test_one_that_fails_is_saved_with_its_error(tmp_path: Path) -> None:
    source, target = small_notebook(tmp_path, "print(1)", "1 / 0"), tmp_path / "out.ipynb"
    with pytest.raises(PapermillExecutionError):
        execute_notebook(source, target, engine_name=ENGINE, progress_bar=False)
    kinds = [
        output.output_type for cell in nbformat.read(target, as_version=4).cells for output in cell.get("outputs", ())
    ]
    assert "stream" in kinds
    assert "error" in kinds
