"""Tickets that the hotline answers itself: they never reach a unit."""

from __future__ import annotations

import numpy as np

from hotline_analysis.synthetic.arrays import NOT_A_TIME, Codes, Columns
from hotline_analysis.synthetic.calls import NOT_REVISITED
from hotline_analysis.synthetic.columns import COUNTS, TIMES
from hotline_analysis.synthetic.finishing import finished
from hotline_analysis.synthetic.matters import Matters, everyday, printed_categories
from hotline_analysis.synthetic.subjects import drawn_channels, drawn_types
from hotline_analysis.synthetic.vocabulary import Vocabulary


def direct_tickets(
    rng: np.random.Generator,
    words: Vocabulary,
    size: int,
    span: tuple[np.datetime64, np.datetime64],
    kinds: Codes | None = None,
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
    moments: Columns = {key: np.full(size, NOT_A_TIME) for key in TIMES}
    last = span[1] - np.timedelta64(1, "s")
    moments |= {"received": received, "closed": np.minimum(received + rng.integers(120, 900, size), last)}
    unit = np.full(size, -1)
    # the categories that a page prints are of tickets with a unit
    matters = Matters.of(words, everyday(words, without=printed_categories(words)))
    nothing = np.full(size, -1, dtype=np.int8)
    return finished(
        rng,
        words,
        {
            **moments,
            **{key: np.zeros(size, dtype=np.int32) for key in COUNTS},
            "unit": unit,
            "about": matters.drawn(rng, unit),
            "request_type": drawn_types(rng, words, size) if kinds is None else kinds,
            "channel": drawn_channels(rng, words, size),
            "revisit": np.full(size, NOT_REVISITED, dtype=np.int8),
            **dict.fromkeys(("told_citizen", "satisfied", "resolved"), nothing),
            **dict.fromkeys(("extension", "urgent", "conduct", "special_topic"), np.zeros(size, dtype=np.int8)),
            "no_refusal": np.ones(size, dtype=bool),
        },
    )
