"""The notebook that a failed run leaves: it says where and why, and nothing of the machine."""

from __future__ import annotations

import json
import sysconfig
from pathlib import Path

import nbformat
import pytest
from making import small_notebook, small_office
from nbformat import NotebookNode
from office import UNITS, Office
from stored_tickets import tickets_of_units, write_store

import hotline_analysis
from hotline_analysis.batch import Night, run_many, run_report
from hotline_analysis.errors import HotlineError

PACKAGE = Path(hotline_analysis.__file__).parent
# reads as a report reads, warns and prints as a careless notebook does, and fails in a library
CARELESS = (
    "import sys, warnings\nfrom pathlib import Path\nhere = Path.cwd()\nprint('in', here / 'now')\nhere / 'now'",
    "warnings.warn_explicit('careful', UserWarning, str(here / 'tools/own.py'), 3)\nprint(here / 'x', file=sys.stderr)",
    "import pandas\npandas.read_csv(here / 'now' / '没有.csv')",
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    (tmp_path / "home of li").mkdir()
    return small_office(tmp_path / "home of li")


def failed(office: Office, notebook: Path, **keys: str) -> NotebookNode:
    """The notebook that was left; every file of the outputs is searched for the machine."""
    with pytest.raises(HotlineError):
        run_report(notebook, office.report(**keys), formats=["html"], outputs=office.folder / "out")
    (file,) = (office.folder / "out").rglob("*.failed.ipynb")
    text = file.read_text(encoding="utf-8")
    places = (office.folder, PACKAGE.parent, sysconfig.get_path("stdlib"), sysconfig.get_path("purelib"), "home of li")
    assert [str(place) for place in places if str(place) in text] == []
    assert ".making-" not in text
    return nbformat.read(file, as_version=4)


def test_no_path_of_the_machine_is_left(office: Office) -> None:
    book = failed(office, small_notebook(office.folder, *CARELESS), data=str(office.folder / "now"))
    noted = book.metadata.papermill
    assert (noted.input_path, noted.output_path) == ("small.ipynb", "bulletin.failed.ipynb")
    assert noted.parameters["data"] == "now"
    assert not {"start_time", "end_time", "duration"} & set(noted)
    printed, warned, error = (cell.outputs for cell in book.cells[-4:] if cell.cell_type == "code")
    assert printed[0].text == "in now\n"
    assert printed[1].data["text/plain"] == "PosixPath('now')"
    assert warned[0].text == "own.py:3: UserWarning: careful\nx\n"
    assert error[0].evalue == "[Errno 2] No such file or directory: '没有.csv'"
    assert any("pandas/io/parsers/readers.py" in line for line in error[0].traceback)
    nbformat.validate(book)


def test_the_failing_cell_stays_marked(office: Office) -> None:
    book = failed(office, small_notebook(office.folder, "1", "1 / 0", "2"))
    states = [cell.metadata.papermill.get("status") for cell in book.cells if cell.cell_type == "code"]
    assert states[-3:] == ["completed", "failed", "pending"]
    assert [cell.metadata.tags for cell in book.cells if "papermill-error-cell-tag" in cell.metadata.get("tags", [])]
    assert book.metadata.papermill.exception is True


def test_a_kernel_that_dies(office: Office) -> None:
    book = failed(
        office, small_notebook(office.folder, "import os\nprint(f'{os.getcwd()}/x', flush=True)\nos._exit(1)")
    )
    assert book.cells[-1].metadata.papermill.status == "failed"
    assert book.cells[-1].outputs[-1].ename == "DeadKernelError"


def made(office: Office, grid: str) -> Night:
    return run_many([office.write("grid.yaml", grid)], outputs=office.folder / "out", workers=1)


def test_a_parameter_is_named_where_it_was_written(office: Office) -> None:
    """The notebook knows its parameters only; the batch knows the file and the line that they come from."""
    rows = [{"unit": "甲街道", "assigned": 3, "closed": 3}]
    tickets = [{**one, "district": "芙蓉区"} for one in tickets_of_units(rows, "2024-05")]
    write_store(office.folder / "tickets", tickets, {"甲街道": {"group": "单位"}})
    office.case("may", period="2024-05")
    grid = """\
jurisdictions: [office]
periods: 2024-05
districts: [芙蓉县]
formats: [html]
parameters: {data: tickets, date: 2024-06-03}
"""
    night = made(office, grid)
    assert night.exit_code == 3
    (entry,) = json.loads(night.file.read_text(encoding="utf-8"))["reports"]
    assert entry["error"].startswith("grid.yaml, line 3, key district: no such district")
    assert entry["cell"] is not None
    (failed,) = night.failed
    assert failed.failure is not None
    assert failed.failure.message.startswith(f"{office.folder / 'grid.yaml'}, line 3, key district: ")
    left = nbformat.read(office.folder / "out" / entry["notebook"], as_version=4)
    (error,) = [one for cell in left.cells for one in cell.get("outputs", ()) if one.output_type == "error"]
    assert error.evalue.startswith("grid.yaml, line 3, key district: no such district")
    assert "grid.yaml, line 3, key district" in error.traceback[-1]
    again = made(office, grid.replace("districts: [芙蓉县]\n", "").replace("tickets", "may").replace("05\nf", "06\nf"))
    (entry,) = again.as_json()["reports"]
    assert entry["error"].startswith("grid.yaml, line 2, key period: the data is of another period; found '2024-06'")


def test_it_goes_when_the_report_is_found_unchanged(office: Office) -> None:
    """Data that was broken for a night and is as it was before needs no new run."""
    grid = 'jurisdictions: [office]\nperiods: 2024-05\nformats: [html]\nparameters: {data: now, date: "2024-06-03"}\n'
    assert made(office, grid).count("made") == 1
    folder = office.folder / "out/office/2024-05"
    good = {file.name for file in folder.iterdir()}
    office.case("now", [("甲街道", 9, 9, 9, 4, 5)])
    assert made(office, grid).count("failed") == 1
    assert {file.name for file in folder.iterdir()} == good | {"bulletin.failed.ipynb"}
    assert made(office, grid).count("failed") == 1
    office.case("now", UNITS)
    assert made(office, grid).count("unchanged") == 1
    assert {file.name for file in folder.iterdir()} == good
