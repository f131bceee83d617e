"""How functions of the claim language are registered and called."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from hotline_analysis.audit.language.parse import LanguageError
from hotline_analysis.audit.language.values import Value

if TYPE_CHECKING:
    from hotline_analysis.audit.language.evaluate import Evaluator, Scope

Function = Callable[["Evaluator", list[ast.expr], "Scope"], Value]
FUNCTIONS: dict[str, Function] = {}


def function(usage: str, least: int, most: int | None = None) -> Callable[[Function], Function]:
    """Register a function under the name in its usage line, and check the number of arguments."""

    def register(function: Function) -> Function:
        def checked(evaluator: Evaluator, args: list[ast.expr], scope: Scope) -> Value:
            if len(args) < least or (most is not None and len(args) > most):
                raise LanguageError("wrong number of arguments", value=len(args), allowed=usage)
            return function(evaluator, args, scope)

        FUNCTIONS[usage.partition("(")[0]] = checked
        return function

    return register
