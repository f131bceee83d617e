"""Mean of: the average of sub-items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from hotline_analysis.schemes.context import Context, Earlier
from hotline_analysis.schemes.rules.base import Rule, Scores, clip
from hotline_analysis.schemes.rules.given import GivenRule, check_given

if TYPE_CHECKING:
    from hotline_analysis.schemes.rules import AnyRule


class MeanOfRule(Rule):
    """The mean of several rules, each scored on the item's full marks."""

    proportional: ClassVar[bool] = True
    kind: Literal["mean_of"]
    of: dict[str, AnyRule] = Field(min_length=1)

    def metrics(self) -> Iterator[str]:
        """Yield the metrics of all sub-items."""
        for rule in self.of.values():
            yield from rule.metrics()

    def counts(self) -> Iterator[str]:
        """Yield the counts of all sub-items."""
        for rule in self.of.values():
            yield from rule.counts()

    def needs_marks(self) -> bool:
        """Whether a sub-item needs them."""
        return any(rule.needs_marks() for rule in self.of.values())

    def columns(self) -> Iterator[str]:
        """Yield the columns of sub-items that are given."""
        for rule in self.of.values():
            yield from rule.columns()

    def earlier(self) -> Iterator[Earlier]:
        """Yield the earlier periods of all sub-items."""
        for rule in self.of.values():
            yield from rule.earlier()

    def scores(self, context: Context, start: Sequence[Fraction]) -> Scores:
        """Score every unit; missing as soon as one sub-item is missing."""
        columns = [bounded(rule, context, start) for rule in self.of.values()]
        return [
            None
            if any(column[i] is None for column in columns)
            else sum((column[i] or Fraction(0) for column in columns), Fraction(0)) / len(columns)
            for i in range(len(start))
        ]

    def parts(self, context: Context, start: Sequence[Fraction]) -> dict[str, tuple[Sequence[Fraction], Scores]]:
        """Split the mean into its sub-items."""
        count = len(self.of)
        full = [marks / count for marks in start]
        return {
            key: (full, [None if score is None else score / count for score in bounded(rule, context, start)])
            for key, rule in self.of.items()
        }


def bounded(rule: Rule, context: Context, start: Sequence[Fraction]) -> Scores:
    """Score every unit and keep each score within the rule's bounds.

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.metrics import exact_unit_table
    >>> from hotline_analysis.schemes import load_scheme, make_context
    >>> scheme = load_scheme("furong-2022")
    >>> text = pd.DataFrame({"unit": ["甲"], "group": ["streets"], "late_signed": ["80"]})
    >>> rule = scheme.dimensions["response"].items["on_time_signing"].rule
    >>> bounded(rule, make_context(exact_unit_table(text), scheme), [Fraction(5)])
    [Fraction(0, 1)]
    """
    limits = [rule.bounds(marks) for marks in start]
    scores = rule.scores(context, start)
    if isinstance(rule, GivenRule):
        check_given(context, rule.column, scores, limits)
    return [clip(score, *bounds) for bounds, score in zip(limits, scores, strict=True)]
