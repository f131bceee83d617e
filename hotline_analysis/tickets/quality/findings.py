"""What a check found: per rule how many rows, and a few examples without personal numbers."""

# ruff: noqa: S608  names of tables and columns are ours or quoted
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hotline_analysis.tickets.quality.rules import RULES, Rule, Severity

EXAMPLES = 5


@dataclass(frozen=True)
class Example:
    """One row that breaks a rule, or one value of several such rows.

    Attributes
    ----------
    id : str or None
        The ticket's number.
    file : str or None
    row : int or None
        As the office counts its records.
    column : str
    value : str or None
        What stands there; personal numbers are masked.
    rows : int
        How many rows hold this value; 1 where the example is one row.

    Examples
    --------
    >>> Example("202211030001", "11月.xlsx", 2, "closed", "2022-11-01 09:00:00").as_json()["row"]
    2
    """

    id: str | None
    file: str | None
    row: int | None
    column: str
    value: str | None
    rows: int = 1

    def as_json(self) -> dict[str, Any]:
        """Return the entry for the report's JSON."""
        return dict(vars(self))


@dataclass(frozen=True)
class Finding:
    """What one rule found.

    Attributes
    ----------
    key : str
        The rule.
    severity : Severity
        The one it had in this check.
    rows : int
        Rows that break it.
    columns : mapping of str to int
        Cells that break it, by column; a row may have several.
    examples : tuple of Example

    Examples
    --------
    >>> found = Finding("closed_before_received", "warning", 3, {"closed": 3})
    >>> found.rule.zh, Finding.from_json(found.as_json()) == found
    ('办结早于受理', True)
    """

    key: str
    severity: Severity
    rows: int
    columns: Mapping[str, int] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()

    @property
    def rule(self) -> Rule:
        """The rule."""
        return RULES[self.key]

    def as_json(self) -> dict[str, Any]:
        """Return the entry for the report's JSON."""
        return {
            "rule": self.key,
            "severity": self.severity,
            "zh": self.rule.zh,
            "en": self.rule.en,
            "rows": self.rows,
            "columns": dict(self.columns),
            "examples": [example.as_json() for example in self.examples],
        }

    @classmethod
    def from_json(cls, entry: Mapping[str, Any]) -> Finding:
        """Read what `as_json` gave.

        Raises
        ------
        ValueError
            If there is no such rule in this version.
        """
        if entry["rule"] not in RULES:
            raise ValueError(f"no check {entry['rule']}")
        examples = tuple(Example(**example) for example in entry["examples"])
        return cls(entry["rule"], entry["severity"], entry["rows"], dict(entry["columns"]), examples)


@dataclass(frozen=True)
class QualityFindings:
    """What a check found in a table of tickets, and where the rows are that are set aside.

    Attributes
    ----------
    view : str
        The table that was checked.
    read : int
        Its rows.
    findings : tuple of Finding
        One for each rule that ran, also where nothing breaks it.
    not_run : mapping of str to tuple of str
        Rules that could not run, and the columns (or parts of the registry) that are missing for them.
    set_aside : int
        Rows that are not to be stored.
    set_aside_table : str or None
        A temporary table of these rows: ``_file``, ``_row``, and ``reason``, their rules' keys with semicolons between.

    Examples
    --------
    >>> found = QualityFindings("tickets", read=10, findings=(), not_run={}, set_aside=1, set_aside_table="aside")
    >>> found.stored, found.kept_sql().startswith("SELECT * FROM tickets"), "reason" in found.set_aside_sql()
    (9, True, True)
    """

    view: str
    read: int
    findings: tuple[Finding, ...]
    not_run: Mapping[str, tuple[str, ...]]
    set_aside: int = 0
    set_aside_table: str | None = None

    @property
    def stored(self) -> int:
        """Rows that are to be stored."""
        return self.read - self.set_aside

    def kept_sql(self) -> str:
        """Return a query for the rows that are to be stored, with all columns of the table."""
        return f"SELECT * FROM {self.view}{self._matching('NOT EXISTS')}"

    def set_aside_sql(self) -> str:
        """Return a query for the rows that are set aside, with all columns of the table and ``reason``."""
        if self.set_aside_table is None:
            return f"SELECT *, CAST(NULL AS VARCHAR) AS reason FROM {self.view} WHERE false"
        return (
            f"SELECT t.*, s.reason FROM {self.view} AS t JOIN {self.set_aside_table} AS s"
            " ON t._file IS NOT DISTINCT FROM s._file AND t._row IS NOT DISTINCT FROM s._row"
        )

    def _matching(self, word: str) -> str:
        if self.set_aside_table is None:
            return ""
        return (
            f" AS t WHERE {word} (SELECT 1 FROM {self.set_aside_table} AS s WHERE"
            " t._file IS NOT DISTINCT FROM s._file AND t._row IS NOT DISTINCT FROM s._row)"
        )
