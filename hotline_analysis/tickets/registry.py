"""The unit registry: groups, other spellings, renames and mergers that hold from a date on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from hotline_analysis.documents import PlacedError, Strict
from hotline_analysis.tickets.near import nearest_first


def _as_day(value: Any) -> Any:
    """Read a day; a number is none."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else date(value.year, value.month, value.day)
    except (ValueError, AttributeError):
        raise PlacedError((), "not a day", value=str(value), allowed="a day such as 2022-06-01") from None


class Successor(Strict):
    """The unit that a unit was renamed to, or merged into."""

    unit: str
    from_: Annotated[date, BeforeValidator(_as_day)] = Field(alias="from")


class Unit(Strict):
    """One unit.

    Attributes
    ----------
    group : str or None
    aliases : tuple of str
        Other spellings of the same unit, whenever they are used.
    became : Successor or None
        What it was renamed to or merged into, and the first day on which that holds.
    """

    group: str | None = None
    aliases: tuple[str, ...] = ()
    became: Successor | None = None


class UnitRegistry(Strict):
    """All units of an office.

    Attributes
    ----------
    units : mapping of str to Unit
        By the name under which tickets are stored. An empty registry knows no unit and refuses none.
    """

    units: Mapping[str, Unit] = {}

    @model_validator(mode="after")
    def _consistent(self) -> UnitRegistry:
        seen: dict[str, str] = {name: name for name in self.units}
        for name, unit in self.units.items():
            for alias in unit.aliases:
                if seen.setdefault(alias, name) != name:
                    problem = f"{alias} is a name of both {seen[alias]} and {name}"
                    raise PlacedError(("units", name, "aliases"), problem, value=alias)
            if unit.became is not None and unit.became.unit not in self.units:
                after = unit.became.unit
                raise PlacedError(
                    ("units", name, "became", "unit"),
                    f"{name} became {after}, which is not a unit of the registry",
                    value=after,
                    allowed=", ".join(one for one in nearest_first(after, self.units) if one != name) or "none",
                )
            self._end_of_line(name)
        return self

    def _end_of_line(self, name: str) -> str:
        path = [name]
        while (after := self.units[path[-1]].became) is not None and after.unit in self.units:
            if after.unit in path:
                place = ("units", path[-1], "became", "unit")
                raise PlacedError(place, f"{' became '.join([*path, after.unit])}: a circle", value=after.unit)
            path.append(after.unit)
        return path[-1]

    def __bool__(self) -> bool:
        return bool(self.units)

    @property
    def names(self) -> Mapping[str, str]:
        """Every spelling, and the unit it means."""
        spellings = {alias: name for name, unit in self.units.items() for alias in unit.aliases}
        return {**{name: name for name in self.units}, **spellings}

    def current(self, name: str, on: date) -> str:
        """Return the unit that a name means on a day: its own, or what it had become by then.

        Examples
        --------
        >>> renamed = {"became": {"unit": "B", "from": "2022-06-01"}}
        >>> office = UnitRegistry.model_validate({"units": {"A": renamed, "B": {}}})
        >>> office.current("A", date(2022, 5, 31)), office.current("A", date(2022, 6, 1))
        ('A', 'B')
        """
        unit = self.names.get(name, name)
        while unit in self.units:
            after = self.units[unit].became
            if after is None or after.from_ > on:
                break
            unit = after.unit
        return unit

    def group(self, name: str) -> str | None:
        """Return the group of a unit, if the registry gives one."""
        unit = self.units.get(self.names.get(name, name))
        return None if unit is None else unit.group

    def existing(self, on: date) -> list[str]:
        """Return the units that exist on a day: those that had become nothing else, in the registry's order.

        A unit that others became later than that day exists only if it is nobody's successor of a later date.
        """
        later = {unit.became.unit for unit in self.units.values() if unit.became and unit.became.from_ > on}
        earlier = {unit.became.unit for unit in self.units.values() if unit.became and unit.became.from_ <= on}
        return [
            name
            for name, unit in self.units.items()
            if (unit.became is None or unit.became.from_ > on) and (name not in later or name in earlier)
        ]

    def mapped(self, names: Iterable[str], on: date) -> dict[str, str]:
        """Return for every name the unit it means on a day."""
        return {name: self.current(name, on) for name in names}
