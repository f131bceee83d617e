"""Where a scheme is read from: the built-in ones by name, others by their file. Nothing heavy is needed for that."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from pathlib import Path

from hotline_analysis.documents import load_document
from hotline_analysis.errors import InputError
from hotline_analysis.validation import nearest


def builtin_folder() -> Path:
    """Return the folder of the built-in schemes."""
    return Path(str(resources.files("hotline_analysis.schemes") / "builtin"))


def scheme_names() -> tuple[str, ...]:
    """Return the names of the built-in schemes.

    Examples
    --------
    >>> scheme_names()
    ('furong-2020', 'furong-2022', 'xiangtan-2019', 'yueyang-2017', 'yunxi-2022')
    """
    return tuple(sorted(file.stem for file in builtin_folder().glob("*.yaml")))


def find_scheme(name: str, beside: Path | None) -> tuple[Path, str]:
    """Return a scheme's file, and the variant that its name asks for; empty if it asks for none.

    Raises
    ------
    InputError
        If it is neither a built-in name nor that of a YAML file.

    Examples
    --------
    >>> file, variant = find_scheme("yunxi-2022:as_printed", None)
    >>> file.name, variant
    ('yunxi-2022.yaml', 'as_printed')
    """
    head, colon, tail = name.rpartition(":")
    # what stands after the last colon, if that is no part of a file's name
    own = tail if colon and head and not Path(name).is_file() and not {"/", "\\"} & set(tail) else ""
    return _file(head if own else name, beside), own


def _file(name: str, beside: Path | None) -> Path:
    known = scheme_names()
    if name in known:
        return builtin_folder() / f"{name}.yaml"
    file = Path(name) if beside is None or Path(name).is_absolute() else beside / name
    if file.suffix in (".yaml", ".yml"):
        return file
    raise InputError(
        f"no such scheme{nearest(name, known)}", value=name, allowed=f"{', '.join(known)}, or a .yaml file"
    )


def extended_by(file: Path) -> str:
    """Return the scheme that a scheme's file extends; empty if it extends none."""
    name = load_document(file).data.get("extends")
    return name if isinstance(name, str) else ""


def scheme_files(
    name: str | Path, *, beside: Path | None = None, extended: Callable[[Path], str] = extended_by
) -> list[Path]:
    """Return the files a scheme is read from: its own, and those of the schemes it extends.

    Parameters
    ----------
    name : str or path
        As `load_scheme` takes it.
    beside : path, optional
        The folder against which a relative file name is taken.
    extended : callable
        Reads out of a file what it extends; for those who remember what they have read.

    Raises
    ------
    InputError
        If one of them is missing or not YAML.

    Examples
    --------
    >>> [file.name for file in scheme_files("furong-2022:as_printed")]
    ['furong-2022.yaml']
    """
    found: list[Path] = []
    asked = str(name)
    while asked:
        file, _ = find_scheme(asked, beside)
        if file in found:
            break  # schemes that extend each other are refused when they are loaded
        found.append(file)
        asked, beside = extended(file), file.parent
    return found
