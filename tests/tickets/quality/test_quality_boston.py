"""The checks on real tickets: what the README of Boston's 311 data says of them."""

from __future__ import annotations

from datetime import datetime

import duckdb
import pandas as pd
import pytest
from boston import FILE
from checked_rows import broken

from hotline_analysis.tickets.quality import QualityFindings, check


@pytest.fixture(scope="module")
def findings() -> QualityFindings:
    if not FILE.is_file():
        pytest.skip(f"{FILE} is not here: Boston's tickets are not part of the project")
    con = duckdb.connect()
    con.execute(f"""
        CREATE TABLE boston AS SELECT case_enquiry_id AS id, TRY_CAST(open_dt AS TIMESTAMP) AS received,
            TRY_CAST(sla_target_dt AS TIMESTAMP) AS due, TRY_CAST(closed_dt AS TIMESTAMP) AS closed,
            on_time = 'OVERDUE' AS overdue_flag, department AS unit, '311' AS _file, row_number() OVER () AS _row
        FROM read_csv('{FILE}', all_varchar = true)
    """)
    return check(con, "boston", now=datetime(2030, 1, 1))


def test_nothing_is_set_aside(findings: QualityFindings) -> None:
    assert (findings.read, findings.stored, findings.set_aside) == (46638, 46638, 0)


def test_documented_facts(findings: QualityFindings) -> None:
    found = broken(findings)
    assert found["closed_before_received"] == 10
    # the README says 18826; the file has one empty cell less, as pandas reads it too
    assert found["due_missing"] == int(pd.read_csv(FILE, dtype=str)["sla_target_dt"].isna().sum()) == 18825
    assert found["closed_without_due"] == 29618 - 24497
    assert "duplicate_id" not in found
    assert "time_in_future" not in found


def test_the_flag_agrees_with_the_times_of_all_closed_tickets_with_a_due(findings: QualityFindings) -> None:
    assert "flag_contradicts_times" not in broken(findings)
