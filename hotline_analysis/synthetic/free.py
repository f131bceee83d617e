"""Months that no page binds: courses and answers drawn freely from the planted model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hotline_analysis.synthetic.arrays import NOT_A_TIME, Codes, Columns, Flags, Floats, Numbers
from hotline_analysis.synthetic.calls import NOT_REVISITED, REVISITED, UNANSWERED, resolved_flags, said
from hotline_analysis.synthetic.columns import COUNTS
from hotline_analysis.synthetic.course import (
    LATE_CONTACT_TAKES,
    LATE_SIGNING_TAKES,
    OFF_HOURS,
    Course,
    course,
    start_of_day,
    waiting,
)
from hotline_analysis.synthetic.filling import OF_RETURNED, RATES, REPLIES
from hotline_analysis.synthetic.finishing import finished
from hotline_analysis.synthetic.labels import URGENT_SHARE
from hotline_analysis.synthetic.leaning import log_odds_of
from hotline_analysis.synthetic.matters import Matters
from hotline_analysis.synthetic.subjects import drawn_channels, drawn_types
from hotline_analysis.synthetic.vocabulary import Vocabulary
from hotline_analysis.synthetic.worktime import WorkTime

CONDUCT_SHARE = 0.002
CHANCES: Mapping[str, float] = {
    **{key: rate for key, (of, rate) in RATES.items() if of != "revisited"},
    "urgent": URGENT_SHARE,
    "conduct": CONDUCT_SHARE,
}
CALLED = 0.9
ANSWERED = 1 / (1 + RATES["revisit_unanswered"][1])
TOLD = 1 - RATES["unanswered_to_citizen"][1]


@dataclass(frozen=True)
class Month:
    """A month of free tickets, in working minutes and on the calendar.

    Attributes
    ----------
    first, after : float
        Its first working minute, and the first one after it.
    start : datetime64
        Its first moment.
    end : float
        The working minute before which everything has happened.
    """

    first: float
    after: float
    start: np.datetime64
    end: float


def free_tickets(
    rng: np.random.Generator, words: Vocabulary, clock: WorkTime, matters: Matters, unit: Numbers, month: Month
) -> Columns:
    """Make the tickets of one month; ``unit`` has the unit of each, ``matters`` what they may be about."""
    size = len(unit)
    happened = {key: rng.random(size) < chance for key, chance in CHANCES.items()}
    laid, closing = _laid(rng, clock, month, happened)
    about = matters.drawn(rng, unit)
    answered = _called(rng, clock, closing, month.end)
    drawn = {
        **laid.moments,
        **answered,
        **_said(rng, words, unit, about, laid.days, happened["reworked"], answered["revisit"] == REVISITED),
        **_numbers(happened),
        "unit": unit,
        "about": about,
        "request_type": drawn_types(rng, words, size),
        "channel": drawn_channels(rng, words, size),
        "special_topic": np.zeros(size, dtype=np.int8),
        "no_refusal": np.zeros(size, dtype=bool),
    }
    flags = {key: happened[key].astype(np.int8) for key in ("extension", "urgent", "conduct")}
    return finished(rng, words, {**drawn, **flags})


def _laid(
    rng: np.random.Generator, clock: WorkTime, month: Month, happened: Mapping[str, Flags]
) -> tuple[Course, Floats]:
    """Draw the course of tickets; return the working minute of closing too."""
    size = len(happened["reworked"])
    off_hours = rng.random(size) < OFF_HOURS
    begun = start_of_day(rng, month.first + rng.random(size) * (month.after - month.first - 30), off_hours)
    closing = begun + waiting(rng, happened)
    # what would be closed after the end was closed sooner
    closing = np.where(closing < month.end - 40, closing, begun + (month.end - begun) * rng.uniform(0.3, 0.97, size))
    gap = closing - begun
    laid = course(
        rng,
        clock,
        begun,
        closing,
        is_open=np.zeros(size, dtype=bool),
        off_hours=off_hours,
        late_signed=happened["late_signed"] & (gap > LATE_SIGNING_TAKES),
        late_contacted=happened["late_contacted"] & (gap > LATE_CONTACT_TAKES),
        extension=happened["extension"],
        earliest=np.full(size, month.start),
    )
    return laid, closing


def _numbers(happened: Mapping[str, Flags]) -> Columns:
    numbers = {key: flags.astype(np.int32) for key, flags in happened.items()}
    numbers["returned"] = np.maximum.reduce([numbers[key] for key in ("returned", *OF_RETURNED)])
    numbers |= {key: numbers[of] for key, of in REPLIES.items()}
    return {key: numbers[key] for key in COUNTS}


def _called(rng: np.random.Generator, clock: WorkTime, closing: Floats, end: float) -> Columns:
    """Draw call-backs: when, and whether anybody answered."""
    size = len(closing)
    when = closing + rng.gamma(2.0, 320, size) + 5
    called = (rng.random(size) < CALLED) & (when < end - 5)
    answered = called & (rng.random(size) < ANSWERED)
    states = np.select([answered, called], [REVISITED, UNANSWERED], NOT_REVISITED)
    return {
        "revisit": states.astype(np.int8),
        "revisit_time": np.where(called, clock.moments(np.where(called, when, closing)), NOT_A_TIME),
    }


def _said(
    rng: np.random.Generator,
    words: Vocabulary,
    unit: Numbers,
    about: Codes,
    days: Floats,
    reworked: Flags,
    answered: Flags,
) -> Columns:
    """Draw what those who answered had been told, and what they said: freely from the planted model."""
    informed = rng.random(len(unit)) < TOLD
    chance = 1 / (1 + np.exp(-log_odds_of(words, unit, about, days, reworked=reworked, told=informed)))
    satisfied = said(rng, answered, rng.random(len(unit)) < chance)
    return {
        "told_citizen": np.where(answered, informed, -1).astype(np.int8),
        "satisfied": satisfied,
        "resolved": resolved_flags(rng, answered, satisfied),
    }
