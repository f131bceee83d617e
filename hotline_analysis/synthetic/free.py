"""Months that no page binds: volumes by season, courses and answers drawn freely from the planted model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hotline_analysis.synthetic.calls import NOT_REVISITED, REVISITED, UNANSWERED, resolved_flags, said
from hotline_analysis.synthetic.columns import COUNTS, Columns
from hotline_analysis.synthetic.course import (
    LATE_CONTACT_TAKES,
    LATE_SIGNING_TAKES,
    OFF_HOURS,
    ON_TIME_TAKES,
    Course,
    course,
    start_of_day,
)
from hotline_analysis.synthetic.filling import OF_RETURNED
from hotline_analysis.synthetic.finishing import NOT_A_TIME, finished
from hotline_analysis.synthetic.leaning import log_odds_of
from hotline_analysis.synthetic.subjects import Flags, drawn_abouts, drawn_channels, drawn_types
from hotline_analysis.synthetic.vocabulary import Vocabulary
from hotline_analysis.synthetic.worktime import DAY, Floats, WorkTime

Numbers = NDArray[np.int64]

# summer and winter bring more calls than spring
SEASON = (0.96, 0.84, 0.93, 0.96, 0.99, 1.04, 1.12, 1.1, 1.02, 0.97, 1.0, 1.03)
GROWTH_PER_MONTH = 0.008
CHANCES: Mapping[str, float] = {
    "returned": 0.03,
    "late_returned": 0.002,
    "return_rejected": 0.004,
    "reworked": 0.03,
    "reassigned": 0.006,
    "supervised_by_phone": 0.01,
    "supervised_in_writing": 0.003,
    "extension": 0.03,
    "urgent": 0.04,
    "conduct": 0.002,
}
LATE, CALLED, ANSWERED, TOLD = 0.02, 0.9, 0.86, 0.85


def volume(rng: np.random.Generator, usual: Floats, month: int, months_before: int) -> Numbers:
    """Draw how many tickets every unit gets in a month.

    Parameters
    ----------
    usual : array of float
        Of the published period, a month.
    month : int
        1 to 12.
    months_before : int
        How long before the published period it is.
    """
    own = rng.gamma(60, 1 / 60, len(usual))
    drawn: Numbers = rng.poisson(np.maximum(usual, 0.3) * own * season(month, months_before))
    return drawn


def season(month: int, months_before: int) -> float:
    """Return the volume of a month against the published period's: by season, and a little less every month back."""
    return SEASON[month - 1] * max(1 - GROWTH_PER_MONTH * months_before, 0.5)


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


def free_tickets(rng: np.random.Generator, words: Vocabulary, clock: WorkTime, unit: Numbers, month: Month) -> Columns:
    """Make the tickets of one month; ``unit`` has the unit of each."""
    size = len(unit)
    happened = {key: rng.random(size) < chance for key, chance in CHANCES.items()}
    laid, closing = _laid(rng, clock, month, happened)
    about = drawn_abouts(rng, words, unit, topics=True)
    lean = _Lean(words, unit, about, laid.days, happened["reworked"])
    drawn = {
        **laid.moments,
        **_called(rng, clock, lean, closing, month.end),
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
    closing = begun + _waiting(rng, happened)
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
        late_signed=(rng.random(size) < LATE) & (gap > LATE_SIGNING_TAKES),
        late_contacted=(rng.random(size) < LATE) & (gap > LATE_CONTACT_TAKES),
        extension=happened["extension"],
        earliest=np.full(size, month.start),
    )
    return laid, closing


def _waiting(rng: np.random.Generator, happened: Mapping[str, Flags]) -> Floats:
    """Draw working minutes from assignment to closing."""
    size = len(happened["reworked"])
    longer = np.where(happened["reworked"], 1.4, 1)
    usual = (0.06 + (ON_TIME_TAKES / DAY - 0.1) * rng.beta(1.3, 2.6, size) * longer) * DAY
    over = (5.1 + 3.7 * rng.random(size) ** 2) * DAY
    late = rng.random(size) < LATE
    return np.where(late, over + happened["extension"] * 5 * DAY, np.where(happened["extension"], over, usual))


def _numbers(happened: Mapping[str, Flags]) -> Columns:
    numbers: Columns = {key: flags.astype(np.int32) for key, flags in happened.items()}
    numbers["returned"] = np.maximum.reduce([numbers[key] for key in ("returned", *OF_RETURNED)])
    for key in ("supervised_by_phone", "supervised_in_writing"):
        numbers[f"{key}_replied"] = numbers[key]
    return {key: numbers[key] for key in COUNTS}


@dataclass(frozen=True)
class _Lean:
    """What decides how far tickets lean to satisfaction, but for whether the citizens were told the outcome."""

    words: Vocabulary
    unit: Numbers
    about: NDArray[np.int32]
    days: Floats
    reworked: Flags

    def log_odds(self, told: Flags) -> Floats:
        return log_odds_of(self.words, self.unit, self.about, self.days, reworked=self.reworked, told=told)


def _called(rng: np.random.Generator, clock: WorkTime, lean: _Lean, closing: Floats, end: float) -> Columns:
    """Draw call-backs and answers; satisfaction is a free draw from the planted model."""
    size = len(closing)
    when = closing + rng.gamma(2.0, 320, size) + 5
    called = (rng.random(size) < CALLED) & (when < end - 5)
    answered = called & (rng.random(size) < ANSWERED)
    informed = rng.random(size) < TOLD
    chance = 1 / (1 + np.exp(-lean.log_odds(informed)))
    satisfied = said(rng, answered, rng.random(size) < chance)
    states = np.select([answered, called], [REVISITED, UNANSWERED], NOT_REVISITED)
    return {
        "revisit": states.astype(np.int8),
        "revisit_time": np.where(called, clock.moments(np.where(called, when, closing)), NOT_A_TIME),
        "told_citizen": np.where(answered, informed, -1).astype(np.int8),
        "satisfied": satisfied,
        "resolved": resolved_flags(rng, answered, satisfied),
    }
