"""What is killed in the night: the batch, a worker, a kernel. Afterwards every report is there once, and whole."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import nbformat
import pytest
from nights import Night, children, gone, kill, until

from hotline_analysis.batch.private import PREFIX

# at work for so long that a test can kill something meanwhile
SLOW = "import time\ntime.sleep(0.7)"
ONCE = "from pathlib import Path\nmark = Path('was-here')\nif not mark.exists():\n    mark.touch()\n"
LIMIT = "import resource\nsize = int(Path('/proc/self/statm').read_text().split()[0]) * resource.getpagesize()"
WANT = "the cell ended without a word, for want of memory perhaps"
KILL = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"


@pytest.fixture
def night(tmp_path: Path) -> Night:
    return Night(tmp_path)


def test_the_batch_is_killed(night: Night) -> None:
    night.all_act(SLOW)
    with night.begun("-j", 2) as process:
        until(lambda: len(night.finished()) >= 2 and list(night.outputs.glob(f"{PREFIX}*")))
        helpers = [*children(process.pid, "loky"), *children(process.pid, "engine")]
        kill(process.pid)
    before = night.finished()
    assert len(before) < 8
    assert helpers
    until(lambda: all(map(gone, helpers)), patience=10)  # nothing goes on behind the back of the next batch
    done = night.run("-j", 2)
    assert done.returncode == 0
    night.assert_all_there()
    assert {period: night.finished()[period] for period in before} == before
    assert night.summary()["unchanged"] == len(before)


def test_a_worker_is_killed(night: Night) -> None:
    night.all_act(SLOW)
    with night.begun("-j", 2) as process:
        until(lambda: len(night.finished()) >= 2 and len(list(night.outputs.glob(f"{PREFIX}*"))) > 1)
        before = night.finished()
        at_work = {int(folder.name.split("-")[1]) for folder in night.outputs.glob(f"{PREFIX}*")}
        kill(min(at_work - {process.pid}))  # the batch itself has a folder too, of what reports share
        _, said = process.communicate(timeout=120)
    assert process.returncode == 0, said
    night.assert_all_there()
    assert {period: night.finished()[period] for period in before} == before
    assert night.made_so_often() == dict.fromkeys(night.periods, 1)
    assert [line["event"] for line in night.log()].count("lost") >= 1
    assert night.summary()["made"] == 8


def test_a_report_that_kills_its_worker_fails_and_no_other(night: Night) -> None:
    # the kernel of a warm parent is no child of the worker; its private folder tells who that is
    night.act(
        "2022-02",
        "import os, signal\n"
        f"(folder,) = [one for one in Path('outputs').glob('{PREFIX}*') if list(one.glob('note.ipynb'))"
        " and period in (one / 'note.ipynb').read_text()]\n"
        "os.kill(int(folder.name.split('-')[1]), signal.SIGKILL)",
    )
    done = night.run("-j", 2)
    assert done.returncode == 1
    failed = [entry for entry in night.summary()["reports"] if entry["result"] == "failed"]
    assert [(entry["report"], entry["error"]) for entry in failed] == [
        ("office/2022-02/note", "the process that made it died, for want of memory perhaps")
    ]
    assert night.summary()["made"] == 7
    assert not list(night.outputs.glob(f"{PREFIX}*"))


def test_kernels_that_die_hang_or_want_too_much(night: Night) -> None:
    night.act("2022-01", KILL)
    night.act("2022-02", ONCE + "    " + KILL.replace("\n", "\n    "))
    night.act("2022-03", "import time\nprint('so far')\ntime.sleep(10_000)")
    night.act("2022-04", f"{LIMIT}\nresource.setrlimit(resource.RLIMIT_AS, (size + 3 * 10**8,) * 2)\nbytearray(10**12)")
    night.act("2022-05", f"{LIMIT}\nresource.setrlimit(resource.RLIMIT_AS, (size,) * 2)\nbytearray(10**12)")
    done = night.run("-j", 2, "--retries", 1, "--timeout", 5)
    assert done.returncode == 1
    errors = {
        "2022-01": "Kernel died",
        "2022-03": "it took longer than the 5 seconds that a report may take",
        "2022-04": "MemoryError",
        "2022-05": WANT,
    }
    entries = {entry["report"].split("/")[1]: entry for entry in night.summary()["reports"]}
    assert {period: entry["result"] for period, entry in entries.items()} == {
        **dict.fromkeys(night.periods, "made"),
        **dict.fromkeys(errors, "failed"),
    }
    assert [entries[period]["attempts"] for period in night.periods[:6]] == [2, 2, 2, 2, 2, 1]
    for period, error in errors.items():
        assert entries[period]["error"] == error
        assert entries[period]["cell"] == 4  # parameters, injected parameters, reading, acting
        assert entries[period]["notebook"] == f"office/{period}/note.failed.ipynb"
        assert {file.name for file in night.report(period).iterdir()} == {"note.failed.ipynb"}
        failed = nbformat.read(night.report(period) / "note.failed.ipynb", as_version=4)
        (cell,) = [cell for cell in failed.cells if cell.metadata.get("papermill", {}).get("status") == "failed"]
        assert cell.execution_count == 4
        assert cell.source.startswith("from pathlib import Path\nact = ")
        assert any(output.output_type == "error" for output in cell.outputs) is (error != WANT)
        assert "An Exception was encountered at" in failed.cells[0].source
        after = failed.cells[failed.cells.index(cell) + 1 :]
        assert [cell.metadata.papermill.status for cell in after if "papermill" in cell.metadata] == ["pending"]
    hung = nbformat.read(night.report("2022-03") / "note.failed.ipynb", as_version=4)
    assert any(output.get("text") == "so far\n" for cell in hung.cells for output in cell.get("outputs", ()))
    for period in errors:
        night.mend(period)
    before = night.finished()
    assert night.run("-j", 2).returncode == 0
    night.assert_all_there()
    assert {period: night.finished()[period] for period in before} == before


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="no process groups")
@pytest.mark.parametrize(
    ("number", "group"), [(signal.SIGINT, True), (signal.SIGTERM, False)], ids=["Ctrl-C", "a scheduler ends the job"]
)
def test_the_batch_is_stopped(night: Night, number: signal.Signals, group: bool) -> None:
    night.all_act(SLOW)
    night.act("2022-03", "import time\ntime.sleep(10_000)")
    with night.begun("-j", 2) as process:
        until(lambda: len(night.finished()) >= 2 and list(night.outputs.glob(f"{PREFIX}*")))
        if group:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.splitlines()[-1] == "hotline: interrupted; finished reports are kept, nothing half-written is left"
    assert "Traceback" not in said
    assert not list(night.outputs.glob(f"{PREFIX}*"))
    before = night.finished()
    assert "2022-03" not in before
    assert {folder.name for folder in night.outputs.glob("office/*")} == set(before)
    summary = night.summary()
    assert summary["interrupted"] is True
    assert (summary["made"], summary["failed"], summary["not_reached"]) == (len(before), 0, 8 - len(before))
    night.mend("2022-03")
    assert night.run("-j", 2).returncode == 0
    night.assert_all_there()
    assert {period: night.finished()[period] for period in before} == before
