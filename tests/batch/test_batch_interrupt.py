"""A batch that is stopped keeps whole reports and leaves nothing half-written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from making import small_office
from office import Office

COMMAND = [sys.executable, "-c", "from hotline_analysis.cli import main; main()", "batch", "--to", "html"]
FILES = {"bulletin.html", "bulletin.ipynb", "facts.json", "manifest.json"}


def reports(office: Office, number: int) -> list[str]:
    files = []
    for month in range(1, number + 1):
        file = office.report(period=f"2024-{month:02}")
        files.append(str(file.rename(file.with_name(f"report-{month}.yaml"))))
    return files


def stopped(command: list[str], outputs: Path, with_signal: int, *, group: bool) -> subprocess.CompletedProcess[str]:
    """Start the command, wait until it works on a report, send it the signal."""
    # a session of its own, as a terminal or a scheduler has it, so that only the command is stopped
    process = subprocess.Popen(
        [*command, "--outputs", str(outputs)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not list(outputs.glob(".making-*/*.ipynb")):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline, "the batch never began"
        time.sleep(0.05)
    if group:
        os.killpg(process.pid, with_signal)
    else:
        process.send_signal(with_signal)
    out, err = process.communicate(timeout=90)
    return subprocess.CompletedProcess(command, process.returncode, out, err)


@pytest.mark.parametrize(
    ("with_signal", "group", "workers"),
    [(signal.SIGINT, False, 1), (signal.SIGINT, True, 2), (signal.SIGTERM, True, 2)],
    ids=["one process", "Ctrl-C with workers", "a scheduler ends the job"],
)
def test_a_stopped_batch(tmp_path: Path, with_signal: int, group: bool, workers: int) -> None:
    files = reports(small_office(tmp_path), 6)
    outputs = tmp_path / "outputs"
    done = stopped([*COMMAND, "-j", str(workers), *files], outputs, with_signal, group=group)
    assert done.returncode == 130
    assert done.stderr.splitlines()[-1].startswith("hotline: interrupted")
    assert "Traceback" not in done.stderr
    assert not list(outputs.glob(".making-*"))
    finished = [folder for folder in outputs.glob("office/*") if any(folder.iterdir())]
    assert len(finished) < len(files)
    for folder in finished:
        assert {file.name for file in folder.iterdir()} == FILES
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        for entry in manifest["outputs"]:
            assert (folder / entry["name"]).stat().st_size == entry["bytes"]
