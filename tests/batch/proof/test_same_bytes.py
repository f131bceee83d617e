"""The same inputs give the same bytes, whatever the time zone, locale, threads, folder, order and hash seed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest
from making import contents, small_notebook, small_office

import hotline_analysis

# what libraries make random, and what a process leaves in its outputs
OWN = (
    "import warnings, matplotlib, pandas as pd\nfrom IPython.display import HTML, SVG\nHTML('<h1>好</h1>')",
    "print('a', flush=True)\nimport time\ntime.sleep(0.3)\nprint('b')\nwarnings.warn('careful')",
    "pd.DataFrame({'a': [1, 2]}).style.highlight_max('a')",
    "import io\nfrom matplotlib.figure import Figure\nfigure = Figure()\n"
    "figure.subplots().plot([1, 2], marker='o', clip_on=True)\nfile = io.StringIO()\n"
    "figure.savefig(file, format='svg')\nSVG(file.getvalue())",
    "object()",
    "set('甲乙丙丁') and sorted(set('甲乙丙丁'))",
)
SCRIPT = """
import sys
from pathlib import Path
from hotline_analysis.batch import run_report
from hotline_analysis.resources import shared_folder
office, outputs, order = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
notebooks, samples = shared_folder("notebooks"), shared_folder("params") / "reports"
html, both = ("html",), ("html", "pdf")
sample = samples / "xiangtan-2019-11.yaml"
jobs = [
    (notebooks / "bulletin.ipynb", office / "report.yaml", {}, both),
    (office / "small.ipynb", office / "report.yaml", {"report": "own"}, both),
    (notebooks / "league_table.ipynb", sample, {"report": "league-table"}, html),
    (notebooks / "drivers.ipynb", sample, {"report": "drivers"}, html),
]
for notebook, params, changes, formats in jobs[::order]:
    run_report(notebook, params, changes=changes, formats=formats, outputs=outputs)
"""
HERE = {
    "TZ": "Asia/Shanghai",
    "LC_ALL": "C",
    "PYTHONHASHSEED": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
THERE = {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4711", "OMP_NUM_THREADS": "2"}
FILES = {
    *(f"office/2024-05/{name}" for name in ("bulletin.html", "bulletin.ipynb", "bulletin.pdf", "facts.json")),
    *(f"office/2024-05/own.{suffix}" for suffix in ("html", "ipynb", "pdf")),
    *(
        f"xiangtan/2019-11/{report}.{suffix}"
        for report in ("league-table", "drivers")
        for suffix in ("html", "ipynb", "facts.json")
    ),
}


def started(office: Path, outputs: Path, order: int, conditions: Mapping[str, str]) -> subprocess.Popen[str]:
    cwd = outputs.parent / f"cwd{order}"
    cwd.mkdir(parents=True)
    package = str(Path(hotline_analysis.__file__).parent.parent)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "SOURCE_DATE", "LANG"))}
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(office), str(outputs), str(order)],
        cwd=cwd,
        env={**kept, "PYTHONPATH": package, **conditions},
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Outputs of two processes under different conditions."""
    root = tmp_path_factory.mktemp("twice")
    notebook = small_notebook(root, *OWN)
    made = []
    for name, order, conditions in (("one", 1, HERE), ("another place", -1, THERE)):
        folder = root / name
        folder.mkdir()
        small_office(folder)
        shutil.copy(notebook, folder)
        made.append((folder / "outputs", started(folder, folder / "outputs", order, conditions)))
    for _, process in made:
        _, err = process.communicate(timeout=600)
        assert process.returncode == 0, err
    return made[0][0], made[1][0]


def test_every_file_has_the_same_bytes(twice: tuple[Path, Path]) -> None:
    one, other = map(contents, twice)
    assert set(one) == set(other)
    manifests = {name for name in one if name.endswith("manifest.json")}
    assert set(one) - manifests == FILES
    assert [name for name in sorted(FILES) if one[name] != other[name]] == []


def test_manifests_differ_in_duration_and_locale_only(twice: tuple[Path, Path]) -> None:
    for name in ("office/2024-05/manifest.json", "xiangtan/2019-11/drivers.manifest.json"):
        one, other = (json.loads((folder / name).read_text(encoding="utf-8")) for folder in twice)
        for manifest in (one, other):
            assert manifest.pop("seconds") > 0
        assert (one["environment"].pop("locale"), other["environment"].pop("locale")) == ("C", "C.UTF-8")
        assert one == other


def test_no_date_of_today_and_no_folder_is_left(twice: tuple[Path, Path]) -> None:
    today = datetime.now().astimezone()
    dates = [today.strftime(form).encode() for form in ("%Y-%m-%d", "%Y%m%d", "%Y年%-m月%-d日")]
    for folder in twice:
        for name, data in contents(folder).items():
            found = [mark for mark in (*dates, str(folder.parent).encode(), b".making-") if mark in data]
            assert not found, name


def test_a_picture_has_the_date_of_the_period(twice: tuple[Path, Path]) -> None:
    page = (twice[0] / "office/2024-05/own.ipynb").read_text(encoding="utf-8")
    assert "<dc:date>2024-05-31T23:59:59+00:00</dc:date>" in page
