"""The numbers of the page as facts: counts exact, estimates as they are printed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import isfinite

from hotline_analysis.exact import printed, rounded
from hotline_analysis.report.facts import Fact, FactBook
from hotline_analysis.statistics.drivers.sentences import Figure

MISSING = "—"
ESTIMATE = "统计模型估计"
LEAST_P = 0.001
SIGNIFICANT = 8


def _exact(value: float) -> Fraction:
    """Return an estimate with as many digits as are good: the last bits depend on where an array lies in memory."""
    return Fraction(Decimal(f"{float(value):.{SIGNIFICANT - 1}e}"))


@dataclass(frozen=True)
class Numbers:
    """Makes facts and enters them in the book.

    Attributes
    ----------
    book : FactBook
    source : str
        Where counts come from.
    """

    book: FactBook
    source: str

    def count(self, key: str, label: str, value: float, unit: str = "件") -> Fact:
        """Return a count."""
        number = Fraction(round(value))
        return self._add(key, label, number, printed(rounded(number, 0)), unit, 0, self.source)

    def figure(self, one: Figure) -> Fact:
        """Return a number of a sentence, as the sentence prints it."""
        if one.kind == "count":
            return self.count(one.key, one.label, one.value, one.unit)
        if one.kind == "share":
            return self.share(one.key, one.label, one.part, one.of, one.decimals)
        return self.estimate(one.key, one.label, one.value, one.decimals, one.unit, sign=one.sign)

    def share(self, key: str, label: str, part: float, of: float, decimals: int = 1) -> Fact:
        """Return a share of counts, in per cent; without a whole there is none."""
        numerator, denominator = Fraction(round(part)), Fraction(round(of))
        value = 100 * numerator / denominator if denominator else None
        text = MISSING if value is None else printed(rounded(value, decimals))
        fact = Fact(
            f"drivers.{key}",
            label,
            value,
            text,
            "%",
            decimals,
            self.source,
            numerator=numerator,
            denominator=denominator,
        )
        return self.book.add(fact)

    def estimate(
        self, key: str, label: str, value: float, decimals: int = 1, unit: str = "", *, sign: bool = True
    ) -> Fact:
        """Return an estimate, rounded as it is printed; without a value there is a dash.

        Parameters
        ----------
        sign : bool
            Whether a minus is printed; a sentence says "lower" instead.
        """
        if not isfinite(value):
            return self._add(key, label, None, MISSING, unit, decimals, ESTIMATE)
        exact = _exact(value)
        shown = rounded(exact if sign else abs(exact), decimals)
        return self._add(key, label, exact, printed(shown if shown else abs(shown)), unit, decimals, ESTIMATE)

    def p_value(self, key: str, label: str, value: float) -> Fact:
        """Return a p-value; a very small one as below a bound."""
        if isfinite(value) and value < LEAST_P:
            return self._add(key, label, _exact(value), f"<{LEAST_P}", "", 3, ESTIMATE)
        return self.estimate(key, label, value, 3)

    def _add(
        self, key: str, label: str, value: Fraction | None, text: str, unit: str, decimals: int, source: str
    ) -> Fact:
        return self.book.add(Fact(f"drivers.{key}", label, value, text, unit, decimals, source))
