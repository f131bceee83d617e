"""A printed figure against the value of a claim's expression."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from fractions import Fraction

from hotline_analysis.audit.findings import Where
from hotline_analysis.audit.language import (
    Alternatives,
    Evaluator,
    LanguageError,
    Missing,
    Number,
    SomeShare,
    Text,
    Value,
)
from hotline_analysis.audit.ledger import Figure, Ledger, show
from hotline_analysis.cases import Claim
from hotline_analysis.cases.model import Kind
from hotline_analysis.exact import to_fraction
from hotline_analysis.metrics.unit_table import BLANKS

RULE = "claim"


@dataclass(frozen=True)
class Printed:
    """A printed figure: where it stands, as it is printed, and to how many decimals it is held."""

    where: Where
    text: str
    decimals: int


def check(printed: Printed, value: Value, claim: Claim, evaluator: Evaluator, tree: ast.expr, ledger: Ledger) -> None:
    """Compare a printed figure, or a printed word, with what it should be.

    An empty cell says nothing and is not checked.
    """
    where, kind = printed.where, claim.kind or infer_kind(evaluator, tree, printed.where)
    if printed.text in BLANKS:
        return
    if isinstance(value, Text):
        _check_text(where, printed.text, value, claim, kind, ledger)
        return
    if isinstance(value, Missing):
        why, why_zh = "the figures it rests on are empty", "所依据的数据为空"
        ledger.find(RULE, kind, claim.severity, where, printed=printed.text, implied="-", why=why, why_zh=why_zh)
        return
    try:
        number = to_fraction(printed.text)
    except ValueError:
        raise LanguageError("the printed figure is not a number", value=printed.text) from None
    exact, implied = _options(value, number, printed.decimals, tree)
    why, why_zh = claim.why or f"it should be {ast.unparse(tree)}", claim.why_zh or "与按所列数据计算的结果不符"
    rounding = (printed.decimals, claim.severity, why, why_zh)
    ledger.figures.append(Figure(RULE, kind, where, printed.text, number, exact, *rounding, implied=implied))


def _options(value: Value, printed: Fraction, decimals: int, tree: ast.expr) -> tuple[tuple[Fraction, ...], str]:
    """Return the exact values of which the figure should be one, and how to show them where that needs more words."""
    if isinstance(value, Number):
        return (value.value,), ""
    if isinstance(value, Alternatives):
        return tuple(option.value for option in value.options), ""
    if isinstance(value, SomeShare):
        below = int(printed * value.whole / 100)
        parts = [part for part in (below, below + 1) if part <= value.whole]
        exact = tuple(Fraction(100 * part, value.whole) for part in parts)
        shown = [f"{show(rate, decimals)} ({part} of {value.whole})" for rate, part in zip(exact, parts, strict=True)]
        return exact, " or ".join(shown)
    raise LanguageError("not a figure", value=ast.unparse(tree))


def _check_text(where: Where, printed: str, value: Text, claim: Claim, kind: Kind, ledger: Ledger) -> None:
    if printed == value.text:
        ledger.agree(RULE, kind, where, printed)
    else:
        ledger.find(
            RULE,
            kind,
            claim.severity,
            where,
            printed=printed,
            implied=value.text,
            why=claim.why or "the table says something else",
            why_zh=claim.why_zh or "与附表不符",
        )


def infer_kind(evaluator: Evaluator, tree: ast.expr, where: Where) -> Kind:
    """Say what is set against what, from the tables and figures that the expression reads."""
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    tables = bool(names & set(evaluator.tables))
    if tables and not where.file:
        return "prose vs table"
    if names & {"percent", "share_of"}:
        return "percent vs counts"
    return "table vs table" if where.file else "prose vs prose"
