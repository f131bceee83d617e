"""Count tickets: from a plan to figures, in whichever engine holds the tickets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hotline_analysis.errors import InputError
from hotline_analysis.metrics.counting.conditions import TicketCondition
from hotline_analysis.metrics.counting.dimensions import PERIOD, Dimensions
from hotline_analysis.metrics.counting.engines.opening import Tickets
from hotline_analysis.metrics.counting.plan import Cell
from hotline_analysis.metrics.counting.spans import Span
from hotline_analysis.tickets.calendar import MONTHS, Calendar, Period
from hotline_analysis.tickets.columns import columns

if TYPE_CHECKING:
    import pandas as pd

    from hotline_analysis.metrics.counting.engines.aggregate import Frame, Question


@dataclass(frozen=True)
class Counted:
    """Figures as they come from an engine.

    Attributes
    ----------
    frame : DataFrame
        Dimensions (text, missing where a ticket has none), ``period`` (a `Period`, or missing) if asked for, and one
        column of whole numbers a cell. Dimensions may stand on several rows; their sum is what was counted.
    names : mapping of Cell to str
        The column of every cell.
    undated : mapping of Cell to int
        Tickets that meet a cell's conditions, but lack the time that says in which period they count.
    as_of : datetime or None
        The moment up to which open tickets were held against their time limits.
    """

    frame: pd.DataFrame
    names: Mapping[Cell, str]
    undated: Mapping[Cell, int]
    as_of: datetime | None

    def only(self, cells: Iterable[Cell]) -> Counted:
        """Return the figures of some cells, as if nothing else had been counted."""
        wanted = dict.fromkeys(cells)
        names = {cell: self.names[cell] for cell in wanted}
        others = set(self.names.values()) - set(names.values())
        frame = self.frame.drop(columns=list(others)) if others else self.frame
        as_of = self.as_of if any(cell.needs_end for cell in wanted) else None
        return Counted(frame, names, {cell: self.undated[cell] for cell in wanted}, as_of)


def count_tickets(
    tickets: Tickets,
    wanted: Iterable[Cell],
    dimensions: Dimensions,
    *,
    keep: tuple[str, ...] = (),
    span: Span | None = None,
    calendar: Calendar | None = None,
    as_of: datetime | None = None,
) -> Counted:
    """Count cells.

    Parameters
    ----------
    tickets : Tickets
    wanted : iterable of Cell
    dimensions : Dimensions
    keep : tuple of str
        Columns of tickets that are told apart beside the dimensions.
    span : Span, optional
        Only tickets that count in these periods; without it, all.
    calendar, as_of
        Instead of what is known about the tickets. Without either, open tickets are held against the latest time at
        which a ticket was received or closed.

    Raises
    ------
    InputError
        If a column holds what it cannot hold.
    """
    from hotline_analysis.metrics.counting.engines.aggregate import Question
    from hotline_analysis.metrics.counting.engines.expressions import Clock

    calendar = calendar or tickets.meta.calendar
    told_apart = span is not None or dimensions.by_period
    cells = {cell: cell if told_apart else replace(cell, event="") for cell in wanted}
    numbered = {cell: f"_{number}" for number, cell in enumerate(dict.fromkeys(cells.values()))}
    checks = {f"_check_{column}": cell for column, cell in _unknown_values(numbered).items()}
    keys = tuple(name for name in columns() if name in {*keep, *(set(dimensions.columns) & set(tickets.columns))})
    times = [name for name in ("received", "closed") if name in tickets.columns]
    needs_end = any(cell.needs_end for cell in numbered)
    end = (as_of or tickets.meta.as_of) if needs_end else None
    read = {*keys, *(column for cell in numbered for column in cell.columns), *(times if needs_end and not end else ())}
    with tickets.opened([name for name in columns() if name in read]) as frame:
        if needs_end and end is None:
            end = _latest(frame, times)
        question = Question(
            {**{name: cell for cell, name in numbered.items()}, **checks},
            keys,
            Clock(calendar, dimensions.grain, end),
            dimensions.by_period,
            span.bounds(calendar) if span else None,
        )
        figures, without_time = _figures(frame, question, loose=span is not None)
    figures = figures.astype(dict.fromkeys(question.cells, "Int64"))
    _refuse_unknown(figures, checks)
    if dimensions.by_period:
        figures[PERIOD] = _periods(figures.pop("_period"), MONTHS[dimensions.grain])
    undated = {cell: without_time.get(numbered[short], 0) for cell, short in cells.items()}
    return Counted(figures, {cell: numbered[short] for cell, short in cells.items()}, undated, end)


def _figures(frame: Frame, question: Question, *, loose: bool) -> tuple[pd.DataFrame, dict[str, int]]:
    """Ask the engine; ``loose`` also for the tickets that count in no period at all."""
    from hotline_analysis.metrics.counting.engines.aggregate import counted, undated

    figures = counted(frame, question).collect().to_pandas()
    if not loose or all(cell.dated for cell in question.cells.values()):
        return figures, {}
    found = undated(frame, question).collect().to_pandas()
    return figures, {name: int(found[name].sum()) for name in found.columns}


def _latest(frame: Frame, times: Sequence[str]) -> datetime | None:
    import narwhals as nw
    import pandas as pd

    row = frame.select(*(nw.col(name).max() for name in times)).collect().to_pandas().iloc[0]
    known = [pd.Timestamp(value).to_pydatetime() for value in row if not pd.isna(value)]
    # one without tickets has no open ones either
    return max(known, default=datetime(1, 1, 1))


def _unknown_values(cells: Mapping[Cell, str]) -> dict[str, Cell]:
    """Return for every column with a fixed set of values a cell that counts what is none of them."""
    found: dict[str, Cell] = {}
    for cell in cells:
        for condition in cell.where:
            column = columns()[condition.column]
            if column.type == "one_of" and column.key not in found:
                known = TicketCondition(column=column.key, known=True)
                other = TicketCondition(column=column.key, is_not=column.values)
                found[column.key] = Cell(cell.event, (known, other))
    return found


def _refuse_unknown(figures: pd.DataFrame, checks: Mapping[str, Cell]) -> None:
    for name, cell in checks.items():
        wrong = int(figures.pop(name).sum())
        if wrong:
            column = columns()[cell.where[0].column]
            raise InputError(
                f"unknown values in {wrong} tickets",
                where=f"column {column.key}",
                allowed=f"{', '.join(column.values)}; `hotline import` translates an office's words",
            )


def _periods(numbers: pd.Series[int], months: int) -> pd.Series[Any]:
    import pandas as pd

    made = [None if pd.isna(number) else Period(int(number) * months, months) for number in numbers]
    return pd.Series(made, index=numbers.index, dtype=object)
