"""The packaged notebooks: clean in git, and the same under stock papermill."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from hotline_analysis.batch import run_report, sample_reports
from hotline_analysis.rendering import export_html
from hotline_analysis.report import FACTS_TYPE, Report, open_bulletin
from hotline_analysis.report.params import OPTIONAL_KEYS
from hotline_analysis.resources import shared_folder

NOTEBOOKS = shared_folder("notebooks")
REPORTS = {file.stem: file for file in sample_reports()}


@pytest.fixture(params=["bulletin.ipynb", "audit.ipynb", "quality.ipynb", "drivers.ipynb", "league_table.ipynb"])
def notebook(request: pytest.FixtureRequest) -> nbformat.NotebookNode:
    return nbformat.read(NOTEBOOKS / request.param, as_version=4)


def test_no_outputs_and_no_counts(notebook: nbformat.NotebookNode) -> None:
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)


def test_parameters_are_those_of_a_report(notebook: nbformat.NotebookNode) -> None:
    (cell,) = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    names = [line.partition(" = ")[0] for line in cell.source.splitlines()]
    optional = set(OPTIONAL_KEYS) if "factors" in names else {"district"} & set(names)
    assert set(names) == set(Report.model_fields) - set(OPTIONAL_KEYS) | optional


def test_cells_are_one_or_two_calls(notebook: nbformat.NotebookNode) -> None:
    for cell in notebook.cells:
        if cell.cell_type == "code" and "parameters" not in cell.metadata.get("tags", []):
            assert sum(line.startswith("    ") is False for line in cell.source.splitlines() if line) <= 4


def test_stock_papermill_gives_the_same(tmp_path: Path) -> None:
    name = "xiangtan-2019-11"
    command = [sys.executable, "-m", "papermill", str(NOTEBOOKS / "bulletin.ipynb"), "out.ipynb"]
    command += ["-f", str(REPORTS[name]), "--no-progress-bar"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    executed = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    ours = run_report(NOTEBOOKS / "bulletin.ipynb", REPORTS[name], formats=["html"], outputs=tmp_path)
    assert export_html(executed, name="bulletin") == ours.files["html"].read_text(encoding="utf-8")
    shown = [output["data"] for cell in executed.cells for output in cell.get("outputs", [])]
    (facts,) = [data[FACTS_TYPE] for data in shown if FACTS_TYPE in data]
    assert facts == json.loads(ours.files["facts"].read_text(encoding="utf-8"))


def test_the_notebook_shows_what_the_library_shows(tmp_path: Path) -> None:
    """The same facts without a kernel: nothing is worked out in the notebook itself."""
    made = run_report(NOTEBOOKS / "bulletin.ipynb", REPORTS["yunxi-2022-Q3"], formats=["html"], outputs=tmp_path)
    bulletin = open_bulletin(REPORTS["yunxi-2022-Q3"])
    bulletin.body()
    bulletin.annexes()
    assert made.files["facts"].read_text(encoding="utf-8") == bulletin.facts.book.to_json()


def test_an_audit_lies_beside_the_bulletin_and_harms_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "furong-2020" / "2020-03"
    folder.mkdir(parents=True)
    for name in ("facts.json", "manifest.json", "bulletin.html"):
        (folder / name).write_text("earlier", encoding="utf-8")
    audit = NOTEBOOKS / "audit.ipynb"
    made = run_report(audit, REPORTS["furong-2020-03"], changes={"report": "audit"}, formats=["html"], outputs=tmp_path)
    assert {file.name for file in made.files.values()} == {
        "audit.html",
        "audit.ipynb",
        "audit.facts.json",
        "audit.manifest.json",
    }
    for name in ("facts.json", "manifest.json", "bulletin.html"):
        assert (folder / name).read_text(encoding="utf-8") == "earlier"
    facts = {fact["key"]: int(fact["value"]) for fact in json.loads(made.files["facts"].read_text(encoding="utf-8"))}
    assert facts["audit.hard"] == 4  # the four hard findings that furong-2020-03 has
    assert facts["audit.checked"] == facts["audit.agree"] + facts["audit.hard"] + facts["audit.soft"]


def test_an_audit_does_not_take_the_bulletins_name(tmp_path: Path) -> None:
    """Run with a bulletin's parameters, which name no report, the notebook's own default names it."""
    made = run_report(NOTEBOOKS / "audit.ipynb", REPORTS["xiangtan-2019-11"], formats=("html",), outputs=tmp_path)
    assert {file.name for file in made.folder.iterdir()} == {
        "audit.ipynb",
        "audit.html",
        "audit.facts.json",
        "audit.manifest.json",
    }
