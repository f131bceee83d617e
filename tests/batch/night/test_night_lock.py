"""One batch at a time in a folder of outputs; a batch that was killed keeps nobody off."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from hotline_analysis.batch.night.lock import locked
from hotline_analysis.errors import UsageError

HOLD = """\
import sys
from pathlib import Path
from hotline_analysis.batch.night.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_batch_is_told_who_is_there(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with (
            pytest.raises(
                UsageError, match=rf"another batch is at work there \(process {other.pid}, since 20"
            ) as raised,
            locked(tmp_path),
        ):
            pass
        assert raised.value.exit_code == 2
        assert "\n" not in str(raised.value)
        other.kill()
        other.wait()
        with locked(tmp_path):
            assert (tmp_path / ".hotline" / "lock").is_file()


def test_it_is_given_back(tmp_path: Path) -> None:
    for _ in range(2):
        with locked(tmp_path):
            pass


def test_outputs_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"file: cannot write there \("), locked(tmp_path / "file"):
        pass
