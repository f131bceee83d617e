"""Counts that no page says anything of: drawn, small and believable, within what the printed counts allow."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from hotline_analysis.synthetic.arrays import Numbers
from hotline_analysis.synthetic.published import Published

# share of the tickets of another count, where a page is silent
RATES: Mapping[str, tuple[str, float]] = {
    "late_signed": ("signed", 0.015),
    "late_contacted": ("signed", 0.02),
    "late_closed": ("closed", 0.01),
    "extension": ("closed", 0.03),
    "returned": ("signed", 0.03),
    "late_returned": ("signed", 0.002),
    "return_rejected": ("signed", 0.004),
    "reworked": ("closed", 0.03),
    "reassigned": ("signed", 0.006),
    "supervised_by_phone": ("signed", 0.01),
    "supervised_in_writing": ("signed", 0.003),
    "revisit_unanswered": ("revisited", 0.12),
    "unanswered_to_citizen": ("revisited", 0.12),
}
REPLIES = {
    "supervised_by_phone_replied": "supervised_by_phone",
    "supervised_in_writing_replied": "supervised_in_writing",
}
# each ticket of these stands in the period with its whole course, from receipt to closing
WITHIN = (
    "late_signed",
    "late_contacted",
    "late_closed",
    "extension",
    "returned",
    "late_returned",
    "return_rejected",
    "reworked",
    "reassigned",
    "supervised_by_phone",
    "supervised_in_writing",
)
OF_RETURNED = ("late_returned", "return_rejected")


def filled(rng: np.random.Generator, page: Published) -> dict[str, Numbers]:
    """Return every count of every unit: as printed, as worked out, or drawn.

    A drawn count never exceeds what is left to tickets whose whole course lies in the period.
    """
    known = {key: np.array([-1 if n is None else n for n in column]) for key, column in page.counts.items()}
    base = {key: np.maximum(known[key], 0) for key in ("signed", "closed", "revisited", "satisfied")}
    room = np.minimum(base["signed"], base["closed"])
    found = dict(base)
    for key, (of, rate) in RATES.items():
        limit = np.minimum(base[of], room) if key in WITHIN else base[of]
        if key in OF_RETURNED and "returned" in known:
            limit = np.minimum(limit, found["returned"])
        drawn = np.minimum(rng.binomial(base[of], rate), limit)
        given = known.get(key)
        if given is None:
            found[key] = drawn
        else:
            # a blank cell of a printed column is 0; of a column worked out for some units, nothing is known
            found[key] = np.where(given >= 0, given, drawn if key in page.solved else 0)
    for key, of in REPLIES.items():
        found[key] = np.maximum(known[key], 0) if key in known else found[of].copy()
    if "resolved" in known:
        found["resolved"] = np.maximum(known["resolved"], 0)
    return found
