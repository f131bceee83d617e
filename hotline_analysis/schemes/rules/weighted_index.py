"""Weighted index: 30 % closure + 30 % on time + 20 % (100 - rework) + 20 % (100 - dissatisfaction)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import Field, field_validator

from hotline_analysis.documents import Strict
from hotline_analysis.schemes.context import Context
from hotline_analysis.schemes.rules.base import Rule, Scores


class Term(Strict):
    """A rate, or what it lacks to 100 (``complement: true``), and its weight."""

    metric: str
    weight: Decimal = Field(gt=0)
    complement: bool = False


class WeightedIndexRule(Rule):
    """``marks × Σ weight × rate / 100``; the weights must add up to 1."""

    proportional: ClassVar[bool] = True
    kind: Literal["weighted_index"]
    terms: tuple[Term, ...]

    @field_validator("terms")
    @classmethod
    def _whole(cls, terms: tuple[Term, ...]) -> tuple[Term, ...]:
        total = sum((term.weight for term in terms), Decimal(0))
        if total != 1:
            raise ValueError(f"the weights add up to {total}, not to 1")
        return terms

    def metrics(self) -> Iterator[str]:
        """Yield the metrics of all terms."""
        for term in self.terms:
            yield term.metric

    def needs_marks(self) -> bool:
        """Return True: the index is a part of the marks."""
        return True

    def scores(self, context: Context, start: Sequence[Fraction]) -> Scores:
        """Score every unit; missing as soon as one rate is missing."""
        columns = [scores for _, scores in self.parts(context, start).values()]
        return [
            None
            if any(column[i] is None for column in columns)
            else sum((column[i] or Fraction(0) for column in columns), Fraction(0))
            for i in range(len(start))
        ]

    def parts(self, context: Context, start: Sequence[Fraction]) -> dict[str, tuple[Sequence[Fraction], Scores]]:
        """Split the index into its terms."""
        found: dict[str, tuple[Sequence[Fraction], Scores]] = {}
        for term in self.terms:
            full = [marks * Fraction(term.weight) for marks in start]
            rates = context.rates(term.metric)
            found[term.metric] = (
                full,
                [
                    None if rate is None else marks * (100 - rate if term.complement else rate) / 100
                    for marks, rate in zip(full, rates, strict=True)
                ],
            )
        return found
