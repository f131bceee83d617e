"""Boston 311 (46,638 real tickets, 2013 to 2019) in canonical columns, and the facts that its README states."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from hotline_analysis.metrics import Counting, unit_table
from hotline_analysis.metrics.counting.engines.opening import Engine

FILE = Path(__file__).resolve().parents[2] / "shared" / "tickets" / "boston-311" / "tickets.csv.gz"
COLUMNS = {
    "case_enquiry_id": "id",
    "open_dt": "received",
    "sla_target_dt": "due",
    "closed_dt": "closed",
    "on_time": "overdue_flag",
    "department": "unit",
    "source": "channel",
    "type": "subcategory",
    "neighborhood": "district",
}
# year of reception: tickets, share closed, share flagged overdue
YEARS = {
    "2013": (3095, "0.813", "0.083"),
    "2014": (5268, "0.459", "0.081"),
    "2015": (6221, "0.458", "0.099"),
    "2016": (7494, "0.715", "0.088"),
    "2017": (7760, "0.763", "0.095"),
    "2018": (7872, "0.694", "0.087"),
    "2019": (8928, "0.570", "0.111"),
}
# department: tickets, share flagged overdue, share closed, share with a due date
DEPARTMENTS = {
    "PWDx": (19960, "0.009", "1.000", "1.000"),
    "INFO": (16843, "0.057", "0.281", "0.068"),
    "ISD": (6133, "0.470", "0.592", "0.999"),
    "ANML": (3191, "0.022", "0.254", "0.024"),
    "PARK": (468, "0.519", "1.000", "0.991"),
}
FLAGGED = {
    "flagged": {"in": "received", "where": [{"column": "overdue_flag", "is": [True]}]},
    "unflagged": {"in": "received", "where": [{"column": "overdue_flag", "is": [False]}]},
    "with_due": {"in": "received", "where": [{"column": "due", "known": True}]},
    "without_due": {"in": "received", "where": [{"column": "due", "known": False}]},
    "flagged_without_due": {"of": "without_due", "where": [{"column": "overdue_flag", "is": [True]}]},
    "open": {"in": "received", "where": [{"column": "closed", "known": False}]},
    "closed_too_early": {"of": "closed", "where": [{"column": "closed", "before": "received"}]},
    "flag_agrees_on_time": {"of": "closed_on_time", "where": [{"column": "overdue_flag", "is": [False]}]},
    "flag_agrees_late": {"of": "late_closed", "where": [{"column": "overdue_flag", "is": [True]}]},
}
COUNTING = Counting.model_validate({"counts": FLAGGED})
BY_RECEPTION = Counting.model_validate({"in": "received", "counts": FLAGGED})


def boston() -> pd.DataFrame:
    """The tickets; the test is skipped where the file is not at hand."""
    if not FILE.is_file():
        pytest.skip("the Boston 311 tickets are not part of the project and are not at hand")
    raw = pd.read_csv(FILE, dtype=str, keep_default_na=False, usecols=list(COLUMNS)).rename(columns=COLUMNS)
    times = {name: pd.to_datetime(raw[name].replace("", None)) for name in ("received", "due", "closed")}
    return raw.assign(**times, overdue_flag=raw["overdue_flag"] == "OVERDUE")


def share(part: int, whole: int) -> str:
    """A share with three decimals, as the README prints it."""
    return str((Decimal(int(part)) / Decimal(int(whole))).quantize(Decimal("0.001")))


def check_facts(tickets: Any, engine: Engine) -> None:
    """Every fact of the README that can be counted."""
    whole = unit_table(tickets, by="", counting=COUNTING, engine=engine).iloc[0]
    assert (whole["received"], whole["flagged"], whole["unflagged"]) == (46638, 4372, 42266)
    assert (whole["closed"], whole["open"]) == (29618, 17020)
    assert (whole["closed_with_due"], whole["closed_on_time"], whole["late_closed"]) == (24497, 23441, 1056)
    assert (whole["flag_agrees_on_time"], whole["flag_agrees_late"]) == (23441, 1056)
    # the README prints 18826; the file has 18825, as 24497 closed and 3316 open tickets with a due date leave it
    assert (whole["with_due"], whole["without_due"], whole["flagged_without_due"]) == (24497 + 3316, 18825, 0)
    assert whole["closed_too_early"] == 10
    # all open tickets with a due date are overdue, and flagged so
    assert whole["overdue"] == 1056 + 3316 == whole["flagged"]
    assert whole["on_time_of_closed_rate"] == Decimal("95.69")  # 23441 of 24497
    check_years(tickets, engine)
    check_departments(tickets, engine)


def check_years(tickets: Any, engine: Engine) -> None:
    """The table of years, by reception."""
    table = unit_table(tickets, by="period:year", counting=BY_RECEPTION, engine=engine).set_index("period")
    found = {
        year: (row["received"], share(row["closed"], row["received"]), share(row["flagged"], row["received"]))
        for year, row in table.iterrows()
    }
    assert found == YEARS


def check_departments(tickets: Any, engine: Engine) -> None:
    """The table of departments, and no on-time rate for one without due dates."""
    table = unit_table(tickets, by="unit", counting=COUNTING, engine=engine).set_index("unit")
    found = {}
    for unit in DEPARTMENTS:
        row = table.loc[unit]
        shares = (share(row[key], row["received"]) for key in ("flagged", "closed", "with_due"))
        found[unit] = (row["received"], *shares)
    assert found == DEPARTMENTS
    assert len(table) == 13
    assert sorted(table["received"])[:8] == [1, 3, 4, 4, 6, 7, 7, 11]
    # 4,728 tickets of INFO are closed, 422 of them had a due date: the rate is that of those
    info = table.loc["INFO"]
    assert (info["closed"], info["closed_with_due"], info["closed_on_time"] + info["late_closed"]) == (4728, 422, 422)
    assert table.loc["BPS_", "on_time_of_closed_rate"] is None  # nothing closed
    check_without_due(tickets, engine)


def check_without_due(tickets: Any, engine: Engine) -> None:
    """Months of INFO and ANML without any due date have no on-time rate: neither 100 nor 0."""
    table = unit_table(tickets, by="unit,period", counting=COUNTING, engine=engine)
    none_due = table[(table["closed"] > 0) & (table["closed_with_due"] == 0)]
    assert {"INFO", "ANML"} <= set(none_due["unit"])
    assert none_due[["closed_on_time", "late_closed"]].isna().to_numpy().all()
    for rate in ("on_time_of_closed_rate", "on_time_closure_rate"):
        assert none_due[rate].isna().all()
    some = table[table["closed_with_due"] > 0]
    assert some["closed_on_time"].notna().all()
    assert list(some["closed_on_time"] + some["late_closed"]) == list(some["closed_with_due"])
