"""Imports that are killed, interrupted, or run out of disk leave everything as it was."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from import_desk import Desk, row, rows, snapshot

from hotline_analysis.tickets.importing.staging import staged

MANY = 100_000


def command(desk: Desk, export: Path, **options: object) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-m", "hotline_analysis", "import", str(export), "--mapping", str(desk.mapping())]
    return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
        [*arguments, "--out", str(desk.store)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
    )


def many(desk: Desk, month: int = 11) -> Path:
    """Write an export that takes some seconds; every text holds a number to be masked."""
    lines = (
        ",".join(row(id=f"B{n}", received=f"2022/{month}/3 9:05:00", text=f"电话13800138000第{n}次来电"))
        for n in range(MANY)
    )
    head = desk.csv([]).read_text()
    return desk.write("many.csv", head + "\n".join(lines) + "\n")


def working(desk: Desk) -> list[Path]:
    return [one for one in desk.folder.glob(".store.importing-*/converted/*.parquet") if one.stat().st_size > 4]


def wait_until_it_writes(desk: Desk, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 60
    while not working(desk):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.02)


def test_kill_9_leaves_the_store_as_it_was(desk: Desk) -> None:
    desk.done(desk.csv(rows(3)))
    before = snapshot(desk.store)
    process = command(desk, many(desk))
    wait_until_it_writes(desk, process)
    process.kill()
    process.communicate()
    assert snapshot(desk.store) == before
    # what it left beside the store goes with the next import
    assert list(desk.folder.glob(".store.importing-*"))
    desk.done(desk.csv(rows(4)))
    assert not list(desk.folder.glob(".store.importing-*"))
    assert desk.stored("id") == ["A1", "A2", "A3", "A4"]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_import_says_so_in_one_line(desk: Desk, how: signal.Signals) -> None:
    desk.done(desk.csv(rows(3)))
    before = snapshot(desk.store)
    process = command(desk, many(desk))
    wait_until_it_writes(desk, process)
    process.send_signal(how)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert said.strip().splitlines()[-1] == "hotline: interrupted; nothing was changed"
    assert snapshot(desk.store) == before
    assert not list(desk.folder.glob(".store.importing-*"))


def test_a_full_disk(desk: Desk) -> None:
    desk.done(desk.csv(rows(3)))
    before = snapshot(desk.folder)

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))

    export = many(desk)
    process = command(desk, export, preexec_fn=small_files)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 1, said
    (line,) = [line for line in said.splitlines() if line.startswith("hotline:")]
    assert "no room to write" in line
    assert "Traceback" not in said
    export.unlink()
    assert snapshot(desk.folder) == {**before, "export.csv": desk.csv([]).read_bytes()}


def test_a_full_disk_while_a_report_is_written(desk: Desk) -> None:
    # the tickets fit, the many rows that are set aside do not
    desk.done(desk.csv(rows(3)))
    before = snapshot(desk.store)

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

    process = command(
        desk, desk.csv([*rows(3), *(row(id=f"C{n}", received="") for n in range(20_000))]), preexec_fn=small_files
    )
    _, said = process.communicate(timeout=120)
    assert process.returncode == 1, said
    assert "no room to write" in said
    assert snapshot(desk.store) == before


def test_two_imports_into_one_store(desk: Desk) -> None:
    desk.done(desk.csv(rows(3)))
    with staged(desk.store):
        message = desk.refused(desk.csv(rows(3)))
    assert "another import is writing here" in message
    desk.done(desk.csv(rows(3)))


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(desk: Desk) -> None:
    desk.done(desk.csv(rows(3)))
    desk.store.chmod(0o500)
    desk.folder.chmod(0o500)
    try:
        assert "cannot be written" in desk.hotline("import", "x.csv", "--mapping", "m", "--out", desk.store).err
    finally:
        desk.folder.chmod(0o700)
        desk.store.chmod(0o700)


def test_memory_stays_bounded(desk: Desk) -> None:
    export = many(desk)
    arguments = ["hotline", "import", str(export), "--mapping", str(desk.mapping()), "--out", str(desk.store)]
    program = (
        # not getrusage: its peak is the test process's own where that was larger
        f"import re, sys; sys.argv = {arguments!r}\n"
        "from hotline_analysis.cli import main\n"
        "try: main()\n"
        r"finally: print(int(re.search(r'VmHWM:\s+(\d+)', open('/proc/self/status').read())[1]) // 1024)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert int(done.stdout.splitlines()[-1]) < 1_500, done.stderr
