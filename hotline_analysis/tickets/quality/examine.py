"""Run all rules over a table of tickets."""

# ruff: noqa: S608  names of tables and columns are ours or quoted
from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hotline_analysis.tickets.masking import mask
from hotline_analysis.tickets.quality.duplicates import compare_rows
from hotline_analysis.tickets.quality.findings import EXAMPLES, Example, Finding, QualityFindings
from hotline_analysis.tickets.quality.relation import Relation, quoted
from hotline_analysis.tickets.quality.rules import RULES, Case, Rule, Severity

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LONGEST = 60
_SAME_ID = {"repeated": "repeated", "duplicate": "NOT repeated"}


class Examination:
    """One check of one table."""

    def __init__(self, relation: Relation, severities: Mapping[str, Severity]) -> None:
        self.relation, self.severities = relation, severities
        self.con: DuckDBPyConnection = relation.con
        self.source = relation.source()
        self.same_id = compare_rows(relation)

    def run(self) -> QualityFindings:
        """Count the rows that break each rule, find examples, and list the rows to set aside."""
        read, counts = self._counts()
        not_run = self.relation.not_run()
        findings = [self._finding(rule, counts) for key, rule in RULES.items() if key not in not_run]
        aside = {one.key for one in findings if one.severity == "set_aside" and one.rows}
        found = QualityFindings(self.relation.view, read, tuple(findings), not_run)
        if not aside:
            return found
        table, rows = self._set_aside(aside)
        return QualityFindings(found.view, read, found.findings, not_run, rows, table)

    def _counts(self) -> tuple[int, dict[Any, int]]:
        """Count the rows of every rule and the cells of every case in one pass."""
        keys: list[Any] = []
        fields = ["count(*)"]
        for key, rule in RULES.items():
            cases = self.relation.runnable(rule)
            if cases:
                keys += [(key, case.column) for case in cases]
                fields += [f"count(*) FILTER ({self.relation.condition(case)})" for case in cases]
            if len(cases) > 1:
                keys.append(key)
                fields.append(f"count(*) FILTER ({self.relation.any_of(rule)})")
        read, *numbers = self._one(f"SELECT {', '.join(fields)} FROM {self.source}")
        counts = dict(zip(keys, numbers, strict=True))
        for key, rule in RULES.items():
            cases = self.relation.runnable(rule)
            if len(cases) == 1:
                counts[key] = counts[key, cases[0].column]
            if rule.rows:
                (counts[key],) = self._one(f"SELECT count(*) FROM {self.same_id} WHERE {_SAME_ID[rule.rows]}")
        return read, counts

    def _finding(self, rule: Rule, counts: Mapping[Any, int]) -> Finding:
        rows = counts[rule.key]
        cases = [case for case in self.relation.runnable(rule) if counts[rule.key, case.column]]
        columns = {case.column: counts[rule.key, case.column] for case in cases}
        examples = self._examples(rule, cases) if rows else []
        return Finding(rule.key, self.severities[rule.key], rows, columns, tuple(examples))

    def _examples(self, rule: Rule, cases: list[Case]) -> list[Example]:
        if rule.rows:
            text = f"SELECT id, _file, _row, 'id', id, 1 FROM {self.same_id} WHERE {_SAME_ID[rule.rows]}"
            return self._made(f"{text} ORDER BY _file, _row LIMIT {EXAMPLES}")
        found = [one for case in cases for one in self._made(self._example_sql(case, by_value=rule.by_value))]
        if rule.by_value:
            found.sort(key=lambda one: -one.rows)
        else:
            # a row is one example, however many of its cells break the rule
            found = list({(one.file, one.row): one for one in reversed(found)}.values())
            found.sort(key=lambda one: (one.file or "", one.row or 0))
        return found[:EXAMPLES]

    def _example_sql(self, case: Case, *, by_value: bool) -> str:
        shown = next((need for need in case.needs if need.startswith("_raw_")), case.column)
        start = f"FROM {self.source} WHERE {self.relation.condition(case)}"
        value = f"CAST({quoted(shown)} AS VARCHAR)"
        if not by_value:
            fields = f"id, _file, _row, '{case.column}', {value}, 1"
            return f"SELECT {fields} {start} ORDER BY _file, _row LIMIT {EXAMPLES}"
        first = "arg_min({}, (_file, _row))"
        places = ", ".join(first.format(name) for name in ("id", "_file", "_row"))
        fields = f"{places}, '{case.column}', {value} AS value, count(*) AS n"
        return f"SELECT {fields} {start} GROUP BY value ORDER BY n DESC, value LIMIT {EXAMPLES}"

    def _made(self, sql: str) -> list[Example]:
        return [
            Example(_shown(id_), file, row, column, _shown(value), rows)
            for id_, file, row, column, value, rows in self.con.execute(sql).fetchall()
        ]

    def _set_aside(self, keys: set[str]) -> tuple[str, int]:
        """Create the temporary table of rows that are set aside, each with the keys of its rules."""
        table = "hotline_quality_set_aside"
        parts = []
        for key, rule in RULES.items():
            if key in keys and rule.rows:
                parts.append(f"SELECT _file, _row, '{key}' AS r FROM {self.same_id} WHERE {_SAME_ID[rule.rows]}")
            elif key in keys:
                parts.append(f"SELECT _file, _row, '{key}' AS r FROM {self.source} WHERE {self.relation.any_of(rule)}")
        reasons = "string_agg(r, ';' ORDER BY r) AS reason"
        union = " UNION ALL ".join(parts)
        self.con.execute(
            f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT _file, _row, {reasons} FROM ({union}) GROUP BY ALL"
        )
        (rows,) = self._one(f"SELECT count(*) FROM {table}")
        return table, rows

    def _one(self, sql: str) -> tuple[Any, ...]:
        row = self.con.execute(sql).fetchone()
        assert row is not None
        return row


def examine(
    con: DuckDBPyConnection, view: str, severities: Mapping[str, Severity], registry: Any, now: datetime
) -> QualityFindings:
    """Run all rules over a table; whatever their severity, nothing stops."""
    return Examination(Relation.of(con, view, registry, now), severities).run()


def _shown(value: str | None) -> str | None:
    """Return a value as an example may show it: personal numbers masked, on one line, not too long."""
    if value is None:
        return None
    text = " ".join(mask(value)[0].split())
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
