"""``hotline warm``: a warm parent for other programs."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from engine_notebooks import run, texts, write_notebook

from hotline_analysis.batch.engine import kernels_at

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs forks")
COMMAND = [sys.executable, "-m", "hotline_analysis", "warm", "--at"]


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder with a name that a socket can have."""
    with tempfile.TemporaryDirectory(prefix="h", dir="/tmp") as folder:
        yield Path(folder)


def test_other_programs_fork_from_it_until_it_is_stopped(tmp_path: Path, short: Path) -> None:
    folder = short / "warm"
    with subprocess.Popen([*COMMAND, str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as parent:
        try:
            assert parent.stdout is not None
            name, _, address = parent.stdout.readline().strip().partition("=")
            assert (name, address) == ("HOTLINE_WARM_KERNELS", str(folder / "s"))
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
            cell = "print(open(f'/proc/{__import__(\"os\").getppid()}/cmdline').read())"
            made = run(write_notebook(tmp_path / "a.ipynb", cell), tmp_path / "b.ipynb", kernels_at(address))
            assert "engine/start.py" in texts(made)[0]
        finally:
            parent.send_signal(signal.SIGINT)
        said = parent.communicate(timeout=20)[1]
    assert parent.returncode == 130
    assert said.count("\n") == 1
    assert not folder.exists()


def test_a_folder_that_is_there_is_refused(short: Path) -> None:
    ran = subprocess.run([*COMMAND, str(short)], capture_output=True, text=True)
    assert ran.returncode == 2
    assert "exists already" in ran.stderr


def test_a_name_too_long_for_a_socket_is_refused(tmp_path: Path) -> None:
    ran = subprocess.run([*COMMAND, str(tmp_path / ("x" * 80))], capture_output=True, text=True)
    assert ran.returncode == 2
    assert "60 bytes" in ran.stderr
