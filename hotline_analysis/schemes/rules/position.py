"""Position: 0.2 off per place from the best among those below 100 %; or the first five get +5 … +1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Self

from pydantic import Field, model_validator

from hotline_analysis.ranking import Ties, places
from hotline_analysis.schemes.context import Context, Earlier
from hotline_analysis.schemes.rules.base import Rule, Scores
from hotline_analysis.schemes.values import Bounds, Scope, Value, within_bounds


class PositionRule(Rule):
    """Marks by place: ``off_per_place`` for every place, or ``awards`` for the first places.

    Only units that take part and whose value lies within ``among`` take a place; all others keep their marks.
    Values that are equal at ``tie_decimals`` share a place.
    """

    kind: Literal["position"]
    by: Value
    best: Literal["highest", "lowest"] = "highest"
    among: Bounds | None = None
    scope: Scope = "group"
    places: Ties = "competition"
    tie_decimals: int = Field(default=2, ge=0)
    off_per_place: Decimal | None = None
    awards: tuple[Decimal, ...] = ()

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.off_per_place is None) == (not self.awards):
            raise ValueError("a position needs either off_per_place or awards")
        return self

    def metrics(self) -> Iterator[str]:
        """Yield the metric that orders the units."""
        return self.by.metrics()

    def counts(self) -> Iterator[str]:
        """Yield the counts that order the units."""
        return self.by.counts()

    def earlier(self) -> Iterator[Earlier]:
        """Yield the earlier period that orders the units."""
        return self.by.earlier()

    def bounds(self, start: Fraction) -> tuple[Fraction | None, Fraction | None]:
        """Awards may lift a score above the marks."""
        low, high = super().bounds(start)
        return low, high if self.ceiling is not None or not self.awards else None

    def scores(self, context: Context, start: Sequence[Fraction]) -> Scores:
        """Score every unit."""
        values = self.by.values(context)
        taking = [
            value if value is not None and taken and (self.among is None or within_bounds(value, self.among)) else None
            for value, taken in zip(values, context.taking, strict=True)
        ]
        keys = context.groups if self.scope == "group" else [""] * len(taking)
        found = places(taking, groups=keys, ties=self.places, tie_decimals=self.tie_decimals, best=self.best)
        return [
            None if value is None else marks + self._move(place)
            for marks, value, place in zip(start, values, found, strict=True)
        ]

    def _move(self, place: int | None) -> Fraction:
        if place is None:
            return Fraction(0)
        if self.off_per_place is not None:
            return -Fraction(self.off_per_place) * place
        return Fraction(self.awards[place - 1]) if place <= len(self.awards) else Fraction(0)
