"""Count several periods of one length, one after the other, by one pass over the tickets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hotline_analysis.cases.ticket_counter import TicketAnswer, TicketCounter, TicketQuestion, answer_of
from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.metrics.counting.answering import answers
from hotline_analysis.metrics.counting.asking import Asked
from hotline_analysis.metrics.counting.dimensions import PERIOD, Dimensions
from hotline_analysis.metrics.counting.engines.opening import open_tickets
from hotline_analysis.metrics.counting.spans import Span
from hotline_analysis.tickets.calendar import Period

Answered = Mapping[TicketQuestion, TicketAnswer]


def answers_by_period(counter: TicketCounter, periods: Sequence[Period]) -> dict[Period, Answered]:
    """Answer the questions that a counter expects for every period of a run.

    Parameters
    ----------
    counter : TicketCounter
        Of any period; names of units, conditions and definitions are its own.
    periods : sequence of Period
        In the order of time, without a gap.

    Returns
    -------
    dict of Period to answers
        As the counter of that period would give them, but for notes, which are of all periods together. What cannot be
        answered is left out, and so is a question in whose table a period has no row: whoever asks it of a counter gets
        the message, or the zeros.
    """
    found: dict[Period, dict[TicketQuestion, TicketAnswer]] = {period: {} for period in periods}
    try:
        span = Span(periods[0], periods[-1])
        asked = [_in_all(counter.asked(question), span) for question in counter.expected]
        tables = answers(open_tickets(counter.files), asked)
    except (InputError, UsageError):
        return {period: {} for period in periods}
    for question, table in zip(counter.expected, tables, strict=True):
        said, table.attrs = table.attrs, {}  # else every part would copy them
        rows = {str(label): part for label, part in table.groupby(PERIOD, sort=False)}
        for period in periods:
            if period.label in rows:
                own = rows[period.label].drop(columns=PERIOD).reset_index(drop=True)
                own.attrs = said
                found[period][question] = answer_of(question.by, own)
    return {**found}


def _in_all(asked: Asked, span: Span) -> Asked:
    """Ask the same of all periods, each in rows of its own."""
    return replace(asked, dimensions=Dimensions.parse([*asked.dimensions.names, PERIOD], span), span=span)
