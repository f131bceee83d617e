"""How far tickets lean to satisfaction: the planted model, applied to codes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hotline_analysis.synthetic.effects import planted_effects
from hotline_analysis.synthetic.vocabulary import Vocabulary


def log_odds_of(
    words: Vocabulary,
    unit: NDArray[np.int64],
    about: NDArray[np.int32],
    days: NDArray[np.float64],
    *,
    reworked: NDArray[np.bool_],
    told: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Return the planted log-odds that the citizens of tickets are satisfied."""
    return planted_effects(words.page.case).log_odds(
        days=days,
        reworked=reworked,
        told=told,
        category=words.category_effects[words.theme_of[about]],
        unit=words.unit_effects[unit],
    )
