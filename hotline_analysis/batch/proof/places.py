"""Where a report's parameter file and notebook lie, said without naming a folder of the machine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hotline_analysis.batch.machine import homes_among
from hotline_analysis.resources import shared_folder

PACKAGED = "package:"
SHARED = ("params", "notebooks")
# parameters that may name files
FILES = ("data", "previous", "year_before", "scheme")


def place_of(path: Path, folder: Path) -> str | None:
    """Name a file or folder so that it is found again from a report's folder, also after both were moved together.

    Returns
    -------
    str or None
        ``package:notebooks/bulletin.ipynb`` for what travels with the package; a relative path, with ``/``; None where
        the two have no folder in common, because the way from one to the other would spell out the machine.

    Examples
    --------
    >>> place_of(Path("/srv/office/params/may.yaml"), Path("/srv/office/outputs/furong/2022-05"))
    '../../../params/may.yaml'
    >>> place_of(Path("/home/li/may.yaml"), Path("/srv/office/outputs/furong/2022-05")) is None
    True
    """
    path, folder = path.resolve(), folder.resolve()
    for name in SHARED:
        shared = shared_folder(name)
        if path == shared or shared in path.parents:
            return PACKAGED + path.relative_to(shared.parent).as_posix()
    return _relative(path, folder)


def found_at(place: str, folder: Path) -> Path:
    """Return the path that `place_of` named."""
    if place.startswith(PACKAGED):
        name, _, rest = place.removeprefix(PACKAGED).partition("/")
        return shared_folder(name) / rest
    return Path(os.path.normpath(folder.resolve() / place))


def portable(parameters: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Return parameters whose files are named relative to the parameter file's folder.

    An absolute path with no folder in common keeps its last part only: the manifest holds its SHA-256.
    """
    return dict(parameters) | machine_paths(parameters, folder)


def machine_paths(parameters: Mapping[str, Any], folder: Path) -> dict[str, str]:
    """Return the parameters that name a file by a path of the machine, with the path that may be shown."""
    named = {key: value for key in FILES if isinstance(value := parameters.get(key), str) and Path(value).is_absolute()}
    return {key: _relative(Path(value), folder.resolve()) or Path(value).name for key, value in named.items()}


def _relative(path: Path, folder: Path) -> str | None:
    """Return the way from a folder to a path; None if it leads through the root of the file system or of the homes."""
    try:
        common = Path(os.path.commonpath([path, folder]))
    except ValueError:  # another drive
        return None
    if common == Path(common.anchor) or homes_among(common):
        return None
    return Path(os.path.relpath(path, folder)).as_posix()
