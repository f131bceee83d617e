"""The table under check with every column that a rule may name, and which rules can run over it."""

# ruff: noqa: S608  names of tables and columns are ours or quoted
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.quality.rules import RULES, Case, Rule
from hotline_analysis.tickets.registry import UnitRegistry

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

REGISTRY_PARTS = {"units": "units", "groups": "groups of units", "renames": "renamed or merged units"}


@dataclass(frozen=True)
class Relation:
    """A table of converted tickets and what is known about their units.

    Attributes
    ----------
    con : DuckDBPyConnection
    view : str
        Name of the table or view, as SQL.
    present : frozenset of str
        Its columns.
    registry : UnitRegistry
    now : datetime
        Later moments lie in the future.
    """

    con: DuckDBPyConnection
    view: str
    present: frozenset[str]
    registry: UnitRegistry
    now: datetime

    @classmethod
    def of(cls, con: DuckDBPyConnection, view: str, registry: UnitRegistry, now: datetime) -> Relation:
        """Look at the columns of a table."""
        names = [row[0] for row in con.execute(f"DESCRIBE SELECT * FROM {view}").fetchall()]
        return cls(con, view, frozenset(names), registry, now)

    def source(self) -> str:
        """Return the table as SQL to select from: what it lacks is NULL; ``_known`` and more tell about the unit."""
        absent = [
            f"CAST(NULL AS {column.sql_type}) AS {quoted(key)}"
            for key, column in columns().items()
            if key not in self.present
        ]
        place = [f"CAST(NULL AS {kind}) AS {name}" for name, kind in PLACE.items() if name not in self.present]
        fields = ", ".join(["*", *absent, *place])
        rows = f"(SELECT {fields} FROM {self.view})"
        if not self.registry or "unit" not in self.present:
            nothing = "NULL AS _known, NULL AS _registry_group, CAST(NULL AS TIMESTAMP) AS _renamed_on"
            return f"(SELECT *, {nothing} FROM {rows})"
        return (
            f"(SELECT * FROM {rows} AS t LEFT JOIN (VALUES {self._units()}) AS r({_UNIT_FIELDS}) ON t.unit = r._known)"
        )

    def runnable(self, rule: Rule) -> list[Case]:
        """Return the cases of a rule that can run over this table."""
        return [case for case in rule.cases if not self.missing(case)]

    def missing(self, case: Case) -> tuple[str, ...]:
        """Return what a case needs and the table or the registry lacks."""
        lacking = tuple(need for need in case.needs if need not in self.present)
        if case.registry is not None and not self._registry_has(case.registry):
            lacking += (REGISTRY_PARTS[case.registry],)
        return lacking

    def not_run(self) -> Mapping[str, tuple[str, ...]]:
        """Return the rules of which no case can run, and what is missing for them."""
        lacking: dict[str, tuple[str, ...]] = {}
        for key, rule in RULES.items():
            if rule.cases and not self.runnable(rule):
                missing = (name.removeprefix("_raw_") for case in rule.cases for name in self.missing(case))
                lacking[key] = tuple(dict.fromkeys(missing))
            if rule.rows and "id" not in self.present:
                lacking[key] = ("id",)
        return lacking

    def condition(self, case: Case) -> str:
        """Return a case's condition with the moment of the check filled in."""
        return "(" + case.where.replace("{now}", f"TIMESTAMP '{self.now:%Y-%m-%d %H:%M:%S.%f}'") + ")"

    def any_of(self, rule: Rule) -> str:
        """Return the condition under which a row breaks a rule."""
        return " OR ".join(map(self.condition, self.runnable(rule)))

    def _registry_has(self, part: str) -> bool:
        units = self.registry.units.values()
        if part == "groups":
            return any(unit.group is not None for unit in units)
        return any(unit.became for unit in units) if part == "renames" else bool(units)

    def _units(self) -> str:
        rows = []
        for spelling, name in self.registry.names.items():
            unit = self.registry.units[name]
            until = f"TIMESTAMP '{unit.became.from_} 00:00:00'" if unit.became else "CAST(NULL AS TIMESTAMP)"
            group = "CAST(NULL AS VARCHAR)" if unit.group is None else literal(unit.group)
            rows.append(f"({literal(spelling)}, {group}, {until})")
        return ", ".join(rows)


PLACE = {"_file": "VARCHAR", "_row": "BIGINT"}
_UNIT_FIELDS = "_known, _registry_group, _renamed_on"


def literal(text: str) -> str:
    """Write a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """Write a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
