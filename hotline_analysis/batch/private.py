"""Private folders: where a report is made before it is moved to its place."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hotline_analysis.errors import UsageError

PREFIX = ".making-"
# seconds by which the clock of processes and that of files may disagree
_CLOCKS_DIFFER = 2.0
# a folder of another machine, whose processes nobody sees here, in which so long nothing was written is nobody's
_ABANDONED = 24 * 3600.0


def _prefix() -> str:
    """Return how the folders of this process begin: process numbers of machines that share a disk may be the same."""
    return f"{PREFIX}{os.getpid()}-{_machine()}-"


def _machine() -> str:
    """Return a short word for this machine, which does not tell its name."""
    return hashlib.sha256(platform.node().encode()).hexdigest()[:10]


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
        work = Path(tempfile.mkdtemp(prefix=_prefix(), dir=outputs))
    except OSError as error:
        raise UsageError(f"{outputs}: cannot write there ({error.strerror or error})") from None
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def clear_private_folders(outputs: Path) -> None:
    """Take away what killed runs left; the folder of a process that lives, such as a ``hotline run``, stays.

    Whether a process of another machine lives cannot be seen: its folder stays for a day after it was last written to.
    """
    for folder in outputs.glob(f"{PREFIX}*"):
        if not _in_use(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _in_use(folder: Path) -> bool:
    process, _, rest = folder.name.removeprefix(PREFIX).partition("-")
    machine, named, _ = rest.partition("-")
    if not (process.isdecimal() and named):
        return False
    return _alive(int(process), folder) if machine == _machine() else _written_lately(folder)


def _alive(number: int, folder: Path) -> bool:
    """Tell whether the process that made a folder lives; one that began later only has its number."""
    import psutil

    try:
        process = psutil.Process(number)
        later = process.create_time() > folder.stat().st_mtime + _CLOCKS_DIFFER
        return not later and process.status() != psutil.STATUS_ZOMBIE
    except (ValueError, OverflowError, psutil.NoSuchProcess, FileNotFoundError):
        return False
    except psutil.AccessDenied:
        return True


def _written_lately(folder: Path) -> bool:
    try:
        last = max(one.stat().st_mtime for one in (folder, *folder.iterdir()))
    except OSError:
        return True  # it is being written to, or taken away, at this moment
    return time.time() - last < _ABANDONED
