"""A unit that stands twice among the units of one case, and tables that repeat rows of another."""

from __future__ import annotations

from collections.abc import Iterator

from hotline_analysis.audit.findings import Where
from hotline_analysis.audit.ledger import Ledger, decimals_of
from hotline_analysis.audit.reading import AuditTable, Setting, UnitRow
from hotline_analysis.exact import to_fraction
from hotline_analysis.metrics.unit_table import BLANKS

RULE, EXCERPT = "unit-twice", "excerpt"
ROSTERS = ("units", "no_ticket_units")
_LABELS = {"row_type", "group", "printed_part"}


def check_twice(setting: Setting, ledger: Ledger) -> None:
    """Compare two rows of one unit in the lists of units, and rows of excerpts with their origin."""
    alike = [table for key in ROSTERS for table in setting.of(key)]
    seen: dict[str, tuple[AuditTable, UnitRow]] = {}
    for table in alike:
        for row in table.units:
            if row.name in seen:
                _compare_whole_rows(seen[row.name], (table, row), ledger)
            else:
                seen[row.name] = (table, row)
    for table in setting.tables:
        if table.source.excerpt_of is not None:
            _check_excerpt(setting, table, ledger)


def _compare_whole_rows(first: tuple[AuditTable, UnitRow], second: tuple[AuditTable, UnitRow], ledger: Ledger) -> None:
    (table, row), (other, again) = first, second
    shared = [column for column in table.columns if column in other.columns and column != table.source.name]
    unlike = [key for key in shared if key not in _LABELS and not _same(row.printed[key], again.printed[key])]
    where = Where(table.source.label, row.name, ", ".join(unlike))
    if not unlike:
        ledger.find(
            RULE,
            "table vs table",
            "soft",
            where,
            printed=table.source.label,
            implied=other.source.label,
            why="the same row stands in two lists",
            why_zh="同一单位在两处重复列出",
        )
        return
    ledger.find(
        RULE,
        "table vs table",
        "hard",
        where,
        printed=", ".join(row.printed[key] or "(empty)" for key in unlike),
        implied=", ".join(again.printed[key] or "(empty)" for key in unlike) + f" ({other.source.label})",
        why=f"the unit stands again in {other.source.label} with other figures",
        why_zh="同一单位在两处列出，数字不同",
    )


def _check_excerpt(setting: Setting, table: AuditTable, ledger: Ledger) -> None:
    origin = {row.name: (part, row) for part in setting.of(table.source.excerpt_of or "") for row in part.units}
    coarser = dict[str, tuple[str, str]]()
    for row in table.units:
        if row.name not in origin:
            ledger.find(
                EXCERPT,
                "table vs table",
                "hard",
                Where(table.source.label, row.name),
                printed=row.name,
                implied="-",
                why=f"no such unit in {table.source.excerpt_of}",
                why_zh="附表中没有该单位",
            )
            continue
        part, full = origin[row.name]
        for column in _shared(table, part):
            _compare_cells(table, row, part, full, column, ledger)
            one, other = row.printed[column], full.printed[column]
            if _same(one, other) and decimals_of(one) != decimals_of(other):
                coarser.setdefault(column, (one, other))
    for column, (printed, full_form) in coarser.items():
        ledger.find(
            EXCERPT,
            "naming",
            "soft",
            Where(table.source.label, "", column),
            printed=printed,
            implied=full_form,
            why="the same figure is printed with other decimals",
            why_zh="同一数字保留的小数位数不同",
        )


def _shared(table: AuditTable, origin: AuditTable) -> Iterator[str]:
    """Yield the shared columns that hold figures."""
    for column in table.columns:
        if column in origin.columns and column not in (table.source.name, *_LABELS):
            yield column


def _compare_cells(
    table: AuditTable, row: UnitRow, part: AuditTable, full: UnitRow, column: str, ledger: Ledger
) -> None:
    where, printed = Where(table.source.label, row.name, column), row.printed[column]
    if _same(printed, full.printed[column]):
        ledger.agree(EXCERPT, "table vs table", where, printed)
    else:
        ledger.find(
            EXCERPT,
            "table vs table",
            "hard",
            where,
            printed=printed,
            implied=full.printed[column] or "(empty)",
            why=f"{part.source.label} prints another figure",
            why_zh="与附表数字不符",
        )


def _same(one: str, other: str) -> bool:
    if one in BLANKS or other in BLANKS:
        return (one in BLANKS) == (other in BLANKS)
    try:
        return to_fraction(one) == to_fraction(other)
    except ValueError:
        return one == other
