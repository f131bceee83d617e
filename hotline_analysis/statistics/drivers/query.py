"""What is asked of tickets: period and district, steps of the flow, factors; as conditions in SQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hotline_analysis.statistics.drivers.factors import Derivation


@dataclass(frozen=True)
class Query:
    """What is asked of the tickets.

    Attributes
    ----------
    steps : mapping of str to str
        Condition of every step but the last, each on top of those before.
    success : str
    ways : mapping of str to Derivation
        The factors.
    rounding : mapping of str to float
    district : str or None
    bounds : pair of datetime or None
        Of ``received``: from the first, to before the second.
    country : str
    breakdowns : tuple of str
        Columns by which those who are lost are told apart.
    units : mapping of str to str
        The name under which every unit stands.
    """

    steps: Mapping[str, str]
    success: str
    ways: Mapping[str, Derivation]
    rounding: Mapping[str, float]
    district: str | None
    bounds: tuple[datetime, datetime] | None
    country: str
    breakdowns: tuple[str, ...]
    units: Mapping[str, str] = field(default_factory=dict)

    def columns(self, there: Iterable[str]) -> list[str]:
        """Return the columns that are read."""
        answers = ("received", "closed", "unit", "revisit", "revisit_time", "satisfied", "resolved")
        derived = {column for way in self.ways.values() for column in way.needs}
        wanted = {*answers, *derived, *self.breakdowns, *(["district"] if self.district else [])}
        return [name for name in there if name in wanted]

    def where(self) -> str:
        """Return the condition of the period and district."""
        parts = []
        if self.bounds:
            parts.append(f"received >= TIMESTAMP '{self.bounds[0]}' AND received < TIMESTAMP '{self.bounds[1]}'")
        if self.district is not None:
            parts.append(f"district = {quoted(self.district)}")
        return " AND ".join(parts) or "true"

    def unit(self) -> str:
        """Return the unit under the name that holds."""
        renamed = {old: new for old, new in self.units.items() if old != new}
        if not renamed:
            return "nullif(unit, '')"
        cases = " ".join(f"WHEN {quoted(old)} THEN {quoted(new)}" for old, new in renamed.items())
        return f"CASE unit {cases} ELSE nullif(unit, '') END"

    def reach(self) -> str:
        """Return the number of the last step that a ticket reaches, each on top of those before."""
        sql = str(len(self.steps) - 1)
        for place, condition in reversed(list(enumerate(self.steps.values()))[1:]):
            sql = f"CASE WHEN {condition} THEN {sql} ELSE {place - 1} END"
        return sql

    def answered(self) -> str:
        """Return the condition of all steps together."""
        return " AND ".join(f"({condition})" for condition in self.steps.values())


def quoted(text: str) -> str:
    """Return a text as SQL."""
    return "'" + text.replace("'", "''") + "'"
