"""Read an expression into a checked syntax tree; nothing is ever executed as Python."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from math import isfinite

from hotline_analysis.validation import nearest_first

MAX_LENGTH = 500
MAX_DEPTH = 60

_ALLOWED = (
    ast.Expression,
    ast.Call,
    ast.Compare,
    ast.BinOp,
    ast.UnaryOp,
    ast.Constant,
    ast.Name,
    ast.Attribute,
    ast.Load,
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
    ast.USub,
    ast.Not,
    ast.Eq,
    ast.NotEq,
    ast.Lt,
    ast.LtE,
    ast.Gt,
    ast.GtE,
    ast.In,
    ast.NotIn,
)


class LanguageError(ValueError):
    """An expression that cannot be read or worked out.

    Examples
    --------
    >>> parse("units[0]")
    Traceback (most recent call last):
        ...
    hotline_analysis.audit.language.parse.LanguageError: not part of the claim language
    """

    def __init__(self, problem: str, *, value: object = None, allowed: str | None = None) -> None:
        self.problem = problem
        self.value = value
        self.allowed = allowed
        super().__init__(problem)


def unknown(what: str, name: str, known: Iterable[str]) -> LanguageError:
    """Make the error for an unknown name, with the nearest known one first."""
    names = sorted(set(known))
    return LanguageError(f"unknown {what}", value=name, allowed=nearest_first(name, names))


def parse(text: str) -> ast.expr:
    """Check the grammar of an expression.

    Raises
    ------
    LanguageError
        If it is not an expression of the claim language.

    Examples
    --------
    >>> type(parse("sum(units.signed)")).__name__
    'Call'
    >>> parse("__import__('os').system('true')")
    Traceback (most recent call last):
    ...
    hotline_analysis.audit.language.parse.LanguageError: only a plain function can be called
    """
    if len(text) > MAX_LENGTH:
        raise LanguageError(f"an expression of more than {MAX_LENGTH} characters")
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        hint = "write a name with brackets or spaces in quotes"
        raise LanguageError(f"not an expression ({error})", value=text, allowed=hint) from None
    _check_all(tree, 0)
    return tree.body


def _check_all(node: ast.AST, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise LanguageError("an expression that is nested too deeply", allowed=f"{MAX_DEPTH} levels")
    _check(node)
    for child in ast.iter_child_nodes(node):
        _check_all(child, depth + 1)


def _check(node: ast.AST) -> None:
    if not isinstance(node, _ALLOWED):
        raise LanguageError("not part of the claim language", value=type(node).__name__.lower())
    if isinstance(node, ast.Call) and not isinstance(node.func, ast.Name):
        raise LanguageError("only a plain function can be called")
    if isinstance(node, ast.Call) and node.keywords:
        raise LanguageError("arguments have no names here", value=node.keywords[0].arg)
    if isinstance(node, ast.Attribute) and not isinstance(node.value, ast.Name):
        raise LanguageError("write table.column")
    if isinstance(node, ast.Compare) and len(node.ops) != 1:
        raise LanguageError("one comparison at a time")
    if isinstance(node, ast.Constant) and not _plain(node.value):
        raise LanguageError("not a number or a name", value=str(node.value))


def _plain(value: object) -> bool:
    if isinstance(value, float):
        return isfinite(value)
    return isinstance(value, int | str) and not isinstance(value, bool)
