"""One batch at a time in a folder of outputs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from hotline_analysis.batch.plan.hashes import FOLDER
from hotline_analysis.errors import UsageError


@contextmanager
def locked(outputs: Path) -> Iterator[None]:
    """Keep other batches off a folder of outputs.

    The operating system takes the lock away when the process ends, however it ends, so a batch that was killed
    does not stand in the way of the next.

    Raises
    ------
    UsageError
        If another batch is at work there, or nothing can be written there.
    """
    file = outputs / FOLDER / "lock"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        held = file.open("a+", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{outputs}: cannot write there ({error.strerror or error})") from None
    with held:
        if not _taken(held):
            held.seek(0)
            owner = held.read().strip()
            raise UsageError(
                f"{outputs}: another batch is at work there{f' ({owner})' if owner else ''}; "
                "wait until it has ended, or give another folder with --outputs"
            )
        held.truncate(0)
        held.write(f"process {os.getpid()}, since {datetime.now():%Y-%m-%d %H:%M:%S}\n")
        held.flush()
        yield


def _taken(file: IO[str]) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        return _taken_on_windows(file)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _taken_on_windows(file: IO[str]) -> bool:
    import msvcrt

    file.seek(0x7FFFFFFF)  # a byte far behind the text, so that others can read who holds it
    try:
        getattr(msvcrt, "locking")(file.fileno(), getattr(msvcrt, "LK_NBLCK"), 1)  # noqa: B009  unknown elsewhere
    except OSError:
        return False
    return True
