"""Rate × marks: 20 × resolution rate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import ClassVar, Literal

from hotline_analysis.schemes.context import Context
from hotline_analysis.schemes.rules.base import Rule, Scores


class RateRule(Rule):
    """``marks × rate / 100``, or ``marks × (100 - rate) / 100`` with ``complement: true``."""

    proportional: ClassVar[bool] = True
    kind: Literal["rate"]
    metric: str
    complement: bool = False

    def metrics(self) -> Iterator[str]:
        """Yield the metric."""
        yield self.metric

    def needs_marks(self) -> bool:
        """Return True: the score is a part of the marks."""
        return True

    def scores(self, context: Context, start: Sequence[Fraction]) -> Scores:
        """Score every unit."""
        return [
            None if rate is None else marks * (100 - rate if self.complement else rate) / 100
            for marks, rate in zip(start, context.rates(self.metric), strict=True)
        ]
