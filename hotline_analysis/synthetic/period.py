"""The published period: tickets that add up to every figure of its page."""

from __future__ import annotations

import numpy as np

from hotline_analysis.synthetic.calls import (
    NO,
    REVISITED,
    answers,
    call_backs,
    resolved_exactly,
    resolved_flags,
    told,
)
from hotline_analysis.synthetic.columns import COUNTS, Columns
from hotline_analysis.synthetic.course import OFF_HOURS, Course, course
from hotline_analysis.synthetic.drawing import choose_in_all, only, preferring
from hotline_analysis.synthetic.filling import filled
from hotline_analysis.synthetic.finishing import finished
from hotline_analysis.synthetic.flows import CALLED_LATER, CARRIED_IN, OPEN, OWN, Flow, flow, marks, spans
from hotline_analysis.synthetic.leaning import log_odds_of
from hotline_analysis.synthetic.subjects import (
    Codes,
    Flags,
    conduct_tickets,
    dealt_types,
    drawn_types,
    exact_abouts,
    exact_channels,
)
from hotline_analysis.synthetic.vocabulary import Vocabulary
from hotline_analysis.synthetic.worktime import WorkTime

URGENT_SHARE = 0.04


def published_tickets(rng: np.random.Generator, words: Vocabulary, clock: WorkTime, edges: tuple[float, float], start: np.datetime64) -> tuple[Columns, Codes | None]:
    """Make the tickets of the published period, with those carried into it.

    Parameters
    ----------
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
    about = exact_abouts(rng, words, tickets.unit, inside=inside & (conduct < 0), received=received)
    answered = calls["revisit"] == REVISITED
    informed = told(rng, tickets.unit, answered, counts)
    log_odds = log_odds_of(words, tickets.unit, about, laid.days, reworked=marked["reworked"], told=informed)
    satisfied = answers(rng, tickets.unit, answered, counts, log_odds)
    if "resolved" in counts:
        resolved = resolved_exactly(rng, tickets.unit, answered, counts, laid.days)
    else:
        resolved = resolved_flags(rng, answered, satisfied)
    special = _special(rng, words, about, conduct, satisfied, inside)
    kinds, others = _types(rng, words, conduct, special, received)
    numbers = {key: marked[key].astype(np.int32) for key in COUNTS}
    numbers["returned"] = _times_returned(rng, words, marked["returned"])
    made = finished(
        rng,
        words,
        {
            **laid.moments,
            **calls,
            **numbers,
            "unit": tickets.unit,
            "about": about,
            "request_type": kinds,
            "channel": exact_channels(rng, words, inside=inside),
            "extension": marked["extension"].astype(np.int8),
            "told_citizen": np.where(answered, informed, -1).astype(np.int8),
            "satisfied": satisfied,
            "resolved": resolved,
            "urgent": _urgent(rng, words, inside, marked["late_closed"]).astype(np.int8),
            "conduct": (conduct >= 0).astype(np.int8),
            "special_topic": special.astype(np.int8),
            "no_refusal": np.ones(len(about), dtype=bool),
        },
    )
    return made, others


def _laid(
    rng: np.random.Generator, clock: WorkTime, tickets: Flow, marked: dict[str, Flags], counts: dict[str, np.ndarray], edges: tuple[float, float], start: np.datetime64
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


def _special(
    rng: np.random.Generator, words: Vocabulary, about: Codes, conduct: Codes, satisfied: np.ndarray, inside: Flags
) -> Flags:
    """Choose the tickets of the special topic: as many, of each printed topic as many, and dissatisfied as many."""
    page = words.page.special
    found = np.zeros(len(about), dtype=bool)
    if page is None:
        return found
    names = [item.name for item in words.abouts]
    left = {names.index(name): count for name, count in page.topics.items()}
    free = inside & (conduct < 0) & (words.everyday[about] | np.isin(about, list(left)))
    found |= choose_in_all(rng, page.dissatisfied, only(free & (satisfied == NO)))
    for code, count in left.items():
        more = count - int((found & (about == code)).sum())
        found |= choose_in_all(rng, more, only(free & ~found & (about == code) & (satisfied != NO)))
    rest = free & ~found & words.everyday[about] & (satisfied != NO)
    return found | choose_in_all(rng, page.tickets - int(found.sum()), only(rest))


def _types(
    rng: np.random.Generator, words: Vocabulary, conduct: Codes, special: Flags, received: Flags
) -> tuple[Codes, Codes | None]:
    kinds, others = drawn_types(rng, words, len(conduct)), None
    if words.page.types:
        whole = words.page.received or int(received.sum())
        kinds[received], others = dealt_types(rng, words, int(received.sum()), whole)
    if words.page.special is not None:
        printed = words.page.special.types
        dealt = np.repeat([words.types.index(name) for name in printed], list(printed.values()))
        kinds[special] = rng.permutation(dealt).astype(np.int32)
    return np.where(conduct >= 0, conduct, kinds), others


def _times_returned(rng: np.random.Generator, words: Vocabulary, returned: Flags) -> np.ndarray:
    """Say how often tickets were returned: as the page says, or once."""
    times = returned.astype(np.int32)
    if words.page.returns:
        often = np.repeat(list(words.page.returns), list(words.page.returns.values()))
        times[returned] = rng.permutation(often)
    return times


def _urgent(rng: np.random.Generator, words: Vocabulary, inside: Flags, late: Flags) -> Flags:
    """Choose urgent tickets: as many as printed, and closed on time as many; else a few."""
    if words.page.urgent is None:
        return rng.random(len(inside)) < URGENT_SHARE
    whole, on_time = words.page.urgent
    chosen = choose_in_all(rng, on_time, only(inside & ~late))
    return chosen | choose_in_all(rng, whole - on_time, preferring(inside & late, late))
