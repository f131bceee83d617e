"""A disk that fills up in the night."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from nights import Night

from hotline_analysis.batch.private import PREFIX


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 170 kB, which takes the memory of hashes and two to four small reports."""
    folder = tmp_path / "outputs"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=172k", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk(tmp_path: Path, disk: Path) -> None:
    night = Night(tmp_path, "2022-01..2022-06")
    done = night.run("-j", 1)
    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    before = night.finished()
    assert 1 <= len(before) < 6
    for period in before:
        assert {file.name for file in night.report(period).iterdir()} == {
            "note.html",
            "note.ipynb",
            "note.manifest.json",
        }
    for folder in set(disk.glob("office/*")) - {night.report(period) for period in before}:
        assert not [file for file in folder.iterdir() if "failed" not in file.name]
    assert not list(disk.glob(f"{PREFIX}*"))
    subprocess.run(["mount", "-o", "remount,size=10m", str(disk)], check=True)
    assert night.run("-j", 1).returncode == 0
    night.assert_all_there()
    assert {period: night.finished()[period] for period in before} == before
