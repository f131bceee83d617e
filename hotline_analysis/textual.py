"""Text as a person sees it: characters that leave no mark, and tables for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

# controls, what turns the direction of a text or has no width, halves of characters, and Unicode's own ends of lines
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def visible(text: str) -> str:
    r"""Write every character that leaves no mark, or turns the direction of a text, as its code point.

    What stands in a report or on a terminal is what stands in the data, and nothing in it can act: no control sequence,
    no half of a character, no letters that change places. A tab and the ends of lines stay.

    Examples
    --------
    >>> visible("城建\u200b投\x1b[31m"), visible("甲街道\n")
    ('城建[U+200B]投[U+001B][31m', '甲街道\n')
    """
    unseen = [char for char in set(text) if unicodedata.category(char) in _UNSEEN and char not in "\t\n\r"]
    return text.translate({ord(char): f"[U+{ord(char):04X}]" for char in unseen}) if unseen else text


def one_line(text: str) -> str:
    r"""Write a text in one line, `visible`.

    Examples
    --------
    >>> one_line("甲\n街道")
    '甲 街道'
    """
    return " ".join(visible(text).split())


def width(text: str) -> int:
    """Count terminal columns.

    Examples
    --------
    >>> width("办结率 %")
    8
    """
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def aligned(frame: pd.DataFrame) -> str:
    """Print a frame of strings with aligned columns; columns of figures to the right."""
    header = [one_line(str(name)) for name in frame.columns]
    rows = [[one_line(cell) for cell in row] for row in frame.astype(str).to_numpy().tolist()]
    right = [_figures([row[i] for row in rows]) for i in range(len(header))]
    widths = [max([width(name), *(width(row[i]) for row in rows)]) for i, name in enumerate(header)]

    def line(cells: Sequence[str]) -> str:
        padded = (
            " " * (size - width(cell)) + cell if to_right else cell + " " * (size - width(cell))
            for cell, size, to_right in zip(cells, widths, right, strict=True)
        )
        return "  ".join(padded).rstrip()

    return "\n".join([line(header), line(["-" * size for size in widths]), *map(line, rows)])


def _figures(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(cell.strip("-+").replace(".", "", 1).isdigit() for cell in filled)
