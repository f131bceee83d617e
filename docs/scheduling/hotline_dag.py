"""Bulletins by Airflow: a grid's reports, each run by the PapermillOperator and exported by nbconvert.

Set the Airflow variables ``hotline_grid`` (a grid file) and ``hotline_outputs`` (a folder). The kernel ``hotline``
comes with the package.
"""

from __future__ import annotations

import shlex
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from airflow.providers.papermill.operators.papermill import PapermillOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG, Variable

from hotline_analysis.batch.plan import Job, load_plan

GRID = Path(Variable.get("hotline_grid", "/srv/hotline/grids/monthly.yaml"))
OUTPUTS = Path(Variable.get("hotline_outputs", "/srv/hotline/outputs"))
NBCONVERT = shlex.join([sys.executable, "-m", "nbconvert"])


def parameters(job: Job) -> dict[str, Any]:
    """Return a report's parameters; a task runs in a folder of Airflow's, so its files get their whole paths."""
    given = job.report.model_dump(mode="json", exclude_none=True)
    found = {key: str((job.beside / given[key]).resolve()) for key in FILES if is_path(given.get(key))}
    return given | found


FILES = ("data", "previous", "year_before")


def is_path(value: object) -> bool:
    """Tell whether a parameter names a file or folder; a packaged sample has no path."""
    return isinstance(value, str) and value != "none" and not value.startswith("sample:")


def export(job: Job, notebook: Path) -> str:
    """Return the command that makes HTML and PDF of an executed notebook."""
    source = shlex.quote(str(notebook))
    return " && ".join(f"{NBCONVERT} --to hotline-{kind} {source}" for kind in job.formats)


with DAG(
    "hotline_bulletins",
    description="Bulletins of the 12345 hotline",
    schedule="30 2 1-5 * *",
    start_date=datetime(2022, 1, 1),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 1, "retry_delay": timedelta(minutes=10), "execution_timeout": timedelta(minutes=15)},
) as dag:
    for job in load_plan([GRID]).jobs:
        name = job.key.replace("/", ".")
        folder = OUTPUTS / job.report.folder
        executed = folder / f"{job.report.report}.ipynb"
        folder.mkdir(parents=True, exist_ok=True)
        run = PapermillOperator(
            task_id=f"run.{name}",
            input_nb=str(job.notebook),
            output_nb=str(executed),
            parameters=parameters(job),
            kernel_name="hotline",
        )
        run >> BashOperator(task_id=f"export.{name}", bash_command=export(job, executed))
