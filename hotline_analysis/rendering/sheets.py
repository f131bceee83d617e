"""The paper of a page: its size and margins, upright and landscape, in millimetres; those of the print style sheets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["upright", "wide"]


@dataclass(frozen=True)
class Margins:
    """What a page leaves free at its sides."""

    top: float
    right: float
    bottom: float
    left: float


@dataclass(frozen=True)
class Sheet:
    """Paper, and what a page on it leaves free.

    Attributes
    ----------
    width, height : float
        Of an upright page.
    upright, wide : Margins
    official : bool
        Whether it is that of a Chinese official document.
    """

    width: float
    height: float
    upright: Margins
    wide: Margins
    official: bool = False

    def text_width(self, kind: Kind) -> float:
        """Return the width of the type area."""
        if kind == "wide":
            return self.height - self.wide.left - self.wide.right
        return self.width - self.upright.left - self.upright.right


# GB/T 9704-2012; a landscape page is an upright one turned by a quarter, its foot at the left
OFFICIAL = Sheet(210, 297, Margins(37, 26, 35, 28), Margins(28, 37, 26, 35), official=True)
_SIZES = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}


def sheet_of(name: str, *, english: bool) -> Sheet:
    """Return the paper of a page; a Chinese one is on that of official documents.

    Parameters
    ----------
    name : str
        ``A4`` or ``letter``.
    english : bool
    """
    if not english:
        return OFFICIAL
    width, height = _SIZES.get(name.lower(), _SIZES["a4"])
    return Sheet(width, height, Margins(22, 22, 24, 22), Margins(20, 18, 20, 18))


def table_size(sheet: Sheet, *, dense: bool) -> float:
    """Return the type of a table in points; one with many columns has a smaller one."""
    usual, smaller = (10.5, 9.0) if sheet.official else (9.0, 8.0)
    return smaller if dense else usual
