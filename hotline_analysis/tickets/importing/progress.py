"""How far a long import is, on stderr: a bar on a terminal, a line now and then elsewhere, nothing for short ones."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PATIENCE = 2.0  # seconds that pass before anything is shown
LINE_EVERY = 15.0  # seconds between two lines where there is no terminal
_TICK = 0.2


class Progress:
    """Watches the stages of an import.

    Parameters
    ----------
    stream : text stream, optional
        Where to write; by default stderr.
    patience, line_every : float
        Seconds.
    """

    def __init__(
        self, stream: TextIO | None = None, *, patience: float = PATIENCE, line_every: float = LINE_EVERY
    ) -> None:
        self.stream = sys.stderr if stream is None else stream
        self.patience = patience
        self.line_every = line_every

    @contextmanager
    def stage(self, name: str, con: DuckDBPyConnection, rows: int | None = None) -> Iterator[None]:
        """Show how far the database is with what happens inside this block.

        Parameters
        ----------
        rows : int, optional
            Rows of the table, where they are known.
        """
        done = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(name, con, rows, done), daemon=True)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()

    def _watch(self, name: str, con: DuckDBPyConnection, rows: int | None, done: threading.Event) -> None:
        if done.wait(self.patience):
            return
        size = "" if rows is None else f" ({rows:,} rows)"
        show = self._bar if self.stream.isatty() else self._lines
        show(f"{name}{size}", con, done)

    def _bar(self, name: str, con: DuckDBPyConnection, done: threading.Event) -> None:
        from tqdm import tqdm

        with tqdm(total=100, desc=name, unit="%", leave=False, file=self.stream) as bar:
            while not done.wait(_TICK):
                share = con.query_progress()
                if share > bar.n:
                    bar.update(min(share, 100) - bar.n)

    def _lines(self, name: str, con: DuckDBPyConnection, done: threading.Event) -> None:
        begin = time.monotonic()
        while True:
            share = con.query_progress()
            known = f", {share:.0f} %" if share > 0 else ""
            print(f"{name}{known}, {time.monotonic() - begin + self.patience:.0f} s", file=self.stream, flush=True)
            if done.wait(self.line_every):
                return
