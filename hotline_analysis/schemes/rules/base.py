"""What all rules share: a score starts at the item's marks, moves, and stays within its bounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal

from hotline_analysis.documents import Strict
from hotline_analysis.schemes.context import Context, Earlier

Counted = Literal["exact", "started", "completed"]
Scores = list[Fraction | None]


class Rule(Strict):
    """One way to turn a unit's figures into marks.

    ``floor`` and ``ceiling`` bound the score; without them an item scores between 0 and its marks.

    Attributes
    ----------
    proportional : bool
        Whether the rule gives a part of the marks, or moves a score that starts at them. As a bonus or a deduction
        a rule of the first kind has the item's marks at most to give, one of the second kind starts at 0.

    Examples
    --------
    >>> from hotline_analysis.schemes import load_scheme
    >>> item = load_scheme("furong-2022").dimensions["response"].items["on_time_signing"]
    >>> rule = item.rule
    >>> rule.kind, list(rule.counts()), list(rule.metrics()), list(rule.columns()), list(rule.earlier())
    ('per_case', ['late_signed'], [], [], [])
    >>> rule.needs_marks(), rule.bounds(Fraction(5))
    (False, (Fraction(0, 1), Fraction(5, 1)))
    >>> import pandas as pd
    >>> from hotline_analysis.metrics import exact_unit_table
    >>> from hotline_analysis.schemes import make_context
    >>> text = pd.DataFrame({"unit": ["甲"], "group": ["streets"], "late_signed": ["3"]})
    >>> context = make_context(exact_unit_table(text), load_scheme("furong-2022"))
    >>> rule.scores(context, [Fraction(5)]), rule.parts(context, [Fraction(5)])
    ([Fraction(47, 10)], {})
    """

    proportional: ClassVar[bool] = False
    kind: str

    floor: Decimal | None = None
    ceiling: Decimal | None = None

    def metrics(self) -> Iterator[str]:
        """Yield the metrics the rule reads."""
        yield from ()

    def counts(self) -> Iterator[str]:
        """Yield the counts the rule reads itself, not through a metric."""
        yield from ()

    def columns(self) -> Iterator[str]:
        """Yield the columns of scores entered by hand."""
        yield from ()

    def earlier(self) -> Iterator[Earlier]:
        """Yield the earlier periods the rule reads."""
        yield from ()

    def needs_marks(self) -> bool:
        """Whether the score is always 0 without marks."""
        return False

    def scores(self, context: Context, start: Sequence[Fraction]) -> Scores:
        """Score every unit.

        Parameters
        ----------
        context : Context
        start : sequence of Fraction
            Each unit's marks for the item, or where a bonus or a deduction starts.

        Returns
        -------
        list of Fraction or None
            None where a figure is missing.
        """
        raise NotImplementedError

    def parts(self, context: Context, start: Sequence[Fraction]) -> dict[str, tuple[Sequence[Fraction], Scores]]:
        """Split the score into named parts, each with its own full marks, where the rule has parts."""
        return {}

    def bounds(self, start: Fraction) -> tuple[Fraction | None, Fraction | None]:
        """Return the lowest and the highest score of a unit with these marks."""
        low = Fraction(self.floor) if self.floor is not None else Fraction(0)
        return low, Fraction(self.ceiling) if self.ceiling is not None else start


def steps(points: Fraction, per: Decimal, counted: Counted) -> Fraction:
    """Count how many steps of size ``per`` lie in ``points``: exactly, started ones too, or completed ones only.

    Examples
    --------
    >>> steps(Fraction("2.703"), Decimal("0.1"), "started")
    Fraction(28, 1)
    """
    ratio = points / Fraction(per)
    if counted == "exact":
        return ratio
    whole = ratio.numerator // ratio.denominator
    return Fraction(whole + (1 if counted == "started" and ratio != whole else 0))


def clip(score: Fraction | None, low: Fraction | None, high: Fraction | None) -> Fraction | None:
    """Keep a score within its bounds; a missing one stays missing.

    Examples
    --------
    >>> clip(Fraction(-3), Fraction(0), None)
    Fraction(0, 1)
    """
    if score is not None and low is not None:
        score = max(score, low)
    if score is not None and high is not None:
        score = min(score, high)
    return score
