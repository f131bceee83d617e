"""The unit registry of synthetic tickets: groups, other spellings, and units that were renamed or merged."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from hotline_analysis.cases import load_case
from hotline_analysis.synthetic.arrays import Moments, Numbers
from hotline_analysis.synthetic.published import Published
from hotline_analysis.synthetic.settings import CaseSettings
from hotline_analysis.tickets.registry import UnitRegistry


@dataclass(frozen=True)
class Offices:
    """The units of a case, as an office keeps them."""

    page: Published
    settings: CaseSettings

    @cached_property
    def groups(self) -> list[str]:
        """The group of every unit, in the words of an office."""
        return [self._group(unit, group) for unit, group in zip(self.page.units, self.page.groups, strict=True)]

    def _group(self, unit: str, group: str) -> str:
        if self.settings.groups:
            return self.settings.groups[group]
        return next(name for name, form in self.settings.by_name.items() if re.search(form, unit))

    @cached_property
    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """Other spellings of units, as the bulletin's text has them."""
        found: dict[str, list[str]] = {}
        for alias, unit in load_case(self.page.case).aliases.items():
            if unit in self.page.units and alias not in self.names:
                found.setdefault(unit, []).append(alias)
        return {unit: tuple(names) for unit, names in found.items()}

    @cached_property
    def registry(self) -> UnitRegistry:
        """All units in the page's order; what a unit was before stands before it."""
        units: dict[str, object] = {}
        for unit, group in zip(self.page.units, self.groups, strict=True):
            for one in self.settings.former:
                if one.unit == unit:
                    became = {"unit": unit, "from": one.from_}
                    units |= {name: {"group": group, "became": became} for name in one.was}
            units[unit] = {"group": group, "aliases": self.aliases.get(unit, ())}
        return UnitRegistry.model_validate({"units": units})

    @cached_property
    def names(self) -> list[str]:
        """The units of the page, and behind them what some of them were before."""
        return [*self.page.units, *(name for one in self.settings.former for name in one.was)]

    @property
    def name_groups(self) -> list[str]:
        """The groups of ``names``."""
        return [self.groups[place] for place in self._places]

    @cached_property
    def _places(self) -> Numbers:
        """The place on the page of every one of ``names``."""
        units = self.page.units
        former = [units.index(one.unit) for one in self.settings.former for _ in one.was]
        return np.array([*range(len(units)), *former])

    def current(self, codes: Numbers) -> Numbers:
        """Return the places of units on the page, whatever they were called."""
        found: Numbers = self._places[codes]
        return found

    def named(self, rng: np.random.Generator, unit: Numbers, received: Moments) -> Numbers:
        """Return the codes under which units stood in tickets on the day they were received.

        Of a unit that others were merged into, each of these has its part of the earlier tickets.
        """
        found, behind = unit.copy(), len(self.page.units)
        for one in self.settings.former:
            before = (unit == self.page.units.index(one.unit)) & (received < np.datetime64(one.from_))
            found[before] = behind + rng.integers(0, len(one.was), int(before.sum()))
            behind += len(one.was)
        return found
