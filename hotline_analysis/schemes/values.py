"""What a rule looks at: a rate, a count, a share of all tickets, or a change on an earlier period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Self

from pydantic import field_validator, model_validator

from hotline_analysis.documents import Strict
from hotline_analysis.metrics import CountExpression, change
from hotline_analysis.metrics.changes import Measure
from hotline_analysis.schemes.context import Context, Earlier

Scope = Literal["all", "group"]


def parse_counts(text: str) -> str:
    """Check that a text is a sum of counts and return it unchanged."""
    CountExpression.parse(text)
    return text


class ChangeOf(Strict):
    """A change on the previous period (环比) or on the year before (同比)."""

    metric: str | None = None
    count: str | None = None
    on: Earlier = "previous"
    measure: Measure

    _count = field_validator("count")(lambda text: None if text is None else parse_counts(text))

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.metric is None) == (self.count is None):
            raise ValueError("a change is of one metric or one count")
        if self.metric and self.measure == "percent":
            raise ValueError("a rate changes by percentage_points, not by percent")
        return self


class Share(Strict):
    """A unit's share of a count, in per cent of all units or of its group."""

    of: str
    scope: Scope = "all"

    _of = field_validator("of")(parse_counts)


class Value(Strict):
    """Exactly one of ``metric`` (per cent), ``count``, ``share`` (per cent) and ``change``."""

    metric: str | None = None
    count: str | None = None
    share: Share | None = None
    change: ChangeOf | None = None

    _count = field_validator("count")(lambda text: None if text is None else parse_counts(text))

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(part is not None for part in (self.metric, self.count, self.share, self.change)) != 1:
            raise ValueError("name exactly one of metric, count, share, change")
        return self

    def metrics(self) -> Iterator[str]:
        """Yield the metrics it reads."""
        yield from filter(None, (self.metric, self.change and self.change.metric))

    def counts(self) -> Iterator[str]:
        """Yield the counts it reads."""
        for text in (self.count, self.share and self.share.of, self.change and self.change.count):
            if text:
                yield from CountExpression.parse(text).keys

    def earlier(self) -> Iterator[Earlier]:
        """Yield the earlier period it is compared with."""
        yield from filter(None, (self.change and self.change.on,))

    def values(self, context: Context) -> list[Fraction | None]:
        """Return the value of every unit, missing where there is none."""
        if self.metric is not None:
            return context.rates(self.metric)
        if self.count is not None:
            return context.counted(self.count)
        if self.share is not None:
            return shares(context, self.share.of, self.share.scope)
        assert self.change is not None
        return _changes(context, self.change)


def shares(context: Context, count: str, scope: Scope) -> list[Fraction | None]:
    """Return every unit's share of a count, in per cent."""
    values = context.counted(count)
    keys = context.groups if scope == "group" else ["all"] * len(values)
    wholes: dict[str, Fraction] = {}
    for key, value in zip(keys, values, strict=True):
        wholes[key] = wholes.get(key, Fraction(0)) + (value or 0)
    return [
        None if value is None or not wholes[key] else 100 * value / wholes[key]
        for key, value in zip(keys, values, strict=True)
    ]


def _changes(context: Context, wanted: ChangeOf) -> list[Fraction | None]:
    earlier = context.earlier(wanted.on)
    if earlier is None:
        return [None] * len(context.units)

    def read(side: Context) -> Sequence[Fraction | None]:
        return side.rates(wanted.metric) if wanted.metric else side.counted(wanted.count or "")

    before = dict(zip(earlier.units, read(earlier), strict=True))
    return [
        change(now, before.get(unit), wanted.measure).value
        for unit, now in zip(context.units, read(context), strict=True)
    ]


class Condition(Value):
    """A value compared with a bound; several bounds must all hold."""

    at_least: Decimal | None = None
    above: Decimal | None = None
    at_most: Decimal | None = None
    below: Decimal | None = None
    equals: Decimal | None = None

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if all(bound is None for bound in (self.at_least, self.above, self.at_most, self.below, self.equals)):
            raise ValueError("a condition needs a bound: at_least, above, at_most, below or equals")
        return self

    def holds(self, value: Fraction) -> bool:
        """Whether a value meets every bound."""
        return within_bounds(value, self)


def within_bounds(value: Fraction, bounds: Condition | Bounds) -> bool:
    """Whether a value meets every bound that is set."""
    return (
        (bounds.at_least is None or value >= bounds.at_least)
        and (bounds.above is None or value > bounds.above)
        and (bounds.at_most is None or value <= bounds.at_most)
        and (bounds.below is None or value < bounds.below)
        and (bounds.equals is None or value == bounds.equals)
    )


class Bounds(Strict):
    """Bounds without a value of their own."""

    at_least: Decimal | None = None
    above: Decimal | None = None
    at_most: Decimal | None = None
    below: Decimal | None = None
    equals: Decimal | None = None
