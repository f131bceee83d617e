"""Patterns that choose among reports: ``furong/2022-1*`` is the name of a report, or any leading part of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from hotline_analysis.errors import UsageError
from hotline_analysis.validation import nearest_first

_MOST_NAMED = 12


def matches(key: str, pattern: str) -> bool:
    """Tell whether a pattern is a report's name or a leading part of it.

    Examples
    --------
    >>> matches("furong/2022-11/bulletin", "furong/2022-1*"), matches("furong/2022-11/bulletin", "*/bulletin")
    (True, True)
    >>> matches("furong/2022-01/bulletin", "furong/2022-1*"), matches("furong/2022-11/bulletin", "bulletin")
    (False, False)
    """
    parts = key.split("/")
    return any(fnmatchcase("/".join(parts[:number]), pattern.rstrip("/")) for number in range(1, len(parts) + 1))


def check_only(keys: Iterable[str], only: Sequence[str]) -> None:
    """Refuse a pattern that chooses nothing.

    Raises
    ------
    UsageError
        Naming what there is.
    """
    known = list(keys)
    for pattern in only:
        if not any(matches(key, pattern) for key in known):
            raise UsageError(f"--only {pattern!r} matches no report; {there_is(pattern, known)}")


def there_is(pattern: str, keys: Sequence[str]) -> str:
    """Say what there is, the nearest first; not all of it, if it is much."""
    shown = nearest_first(pattern, keys[:_MOST_NAMED])
    more = len(keys) - _MOST_NAMED
    return f"there are {shown}" + (f" and {more} more" if more > 0 else "") if keys else "there are none"
