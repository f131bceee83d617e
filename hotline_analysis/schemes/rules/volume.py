"""Volume: marks by a unit's share of all tickets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal, Self

from pydantic import field_validator, model_validator

from hotline_analysis.metrics import CountExpression
from hotline_analysis.schemes.context import Context
from hotline_analysis.schemes.rules.base import Rule, Scores
from hotline_analysis.schemes.values import Scope, parse_counts, shares


class VolumeRule(Rule):
    """``points_per_percent × share``, or with ``full_marks_at: largest`` the marks × share ÷ the largest share.

    The share is one of all units' tickets; the largest is that of a unit that takes part.
    """

    proportional: ClassVar[bool] = True
    kind: Literal["volume"]
    count: str
    scope: Scope = "all"
    points_per_percent: Decimal | None = None
    full_marks_at: Literal["largest"] | None = None

    _count = field_validator("count")(parse_counts)

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.points_per_percent is None) == (self.full_marks_at is None):
            raise ValueError("a volume rule needs either points_per_percent or full_marks_at: largest")
        return self

    def counts(self) -> Iterator[str]:
        """Yield the counts that are shared out."""
        yield from CountExpression.parse(self.count).keys

    def needs_marks(self) -> bool:
        """Whether the score is a part of the marks: with ``full_marks_at``."""
        return self.full_marks_at is not None

    def scores(self, context: Context, start: Sequence[Fraction]) -> Scores:
        """Score every unit."""
        found = shares(context, self.count, self.scope)
        if self.points_per_percent is not None:
            return [None if share is None else Fraction(self.points_per_percent) * share for share in found]
        keys = context.groups if self.scope == "group" else [""] * len(found)
        largest: dict[str, Fraction] = {}
        for key, share, taken in zip(keys, found, context.taking, strict=True):
            if taken:
                largest[key] = max(largest.get(key, Fraction(0)), share or Fraction(0))
        return [
            None if share is None or not largest.get(key) else marks * share / largest[key]
            for marks, key, share in zip(start, keys, found, strict=True)
        ]
