"""Statements: a comparison, or an order, that should hold by itself."""

from __future__ import annotations

import ast
from fractions import Fraction

from hotline_analysis.audit import compare_lists
from hotline_analysis.audit.compare_numbers import infer_kind
from hotline_analysis.audit.findings import Where
from hotline_analysis.audit.language import (
    Alternatives,
    Evaluator,
    Missing,
    Names,
    Number,
    Scope,
    Sequence,
    Text,
    Value,
)
from hotline_analysis.audit.ledger import Figure, Ledger, decimals_of, show
from hotline_analysis.cases import Claim
from hotline_analysis.cases.model import Kind

RULE = "claim"
_ORDERS = ("descending", "ordered")
_WORDS = {
    ast.Lt: "less than {}",
    ast.LtE: "at most {}",
    ast.Gt: "more than {}",
    ast.GtE: "at least {}",
    ast.NotEq: "not {}",
    ast.In: "one of {}",
    ast.NotIn: "none of {}",
}


def is_statement(tree: ast.expr) -> bool:
    """Whether an expression says something by itself: a comparison or an order."""
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name):
        return tree.func.id in _ORDERS
    return isinstance(tree, ast.Compare)


def check_statement(
    evaluator: Evaluator, where: Where, scope: Scope, claim: Claim, tree: ast.expr, ledger: Ledger
) -> None:
    """Check a statement; in a row with an empty cell there is nothing to check."""
    if not isinstance(tree, ast.Compare):
        _check_order(where, evaluator.evaluate(tree, scope), claim, ledger)
        return
    left, right = evaluator.evaluate(tree.left, scope), evaluator.evaluate(tree.comparators[0], scope)
    kind = claim.kind or _kind(evaluator, tree, where)
    if isinstance(left, Missing) or isinstance(right, Missing):
        if scope.this is None:
            _find(where, claim, kind, _shown(left), _shown(right), ledger)
    elif isinstance(left, Names) and isinstance(right, Names):
        compare_lists.check(where, left.names, right, claim, ledger)
    elif isinstance(left, Number) and isinstance(right, Number | Alternatives) and isinstance(tree.ops[0], ast.Eq):
        _check_equal(where, left, right, claim, kind, ledger)
    elif evaluator.compare(tree, scope).holds:
        ledger.agree(RULE, kind, where, _shown(left))
    else:
        _find(where, claim, kind, _shown(left), _WORDS.get(type(tree.ops[0]), "{}").format(_shown(right)), ledger)


def _check_equal(
    where: Where, left: Number, right: Number | Alternatives, claim: Claim, kind: Kind, ledger: Ledger
) -> None:
    """Compare a printed figure at its precision, and a worked-out one exactly."""
    exact = (right.value,) if isinstance(right, Number) else tuple(option.value for option in right.options)
    decimals = claim.decimals if left.printed is None or claim.decimals is not None else decimals_of(left.printed)
    if decimals is not None:
        ledger.figures.append(
            Figure(
                RULE,
                kind,
                where,
                _shown(left),
                left.value,
                exact,
                decimals,
                claim.severity,
                claim.why or "the two figures should agree",
                claim.why_zh or "两处数字不一致",
            )
        )
    elif left.value in exact:
        ledger.agree(RULE, kind, where, _shown(left))
    else:
        _find(where, claim, kind, _shown(left), " or ".join(map(show, exact)), ledger)


def _check_order(where: Where, value: Value, claim: Claim, ledger: Ledger) -> None:
    assert isinstance(value, Sequence)
    if not value.breaks:
        ledger.agree(RULE, "order", where, f"{value.length} figures")
        return
    ledger.find(
        RULE,
        claim.kind or "order",
        claim.severity,
        where,
        printed="; ".join(value.breaks),
        implied="largest first",
        why=claim.why or "not in falling order",
        why_zh=claim.why_zh or "未按降序排列",
    )


def _find(where: Where, claim: Claim, kind: Kind, printed: str, implied: str, ledger: Ledger) -> None:
    ledger.find(
        RULE,
        kind,
        claim.severity,
        where,
        printed=printed,
        implied=implied,
        why=claim.why or "the statement does not hold",
        why_zh=claim.why_zh or "与所列数据不符",
    )


def _kind(evaluator: Evaluator, tree: ast.Compare, where: Where) -> Kind:
    sides = [
        bool({node.id for node in ast.walk(side) if isinstance(node, ast.Name)} & set(evaluator.tables))
        for side in (tree.left, tree.comparators[0])
    ]
    return "table vs table" if all(sides) else infer_kind(evaluator, tree, where)


def _shown(value: Value) -> str:
    if isinstance(value, Number):
        return value.printed or show(Fraction(value.value))
    if isinstance(value, Text):
        return value.text
    if isinstance(value, Names):
        return "、".join(value.names)
    if isinstance(value, Alternatives):
        return " or ".join(show(option.value) for option in value.options)
    return "(empty)"
