"""Condition: all marks only if every one (or any one) of several conditions holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from hotline_analysis.documents import Strict
from hotline_analysis.schemes.context import Context, Earlier
from hotline_analysis.schemes.rules.base import Rule, Scores
from hotline_analysis.schemes.values import Condition


class Conditions(Strict):
    """Several conditions under ``all`` or under ``any``.

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.metrics import exact_unit_table
    >>> from hotline_analysis.schemes import load_scheme, make_context
    >>> some = [{"count": "closed", "at_least": 1}, {"count": "revisited", "at_least": 1}]
    >>> both = Conditions.model_validate({"all": some})
    >>> len(both.conditions()), list(both.counts()), list(both.metrics()), list(both.earlier())
    (2, ['closed', 'revisited'], [], [])
    >>> text = pd.DataFrame({"unit": ["甲", "乙"], "group": ["", ""], "closed": ["9", "0"], "revisited": ["2", ""]})
    >>> both.hold(make_context(exact_unit_table(text), load_scheme("furong-2022")))
    [True, False]
    """

    all_: tuple[Condition, ...] = Field(default=(), alias="all")
    any_: tuple[Condition, ...] = Field(default=(), alias="any")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if bool(self.all_) == bool(self.any_):
            raise ValueError("give conditions under either all or any")
        return self

    def conditions(self) -> tuple[Condition, ...]:
        """Return the conditions under whichever of the two keys was used."""
        return self.all_ or self.any_

    def metrics(self) -> Iterator[str]:
        """Yield the metrics of all conditions."""
        for condition in self.conditions():
            yield from condition.metrics()

    def counts(self) -> Iterator[str]:
        """Yield the counts of all conditions."""
        for condition in self.conditions():
            yield from condition.counts()

    def earlier(self) -> Iterator[Earlier]:
        """Yield the earlier periods of all conditions."""
        for condition in self.conditions():
            yield from condition.earlier()

    def hold(self, context: Context) -> list[bool | None]:
        """Say for every unit whether they hold; None where a missing figure leaves it open."""
        columns = [(condition, condition.values(context)) for condition in self.conditions()]
        return [
            self._combine(
                [
                    None if column[i] is None else condition.holds(column[i] or Fraction(0))
                    for condition, column in columns
                ]
            )
            for i in range(len(context.units))
        ]

    def _combine(self, answers: list[bool | None]) -> bool | None:
        decisive = bool(self.any_)
        if decisive in answers:
            return decisive
        return None if None in answers else not decisive


class ConditionRule(Conditions, Rule):
    """The item's marks where the conditions hold, ``otherwise`` where they do not."""

    proportional: ClassVar[bool] = True
    kind: Literal["condition"]
    otherwise: Decimal = Decimal(0)

    def scores(self, context: Context, start: Sequence[Fraction]) -> Scores:
        """Score every unit."""
        return [
            None if held is None else marks if held else Fraction(self.otherwise)
            for marks, held in zip(start, self.hold(context), strict=True)
        ]
