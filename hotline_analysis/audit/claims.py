"""Claims: what the figures, lists and statements of a bulletin say, against its tables."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase

from hotline_analysis.audit import compare_lists, compare_numbers
from hotline_analysis.audit.compare_numbers import Printed
from hotline_analysis.audit.findings import Where
from hotline_analysis.audit.language import Evaluator, LanguageError, NotInTable, Row, Scope, parse, rows_of
from hotline_analysis.audit.ledger import Ledger, decimals_of
from hotline_analysis.audit.statements import check_statement, is_statement
from hotline_analysis.cases import Case, Claim, Fact

RULE = "claim"


@dataclass(frozen=True)
class Subject:
    """What a claim is about: a printed figure, a list of names, or, with neither, a statement by itself."""

    where: Where
    scope: Scope
    printed: Printed | None = None
    names: tuple[str, ...] | None = None


def check_claims(case: Case, ledger: Ledger) -> None:
    """Check every claim of a case.

    Raises
    ------
    InputError
        For a claim that cannot be read or worked out: file, line, key and what is allowed.
    """
    try:
        evaluator = Evaluator(case, rows_of(case))
    except LanguageError as error:
        raise case.document.error(error.problem, ("tables",), value=error.value, allowed=error.allowed) from None
    for key, claims in case.claims.items():
        for claim in claims:
            for text in claim.expressions:
                try:
                    _check(evaluator, key, claim, text, ledger)
                except LanguageError as error:
                    raise case.document.error(
                        error.problem, ("claims", key), value=error.value, allowed=error.allowed
                    ) from None


def _check(evaluator: Evaluator, key: str, claim: Claim, text: str, ledger: Ledger) -> None:
    tree = parse(text)
    for subject in _subjects(evaluator, key, claim, tree):
        try:
            _check_subject(evaluator, subject, claim, tree, ledger)
        except NotInTable as missing:
            ledger.find(
                RULE,
                claim.kind or "prose vs table",
                "hard",
                subject.where,
                printed=missing.name,
                implied="-",
                why=f"{missing.table} has no such row",
                why_zh="附表中没有该单位",
            )


def _check_subject(evaluator: Evaluator, subject: Subject, claim: Claim, tree: ast.expr, ledger: Ledger) -> None:
    where, scope = subject.where, subject.scope
    if subject.names is not None and not is_statement(tree):
        compare_lists.check(where, subject.names, evaluator.evaluate(tree, scope), claim, ledger)
    elif subject.printed is not None and not is_statement(tree):
        value = evaluator.evaluate(tree, scope)
        compare_numbers.check(subject.printed, value, claim, evaluator, tree, ledger)
    else:
        check_statement(evaluator, where, scope, claim, tree, ledger)


def _subjects(evaluator: Evaluator, key: str, claim: Claim, tree: ast.expr) -> Iterator[Subject]:
    """Find what a claim's key means: rows, a figure or several, a list, a column, a table, or just a statement."""
    case = evaluator.case
    figures = {name: fact for name, fact in case.facts.items() if fnmatchcase(name, key)}
    table, _, column = key.partition(".")
    if claim.each is not None:
        for row in _rows(evaluator, claim.each):
            yield Subject(Where(row.file, row.name, fact=key), Scope(this=row))
    elif figures:
        for name, fact in figures.items():
            decimals = _decimals(case, fact) if claim.decimals is None else claim.decimals
            where = Where(fact=name)
            yield Subject(where, Scope(unit_name=fact.unit_name), Printed(where, fact.value, decimals))
    elif key in case.lists:
        yield Subject(Where(fact=key), Scope(), names=tuple(map(case.canonical, case.lists[key])))
    elif column:
        yield from _cells(evaluator, table, column, claim)
    elif key in evaluator.tables:
        names = tuple(row.name for row in evaluator.tables[key].rows)
        yield Subject(Where(case.files(key)[0].label), Scope(), names=names)
    elif is_statement(tree):
        yield Subject(Where(fact=key), Scope())
    else:
        close = get_close_matches(key, [*case.facts, *case.lists, *evaluator.tables], n=3, cutoff=0.5)
        hint = f"{', '.join(close)} (nearest); " if close else ""
        raise LanguageError("no such figure, list or table", value=key, allowed=f"{hint}or a comparison such as a == b")


def _cells(evaluator: Evaluator, table: str, column: str, claim: Claim) -> Iterator[Subject]:
    rows = _rows(evaluator, table)
    evaluator.tables[table].check_column(column)
    decimals = claim.decimals
    if decimals is None:
        decimals = max((decimals_of(row.cells[column]) for row in rows), default=0)
    for row in rows:
        where = Where(row.file, row.name, column)
        yield Subject(where, Scope(this=row), Printed(where, row.cells[column], decimals))


def _rows(evaluator: Evaluator, table: str) -> tuple[Row, ...]:
    return evaluator.table(ast.Name(table)).rows


def _decimals(case: Case, fact: Fact) -> int:
    """Return the digits a figure is printed with.

    0 % and 100 % say 'none' and 'all': offices that drop trailing zeros print 100 for 100.00, so these two are held
    to the precision of the other rates of the text.
    """
    if fact.unit == "percent" and fact.value in ("0", "100"):
        return max(decimals_of(other.value) for other in case.facts.values() if other.unit == "percent")
    return decimals_of(fact.value)
