"""The files of a jurisdiction's rules: its own file, its scheme, and the schemes that one extends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import hotline_analysis
from hotline_analysis.batch.plan.hashes import Hashes
from hotline_analysis.documents import load_document

BUILTIN = Path(hotline_analysis.__file__).parent / "schemes" / "builtin"


def scheme_files(name: str, beside: Path, hashes: Hashes) -> Iterator[Path]:
    """Yield the files that a scheme is read from, as `schemes.scheme_files` does, without checking any of them.

    Parameters
    ----------
    name : str
        A built-in name or a file, perhaps with ``:VARIANT``.
    beside : Path
        The folder against which a file is looked for.
    hashes : Hashes

    Raises
    ------
    InputError, OSError
        If a file is missing or not YAML.
    """
    seen: set[Path] = set()
    while name:
        file = _file(name, beside)
        if file in seen:
            return  # schemes that extend each other are refused when they are loaded
        seen.add(file)
        yield file
        name, beside = hashes.read("extends", file, _extends), file.parent


def scheme_named(file: Path) -> str:
    """Return the scheme that a jurisdiction's file names; empty if it names none."""
    name = load_document(file).data.get("scheme")
    return name if isinstance(name, str) else ""


def _extends(file: Path) -> str:
    name = load_document(file).data.get("extends")
    return name if isinstance(name, str) else ""


def _file(name: str, beside: Path) -> Path:
    head, _, tail = name.rpartition(":")
    stem = head if head and not {"/", "\\"} & set(tail) and not (beside / name).is_file() else name
    builtin = BUILTIN / f"{stem}.yaml"
    return builtin if builtin.is_file() and not {"/", "\\"} & set(stem) else beside / stem
