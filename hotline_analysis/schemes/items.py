"""The score of one item for every unit: by its rule, or as the table gives it."""

from __future__ import annotations

from fractions import Fraction

from hotline_analysis.errors import InputError
from hotline_analysis.exact import rounded
from hotline_analysis.schemes.columns import computable
from hotline_analysis.schemes.context import Context
from hotline_analysis.schemes.model import ADJUSTMENTS, Item, Rounding, marks_of
from hotline_analysis.schemes.rules import GivenRule, check_given, clip

Column = list[Fraction | None]
Limits = tuple[Fraction | None, Fraction | None]


def item_column(context: Context, role: str, key: str, item: Item, rounding: Rounding | None) -> Column:
    """Score an item for every unit.

    Where a table, or a row of it, has the item's score but lacks the counts, the score is taken. A unit to whom the
    item does not apply has 0.

    Raises
    ------
    InputError
        For a score entered by hand that the item cannot give.
    """
    applies = [not item.groups or group in item.groups for group in context.groups]
    full = full_marks(context, item)
    limits = [limits_of(item, role, marks) for marks in full]
    column = _ruled(context.among(applies), key, item, starts(item, role, full), limits)
    found = [
        _filled(value, item, role, marks) if own else Fraction(0)
        for value, own, marks in zip(column, applies, full, strict=True)
    ]
    return found if rounding is None else [round_by(value, rounding) for value in found]


def full_marks(context: Context, item: Item) -> list[Fraction]:
    """Return an item's marks for every unit, by its group; 0 where the item does not apply."""
    column: list[Fraction] = []
    for group, source in zip(context.groups, context.table.frame["source"], strict=True):
        if item.groups and group not in item.groups:
            column.append(Fraction(0))
            continue
        marks = marks_of(item.marks, group)
        if marks is None:
            raise InputError(
                f"the scheme has no marks for this group in {item.en}",
                file=source,
                where="column group",
                value=group,
                allowed=", ".join(item.marks) if isinstance(item.marks, dict) else None,
            )
        column.append(Fraction(marks))
    return column


def item_parts(context: Context, role: str, item: Item) -> dict[str, tuple[list[Fraction], Column]]:
    """Split an item's score into the parts its rule names."""
    found = item.rule.parts(context, starts(item, role, full_marks(context, item)))
    return {key: (list(full), column) for key, (full, column) in found.items()}


def taken_rows(context: Context, key: str, item: Item) -> list[bool]:
    """Say for which units the score in the table's column stands for counts that the table does not have."""
    entered = isinstance(item.rule, GivenRule) and item.rule.column in context.table.figures
    if entered or key not in context.table.figures:
        return [False] * len(context.units)
    given = context.table.frame[key]
    return [lack and value is not None for lack, value in zip(_lacking(context, item), given, strict=True)]


def _lacking(context: Context, item: Item) -> list[bool]:
    """Say which rows lack a count of the item's rule; a denominator of 0 is there, and is not lacking."""
    found = [False] * len(context.units)
    for key in item.rule.counts():
        found = [lack or value is None for lack, value in zip(found, context.column(key), strict=True)]
    for key in item.rule.metrics():
        found = [lack or rate.uncounted for lack, rate in zip(found, context.full_rates(key), strict=True)]
    return found


def _ruled(context: Context, key: str, item: Item, start: list[Fraction], limits: list[Limits]) -> Column:
    taken = taken_rows(context, key, item)
    scores: Column = [None] * len(start)
    if computable(context, item) or key not in context.table.figures:
        scores = item.rule.scores(context, start)
        if isinstance(item.rule, GivenRule):
            check_given(context, item.rule.column, scores, limits)
        scores = [clip(value, *bounds) for value, bounds in zip(scores, limits, strict=True)]
    if not any(taken):
        return scores
    given = [value if own else None for value, own in zip(context.table.frame[key], taken, strict=True)]
    check_given(context, key, given, limits)
    return [one if own else other for one, other, own in zip(given, scores, taken, strict=True)]


def starts(item: Item, role: str, full: list[Fraction]) -> list[Fraction]:
    """Return where each unit's score starts: at the marks; a bonus or a deduction that moves, at 0."""
    if role not in ADJUSTMENTS:
        return full
    if not item.rule.proportional:
        return [Fraction(0)] * len(full)
    return [-marks for marks in full] if role == "deductions" else full


def limits_of(item: Item, role: str, full: Fraction) -> Limits:
    """Return the lowest and the highest score; marks of a bonus or a deduction are the most that it moves."""
    rule = item.rule
    if role not in ADJUSTMENTS:
        return rule.bounds(full)
    floor, ceiling = (None if bound is None else Fraction(bound) for bound in (rule.floor, rule.ceiling))
    most = full or None
    if role == "bonus":
        highest = [bound for bound in (ceiling, most) if bound is not None]
        return max(floor or Fraction(0), Fraction(0)), min(highest, default=None)
    lowest = [bound for bound in (floor, None if most is None else -most) if bound is not None]
    return max(lowest, default=None), min(ceiling or Fraction(0), Fraction(0))


def _filled(value: Fraction | None, item: Item, role: str, marks: Fraction) -> Fraction | None:
    if value is not None or item.when_missing == "not_ranked":
        return value
    full = Fraction(0) if role == "deductions" else marks
    return full if item.when_missing == "full" else -marks if role == "deductions" else Fraction(0)


def round_by(value: Fraction | None, rounding: Rounding) -> Fraction | None:
    """Round a score as a scheme says; a missing one stays missing."""
    return None if value is None else Fraction(rounded(value, rounding.decimals, rounding.mode))
