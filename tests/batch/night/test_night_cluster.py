"""The same batch on a cluster: a real scheduler and two real workers, one of which is killed half-way."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from nights import Night, kill, until

from hotline_analysis.batch.private import PREFIX

pytest.importorskip("distributed", reason="needs dask.distributed")

SLOW = "import time\ntime.sleep(0.7)"


class Cluster:
    """A scheduler and its workers."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self.stack = folder, stack
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        self.start("scheduler", "--host", self.address, "--no-dashboard", "--no-show")
        self.workers = [
            self.start("worker", self.address, "--nthreads", "2", "--no-nanny", "--no-dashboard", "--name", name)
            for name in ("first", "second")
        ]

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", *arguments]
        process = subprocess.Popen(
            command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        self.stack.callback(process.wait, 30)
        self.stack.callback(process.kill)
        return process


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    (tmp_path / "elsewhere").mkdir()
    with ExitStack() as stack:
        yield Cluster(tmp_path / "elsewhere", stack)


def test_a_worker_of_the_cluster_is_killed(tmp_path: Path, cluster: Cluster) -> None:
    night = Night(tmp_path)
    night.all_act(SLOW)
    night.act("2022-06", "1 / 0")
    pids = {worker.pid for worker in cluster.workers}
    with night.begun("--scheduler", cluster.address) as process:

        def both_at_work() -> bool:
            folders = [int(folder.name.split("-")[1]) for folder in night.outputs.glob(f"{PREFIX}*")]
            return len(night.finished()) >= 2 and set(folders) == pids

        until(both_at_work)
        before = night.finished()
        kill(cluster.workers[0].pid)
        _, said = process.communicate(timeout=120)
    assert process.returncode == 1, said
    assert "Traceback" not in said
    assert (
        "failed: office/2022-06/note: office 2022-06: the notebook failed: ZeroDivisionError: division by zero" in said
    )
    assert {period: night.finished()[period] for period in before} == before
    assert night.made_so_often() == dict.fromkeys(set(night.periods) - {"2022-06"}, 1)
    night.mend("2022-06")
    assert night.run("--scheduler", cluster.address).returncode == 0
    night.assert_all_there()
    assert {period: night.finished()[period] for period in before} == before
    local = tmp_path / "local"
    shutil.move(night.outputs, local)
    assert night.run("-j", 2).returncode == 0
    for period in night.periods:
        name = f"office/{period}/note.html"
        assert (local / name).read_bytes() == (night.outputs / name).read_bytes()


def test_nobody_answers(tmp_path: Path) -> None:
    night = Night(tmp_path, "2022-01..2022-02")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    from hotline_analysis.batch.night.pools import ClusterPool
    from hotline_analysis.errors import UsageError

    with pytest.raises(UsageError, match=rf"--scheduler {address}: no scheduler answers there \(.+\)"):
        ClusterPool(address, patience=1)
    done = night.run("--scheduler", "nonsense", "-j", 2)
    assert (done.returncode, done.stdout) == (2, "")
