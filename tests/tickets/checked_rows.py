"""A table of converted tickets, as an import hands it to the check, from a few rows in Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import duckdb

from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.quality import QualityFindings, Severity, check
from hotline_analysis.tickets.registry import UnitRegistry

NOW = datetime(2022, 12, 1)
REGISTRY = UnitRegistry.model_validate(
    {
        "units": {
            "甲街道": {"group": "街道", "aliases": ["甲街"]},
            "乙公司": {"became": {"unit": "乙集团", "from": "2022-11-05"}},
            "乙集团": {},
        }
    }
)
# a ticket that breaks no rule: every column has a value
GOOD: dict[str, Any] = {
    "id": "GD1",
    "received": datetime(2022, 11, 3, 9, 5),
    "assigned": datetime(2022, 11, 3, 9, 30),
    "sign_due": datetime(2022, 11, 3, 17, 0),
    "signed": datetime(2022, 11, 3, 10, 0),
    "contact_due": datetime(2022, 11, 4, 17, 0),
    "contacted": datetime(2022, 11, 3, 11, 0),
    "due": datetime(2022, 11, 10, 17, 0),
    "closed": datetime(2022, 11, 8, 9, 0),
    "revisit_time": datetime(2022, 11, 9, 9, 0),
    **dict.fromkeys(("signed_late", "contacted_late", "overdue_flag"), False),
    "extension_asked": True,
    "extension": True,
    "returned": 2,
    "late_returned": 1,
    "return_rejected": 2,
    "supervised_by_phone": 1,
    "supervised_by_phone_replied": 1,
    "supervised_in_writing": 0,
    "supervised_in_writing_replied": 0,
    "unit": "甲街道",
    "group": "街道",
    "revisit": "revisited",
    "satisfied": "yes",
    "resolved": True,
    "told_citizen": True,
    "text": "楼道灯不亮",
}


def made(con: duckdb.DuckDBPyConnection, rows: Sequence[Mapping[str, Any]], without: Sequence[str] = ()) -> None:
    """Create the table ``converted``; ``_raw_<column>`` of a row is what could not be read."""
    keys = [key for key in columns() if key not in without]
    kinds = {key: columns()[key].sql_type for key in keys}
    raw = {f"_raw_{key}": "VARCHAR" for key in keys if columns()[key].type != "text"}
    types = {**kinds, **raw, "_file": "VARCHAR", "_row": "BIGINT"}
    fields = ", ".join(f'"{name}" {kind}' for name, kind in types.items())
    con.execute(f"CREATE TABLE converted ({fields})")
    for number, row in enumerate(rows, start=2):
        values = {"_file": "导出.csv", "_row": number, **row}
        con.execute(
            f"INSERT INTO converted VALUES ({', '.join('?' * len(types))})", [values.get(name) for name in types]
        )


def checked(
    *rows: Mapping[str, Any],
    severities: Mapping[str, Severity] | None = None,
    registry: UnitRegistry = REGISTRY,
    without: Sequence[str] = (),
    con: duckdb.DuckDBPyConnection | None = None,
) -> QualityFindings:
    """Check rows, each given as what it changes of a good ticket; they are numbered from 2, below a header."""
    con = con or duckdb.connect()
    made(con, [{**GOOD, **row} for row in rows], without)
    return check(con, "converted", severities=severities, registry=registry, now=NOW)


def broken(findings: QualityFindings) -> dict[str, int]:
    return {one.key: one.rows for one in findings.findings if one.rows}
