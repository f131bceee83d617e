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


def edits(one: str, other: str) -> int:
    """Return how many letters must be put in, left out or replaced to turn one word into another (Levenshtein).

    Examples
    --------
    >>> edits("revisted", "revisited"), edits("clsoed", "closed"), edits("closed", "closed")
    (1, 2, 0)
    """
    row = list(range(len(other) + 1))
    for line, letter in enumerate(one, start=1):
        before, row = row, [line]
        for place, against in enumerate(other):
            row.append(min(before[place] + (letter != against), before[place + 1] + 1, row[place] + 1))
    return row[-1]


def shown_header(cells: Iterable[str], *, all_of: Iterable[str] | None = None) -> str:
    """Return what an error may show of a row that was taken for a header: nothing, if it may be a citizen's ticket.

    Parameters
    ----------
    cells : iterable of str
        Those to show.
    all_of : iterable of str, optional
        All cells of the row, where only some would be shown.

    Examples
    --------
    >>> shown_header(["工单编号", "", "受理时间"]), shown_header(["T1", "诸葛", "138"])
    ('工单编号, 受理时间', '3 cells, with figures, of a ticket it seems')
    """
    shown = [cell for cell in cells if cell]
    whole = shown if all_of is None else [cell for cell in all_of if cell]
    if any(char.isdecimal() for cell in whole for char in cell):
        return f"{len(whole)} cells, with figures, of a ticket it seems"
    return ", ".join(shown)
