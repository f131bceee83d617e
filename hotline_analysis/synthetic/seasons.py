"""The months before the published period: how many tickets they have, and how many of them about printed topics."""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, pi

import numpy as np

from hotline_analysis.synthetic.arrays import Floats, Numbers
from hotline_analysis.synthetic.published import Published

# summer and winter bring more calls than spring
SEASON = (0.96, 0.84, 0.93, 0.96, 0.99, 1.04, 1.12, 1.1, 1.02, 0.97, 1.0, 1.03)
GROWTH_PER_MONTH = 0.008
SWING = 0.12  # of a topic's share, up and down within a year
NOISE = 300  # shape of the gamma draw about it: a standard deviation of 6 %


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


def shares(rng: np.random.Generator, page: Published, grown: Mapping[str, float], month: int) -> dict[str, float]:
    """Draw the share that each printed topic and category has of a month's tickets.

    Each swings about its published share with a season of its own, so the same month a year before has nearly the
    same share; what has grown in the published period had a smaller one in every month before.

    Parameters
    ----------
    grown : mapping of name to float
        How many times its usual share a topic or category has in the published period.
    month : int
        Months since the year 0, as `Period.first` counts them.
    """
    whole = sum(n or 0 for n in page.counts["signed"])
    middle = page.period.first + (page.period.months - 1) / 2
    found = {}
    for place, (name, count) in enumerate({**page.all_topics, **page.categories}.items()):
        factor = _height(month, place) / _height(middle, place) / grown.get(name, 1)
        found[name] = count / whole * factor * rng.gamma(NOISE, 1 / NOISE)
    return found


def _height(month: float, place: int) -> float:
    """Return how high a topic stands in a month; neighbours in the page's list have their peaks five months apart."""
    return 1 + SWING * cos(2 * pi * (month - 5 * place) / 12)
