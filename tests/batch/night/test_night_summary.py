"""What a batch shows and leaves: counts, exit codes, the log, and nothing that names the machine."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from nights import gone, until

from hotline_analysis.batch.night import Entry, Failure, Night, call_hook, summary
from hotline_analysis.batch.night.lock import locked
from hotline_analysis.batch.night.log import opened_log
from hotline_analysis.batch.night.progress import Bar, Lines, progress, spoken

BROKEN = Failure("whole\nerror", "units.csv, line 2: wrong", cell=4, notebook="bulletin.failed.ipynb", exit_code=3)
KILLED = Failure("Kernel died", "Kernel died", cell=5, notebook="bulletin.failed.ipynb")


def night(outputs: Path, *failures: Failure, interrupted: bool = False) -> Night:
    failed = [
        Entry(f"office/2022-0{n}/bulletin", "never made", "failed", 1, 2.0, failure=failure)
        for n, failure in enumerate(failures, 1)
    ]
    made = Entry("office/2023-01/bulletin", "the scheme changed", "made", 2, 1.5, ("bulletin.html",))
    left_out = [("office/2023-02/bulletin", "excluded by 'office/2023-02'")]
    return Night(outputs, [made, *failed], left_out, datetime(2024, 2, 1, tzinfo=UTC), 12.34, interrupted)


@pytest.mark.parametrize(
    ("failures", "code"), [([], 0), ([BROKEN], 3), ([BROKEN, BROKEN], 3), ([BROKEN, KILLED], 1), ([KILLED], 1)]
)
def test_exit_codes(tmp_path: Path, failures: list[Failure], code: int) -> None:
    assert night(tmp_path, *failures).exit_code == code


def test_the_table(tmp_path: Path) -> None:
    assert summary(night(tmp_path, BROKEN, KILLED)).splitlines() == [
        "made  unchanged  failed  seconds",
        "   1          0       2     12.3",
        "",
        "failed                   cell    error",
        "office/2022-01/bulletin  In [4]  units.csv, line 2: wrong",
        "office/2022-02/bulletin  In [5]  Kernel died",
    ]


def test_batch_json(tmp_path: Path) -> None:
    with locked(tmp_path), opened_log(tmp_path) as log:
        night(tmp_path, BROKEN).write(log)
    assert json.loads((tmp_path / "batch.json").read_text(encoding="utf-8")) == {
        "batch": 1,
        "began": "2024-02-01T00:00:00+00:00",
        "seconds": 12.34,
        "interrupted": False,
        "made": 1,
        "unchanged": 0,
        "failed": 1,
        "not_reached": 0,
        "reports": [
            {
                "report": "office/2023-01/bulletin",
                "result": "made",
                "why": "the scheme changed",
                "attempts": 2,
                "seconds": 1.5,
            },
            {
                "report": "office/2022-01/bulletin",
                "result": "failed",
                "why": "never made",
                "attempts": 1,
                "seconds": 2.0,
                "cell": 4,
                "error": "units.csv, line 2: wrong",
                "notebook": "office/2022-01/bulletin.failed.ipynb",
            },
        ],
        "left_out": [{"report": "office/2023-02/bulletin", "why": "excluded by 'office/2023-02'"}],
    }
    assert sorted(file.name for file in (tmp_path / ".hotline").iterdir()) == ["lock"]


def test_a_summary_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "batch.json").mkdir()
    (tmp_path / ".hotline").mkdir()
    left = night(tmp_path)
    with opened_log(tmp_path) as log:
        left.write(log)
    assert left.exit_code == 1
    assert [problem.partition(" (")[0] for problem in left.problems] == [
        f"{tmp_path / 'batch.json'}: cannot be written"
    ]
    assert list((tmp_path / ".hotline").iterdir()) == []


def test_the_log_goes_on_after_a_line_that_was_cut_short(tmp_path: Path) -> None:
    file = tmp_path / "batch.log.jsonl"
    file.write_text('{"event": "beg', encoding="utf-8")
    for _ in range(2):
        with opened_log(tmp_path) as log:
            log.write("failed", error=f"no file {tmp_path}/data/units.csv")
    first, *others = file.read_text(encoding="utf-8").splitlines()
    assert first == '{"event": "beg'
    assert [json.loads(line)["error"] for line in others] == ["no file units.csv"] * 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_log_that_cannot_be_written_ends_nothing(tmp_path: Path) -> None:
    (tmp_path / "batch.log.jsonl").symlink_to("/dev/full")
    with opened_log(tmp_path) as log:
        log.write("begun")
        log.write("made")
    assert log.problem == "batch.log.jsonl: cannot be written (No space left on device)"


def test_lines_say_how_long_the_rest_takes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = Lines(2)
    made, failed = night(tmp_path, KILLED).entries
    lines.began -= 30
    lines.note(made, [tmp_path / "a.html"])
    lines.note(failed, [])
    out, err = capsys.readouterr()
    assert out == f"{tmp_path / 'a.html'}\n"
    assert err.splitlines() == [
        "[1/2] made office/2023-01/bulletin in 1.5 s; 1 to go, about 30 s",
        "[2/2] failed: office/2022-01/bulletin: Kernel died; none to go",
    ]


def test_a_bar_on_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert isinstance(progress(2), Lines)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    bar = progress(2)
    assert isinstance(bar, Bar)
    made, failed = night(tmp_path, KILLED).entries
    bar.note(made, [tmp_path / "a.html"])
    bar.note(failed, [])
    bar.close()
    out, err = capsys.readouterr()
    assert f"{tmp_path / 'a.html'}\n" in out
    assert "failed: office/2022-01/bulletin: Kernel died\n" in err
    assert "1/2" in err
    assert "report" in err


def test_the_users_command_reads_the_summary(tmp_path: Path) -> None:
    file = tmp_path / "batch.json"
    command = f'cat > "{tmp_path}/stdin"; printf %s "$HOTLINE_BATCH_JSON" > "{tmp_path}/name"'
    assert call_hook(command, '{"failed": 1}', file) is None
    assert (tmp_path / "stdin").read_text() == '{"failed": 1}'
    assert (tmp_path / "name").read_text() == str(file)


def test_a_command_that_fails_is_said(tmp_path: Path) -> None:
    said = call_hook("exit 7", "{}", tmp_path / "batch.json")
    assert said == "--on-failure: the command ended with exit code 7"


def test_a_command_that_does_not_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hotline_analysis.batch.night.hook.PATIENCE", 0.1)
    said = call_hook("exec sleep 100", "{}", tmp_path / "batch.json")
    assert said == "--on-failure: the command took longer than 0.1 seconds and was stopped"


def test_what_the_command_has_started_is_stopped_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hotline_analysis.batch.night.hook.PATIENCE", 1.0)
    began = time.monotonic()
    said = call_hook(f"sleep 100 & echo $! > '{tmp_path}/pid'; wait; true", "{}", tmp_path / "batch.json")
    assert said == "--on-failure: the command took longer than 1 seconds and was stopped"
    assert time.monotonic() - began < 10
    until(lambda: gone(int((tmp_path / "pid").read_text())), patience=5)


@pytest.mark.parametrize(("seconds", "text"), [(0.4, "0 s"), (59.6, "1 min 00 s"), (3600, "1 h 00 min")])
def test_times(seconds: float, text: str) -> None:
    assert spoken(seconds) == text
