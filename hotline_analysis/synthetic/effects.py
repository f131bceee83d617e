"""The satisfaction drivers that are planted in synthetic tickets: a logistic model of known coefficients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from hotline_analysis.synthetic.published import published
from hotline_analysis.synthetic.settings import case_settings, words

WAITING_PER_DAY, REWORKED, TOLD_CITIZEN = -0.12, -1.0, 0.9
UNIT_SPREAD = 0.5


@dataclass(frozen=True)
class PlantedEffects:
    """Log-odds that a citizen who answers the call-back is satisfied (``yes`` or ``rather``).

    ``intercept + waiting_per_day × days + reworked × [reworked > 0] + told_citizen × [told_citizen] + category + unit``

    Attributes
    ----------
    intercept : float
        Of a ticket closed at once, never reworked, whose outcome was not told to the citizen.
    waiting_per_day : float
        For every day of 24 hours between ``received`` and ``closed``.
    reworked, told_citizen : float
    categories, units : mapping of str to float
        Added for a category and for a unit, under the name it has in the published period.

    Examples
    --------
    >>> effects = planted_effects("furong-2020-03")
    >>> effects.waiting_per_day, len(effects.units)
    (-0.12, 43)
    """

    intercept: float
    waiting_per_day: float
    reworked: float
    told_citizen: float
    categories: Mapping[str, float]
    units: Mapping[str, float]


@cache
def planted_effects(case: str) -> PlantedEffects:
    """Return the drivers of satisfaction that are planted in a case's tickets, whatever the seed.

    Raises
    ------
    InputError
        If there is no such case.

    Examples
    --------
    >>> planted_effects("furong-2022-11").reworked
    -1.0
    """
    settings = case_settings(case)
    return PlantedEffects(
        intercept=settings.intercept - TOLD_CITIZEN,
        waiting_per_day=WAITING_PER_DAY,
        reworked=REWORKED,
        told_citizen=TOLD_CITIZEN,
        categories={settings.themes.get(key, theme.zh): theme.effect for key, theme in words().themes.items()},
        units=_unit_effects(published(case).units),
    )


def _unit_effects(units: Sequence[str]) -> dict[str, float]:
    """Spread effects evenly between the bounds, in an order that has nothing to do with the units' size."""
    steps = np.linspace(-UNIT_SPREAD, UNIT_SPREAD, len(units))
    order = np.random.default_rng(len(units)).permutation(len(units))
    return {unit: round(float(steps[place]), 3) for unit, place in zip(units, order, strict=True)}
