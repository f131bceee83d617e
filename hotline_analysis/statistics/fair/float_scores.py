"""Items, totals and what is ranked, for many drawn tables at once."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import numpy as np

from hotline_analysis.schemes import Scores
from hotline_analysis.schemes.columns import TOTAL, computable
from hotline_analysis.schemes.items import full_marks, limits_of, starts, taken_rows
from hotline_analysis.schemes.model import Item, Rounding, Scheme, marks_of
from hotline_analysis.statistics.fair.counts import Floats
from hotline_analysis.statistics.fair.float_context import FloatContext, as_column
from hotline_analysis.statistics.fair.float_rules import bound_column, rule_scores
from hotline_analysis.statistics.fair.floats import rounded


def float_ranked(scores: Scores, drawn: Mapping[str, Floats] | None = None) -> Floats:
    """Work out what a scheme ranks by, in floats, for drawn columns in place of the table's own.

    Who takes part, and what a veto takes away, stays as it is in the table.

    Parameters
    ----------
    scores : Scores
        The table as it is, scored exactly.
    drawn : mapping of str to array, shape (units, draws), optional
        Without any the table itself is evaluated.

    Returns
    -------
    array, shape (units, 1) or (units, draws)
        The total, or the item, subtotal, metric or count that the scheme ranks by; NaN where it is missing.
    """
    context = FloatContext(scores.context, drawn)
    scheme = scores.scheme
    by = "total" if scheme.ranking is None else scheme.ranking.by
    if by in context.exact.metrics:
        return context.rates(by)
    if by == "total" or by in scores.items or by in scores.subtotals:
        return _marks(scores, context, by)
    return context.column(by)


def _marks(scores: Scores, context: FloatContext, by: str) -> Floats:
    scheme = scores.scheme
    if TOTAL in context.exact.table.figures:
        return as_column(scores.totals)
    items = {key: _item(context, role, key, item, scheme.rounding.item) for role, key, item in scheme.items()}
    if by in items:
        return items[by]
    subtotals = {name: _sum([items[key] for key in one.items], context) for name, one in scheme.dimensions.items()}
    if by in subtotals:
        return subtotals[by]
    base = as_column([Fraction(marks_of(scheme.base, group) or 0) for group in context.exact.groups])
    bonus = _capped(_sum([items[key] for key in scheme.bonus.items], context), scheme.bonus.cap, 1)
    off = _capped(_sum([items[key] for key in scheme.deductions.items], context), scheme.deductions.cap, -1)
    totals = _rounded(_sum([base, *subtotals.values(), bonus, off], context), scheme.rounding.total)
    return np.where(_nothing_left(scores, scheme), 0.0, totals)


def _item(context: FloatContext, role: str, key: str, item: Item, rounding: Rounding | None) -> Floats:
    """Score an item, as `schemes.items.item_column` does."""
    exact = context.exact
    applies = [not item.groups or group in item.groups for group in exact.groups]
    full = full_marks(exact, item)
    bounds = [limits_of(item, role, marks) for marks in full]
    taken = np.array(taken_rows(exact, key, item))[:, None]
    found = np.full((len(full), 1), np.nan)
    if computable(exact, item) or key not in exact.table.figures:
        found = rule_scores(item.rule, context.among(applies), as_column(starts(item, role, full)))
        found = np.clip(
            found, bound_column([low for low, _ in bounds], 0), bound_column([high for _, high in bounds], 1)
        )
    if taken.any():
        found = np.where(taken, context.column(key), found)
    found = np.where(np.isnan(found), _instead(item, role, as_column(full)), found)
    found = np.where(np.array(applies)[:, None], found, 0.0)
    return found if rounding is None else _rounded(found, rounding)


def _instead(item: Item, role: str, marks: Floats) -> Floats:
    """Return what a missing score is taken for."""
    if item.when_missing == "not_ranked":
        return np.full(marks.shape, np.nan)
    full = np.zeros(marks.shape) if role == "deductions" else marks
    if item.when_missing == "full":
        return full
    return -marks if role == "deductions" else np.zeros(marks.shape)


def _nothing_left(scores: Scores, scheme: Scheme) -> Floats:
    """Say which units a veto takes all marks from; so in the table, so in every draw."""
    found = np.zeros((len(scores.units), 1), dtype=bool)
    for veto in scheme.vetoes:
        if veto.effect == "zero_total":
            found |= np.array([held is True for held in veto.hold(scores.context)])[:, None]
    return found


def _sum(columns: list[Floats], context: FloatContext) -> Floats:
    total = np.zeros((len(context.groups), 1))
    for column in columns:
        total = total + column
    return total


def _capped(column: Floats, cap: Decimal | None, sign: int) -> Floats:
    return column if cap is None else sign * np.minimum(np.abs(column), float(cap))


def _rounded(values: Floats, how: Rounding) -> Floats:
    return rounded(values, how.decimals, how.mode)
