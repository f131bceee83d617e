"""Sums and differences of counts, as a metric or a scheme writes them: ``closed - late_closed``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

_TERM = re.compile(r"\s*([+-])?\s*([A-Za-z_][A-Za-z0-9_]*)")

Counts = Mapping[str, Fraction | None]


@dataclass(frozen=True)
class CountExpression:
    """A signed sum of count columns.

    Attributes
    ----------
    terms : tuple of (int, str)
        Sign (+1 or -1) and key of each count.

    Examples
    --------
    >>> expression = CountExpression.parse("closed - late_closed")
    >>> expression.keys, expression.value({"closed": Fraction(50), "late_closed": Fraction(2)})
    (('closed', 'late_closed'), Fraction(48, 1))
    """

    terms: tuple[tuple[int, str], ...]

    @classmethod
    def parse(cls, text: str) -> CountExpression:
        """Read ``a + b - c``.

        Raises
        ------
        ValueError
            If the text is anything else.

        Examples
        --------
        >>> CountExpression.parse("closed - late_closed").terms
        ((1, 'closed'), (-1, 'late_closed'))
        """
        terms: list[tuple[int, str]] = []
        position = 0
        while position < len(text.rstrip()):
            match = _TERM.match(text, position)
            if match is None or (terms and match[1] is None):
                raise ValueError(f"not a sum of counts: {text!r}")
            terms.append((-1 if match[1] == "-" else 1, match[2]))
            position = match.end()
        if not terms:
            raise ValueError("an empty sum of counts")
        return cls(tuple(terms))

    @property
    def keys(self) -> tuple[str, ...]:
        """The counts that stand in the expression."""
        return tuple(key for _, key in self.terms)

    def value(self, counts: Counts) -> Fraction | None:
        """Evaluate on one row; missing as soon as one count is missing."""
        total = Fraction(0)
        for sign, key in self.terms:
            count = counts.get(key)
            if count is None:
                return None
            total += sign * count
        return total

    def __str__(self) -> str:
        first, *rest = self.terms
        head = ("-" if first[0] < 0 else "") + first[1]
        return head + "".join(f" {'+' if sign > 0 else '-'} {key}" for sign, key in rest)
