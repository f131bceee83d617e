"""Private folders: taken away by whoever used them, and by the next batch where that was killed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hotline_analysis.batch.private import clear_private_folders, private_folder
from hotline_analysis.errors import UsageError


def test_it_lies_beside_the_outputs_and_goes_away(tmp_path: Path) -> None:
    with private_folder(tmp_path / "outputs") as work:
        (work / "file").write_text("")
        assert work.parent == tmp_path / "outputs"
    assert not list((tmp_path / "outputs").iterdir())


def test_those_of_the_dead_are_cleared_and_no_others(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    zombie = subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE)
    assert zombie.stdout is not None
    assert zombie.stdout.read() == b""
    os.waitid(os.P_PID, zombie.pid, os.WEXITED | os.WNOWAIT)
    with private_folder(tmp_path) as ours:
        machine = ours.name.split("-")[2]
    for name in (f".making-{dead.pid}-{machine}-abc", f".making-{zombie.pid}-{machine}-abc", ".making-abc"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("")
    # after the machine was started anew, another process has the number
    reused = tmp_path / f".making-{os.getpid()}-{machine}-abc"
    reused.mkdir()
    os.utime(reused, (1_000_000_000, 1_000_000_000))
    (tmp_path / "office").mkdir()
    with private_folder(tmp_path) as work:
        clear_private_folders(tmp_path)
        assert {path.name for path in tmp_path.iterdir()} == {work.name, "office"}
    zombie.communicate()


def test_those_of_another_machine_stay_as_long_as_they_may_be_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its processes are not seen here, whatever their numbers are."""
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    with monkeypatch.context() as there:
        there.setattr("platform.node", lambda: "another")
        there.setattr("os.getpid", lambda: dead.pid)
        made = private_folder(tmp_path)
        work = made.__enter__()
    (work / "note.ipynb").write_text("")
    assert "another" not in work.name
    clear_private_folders(tmp_path)
    assert work.exists()
    os.utime(work, (1_000_000_000, 1_000_000_000))  # nothing was added, but a file is written again and again
    clear_private_folders(tmp_path)
    assert work.exists()
    os.utime(work / "note.ipynb", (1_000_000_000, 1_000_000_000))
    clear_private_folders(tmp_path)
    assert not work.exists()


def test_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "outputs").write_text("")
    with (
        pytest.raises(UsageError, match=r"outputs: cannot write there \(File exists\)"),
        private_folder(tmp_path / "outputs"),
    ):
        pass
