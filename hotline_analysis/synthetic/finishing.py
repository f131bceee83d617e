"""What every ticket has beside its course: flags, places, words."""

from __future__ import annotations

import numpy as np

from hotline_analysis.synthetic.arrays import Codes, Columns, Moments, Numbers, States
from hotline_analysis.synthetic.columns import COUNTS, TIMES
from hotline_analysis.synthetic.drawing import choose, only
from hotline_analysis.synthetic.vocabulary import Vocabulary

REFUSED_SHARE, REPEAT_SHARE = 0.01, 0.06
TOPIC_SHARE = 0.5  # of everyday matters, so many carry a topic at all


def finished(
    rng: np.random.Generator, words: Vocabulary, tickets: Columns, *, most_of_a_topic: int | None = None
) -> Columns:
    """Return all canonical columns of tickets (codes of words, moments, numbers, flags of -1, 0 and 1).

    Parameters
    ----------
    tickets : dict of arrays
        Moments and counts, ``unit``, ``about``, ``request_type``, ``channel``, ``revisit``, ``satisfied`` and the flags
        ``extension, told_citizen, resolved, urgent, conduct, special_topic``; ``no_refusal`` where no extension that
        was asked for is refused.
    most_of_a_topic : int, optional
        So many tickets at most carry the same everyday topic, so that the printed ones stay the most frequent.
    """
    about, size = tickets["about"], len(tickets["about"])
    refused = (rng.random(size) < REFUSED_SHARE) & (tickets["extension"] == 0) & ~tickets["no_refusal"]
    # tickets about conduct in service to businesses, as bulletins list them: all carry one flag, half the other too
    conduct = (tickets["conduct"] == 1) & (rng.random(size) < 0.5)
    topical = rng.random(size) < TOPIC_SHARE
    if most_of_a_topic is not None:
        many = np.bincount(about[topical], minlength=len(words.abouts))
        topical = choose(rng, about, np.minimum(many, most_of_a_topic), only(topical))
    topical |= ~words.everyday[about]
    found: Columns = {key: tickets[key] for key in (*TIMES, *COUNTS)}
    found |= {key: tickets[key] for key in ("unit", "request_type", "channel", "revisit", "satisfied")}
    found |= {key: tickets[key] for key in ("extension", "told_citizen", "resolved", "urgent", "special_topic")}
    found |= {
        "signed_late": _after(tickets["signed"], tickets["sign_due"]),
        "contacted_late": _after(tickets["contacted"], tickets["contact_due"]),
        "overdue_flag": _after(tickets["closed"], tickets["due"]),
        "extension_asked": np.maximum(tickets["extension"], refused).astype(np.int8),
        "category": words.theme_of[about],
        "subcategory": about,
        "topic": np.where(topical, about, -1).astype(np.int32),
        "higher_platform": _higher(words, tickets["channel"]),
        "conduct": conduct.astype(np.int8),
        "business": tickets["conduct"],
        "repeat_caller": (rng.random(size) < REPEAT_SHARE).astype(np.int8),
        "group": tickets["unit"],
        "text": words.text_codes(about, tickets["request_type"], rng.integers(0, 1 << 40, size)),
    }
    return {**found, **_places(rng, words, tickets["unit"])}


def _after(moment: Moments, deadline: Moments) -> States:
    """Say whether something came late; not known for what has no deadline, not yet for what is open."""
    late = (moment > deadline).astype(np.int8)
    return np.where(np.isnat(deadline), np.int8(-1), late)


def _higher(words: Vocabulary, channel: Codes) -> States:
    higher = np.array([name.startswith(("省", "国务院")) for name in words.channels])
    found: States = higher[channel].astype(np.int8)
    return found


def _places(rng: np.random.Generator, words: Vocabulary, unit: Numbers) -> Columns:
    """Give tickets their district and street: those of a unit that is one, else any."""
    found: Columns = {}
    for key, names in (("district", words.districts), ("area", words.areas)):
        if not names:
            found[key] = np.full(len(unit), -1, dtype=np.int32)
            continue
        own = np.array([next((i for i, n in enumerate(names) if n in u), -1) for u in (*words.page.units, "")])
        drawn = rng.integers(0, len(names), len(unit))
        found[key] = np.where(own[unit] >= 0, own[unit], drawn).astype(np.int32)
    return found
