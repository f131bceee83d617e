from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from command import Hotline, Result

import hotline_analysis
from hotline_analysis import cli
from hotline_analysis.metrics import UnitTable
from hotline_analysis.schemes import Scheme, Scores, load_scheme, read_units, score

# where tests run in the background, Ctrl-C may be switched off, and programs that they start would inherit that
signal.signal(signal.SIGINT, signal.default_int_handler)

SAMPLES = Path(hotline_analysis.__file__).parent / "samples"

HEAD = """\
scheme: made-up
title: {zh: 测试, en: made up}
source: made up for a test
"""


@pytest.fixture
def sample() -> Callable[..., list[Path]]:
    """Files of a packaged sample: ``sample("furong-2020-03", "streets", "departments")``."""
    return lambda case, *names: [SAMPLES / case / f"{name}.csv" for name in names]


@pytest.fixture
def scheme_file(tmp_path: Path) -> Callable[..., Path]:
    """Write a scheme below a standard head and return its file."""

    def write(body: str, *, name: str = "scheme.yaml", head: str = HEAD) -> Path:
        file = tmp_path / name
        file.write_text(head + body, encoding="utf-8")
        return file

    return write


@pytest.fixture
def table_file(tmp_path: Path) -> Callable[..., Path]:
    """Write a table and return its file; the file's name is the group."""

    def write(text: str, name: str = "units.csv") -> Path:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return file

    return write


@pytest.fixture
def scored(scheme_file: Callable[..., Path], table_file: Callable[..., Path]) -> Callable[..., Scores]:
    """Score a table, given as text, under a scheme, given as the text below its head."""

    def run(body: str, table: str, *, previous: str | None = None, year_before: str | None = None) -> Scores:
        scheme = load_scheme(scheme_file(body))

        def read(text: str | None, name: str) -> UnitTable | None:
            return None if text is None else read_units([table_file(text, name)], scheme)

        now = read(table, "units.csv")
        assert now is not None
        return score(now, scheme, previous=read(previous, "p.csv"), year_before=read(year_before, "y.csv"))

    return run


@pytest.fixture
def rule_scores(scored: Callable[..., Scores]) -> Callable[..., dict[str, Fraction | None]]:
    """Score the only item of a scheme: unit to exact score."""

    def run(rule: str, table: str, *, marks: object = 10, more: str = "", **periods: str) -> dict[str, Fraction | None]:
        body = f"""\
full_marks: {marks}
{more}
dimensions:
  whole:
    zh: 全部
    en: whole
    marks: {marks}
    items:
      x: {{zh: 项, en: x, marks: {marks}, rule: {rule}}}
"""
        scores = scored(body, table, **periods)
        return dict(zip(scores.units, scores.items["x"], strict=True))

    return run


@pytest.fixture
def loaded(scheme_file: Callable[..., Path]) -> Callable[..., Scheme]:
    """Load a scheme given as the text below its head."""
    return lambda body, **options: load_scheme(scheme_file(body, **options))


@pytest.fixture
def hotline(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Hotline:
    """Call ``hotline`` in this process; a traceback is never an answer."""

    def call(*arguments: object) -> Result:
        monkeypatch.setattr(sys, "argv", ["hotline", *map(str, arguments)])
        code = 0
        try:
            cli.main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        finally:
            logging.disable(logging.NOTSET)  # a command that was interrupted ends its process in silence
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return Result(code, printed.out, printed.err)

    return call
