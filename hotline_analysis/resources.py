"""Where the files that travel with the package are: notebooks and parameter files."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shared_folder(name: str) -> Path:
    """Return the folder ``notebooks`` or ``params``.

    In a wheel they lie inside the package; in a checkout beside it.
    """
    packaged = _PACKAGE / "share" / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name
