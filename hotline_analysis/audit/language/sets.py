"""Functions of the claim language that give units, rankings and orders."""

from __future__ import annotations

import ast
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from hotline_analysis.audit.language.parse import LanguageError
from hotline_analysis.audit.language.registry import function
from hotline_analysis.audit.language.values import (
    Among,
    Missing,
    Names,
    Number,
    Ranked,
    Sequence,
    Value,
)
from hotline_analysis.audit.ledger import show

if TYPE_CHECKING:
    from hotline_analysis.audit.language.evaluate import Evaluator, Scope


@function("select(table, condition, ...)", 2)
def _select(evaluator: Evaluator, args: list[ast.expr], scope: Scope) -> Value:
    table = evaluator.table(args[0])
    rows = evaluator.matching(table, args[1:], scope)
    columns = [
        node.id
        for test in args[1:]
        for node in ast.walk(test)
        if isinstance(node, ast.Name) and node.id in table.columns
    ]
    shown = tuple(", ".join(f"{key} {row.cells[key] or 'empty'}" for key in dict.fromkeys(columns)) for row in rows)
    return Names(tuple(row.name for row in rows), shown)


@function("names('A', 'B', ...)", 1)
def _names(evaluator: Evaluator, args: list[ast.expr], scope: Scope) -> Value:
    return Names(tuple(evaluator.row_name(arg, scope)[0] for arg in args))


@function("among(select(...))", 1, 1)
def _among(evaluator: Evaluator, args: list[ast.expr], scope: Scope) -> Value:
    value = evaluator.evaluate(args[0], scope)
    if not isinstance(value, Names):
        raise LanguageError("not a set of units", value=ast.unparse(args[0]), allowed="select(...) or a list")
    return Among(value)


@function("top(table, number, expression, condition, ...)", 3)
def _top(evaluator: Evaluator, args: list[ast.expr], scope: Scope) -> Value:
    table, length = evaluator.table(args[0]), evaluator.number(args[1], scope)
    if isinstance(length, Missing) or length.value.denominator != 1 or length.value < 1:
        raise LanguageError("not a number of places", value=ast.unparse(args[1]))
    values = []
    for row in evaluator.matching(table, args[3:], scope):
        value = evaluator.in_row(args[2], table, row, scope)
        if isinstance(value, Number):
            values.append((row.name, value.value))
    values.sort(key=lambda item: -item[1])
    return Ranked(int(length.value), tuple(values))


@function("size(list)", 1, 1)
def _size(evaluator: Evaluator, args: list[ast.expr], scope: Scope) -> Value:
    value = evaluator.evaluate(args[0], scope)
    if not isinstance(value, Names):
        raise LanguageError("not a list of units", value=ast.unparse(args[0]))
    return Number(Fraction(len(value.names)))


@function("descending(figure, figure, ...)", 2)
def _descending(evaluator: Evaluator, args: list[ast.expr], scope: Scope) -> Value:
    values = [(ast.unparse(arg), evaluator.number(arg, scope)) for arg in args]
    return _falling([(name, value.value) for name, value in values if isinstance(value, Number)])


@function("ordered(table, expression, condition, ...)", 2)
def _ordered(evaluator: Evaluator, args: list[ast.expr], scope: Scope) -> Value:
    table = evaluator.table(args[0])
    values = [
        (row.name, evaluator.in_row(args[1], table, row, scope)) for row in evaluator.matching(table, args[2:], scope)
    ]
    return _falling([(name, value.value) for name, value in values if isinstance(value, Number)])


def _falling(values: list[tuple[str, Fraction]]) -> Sequence:
    breaks = tuple(
        f"{name} ({show(value)}) before {after} ({show(more)})"
        for (name, value), (after, more) in pairwise(values)
        if more > value
    )
    return Sequence(len(values), breaks)
