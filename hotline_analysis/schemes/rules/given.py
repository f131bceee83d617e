"""Given: a score entered by hand (knowledge base, campaign), with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import ClassVar, Literal

from hotline_analysis.errors import InputError
from hotline_analysis.schemes.context import Context
from hotline_analysis.schemes.rules.base import Rule, Scores, clip


class GivenRule(Rule):
    """The score in ``column``; an empty cell takes ``default`` (``full``, ``none`` marks, or stays missing).

    With ``reason: required`` a score other than the default needs a text in the column ``<column>_reason``.

    Examples
    --------
    >>> rule = GivenRule(kind="given", column="knowledge_base")
    >>> list(rule.columns()), list(rule.counts())
    (['knowledge_base'], ['knowledge_base'])
    >>> import pandas as pd
    >>> from hotline_analysis.metrics import exact_unit_table
    >>> from hotline_analysis.schemes import load_scheme, make_context
    >>> text = pd.DataFrame({"unit": ["甲"], "group": ["streets"], "knowledge_base": ["8.5"]})
    >>> table = exact_unit_table(text, scores=["knowledge_base"])
    >>> rule.scores(make_context(table, load_scheme("furong-2022")), [Fraction(10)])
    [Fraction(17, 2)]
    """

    proportional: ClassVar[bool] = True
    kind: Literal["given"]
    column: str
    default: Literal["full", "none", "missing"] = "missing"
    reason: Literal["required", "optional"] = "optional"

    def counts(self) -> Iterator[str]:
        """Yield the column, if the scheme cannot do without it."""
        if self.default == "missing":
            yield self.column

    def columns(self) -> Iterator[str]:
        """Yield the column."""
        yield self.column

    def scores(self, context: Context, start: Sequence[Fraction]) -> Scores:
        """Score every unit.

        Raises
        ------
        InputError
            For a score without the reason that the scheme requires.
        """
        given = context.column(self.column)
        return [
            self._score(context, i, marks, value) for i, (marks, value) in enumerate(zip(start, given, strict=True))
        ]

    def _score(self, context: Context, i: int, marks: Fraction, value: Fraction | None) -> Fraction | None:
        standard = {"full": marks, "none": Fraction(0), "missing": None}[self.default]
        if value is None:
            return standard
        if self.reason == "required" and value != standard and not self._reason(context, i):
            raise InputError(
                "a given score without its reason",
                file=str(context.table.source(i, self.column)),
                where=f"unit {context.units[i]}, column {self.column}",
                value=context.table.text[self.column].iloc[i],
                allowed=f"a text in column {self.column}_reason",
            )
        return value

    def _reason(self, context: Context, i: int) -> str:
        text = context.table.text
        column = f"{self.column}_reason"
        return str(text[column].iloc[i]) if column in text else ""


def check_given(
    context: Context, column: str, scores: Scores, limits: Sequence[tuple[Fraction | None, Fraction | None]]
) -> None:
    """Refuse a score entered by hand that the item cannot give.

    Raises
    ------
    InputError
        Naming row, column, score and what is allowed.

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.metrics import exact_unit_table
    >>> from hotline_analysis.schemes import load_scheme, make_context
    >>> text = pd.DataFrame({"unit": ["甲"], "group": ["streets"], "knowledge_base": ["12"]})
    >>> table = exact_unit_table(text, scores=["knowledge_base"])
    >>> context = make_context(table, load_scheme("furong-2022"))
    >>> try:
    ...     check_given(context, "knowledge_base", [Fraction(12)], [(Fraction(0), Fraction(10))])
    ... except InputError as error:
    ...     print(error.problem, error.value, error.allowed)
    a given score out of range 12 0 to 10
    """
    for i, (value, (low, high)) in enumerate(zip(scores, limits, strict=True)):
        if value != clip(value, low, high):
            lowest, highest = (None if bound is None else f"{float(bound):g}" for bound in (low, high))
            span = f"{lowest} to {highest}" if lowest and highest else f"{lowest} or more"
            raise InputError(
                "a given score out of range",
                file=str(context.table.source(i, column)),
                where=f"unit {context.units[i]}, column {column}",
                value=context.table.text[column].iloc[i],
                allowed=span if lowest else f"{highest} or less",
            )
