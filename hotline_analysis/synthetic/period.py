"""The published period: tickets that add up to every figure of its page."""

from __future__ import annotations

import numpy as np

from hotline_analysis.synthetic.arrays import Codes, Columns, Flags, Numbers
from hotline_analysis.synthetic.calls import (
    REVISITED,
    answers,
    call_backs,
    resolved_exactly,
    resolved_flags,
    told,
)
from hotline_analysis.synthetic.columns import COUNTS
from hotline_analysis.synthetic.course import OFF_HOURS, Course, course
from hotline_analysis.synthetic.filling import filled
from hotline_analysis.synthetic.finishing import finished
from hotline_analysis.synthetic.flows import CALLED_LATER, CARRIED_IN, OPEN, OWN, Flow, flow, marks, spans
from hotline_analysis.synthetic.labels import special_tickets, times_returned, types_of, urgent_tickets
from hotline_analysis.synthetic.leaning import log_odds_of
from hotline_analysis.synthetic.matters import Matters, exact_abouts
from hotline_analysis.synthetic.subjects import conduct_tickets, exact_channels
from hotline_analysis.synthetic.vocabulary import Vocabulary
from hotline_analysis.synthetic.worktime import WorkTime


def published_tickets(
    rng: np.random.Generator,
    words: Vocabulary,
    clock: WorkTime,
    earlier: Matters,
    edges: tuple[float, float],
    start: np.datetime64,
) -> tuple[Columns, Codes | None]:
    """Make the tickets of the published period, with those carried into it.

    Parameters
    ----------
    earlier : Matters
        What tickets are about that were received before the period.
    edges : tuple of float
        Its first working minute, and the first one after it.
    start : datetime64
        Its first moment.

    Returns
    -------
    dict of arrays
        Without tickets that the hotline answered itself.
    array of int or None
        The types of those, if the page counts more tickets than its units have.
    """
    counts = filled(rng, words.page)
    tickets = flow(rng, counts)
    marked = marks(rng, tickets, counts)
    inside, received = tickets.kind == OWN, np.isin(tickets.kind, (OWN, OPEN))
    laid, calls = _laid(rng, clock, tickets, marked, counts, edges, start)
    conduct = conduct_tickets(rng, words, tickets.unit, inside=inside)
    about = exact_abouts(rng, words, tickets.unit, earlier, inside=inside & (conduct < 0), received=received)
    answered = _answered(rng, words, tickets, counts, laid, marked["reworked"], about, calls["revisit"] == REVISITED)
    special = special_tickets(rng, words, about, conduct, answered["satisfied"], inside)
    kinds, others = types_of(rng, words, conduct, special, received)
    made = {
        **laid.moments,
        **calls,
        **{key: marked[key].astype(np.int32) for key in COUNTS},
        **answered,
        "returned": times_returned(rng, words, marked["returned"]),
        "unit": tickets.unit,
        "about": about,
        "request_type": kinds,
        "channel": exact_channels(rng, words, inside=inside),
        "extension": marked["extension"].astype(np.int8),
        "urgent": urgent_tickets(rng, words, inside, marked["late_closed"]).astype(np.int8),
        "conduct": (conduct >= 0).astype(np.int8),
        "special_topic": special.astype(np.int8),
        "no_refusal": np.ones(len(about), dtype=bool),
    }
    hottest = words.page.topics.values()
    return finished(rng, words, made, most_of_a_topic=min(hottest) * 4 // 5 if hottest else None), others


def _answered(
    rng: np.random.Generator,
    words: Vocabulary,
    tickets: Flow,
    counts: dict[str, Numbers],
    laid: Course,
    reworked: Flags,
    about: Codes,
    answered: Flags,
) -> Columns:
    """Choose what those who answered had been told, and what they said: exactly as many of every unit as counted."""
    informed = told(rng, tickets.unit, answered, counts)
    log_odds = log_odds_of(words, tickets.unit, about, laid.days, reworked=reworked, told=informed)
    satisfied = answers(rng, tickets.unit, answered, counts, log_odds)
    if "resolved" in counts:
        resolved = resolved_exactly(rng, tickets.unit, answered, counts, laid.days)
    else:
        resolved = resolved_flags(rng, answered, satisfied)
    known = np.where(answered, informed, -1).astype(np.int8)
    return {"told_citizen": known, "satisfied": satisfied, "resolved": resolved}


def _laid(
    rng: np.random.Generator,
    clock: WorkTime,
    tickets: Flow,
    marked: dict[str, Flags],
    counts: dict[str, Numbers],
    edges: tuple[float, float],
    start: np.datetime64,
) -> tuple[Course, Columns]:
    off_hours = rng.random(len(tickets.unit)) < OFF_HOURS
    starts, ends = spans(rng, tickets, marked, off_hours, edges)
    before = np.isin(tickets.kind, (CARRIED_IN, CALLED_LATER))
    laid = course(
        rng,
        clock,
        starts,
        ends,
        is_open=tickets.kind == OPEN,
        off_hours=off_hours,
        late_signed=marked["late_signed"],
        late_contacted=marked["late_contacted"],
        extension=marked["extension"],
        earliest=np.where(before, start - np.timedelta64(30, "D"), start),
    )
    return laid, call_backs(rng, clock, tickets, counts, ends, edges)
