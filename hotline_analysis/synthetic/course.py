"""The course of tickets: from working minutes of assignment and closing to every moment and deadline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hotline_analysis.synthetic.arrays import NOT_A_TIME, Flags, Floats, Moments
from hotline_analysis.synthetic.worktime import CLOSES, DAY, WorkTime

SIGN_WITHIN = 240.0  # working minutes from assignment
CONTACT_WITHIN = DAY  # from signing
CLOSE_WITHIN = 5 * DAY  # from assignment; an extension adds as much again
LATE_SIGNING_TAKES, LATE_CONTACT_TAKES = 1.3 * DAY, 3.2 * DAY
OFF_HOURS = 0.3


@dataclass(frozen=True)
class Course:
    """Moments of tickets; a ticket that is still open has no closing.

    Attributes
    ----------
    moments : mapping of column to moments
        ``received, assigned, sign_due, signed, contact_due, contacted, due, closed``.
    days : array of float
        Days of 24 hours from received to closed.
    """

    moments: Mapping[str, Moments]
    days: Floats


def start_of_day(rng: np.random.Generator, minutes: Floats, off_hours: Flags) -> Floats:
    """Move what comes in out of hours to the first hour of its working day."""
    morning = np.floor_divide(minutes, DAY) * DAY + rng.random(len(minutes)) * 60
    return np.where(off_hours, np.minimum(morning, minutes), minutes)


def waiting(rng: np.random.Generator, happened: Mapping[str, Flags]) -> Floats:
    """Draw working minutes from assignment to closing: skewed, within five days but for late and extended tickets.

    Parameters
    ----------
    happened : mapping of str to array of bool
        ``late_signed, late_contacted, late_closed, reworked, extension``.
    """
    size = len(happened["late_closed"])
    least = np.full(size, 0.06 * DAY)
    least[happened["late_signed"]] = 1.4 * DAY
    least[happened["late_contacted"]] = 3.3 * DAY
    least[happened["reworked"]] = np.maximum(least[happened["reworked"]], 1.6 * DAY)
    # a ticket of the evening is assigned up to a day earlier, and stays on time
    usual = least + (3.85 * DAY - least) * rng.beta(1.3, 2.6, size)
    overtime = 5.1 * DAY + 3.7 * DAY * rng.random(size) ** 2
    extended = np.where(happened["extension"], overtime, usual)
    return np.where(happened["late_closed"], overtime + happened["extension"] * 5 * DAY, extended)


def course(
    rng: np.random.Generator,
    clock: WorkTime,
    assigned: Floats,
    until: Floats,
    *,
    is_open: Flags,
    off_hours: Flags,
    late_signed: Flags,
    late_contacted: Flags,
    extension: Flags,
    earliest: Moments,
) -> Course:
    """Lay all moments of tickets between assignment and closing.

    Parameters
    ----------
    assigned, until : array of float
        Working minutes of the assignment, and of the closing; of a ticket that stays open, of the end of the data.
    is_open, off_hours, late_signed, late_contacted, extension : array of bool
    earliest : array of datetime64
        No ticket is received before.
    """
    gap = until - assigned
    signing = _delay(rng, gap, SIGN_WITHIN, late_signed, 0.3, 0.55)
    signed = assigned + signing
    contacted = signed + _delay(rng, until - signed, CONTACT_WITHIN, late_contacted, 0.5, 0.9)
    due = assigned + CLOSE_WITHIN * (1 + extension)
    at = {
        "assigned": assigned,
        "sign_due": assigned + SIGN_WITHIN,
        "signed": signed,
        "contact_due": signed + CONTACT_WITHIN,
        "contacted": contacted,
        "due": due,
        "closed": until,
    }
    moments = {key: clock.moments(minutes) for key, minutes in at.items()}
    received = received_before(rng, clock, assigned, moments["assigned"], off_hours, earliest)
    days = (moments["closed"] - received) / np.timedelta64(1, "D")
    moments["closed"] = np.where(is_open, NOT_A_TIME, moments["closed"])
    return Course({"received": received, **moments}, days)


def _delay(
    rng: np.random.Generator, room: Floats, within: float, late: Flags, share: float, late_share: float
) -> Floats:
    """Draw how long a step takes: most of them soon, the late ones after their deadline, all inside the room."""
    soon = np.minimum(0.95 * within * rng.beta(1.2, 4, len(room)), share * room * rng.uniform(0.3, 1, len(room)))
    first = within + 3
    after = first + rng.random(len(room)) * np.maximum(np.minimum(late_share * room, 3 * within) - first, 0)
    return np.where(late, after, np.maximum(soon, np.minimum(0.5, 0.2 * room)))


def received_before(
    rng: np.random.Generator, clock: WorkTime, minutes: Floats, assigned: Moments, off_hours: Flags, earliest: Moments
) -> Moments:
    """Return when tickets came in: minutes before their assignment, or in the night or at the weekend before it."""
    seconds = rng.gamma(1.3, 1200, len(minutes)) + 60
    daytime = assigned - np.minimum(seconds, 14_000).astype("timedelta64[s]")
    night = _out_of_hours(rng, clock, minutes)
    found = np.where(off_hours, np.minimum(night, daytime), daytime)
    room = (assigned - earliest).astype(np.float64)
    inside = earliest + (rng.uniform(0.05, 0.95, len(minutes)) * room).astype("timedelta64[s]")
    bounded: Moments = np.where(found < earliest, inside, found)
    return bounded


def _out_of_hours(rng: np.random.Generator, clock: WorkTime, minutes: Floats) -> Moments:
    """Draw a moment between the end of the last working day and the morning: evenings, weekends, early hours."""
    before, between = clock.nights_before(minutes)
    pick = rng.random(len(minutes))
    later = np.ceil(pick * (between + 0.4) - 0.9).clip(0, between)
    evening = CLOSES.astype("timedelta64[s]").astype(np.int64) + 23_000 * rng.beta(1.2, 2, len(minutes))
    weekend = 25_000 + 55_000 * rng.beta(1.6, 1.6, len(minutes))
    morning = 30_000 * rng.beta(5, 1, len(minutes))
    second = np.select([later == 0, later == between], [evening, morning], weekend)
    found: Moments = before.astype("datetime64[s]") + (later * 86_400 + second).astype("timedelta64[s]")
    return found
