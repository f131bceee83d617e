"""Bands: at least 95 full marks, at least 90 half, below none."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from hotline_analysis.schemes.context import Context
from hotline_analysis.schemes.rules.base import Rule, Scores
from hotline_analysis.schemes.values import Bounds, Value, within_bounds


class Band(Bounds):
    """Bounds, and what a value inside them earns: ``points``, or a ``share`` of the marks between 0 and 1."""

    points: Decimal | None = None
    share: Decimal | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.points is None) == (self.share is None):
            raise ValueError("a band needs either points or share")
        if self.share is not None and not 0 <= self.share <= 1:
            raise ValueError("a share of the marks lies between 0 and 1")
        return self


class BandsRule(Value, Rule):
    """The first band that holds decides; ``otherwise`` is the score outside all bands."""

    proportional: ClassVar[bool] = True
    kind: Literal["bands"]
    bands: tuple[Band, ...] = Field(min_length=1)
    otherwise: Decimal = Decimal(0)

    def needs_marks(self) -> bool:
        """Whether a band gives a share of the marks."""
        return any(band.share for band in self.bands)

    def scores(self, context: Context, start: Sequence[Fraction]) -> Scores:
        """Score every unit."""
        return [
            None if value is None else self._score(marks, value)
            for marks, value in zip(start, self.values(context), strict=True)
        ]

    def _score(self, marks: Fraction, value: Fraction) -> Fraction:
        for band in self.bands:
            if within_bounds(value, band):
                return Fraction(band.points) if band.points is not None else marks * Fraction(band.share or 0)
        return Fraction(self.otherwise)
