"""A store: a folder with a parquet file for every month, and ``store.json``, which names the current ones."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hotline_analysis.errors import InputError
from hotline_analysis.tickets.calendar import Period
from hotline_analysis.tickets.importing.staging import Staging
from hotline_analysis.tickets.store import MANIFEST, TicketMeta

QUALITY, SET_ASIDE, LATEST = "quality", "set-aside", "quality.json"


@dataclass(frozen=True)
class Month:
    """The file of one month."""

    file: str
    rows: int


@dataclass(frozen=True)
class Store:
    """What a store holds now.

    Attributes
    ----------
    folder : Path
    meta : TicketMeta or None
        None in a folder that is no store yet.
    months : mapping of str to Month
    imports : tuple of dict
        One for each import so far.
    """

    folder: Path
    meta: TicketMeta | None
    months: Mapping[str, Month]
    imports: tuple[dict[str, Any], ...]

    @property
    def last_columns(self) -> tuple[str, ...]:
        """The canonical columns of the last import."""
        return tuple(self.imports[-1]["columns"]) if self.imports else ()


def read_store(folder: Path) -> Store:
    """Read what a store holds; a folder that is empty, or is not there, is a store of nothing.

    Raises
    ------
    InputError
        If the folder holds other things, or its manifest is damaged.
    """
    manifest = folder / MANIFEST
    if not manifest.is_file():
        if folder.exists() and (not folder.is_dir() or any(not _is_left_over(one) for one in folder.iterdir())):
            raise InputError("not a store of tickets", file=folder, allowed="a new or empty folder, or a .parquet file")
        return Store(folder, None, {}, ())
    try:
        content = json.loads(manifest.read_text(encoding="utf-8"))
        meta = TicketMeta.from_json(content, manifest)
        months = {label: Month(entry["file"], entry["rows"]) for label, entry in content["files"].items()}
        return Store(folder, meta, months, tuple(content["imports"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InputError("a damaged manifest", file=manifest, allowed="restore it from a copy") from None


def _is_left_over(path: Path) -> bool:
    """Tell whether a killed first import left this."""
    return path.name.startswith((".", "period=")) or path.name in (QUALITY, SET_ASIDE, LATEST)


def publish(store: Store, staging: Staging, files: Mapping[str, Path], manifest: Mapping[str, Any]) -> None:
    """Put an import into its store: all of it, at the moment in which the manifest is replaced.

    Parameters
    ----------
    files : mapping of str to Path
        Place in the store to staged file.
    """
    try:
        # all that needs room is written before anything that is there changes
        staged = staging.path(MANIFEST)
        staged.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        for name, file in files.items():
            if name != LATEST:
                staging.publish(file, store.folder / name)
        staging.publish(staged, store.folder / MANIFEST)
        if LATEST in files:
            staging.publish(files[LATEST], store.folder / LATEST)
    finally:
        tidy(store.folder)


def tidy(folder: Path) -> None:
    """Remove what the manifest does not name: files that were replaced, and those of imports that were killed."""
    try:
        now = read_store(folder)
    except InputError:
        return
    named = {folder / month.file for month in now.months.values()}
    done = {entry["id"] for entry in now.imports}
    for file in folder.glob("period=*/*.parquet"):
        if file not in named:
            file.unlink()
    for place in (QUALITY, SET_ASIDE):
        for file in (folder / place).glob("*"):
            if file.name.partition(".")[0] not in done:
                file.unlink()
    for inner in [*folder.glob("period=*"), folder / QUALITY, folder / SET_ASIDE]:
        with contextlib.suppress(OSError):
            inner.rmdir()
    if now.meta is None:
        (folder / LATEST).unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            folder.rmdir()


def months_of(period: Period) -> Iterable[str]:
    """Return the labels of a period's months."""
    return [Period(period.first + one, 1).label for one in range(period.months)]
