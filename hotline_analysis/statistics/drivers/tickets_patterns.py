"""Patterns from tickets: derived and grouped in DuckDB, so that memory follows the patterns, not the tickets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.metrics.counting.engines.opening import Tickets, open_tickets
from hotline_analysis.metrics.counting.spans import Span, as_span
from hotline_analysis.statistics.drivers.factors import chosen_factors
from hotline_analysis.statistics.drivers.factors import factors as catalogue
from hotline_analysis.statistics.drivers.flow import BREAKDOWNS, Flow, none_left
from hotline_analysis.statistics.drivers.frames import RARE_BELOW
from hotline_analysis.statistics.drivers.levels import ordered_levels
from hotline_analysis.statistics.drivers.patterns import Patterns
from hotline_analysis.statistics.drivers.queries import counted_flow, grouped, levels_of, number_of_tickets
from hotline_analysis.statistics.drivers.query import Query
from hotline_analysis.tickets.calendar import Calendar, Period
from hotline_analysis.tickets.registry import UnitRegistry

if TYPE_CHECKING:
    import pandas as pd

    from hotline_analysis.metrics.counting.table import AnyTickets

Outcome = Literal["satisfied", "resolved", "revisited", "answered"]
MANY = 0.5  # of the tickets: more patterns than this and grouping saves little
# where a step is taken, by the columns that the tickets have; the first way that they allow
_QUESTIONS = ("satisfied", "resolved")
_REVISITED = (
    ({"revisit"}, "revisit = 'revisited'"),
    ({"satisfied"}, "satisfied IS NOT NULL"),
    ({"revisit_time"}, "revisit_time IS NOT NULL"),
)


def from_tickets(
    tickets: AnyTickets,
    *,
    outcome: Outcome = "satisfied",
    factors: Iterable[str] | None = None,
    period: str | Period | Span | None = None,
    district: str | None = None,
    rather_counts: bool = True,
    rounding: Mapping[str, float] | None = None,
    country: str = "CN",
    registry: UnitRegistry | None = None,
    calendar: Calendar | None = None,
    rare_below: int = RARE_BELOW,
) -> Patterns:
    """Group tickets that are alike in every factor and unit, and state the sample flow.

    Parameters
    ----------
    tickets : path, TicketFiles, pandas.DataFrame or duckdb.DuckDBPyRelation
        As for `hotline_analysis.metrics.unit_table`.
    outcome : {"satisfied", "resolved", "revisited", "answered"}
        What a success is. ``satisfied`` and ``resolved`` are of those who answered; ``revisited`` (the call-back was
        taken) and ``answered`` (and the question on satisfaction, or on resolution where there is no other, was
        answered) are of those who were called: who answers.
    factors : iterable of str, optional
        Keys of the catalogue (`factors()`); those taken by default that the tickets can give otherwise.
    period : str, optional
        Tickets received in it, whatever became of them later.
    district : str, optional
        Only tickets of this district.
    rather_counts : bool
        Whether "rather satisfied" counts as satisfied (noted).
    rounding : mapping of str to float, optional
        Multiples to which numbers are rounded: ``{"waiting_days": 1}`` for whole days; half days and tens of open
        tickets otherwise; 0 does not round. Coarser numbers make fewer patterns.
    country : str
        Whose public holidays (library ``holidays``).
    registry, calendar : optional
        Instead of those stored with the tickets. Units stand under the names that hold at the end of the period.
    rare_below : int
        Levels of a category with fewer analysed tickets are put together (noted).

    Raises
    ------
    InputError
        If the tickets cannot be read, lack columns, or none can be analysed.
    UsageError
        For an outcome, a factor or a rounding that cannot be.

    Examples
    --------
    >>> from hotline_analysis.synthetic import synthesize
    >>> tickets = synthesize("yunxi-2022-Q3").frame
    >>> from_tickets(tickets, outcome="satisfied", factors=["reworked"], period="2022-Q3").tickets
    1050
    """
    opened = _opened(tickets, outcome, district)
    span, calendar = as_span(period), calendar or opened.meta.calendar
    ways, notes = chosen_factors(factors, opened.columns, before_answer=outcome in ("revisited", "answered"))
    steps, success, more = _steps(opened, outcome, rather_counts)
    query = Query(
        steps=steps, success=success, ways=ways, rounding=_rounding(ways, rounding or {}), district=district,
        bounds=span.bounds(calendar) if span else None, country=country,
        breakdowns=tuple(name for name in BREAKDOWNS if name in opened.columns),
    )  # fmt: skip
    on = span.last_day(calendar) if span else date.max
    registry = opened.meta.registry if registry is None else registry
    frame, flow = _asked(opened, query, registry, on, _where(span, district))
    frame, rare = ordered_levels(frame, list(ways), rare_below=rare_below)
    notes += [*more, *_rounded(query), *rare, *_unknown(flow), *_many(frame, flow.count("analysed"))]
    return Patterns(frame, tuple(ways), outcome, flow=flow, notes=tuple(notes))


def _opened(tickets: AnyTickets, outcome: str, district: str | None) -> Tickets:
    if outcome not in get_args(Outcome):
        raise UsageError(f"no such outcome: {outcome!r}; allowed: {', '.join(get_args(Outcome))}")
    opened = open_tickets(tickets)
    if opened.kind == "spark":
        raise UsageError("patterns are grouped in DuckDB; allowed: a path, a pandas frame or a DuckDB relation")
    if district is not None and "district" not in opened.columns:
        raise InputError("the tickets lack districts", value=district, allowed="a column district")
    return replace(opened, engine="duckdb")


def _asked(
    opened: Tickets, query: Query, registry: UnitRegistry, on: date, place: str | None
) -> tuple[pd.DataFrame, Flow]:
    """Ask DuckDB for the flow and the groups, with units under the names that hold on a day."""
    with opened.opened(query.columns(opened.columns)) as lazy:
        relation = lazy.to_native()
        if number_of_tickets(relation, query) == 0:
            raise InputError("no ticket to analyse", where=place, allowed="a period and district with tickets")
        query = replace(query, units=registry.mapped(levels_of(relation, query, "unit"), on))
        flow = counted_flow(relation, query)
        if flow.count("analysed") == 0:
            raise none_left(flow, place)
        return grouped(relation, query), flow


def _steps(opened: Tickets, outcome: str, rather_counts: bool) -> tuple[dict[str, str], str, list[str]]:
    """Return the steps' conditions, that of a success, and what is said about them."""
    there, notes = set(opened.columns), []
    steps = {"tickets": "true"}
    if "closed" in there:
        steps["closed"] = "closed IS NOT NULL"
    else:
        notes.append("step closed is left out: the tickets lack closed")
    if "revisit" in there:
        steps["called"] = "revisit IN ('revisited', 'unanswered')"
    else:
        notes.append("step called is left out: the tickets lack revisit; who was called without answering is not known")
    revisited = next((sql for needs, sql in _REVISITED if needs <= there), None)
    questions = (outcome,) if outcome in _QUESTIONS else tuple(one for one in _QUESTIONS if one in there)
    question = questions[0] if questions else None
    if question is None or question not in there:
        allowed = f"a column {question or 'satisfied or resolved'}"
        raise InputError("the tickets lack the outcome", value=outcome, allowed=allowed)
    revisited = revisited or f"{question} IS NOT NULL"
    answered = f"{revisited} AND {question} IS NOT NULL"
    if outcome in ("revisited", "answered"):
        return steps, revisited if outcome == "revisited" else answered, notes
    steps |= {"revisited": revisited, "answered": f"{question} IS NOT NULL"}
    if outcome == "resolved":
        return steps, "resolved", notes
    notes.append(f'"rather satisfied" counts as {"satisfied" if rather_counts else "not satisfied"}')
    return steps, "satisfied IN ('yes', 'rather')" if rather_counts else "satisfied = 'yes'", notes


