"""Answer what is asked of tickets: they are opened once, and totals are counted in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from hotline_analysis.metrics.counting.asking import Asked, Chosen, parts_of
from hotline_analysis.metrics.counting.count import Counted, count_tickets
from hotline_analysis.metrics.counting.dimensions import Dimensions
from hotline_analysis.metrics.counting.engines.opening import Tickets
from hotline_analysis.metrics.counting.notes import counting_notes
from hotline_analysis.metrics.counting.plan import Cell, Definition
from hotline_analysis.metrics.counting.regrouping import regrouped
from hotline_analysis.metrics.counting.shared import counted_once
from hotline_analysis.metrics.counting.spans import Span
from hotline_analysis.metrics.counting.words import definitions_in_words
from hotline_analysis.metrics.counting.zero_units import with_all_units
from hotline_analysis.metrics.dictionary import Metric
from hotline_analysis.tickets.registry import UnitRegistry

if TYPE_CHECKING:
    import pandas as pd


def answers(tickets: Tickets, questions: Sequence[Asked]) -> list[pd.DataFrame]:
    """Make the tables that are asked for.

    Parameters
    ----------
    tickets : Tickets
    questions : sequence of Asked

    Returns
    -------
    list of DataFrame
        One a question, in their order, as `unit_table` returns it.

    Raises
    ------
    InputError, UsageError
        As `unit_table`, for the first question that cannot be answered.
    """
    chosen = [_chosen(tickets, question) for question in questions]
    tables: dict[int, pd.DataFrame] = {}
    with ExitStack() as stack:
        held = cache(lambda: stack.enter_context(_opened(tickets, questions, chosen)))
        for together in _passes(questions):
            cells = [cell for place in together for cell in chosen[place].plan.cells()]
            found = _counted(tickets, held, questions[together[0]], cells)
            for place in together:
                own = found.only(chosen[place].plan.cells())
                tables[place] = _table(tickets, questions[place], chosen[place], own)
    return [tables[place] for place in range(len(questions))]


def _chosen(tickets: Tickets, question: Asked) -> Chosen:
    question.dimensions.require(tickets.columns, grouped=bool(_registry(tickets, question)))
    return question.chosen(tickets.columns)


def _registry(tickets: Tickets, question: Asked) -> UnitRegistry:
    return tickets.meta.registry if question.registry is None else question.registry


@contextmanager
def _opened(tickets: Tickets, questions: Sequence[Asked], chosen: Sequence[Chosen]) -> Iterator[Tickets]:
    """Open tickets once where there are several questions, with every column that one of them reads."""
    if len(questions) == 1:
        yield tickets
        return
    read = {"unit", "received", "closed"}
    for question, one in zip(questions, chosen, strict=True):
        read |= {*question.dimensions.columns, *(name for cell in one.plan.cells() for name in cell.columns)}
    with tickets.held([name for name in tickets.columns if name in read]) as held:
        yield held


def _passes(questions: Sequence[Asked]) -> list[list[int]]:
    """Put the places of questions together that are answered by one pass over the tickets."""
    passes: list[list[int]] = []
    for place, question in enumerate(questions):
        together = next((one for one in passes if question.totals_like(questions[one[0]])), None)
        if together is None:
            passes.append([place])
        else:
            together.append(place)
    return passes


def _counted(tickets: Tickets, held: Callable[[], Tickets], question: Asked, cells: Sequence[Cell]) -> Counted:
    """Count cells in the tickets, which are opened if nobody has counted them yet."""
    dimensions, registry = question.dimensions, _registry(tickets, question)
    keep = ("unit",) if registry and {"unit", "group"} & set(dimensions.names) and "unit" in tickets.columns else ()
    calendar, as_of = question.calendar, question.as_of

    def count(dimensions: Dimensions, span: Span | None) -> Counted:
        return count_tickets(held(), cells, dimensions, keep=keep, span=span, calendar=calendar, as_of=as_of)

    return counted_once(tickets, (cells, keep, calendar, as_of), dimensions, question.span, count)


def _names_on(tickets: Tickets, question: Asked, found: Counted) -> date:
    """Return the day whose names of units hold."""
    if question.units_on is not None:
        return question.units_on
    if question.span is not None:
        return question.span.last_day(question.calendar or tickets.meta.calendar)
    return (found.as_of or question.as_of or datetime.max).date()


def _table(tickets: Tickets, question: Asked, chosen: Chosen, found: Counted) -> pd.DataFrame:
    """Make one table of what was counted for it."""
    import pandas as pd

    plan, counting, registry = chosen.plan, question.counting, _registry(tickets, question)
    on = _names_on(tickets, question, found)
    frame, renamed = regrouped(found, question.dimensions, registry, on)
    if question.all_units:
        frame = with_all_units(frame, question.dimensions, registry, on)
    figures = {key: _count(frame, one, found) for key, one in plan.definitions.items()}
    lacking = {key: _lacking(metric, plan.absent) for key, metric in chosen.rates.items()}
    rates = {key: metric for key, metric in chosen.rates.items() if not lacking[key]}
    absent = {**plan.absent, **{key: names for key, names in lacking.items() if names}}
    table = pd.DataFrame(
        {name: frame[name] for name in question.dimensions.names}
        | {key: figures[key] for key in chosen.shown}
        | _rates(rates, figures, frame.index),
        index=frame.index,
    )
    in_words = {key: {tongue: one.definition(language=tongue) for tongue in ("zh", "en")} for key, one in rates.items()}
    table.attrs = {
        "definitions": definitions_in_words(plan, counting, found.as_of) | in_words,
        "notes": counting_notes(frame, plan, found, counting, absent, renamed, in_period=question.span is not None),
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


def _lacking(metric: Metric, absent: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the columns that tickets lack for the counts of a rate, each once."""
    return tuple(dict.fromkeys(column for part in sorted(parts_of(metric)) for column in absent.get(part, ())))


def _rates(
    rates: Mapping[str, Metric], figures: Mapping[str, pd.Series[int]], index: pd.Index[Any]
) -> dict[str, pd.Series[Any]]:
    """Work every rate out, exactly, and round it once."""
    import pandas as pd

    needed = {part for metric in rates.values() for part in parts_of(metric)}
    values = {
        key: [None if pd.isna(one) else Fraction(int(one)) for one in figures[key]] for key in figures if key in needed
    }
    rows = [dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True)]
    return {
        key: pd.Series([_rate(metric, row) for row in rows], index=index, dtype=object) for key, metric in rates.items()
    }


def _rate(metric: Metric, row: Mapping[str, Fraction | None]) -> Any:
    value = metric.rate(row).value
    return None if value is None else metric.round(value)
