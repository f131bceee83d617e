"""Bulletins by Airflow: a grid's reports, each run by the PapermillOperator and exported by nbconvert.

Set the Airflow variables ``hotline_grid`` (a grid file) and ``hotline_outputs`` (a folder). The kernel ``hotline``
comes with the package.
"""

from __future__ import annotations

import shlex
import sys
from contextlib import chdir
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from airflow.providers.papermill.operators.papermill import PapermillOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG, Variable

from hotline_analysis.batch.plan import Job, load_plan

# from the root: a task runs in another folder than the one in which this file is read
GRID = Path(Variable.get("hotline_grid", "/srv/hotline/grids/monthly.yaml")).absolute()
OUTPUTS = Path(Variable.get("hotline_outputs", "/srv/hotline/outputs")).absolute()
NBCONVERT = shlex.join([sys.executable, "-m", "nbconvert"])


class BesideOperator(PapermillOperator):
    """Runs a notebook in the folder of its parameter file, as ``hotline batch`` does.

    A jurisdiction, a scheme, data and whatever a notebook of one's own reads are looked for there; a task of Airflow's
    runs anywhere.
    """

    def __init__(self, *, beside: str, **given: Any) -> None:
        super().__init__(**given)
        self.beside = beside

    def execute(self, context: Any) -> Any:
        """Run the notebook in that folder."""
        with chdir(self.beside):
            return super().execute(context)


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
        run = BesideOperator(
            task_id=f"run.{name}",
            beside=str(job.beside),
            input_nb=str(job.notebook),
            output_nb=str(executed),
            parameters=job.report.model_dump(mode="json", exclude_none=True),
            kernel_name="hotline",
        )
        run >> BashOperator(task_id=f"export.{name}", bash_command=export(job, executed))
