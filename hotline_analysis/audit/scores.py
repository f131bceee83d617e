"""Printed scores, subtotals, totals, places and grades against the scheme's own evaluation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from hotline_analysis.audit.findings import Where
from hotline_analysis.audit.ledger import Ledger, show
from hotline_analysis.audit.reading import (
    GRADE_HEADERS,
    RANK_HEADERS,
    TOTAL_HEADERS,
    AuditTable,
    Setting,
    UnitRow,
)
from hotline_analysis.cases.model import Kind
from hotline_analysis.errors import InputError
from hotline_analysis.exact import to_fraction
from hotline_analysis.metrics.unit_table import BLANKS
from hotline_analysis.schemes import Scheme, Scores, read_units, score
from hotline_analysis.schemes.columns import computable
from hotline_analysis.schemes.rules import GivenRule

RULE = "scheme"


def check_scores(setting: Setting, ledger: Ledger) -> None:
    """Score the unit table, and every other table that the case marks as scored, and compare."""
    if setting.scheme is None or not (setting.scheme.scores or setting.scheme.ranking):
        return
    for key in setting.case.table_keys:
        tables = setting.of(key)
        if tables and (key == "units" or tables[0].source.scored):
            _check_table(setting, setting.scheme, tables, ledger)


def _check_table(setting: Setting, scheme: Scheme, tables: Sequence[AuditTable], ledger: Ledger) -> None:
    files = [(table.source.path, table.source.group) for table in tables if table.source.path is not None]
    try:
        scores = score(read_units(files, scheme), scheme)
    except InputError as error:
        ledger.find(
            RULE,
            "rule",
            "hard",
            Where(", ".join(table.source.label for table in tables)),
            printed="-",
            implied="-",
            why=f"the scheme cannot be applied: {error}",
            why_zh="附表数据不能按考核办法计分",
        )
        return
    printed = {row.name: (table, row) for table in reversed(tables) for row in table.units}
    order = [_found(setting, printed, unit) for unit in scores.units]
    for kind, headers, values in _columns(scores, tables):
        for place, value in zip(order, values, strict=True):
            if value is not None:
                _compare(*place, headers, value, kind, ledger)


def _found(
    setting: Setting, printed: Mapping[str, tuple[AuditTable, UnitRow]], unit: str
) -> tuple[AuditTable, UnitRow]:
    """Return the printed row of a scored unit; scores read the unit's column, the audit the case's name column."""
    name = setting.case.canonical(unit)
    if name not in printed:
        problem = "the name column of the table is not the column of the units"
        raise setting.case.document.error(problem, ("tables",), value=unit)
    return printed[name]


def _columns(
    scores: Scores, tables: Sequence[AuditTable]
) -> Iterator[tuple[Kind, tuple[str, ...], Sequence[Fraction | int | str | None]]]:
    """Yield what the scheme works out, and the headers under which a page prints it."""
    scheme = scores.scheme
    for _role, key, item in scheme.items():
        if key not in TOTAL_HEADERS and not isinstance(item.rule, GivenRule) and computable(scores.context, item):
            yield "rule", (key,), scores.items[key]
    for key in scheme.dimensions:
        yield "table vs total", (f"{key}_subtotal",), scores.subtotals[key]
    taken = [key for _, key, item in scheme.items() if not computable(scores.context, item)]
    if scheme.scores and not set(taken) & set(TOTAL_HEADERS):
        yield "table vs total", TOTAL_HEADERS, _totals(scores, tables)
    yield "rule", RANK_HEADERS, scores.placing.ranks
    yield "rule", GRADE_HEADERS, scores.placing.grades


def _totals(scores: Scores, tables: Sequence[AuditTable]) -> list[Fraction | None]:
    """Return the totals as the page prints them: without the bonus where that has a column of its own."""
    apart = any("bonus" in table.columns for table in tables)
    return [
        None if total is None else total - (bonus or 0) if apart else total
        for total, bonus in zip(scores.totals, scores.bonus, strict=True)
    ]


def _compare(
    table: AuditTable,
    row: UnitRow,
    headers: tuple[str, ...],
    value: Fraction | int | str,
    kind: Kind,
    ledger: Ledger,
) -> None:
    column = table.first(headers)
    if column is None or row.printed[column] in BLANKS:
        return
    where, printed = Where(table.source.label, row.name, column), row.printed[column]
    implied = value if isinstance(value, str) else show(Fraction(value))
    if _equal(printed, value):
        ledger.agree(RULE, kind, where, printed)
        return
    ledger.find(
        RULE,
        kind,
        "hard",
        where,
        printed=printed,
        implied=implied,
        why="the scheme gives another result",
        why_zh="与按考核办法计算的结果不符",
    )


def _equal(printed: str, value: Fraction | int | str) -> bool:
    if isinstance(value, str):
        return printed == value
    try:
        return to_fraction(printed) == value
    except ValueError:
        return False
