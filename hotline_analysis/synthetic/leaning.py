"""How far tickets lean to satisfaction: the planted model, applied to tickets."""

from __future__ import annotations

import numpy as np

from hotline_analysis.synthetic.arrays import Codes, Flags, Floats, Numbers
from hotline_analysis.synthetic.effects import planted_effects
from hotline_analysis.synthetic.vocabulary import Vocabulary


def log_odds_of(
    words: Vocabulary, unit: Numbers, about: Codes, days: Floats, *, reworked: Flags, told: Flags
) -> Floats:
    """Return the planted log-odds that the citizens of tickets are satisfied.

    Parameters
    ----------
    days : array of float
        Of 24 hours, from receipt to closing.
    """
    effects = planted_effects(words.page.case)
    categories = np.array([effects.categories[name] for name in words.categories])
    units = np.array([effects.units[name] for name in words.page.units])
    course = effects.waiting_per_day * days + effects.reworked * reworked + effects.told_citizen * told
    found: Floats = effects.intercept + course + categories[words.theme_of[about]] + units[unit]
    return found
