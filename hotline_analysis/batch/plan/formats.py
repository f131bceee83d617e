"""The formats in which a report can be left, and the programs that make them."""

from __future__ import annotations

from collections.abc import Sequence

from hotline_analysis.errors import UsageError

FORMATS = ("html", "pdf", "docx", "xlsx")
# what a report is left in where nobody says otherwise
USUAL = ("html", "pdf")


def check_formats(formats: Sequence[str]) -> None:
    """Refuse a format that nobody can make, or that this machine cannot.

    Raises
    ------
    UsageError
        Naming it and what is allowed, or what to install.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown or not formats:
        raise UsageError(f"unknown format {', '.join(unknown)!r}; allowed: {', '.join(FORMATS)}")
    check_installed(formats)


def check_installed(formats: Sequence[str]) -> None:
    """Refuse a format for which a library is missing; nothing is imported.

    Raises
    ------
    UsageError
        Saying what to install.
    """
    from importlib.util import find_spec

    if "docx" in formats and find_spec("pypandoc") is None:
        raise UsageError("format docx needs pandoc, which is not installed: pip install 'hotline-analysis[docx]'")
