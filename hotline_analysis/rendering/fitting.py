"""How large the type of a table may be and how wide its columns must be, where nothing can be laid out and measured."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bs4 import Tag

from hotline_analysis.rendering.grid import Grid, GridCell
from hotline_analysis.rendering.measure import letters
from hotline_analysis.rendering.tables import STEPS

# in letters: what a column of words may be folded to, and a head of two lines or more
_FOLDED_NAME, _WORDS, _HEAD = 6.0, 4.0, 2.0
# other fonts than those that were measured may be a little wider
_BROKEN = 14.0  # a longer word than any language has is broken
_SPARE = 1.04


@dataclass(frozen=True)
class Fit:
    """The type of a table and the widths of its columns.

    Attributes
    ----------
    size : float
        Points.
    folded : bool
        Whether names take more than one line.
    widths : tuple of float
        Points; they add up to the room that there is.
    """

    size: float
    folded: bool
    widths: tuple[float, ...]


def fit(grid: Grid, room: float, *, largest: float, padding: float = 3.4, spare: float = _SPARE) -> Fit:
    """Choose the largest type in which a table fits, and divide the room among its columns.

    Parameters
    ----------
    grid : Grid
    room : float
        The width of the type area in points.
    largest : float
        The type that the table is set in where it fits.
    padding : float
        What a cell keeps free at both sides together, in points.
    spare : float
        By how much wider than measured Latin words and figures may come out, as a factor.

    Returns
    -------
    Fit
        In the smallest type if no other fits: then figures take more than one line.
    """
    steps = [(largest, False), *((size, folded) for size, folded in STEPS if size < largest)]
    for size, folded in steps:
        least = _columns(grid, partial(_least, folded=folded, spare=spare), size, padding)
        if sum(least) <= room:
            break
    wished = _columns(grid, lambda cell: _SPARE * letters(cell.text), size, padding)
    return Fit(size, folded, tuple(_divided(least, wished, room)))


def _columns(grid: Grid, measure: Callable[[GridCell], float], size: float, padding: float) -> list[float]:
    widths = [_HEAD * size + padding] * grid.columns
    for cell in grid.cells:
        if cell.columns == 1:
            widths[cell.column] = max(widths[cell.column], measure(cell) * size + padding)
    return widths


def _least(cell: GridCell, *, folded: bool, spare: float) -> float:
    """Return how narrow a cell may be, in letters: figures and unbroken words keep to one line."""
    if not cell.head and cell.align == "right":
        return _unbroken(cell.tag, spare)
    return max([_SPARE * _folded(cell, folded=folded), *(spare * word for word in _words(cell.text))])


def _folded(cell: GridCell, *, folded: bool) -> float:
    """Return how narrow a cell may be if its words could be divided anywhere."""
    if cell.head:
        return _HEAD
    whole = letters(cell.text)
    if cell.tag.name == "th":
        return min(whole, _FOLDED_NAME) if folded else whole
    return min(whole, _WORDS)


def _unbroken(tag: Tag, spare: float) -> float:
    """Return the width of the longest piece of a cell of figures that must not be divided."""
    pieces = [piece.strip() for piece in tag.get_text("\n").split("\n")]
    return max(((spare if piece.isascii() else _SPARE) * letters(piece) for piece in pieces), default=0.0)


def _words(text: str) -> list[float]:
    return [min(letters(word), _BROKEN) for word in re.findall(r"[!-~]+", text)]


def _divided(least: list[float], wished: list[float], room: float) -> list[float]:
    """Give every column what it needs, and what is left in proportion to what each would still like to have."""
    spare = room - sum(least)
    if spare <= 0:
        return [width * room / sum(least) for width in least]
    lacking = [max(0.0, more - width) for width, more in zip(least, wished, strict=True)]
    given = min(spare, sum(lacking))
    grown = [w + (given * more / sum(lacking) if given else 0.0) for w, more in zip(least, lacking, strict=True)]
    return [width * room / sum(grown) for width in grown]
