"""The unit table made from tickets: counts and rates by unit, group, district, period, or several of these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from hotline_analysis.errors import UsageError
from hotline_analysis.metrics.counting.choices import Counting
from hotline_analysis.metrics.counting.count import Counted, count_tickets
from hotline_analysis.metrics.counting.dimensions import Dimensions
from hotline_analysis.metrics.counting.engines.opening import Engine, Tickets, open_tickets
from hotline_analysis.metrics.counting.notes import counting_notes
from hotline_analysis.metrics.counting.plan import Definition, Plan, make_plan
from hotline_analysis.metrics.counting.regrouping import regrouped
from hotline_analysis.metrics.counting.spans import Span, as_span
from hotline_analysis.metrics.counting.words import definitions_in_words
from hotline_analysis.metrics.counting.zero_units import with_all_units
from hotline_analysis.metrics.dictionary import Metric, counts, metrics
from hotline_analysis.metrics.unit_table import nearest
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
    counting = counting or Counting()
    span = as_span(period)
    dimensions = Dimensions.parse(by, span)
    registry = opened.meta.registry if registry is None else registry
    calendar = calendar or opened.meta.calendar
    dimensions.require(opened.columns, grouped=bool(registry))
    plan, shown, rates = _wanted(make_plan(opened.columns, counting), counting, metrics, counts)
    keep = ("unit",) if registry and {"unit", "group"} & set(dimensions.names) and "unit" in opened.columns else ()
    found = count_tickets(opened, plan, dimensions, keep=keep, span=span, calendar=calendar, as_of=as_of)
    on = units_on or (span.last_day(calendar) if span else (found.as_of or as_of or datetime.max).date())
    frame, renamed = regrouped(found, dimensions, registry, on)
    if all_units:
        frame = with_all_units(frame, dimensions, registry, on)
    return _table(frame, dimensions, plan, found, shown, rates, counting, renamed, bool(span))


def _wanted(
    plan: Plan, counting: Counting, own: Mapping[str, Metric] | None, keys: Iterable[str] | None
) -> tuple[Plan, list[str], dict[str, Metric]]:
    """Return what is counted, and which counts and rates of it are shown."""
    known = {key: metric for key, metric in (own if own is not None else metrics()).items() if key != "share"}
    possible = {*plan.definitions, *plan.absent}
    if keys is None:
        rates = {key: metric for key, metric in known.items() if _counts_of(metric) <= possible}
        return plan, list(plan.definitions), rates
    wanted = list(dict.fromkeys(keys))
    allowed = {*possible, *(name for name, metric in known.items() if _counts_of(metric) <= possible)}
    for key in wanted:
        if key not in allowed:
            said = "tickets do not give" if key in known or key in counts() else "no count or rate"
            raise UsageError(f"{said} {key!r}{nearest(key, allowed)}; allowed: {', '.join(sorted(allowed))}")
    rates = {key: known[key] for key in wanted if key in known}
    needed = {
        *(key for key in wanted if key not in known),
        *(part for one in rates.values() for part in _counts_of(one)),
    }
    return plan.only(needed), [key for key in wanted if key in plan.definitions], rates


def _counts_of(metric: Metric) -> set[str]:
    return {*metric.numerator.keys, *metric.denominator.keys}


def _table(
    frame: pd.DataFrame,
    dimensions: Dimensions,
    plan: Plan,
    found: Counted,
    shown: Sequence[str],
    rates: Mapping[str, Metric],
    counting: Counting,
    renamed: Mapping[str, str],
    in_period: bool,
) -> pd.DataFrame:
    import pandas as pd

    figures = {key: _count(frame, one, found) for key, one in plan.definitions.items()}
    absent: dict[str, tuple[str, ...]] = dict(plan.absent)
    columns: dict[str, Any] = {name: frame[name] for name in dimensions.names} | {key: figures[key] for key in shown}
    words = definitions_in_words(plan, counting, found.as_of)
    rows = _rows(figures)
    for key, metric in rates.items():
        lacking = [column for part in sorted(_counts_of(metric)) for column in plan.absent.get(part, ())]
        if lacking:
            absent[key] = tuple(dict.fromkeys(lacking))
            continue
        columns[key] = pd.Series([_rate(metric, row) for row in rows], index=frame.index, dtype=object)
        words[key] = {language: metric.definition(language=language) for language in ("zh", "en")}
    table = pd.DataFrame(columns, index=frame.index)
    table.attrs = {
        "definitions": words,
        "notes": counting_notes(frame, plan, found, counting, absent, renamed, in_period=in_period),
        "absent": absent,
    }
    return table


def _count(frame: pd.DataFrame, definition: Definition, found: Counted) -> pd.Series[int]:
    """Take a count from its cell; missing where there are tickets, but none for which the question has an answer."""
    values = frame[found.names[definition.cell]]
    if definition.base is None or definition.decided is None:
        return values
    base, decided = frame[found.names[definition.base]], frame[found.names[definition.decided]]
    return values.mask((base > 0) & (decided == 0) & (values == 0))


def _rows(figures: Mapping[str, pd.Series[int]]) -> list[dict[str, Fraction | None]]:
    import pandas as pd

    values = {key: [None if pd.isna(one) else Fraction(int(one)) for one in series] for key, series in figures.items()}
    return [dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True)]


def _rate(metric: Metric, row: Mapping[str, Fraction | None]) -> Any:
    value = metric.rate(row).value
    return None if value is None else metric.round(value)
