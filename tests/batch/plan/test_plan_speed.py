"""A batch with nothing to do takes no time, and needs none of the libraries that make reports."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest
from making import small_office
from office import Office
from planning import leave, planned

from hotline_analysis.batch.plan import Hashes

HEAVY = (
    "pandas",
    "numpy",
    "duckdb",
    "pyarrow",
    "scipy",
    "matplotlib",
    "nbformat",
    "papermill",
    "jinja2",
    "joblib",
    "dask",
)
SCRIPT = f"""
import sys
from pathlib import Path
from hotline_analysis.batch.plan import decide, load_plan
found = decide(load_plan([Path("grid.yaml"), Path("reports")]), Path("out"))
print(len(found), sorted({{one.what for one in found}}), [name for name in {HEAVY} if name in sys.modules])
"""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return small_office(tmp_path)


def test_96_reports_of_which_nothing_changed(office: Office) -> None:
    """48 of a grid and 48 of files, with data of 96 folders; the limit is twice what it takes."""
    out = office.folder / "out"
    grid = 'jurisdictions: [office]\nperiods: 2016-01..2019-12\nparameters: {data: "{period}", date: "{last_day}"}\n'
    file = office.write("grid.yaml", grid)
    for number in range(96):
        office.case(f"{2016 + number // 12}-{number % 12 + 1:02}")
    for number in range(48):
        period = f"{2020 + number // 12}-{number % 12 + 1:02}"
        office.write(
            f"reports/{period}.yaml",
            f"jurisdiction: office\nperiod: {period}\ndata: ../{period}\ndate: {period}-28\ntexts: {{}}\n",
        )
    known = Hashes()
    for job in planned(file, office.folder / "reports").jobs:
        leave(job, out, hashes=known)
    time.sleep(0.2)
    command = [sys.executable, "-c", SCRIPT]
    path = os.pathsep.join(str(Path(one).resolve()) for one in sys.path if one)
    seconds = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            command,
            cwd=office.folder,
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=True,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        assert done.stdout.strip() == "96 ['unchanged'] []", done.stderr
    assert min(seconds) < 1  # of a processor, so that a busy machine does not fail it
