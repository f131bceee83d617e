"""Whatever the library can note, or end with, has Chinese words: its source is read for every such sentence."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from hotline_analysis.report.drivers import failures, notes
from hotline_analysis.statistics import drivers

LIBRARY = Path(drivers.__file__).parent
# what stands for a value of a sentence: counts, numbers, names, lists
VALUES = (
    "7", "1,234", "0.25", "甲局", "overdue", "overdue = False", "甲 (38)、乙 (2)", "closed and due, or overdue_flag",
    "with", "success", "no success at all",
)  # fmt: skip
ERRORS = {"ModelError", "OutcomeError", "DesignError", "SeparationError", "ConvergenceError"}
# sentences of the library that are no notes: a report never shows them
NO_NOTES = {
    "fit.py": r"more columns than .*",  # an error's
    "uncertainty.py": r"clustered by .*|quasi-binomial: .*|model-based: .*",  # DriverFit.method
    "unit_effects.py": r"over-dispersion φ = .*",  # the page says φ and τ in its own words
    # steps in English, and an error's
    "flow.py": r"closed by the unit|tickets of the period|.* are known|the citizen answered .*|; .* not known of any"
    r"|no ticket can be analysed|tickets with an outcome and every factor",
    "separation.py": r"factor .*, level .*",  # where an error is
    "gee.py": r"the estimating equations do not settle",  # an error's, as all that follow
    "estimate.py": r"nothing but successes|no success at all|leave one of them out|constraints=.*",
    "reading.py": r"not an outcome|whole numbers, 0 or more",
    "tickets_patterns.py": r"tickets with an outcome and every factor",
}


def trees() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(LIBRARY.glob("*.py")):
        yield file.name, ast.parse(file.read_text(encoding="utf-8"))


def templates(node: ast.AST) -> Iterator[str]:
    """The texts of an expression, with {} where a value goes; of an f-string the whole, not its parts."""
    if isinstance(node, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else "{}" for part in node.values]
        yield "".join(map(str, parts))
    elif isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node.value
    else:
        for child in ast.iter_child_nodes(node):
            yield from templates(child)


def without_raises(node: ast.AST) -> Iterator[str]:
    """The texts of a module that are neither docstrings nor parts of an error, nor what an object says of itself."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef) and child.name in ("_said", "__repr__"):
            continue  # for a terminal; see hotline_analysis.shown
        if isinstance(child, ast.Raise) or (isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)):
            continue
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Name) and child.func.id.endswith("Error"):
            continue
        if isinstance(child, ast.JoinedStr | ast.Constant):
            yield from templates(child)
        else:
            yield from without_raises(child)


def is_sentence(text: str) -> bool:
    """Whether it is English prose: three words or more in small letters, and no SQL."""
    words = re.findall(r"\b[a-z]{2,}\b", re.sub(r"\{\}", "", text))
    return len(words) >= 3 and " " in text.strip() and not re.search(r"\b(SELECT|CASE|FROM|AND|IS|IN|AS)\b", text)


def filled(template: str) -> Iterator[str]:
    holes = template.count("{}")
    for values in itertools.product(VALUES, repeat=min(holes, 4)):
        rest = iter([*values, *["7"] * (holes - len(values))])
        yield "".join(part if part != "{}" else next(rest) for part in re.split(r"(\{\})", template))


def said_in_the_library() -> list[tuple[str, str]]:
    found = [(name, text) for name, tree in trees() for text in without_raises(tree)]
    return sorted({(name, text) for name, text in found if is_sentence(text)})


def problems() -> list[tuple[str, str]]:
    """The first argument of every error of a model; where it is a name, the texts that the function gives it."""
    found = []
    for name, tree in trees():
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
                kind = call.func.value if isinstance(call.func, ast.Attribute) else call.func
                if not (isinstance(kind, ast.Name) and kind.id in ERRORS):
                    continue
                place = 1 if isinstance(call.func, ast.Attribute) else 0
                found += [(name, text) for text in _texts_of(call.args[place], function)]
    return sorted(set(found))


def _texts_of(argument: ast.expr, function: ast.FunctionDef) -> list[str]:
    if not isinstance(argument, ast.Name):
        return list(templates(argument))
    given = [node.value for node in ast.walk(function) if isinstance(node, ast.Assign) and _gives(node, argument.id)]
    return [text for value in given for text in templates(value)]


def _gives(node: ast.Assign, name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in node.targets)


def test_the_source_is_found() -> None:
    assert len(said_in_the_library()) > 25
    assert len(problems()) > 8


@pytest.mark.parametrize(("module", "template"), said_in_the_library(), ids=lambda text: text[:60])
def test_every_note_has_chinese_words(module: str, template: str) -> None:
    if not re.fullmatch(NO_NOTES.get(module, ""), template):
        assert any(notes.has_words(text) for text in filled(template)), f"{module}: {template}"


@pytest.mark.parametrize(("module", "template"), problems(), ids=lambda text: text[:60])
def test_every_reason_for_no_estimate_has_chinese_words(module: str, template: str) -> None:
    assert any(failures.has_words(text) for text in filled(template)), f"{module}: {template}"
