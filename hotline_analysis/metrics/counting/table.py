"""The unit table made from tickets: counts and rates by unit, group, district, period, or several of these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from hotline_analysis.metrics.counting.answering import answers
from hotline_analysis.metrics.counting.asking import Asked
from hotline_analysis.metrics.counting.choices import Counting
from hotline_analysis.metrics.counting.engines.opening import Engine, Tickets, open_tickets
from hotline_analysis.metrics.counting.spans import Span
from hotline_analysis.metrics.counting.unseen import unseen_values, wanted_by
from hotline_analysis.metrics.dictionary import Metric
from hotline_analysis.tickets.calendar import Calendar, Period
from hotline_analysis.tickets.registry import UnitRegistry

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    from pyspark.sql import DataFrame as SparkFrame

    from hotline_analysis.tickets.store import TicketFiles

    AnyTickets: TypeAlias = str | Path | TicketFiles | Tickets | pd.DataFrame | duckdb.DuckDBPyRelation | SparkFrame


def unit_table(
    tickets: AnyTickets,
    *,
    by: str | Iterable[str] = "unit",
    period: str | Period | Span | None = None,
    counting: Counting | None = None,
    metrics: Mapping[str, Metric] | None = None,
    counts: Iterable[str] | None = None,
    engine: Engine = "auto",
    as_of: datetime | None = None,
    registry: UnitRegistry | None = None,
    calendar: Calendar | None = None,
    all_units: bool = False,
    units_on: date | None = None,
) -> pd.DataFrame:
    """Count tickets, and work out rates from the counts.

    Parameters
    ----------
    tickets : path, TicketFiles, pandas.DataFrame, duckdb.DuckDBPyRelation or pyspark.sql.DataFrame
        One row a ticket, with canonical columns; a path names a store, a parquet or CSV file, or several by a pattern.
    by : str or iterable of str
        Any of unit, group, district, area, category, subcategory, channel, request_type, topic, and period (or
        ``period:quarter``), separated by commas; nothing at all for one row of totals.
    period : str, optional
        ``2022-11``, ``2022-Q4``, ``2022-H2``, ``2022`` or a run ``2022-01..2022-12``. Every count takes the tickets
        whose own event (received, signed, closed, revisited ...) lies in it. Without it, all tickets.
    counting : Counting, optional
        A jurisdiction's choices; a scheme has them as ``scheme.counting``.
    metrics : mapping of str to Metric, optional
        Rates as a jurisdiction defines them (``scheme.all_metrics()``); those of the dictionary otherwise.
    counts : iterable of str, optional
        Keys of counts and rates that are wanted; all that the tickets can give otherwise.
    engine : {"auto", "pandas", "duckdb", "spark"}
    as_of : datetime, optional
        The moment up to which all is known: tickets that are open although they were due before are overdue.
    registry, calendar : optional
        Instead of those stored with the tickets.
    all_units : bool
        Whether units of the registry without tickets stand in the table, with zeros.
    units_on : date, optional
        The day whose names of units hold; the last day of the period otherwise.

    Returns
    -------
    DataFrame
        The dimensions, counts (Int64; missing where the question has no answer), and rates in per cent (`Decimal`,
        rounded as the metric says; None without a denominator). ``attrs`` has ``definitions`` (key to what it means,
        in Chinese and English), ``notes``, and ``absent`` (key to the columns that the tickets lack for it).

    Raises
    ------
    InputError
        If the tickets cannot be read, or lack a column to count by.
    UsageError
        For an unknown dimension, engine, count or rate.

    Examples
    --------
    >>> import pandas as pd
    >>> times = pd.to_datetime(["2022-11-01", "2022-11-02", "2022-11-03"])
    >>> tickets = pd.DataFrame({"received": times, "unit": ["A", "A", "B"], "closed": [times[2], None, times[2]]})
    >>> unit_table(tickets, period="2022-11", counts=["assigned", "closed", "closure_rate"])
      unit  assigned  closed closure_rate
    0    A         2       1        50.00
    1    B         1       1       100.00
    """
    opened = open_tickets(tickets, engine)
    asked = Asked.read(by, period, counting, counts)
    asked = replace(asked, metrics=metrics, as_of=as_of, registry=registry, calendar=calendar, all_units=all_units)
    (table,) = answers(opened, [replace(asked, units_on=units_on)])
    if asked.counting:
        wanted = wanted_by(asked.counting, asked.chosen(opened.columns).plan)
        table.attrs["notes"] += unseen_values(opened, wanted)
    return table
