"""Shortfall: 2 off per percentage point below 100, at most 10."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Self

from pydantic import Field, model_validator

from hotline_analysis.schemes.context import Context
from hotline_analysis.schemes.rules.base import Counted, Rule, Scores, steps
from hotline_analysis.schemes.values import Value


class ShortfallRule(Value, Rule):
    """``start - off × steps``, with steps of size ``per`` below (or above) a bound, capped by ``at_most``.

    ``counted`` says whether a started step counts whole, only completed steps count, or exactly.
    """

    kind: Literal["shortfall"]
    below: Decimal | None = None
    above: Decimal | None = None
    off: Decimal = Field(ge=0)
    per: Decimal = Field(default=Decimal(1), gt=0)
    counted: Counted = "exact"
    at_most: Decimal | None = None

    @model_validator(mode="after")
    def _side(self) -> Self:
        if (self.below is None) == (self.above is None):
            raise ValueError("a shortfall needs either below or above")
        return self

    def scores(self, context: Context, start: Sequence[Fraction]) -> Scores:
        """Score every unit."""
        return [
            None if value is None else marks - self._off(value)
            for marks, value in zip(start, self.values(context), strict=True)
        ]

    def _off(self, value: Fraction) -> Fraction:
        missing = Fraction(self.below) - value if self.below is not None else value - Fraction(self.above or 0)
        off = Fraction(self.off) * steps(max(missing, Fraction(0)), self.per, self.counted)
        return off if self.at_most is None else min(off, Fraction(self.at_most))
