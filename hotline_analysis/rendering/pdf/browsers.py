"""Chrome, Chromium or Edge, where a user or a system puts them; nothing is downloaded."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "HOTLINE_BROWSER"
_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
_MAC = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_WINDOWS = (
    r"Google\Chrome\Application\chrome.exe",
    r"Chromium\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
)
_WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
_LINUX = ("/usr/bin", "/usr/local/bin", "/snap/bin", "/opt/google/chrome", "/opt/microsoft/msedge")
_VERSION = re.compile(r"\d+(?:\.\d+){1,3}")


@dataclass(frozen=True)
class Browser:
    """An installed browser; `version` as it calls itself, with its name."""

    path: Path
    version: str


def find_browser() -> Browser | None:
    """Return the first browser there is: of the variable ``HOTLINE_BROWSER``, on the path, in the usual places."""
    for path in candidates(os.environ, sys.platform):
        if path.is_file():
            return Browser(path, _version(path))
    return None


def candidates(environment: Mapping[str, str], platform: str) -> Iterator[Path]:
    """Yield the places where a browser may be.

    Parameters
    ----------
    environment : mapping of str to str
        The variables of the environment.
    platform : str
        As `sys.platform` has it.
    """
    if environment.get(VARIABLE):
        yield Path(environment[VARIABLE])
    for name in _NAMES:
        found = shutil.which(name, path=environment.get("PATH"))
        if found:
            yield Path(found)
    if platform == "win32":
        folders = [environment[name] for name in _WINDOWS_FOLDERS if environment.get(name)]
        yield from (Path(folder) / name for name in _WINDOWS for folder in folders)
    elif platform == "darwin":
        roots = (Path("/Applications"), Path(environment.get("HOME", "/")) / "Applications")
        yield from (root / name for name in _MAC for root in roots)
    else:
        yield from (Path(folder) / name for folder in _LINUX for name in _NAMES)


def _version(path: Path) -> str:
    """Ask a browser for its version; on Windows, where it does not answer, its folder of that name tells."""
    if path.suffix.lower() == ".exe":
        named = sorted(one.name for one in path.parent.iterdir() if _VERSION.fullmatch(one.name))
        return f"{path.stem} {named[-1] if named else 'of unknown version'}"
    try:
        said = subprocess.run(  # noqa: S603 - a browser that is installed
            [path, "--version"], capture_output=True, text=True, timeout=60, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        said = ""
    number = _VERSION.search(said)
    name = " ".join(said[: number.start()].split()) if number else path.name
    return f"{name} {number[0]}" if number else f"{path.name} of unknown version"
