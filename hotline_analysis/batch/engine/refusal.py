"""When a kernel cannot be forked and a plain one must be started: each reason in one sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

# Read when Python starts or a library is imported; later they have no effect, or another.
_AT_START = ("PYTHON", "MPL", "LC_", "LANG", "LD_", "DYLD_", "JUPYTER", "IPYTHON")
_HARMLESS_OPTIONS = ("-Xfrozen_modules=off",)


def arguments_of(command: Sequence[str]) -> list[str] | None:
    """Return the arguments of an ipykernel that this Python would start; None for any other kernel.

    Examples
    --------
    >>> import sys
    >>> arguments_of([sys.executable, "-m", "ipykernel_launcher", "-f", "k.json"])
    ['-f', 'k.json']
    >>> arguments_of(["R", "--slave"]) is None
    True
    """
    options = [part for part in command[1:] if part not in _HARMLESS_OPTIONS]
    if command[:1] != [sys.executable] or options[:2] != ["-m", "ipykernel_launcher"]:
        return None
    return options[2:]


def why_not(command: Sequence[str], environment: Mapping[str, str], own: Mapping[str, str], folder: str) -> str | None:
    """Say why a kernel cannot be forked; None if it can.

    Parameters
    ----------
    command : sequence of str
        What a plain kernel would be started with.
    environment, own : mapping
        The environment the kernel is to have, and the one the warm parent was started with.
    folder : str
        Where the kernel is to run.
    """
    if arguments_of(command) is None:
        return f"the notebook asks for another kernel: {Path(command[0]).name if command else 'none'}"
    names = sorted(name for name in {*environment, *own} if name.startswith(_AT_START))
    changed = [name for name in names if environment.get(name) != own.get(name)]
    if changed:
        return f"the environment variable {changed[0]} has changed since the libraries were imported"
    hidden = _hidden_by(folder)
    return f"the notebook's folder has a module {hidden!r} of its own" if hidden else None


def _hidden_by(folder: str) -> str | None:
    """Return an imported module in whose place a new kernel would import one from the notebook's folder."""
    here = os.path.realpath(folder)
    for name in sorted(entry.removesuffix(".py") for entry in _entries(here)):
        file = getattr(sys.modules.get(name), "__file__", None) or ""
        # the folder comes before installed packages, but after Python's own modules
        if ("site-packages" in file or "dist-packages" in file) and not file.startswith(here + os.sep):
            return name
    return None


def _entries(folder: str) -> list[str]:
    try:
        found = list(os.scandir(folder))
    except OSError:
        return []
    return [entry.name for entry in found if entry.name.endswith(".py") or (Path(entry.path) / "__init__.py").is_file()]
