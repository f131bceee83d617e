"""A batch with nothing to do needs, with its index, none of the libraries that make reports."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from planning import planned
from shelving import Shelf, fact, places, total

from hotline_analysis.batch.plan import Hashes

HEAVY = ("pandas", "numpy", "duckdb", "pyarrow", "matplotlib", "nbformat", "papermill", "jinja2", "fontTools")
SCRIPT = f"""
import sys
from pathlib import Path
sys.argv[1:] = ["batch", "grid.yaml", "--outputs", "outputs"]
from hotline_analysis.cli import main
try:
    main()
except SystemExit:
    pass
print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)
"""


def test_nothing_changed_in_96_reports(tmp_path: Path) -> None:
    """The facts are as many as those of a published bulletin; how long it takes is measured in bench/batch.py."""
    shelf = Shelf(tmp_path)
    known = Hashes()
    grid = shelf.office.write(
        "grid.yaml",
        "jurisdictions: [office]\nperiods: 2015-01..2022-12\nformats: [html]\n"
        'parameters: {data: "now", date: "{last_day}"}\n',
    )
    other = [fact(f"a1-1.单位{unit}.{column}", 7) for unit in range(40) for column in range(15)]
    for number, job in enumerate(planned(grid).jobs):
        ranks = {f"单位{unit}": (unit * (number + 1)) % 41 + 1 for unit in range(40)}
        shelf.leave(job, [*total(1000 + number), *places(ranks), *other], hashes=known)
    time.sleep(0.2)  # so that hashes may be remembered
    path = os.pathsep.join(str(Path(one).resolve()) for one in sys.path if one)
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            cwd=shelf.office.folder,
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == ""
        assert "   0         96       0" in done.stderr, done.stderr
    assert done.stderr.splitlines()[-1] == "[]"
    page = (shelf.outputs / "index.html").read_text(encoding="utf-8")
    assert page.count('class="report"') == 96
