"""Exact arithmetic: every figure is a fraction until it is printed, and is rounded once."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Literal, get_args

Rounding = Literal["half_up", "half_even", "truncate", "up"]
ROUNDINGS: tuple[str, ...] = get_args(Rounding)

Number = int | Fraction | Decimal

# Commas only between groups of three digits: 1,5 is not 15. A short exponent, as spreadsheets write it.
_FIGURE = re.compile(r"[+-]?(\d{1,3}([,，]\d{3})+|\d+)?(\.\d+)?([eE][+-]?\d{1,2})?", re.UNICODE)


def to_fraction(text: str | Number) -> Fraction:
    """Read a printed figure exactly.

    Parameters
    ----------
    text : str, int, Fraction or Decimal
        A figure as printed; a per cent sign, thousands separators and full-width digits are accepted.

    Raises
    ------
    ValueError
        If the text is not a figure.

    Examples
    --------
    >>> to_fraction("97.83")
    Fraction(9783, 100)
    >>> to_fraction("1,218")
    Fraction(1218, 1)
    """
    if isinstance(text, Fraction):
        return text
    if isinstance(text, int | Decimal):
        return Fraction(text)
    cleaned = text.strip().removesuffix("%").removesuffix("％").strip()
    found = _FIGURE.fullmatch(cleaned)
    if found is None or not (found[1] or found[3]):
        raise ValueError(f"not a figure: {text!r}")
    return Fraction(Decimal(cleaned.replace(",", "").replace("，", "")))


def _half_up(twice: int, floor: int, remainder: int, unit: int) -> int:
    return floor + (1 if twice >= unit else 0)


def _half_even(twice: int, floor: int, remainder: int, unit: int) -> int:
    if twice == unit:
        return floor + floor % 2
    return floor + (1 if twice > unit else 0)


def _truncate(twice: int, floor: int, remainder: int, unit: int) -> int:
    return floor


def _up(twice: int, floor: int, remainder: int, unit: int) -> int:
    return floor + (1 if remainder else 0)


_STEPS: dict[str, Callable[[int, int, int, int], int]] = {
    "half_up": _half_up,
    "half_even": _half_even,
    "truncate": _truncate,
    "up": _up,
}


def rounded(value: Number, decimals: int, mode: Rounding = "half_up") -> Decimal:
    """Round an exact value to so many decimals; negative values by their size.

    Parameters
    ----------
    value : int, Fraction or Decimal
    decimals : int
        Digits kept after the point.
    mode : {"half_up", "half_even", "truncate", "up"}
        ``truncate`` cuts toward zero, ``up`` counts every started step.

    Examples
    --------
    >>> rounded(Fraction(200, 64), 2)
    Decimal('3.13')
    >>> rounded(Fraction(200, 64), 2, "half_even")
    Decimal('3.12')
    >>> rounded(Fraction(3600, 37), 2, "truncate")
    Decimal('97.29')
    """
    exact = Fraction(value) * 10**decimals
    floor, remainder = divmod(abs(exact.numerator), exact.denominator)
    steps = _STEPS[mode](2 * remainder, floor, remainder, exact.denominator)
    digits = tuple(int(digit) for digit in str(steps))
    return Decimal((1 if exact < 0 and steps else 0, digits, -decimals))


def printed(value: Decimal, *, trim: bool = False) -> str:
    """Print a rounded value in plain digits, with or without trailing zeros.

    Examples
    --------
    >>> printed(Decimal("100.00")), printed(Decimal("100.00"), trim=True)
    ('100.00', '100')
    """
    text = f"{value:f}"
    if trim and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text
