"""Per case: 0.1 off for each late signing; several kinds of case may share one cap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Self

from pydantic import field_validator, model_validator

from hotline_analysis.documents import Strict
from hotline_analysis.metrics import CountExpression
from hotline_analysis.schemes.context import Context
from hotline_analysis.schemes.rules.base import Rule, Scores
from hotline_analysis.schemes.values import parse_counts


class Case(Strict):
    """A kind of case: points off or added for each, times a factor for a class of tickets."""

    count: str
    off: Decimal | None = None
    add: Decimal | None = None
    factor: Decimal = Decimal(1)

    _count = field_validator("count")(parse_counts)

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.off is None) == (self.add is None):
            raise ValueError("a case needs either off or add")
        if any(points is not None and points < 0 for points in (self.off, self.add)):
            raise ValueError("off and add are points of 0 or more")
        return self

    @property
    def points(self) -> Fraction:
        """Points moved by one case."""
        return Fraction(self.add if self.add is not None else -(self.off or 0)) * Fraction(self.factor)


class PerCaseRule(Rule):
    """``start ± points × cases``; ``at_most`` caps what all kinds of case together may move."""

    kind: Literal["per_case"]
    cases: tuple[Case, ...]
    at_most: Decimal | None = None

    def counts(self) -> Iterator[str]:
        """Yield the counts of all cases."""
        for case in self.cases:
            yield from CountExpression.parse(case.count).keys

    def scores(self, context: Context, start: Sequence[Fraction]) -> Scores:
        """Score every unit."""
        columns = [(case.points, context.counted(case.count)) for case in self.cases]
        return [
            self._score(marks, [(points, column[i]) for points, column in columns]) for i, marks in enumerate(start)
        ]

    def _score(self, marks: Fraction, cases: list[tuple[Fraction, Fraction | None]]) -> Fraction | None:
        moved = Fraction(0)
        for points, count in cases:
            if count is None:
                return None
            moved += points * count
        if self.at_most is not None:
            moved = max(-Fraction(self.at_most), min(Fraction(self.at_most), moved))
        return marks + moved
