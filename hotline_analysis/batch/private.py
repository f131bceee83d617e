"""Private folders: where a report is made before it is moved to its place."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hotline_analysis.errors import UsageError

PREFIX = ".making-"
# seconds by which the clock of processes and that of files may disagree
_CLOCKS_DIFFER = 2.0


@contextmanager
def private_folder(outputs: Path) -> Iterator[Path]:
    """Make a folder that nobody else uses, on the same disk as the outputs, and take it away afterwards.

    Raises
    ------
    UsageError
        If nothing can be written there.
    """
    try:
        outputs.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=outputs))
    except OSError as error:
        raise UsageError(f"{outputs}: cannot write there ({error.strerror or error})") from None
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def clear_private_folders(outputs: Path) -> None:
    """Take away what killed runs left; the folder of a process that lives, such as a ``hotline run``, stays."""
    for folder in outputs.glob(f"{PREFIX}*"):
        if not _in_use(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _in_use(folder: Path) -> bool:
    """Tell whether the process that made a folder lives; one that began later only has its number."""
    import psutil

    try:
        process = psutil.Process(int(folder.name.removeprefix(PREFIX).partition("-")[0]))
        later = process.create_time() > folder.stat().st_mtime + _CLOCKS_DIFFER
        return not later and process.status() != psutil.STATUS_ZOMBIE
    except (ValueError, psutil.NoSuchProcess, FileNotFoundError):
        return False
    except psutil.AccessDenied:
        return True
