"""Rates of call-backs whose number is not printed, against whole numbers."""

from __future__ import annotations

from fractions import Fraction

from hotline_analysis.audit.findings import Where
from hotline_analysis.audit.ledger import Ledger, show
from hotline_analysis.audit.reading import AuditTable, Setting, UnitRow
from hotline_analysis.audit.whole_numbers import whole_denominators
from hotline_analysis.cases.model import Kind

RULE = "implied-denominator"
KIND: Kind = "percent vs counts"
PAIRS = (
    ("dissatisfaction_rate", "dissatisfied", False),
    ("satisfaction_rate", "dissatisfied", True),
    ("satisfaction_rate", "satisfied", False),
    ("resolution_rate", "unresolved", True),
)


def check_denominators(setting: Setting, ledger: Ledger) -> None:
    """Look for the whole number behind every rate that has a counted part and no printed whole."""
    for table in setting.tables:
        for key, part, complement in PAIRS:
            if key in table.columns and part in table.columns and "revisited" not in table.columns:
                decimals = setting.decimals(table, key)
                for row in table.rows:
                    _check_row(table, row, key, part, complement, decimals, ledger)


def _check_row(
    table: AuditTable, row: UnitRow, key: str, part: str, complement: bool, decimals: int, ledger: Ledger
) -> None:
    rate, count = row.figures[key], row.figures[part]
    if rate is None or not count:
        return
    where, printed = Where(table.source.label, row.name, key), row.printed[key]
    found = whole_denominators(int(count), rate, decimals=decimals, complement=complement)
    if not found and complement:
        found = whole_denominators(int(count), 100 - rate, decimals=decimals)
    if found:
        ledger.agree(RULE, KIND, where, printed)
        _check_volume(row, where, found, f"{count} {part} at {printed} %", ledger)
        return
    why = f"no whole number of call-backs gives this rate with {count} {part}"
    why_zh = f"{row.printed[part]}件之下，任何整数回访量都得不出该比率"
    implied = _nearest(int(count), rate, decimals, complement)
    ledger.find(RULE, KIND, "hard", where, printed=printed, implied=implied, why=why, why_zh=why_zh)


def _check_volume(row: UnitRow, where: Where, found: range, origin: str, ledger: Ledger) -> None:
    """Where only one number fits, it should not exceed the tickets closed."""
    closed = row.figures.get("closed")
    if closed is None or len(found) != 1 or found[0] <= closed:
        return
    ledger.find(
        RULE,
        KIND,
        "soft",
        where,
        printed=f"{found[0]} revisited",
        implied=f"at most {closed}",
        why=f"{origin} means {found[0]} call-backs, more than the tickets closed",
        why_zh=f"由比率倒推回访{found[0]}件，多于办理数{closed}件（可能含上期结转）",
    )


def _nearest(count: int, rate: Fraction, decimals: int, complement: bool) -> str:
    """Return the rates of the two whole numbers nearest to the printed rate."""
    own = 100 - rate if complement else rate
    below = int(100 * count / own) if own > 0 else count
    shown = []
    for whole in (below, below + 1):
        if whole >= max(count, 1):
            exact = Fraction(100 * count, whole)
            shown.append(f"{show(100 - exact if complement else exact, decimals)} ({count} of {whole})")
    return " or ".join(shown) or "-"
