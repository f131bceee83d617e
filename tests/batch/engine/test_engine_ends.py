"""However the driver, a worker or a kernel ends: no process and no file is left."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from engine_notebooks import run, write_notebook

from hotline_analysis.batch.engine import WarmKernels
from hotline_analysis.batch.engine.parent import end_kernel

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

DRIVER = """\
import sys, papermill
from hotline_analysis.batch.engine import WarmKernels
from hotline_analysis.batch.engine.parent import end_kernel
with WarmKernels(()) as kernels:
    print(kernels.address, kernels._process.pid, flush=True)
    papermill.execute_notebook(sys.argv[1], None, progress_bar=False, kernel_manager_class=kernels.manager_class)
"""
WORKER = """\
import sys, papermill
from hotline_analysis.batch.engine import kernels_at
papermill.execute_notebook(sys.argv[1], None, progress_bar=False, kernel_manager_class=kernels_at(sys.argv[2]))
"""


def sleeper(folder: Path) -> tuple[Path, Path]:
    """A notebook that writes its process number and sleeps, with a child that sleeps too."""
    note = folder / "pids"
    cell = (
        "import os, subprocess, time\nchild = subprocess.Popen(['sleep', '600'])\n"
        f"note = {str(note)!r}\nopen(note + '.new', 'w').write(f'{{os.getpid()}} {{child.pid}}')\n"
        "os.rename(note + '.new', note)\n"
        "time.sleep(600)"
    )
    return write_notebook(folder / "sleeper.ipynb", cell), note


def until(true: Callable[[], bool], seconds: float = 20.0) -> bool:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def started(program: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_the_driver_is_killed(how: signal.Signals, tmp_path: Path) -> None:
    source, note = sleeper(tmp_path)
    with started(DRIVER, source) as driver:
        assert driver.stdout
        address, parent = driver.stdout.readline().split()
        assert until(note.is_file, 60)
        pids = [int(parent), *map(int, note.read_text().split())]
        assert all(map(runs, pids))
        driver.send_signal(how)
        driver.wait(20)
    assert until(lambda: not any(map(runs, pids)), 5)
    assert until(lambda: not Path(address).parent.exists(), 5)


def test_a_worker_is_killed(tmp_path: Path) -> None:
    source, note = sleeper(tmp_path)
    with WarmKernels(()) as kernels:
        with started(WORKER, source, kernels.address) as worker:
            assert until(note.is_file, 60)
            pids = [*map(int, note.read_text().split())]
            worker.kill()
        assert until(lambda: not any(map(runs, pids)), 5)
        assert kernels.why_not is None
        # the warm parent goes on
        run(write_notebook(tmp_path / "in.ipynb", "1"), tmp_path / "out.ipynb", kernels.manager_class)
        assert kernels._process is not None
        assert until(lambda: not children(kernels._process.pid), 5)


def children(pid: int) -> list[str]:
    """Children of a process, zombies too."""
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def test_no_zombie_no_descriptor_and_no_file_is_left(tmp_path: Path) -> None:
    source = write_notebook(tmp_path / "in.ipynb", "import os\nos.getpid()")
    with WarmKernels(()) as kernels:
        folder = Path(kernels.address).parent
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert len(kernels.address) < 90
        assert kernels._process is not None
        pid = kernels._process.pid
        counts = []
        for _ in range(3):
            run(source, tmp_path / "out.ipynb", kernels.manager_class)
            assert until(lambda: not children(pid), 5)
            counts.append([len(list(Path(f"/proc/{who}/fd").iterdir())) for who in (pid, "self")])
            assert [file.name for file in folder.iterdir()] == ["s"]
        assert counts[1] == counts[2]
    assert not folder.exists()
    assert not runs(pid)


def test_leaving_the_block_ends_an_import_that_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hangs.py").write_text("import time\ntime.sleep(600)\n")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    begin = time.monotonic()
    with WarmKernels(("hangs",)) as kernels:
        time.sleep(1)
    assert time.monotonic() - begin < 8
    assert not Path(kernels.address).parent.exists()


def test_a_kernel_that_was_just_forked_has_no_group_of_its_own_and_is_killed() -> None:
    """A warm parent that ended at that moment waited for it for ever."""
    with subprocess.Popen(["sleep", "600"]) as forked:
        end_kernel(forked.pid)
        assert forked.wait(10) == -signal.SIGKILL
