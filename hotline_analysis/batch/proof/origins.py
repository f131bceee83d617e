"""What a report was made with: this package, its commit, other packages, Python, locale, fonts, seeds."""

from __future__ import annotations

import hashlib
import locale
import os
import platform
import subprocess
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import hotline_analysis
from hotline_analysis.fonts import FAMILIES, font_path
from hotline_analysis.statistics.seeds import DRIVERS, LEAGUE

# what counts, draws, lays out or runs a report; constraints.txt holds the rest
PACKAGES = (
    "beautifulsoup4",
    "duckdb",
    "fonttools",
    "great-tables",
    "holidays",
    "ipykernel",
    "jinja2",
    "markdown-it-py",
    "matplotlib",
    "mplfonts",
    "narwhals",
    "nbclient",
    "nbconvert",
    "nbformat",
    "numpy",
    "pandas",
    "papermill",
    "patsy",
    "pillow",
    "pyarrow",
    "pydyf",
    "pypdf",
    "scipy",
    "seaborn",
    "statsmodels",
    "uharfbuzz",
    "weasyprint",
)


# what makes a format that not every report is left in
MORE = {"docx": ("pypandoc-binary",), "xlsx": ("xlsxwriter",)}


def packages(formats: Iterable[str] = ()) -> dict[str, str]:
    """Return the versions of the packages that a report in these formats depends on; ``none`` if one is not there."""
    names = [*PACKAGES, *(name for format_ in formats for name in MORE.get(format_, ()))]
    return {name: _version(name) for name in sorted(names)}


@lru_cache
def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


@lru_cache(maxsize=1)
def code() -> dict[str, Any]:
    """Return the versions of this package and of Python, and the commit if the package lies in a git work tree.

    ``changed`` tells whether files of the package differ from the commit; None without one.
    """
    commit = _git("rev-parse", "HEAD") if _git("ls-files", "--error-unmatch", "__init__.py") else None
    changed = None if commit is None else bool(_git("status", "--porcelain", "--", "."))
    return {
        "hotline-analysis": hotline_analysis.__version__,
        "commit": commit,
        "changed": changed,
        "python": platform.python_version(),
    }


def _git(*arguments: str) -> str | None:
    """Ask git about the package's folder; None if there is no git, or no work tree that has it."""
    # a hook of another repository must not answer for this one
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(  # noqa: S603 - fixed words
            ["git", *arguments],  # noqa: S607 - git is where the system has it
            cwd=Path(hotline_analysis.__file__).parent,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


def environment() -> dict[str, Any]:
    """Return the locale, and the fonts that pages and charts are set in, with the SHA-256 of their files."""
    return {"locale": locale.setlocale(locale.LC_CTYPE), "fonts": fonts()}


@lru_cache(maxsize=1)
def fonts() -> list[dict[str, str]]:
    """Return the packaged fonts, each with its name and SHA-256."""
    return [{"name": name, "sha256": sha256(font_path(face))} for face, name in FAMILIES.items()]


def seeds() -> dict[str, int]:
    """Return the seeds of everything that is drawn at random: places of the league table; shares of the drivers."""
    return {"drivers": DRIVERS, "league": LEAGUE}


def sha256(file: Path) -> str:
    """Return the SHA-256 of a file."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
