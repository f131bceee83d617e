"""Which tickets a period needs: its own, carried over from before, still open at its end, called back later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hotline_analysis.synthetic.arrays import Flags, Floats, Numbers
from hotline_analysis.synthetic.course import SIGN_WITHIN, start_of_day, waiting
from hotline_analysis.synthetic.drawing import choose, only, preferring
from hotline_analysis.synthetic.filling import OF_RETURNED, REPLIES, WITHIN
from hotline_analysis.synthetic.worktime import DAY

# received and closed in the period; received before; still open at its end; closed before and called back in it
OWN, CARRIED_IN, OPEN, CALLED_LATER = range(4)
CARRIED_SHARE, CALLED_LATER_SHARE = 0.08, 0.06
SMALL = 15  # units with fewer tickets carry none over unless their counts say so


@dataclass(frozen=True)
class Flow:
    """Tickets of a period, unit by unit.

    Attributes
    ----------
    unit, kind : array of int, shape (tickets,)
    called : array of int, shape (units,)
        Call-backs in the period of tickets closed in it.
    """

    unit: Numbers
    kind: Numbers
    called: Numbers


def flow(rng: np.random.Generator, counts: Mapping[str, Numbers]) -> Flow:
    """Return the tickets with which every stage has its count in the period.

    Of every unit ``signed`` tickets are received, assigned and signed in the period, ``closed`` are closed in it and
    ``revisited + revisit_unanswered`` called back. What closes more than it signs was carried over; so are some more.
    """
    signed, closed = counts["signed"], counts["closed"]
    called = counts["revisited"] + counts["revisit_unanswered"]
    needed = np.maximum.reduce([counts[key] for key in WITHIN])
    carried = np.maximum(closed - signed, 0)
    spare = np.where(signed < SMALL, 0, np.maximum(np.minimum(signed, closed) - 2 * needed, 0))
    carried += rng.binomial(spare, CARRIED_SHARE)
    own = closed - carried
    later = np.maximum(called - closed, 0)
    later += rng.binomial(np.where(closed < SMALL, 0, np.minimum(called, closed)), CALLED_LATER_SHARE)
    later = np.minimum(later, called)
    numbers = np.stack([own, carried, signed - own, later], axis=1)
    units = np.repeat(np.arange(len(signed)), numbers.sum(axis=1))
    kinds = np.repeat(np.tile(np.arange(4), len(signed)), numbers.ravel())
    return Flow(units, kinds, called - later)


def marks(rng: np.random.Generator, tickets: Flow, counts: Mapping[str, Numbers]) -> dict[str, Flags]:
    """Choose which tickets were late, extended, returned, reworked and so on: exactly as many as counted."""
    own = tickets.kind == OWN
    late = choose(rng, tickets.unit, counts["late_closed"], only(own))
    found = {"late_closed": late}
    for key in WITHIN:
        if key not in found:
            # a return can only be late, or rejected, of a ticket that was returned
            better = found["returned"] if key in OF_RETURNED else ~late
            found[key] = choose(rng, tickets.unit, counts[key], preferring(own, better))
    found["returned"] = found["returned"] | found["late_returned"] | found["return_rejected"]
    for key, of in REPLIES.items():
        found[key] = choose(rng, tickets.unit, counts[key], only(found[of]))
    return found


def spans(
    rng: np.random.Generator, tickets: Flow, marked: Mapping[str, Flags], off_hours: Flags, edges: tuple[float, float]
) -> tuple[Floats, Floats]:
    """Draw when tickets were assigned and closed, in working minutes, so that every event is in its period.

    Parameters
    ----------
    off_hours : array of bool
        Tickets that came in out of hours and are assigned in the morning.
    edges : tuple of float
        The first working minute of the period, and the first one after it.
    """
    first, after = edges
    taking = waiting(rng, marked)
    place = rng.random(len(taking))
    kinds = [tickets.kind == kind for kind in (OWN, CARRIED_IN, OPEN)]
    later_end = first - 10 - place**2 * 3 * DAY
    starts = np.select(
        kinds,
        [
            first + place * (after - first - taking - 10),
            # signed for before the period, so assigned half a day before it
            first - SIGN_WITHIN - 30 - place**1.5 * 3.3 * DAY,
            after - 20 - place**1.2 * 3.8 * DAY,
        ],
        later_end - taking,
    )
    starts = start_of_day(rng, starts, off_hours)
    # what was carried over is closed in the first days of the period, and on time
    room = starts + 4.95 * DAY - first
    carried_end = first + 5 + (rng.random(len(taking)) * 0.98 + 0.01) ** 1.7 * (room - 10)
    ends = np.select(kinds, [starts + taking, carried_end, np.full(len(taking), after)], later_end)
    return starts, ends
