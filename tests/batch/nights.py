"""What the tests of nights share: an office with a grid of fast reports, batches as processes, what they left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml
from making import small_notebook, small_office
from office import UNITS, Office

HOTLINE = [sys.executable, "-m", "hotline_analysis"]
PATIENCE = 120.0

# the data is read as a bulletin reads it; a file beside it may tell a report what to do
READ = (
    "from hotline_analysis.report import open_bulletin\n"
    "bulletin = open_bulletin(jurisdiction=jurisdiction, period=period, data=data, date=date)"
)
ACT = "from pathlib import Path\nact = Path('acts', f'{period}.py')\nexec(act.read_text() if act.exists() else '')"
SHOW = "from IPython.display import HTML\nHTML(f'<h1>{period}</h1>')"


class Night:
    """An office whose grid makes one small report a month; every month has data of its own."""

    def __init__(self, folder: Path, periods: str = "2022-01..2022-08") -> None:
        self.office: Office = small_office(folder)
        self.folder, self.outputs = folder, folder / "outputs"
        small_notebook(folder, READ, ACT, SHOW, name="note.ipynb")
        self.grid = self.write_grid(periods)
        self.periods = [f"{year}-{month:02}" for year in (2022, 2023) for month in range(1, 13)]
        first, _, last = periods.partition("..")
        self.periods = [period for period in self.periods if first <= period <= last]
        for period in self.periods:
            self.office.case(f"data-{period}")

    def write_grid(self, periods: str) -> Path:
        grid = {
            "jurisdictions": ["office"],
            "periods": periods,
            "reports": {"note": {"notebook": "note.ipynb"}},
            "formats": ["html"],
            "parameters": {"data": "data-{period}", "date": "2024-02-01"},
        }
        return self.office.write("grid.yaml", yaml.safe_dump(grid))

    def act(self, period: str, code: str) -> Path:
        """Let the report of a month do this; what it does is no part of what it is made of."""
        return self.office.write(f"acts/{period}.py", code)

    def all_act(self, code: str) -> None:
        for period in self.periods:
            self.act(period, code)

    def break_data(self, period: str) -> None:
        self.office.case(f"data-{period}", [("甲街道", 9, 9, 9, 4, 5)])

    def mend(self, period: str) -> None:
        self.office.case(f"data-{period}", UNITS)
        (self.folder / "acts" / f"{period}.py").unlink(missing_ok=True)

    def command(self, *options: object) -> list[str]:
        return [*HOTLINE, "batch", str(self.grid), "--outputs", str(self.outputs), *map(str, options)]

    def run(self, *options: object) -> subprocess.CompletedProcess[str]:
        """Run a batch to its end."""
        done = subprocess.run(
            self.command(*options), cwd=self.folder, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    @contextmanager
    def begun(self, *options: object) -> Iterator[subprocess.Popen[str]]:
        """Start a batch, as a terminal or a scheduler does: in a session of its own."""
        with subprocess.Popen(
            self.command(*options),
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    def report(self, period: str) -> Path:
        return self.outputs / "office" / period

    def finished(self) -> dict[str, tuple[int, int]]:
        """Months whose report has its manifest, with what tells whether it was written again."""
        files = self.outputs.glob("office/*/note.manifest.json")
        return {file.parent.name: (file.stat().st_ino, file.stat().st_mtime_ns) for file in files}

    def summary(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads((self.outputs / "batch.json").read_text(encoding="utf-8"))
        return content

    def log(self) -> list[dict[str, Any]]:
        lines = (self.outputs / "batch.log.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line]

    def made_so_often(self) -> dict[str, int]:
        """How often the log says that a report was made."""
        made = [line["report"].split("/")[1] for line in self.log() if line["event"] == "made"]
        return {period: made.count(period) for period in made}

    def assert_all_there(self) -> None:
        """Every report exists, complete and as its manifest says, and nothing else does."""
        assert sorted(folder.name for folder in self.outputs.glob("office/*")) == self.periods
        for period in self.periods:
            files = {file.name for file in self.report(period).iterdir()}
            assert files == {"note.html", "note.ipynb", "note.manifest.json"}
            assert f"<h1>{period}</h1>" in (self.report(period) / "note.html").read_text(encoding="utf-8")
        done = subprocess.run(
            self.command("--dry-run"), cwd=self.folder, capture_output=True, text=True, timeout=PATIENCE, check=True
        )
        assert [line.split()[0] for line in done.stdout.splitlines()] == ["unchanged"] * len(self.periods)
        assert not list(self.outputs.glob(".making-*"))


def until(what: Callable[[], Any], *, patience: float = PATIENCE) -> Any:
    """Wait until something is so, and return it."""
    end = time.monotonic() + patience
    while not (found := what()):
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.05)
    return found


def gone(process: int) -> bool:
    """Whether a process has ended; one that nobody has waited for yet counts as ended."""
    try:
        return "\nState:\tZ" in Path(f"/proc/{process}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True


def children(process: int, word: str) -> list[int]:
    """Processes below a process whose command line holds a word."""
    import psutil

    found = []
    for child in psutil.Process(process).children(recursive=True):
        try:
            if word in " ".join(child.cmdline()):
                found.append(child.pid)
        except psutil.Error:
            continue
    return found


def kill(process: int) -> None:
    os.kill(process, 9)
