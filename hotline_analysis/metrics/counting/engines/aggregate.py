"""Count: one pass over the tickets for every event (received, closed, revisited ...), then all put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import narwhals as nw

from hotline_analysis.metrics.counting.conditions import TicketCondition
from hotline_analysis.metrics.counting.engines.expressions import Clock
from hotline_analysis.metrics.counting.plan import Cell
from hotline_analysis.metrics.counting.ticket_counts import Conditions

PERIOD_NUMBER = "_period"

Frame = nw.LazyFrame[Any]


@dataclass(frozen=True)
class Question:
    """What is counted.

    Attributes
    ----------
    cells : mapping of str to Cell
        By the name of the column that takes the figure.
    dimensions : tuple of str
        Columns of tickets that the figures are broken down by; may be empty.
    clock : Clock
    by_period : bool
        Whether periods are told apart, in a column ``_period``.
    bounds : (datetime, datetime) or None
        First moment of the period that is asked for, and the first after it; None for all time.
    """

    cells: Mapping[str, Cell]
    dimensions: tuple[str, ...]
    clock: Clock
    by_period: bool = False
    bounds: tuple[datetime, datetime] | None = None


def counted(tickets: Frame, question: Question) -> Frame:
    """Count all cells, lazily.

    Returns
    -------
    LazyFrame
        The dimensions, ``_period`` if asked for, and one column of whole numbers a cell.
    """
    parts = _parts(tickets, question)
    keys = [*question.dimensions, *([PERIOD_NUMBER] if question.by_period else [])]
    figures = list(question.cells)
    whole = nw.concat(parts, how="diagonal") if len(parts) > 1 else parts[0]
    sums = [nw.col(name).sum() for name in figures]
    # the parts have nulls where a cell belongs to another event
    added = whole.group_by(*keys).agg(*sums) if keys else whole.select(*sums)
    return added.select(*keys, *(nw.col(name).cast(nw.Int64) for name in figures))


def undated(tickets: Frame, question: Question) -> Frame:
    """Count the tickets that meet a cell's conditions, but lack the time that says in which period they count."""
    lacking = {cell.event: TicketCondition(column=cell.event, known=False) for cell in question.cells.values()}
    cells = {
        name: replace(cell, where=(lacking[cell.event], *cell.where))
        for name, cell in question.cells.items()
        if not cell.dated
    }
    return _added(tickets, cells, question, ()).select(nw.all().cast(nw.Int64))


def _parts(tickets: Frame, question: Question) -> list[Frame]:
    """Return one frame of figures for every event; just one where no period is told from another."""
    if question.bounds is None and not question.by_period:
        return [_added(tickets, question.cells, question, question.dimensions)]
    events = dict.fromkeys(cell.event for cell in question.cells.values())
    return [_one_event(tickets, question, event) for event in events]


def _one_event(tickets: Frame, question: Question, event: str) -> Frame:
    cells = {name: cell for name, cell in question.cells.items() if cell.event == event}
    period = (question.clock.period(event).alias(PERIOD_NUMBER),) if question.by_period else ()
    met: Conditions = (TicketCondition(column=event, known=True),)
    if question.bounds is not None:
        tickets = tickets.filter(question.clock.within(event, question.bounds))
    elif all(cell.dated for cell in cells.values()):
        tickets = tickets.filter(~nw.col(event).is_null())
    else:
        met = ()  # in a table of periods a ticket without a time has a row of its own
    return _added(tickets, cells, question, question.dimensions, *period, met=met)


def _added(
    tickets: Frame,
    cells: Mapping[str, Cell],
    question: Question,
    dimensions: Sequence[str],
    *more: nw.Expr,
    met: Conditions = (),
) -> Frame:
    """Add up cells by dimensions, and by the number of the period where that is given."""
    figures = [_figure(tickets, cell, question, met).alias(name) for name, cell in cells.items()]
    rows = tickets.select(*(nw.col(name) for name in dimensions), *more, *figures)
    keys = [*dimensions, *([PERIOD_NUMBER] if more else [])]
    sums = [nw.col(name).sum() for name in cells]
    return rows.group_by(*keys).agg(*sums) if keys else rows.select(*sums)


def _figure(tickets: Frame, cell: Cell, question: Question, met: Conditions) -> nw.Expr:
    """Return what one ticket adds; adding up yes and no as they are is the fastest, but Spark cannot."""
    figure = question.clock.figure(cell, met)
    return figure.cast(nw.Int64) if tickets.implementation.is_pyspark() and not cell.sum else figure
