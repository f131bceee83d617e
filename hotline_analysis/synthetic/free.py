"""Periods that no page binds: volumes by season and weekday, courses and answers drawn freely from the planted model."""

from __future__ import annotations

from collections.abc import Mapping

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
from hotline_analysis.synthetic.finishing import NOT_A_TIME, TIMES, finished
from hotline_analysis.synthetic.leaning import log_odds_of
from hotline_analysis.synthetic.subjects import Flags, drawn_abouts, drawn_channels, drawn_types
from hotline_analysis.synthetic.vocabulary import Vocabulary
from hotline_analysis.synthetic.worktime import DAY, Floats, Moments, WorkTime

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
}
LATE, EXTENDED, CALLED, ANSWERED, TOLD = 0.02, 0.03, 0.9, 0.86, 0.85


def volume(rng: np.random.Generator, usual: Numbers, month: int, months_before: int) -> Numbers:
    """Draw how many tickets every unit gets in a month.

    Parameters
    ----------
    usual : array of int
        Of the published period, a month.
    month : int
        1 to 12.
    months_before : int
        How long before the published period it is.
    """
    level = SEASON[month - 1] / 1.0 * (1 - GROWTH_PER_MONTH * months_before)
    own = rng.gamma(60, 1 / 60, len(usual))
    return rng.poisson(np.maximum(usual, 0.3) * own * max(level, 0.3))


def free_tickets(
    rng: np.random.Generator, words: Vocabulary, clock: WorkTime, unit: Numbers, edges: tuple[float, float], start: Moments, end: float
) -> Columns:
    """Make the tickets of one month.

    Parameters
    ----------
    unit : array of int, shape (tickets,)
    edges : tuple of float
        The month's first working minute, and the first one after it.
    start : datetime64
        Its first moment.
    end : float
        The working minute before which everything has happened.
    """
    size = len(unit)
    off_hours = rng.random(size) < OFF_HOURS
    first, after = edges
    begun = start_of_day(rng, first + rng.random(size) * (after - first - 30), off_hours)
    happened = {key: rng.random(size) < chance for key, chance in CHANCES.items()}
    more = rng.random(size) < EXTENDED
    closing = begun + _waiting(rng, happened["reworked"], rng.random(size) < LATE, more)
    # what would be closed after the end was closed sooner
    closing = np.where(closing < end - 40, closing, begun + (end - begun) * rng.uniform(0.3, 0.97, size))
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
        extension=more,
        earliest=np.full(size, start),
    )
    about = drawn_abouts(rng, words, unit, topics=True)
    return finished(
        rng,
        words,
        {
            **laid.moments,
            **_called(rng, clock, words, unit, about, laid, closing, end, happened["reworked"]),
            **_numbers(happened),
            "unit": unit,
            "about": about,
            "request_type": drawn_types(rng, words, size),
            "channel": drawn_channels(rng, words, size),
            "extension": more.astype(np.int8),
            "urgent": (rng.random(size) < 0.04).astype(np.int8),
            "conduct": (rng.random(size) < 0.002).astype(np.int8),
            "special_topic": np.zeros(size, dtype=np.int8),
            "no_refusal": np.zeros(size, dtype=bool),
        },
    )


def _waiting(rng: np.random.Generator, reworked: Flags, late: Flags, extended: Flags) -> Floats:
    """Draw working minutes from assignment to closing."""
    size = len(reworked)
    usual = (0.06 + (ON_TIME_TAKES / DAY - 0.1) * rng.beta(1.3, 2.6, size) * np.where(reworked, 1.4, 1)) * DAY
    over = (5.1 + 3.7 * rng.random(size) ** 2) * DAY
    return np.where(late, over + extended * 5 * DAY, np.where(extended, over, usual))


def _numbers(happened: Mapping[str, Flags]) -> Columns:
    numbers = {key: flags.astype(np.int32) for key, flags in happened.items()}
    for key in ("supervised_by_phone", "supervised_in_writing"):
        numbers[f"{key}_replied"] = numbers[key]
    return {key: numbers[key] for key in COUNTS}


def _called(
    rng: np.random.Generator, clock: WorkTime, words: Vocabulary, unit: Numbers, about: NDArray[np.int32], laid: Course, closing: Floats, end: float, reworked: Flags
) -> Columns:
    """Draw call-backs and answers; satisfaction is a free draw from the planted model."""
    size = len(unit)
    when = closing + rng.gamma(2.0, 320, size) + 5
    called = (rng.random(size) < CALLED) & (when < end - 5)
    answered = called & (rng.random(size) < ANSWERED)
    informed = rng.random(size) < TOLD
    log_odds = log_odds_of(words, unit, about, laid.days, reworked=reworked, told=informed)
    satisfied = said(rng, answered, rng.random(size) < 1 / (1 + np.exp(-log_odds)))
    states = np.select([answered, called], [REVISITED, UNANSWERED], NOT_REVISITED)
    return {
        "revisit": states.astype(np.int8),
        "revisit_time": np.where(called, clock.moments(np.where(called, when, closing)), NOT_A_TIME),
        "told_citizen": np.where(answered, informed, -1).astype(np.int8),
        "satisfied": satisfied,
        "resolved": resolved_flags(rng, answered, satisfied),
    }


def direct_tickets(
    rng: np.random.Generator, words: Vocabulary, size: int, span: tuple[np.datetime64, np.datetime64], kinds: NDArray[np.int32] | None = None
) -> Columns:
    """Make tickets that the hotline answered itself, within minutes, at any hour: they have no unit.

    Parameters
    ----------
    span : tuple of datetime64
        The first moment, and the first one after.
    kinds : array of int, optional
        Types of request; else they are drawn.
    """
    seconds = int((span[1] - span[0]) / np.timedelta64(1, "s"))
    day = rng.integers(0, seconds // 86_400, size) * 86_400
    # calls come in the day, fewer in the evening, few at night
    hour = np.where(rng.random(size) < 0.88, 27_000 + 50_000 * rng.beta(1.4, 1.8, size), 85_000 * rng.random(size))
    received = span[0] + (day + hour).astype("timedelta64[s]")
    moments = {key: np.full(size, NOT_A_TIME) for key in TIMES}
    last = span[1] - np.timedelta64(1, "s")
    moments |= {"received": received, "closed": np.minimum(received + rng.integers(120, 900, size), last)}
    unit = np.full(size, -1)
    page = words.page
    taken = tuple(words.categories.index(name) for name in page.categories)
    nothing = np.full(size, -1, dtype=np.int8)
    return finished(
        rng,
        words,
        {
            **moments,
            **{key: np.zeros(size, dtype=np.int32) for key in COUNTS},
            "unit": unit,
            "about": drawn_abouts(rng, words, unit, without=taken, topics=False),
            "request_type": drawn_types(rng, words, size) if kinds is None else kinds,
            "channel": drawn_channels(rng, words, size),
            **dict.fromkeys(("revisit", "told_citizen", "satisfied", "resolved"), nothing),
            **dict.fromkeys(("extension", "urgent", "conduct", "special_topic"), np.zeros(size, dtype=np.int8)),
            "no_refusal": np.ones(size, dtype=bool),
        },
    )
