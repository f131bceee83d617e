"""Progress of long imports: lines where there is no terminal, a bar where there is one, nothing for short ones."""

from __future__ import annotations

import io
import time

import duckdb

from hotline_analysis.tickets.importing.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def watched(stream: io.StringIO, seconds: float) -> str:
    progress = Progress(stream, patience=0.1, line_every=0.1)
    with progress.stage("reading x.csv", duckdb.connect(), rows=1_000_000):
        time.sleep(seconds)
    return stream.getvalue()


def test_a_short_stage_says_nothing() -> None:
    assert watched(io.StringIO(), 0.0) == ""


def test_a_long_stage_says_a_line_now_and_then() -> None:
    lines = watched(io.StringIO(), 0.5).splitlines()
    assert 2 <= len(lines) <= 6
    assert all(line.startswith("reading x.csv (1,000,000 rows)") for line in lines)
    assert "\r" not in "".join(lines)


def test_a_terminal_shows_a_bar_and_clears_it() -> None:
    shown = watched(Terminal(), 0.5)
    assert "reading x.csv" in shown
    assert shown.rsplit("\r", 1)[-1].strip() == ""
