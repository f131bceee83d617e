"""Functions of the claim language that give a number or a condition."""

from __future__ import annotations

import ast
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from hotline_analysis.audit.language.parse import LanguageError
from hotline_analysis.audit.language.registry import function
from hotline_analysis.audit.language.rows import Rows
from hotline_analysis.audit.language.values import (
    Alternatives,
    Missing,
    Number,
    SomeShare,
    Text,
    Truth,
    Value,
)
from hotline_analysis.audit.whole_numbers import whole_denominators
from hotline_analysis.exact import ROUNDINGS, Rounding, rounded
from hotline_analysis.ranking import places

if TYPE_CHECKING:
    from hotline_analysis.audit.language.evaluate import Evaluator, Scope


@function("sum(table.column) or sum(table, expression, condition, ...)", 1)
def _sum(evaluator: Evaluator, args: list[ast.expr], scope: Scope) -> Value:
    table, expression, conditions = _column(evaluator, args)
    values = [evaluator.in_row(expression, table, row, scope) for row in evaluator.matching(table, conditions, scope)]
    if any(isinstance(value, Text) for value in values):
        raise LanguageError("not a number", value=ast.unparse(expression))
    return Number(sum((value.value for value in values if isinstance(value, Number)), Fraction(0)))


@function("count(table, condition, ...)", 1)
def _count(evaluator: Evaluator, args: list[ast.expr], scope: Scope) -> Value:
    table = evaluator.table(args[0])
    return Number(Fraction(len(evaluator.matching(table, args[1:], scope))))


@function("value(table, row, expression)", 3, 3)
def _value(evaluator: Evaluator, args: list[ast.expr], scope: Scope) -> Value:
    table = evaluator.table(args[0])
    name, literal = evaluator.row_name(args[1], scope)
    return evaluator.in_row(args[2], table, table.find(name, literal=literal), scope)


@function("place(table, row, expression)", 3, 3)
def _place(evaluator: Evaluator, args: list[ast.expr], scope: Scope) -> Value:
    own = _value(evaluator, args, scope)
    if not isinstance(own, Number):
        return Missing()
    table = evaluator.table(args[0])
    values = [evaluator.in_row(args[2], table, row, scope) for row in table.rows]
    own_place, *_ = places([own.value, *(value.value for value in values if isinstance(value, Number))])
    return Number(Fraction(own_place or 0))


@function("percent(expression)", 1, 1)
def _percent(evaluator: Evaluator, args: list[ast.expr], scope: Scope) -> Value:
    value = evaluator.number(args[0], scope)
    return value if isinstance(value, Missing) else Number(100 * value.value)


@function("share_of(whole)", 1, 1)
def _share_of(evaluator: Evaluator, args: list[ast.expr], scope: Scope) -> Value:
    value = evaluator.number(args[0], scope)
    if isinstance(value, Missing) or value.value < 1 or value.value.denominator != 1:
        raise LanguageError("not a whole number of 1 or more", value=ast.unparse(args[0]))
    return SomeShare(int(value.value))


@function("either(expression, expression, ...)", 2)
def _either(evaluator: Evaluator, args: list[ast.expr], scope: Scope) -> Value:
    values = [evaluator.number(arg, scope) for arg in args]
    known = tuple(value for value in values if isinstance(value, Number))
    return Alternatives(known) if known else Missing()


@function("rounded(expression, decimals, mode)", 2, 3)
def _rounded(evaluator: Evaluator, args: list[ast.expr], scope: Scope) -> Value:
    value, decimals = evaluator.number(args[0], scope), evaluator.number(args[1], scope)
    mode = args[2].id if len(args) > 2 and isinstance(args[2], ast.Name) else "half_up"
    if mode not in ROUNDINGS:
        raise LanguageError("unknown rounding", value=mode, allowed=", ".join(ROUNDINGS))
    if isinstance(value, Missing) or isinstance(decimals, Missing):
        return Missing()
    if decimals.value not in range(11):
        raise LanguageError("not a number of decimals", value=ast.unparse(args[1]), allowed="0 to 10")
    return Number(Fraction(rounded(value.value, int(decimals.value), cast(Rounding, mode))))


@function("whole(part, per cent, otherwise)", 3, 3)
def _whole(evaluator: Evaluator, args: list[ast.expr], scope: Scope) -> Value:
    """Return the only whole number of which a part is the printed per cent, or else the third argument."""
    part, rate = evaluator.number(args[0], scope), evaluator.number(args[1], scope)
    if isinstance(part, Number) and isinstance(rate, Number) and part.value > 0:
        found = whole_denominators(int(part.value), rate.value, decimals=2)
        if len(found) == 1:
            return Number(Fraction(found[0]))
    return evaluator.number(args[2], scope)


@function("missing(column)", 1, 1)
def _missing(evaluator: Evaluator, args: list[ast.expr], scope: Scope) -> Value:
    return Truth(isinstance(evaluator.evaluate(args[0], scope), Missing))


def _column(evaluator: Evaluator, args: list[ast.expr]) -> tuple[Rows, ast.expr, list[ast.expr]]:
    """Read ``table.column`` or ``table, expression, condition, ...``."""
    first = args[0]
    if isinstance(first, ast.Attribute) and isinstance(first.value, ast.Name) and first.value.id != "this":
        table = evaluator.table(first.value)
        table.check_column(first.attr)
        return table, ast.Name(first.attr), args[1:]
    if len(args) < 2:
        raise LanguageError("sum of what?", value=ast.unparse(first), allowed="sum(table.column)")
    return evaluator.table(first), args[1], args[2:]
