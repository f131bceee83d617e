"""Symmetric: a base of 90 %; a unit gains above it and loses below it. Change: the same on a change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import Field

from hotline_analysis.schemes.context import Context, Earlier
from hotline_analysis.schemes.rules.base import Counted, Rule, Scores, steps
from hotline_analysis.schemes.values import ChangeOf, Value


class _GainAndLoss(Rule):
    """Points per step above and below a base.

    The score begins at ``start`` (the item's marks if not given) and may exceed the marks unless ``ceiling`` is set.
    """

    gain: Decimal = Field(default=Decimal(0), ge=0)
    loss: Decimal = Field(default=Decimal(0), ge=0)
    per: Decimal = Field(default=Decimal(1), gt=0)
    counted: Counted = "exact"
    start: Decimal | None = None
    at_most_gain: Decimal | None = None
    at_most_loss: Decimal | None = None

    def bounds(self, start: Fraction) -> tuple[Fraction | None, Fraction | None]:
        """No upper bound unless one is given: what is gained may not be cut off silently."""
        low, _ = super().bounds(start)
        return low, Fraction(self.ceiling) if self.ceiling is not None else None

    def _moved(self, marks: Fraction, distance: Fraction) -> Fraction:
        begin = marks if self.start is None else Fraction(self.start)
        size = steps(abs(distance), self.per, self.counted)
        if distance >= 0:
            gained = Fraction(self.gain) * size
            return begin + (gained if self.at_most_gain is None else min(gained, Fraction(self.at_most_gain)))
        lost = Fraction(self.loss) * size
        return begin - (lost if self.at_most_loss is None else min(lost, Fraction(self.at_most_loss)))


class SymmetricRule(Value, _GainAndLoss):
    """``start + gain × steps above base`` or ``start - loss × steps below base``."""

    kind: Literal["symmetric"]
    base: Decimal

    def scores(self, context: Context, start: Sequence[Fraction]) -> Scores:
        """Score every unit."""
        return [
            None if value is None else self._moved(marks, value - Fraction(self.base))
            for marks, value in zip(start, self.values(context), strict=True)
        ]


class ChangeRule(_GainAndLoss, ChangeOf):
    """``start + gain × steps`` for a rise on an earlier period, ``start - loss × steps`` for a fall.

    ``better: down`` turns it round, for rates and counts that ought to fall.
    """

    kind: Literal["change"]
    better: Literal["up", "down"] = "up"

    def _value(self) -> Value:
        return Value(change=ChangeOf(metric=self.metric, count=self.count, on=self.on, measure=self.measure))

    def metrics(self) -> Iterator[str]:
        """Yield the metric, if the change is of one."""
        return self._value().metrics()

    def counts(self) -> Iterator[str]:
        """Yield the counts of the change."""
        return self._value().counts()

    def earlier(self) -> Iterator[Earlier]:
        """Yield the period it is compared with."""
        yield self.on

    def scores(self, context: Context, start: Sequence[Fraction]) -> Scores:
        """Score every unit; missing for a unit that the earlier period does not have."""
        sign = 1 if self.better == "up" else -1
        return [
            None if value is None else self._moved(marks, sign * value)
            for marks, value in zip(start, self._value().values(context), strict=True)
        ]
