"""SHA-256 of files, remembered beside the outputs for as long as a file is the same by its number, size and times."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

FOLDER = ".hotline"
NAME = "hashes.json"
_VERSION = 1
# a file that was written so lately may be written again within the same tick of the file system's clock
_TOO_LATE_NS = 100_000_000

_MOST = 20_000

Found = TypeVar("Found")


@dataclass
class Hashes:
    """Hashes of files, and what was read out of files of a known hash.

    A file is known by device, number, size and the times of its content and its entry; no path is written. So a file
    that was copied over with its old time is read again, and one that was only touched is read and found unchanged.

    Attributes
    ----------
    file : Path or None
        Where they are kept; None keeps them for this process only.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "data.csv"
    ...     _ = file.write_text("unit,closed", encoding="utf-8")
    ...     hashes = Hashes.beside(Path(folder))
    ...     size = hashes.sha256(file)[1]
    ...     first = hashes.read("header", file, lambda one: one.read_text().split(","))
    ...     hashes.approve("rules")
    ...     hashes.save()
    ...     kept = Hashes.beside(Path(folder)).approved("rules")
    >>> size, first, kept, hashes.once("code", lambda: "worked out once")
    (11, ['unit', 'closed'], True, 'worked out once')
    """

    file: Path | None = None
    _known: dict[str, str] = field(default_factory=dict, repr=False)
    _used: dict[str, str] = field(default_factory=dict, repr=False)
    _read: dict[str, Any] = field(default_factory=dict, repr=False)
    _read_used: dict[str, Any] = field(default_factory=dict, repr=False)
    _once: dict[str, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def beside(cls, outputs: Path) -> Hashes:
        """Return those that an earlier batch left beside its outputs; none where these cannot be read."""
        file = outputs / FOLDER / NAME
        try:
            content = json.loads(file.read_bytes())
            if content["version"] == _VERSION:
                return cls(file, dict(content["files"]), {}, dict(content["read"]))
        except (OSError, ValueError, TypeError, KeyError):
            pass  # it is only a memory: whatever is wrong with it, the files are read again
        return cls(file)

    def sha256(self, file: Path) -> tuple[str, int]:
        """Return a file's SHA-256 and size in bytes.

        Raises
        ------
        OSError
            If it cannot be read.
        """
        status = file.stat()
        key = "-".join(map(str, (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)))
        found = self._used.get(key) or self._known.get(key)
        if found is None:
            with file.open("rb") as content:
                found = hashlib.file_digest(content, "sha256").hexdigest()
        if time.time_ns() - max(status.st_mtime_ns, status.st_ctime_ns) > _TOO_LATE_NS:
            self._used[key] = found
        return found, status.st_size

    def read(self, what: str, file: Path, reader: Callable[[Path], Found]) -> Found:
        """Return what a reader finds in a file, which must be made of JSON; it reads each content only once.

        Raises
        ------
        OSError
            If the file cannot be read.
        """
        key = f"{what}:{self.sha256(file)[0]}"
        if key not in self._read_used:
            self._read_used[key] = self._read[key] if key in self._read else reader(file)
        found: Found = self._read_used[key]
        return found

    def approved(self, key: str) -> bool:
        """Tell whether something of this key was found in order, now or by an earlier batch."""
        if f"approved:{key}" in self._read:
            self._read_used[f"approved:{key}"] = True
        return f"approved:{key}" in self._read_used

    def approve(self, key: str) -> None:
        """Remember that something was found in order."""
        self._read_used[f"approved:{key}"] = True

    def once(self, what: str, work: Callable[[], Found]) -> Found:
        """Return what is the same for all reports of one batch, worked out when it is first asked for."""
        if what not in self._once:
            self._once[what] = work()
        found: Found = self._once[what]
        return found

    def save(self) -> None:
        """Keep what is known for the next batch; what nobody asked for is forgotten where it has grown much."""
        files, read = {**self._known, **self._used}, {**self._read, **self._read_used}
        if self.file is None or (files == self._known and read == self._read):
            return
        if len(files) + len(read) > _MOST:
            files, read = self._used, self._read_used
        with suppress(OSError):  # a memory that cannot be kept costs time, and nothing else
            self.file.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=NAME, dir=self.file.parent)
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                json.dump({"version": _VERSION, "files": files, "read": read}, out)
            Path(name).replace(self.file)
