"""Sentences whose numbers stay numbers, so that a text and a page of facts print the same ones."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from string import Formatter
from typing import Literal

from hotline_analysis.exact import printed, rounded

POINTS = "个百分点"


@dataclass(frozen=True)
class Figure:
    """A number in a sentence.

    Attributes
    ----------
    key, label : str
        What it is.
    kind : {"count", "share", "estimate"}
        A share is in per cent, and made of two counts.
    value : float
        As it is to be printed, before rounding; per cent for shares.
    decimals : int
    unit : str
    sign : bool
        Whether a minus is printed; a sentence says "lower" instead.
    part, of : float
        The counts of a share.
    """

    key: str
    label: str
    kind: Literal["count", "share", "estimate"]
    value: float
    decimals: int = 0
    unit: str = ""
    sign: bool = True
    part: float = 0.0
    of: float = 0.0

    @property
    def number(self) -> str:
        """The rounded number without its unit."""
        exact = Fraction(Decimal(repr(float(self.value))))
        if self.kind == "share":
            exact = 100 * Fraction(round(self.part)) / Fraction(round(self.of))
        shown = rounded(exact if self.sign else abs(exact), self.decimals)
        return printed(shown if shown else abs(shown))

    def __str__(self) -> str:
        return self.number + self.unit


@dataclass(frozen=True)
class Sentence:
    """Words and numbers, in the order in which they are read."""

    parts: tuple[str | Figure, ...]

    def __str__(self) -> str:
        return "".join(map(str, self.parts))


def say(template: str, **values: str | Figure | Sentence) -> Sentence:
    """Fill the names in braces.

    Examples
    --------
    >>> str(say("共{n}，{rest}。", n=Figure("n", "评价", "count", 480, unit="件"), rest=say("其中{a}", a="满意")))
    '共480件，其中满意。'
    """
    parts: list[str | Figure] = []
    for words, name, _, _ in Formatter().parse(template):
        parts += [words] if words else []
        if name is not None:
            value = values[name]
            parts += value.parts if isinstance(value, Sentence) else [value]
    return Sentence(tuple(parts))


def several(sentences: list[Sentence], between: str) -> Sentence:
    """Put sentences after one another."""
    parts: list[str | Figure] = []
    for one in sentences:
        parts += [*([between] if parts else []), *one.parts]
    return Sentence(tuple(parts))


def count(key: str, label: str, value: float, unit: str = "件") -> Figure:
    """Return a count."""
    return Figure(key, label, "count", value, 0, unit)


def share(key: str, label: str, part: float, of: float, decimals: int = 1) -> Figure:
    """Return a share of two counts, in per cent."""
    return Figure(key, label, "share", 100 * part / of, decimals, "%", part=part, of=of)


def estimate(key: str, label: str, value: float, decimals: int = 1, unit: str = "", *, sign: bool = True) -> Figure:
    """Return an estimate."""
    return Figure(key, label, "estimate", value, decimals, unit, sign)


def spread(
    key: str, label: str, low: float, high: float, decimals: int = 1, unit: str = "", *, sign: bool = True
) -> Sentence:
    """Return the ends of an interval, the smaller first as they are printed.

    Examples
    --------
    >>> str(spread("e", "影响", -0.97, -0.31, sign=False))
    '0.3至1.0'
    """
    ends = [("low", "下限", low), ("high", "上限", high)]
    if not sign and abs(low) > abs(high):
        ends.reverse()
    first, second = (
        estimate(f"{key}.{end}", f"{label}{name}", at, decimals, unit, sign=sign) for end, name, at in ends
    )
    return say("{low}至{high}", low=first, high=second)


def decimals_of(low: float, high: float) -> int:
    """Return how many decimals an interval needs so that its nearer end does not read as zero."""
    return 1 if min(abs(low), abs(high)) >= 0.05 else 2
