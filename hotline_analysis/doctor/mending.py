"""The commands that bring what is missing, by system."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Iterable

# Windows has no Pango that pip or winget brings; a browser makes its PDF
COMMANDS = {
    "pango": {
        "apt": "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        "dnf": "sudo dnf install pango",
        "brew": "brew install pango",
        "windows": "winget install --id Google.Chrome",
        "other": "install Pango 1.44 or later from the system's packages",
    },
    "browser": {
        "apt": "sudo apt-get install chromium",
        "dnf": "sudo dnf install chromium",
        "brew": "brew install --cask google-chrome",
        "windows": "winget install --id Google.Chrome",
        "other": "install Chrome, Chromium or Edge, or name one in the variable HOTLINE_BROWSER",
    },
    "java": {
        "apt": "sudo apt-get install openjdk-17-jre-headless",
        "dnf": "sudo dnf install java-17-openjdk-headless",
        "brew": "brew install openjdk@17",
        "windows": "winget install --id EclipseAdoptium.Temurin.17.JRE",
        "other": "install Java 17",
    },
}
_LINUX = "mkdir -p ~/.local/share/fonts && cp {files} ~/.local/share/fonts/ && fc-cache -f"
_MAC = "cp {files} ~/Library/Fonts/"
# 仿宋, 黑体 and 楷体 belong to Windows' supplement for simplified Chinese
_WINDOWS = "Add-WindowsCapability -Online -Name Language.Fonts.Hans~~~und-HANS~0.0.1.0"


def system() -> str:
    """Name what brings programs here: ``apt``, ``dnf``, ``brew``, ``windows`` or ``other``.

    Examples
    --------
    >>> system() in ("apt", "dnf", "brew", "windows", "other")
    True
    """
    if sys.platform == "win32":
        return "windows"
    if sys.platform == "darwin":
        return "brew"
    return next((name for name, tool in (("apt", "apt-get"), ("dnf", "dnf")) if shutil.which(tool)), "other")


def command(thing: str) -> str:
    """Return the command that brings Pango, a browser or Java.

    Parameters
    ----------
    thing : {"pango", "browser", "java"}
    """
    return COMMANDS[thing][system()]


def pip(packages: Iterable[str]) -> str:
    """Return the command that brings Python packages into the environment that runs this.

    Examples
    --------
    >>> pip(["ipywidgets>=8.1,<9"]).endswith("-m pip install 'ipywidgets>=8.1,<9'")
    True
    """
    named = " ".join(shlex.quote(one) if sys.platform != "win32" else f'"{one}"' for one in packages)
    return f"{python()} -m pip install {named}"


def python() -> str:
    """Return how this Python is called in a terminal."""
    found = shutil.which("python")
    return "python" if found == sys.executable else shlex.quote(sys.executable)


def copy_fonts(files: str) -> str:
    """Return the command that installs font files that the user has, with their licence, somewhere.

    Examples
    --------
    >>> "simfang.ttf" in copy_fonts("simfang.ttf") or sys.platform == "win32"
    True
    """
    if sys.platform == "win32":
        return _WINDOWS if "FZ" not in files else f"install {files} from its maker, with a right click"
    return (_MAC if sys.platform == "darwin" else _LINUX).format(files=files)
