"""The rules that tickets are held to, each defined once, in ``rules.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal, get_args

from hotline_analysis.documents import packaged_yaml
from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.quality.conditions import before, named

Severity = Literal["error", "set_aside", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
RowSet = Literal["repeated", "duplicate"]
RegistryPart = Literal["units", "groups", "renames"]


@dataclass(frozen=True)
class Case:
    """One way of breaking a rule.

    Attributes
    ----------
    column : str
        The column that an example shows.
    needs : tuple of str
        The canonical columns that are read, and ``_raw_<column>`` where the text of unreadable cells is.
    where : str
        A DuckDB condition over them.
    registry : {"units", "groups", "renames"} or None
        What it needs of the unit registry.

    Examples
    --------
    >>> RULES["closed_before_received"].cases[0].needs
    ('closed', 'received')
    """

    column: str
    needs: tuple[str, ...]
    where: str
    registry: RegistryPart | None = None


@dataclass(frozen=True)
class Rule:
    """One rule.

    Attributes
    ----------
    key, zh, en : str
    severity : Severity
        Unless a mapping changes it.
    allowed : tuple of Severity
        What a mapping may make of it.
    cases : tuple of Case
        Any of them breaks the rule.
    rows : {"repeated", "duplicate"} or None
        For rules that compare rows with each other: which of the rows break it.
    by_value : bool
        Whether the examples are the most frequent values instead of the first rows.

    Examples
    --------
    >>> rule = RULES["closed_before_received"]
    >>> rule.zh, rule.severity, rule.columns
    ('办结早于受理', 'warning', ('closed', 'received'))
    """

    key: str
    zh: str
    en: str
    severity: Severity
    allowed: tuple[Severity, ...] = SEVERITIES
    cases: tuple[Case, ...] = ()
    rows: RowSet | None = None
    by_value: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The canonical columns that its cases read."""
        read = [need.removeprefix("_raw_") for case in self.cases for need in case.needs]
        return tuple(dict.fromkeys(read)) or ("id",)


@cache
def _rules() -> Mapping[str, Rule]:
    text = resources.files("hotline_analysis.tickets.quality").joinpath("rules.yaml").read_text(encoding="utf-8")
    return {key: _rule(key, entry) for key, entry in packaged_yaml(text).items()}


def _rule(key: str, entry: Mapping[str, Any]) -> Rule:
    each = entry.get("each")
    return Rule(
        key=key,
        zh=entry["zh"],
        en=entry["en"],
        severity=entry["severity"],
        allowed=tuple(entry.get("fixed", SEVERITIES)),
        cases=tuple(map(_case, entry.get("cases", ()))) if each is None else _each(each),
        rows=entry.get("rows"),
        by_value=entry.get("by_value", False),
    )


def _case(entry: Mapping[str, Any]) -> Case:
    column = entry["column"]
    if "before" in entry:
        return Case(column, (column, entry["before"]), before(column, entry["before"]))
    return Case(column, (column, *entry.get("needs", ())), named(entry["where"]), entry.get("registry"))


def _each(entry: Mapping[str, Any]) -> tuple[Case, ...]:
    chosen = entry.get("columns") or [key for key, column in columns().items() if column.type == entry["type"]]
    if "{raw}" in entry["where"]:
        return tuple(Case(key, (f"_raw_{key}",), entry["where"].replace("{raw}", f'"_raw_{key}"')) for key in chosen)
    return tuple(Case(key, (key,), entry["where"].replace("{column}", f'"{key}"')) for key in chosen)


RULES: Mapping[str, Rule] = _rules()
