"""A case reads nothing outside its folder, except the tickets that it names."""

from __future__ import annotations

from pathlib import Path

from hotline_analysis.documents import Document


def inside(folder: Path, name: str, document: Document, path: tuple[str | int, ...]) -> Path:
    """Return a file of the case folder.

    Raises
    ------
    InputError
        If the path leads out of the folder.
    """
    file = folder / name
    if Path(name).is_absolute() or not file.resolve().is_relative_to(folder.resolve()):
        raise document.error("the path leaves the case folder", path, value=name, allowed="a file inside the folder")
    return file
