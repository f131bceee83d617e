"""Write beside the destination, then move into place: an import is there as a whole or not at all."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hotline_analysis.errors import HotlineError, InputError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class DiskError(HotlineError):
    """The disk is full, or refuses to be written (exit code 1)."""


@dataclass(frozen=True)
class Staging:
    """A private folder on the disk of the destination.

    Attributes
    ----------
    folder : Path
    import_id : str
        Moment and a random part: it names all files of this import.
    """

    folder: Path
    import_id: str

    def path(self, name: str) -> Path:
        """Return a place in the folder."""
        place = self.folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def publish(self, staged: Path, target: Path) -> None:
        """Move one finished file to its place; it is on the disk before it is there."""
        with staged.open("rb") as file:
            os.fsync(file.fileno())
        target.parent.mkdir(parents=True, exist_ok=True)
        staged.replace(target)
        sync_folder(target.parent)


@contextmanager
def staged(target: Path) -> Iterator[Staging]:
    """Make a staging folder for a destination and remove it in the end; what killed imports left goes first.

    It lies beside the destination, so that a store never holds anything unfinished; in it, where the folder above
    cannot be written or is another disk. Its lock keeps two imports off one destination.

    Raises
    ------
    InputError
        If it cannot be written, or another import works on the same destination.
    """
    parent = _writable_parent(target)
    now = datetime.now().astimezone().strftime("%Y%m%dT%H%M%S")
    mark = uuid.uuid4().hex[:8]
    staging = Staging(parent / f".{target.name}.importing-{mark}", f"{now}-{mark}")
    staging.folder.mkdir(mode=0o700)
    handle = os.open(staging.folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        for place in {target.absolute().parent, parent}:
            for other in place.glob(f".{target.name}.importing-*"):
                if other != staging.folder:
                    _remove_dead(other, target)
        yield staging
    finally:
        shutil.rmtree(staging.folder, ignore_errors=True)
        os.close(handle)


def _remove_dead(folder: Path, target: Path) -> None:
    """Remove what a killed import left; a living one holds the lock of its folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except BlockingIOError:
        raise InputError("another import is writing here", file=target, allowed="wait until it has ended") from None
    finally:
        os.close(handle)


def _writable_parent(target: Path) -> Path:
    above = target.absolute().parent
    inside = target.is_dir()
    same_disk = not inside or target.stat().st_dev == above.stat().st_dev
    if same_disk and os.access(above, os.W_OK):
        return above
    if inside and os.access(target, os.W_OK):
        return target
    raise InputError("the folder cannot be written", file=above)


@contextmanager
def disk_errors(target: Path) -> Iterator[None]:
    """Turn a full disk into one line."""
    import duckdb

    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskError(_said(target, error.strerror or str(error))) from None
        raise
    except duckdb.Error as error:
        said = " ".join(str(error).split())
        if any(os.strerror(code) in said for code in _FULL) or isinstance(error, duckdb.OutOfMemoryException):
            raise DiskError(_said(target, said)) from None
        if isinstance(error, duckdb.IOException):
            raise DiskError(f"{target}: reading or writing failed ({said[:300]}); nothing was changed") from None
        raise


def _said(target: Path, problem: str) -> str:
    return f"{target}: no room to write ({problem[:200]}); nothing was changed"


def sync_folder(folder: Path) -> None:
    """See that the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
