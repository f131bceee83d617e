"""Every kind of rule on arrays of floats: the same marks as the exact scorer gives, for many tables at once."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from hotline_analysis.schemes.rules import Rule
from hotline_analysis.schemes.rules.bands import BandsRule
from hotline_analysis.schemes.rules.condition import ConditionRule, Conditions
from hotline_analysis.schemes.rules.given import GivenRule
from hotline_analysis.schemes.rules.mean_of import MeanOfRule
from hotline_analysis.schemes.rules.per_case import PerCaseRule
from hotline_analysis.schemes.rules.position import PositionRule
from hotline_analysis.schemes.rules.rate import RateRule
from hotline_analysis.schemes.rules.shortfall import ShortfallRule
from hotline_analysis.schemes.rules.symmetric import ChangeRule, SymmetricRule
from hotline_analysis.schemes.rules.volume import VolumeRule
from hotline_analysis.schemes.rules.weighted_index import WeightedIndexRule
from hotline_analysis.schemes.values import ChangeOf
from hotline_analysis.statistics.fair.counts import Floats
from hotline_analysis.statistics.fair.float_context import FloatContext
from hotline_analysis.statistics.fair.floats import rounded, steps, within


def rule_scores(rule: Rule, context: FloatContext, start: Floats) -> Floats:
    """Score every unit in every draw, before the item's bounds.

    Parameters
    ----------
    rule : Rule
    context : FloatContext
    start : array, shape (units, 1)
        Each unit's marks, or where a bonus or a deduction starts.

    Returns
    -------
    array, shape (units, 1) or (units, draws)
        NaN where a figure is missing.
    """
    return KINDS[type(rule)](rule, context, start)


def _rate(rule: RateRule, context: FloatContext, start: Floats) -> Floats:
    rates = context.rates(rule.metric)
    return start * (100 - rates if rule.complement else rates) / 100


def _weighted_index(rule: WeightedIndexRule, context: FloatContext, start: Floats) -> Floats:
    total = np.zeros(start.shape)
    for term in rule.terms:
        rates = context.rates(term.metric)
        total = total + start * float(term.weight) * (100 - rates if term.complement else rates) / 100
    return total


def _per_case(rule: PerCaseRule, context: FloatContext, start: Floats) -> Floats:
    moved = np.zeros(start.shape)
    for case in rule.cases:
        moved = moved + float(case.points) * context.counted(case.count)
    most = _number(rule.at_most, np.inf)
    return start + np.clip(moved, -most, most)


def _shortfall(rule: ShortfallRule, context: FloatContext, start: Floats) -> Floats:
    values = context.values(rule)
    missing = float(rule.below) - values if rule.below is not None else values - _number(rule.above, 0)
    off = float(rule.off) * steps(np.maximum(missing, 0), float(rule.per), rule.counted)
    return start - np.minimum(off, _number(rule.at_most, np.inf))


def _moved(rule: SymmetricRule | ChangeRule, start: Floats, distance: Floats) -> Floats:
    begin = start if rule.start is None else np.full(start.shape, float(rule.start))
    size = steps(np.abs(distance), float(rule.per), rule.counted)
    gained = np.minimum(float(rule.gain) * size, _number(rule.at_most_gain, np.inf))
    lost = np.minimum(float(rule.loss) * size, _number(rule.at_most_loss, np.inf))
    return begin + np.where(distance >= 0, gained, -lost)


def _symmetric(rule: SymmetricRule, context: FloatContext, start: Floats) -> Floats:
    return _moved(rule, start, context.values(rule) - float(rule.base))


def _change(rule: ChangeRule, context: FloatContext, start: Floats) -> Floats:
    wanted = ChangeOf(metric=rule.metric, count=rule.count, on=rule.on, measure=rule.measure)
    return _moved(rule, start, (1 if rule.better == "up" else -1) * context.changes(wanted))


def _bands(rule: BandsRule, context: FloatContext, start: Floats) -> Floats:
    values = context.values(rule)
    found = np.where(np.isnan(values), np.nan, float(rule.otherwise))
    for band in reversed(rule.bands):
        earns = start * _number(band.share, 0) if band.points is None else np.full(start.shape, float(band.points))
        found = np.where(within(values, band) == 1, earns, found)
    return found


def _condition(rule: ConditionRule, context: FloatContext, start: Floats) -> Floats:
    held = conditions_hold(rule, context)
    return np.where(np.isnan(held), np.nan, np.where(held == 1, start, float(rule.otherwise)))


def conditions_hold(conditions: Conditions, context: FloatContext) -> Floats:
    """Say where conditions hold: 1 or 0, NaN where a missing figure leaves it open."""
    decisive = 1.0 if conditions.any_ else 0.0
    answers = [within(context.values(one), one) for one in conditions.conditions()]
    stacked = np.stack(np.broadcast_arrays(*answers))
    undecided = np.where(np.isnan(stacked).any(axis=0), np.nan, 1 - decisive)
    return np.where((stacked == decisive).any(axis=0), decisive, undecided)


def _position(rule: PositionRule, context: FloatContext, start: Floats) -> Floats:
    values = context.values(rule.by)
    taking = context.taking & ~np.isnan(values)
    if rule.among is not None:
        taking = taking & (within(values, rule.among) == 1)
    sign = 1 if rule.best == "highest" else -1
    level = np.where(taking, sign * rounded(values, rule.tie_decimals), np.nan)
    moves = np.zeros(values.shape)
    for rows in context.scopes(rule.scope):
        place = _places(level[rows], dense=rule.places == "dense")
        moves[rows] = np.where(taking[rows], _by_place(rule, place), 0.0)
    return np.where(np.isnan(values), np.nan, start + moves)


def _by_place(rule: PositionRule, place: Floats) -> Floats:
    if rule.off_per_place is not None:
        return -float(rule.off_per_place) * place
    awards = np.array([*map(float, rule.awards), 0.0])
    return np.asarray(awards[np.minimum(place, len(awards)).astype(int) - 1])


def _places(level: Floats, *, dense: bool) -> Floats:
    """Place values in every column, the highest first; NaN stands behind and its place means nothing."""
    across = np.ascontiguousarray(-level.T)
    order = np.argsort(across, axis=1)
    ordered = np.take_along_axis(across, order, axis=1)
    apart = np.zeros(ordered.shape, dtype=np.int64)
    apart[:, 1:] = np.diff(ordered, axis=1) > 0
    jumps = np.cumsum(apart, axis=1) if dense else np.maximum.accumulate(apart * np.arange(len(level)), axis=1)
    found = np.empty(ordered.shape)
    np.put_along_axis(found, order, jumps + 1.0, axis=1)
    return found.T


def _volume(rule: VolumeRule, context: FloatContext, start: Floats) -> Floats:
    shares = context.shares(rule.count, rule.scope)
    if rule.points_per_percent is not None:
        return float(rule.points_per_percent) * shares
    found = np.full(shares.shape, np.nan)
    for rows in context.scopes(rule.scope):
        counted = np.where(context.taking[rows] & ~np.isnan(shares[rows]), shares[rows], 0.0)
        largest = counted.max(axis=0)
        nothing = np.full(shares[rows].shape, np.nan)
        found[rows] = np.divide(start[rows] * shares[rows], largest, out=nothing, where=largest > 0)
    return found


def _given(rule: GivenRule, context: FloatContext, start: Floats) -> Floats:
    given = context.column(rule.column)
    standard = {"full": start, "none": np.zeros(start.shape), "missing": np.full(start.shape, np.nan)}[rule.default]
    return np.where(np.isnan(given), standard, given)


def _mean_of(rule: MeanOfRule, context: FloatContext, start: Floats) -> Floats:
    total = np.zeros(start.shape)
    for part in rule.of.values():
        bounds = [part.bounds(Fraction(marks)) for marks in start[:, 0]]
        low, high = bound_column([one for one, _ in bounds], 0), bound_column([one for _, one in bounds], 1)
        total = total + np.clip(rule_scores(part, context, start), low, high)
    return total / len(rule.of)


def bound_column(bounds: list[Any], side: int) -> Floats:
    """Return lowest (side 0) or highest (side 1) scores, shape (units, 1), infinite where there is no bound."""
    none = np.inf if side else -np.inf
    return np.array([[none if bound is None else float(bound)] for bound in bounds])


def _number(value: Decimal | None, otherwise: float) -> float:
    return otherwise if value is None else float(value)


KINDS: dict[type, Callable[[Any, FloatContext, Floats], Floats]] = {
    RateRule: _rate,
    PerCaseRule: _per_case,
    ShortfallRule: _shortfall,
    SymmetricRule: _symmetric,
    BandsRule: _bands,
    ConditionRule: _condition,
    PositionRule: _position,
    ChangeRule: _change,
    VolumeRule: _volume,
    WeightedIndexRule: _weighted_index,
    MeanOfRule: _mean_of,
    GivenRule: _given,
}
