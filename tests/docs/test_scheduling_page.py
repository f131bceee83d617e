"""The files of docs/scheduling are valid, and what they call is a command line that there is."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from hotline_analysis.cli import InterruptedRunError
from hotline_analysis.cli.app import app
from hotline_analysis.errors import InputError, UsageError

FOLDER = Path(__file__).parents[2] / "docs" / "scheduling"


def unit(name: str) -> ConfigParser:
    read = ConfigParser(strict=False, interpolation=None, comment_prefixes="#")
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string((FOLDER / name).read_text(encoding="utf-8"))
    return read


def cron_line() -> str:
    lines = (FOLDER / "hotline.cron").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if re.match(r"\d", line))


def commands() -> list[list[str]]:
    """The arguments that the files give to `hotline`."""
    service = unit("hotline-batch.service")["Service"]["ExecStart"]
    cron = cron_line().split("&&")[1].split(">>")[0]
    page = (FOLDER.parent / "scheduling.md").read_text(encoding="utf-8")
    written = re.findall(r'^ *(?:bash_command=")?(hotline [^|"\n]+)', page, re.M)
    return [shlex.split(line)[1:] for line in [service, cron, *written]]


@pytest.mark.parametrize("arguments", commands(), ids=" ".join)
def test_every_option_is_one_of_the_command(arguments: list[str]) -> None:
    command = typer.main.get_command(app)
    found = command.get_command(typer.Context(command), arguments[0])  # type: ignore[attr-defined]
    assert found is not None, arguments
    known = {name for one in found.params for name in one.opts}
    assert {word for word in arguments[1:] if word.startswith("-")} <= known


def test_the_codes_that_are_not_tried_again() -> None:
    service = unit("hotline-batch.service")["Service"]
    assert service["Restart"] == "on-failure"
    assert service["RestartPreventExitStatus"].split() == ["2", "3"]
    said = CliRunner().invoke(app, ["batch", "--to", "odt"]).exception
    assert isinstance(said, UsageError)
    assert (UsageError.exit_code, InputError.exit_code) == (2, 3)


def test_systemd_neither_ends_a_batch_for_one_kernel_nor_calls_its_stop_a_failure() -> None:
    service = unit("hotline-batch.service")["Service"]
    assert service["MemoryMax"]
    assert service["OOMPolicy"] == "continue"
    assert (service["KillSignal"], service["KillMode"]) == ("SIGINT", "mixed")
    assert service["SuccessExitStatus"].split() == [str(InterruptedRunError.exit_code)]


def test_cron_has_five_fields_and_the_timer_says_the_same() -> None:
    minute, hour, days, month, weekday, command = cron_line().split(maxsplit=5)
    assert (minute, hour, days, month, weekday) == ("30", "2", "1-5", "*", "*")
    assert command.startswith("cd /srv/hotline && ")
    assert unit("hotline-batch.timer")["Timer"]["OnCalendar"] == "*-*-01..05 02:30:00 Asia/Shanghai"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_takes_the_units() -> None:
    files = [str(FOLDER / name) for name in ("hotline-batch.service", "hotline-batch.timer")]
    ran = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True)
    said = [line for line in ran.stderr.splitlines() if "hotline" in line and "is not executable" not in line]
    assert said == []  # the program of the example is on no machine of ours
