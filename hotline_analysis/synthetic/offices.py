"""The unit registry of synthetic tickets: groups, other spellings, and one unit that was renamed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hotline_analysis.cases import load_case
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
            if unit in self.page.units and alias not in (self.settings.renamed.was, *self.page.units):
                found.setdefault(unit, []).append(alias)
        return {unit: tuple(names) for unit, names in found.items()}

    @cached_property
    def registry(self) -> UnitRegistry:
        """All units in the page's order; the former name of a renamed one before it."""
        units: dict[str, object] = {}
        renamed = self.settings.renamed
        for unit, group in zip(self.page.units, self.groups, strict=True):
            if unit == renamed.unit:
                units[renamed.was] = {"group": group, "became": {"unit": unit, "from": renamed.from_}}
            units[unit] = {"group": group, "aliases": self.aliases.get(unit, ())}
        return UnitRegistry.model_validate({"units": units})

    @property
    def names(self) -> list[str]:
        """The units of the page, and behind them the former name of the renamed one."""
        return [*self.page.units, self.settings.renamed.was]

    @property
    def name_groups(self) -> list[str]:
        """The groups of ``names``."""
        return [*self.groups, self.groups[self.page.units.index(self.settings.renamed.unit)]]

    def named(self, unit: NDArray[np.int64], received: NDArray[np.datetime64]) -> NDArray[np.int64]:
        """Return the codes under which units stood in tickets on the day they were received."""
        renamed = self.settings.renamed
        code = self.page.units.index(renamed.unit)
        before = (unit == code) & (received < np.datetime64(renamed.from_))
        return np.where(before, len(self.page.units), unit)