def _rounding(ways: Mapping[str, object], given: Mapping[str, float]) -> dict[str, float]:
    numbers = {key: catalogue()[key].rounding for key in ways if catalogue()[key].kind == "number"}
    for key, step in given.items():
        if key not in numbers:
            raise UsageError(f"{key} is no number among the factors; allowed: {', '.join(numbers) or 'none'}")
        if not (isinstance(step, int | float) and 0 <= step < float("inf")):
            raise UsageError(f"{key} cannot be rounded to multiples of {step!r}; allowed: 0 or more")
    return {**numbers, **given}


def _rounded(query: Query) -> list[str]:
    return [
        f"{key} is rounded to multiples of {step:g}" if step else f"{key} is not rounded"
        for key, step in query.rounding.items()
    ]


def _unknown(flow: Flow) -> list[str]:
    of = int(flow.steps["tickets"].iloc[-2])
    return [
        f"{factor} is not known of {count:,} of {of:,} tickets, which are left out with it"
        for factor, count in zip(flow.unknown["factor"], flow.unknown["tickets"], strict=True)
        if count > 0
    ]


def _many(frame: pd.DataFrame, tickets: int) -> list[str]:
    rows = len(frame)
    if rows <= MANY * tickets or rows < 10_000:
        return []
    return [f"{rows:,} patterns of {tickets:,} tickets: grouping saves little; round numbers more coarsely"]


def _where(span: Span | None, district: str | None) -> str | None:
    return ", ".join(part for part in (span.label if span else None, district) if part) or None
