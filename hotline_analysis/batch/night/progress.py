"""What a batch shows while it runs, on the error stream; the files of finished reports go to the output stream."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from hotline_analysis.batch.night.attempts import Entry


class Progress(Protocol):
    """Is told of every report that is finished.

    Examples
    --------
    >>> from hotline_analysis.batch.night import Entry
    >>> shown: Progress = silent(1)
    >>> shown.note(Entry("yunxi/2022-Q3/bulletin", None, "made"), [])
    >>> shown.close()
    """

    def note(self, entry: Entry, files: Sequence[Path]) -> None:
        """Show that a report was made, with its files, or has failed."""

    def close(self) -> None:
        """Nothing more comes."""


class Silence:
    """Shows nothing."""

    def note(self, entry: Entry, files: Sequence[Path]) -> None:
        """Show nothing."""

    def close(self) -> None:
        """Do nothing."""


def silent(total: int) -> Progress:
    """Return what shows nothing, however many reports are to be made."""
    del total
    return Silence()


class Lines:
    """A line a report, for logs and mails: how many are done, how fast, how long the rest may take."""

    def __init__(self, total: int) -> None:
        self.total, self.done, self.began = total, 0, time.monotonic()

    def note(self, entry: Entry, files: Sequence[Path]) -> None:
        """Print the files, and the line."""
        self.done += 1
        for file in files:
            print(file, flush=True)
        spent = time.monotonic() - self.began
        left = (self.total - self.done) * spent / self.done
        rest = f"{self.total - self.done} to go, about {spoken(left)}" if self.done < self.total else "none to go"
        print(f"[{self.done}/{self.total}] {said(entry)}; {rest}", file=sys.stderr, flush=True)

    def close(self) -> None:
        """Nothing is left open."""


class Bar:
    """A bar with the rate and the remaining time, for a terminal."""

    def __init__(self, total: int) -> None:
        from tqdm import tqdm

        self._bar = tqdm(total=total, unit="report", file=sys.stderr, dynamic_ncols=True, leave=False)

    def note(self, entry: Entry, files: Sequence[Path]) -> None:
        """Move the bar on; files and failures are printed above it."""
        for file in files:
            self._bar.write(str(file), file=sys.stdout)
        if entry.failure is not None:
            self._bar.write(said(entry), file=sys.stderr)
        self._bar.update()

    def close(self) -> None:
        """Take the bar away."""
        self._bar.close()


def progress(total: int) -> Progress:
    """Return a bar on a terminal, lines anywhere else.

    Examples
    --------
    >>> progress(3).close()
    """
    return Bar(total) if sys.stderr.isatty() else Lines(total)


def said(entry: Entry) -> str:
    """Say in one line what became of a report."""
    if entry.failure is None:
        return f"{entry.result} {entry.key} in {entry.seconds:.1f} s"
    return f"failed: {entry.key}: {entry.failure.message}"


def spoken(seconds: float) -> str:
    """Say a time as a reader wants it.

    Examples
    --------
    >>> spoken(7.4), spoken(200), spoken(4000)
    ('7 s', '3 min 20 s', '1 h 07 min')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02} s"
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60:02} min"
