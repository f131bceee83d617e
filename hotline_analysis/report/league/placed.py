"""Units by their places, with the places that their counts do not rule out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from hotline_analysis.statistics.fair.rank_sets import RankSets

By = Literal["score", "rate", "nothing"]


@dataclass(frozen=True)
class Placed:
    """One unit's place among those with cases enough, the places not ruled out, and its chances."""

    unit: str
    place: int
    alone: tuple[int, int]
    together: tuple[int, int]
    first: float
    top5: float
    bottom5: float


@dataclass(frozen=True)
class League:
    """Units that are placed among each other, with the places that their counts do not rule out.

    Attributes
    ----------
    key, name : str
    units : tuple of Placed
        In the order of their places.
    """

    key: str
    name: str
    units: tuple[Placed, ...]


@dataclass(frozen=True)
class Places:
    """The leagues, by what they are placed, and why by nothing else."""

    by: By
    leagues: tuple[League, ...] = ()
    reason: str = ""

    @property
    def open_for_all(self) -> bool:
        """Whether there are places, and the first one can be ruled out for nobody."""
        units = [one for league in self.leagues for one in league.units]
        return bool(units) and all(one.together[0] == 1 for one in units)


def placed_units(sets: RankSets, printed: Mapping[str, int]) -> tuple[Placed, ...]:
    """Lay sets out by place; the place by printed scores goes before the one by counts worked out from them."""
    found = []
    for unit, rank, *bounds, first, top5, bottom5 in sets.frame.drop(columns="estimate").itertuples(
        index=False, name=None
    ):
        place = int(printed.get(unit, rank))
        alone, together = ((min(low, place), max(high, place)) for low, high in (bounds[:2], bounds[2:]))
        found.append(Placed(unit, place, alone, together, first, top5, bottom5))
    return tuple(sorted(found, key=lambda one: one.place))
