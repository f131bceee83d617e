"""Names that are near a wrong one, for messages."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest_first(name: str, known: Iterable[str]) -> str:
    """List what is known, the nearest first.

    Examples
    --------
    >>> nearest_first("bulletn", ["audit", "bulletin"])
    'bulletin (nearest); audit, bulletin'
    """
    names = list(known)
    close = get_close_matches(name, names, n=1, cutoff=0.5)
    return (f"{close[0]} (nearest); " if close else "") + ", ".join(names)
