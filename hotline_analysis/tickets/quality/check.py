"""Check converted tickets before they are stored: errors stop, the rest is counted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from hotline_analysis.errors import InputError
from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.near import nearest_first
from hotline_analysis.tickets.quality.examine import examine
from hotline_analysis.tickets.quality.findings import Example, Finding, QualityFindings
from hotline_analysis.tickets.quality.rules import RULES, Severity
from hotline_analysis.tickets.registry import UnitRegistry

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_HOW = {
    "unreadable_time": "one of the column's formats; `formats` in the mapping adds one",
    "unreadable_count": "0, 1, 2, …; `words` of the column in the mapping add others",
    "unreadable_flag": "是, 否 and what `words` of the column in the mapping add",
    "duplicate_id": "one row a ticket",
    "personal_id": "a number that says nothing about a person",
}


def check(
    con: DuckDBPyConnection,
    view: str,
    *,
    severities: Mapping[str, Severity] | None = None,
    registry: UnitRegistry = UnitRegistry(),  # noqa: B008  it is frozen
    now: datetime,
) -> QualityFindings:
    """Run all rules over a table of converted tickets.

    Parameters
    ----------
    con : DuckDBPyConnection
    view : str
        A table or view, as SQL. Beside canonical columns it has ``_file`` and ``_row``, which together tell rows apart
        and which messages name, and for columns that were converted ``_raw_<column>``: the text of cells that could
        not be read, otherwise NULL. A table is faster than a view over files: it is read several times.
    severities : mapping, optional
        What the mapping's ``checks`` make of rules.
    registry : UnitRegistry
        An empty one knows no unit, and refuses none.
    now : datetime
        The moment up to which the tickets are known, without zone.

    Returns
    -------
    QualityFindings
        Its temporary tables are replaced by the next check over the same connection.

    Raises
    ------
    InputError
        If rows break a rule of severity ``error``, or a severity is not possible.

    Examples
    --------
    >>> import duckdb
    >>> con = duckdb.connect()
    >>> row = "'A1' AS id, TIMESTAMP '2022-11-03' AS received, TIMESTAMP '2022-11-01' AS closed"
    >>> _ = con.execute(f"CREATE TABLE rows AS SELECT {row}, 'november.csv' AS _file, 2 AS _row")
    >>> found = check(con, "rows", now=datetime(2022, 12, 1))
    >>> [(one.key, one.rows) for one in found.findings if one.rows]
    [('closed_before_received', 1)]
    """
    findings = examine(con, view, resolved(severities or {}), registry, now)
    stop_on_errors(findings, registry)
    return findings


def resolved(severities: Mapping[str, Severity]) -> dict[str, Severity]:
    """Return the severity of every rule: the given one, or its own.

    Raises
    ------
    InputError
        If there is no such rule, or it cannot have the severity.

    Examples
    --------
    >>> resolved({"closed_before_received": "error"})["closed_before_received"]
    'error'
    """
    for key, severity in severities.items():
        if key not in RULES:
            allowed = ", ".join(nearest_first(key, RULES))
            raise InputError("no such check", where=f"key checks.{key}", value=key, allowed=allowed)
        if severity not in RULES[key].allowed:
            allowed = ", ".join(RULES[key].allowed)
            raise InputError("not a severity of this check", where=f"key checks.{key}", value=severity, allowed=allowed)
    return {key: severities.get(key, rule.severity) for key, rule in RULES.items()}


def stop_on_errors(findings: QualityFindings, registry: UnitRegistry) -> None:
    """Refuse tickets that break a rule of severity ``error``.

    Raises
    ------
    InputError
        For the first such rule, with file, row, value, what is allowed, and how to go on; the others are named.
    """
    errors = [one for one in findings.findings if one.severity == "error" and one.rows]
    if not errors:
        return
    first, *others = errors
    example = first.examples[0]
    more = "".join(f"; also {one.key}: {_rows(one.rows)}" for one in others)
    raise InputError(
        f"{first.rule.en} ({first.rule.zh}; check {first.key}: {_rows(first.rows)}{_further(first)}{more})",
        file=example.file,
        where=_where(example),
        value=example.value,
        allowed=f"{_allowed(first, registry)}; or go on regardless with `checks: {{{first.key}: {_milder(first)}}}`"
        " in the mapping",
    )


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number} rows"


def _further(finding: Finding) -> str:
    """Name the other examples: their values and rows, or their rows alone."""
    others = finding.examples[1:]
    if not others:
        return ""
    if finding.rule.by_value:
        return "; also " + ", ".join(f"{one.value!r} in {_rows(one.rows)}" for one in others)
    return "; also in " + ", ".join(_where(one) for one in others)


def _where(example: Example) -> str:
    column = columns()[example.column]
    row = "" if example.row is None else f"row {example.row}, "
    return f"{row}column {example.column} ({column.zh})"


def _milder(finding: Finding) -> Severity:
    return "warning" if "warning" in finding.rule.allowed else "set_aside"


def _allowed(finding: Finding, registry: UnitRegistry) -> str:
    example = finding.examples[0]
    column = columns()[example.column]
    if finding.key == "unknown_unit":
        near = nearest_first(example.value or "", registry.names)[:3]
        return f"a unit of the mapping's registry, nearest {', '.join(near)}"
    if finding.key == "unknown_value":
        words = "; ".join(f"{value}: {'、'.join(column.words.get(value, ()))}" for value in column.values)
        return f"{words}; `words` of the column in the mapping add others"
    return _HOW.get(finding.key, "rows for which this does not hold")
