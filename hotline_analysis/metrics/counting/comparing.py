"""A period beside the one before (环比) and the same a year earlier (同比), over renamed and merged units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from hotline_analysis.errors import UsageError
from hotline_analysis.exact import rounded
from hotline_analysis.metrics.changes import Measure, change
from hotline_analysis.metrics.counting.answering import answers
from hotline_analysis.metrics.counting.asking import Asked
from hotline_analysis.metrics.counting.choices import Counting
from hotline_analysis.metrics.counting.dimensions import Dimensions
from hotline_analysis.metrics.counting.engines.opening import Engine, Tickets, open_tickets
from hotline_analysis.metrics.counting.spans import Span, as_span
from hotline_analysis.metrics.counting.unseen import unseen_values, wanted_by
from hotline_analysis.metrics.dictionary import Metric
from hotline_analysis.tickets.calendar import Calendar, Period
from hotline_analysis.tickets.registry import UnitRegistry

if TYPE_CHECKING:
    import pandas as pd

    from hotline_analysis.metrics.counting.table import AnyTickets

Earlier = Literal["previous", "year_before"]
EARLIER: tuple[Earlier, ...] = ("previous", "year_before")
DECIMALS = 2  # of a change in per cent


def compare(
    tickets: AnyTickets,
    period: str | Period | Span,
    *,
    by: str | Iterable[str] = "unit",
    against: Sequence[Earlier] = EARLIER,
    counting: Counting | None = None,
    metrics: Mapping[str, Metric] | None = None,
    counts: Iterable[str] | None = None,
    engine: Engine = "auto",
    as_of: datetime | None = None,
    registry: UnitRegistry | None = None,
    calendar: Calendar | None = None,
    all_units: bool = False,
) -> pd.DataFrame:
    """Count a period and earlier ones, and set them beside each other.

    All periods are read with the names of units that hold at the end of ``period``, so that a unit that was renamed or
    merged since is compared with what it was made of.

    Parameters
    ----------
    tickets, by, counting, metrics, counts, engine, as_of, registry, calendar, all_units
        As `unit_table`; ``by`` without period.
    period : str
        The period itself. The previous one has as many months and ends where it begins.
    against : sequence of {"previous", "year_before"}

    Returns
    -------
    DataFrame
        As `unit_table`, and after every count ``<count>_previous``, ``<count>_previous_change`` (a number) and
        ``<count>_previous_percent``; after every rate ``<rate>_previous`` and ``<rate>_previous_points``, the
        difference of the printed rates in percentage points; the same with ``year_before``. A change is missing
        without a base. A period without any ticket has no columns, and a note says so.

    Raises
    ------
    UsageError
        For a comparison that there is not, and as `unit_table`.

    Examples
    --------
    >>> import pandas as pd
    >>> days = pd.to_datetime(["2022-10-03", "2022-11-01", "2022-11-02"])
    >>> tickets = pd.DataFrame({"received": days, "unit": ["A", "A", "A"]})
    >>> compare(tickets, "2022-11", against=["previous"], counts=["received"]).columns.tolist()[1:4]
    ['received', 'received_previous', 'received_previous_change']
    """
    span = as_span(period)
    assert span is not None
    wrong = [name for name in against if name not in EARLIER]
    if wrong:
        raise UsageError(f"no such comparison: {wrong[0]!r}; allowed: {', '.join(EARLIER)}")
    dimensions = Dimensions.parse(by, span)
    if dimensions.by_period:
        raise UsageError("periods are compared with earlier ones; they cannot be counted by as well")
    opened = open_tickets(tickets, engine)
    asked = Asked.read(dimensions.names, span, counting, counts)
    on = span.last_day(calendar or opened.meta.calendar)
    asked = replace(asked, metrics=metrics, as_of=as_of, registry=registry, calendar=calendar, units_on=on)
    spans = {name: span.earlier(span.months if name == "previous" else 12) for name in against}
    earlier = [replace(asked, span=one) for one in spans.values()]
    now, *tables = answers(opened, [replace(asked, all_units=all_units), *earlier])
    if asked.counting:
        now.attrs["notes"] += unseen_values(opened, wanted_by(asked.counting, asked.chosen(opened.columns).plan))
    before = dict(zip(spans, tables, strict=True))
    empty = _without_tickets(opened, dict(zip(spans, earlier, strict=True)), before)
    found = _beside(now, {name: table for name, table in before.items() if name not in empty}, list(dimensions.names))
    found.attrs["notes"] += [f"no tickets in {spans[name].label}: nothing to compare with" for name in empty]
    found.attrs["periods"] = {name: earlier.label for name, earlier in spans.items()}
    return found


def _without_tickets(
    opened: Tickets, asked: Mapping[Earlier, Asked], before: Mapping[Earlier, pd.DataFrame]
) -> list[Earlier]:
    """Name the periods in which no ticket was even received; only those whose table counts nothing are looked at."""
    nothing = [name for name, table in before.items() if not _anything(table)]
    received = [replace(asked[name], dimensions=Dimensions(()), counts=("received",)) for name in nothing]
    tables = answers(opened, received) if nothing else []
    return [name for name, table in zip(nothing, tables, strict=True) if not _anything(table)]


def _beside(now: pd.DataFrame, before: Mapping[Earlier, pd.DataFrame], keys: list[str]) -> pd.DataFrame:
    import pandas as pd

    figures = [name for name in now.columns if name not in keys]
    tables = {"": now, **{str(name): table for name, table in before.items()}}
    rows = list(dict.fromkeys(row for table in tables.values() for row in _keys(table, keys)))
    aligned = {name: _aligned(table, keys, rows, figures) for name, table in tables.items()}
    columns: dict[str, Any] = {key: [row[place] for row in rows] for place, key in enumerate(keys)}
    for figure in figures:
        is_count = str(now[figure].dtype) == "Int64"
        columns[figure] = _column(aligned[""][figure], is_count)
        for name in before:
            columns[f"{figure}_{name}"] = _column(aligned[name][figure], is_count)
            for label, measure in _measures(is_count):
                pairs = zip(aligned[""][figure], aligned[name][figure], strict=True)
                values = [_change(one, other, measure) for one, other in pairs]
                columns[f"{figure}_{name}_{label}"] = _column(values, measure == "difference")
    table = pd.DataFrame(columns, index=range(len(rows)))
    renamed = [note for one in before.values() for note in one.attrs["notes"] if " is counted as " in note]
    table.attrs = {**now.attrs, "notes": list(dict.fromkeys([*now.attrs["notes"], *renamed]))}
    return table


def _measures(is_count: bool) -> list[tuple[str, Measure]]:
    return [("change", "difference"), ("percent", "percent")] if is_count else [("points", "percentage_points")]


def _keys(table: pd.DataFrame, keys: list[str]) -> list[tuple[str, ...]]:
    return list(table[keys].itertuples(index=False, name=None)) if keys else [()] * len(table)


def _anything(table: pd.DataFrame) -> bool:
    counted = [name for name in table if str(table[name].dtype) == "Int64"]
    return bool((table[counted].fillna(0) > 0).to_numpy().any())


def _aligned(
    table: pd.DataFrame, keys: list[str], rows: list[tuple[str, ...]], figures: list[str]
) -> dict[str, list[Any]]:
    """Return every figure in the order of the rows; a row that a period lacks had no ticket there."""
    import pandas as pd

    places = {row: place for place, row in enumerate(_keys(table, keys))}
    found: dict[str, list[Any]] = {}
    for figure in figures:
        nothing = 0 if str(table[figure].dtype) == "Int64" else None
        values = [None if pd.isna(value) else value for value in table[figure]]
        found[figure] = [values[places[row]] if row in places else nothing for row in rows]
    return found


def _change(now: Any, before: Any, measure: Measure) -> int | Decimal | None:
    exact = [None if value is None else Fraction(value) for value in (now, before)]
    value = change(exact[0], exact[1], measure).value
    if value is None:
        return None
    if measure == "difference":
        return int(value)
    # the points of two printed rates have the decimals of those rates
    return now - before if measure == "percentage_points" else rounded(value, DECIMALS)


def _column(values: list[Any], whole: bool) -> Any:
    import pandas as pd

    if whole:
        return pd.array([None if value is None else int(value) for value in values], dtype="Int64")
    return pd.Series(values, dtype=object)
