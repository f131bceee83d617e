"""The sample tickets: made once from a published case, and kept in the user's cache."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from pathlib import Path

from hotline_analysis import __version__
from hotline_analysis.cases import sample_names, samples_folder
from hotline_analysis.errors import InputError
from hotline_analysis.validation import nearest_first

CACHE = "HOTLINE_CACHE"


def sample_folder(case: str, *, seed: int = 1) -> Path:
    """Return a folder with synthetic tickets of a published case, its case file and its report; it is made once.

    It lies in the user's cache (``HOTLINE_CACHE`` names another place); where nothing can be written there, in a
    temporary folder.

    Parameters
    ----------
    case : str
        One of the samples.
    seed : int
        As `synthetic.synthesize`.

    Raises
    ------
    InputError
        If there is no such sample.

    Examples
    --------
    >>> sorted(file.name for file in sample_folder("yunxi-2022-Q3").glob("*.yaml"))
    ['case.yaml', 'report.yaml']
    """
    if case not in sample_names():
        raise InputError("no such sample", value=case, allowed=nearest_first(case, sample_names()))
    name = f"{case}-{seed}-{_made_of(case)}"
    for cache in (cache_folder(), Path(tempfile.gettempdir()) / f"hotline-analysis-{_user()}"):
        folder = cache / name
        if (folder / "report.yaml").is_file():
            return folder
        try:
            cache.mkdir(parents=True, exist_ok=True)
            return _made(case, seed, folder)
        except (OSError, InputError):
            continue
    raise InputError("no folder can be written for the sample tickets", file=cache_folder(), allowed=f"set {CACHE}")


def cache_folder() -> Path:
    """Return the folder in which this package may keep what it can make again.

    Examples
    --------
    >>> cache_folder().name
    'hotline-analysis'
    """
    if os.environ.get(CACHE):
        return Path(os.environ[CACHE]) / "hotline-analysis"
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "hotline-analysis"


def _made(case: str, seed: int, folder: Path) -> Path:
    from hotline_analysis.synthetic import synthesize
    from hotline_analysis.synthetic.folder import write_folder

    try:
        write_folder(synthesize(case, seed=seed), folder, ready=True)
    except InputError:
        if not (folder / "report.yaml").is_file():  # else another process was faster
            raise
    return folder


def _made_of(case: str) -> str:
    """Name what the tickets follow from: the version, the sample and the code that makes them."""
    code = Path(__file__).parent.parent / "synthetic"
    files = [*sorted(code.glob("*.py")), *sorted(code.glob("*.yaml")), *sorted((samples_folder() / case).glob("*"))]
    found = hashlib.sha256(__version__.encode())
    for file in files:
        found.update(file.name.encode() + file.read_bytes())
    return found.hexdigest()[:12]


def _user() -> str:
    return str(getattr(os, "getuid", lambda: os.environ.get("USERNAME", "user"))())
