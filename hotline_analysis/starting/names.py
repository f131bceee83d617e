"""What a new folder may be called, and what its jurisdiction is called after it."""

from __future__ import annotations

import re
from pathlib import Path

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.textual import visible

NEW = "a folder that is not there yet, or an empty one"
SOME_DISTRICT = "某区"
_PLACE = re.compile(r"[^\W_][\w（）()·\- ]{0,39}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# files of the folder, beside which that of the jurisdiction lies, and what YAML takes for no text
_TAKEN = {"report", "scheme", "mapping", "y", "n", "yes", "no", "on", "off", "true", "false", "null"}


def check_folder(folder: Path) -> Path:
    """Return the place of a new folder.

    Raises
    ------
    UsageError
        For a name that cannot be typed in a command, or is that of no folder.
    InputError
        If something is there already.

    Examples
    --------
    >>> check_folder(Path("some-new-district")).name
    'some-new-district'
    """
    shown = visible(str(folder))
    if shown != str(folder) or set("\t\n\r") & set(str(folder)):
        raise UsageError(f"{shown!r}: a name with signs that nobody sees; allowed: {NEW}")
    if not folder.name or folder.name == "..":
        raise UsageError(f"{str(folder)!r} names no new folder; allowed: {NEW}")
    try:
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise InputError("something stands there that is no folder", file=folder, allowed=NEW)
        if folder.is_dir() and any(folder.iterdir()):
            raise InputError("the folder is not empty", file=folder, allowed=NEW)
    except OSError as error:
        raise InputError(f"cannot be used ({error.strerror})", file=folder, allowed=NEW) from None
    return folder


def jurisdiction_of(folder: str) -> str:
    """Return the name of a jurisdiction, small Latin letters, digits and hyphens, after that of its folder.

    Examples
    --------
    >>> [jurisdiction_of(name) for name in ("My District!", "芙蓉区", "report", "-2025-", "no")]
    ['my-district', 'district', 'report-district', '2025-district', 'no-district']
    """
    name = re.sub(r"[^a-z0-9]+", "-", folder.lower()).strip("-")[:40].strip("-") or "district"
    # a YAML file would have 2025 for a number and no for false
    return f"{name}-district" if name in _TAKEN or not name[0].isalpha() else name


def place_of(folder: str, name: str | None) -> str:
    """Return the name of the place: the one that is given, else a Chinese name of the folder, else 某区.

    Raises
    ------
    UsageError
        For a name with signs that no name has.

    Examples
    --------
    >>> place_of("x", "桃溪区"), place_of("芙蓉区", None), place_of("my-district", None)
    ('桃溪区', '芙蓉区', '某区')
    """
    if name is None:
        return folder if _CHINESE.search(folder) and _PLACE.fullmatch(folder) else SOME_DISTRICT
    if not _PLACE.fullmatch(name):
        raise UsageError(f"--name {visible(name)!r}: allowed: letters (Chinese ones too), digits, spaces, hyphens")
    return name
