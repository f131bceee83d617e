"""What a cell of a page's table is in a workbook: a number in the format in which it is printed, or a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4 import Tag

# a number in plain digits, without leading zeros: 010101 is the code of a district, not a number
_NUMBER = re.compile(r"(?P<sign>[-+−]?)(?P<whole>0|[1-9]\d{0,14})(?:\.(?P<part>\d{1,10}))?(?P<unit>%?)", re.ASCII)
_DIGITS = 15  # what a number of a workbook can hold


@dataclass(frozen=True)
class Value:
    """A number and how a workbook shows it.

    Attributes
    ----------
    number : float
    form : str
        Such as ``0.00`` or ``0.0"%"``: a per cent stays the number that is printed.
    """

    number: float
    form: str


def value_of(cell: Tag) -> Value | str:
    """Return the number that a cell of figures prints, or its text."""
    text = " ".join(cell.get_text(" ").split())
    if cell.name == "th" or not _holds_figures(cell):
        return text
    return number_of(text) or text


def _holds_figures(cell: Tag) -> bool:
    right = "gt_right" in (cell.get("class") or []) or cell.find_parent("table", class_="dataframe") is not None
    return right or cell.find("data", class_="fact") is not None


def number_of(text: str) -> Value | None:
    """Read a number as it is printed; None for anything else.

    Examples
    --------
    >>> number_of("97.20"), number_of("86.43%"), number_of("010101"), number_of("=1+1")
    (Value(number=97.2, form='0.00'), Value(number=86.43, form='0.00"%"'), None, None)
    """
    found = _NUMBER.fullmatch(text.strip())
    if found is None or len(found["whole"]) + len(found["part"] or "") > _DIGITS:
        return None
    part = found["part"] or ""
    number = float(f"{'-' if found['sign'] in ('-', '−') else ''}{found['whole']}.{part or '0'}")
    digits = "0" + ("." + "0" * len(part) if part else "")
    form = digits + ('"%"' if found["unit"] else "")
    return Value(number, f"+{form};-{form};{form}" if found["sign"] == "+" else form)
