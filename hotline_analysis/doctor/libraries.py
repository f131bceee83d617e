"""Python packages: those that are always needed, and those of the extras."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from hotline_analysis.doctor.finding import Finding
from hotline_analysis.doctor.mending import pip

DISTRIBUTION = "hotline-analysis"
OLDEST = (3, 11)
# what the extras are for; `dev` and `docs` are for whoever works on the package
EXTRAS = {
    "docx": ("pandoc", "Word files: --to docx"),
    "lab": ("JupyterLab and ipywidgets", "looking at a month: explore.ipynb, make lab"),
    "cluster": ("dask.distributed", "a batch on several machines: hotline batch --scheduler"),
    "sql": ("database drivers", "importing tickets from a database"),
    "spark": ("Spark", "counting on a cluster: --engine spark"),
}
_REQUIRED = re.compile(
    r"(?P<name>[\w.-]+)(?:\[[\w,]*\])?\s*(?P<versions>[^;]*)(?:;.*extra == ['\"](?P<extra>\w+)['\"])?"
)


def check_python() -> Finding:
    """Tell whether this Python is new enough."""
    version = ".".join(map(str, sys.version_info[:3]))
    oldest = ".".join(map(str, OLDEST))
    if sys.version_info >= OLDEST:
        return Finding("Python", "ok", version, "everything")
    return Finding("Python", "missing", f"{version} is too old", "everything", f"install Python {oldest} or later")


def check_libraries() -> Finding:
    """Tell which of the packages that are always needed are not installed."""
    wanted = list(required(None))
    lacking = _lacking(wanted)
    if lacking:
        return Finding("libraries", "missing", f"not installed: {', '.join(lacking)}", "everything", pip(lacking))
    return Finding("libraries", "ok", f"{len(wanted)} installed", "everything")


def check_extra(extra: str) -> Finding:
    """Tell whether the packages of an extra are installed."""
    part, use = EXTRAS[extra]
    lacking = _lacking(required(extra))
    if lacking:
        return Finding(part, "optional", f"not installed: {', '.join(map(_name, lacking))}", use, pip(lacking))
    return Finding(part, "ok", f"extra {extra}", use)


def required(extra: str | None) -> Iterator[str]:
    """Yield what the package, or one of its extras, requires: a name with its versions.

    Examples
    --------
    >>> [_name(one) for one in required("lab")]
    ['ipywidgets', 'jupyterlab']
    """
    for line in _requirements():
        match = _REQUIRED.fullmatch(line)
        if match is not None and match["extra"] == extra:
            yield match["name"] + match["versions"].strip()


def _requirements() -> list[str]:
    """Return all requirements; of a checkout those that are written now, not those of the day it was installed."""
    project = Path(__file__).parents[2] / "pyproject.toml"
    if project.is_file():
        found = tomllib.loads(project.read_text(encoding="utf-8")).get("project", {})
        if found.get("name") == DISTRIBUTION:
            extras = found.get("optional-dependencies", {}).items()
            return [*found["dependencies"], *(f"{one}; extra == '{name}'" for name, own in extras for one in own)]
    try:
        return metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return []


def _lacking(requirements: Iterator[str] | list[str]) -> list[str]:
    return [one for one in requirements if not _installed(_name(one))]


def _installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _name(requirement: str) -> str:
    return re.split(r"[<>=!~ ]", requirement, maxsplit=1)[0]
