"""Figures that cannot be, or can only be by carry-over: parts above wholes, rates above 100, scores of nothing."""

from __future__ import annotations

from hotline_analysis.audit.findings import Where
from hotline_analysis.audit.ledger import Ledger
from hotline_analysis.audit.reading import TOTAL_HEADERS, AuditTable, Setting, UnitRow
from hotline_analysis.metrics import counts, metrics
from hotline_analysis.metrics.unit_table import BLANKS

_OF_CALL_BACKS = ("satisfied", "dissatisfied", "resolved", "unresolved")


def check_bounds(setting: Setting, ledger: Ledger) -> None:
    """Run every check of this module on every table."""
    for table in setting.tables:
        _check_parts(table, ledger)
        _check_above_hundred(table, ledger)
        _check_revisited(setting, table, ledger)
        _check_scores_of_nothing(table, ledger)
        _check_rates_of_nothing(setting, table, ledger)


def _check_parts(table: AuditTable, ledger: Ledger) -> None:
    for row in table.rows:
        for key, count in counts().items():
            part = row.figures.get(key)
            for whole in count.within:
                most = row.figures.get(whole)
                if part is not None and most is not None and part > most:
                    ledger.find(
                        "part-above-whole",
                        "table vs table",
                        "hard",
                        Where(table.source.label, row.name, key),
                        printed=str(part),
                        implied=f"at most {most}",
                        why=f"{key} is a part of {whole}",
                        why_zh=f"{count.zh}多于{counts()[whole].zh}",
                    )


def _check_above_hundred(table: AuditTable, ledger: Ledger) -> None:
    for key in (key for key in table.columns if key in metrics()):
        over = [row for row in table.rows if (row.figures[key] or 0) > 100]
        if over:
            ledger.find(
                "rate-above-100",
                "percent vs counts",
                "soft",
                Where(table.source.label, "、".join(row.name for row in over), key),
                printed="、".join(row.printed[key] for row in over),
                implied="at most 100",
                why=f"{len(over)} rates above 100 %, perhaps by carry-over from the period before",
                why_zh=f"{len(over)}个单位超过100%，可能含上期结转",
            )


def _check_revisited(setting: Setting, table: AuditTable, ledger: Ledger) -> None:
    """More call-backs than tickets; a printed revisit rate above 100 says the same and is found by itself."""
    if "revisited" not in table.columns or "revisit_rate" in table.columns:
        return
    origin = {row.name: row for part in setting.of(table.source.excerpt_of or "") for row in part.units}
    for row in table.units:
        figures = {**(origin[row.name].figures if row.name in origin else {}), **row.figures}
        revisited = row.figures["revisited"]
        key = next((key for key in ("closed", "signed", "assigned") if figures.get(key) is not None), None)
        if revisited is None or key is None or revisited <= (figures[key] or 0):
            continue
        ledger.find(
            "revisited-above-tickets",
            "table vs table",
            "soft",
            Where(table.source.label, row.name, "revisited"),
            printed=f"{revisited} revisited",
            implied=f"at most {figures[key]} {key}",
            why="more call-backs than tickets, perhaps by carry-over from the period before",
            why_zh="回访数多于工单数，可能含上期结转",
        )


def _check_scores_of_nothing(table: AuditTable, ledger: Ledger) -> None:
    column = table.first(TOTAL_HEADERS)
    idle = [row for row in table.units if column and row.printed[column] not in BLANKS and _idle(row)]
    if column and idle:
        ledger.find(
            "score-of-nothing",
            "rule",
            "soft",
            Where(table.source.label, "、".join(row.name for row in idle), column),
            printed="、".join(dict.fromkeys(row.printed[column] for row in idle)),
            implied="no score",
            why=f"{len(idle)} units without tickets have a score; it is what a formula makes of 0 of 0",
            why_zh=f"{len(idle)}个无工单单位有得分，系0÷0代入公式所致",
        )


def _idle(row: UnitRow) -> bool:
    """Whether all counts of the row are printed as zero."""
    own = [row.figures[key] for key in row.printed if key in counts()]
    return bool(own) and all(value == 0 for value in own)


def _check_rates_of_nothing(setting: Setting, table: AuditTable, ledger: Ledger) -> None:
    for key in (key for key in table.columns if key in metrics()):
        metric = setting.metric(key)
        about_revisits = any(part in _OF_CALL_BACKS for part in metric.numerator.keys)
        for row in table.units:
            whole = metric.denominator.value(row.figures)
            if whole is None and about_revisits:
                whole = row.figures.get("closed")
            if whole == 0 and (row.figures[key] or 0) > 0:
                ledger.find(
                    "rate-of-nothing",
                    "rule",
                    "soft",
                    Where(table.source.label, row.name, key),
                    printed=row.printed[key],
                    implied="no rate",
                    why="there is nothing that this could be a rate of",
                    why_zh="没有可计算该比率的工单",
                )
