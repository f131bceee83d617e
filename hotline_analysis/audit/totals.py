"""Total rows against the sums of their columns."""

from __future__ import annotations

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
from hotline_analysis.exact import to_fraction
from hotline_analysis.metrics import metrics
from hotline_analysis.metrics.unit_table import BLANKS

RULE = "total-row"
_NO_SUMS = {*RANK_HEADERS, *GRADE_HEADERS, *TOTAL_HEADERS}


def check_totals(setting: Setting, ledger: Ledger) -> None:
    """Add up every column of whole numbers that has a total row."""
    for table in setting.tables:
        for total in (row for row in table.rows if row.total):
            for column in table.columns:
                _check_column(table, total, column, ledger)


def _check_column(table: AuditTable, total: UnitRow, column: str, ledger: Ledger) -> None:
    if column in metrics() or column in _NO_SUMS:
        return
    cells = [row.printed[column] for row in (*table.units, total)]
    values = [_whole(cell) for cell in cells if cell not in BLANKS]
    if total.printed[column] in BLANKS or any(value is None for value in values):
        return
    found = sum((value or Fraction(0) for value in values[:-1]), Fraction(0))
    where, printed = Where(table.source.label, total.name, column), total.printed[column]
    if found == values[-1]:
        ledger.agree(RULE, "table vs total", where, printed)
    else:
        ledger.find(
            RULE,
            "table vs total",
            "hard",
            where,
            printed=printed,
            implied=show(found),
            why="the rows add up to another total",
            why_zh="合计与各行之和不符",
        )


def _whole(cell: str) -> Fraction | None:
    try:
        value = to_fraction(cell)
    except ValueError:
        return None
    return value if value.denominator == 1 else None
