"""A night played through: 24 reports, three of which go wrong; then mended, run again and verified."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import yaml
from nights import HOTLINE, Night

from hotline_analysis.batch.plan import load_plan
from hotline_analysis.batch.proof.settled import settled_copy
from hotline_analysis.rendering import export_html

BROKEN, HANGS, KILLED = "2022-04", "2022-11", "2023-07"


def plain_page(night: Night, period: str) -> str:
    """The page of a report whose notebook was run by papermill's own command."""
    (job,) = load_plan([night.grid], only=[f"office/{period}"]).jobs
    params = night.folder / "plain.yaml"
    params.write_text(yaml.safe_dump(job.report.model_dump(mode="json", exclude_none=True)), encoding="utf-8")
    done = night.folder / "note.ipynb.done" / "note.ipynb"
    done.parent.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "papermill", str(job.notebook), str(done), "-f", str(params), "--no-progress-bar"]
    subprocess.run(command, cwd=night.folder, check=True, capture_output=True)
    return export_html(settled_copy(done, job.notebook, job.report, night.folder), name="note")


def test_a_night(tmp_path: Path) -> None:
    night = Night(tmp_path, "2022-01..2023-12")
    assert len(night.periods) == 24
    night.break_data(BROKEN)
    night.act(HANGS, "import time\ntime.sleep(10_000)")
    night.act(KILLED, "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    told = tmp_path / "told.json"

    done = night.run("-j", 2, "--timeout", 5, "--on-failure", f"cat > {told}; exit 3")
    assert done.returncode == 1
    bad = {
        BROKEN: (3, f"data-{BROKEN}/units.csv, line 2, unit 甲街道: satisfied exceeds revisited"),
        HANGS: (4, "it took longer than the 5 seconds that a report may take"),
        KILLED: (4, "Kernel died"),
    }
    summary = night.summary()
    assert (summary["made"], summary["unchanged"], summary["failed"]) == (21, 0, 3)
    assert json.loads(told.read_text(encoding="utf-8")) == summary
    for entry in summary["reports"]:
        period = entry["report"].split("/")[1]
        assert entry["result"] == ("failed" if period in bad else "made")
        if period in bad:
            cell, error = bad[period]
            assert entry["cell"] == cell
            assert entry["error"].startswith(error)
            assert {file.name for file in night.report(period).iterdir()} == {"note.failed.ipynb"}
            assert f"office/{period}/note  In [{cell}]  {'' if period == BROKEN else error}" in done.stderr
    assert "made  unchanged  failed  seconds\n  21          0       3" in done.stderr
    assert done.stderr.splitlines()[-1] == "hotline: --on-failure: the command ended with exit code 3"
    assert len(done.stdout.splitlines()) == 21 * 3
    for file in (night.outputs / "batch.json", night.outputs / "batch.log.jsonl"):
        assert str(tmp_path) not in file.read_text(encoding="utf-8")

    before = night.finished()
    for period in bad:
        night.mend(period)
    done = night.run("-j", 2, "--on-failure", f"rm {told}")
    assert done.returncode == 0
    assert told.exists()  # nothing failed
    assert (night.summary()["made"], night.summary()["unchanged"]) == (3, 21)
    night.assert_all_there()
    assert {period: night.finished()[period] for period in before} == before
    assert night.made_so_often() == dict.fromkeys(night.periods, 1)

    verify = subprocess.run(
        [*HOTLINE, "verify", str(night.report(BROKEN))], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert verify.returncode == 0, verify.stdout + verify.stderr

    by_two, by_one = night.outputs, tmp_path / "by-one"
    night.outputs = by_one
    assert night.run("-j", 1).returncode == 0
    for period in night.periods:
        name = f"office/{period}/note.html"
        assert (by_one / name).read_bytes() == (by_two / name).read_bytes()
    for period in (BROKEN, KILLED):
        assert (by_one / "office" / period / "note.html").read_text(encoding="utf-8") == plain_page(night, period)
