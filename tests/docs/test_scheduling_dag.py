"""The DAG of docs/scheduling without Airflow: its tasks run in a folder of their own, as Airflow's do."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from making import small_office
from office import Office

from hotline_analysis.batch import load_plan, run_many

DAG = Path(__file__).parents[2] / "docs" / "scheduling" / "hotline_dag.py"
GRID = """\
jurisdictions: [office]
periods: [2024-04, 2024-05]
formats: [html]
parameters:
  data: ../now
  date: "2024-06-03"
  texts: {cases: 一个案例}
changes:
  office/2024-05: {scheme: rules/strict.yaml}
"""
STRICT = """\
scheme: strict
title: {zh: 严办法, en: strict}
source: made up for a test
extends: ../../small.yaml
"""


class Task:
    """What the DAG uses of an operator."""

    def __init__(self, *, task_id: str, **given: Any) -> None:
        self.task_id, self.given, self.next = task_id, given, list[Task]()

    def __rshift__(self, other: Task) -> Task:
        self.next.append(other)
        return other


class Papermill(Task):
    """Runs a notebook as the operator of Airflow's provider does, on a kernel that any machine has."""

    def execute(self, context: object) -> None:
        from papermill.execute import execute_notebook

        execute_notebook(
            self.given["input_nb"],
            self.given["output_nb"],
            parameters=self.given["parameters"],
            progress_bar=False,
            report_mode=True,
            kernel_name="python3",
            engine_name=None,
        )


class Dag:
    """What the DAG uses of one."""

    def __init__(self, *names: str, **given: Any) -> None:
        self.names = names

    def __enter__(self) -> Dag:
        return self

    def __exit__(self, *_: object) -> None: ...


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = small_office(tmp_path)
    made.jurisdiction("[{section: overview, counts: [{count: assigned, label: 工单}]}, {section: text, text: cases}]")
    made.write("grids/rules/strict.yaml", STRICT)
    made.write("grids/grid.yaml", GRID)
    return made


@pytest.fixture
def tasks(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Papermill]]:
    """The tasks that run notebooks, as the file makes them when Airflow reads it."""
    made: list[Papermill] = []

    class Noted(Papermill):
        def __init__(self, **given: Any) -> None:
            super().__init__(**given)
            made.append(self)

    given = {"hotline_grid": str(office.folder / "grids/grid.yaml"), "hotline_outputs": str(office.folder / "air")}
    variable = type("Variable", (), {"get": staticmethod(lambda name, default: given.get(name, default))})
    modules = {
        "airflow": {},
        "airflow.sdk": {"DAG": Dag, "Variable": variable},
        "airflow.providers": {},
        "airflow.providers.papermill": {},
        "airflow.providers.papermill.operators": {},
        "airflow.providers.papermill.operators.papermill": {"PapermillOperator": Noted},
        "airflow.providers.standard": {},
        "airflow.providers.standard.operators": {},
        "airflow.providers.standard.operators.bash": {"BashOperator": Task},
    }
    for name, content in modules.items():
        module = ModuleType(name)
        vars(module).update(content)
        monkeypatch.setitem(sys.modules, name, module)
    spec = importlib.util.spec_from_file_location("hotline_dag", DAG)
    assert spec is not None
    assert spec.loader is not None
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
    return made


def test_what_lies_beside_the_grid_is_found(
    office: Office, tasks: list[Papermill], tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {task.given["kernel_name"] for task in tasks} == {"hotline"}
    assert [task.task_id for task in tasks] == ["run.office.2024-04.bulletin", "run.office.2024-05.bulletin"]
    elsewhere = tmp_path_factory.mktemp("task")
    monkeypatch.chdir(elsewhere)
    for task in tasks:
        task.execute({})
        (export,) = task.next
        subprocess.run(export.given["bash_command"], shell=True, check=True, capture_output=True)
    assert Path.cwd() == elsewhere
    assert list(elsewhere.iterdir()) == []
    run_many([office.folder / "grids/grid.yaml"], outputs=office.folder / "batch")
    for period in ("2024-04", "2024-05"):
        pages = [office.folder / place / "office" / period / "bulletin.html" for place in ("air", "batch")]
        assert pages[0].read_bytes() == pages[1].read_bytes()
        assert "一个案例" in pages[0].read_text(encoding="utf-8")


def test_the_parameters_are_those_of_the_plan(office: Office, tasks: list[Papermill]) -> None:
    jobs = load_plan([office.folder / "grids/grid.yaml"]).jobs
    given = [task.given["parameters"] for task in tasks]
    assert given == [job.report.model_dump(mode="json", exclude_none=True) for job in jobs]
    assert json.loads(json.dumps(given)) == given
