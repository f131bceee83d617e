"""Tables of text for a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import pandas as pd


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
    header, rows = [str(name) for name in frame.columns], frame.astype(str).to_numpy().tolist()
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
