"""Call-backs: which tickets, when, who answered, and what the citizens said."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from hotline_analysis.synthetic.arrays import NOT_A_TIME, Columns, Flags, Floats, Numbers, States
from hotline_analysis.synthetic.drawing import choose, only
from hotline_analysis.synthetic.flows import CALLED_LATER, CARRIED_IN, OPEN, OWN, Flow
from hotline_analysis.synthetic.worktime import DAY, WorkTime

# codes of the column revisit, and of the column satisfied, in the order of tickets/columns.yaml
REVISITED, UNANSWERED, NOT_REVISITED = range(3)
YES, RATHER, NO = range(3)
RATHER_SHARE = 0.12
RESOLVED_IF_SATISFIED, RESOLVED_IF_NOT = 0.94, 0.25


def call_backs(
    rng: np.random.Generator,
    clock: WorkTime,
    tickets: Flow,
    counts: Mapping[str, Numbers],
    ends: Floats,
    edges: tuple[float, float],
) -> Columns:
    """Choose the tickets called back in the period, and the moment of each call.

    Returns
    -------
    dict of arrays
        ``revisit`` (codes; -1 for an open ticket) and ``revisit_time``.
    """
    first, after = edges
    closed_here = np.isin(tickets.kind, (OWN, CARRIED_IN))
    early = only(closed_here, (after - ends) / DAY)
    called = choose(rng, tickets.unit, tickets.called, early) | (tickets.kind == CALLED_LATER)
    answered = choose(rng, tickets.unit, counts["revisited"], only(called))
    start = np.where(tickets.kind == CALLED_LATER, first, ends)
    wait = rng.gamma(2.0, 320, len(start)) + 5
    soon = np.where(start + wait < after - 2, wait, (after - start) * rng.uniform(0.05, 0.95, len(start)))
    times = np.where(called, clock.moments(start + np.where(called, soon, 0)), NOT_A_TIME)
    states = np.select([answered, called, tickets.kind == OPEN], [REVISITED, UNANSWERED, -1], NOT_REVISITED)
    return {"revisit": states.astype(np.int8), "revisit_time": times}


def told(rng: np.random.Generator, unit: Numbers, answered: Flags, counts: Mapping[str, Numbers]) -> Flags:
    """Choose the citizens who answered and had not been told the outcome; the others had."""
    return answered & ~choose(rng, unit, counts["unanswered_to_citizen"], only(answered))


def answers(
    rng: np.random.Generator, unit: Numbers, answered: Flags, counts: Mapping[str, Numbers], log_odds: Floats
) -> States:
    """Choose who is satisfied: exactly as many of every unit as counted, by the planted model's weights."""
    satisfied = choose(rng, unit, counts["satisfied"], only(answered, log_odds))
    return said(rng, answered, satisfied)


def said(rng: np.random.Generator, answered: Flags, satisfied: Flags) -> States:
    """Return the answers: of the satisfied, some say ``rather``."""
    rather = rng.random(len(answered)) < RATHER_SHARE
    codes = np.where(satisfied, np.where(rather, RATHER, YES), NO)
    return np.where(answered, codes, -1).astype(np.int8)


def resolved_flags(rng: np.random.Generator, answered: Flags, satisfied: States) -> States:
    """Draw whose problem was resolved: most of the satisfied, few of the others; -1 for who was not asked."""
    chance = np.where(satisfied == NO, RESOLVED_IF_NOT, RESOLVED_IF_SATISFIED)
    return np.where(answered, rng.random(len(answered)) < chance, -1).astype(np.int8)


def resolved_exactly(
    rng: np.random.Generator, unit: Numbers, answered: Flags, counts: Mapping[str, Numbers], days: Floats
) -> States:
    """Choose whose problem was resolved: exactly as many of every unit as counted, the quicker ones rather."""
    chosen = choose(rng, unit, counts["resolved"], only(answered, -0.1 * days))
    return np.where(answered, chosen, -1).astype(np.int8)
