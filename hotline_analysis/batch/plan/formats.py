"""The formats in which a report can be left."""

from __future__ import annotations

from collections.abc import Sequence

from hotline_analysis.errors import UsageError

FORMATS = ("html", "pdf")


def check_formats(formats: Sequence[str]) -> None:
    """Refuse a format that nobody can make.

    Raises
    ------
    UsageError
        Naming it and what is allowed.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown or not formats:
        raise UsageError(f"unknown format {', '.join(unknown)!r}; allowed: {', '.join(FORMATS)}")
