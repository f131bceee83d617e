"""Every printed rate against the counts it is made of."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import ceil, floor

from hotline_analysis.audit.findings import Where
from hotline_analysis.audit.ledger import Figure, Ledger
from hotline_analysis.audit.reading import AuditTable, Setting, UnitRow
from hotline_analysis.exact import rounded
from hotline_analysis.metrics import Metric, metrics

RULE = "rate-vs-counts"
# In a range wider than this more than one count fits.
MOST_TRIED = 1000


def check_rates(setting: Setting, ledger: Ledger) -> None:
    """Compare rates with their counts, in every row and total row of every table."""
    for table in setting.tables:
        for key in table.columns:
            if key in metrics():
                _check_column(setting, table, key, ledger)


def _check_column(setting: Setting, table: AuditTable, key: str, ledger: Ledger) -> None:
    metric, decimals = setting.metric(key), setting.decimals(table, key)
    for row in table.rows:
        value, rate = row.figures[key], metric.rate(row.figures)
        if value is None or rate.value is None:
            continue
        figure = Figure(
            RULE,
            "percent vs counts",
            Where(table.source.label, row.name, key),
            row.printed[key],
            value,
            (rate.value,),
            decimals,
            why=f"{metric.numerator} of {metric.denominator} is {rate.numerator} of {rate.denominator}",
            why_zh=f"依“{metric.definition()}”计算为{rate.numerator}÷{rate.denominator}",
        )
        repair = "" if figure.modes() else _repair(metric, row, value, decimals)
        if repair:
            figure = replace(
                figure, note=f"it would follow from {repair}", note_zh=f"若{repair.replace(' ', '为')}则相符"
            )
        ledger.figures.append(figure)


def _repair(metric: Metric, row: UnitRow, value: Fraction, decimals: int) -> str:
    """Return the one whole count, of those taken off the numerator, with which the printed rate would follow."""
    whole, above = metric.denominator.value(row.figures), metric.numerator.value(row.figures)
    step = Fraction(1, 10**decimals)
    for sign, key in metric.numerator.terms:
        own = row.figures.get(key)
        if sign > 0 or key not in row.printed or own is None or whole is None or above is None:
            continue
        least, most = (own + above - edge * whole / 100 for edge in (value + step, value - step))
        fitting = [
            count
            for count in range(max(0, ceil(least)), min(floor(most), ceil(least) + MOST_TRIED) + 1)
            if rounded(100 * (own + above - count) / whole, decimals) == value
        ]
        if len(fitting) == 1:
            return f"{key} {fitting[0]}"
    return ""
