"""The formula of a model: which factors, interactions and splines, as patsy reads them, on patterns as on tickets."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotline_analysis.errors import UsageError
from hotline_analysis.statistics.drivers.collapsing import Collapsed, collapsed
from hotline_analysis.statistics.drivers.patterns import Patterns
from hotline_analysis.statistics.drivers.problems import DesignError
from hotline_analysis.validation import nearest

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray
    from patsy.design_info import DesignInfo

    Array = NDArray[np.float64]

# what a formula may call beside the names of factors
NUMERIC = ("log", "log1p", "sqrt", "minimum", "maximum")
FUNCTIONS = ("C", "Treatment", "Sum", "bs", "cr", "cc", "center", "standardize", *NUMERIC)


def default_formula(patterns: Patterns) -> tuple[str, list[str]]:
    """Return all factors of the patterns, added up, and what is said about those with one value, which are dropped.

    Raises
    ------
    DesignError
        If no factor varies.
    """
    constant = [name for name in patterns.factors if patterns.frame[name].nunique() < 2]
    kept = [name for name in patterns.factors if name not in constant]
    if not kept:
        raise DesignError("no factor varies", value=", ".join(constant), allowed="a factor with two values or more")
    notes = [f"factor {name} is left out: all have {_only(patterns, name)}" for name in constant]
    return " + ".join(kept), notes


@dataclass(frozen=True)
class Design:
    """The columns of a model on patterns.

    Attributes
    ----------
    matrix : array (cases, k)
        One row for all patterns that are alike in the model's factors, whatever their unit.
    rows : Collapsed
        Which rows of the patterns are alike.
    info : patsy.DesignInfo
        With which `design_rows` builds the same columns for other data.
    """

    matrix: Array
    rows: Collapsed
    info: DesignInfo


def build_design(patterns: Patterns, formula: str) -> Design:
    """Build the design matrix of a formula on patterns.

    Splines place their knots, and ``center`` and ``standardize`` take their means, over the tickets and not over the
    rows, so that patterns give the very columns that tickets one by one would.

    Parameters
    ----------
    patterns : Patterns
    formula : str
        The right side: ``waiting_days * overdue + C(channel) + bs(backlog, df=4)``; the outcome may stand before ``~``.

    Raises
    ------
    UsageError
        If the formula cannot be read, or names what is no factor.
    DesignError
        If it names a factor with a single value.
    """
    import patsy

    outcome, tilde, right = formula.rpartition("~")
    if tilde and outcome.strip() not in (patterns.outcome, ""):
        raise UsageError(f"the outcome is {patterns.outcome}, not {outcome.strip()}; leave it out of the formula")
    try:
        described = patsy.ModelDesc.from_formula(right)
    except patsy.PatsyError as error:
        raise UsageError(f"not a formula: {right.strip()!r} ({str(error).splitlines()[0]})") from None
    used = _used(described, patterns)
    for name in used:
        if patterns.frame[name].nunique() < 2:
            raise DesignError(
                "a factor with a single value explains nothing", where=name, value=_only(patterns, name),
                allowed="leave it out of the formula",
            )  # fmt: skip
    rows = collapsed(patterns.frame, used)
    data = patterns.frame[used].iloc[rows.first].reset_index(drop=True)
    return Design(*_built(described, data, rows.sums(patterns.trials), rows))


def _built(described: Any, data: pd.DataFrame, trials: Array, rows: Collapsed) -> tuple[Array, Collapsed, DesignInfo]:
    import patsy

    environment = patsy.EvalEnvironment([_namespace(trials)])
    try:
        (info,) = patsy.design_matrix_builders([described.rhs_termlist], lambda: iter([data]), environment)
        return design_rows(info, data), rows, info
    except patsy.PatsyError as error:
        raise UsageError(f"the formula does not fit the factors: {str(error).splitlines()[0]}") from None
    except (ValueError, TypeError) as error:
        raise UsageError(f"the formula cannot be worked out: {error}") from None


def design_rows(info: DesignInfo, frame: pd.DataFrame) -> Array:
    """Build the columns of a model for other data, with the knots, means and levels of the data it was fitted to.

    Parameters
    ----------
    info : patsy.DesignInfo
    frame : DataFrame
        The model's factors, as in `Patterns.frame`.
    """
    import numpy as np
    import patsy

    return np.asarray(patsy.build_design_matrices([info], frame, NA_action="raise")[0], dtype=float)


def factors_of_terms(info: DesignInfo) -> list[frozenset[str]]:
    """Return for every term of a model the names of the factors in it."""
    return [frozenset(name for factor in term.factors for name in _names(factor.code)) for term in info.terms]


def _used(described: Any, patterns: Patterns) -> list[str]:
    """Return the factors of a formula; refuse anything that is neither one nor a function that a formula may call."""
    found: list[str] = []
    for term in described.rhs_termlist:
        for factor in term.factors:
            for name in _names(factor.code):
                if name not in patterns.factors:
                    known = [*patterns.factors, *FUNCTIONS]
                    raise UsageError(f"no factor {name!r}{nearest(name, known)}; allowed: {', '.join(known)}")
                found.append(name)
    if not found:
        raise UsageError("the formula names no factor")
    return list(dict.fromkeys(found))


def _names(code: str) -> list[str]:
    """Return the names of factors in a piece of a formula, which is data and may not be a program."""
    allowed = (
        ast.Expression, ast.Call, ast.Name, ast.Load, ast.keyword, ast.Constant, ast.BinOp, ast.UnaryOp, ast.operator,
        ast.unaryop, ast.Compare, ast.cmpop, ast.List, ast.Tuple,
    )  # fmt: skip
    names = []
    for node in ast.walk(ast.parse(code, mode="eval")):
        if not isinstance(node, allowed):
            raise UsageError(f"a formula cannot hold {code!r}; allowed: factors, numbers and {', '.join(FUNCTIONS)}")
        if isinstance(node, ast.Name) and node.id not in FUNCTIONS:
            names.append(node.id)
    return names


def _only(patterns: Patterns, name: str) -> str:
    return f"{name} = {patterns.frame[name].iloc[0]}"


def _namespace(trials: Array) -> Mapping[str, Callable[..., Any]]:
    import numpy as np
    import patsy

    from hotline_analysis.statistics.drivers.transforms import weighted_transforms

    plain = {name: getattr(np, name) for name in NUMERIC}
    coded = {"C": patsy.builtins.C, "Treatment": patsy.Treatment, "Sum": patsy.Sum}
    return {**plain, **coded, **weighted_transforms(trials)}
