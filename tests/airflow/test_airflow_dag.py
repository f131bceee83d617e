"""The DAG of docs/scheduling runs its reports on kernels forked from a warm parent."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from making import small_office

from hotline_analysis.batch.engine import WarmKernels

pytestmark = [pytest.mark.airflow, pytest.mark.filterwarnings("default")]

DAG = Path(__file__).parents[2] / "docs" / "scheduling" / "hotline_dag.py"
# one jurisdiction is packaged; the other, its scheme and its data lie beside the grid
GRID = """\
jurisdictions:
  xiangtan: {data: "sample:xiangtan-2019-11"}
  office: {data: now, scheme: small.yaml}
periods: 2019-11
reports: {bulletin: {}, whose: {notebook: whose.ipynb}}
formats: [html]
exclude: [office/2019-11/whose]
parameters: {date: "2019-12-26"}
"""
# a report that says which process its kernel comes from
PARAMETERS = 'jurisdiction = None\nperiod = None\ndata = None\ndate = None\nreport = "whose"'
WHOSE = "from pathlib import Path\nimport os\nprint(Path(f'/proc/{os.getppid()}/cmdline').read_text())"
# run as a program of its own: Airflow reads its settings when it is imported
TEST_RUN = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("hotline_dag", sys.argv[1])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
print("STATE", module.dag.test(use_executor=False).state)
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("airflow")


@pytest.fixture(scope="module")
def settings(home: Path) -> Iterator[dict[str, str]]:
    folder = home / "office"
    grid = small_office(folder).write("grid.yaml", GRID)
    whose = nbformat.v4.new_notebook()
    tagged = nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
    whose.cells = [tagged, nbformat.v4.new_code_cell(WHOSE)]
    whose.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(whose, folder / "whose.ipynb")
    with WarmKernels() as warm:
        yield os.environ | {
            "AIRFLOW_HOME": str(home),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__DAGS_FOLDER": str(home / "dags"),
            "AIRFLOW_VAR_HOTLINE_GRID": str(grid),
            "AIRFLOW_VAR_HOTLINE_OUTPUTS": str(home / "outputs"),
            "HOTLINE_WARM_KERNELS": warm.address,
        }


def test_the_dag_runs_and_leaves_the_bulletin(home: Path, settings: dict[str, str]) -> None:
    folder = home / "dags"
    folder.mkdir()
    (folder / DAG.name).write_text(DAG.read_text(encoding="utf-8"), encoding="utf-8")
    airflow = [sys.executable, "-m", "airflow"]
    subprocess.run([*airflow, "db", "migrate"], env=settings, check=True, capture_output=True)
    subprocess.run([*airflow, "dags", "reserialize"], env=settings, check=True, capture_output=True)
    wrong = subprocess.run([*airflow, "dags", "list-import-errors"], env=settings, capture_output=True, text=True)
    assert "hotline_dag" not in wrong.stdout, wrong.stdout
    program = [sys.executable, "-c", TEST_RUN, str(folder / DAG.name)]
    ran = subprocess.run(program, env=settings, capture_output=True, text=True, cwd=home)
    assert "STATE success" in ran.stdout, ran.stdout[-3000:] + ran.stderr[-3000:]
    office = home / "outputs" / "office" / "2019-11" / "bulletin.html"
    assert "2019年11月通报" in office.read_text(encoding="utf-8")
    made = home / "outputs" / "xiangtan" / "2019-11"
    notebook = nbformat.read(made / "bulletin.ipynb", as_version=4)
    assert all(cell.execution_count for cell in notebook.cells if cell.cell_type == "code")
    assert "湘潭" in (made / "bulletin.html").read_text(encoding="utf-8")
    parent = nbformat.read(made / "whose.ipynb", as_version=4).cells[-1].outputs[0].text
    assert "hotline_analysis/batch/engine/start.py" in parent
    assert settings["HOTLINE_WARM_KERNELS"] in parent
