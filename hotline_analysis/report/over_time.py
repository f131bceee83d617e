"""Counts of one unit, topic or the like over the periods that the tickets hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction

from hotline_analysis.metrics import counts, unit_table
from hotline_analysis.metrics.unit_table import records, with_identities
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.whole_periods import whole_periods

Counted = Mapping[str, Fraction | None]


def counted_by(
    data: ReportData, by: Collection[str], wanted: Collection[str], period: str | None = None
) -> dict[tuple[str, ...], Counted]:
    """Count the tickets of a report in another way than its tables do.

    Parameters
    ----------
    data : ReportData
        Of a case that is made of tickets.
    by : collection of str
        As of `metrics.unit_table`; nothing for one row of totals.
    wanted : collection of str
        Counts; those that others follow from are counted too, and those that the tickets cannot give are left out.
    period : str, optional
        A run of periods; the report's own otherwise.

    Returns
    -------
    dict of names to counts
        The names in the order of ``by``.
    """
    tickets = data.case.tickets
    assert tickets is not None
    table = unit_table(
        tickets.files,
        by=by,
        period=period or data.period,
        counting=data.scheme.counting,
        counts=[key for key in _needed(wanted) if key not in tickets.absent],
        units_on=tickets.last_day(data.period),
    )
    return {
        tuple(str(row[name]) for name in by): with_identities(
            {key: None if value != value else Fraction(int(value)) for key, value in row.items() if key not in by}
        )
        for row in records(table.astype({key: object for key in table.columns if key not in by}))
    }


def counts_over_time(data: ReportData, by: str, name: str, wanted: Collection[str], *, most: int) -> dict[str, Counted]:
    """Count the tickets of one unit (topic, channel …) in every whole period up to the report's own.

    Parameters
    ----------
    data : ReportData
    by, name : str
        The column of tickets, and its value.
    wanted : collection of str
        Counts.
    most : int
        How many periods, the report's own among them.

    Returns
    -------
    dict of period to counts
        The earliest first; a period without any such ticket has zeros. Empty where the data are not tickets.
    """
    tickets = data.case.tickets
    if tickets is None:
        return {}
    periods = [*whole_periods(tickets, data.period), data.period][-most:]
    found = counted_by(data, (by, "period"), wanted, f"{periods[0]}..{periods[-1]}")
    nothing = dict.fromkeys(_needed(wanted), Fraction(0))
    return {period: found.get((name, period), nothing) for period in periods}


def _needed(wanted: Collection[str]) -> list[str]:
    """Add what others follow from, as dissatisfied follows from revisited and satisfied."""
    identities = [counts()[key].identity for key in wanted if key in counts()]
    return list(dict.fromkeys([*wanted, *(key for one in identities if one is not None for key in one.keys)]))
