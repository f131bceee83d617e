"""Tables of a month's tickets, as frames to go on working with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from hotline_analysis.cases import FromTickets
from hotline_analysis.errors import UsageError
from hotline_analysis.metrics import metrics, unit_table
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.whole_periods import whole_periods
from hotline_analysis.validation import nearest

if TYPE_CHECKING:
    import pandas as pd

COUNTS = ("received", "assigned", "signed", "closed", "overdue", "reworked", "revisited", "satisfied", "resolved")
RATES = ("on_time_closure_rate", "satisfaction_rate", "resolution_rate", "rework_rate")


def counted_table(
    data: ReportData, tickets: FromTickets, by: Iterable[str], wanted: Sequence[str], *, period: str | None = None
) -> pd.DataFrame:
    """Count a month's tickets as its scheme counts them.

    Parameters
    ----------
    data : ReportData
    tickets : FromTickets
    by : iterable of str
        As of `metrics.unit_table`.
    wanted : sequence of str
        Counts and rates.
    period : str, optional
        A run of periods; the month itself otherwise.

    Returns
    -------
    DataFrame
        As of `metrics.unit_table`; without periods the largest first.
    """
    dimensions = [*by]
    table = unit_table(
        tickets.files,
        by=dimensions,
        period=period or data.period,
        counting=data.scheme.counting,
        metrics=data.scheme.all_metrics(),
        counts=wanted,
        units_on=tickets.last_day(data.period),
    )
    if "period" in dimensions or not len(table.columns) > len(dimensions):
        return table
    return table.sort_values(wanted[0], ascending=False, kind="stable").reset_index(drop=True)


def over_time_table(
    data: ReportData, tickets: FromTickets, by: Iterable[str], wanted: Sequence[str], *, periods: int
) -> pd.DataFrame:
    """Count the month and the whole periods before it, as far as the tickets hold them."""
    labels = [*whole_periods(tickets, data.period), data.period][-periods:]
    return counted_table(data, tickets, [*by, "period"], wanted, period=f"{labels[0]}..{labels[-1]}")


def chosen(tickets: FromTickets, names: Sequence[str], usual: Sequence[str]) -> list[str]:
    """Return the counts that were asked for, or the usual ones that the tickets can give."""
    return [*names] or [key for key in usual if key not in tickets.absent]


def chosen_rates(data: ReportData, tickets: FromTickets, names: Sequence[str]) -> list[str]:
    """Return the rates that were asked for, or those of the scheme and the usual ones that the tickets can give.

    Raises
    ------
    UsageError
        For what is no rate.
    """
    for name in names:
        if name not in metrics():
            raise UsageError(f"no rate {name!r}{nearest(name, metrics())}; allowed: {', '.join(metrics())}")
    usual = dict.fromkeys([*data.scheme.used_metrics(), *RATES])
    return [*names] or [key for key in usual if not _parts(data, key) & set(tickets.absent)]


def _parts(data: ReportData, key: str) -> set[str]:
    metric = data.metric(key)
    return {*metric.numerator.keys, *metric.denominator.keys}


def table_of_units(data: ReportData, names: Sequence[str], usual: Sequence[str]) -> pd.DataFrame:
    """Return figures of the unit table, for a month that is made of tables.

    Raises
    ------
    UsageError
        For a figure that the table does not have.
    """
    table = data.now.table
    for name in names:
        if name not in table.figures:
            allowed = ", ".join(table.figures)
            raise UsageError(f"the table has no {name!r}{nearest(name, table.figures)}; allowed: {allowed}")
    wanted = [*names] or [key for key in usual if key in table.figures] or [*table.figures]
    return table.text[["unit", "group", *wanted]]
