"""Names in the order in which they resemble one that was looked for."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher


def nearest_first(name: str, known: Iterable[str]) -> list[str]:
    """Return the known names, the most alike first.

    Examples
    --------
    >>> nearest_first("办结时间", ["工单编号", "办结日期", "受理人"])
    ['办结日期', '工单编号', '受理人']
    """
    return sorted(known, key=lambda one: -SequenceMatcher(None, name.lower(), one.lower()).ratio())
