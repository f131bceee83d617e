"""Makes the facts of a league table: every number that it prints, once, under its key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from markupsafe import Markup

from hotline_analysis.exact import printed, rounded
from hotline_analysis.report.facts import Fact, FactBook
from hotline_analysis.report.phrases import listed

Number = int | float | Fraction
DIGITS = 8  # of an estimate that are kept in facts.json


@dataclass(frozen=True)
class Numbers:
    """Makes facts whose keys begin with the name of a part of the page."""

    part: str
    book: FactBook
    source: str

    def make(self, key: str, label: str, value: Number, unit: str = "", decimals: int = 0, **more: Any) -> Fact:
        """Make a fact; estimates keep eight digits.

        Parameters
        ----------
        key, label : str
        value : int, float or Fraction
        unit : str
        decimals : int
        **more
            ``numerator``, ``denominator``, ``metric``, ``definition`` of `Fact`.
        """
        exact = Fraction(round(value, DIGITS)).limit_denominator(10**DIGITS) if isinstance(value, float) else value
        text = printed(rounded(Fraction(exact), decimals))
        return self.book.add(
            Fact(f"league.{self.part}.{key}", label, Fraction(exact), text, unit, decimals, self.source, **more)
        )

    def units(self, key: str, label: str, value: int) -> Fact:
        """Make the fact of a number of units."""
        return self.make(key, label, value, "个")

    def span(self, key: str, label: str, low: Number, high: Number, unit: str = "", decimals: int = 0) -> Markup:
        """Write two bounds; one number where they are the same."""
        ends = [
            self.make(f"{key}.{end}", f"{label}{word}", value, unit, decimals)
            for end, word, value in (("low", "下限", low), ("high", "上限", high))
        ]
        if ends[0].text == ends[1].text:
            return ends[0].html(with_unit=bool(unit))
        return Markup("{}–{}").format(ends[0].html(with_unit=False), ends[1].html(with_unit=bool(unit)))

    def chance(self, key: str, label: str, value: float) -> Fact:
        """Write a chance in whole per cent; next to none and next to certain are not 0 and 100."""
        text = "＜1" if value < 0.005 else "＞99" if value > 0.995 else printed(rounded(Fraction(value) * 100, 0))
        exact = Fraction(100 * round(value, DIGITS)).limit_denominator(10**DIGITS)
        return self.book.add(Fact(f"league.{self.part}.{key}", label, exact, text, "%", 0, self.source))


def names(units: Sequence[str], most: int = 6) -> Markup:
    """List units by name; of many the first, as official texts do.

    Examples
    --------
    >>> str(names(["甲", "乙"])), str(names(list("甲乙丙"), most=2))
    ('甲、乙', '甲、乙等')
    """
    return listed(units) if len(units) <= most else Markup("{}等").format(listed(units[:most]))
