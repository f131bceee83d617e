from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from hotline_analysis.errors import InputError
from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.schema import canonical, schema

RECEIVED = ["2022-11-03 09:05:00", "2022-11-04"]


def frame(**more: Any) -> pd.DataFrame:
    return pd.DataFrame({"id": ["GD1", "GD2"], "received": RECEIVED, **more})


def refused(tickets: pd.DataFrame) -> str:
    with pytest.raises(InputError) as caught:
        canonical(tickets)
    return str(caught.value)


def test_the_schema_has_every_canonical_column() -> None:
    made = schema()
    assert list(made.columns) == list(columns())
    assert [key for key, column in made.columns.items() if column.required] == ["id", "received"]
    for key, column in columns().items():
        assert made.columns[key].title == column.zh
        assert made.columns[key].nullable is not column.required


def test_columns_that_are_asked_for_are_required() -> None:
    made = schema(["closed", "unit"])
    assert [key for key, column in made.columns.items() if column.required] == ["id", "received", "closed", "unit"]
    with pytest.raises(InputError, match=r"not a canonical column; found 'colsed'; allowed: closed, "):
        schema(["colsed"])


def test_types() -> None:
    values = {"text": "字", "time": "2022-11-03", "count": "2", "flag": "是"}
    full = {key: [column.values[0] if column.values else values[column.type]] for key, column in columns().items()}
    made = canonical(pd.DataFrame(full))
    types = {"text": "string", "one_of": "string", "time": "datetime64[us]", "count": "Int64", "flag": "boolean"}
    assert {key: str(made[key].dtype) for key in made} == {key: types[one.type] for key, one in columns().items()}
    schema(columns()).validate(made)


@pytest.mark.parametrize(
    ("column", "given", "expected"),
    [
        ("resolved", ["yes", True], [True, True]),
        ("resolved", ["否", False], [False, False]),
        ("resolved", [1, 0], [True, False]),
        ("resolved", [1.0, np.nan], [True, None]),
        ("resolved", ["已解决", ""], [True, None]),
        ("overdue_flag", ["ONTIME", "OVERDUE"], [False, True]),
        ("satisfied", ["满意", "rather"], ["yes", "rather"]),
        ("satisfied", [True, False], ["yes", "no"]),
        ("satisfied", ["不满意", None], ["no", None]),
        ("revisit", ["未接听", " 已回访 "], ["unanswered", "revisited"]),
        ("returned", ["2", 3.0], [2, 3]),
        ("returned", [2.0, np.nan], [2, None]),
        ("returned", ["", pd.NA], [None, None]),
        ("closed", ["2022/11/3 9:05", "2022年11月3日"], [datetime(2022, 11, 3, 9, 5), datetime(2022, 11, 3)]),
        ("closed", [pd.Timestamp("2022-11-03"), pd.NaT], [datetime(2022, 11, 3), None]),
        ("closed", [date(2022, 11, 3), ""], [datetime(2022, 11, 3), None]),
        ("closed", ["2022-11-03T09:05:00.5", None], [datetime(2022, 11, 3, 9, 5, 0, 500000), None]),
        ("unit", [" 甲街道 ", np.nan], ["甲街道", None]),
        ("text", ["", float("nan")], [None, None]),
        ("id", [101004113298.0, 101004113299.0], ["101004113298", "101004113299"]),
        ("id", [1, 2], ["1", "2"]),
    ],
)
def test_what_analysts_have_becomes_canonical(column: str, given: list[Any], expected: list[Any]) -> None:
    tickets = frame(**{column: pd.Series(given, dtype=object)})
    made = canonical(tickets)[column]
    assert [None if pd.isna(value) else value for value in made] == expected


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_moments_of_any_precision(unit: str) -> None:
    made = canonical(
        frame().assign(received=pd.to_datetime(pd.Series(RECEIVED), format="ISO8601").astype(f"M8[{unit}]"))
    )
    assert str(made["received"].dtype) == "datetime64[us]"
    assert made["received"].tolist() == [datetime(2022, 11, 3, 9, 5), datetime(2022, 11, 4)]


def test_typed_columns() -> None:
    typed = frame(
        returned=pd.array([1, None], dtype="Int64"),
        resolved=pd.array([True, None], dtype="boolean"),
        satisfied=pd.Categorical(["yes", None]),
    )
    made = canonical(typed)
    assert made["returned"].tolist() == [1, pd.NA]
    assert made["resolved"].tolist() == [True, pd.NA]
    assert made["satisfied"].tolist() == ["yes", pd.NA]
    pd.testing.assert_frame_equal(canonical(made), made)


def test_the_frame_is_not_changed_and_other_columns_stay() -> None:
    tickets = frame(resolved=["是", None], age=[1, 2]).set_index(pd.Index([7, 8]))
    before = tickets.copy()
    made = canonical(tickets)
    pd.testing.assert_frame_equal(tickets, before)
    assert made["age"].tolist() == [1, 2]
    assert list(made.index) == [7, 8]
    assert list(made.columns) == list(tickets.columns)


def test_no_tickets() -> None:
    assert len(canonical(frame(resolved=["是", "否"]).iloc[:0])) == 0


@pytest.mark.parametrize(
    ("column", "given", "said"),
    [
        ("id", ["GD1", "GD1"], "row 1, column id (工单编号): stands on several rows; found 'GD1'; allowed: one row"),
        ("id", ["GD1", None], "row 2, column id (工单编号): missing; allowed: every ticket has one"),
        ("received", ["2022-11-03", pd.NaT], "row 2, column received (受理时间): missing"),
        ("closed", ["2022-11-03", "下周"], "row 2, column closed (办结时间): not readable; found '下周'; allowed: a"),
        ("closed", ["2022-11-03", "2022-13-03"], "row 2, column closed (办结时间): not readable; found '2022-13-03'"),
        ("closed", [44868, None], "row 1, column closed (办结时间): not readable; found 44868"),
        ("closed", ["2022-11-03T09:00+08:00", None], "row 1, column closed (办结时间): not readable"),
        ("returned", [0, -1], "row 2, column returned (退单次数): not readable; found -1; allowed: 0, 1, 2, …"),
        ("returned", [0, 1.5], "row 2, column returned (退单次数): not readable; found 1.5"),
        ("returned", [0, float("inf")], "row 2, column returned (退单次数): not readable; found inf"),
        ("returned", [0, "很多"], "row 2, column returned (退单次数): not readable; found '很多'"),
        ("resolved", ["是", "也许"], "row 2, column resolved (是否解决): not readable; found '也许'; allowed: true: "),
        ("satisfied", ["满意", "还行"], "row 2, column satisfied (满意情况): not readable; found '还行'; allowed: yes"),
    ],
)  # fmt: skip
def test_what_is_refused(column: str, given: list[Any], said: str) -> None:
    assert refused(frame(**{column: pd.Series(given, dtype=object)})).startswith(said)


def test_moments_with_a_zone() -> None:
    message = refused(frame().assign(received=pd.to_datetime(["2022-11-03", "2022-11-04"], utc=True)))
    assert message.startswith("column received (受理时间): moments with a zone; found 'datetime64[")
    assert "dt.tz_localize(None)" in message


def test_moments_with_a_zone_in_arrow_s_type() -> None:
    zoned = pd.to_datetime(pd.Series(RECEIVED), format="ISO8601").astype("datetime64[us]").dt.tz_localize("UTC")
    arrow = zoned.astype(pd.ArrowDtype(pa.timestamp("us", tz="UTC")))
    assert refused(frame().assign(received=arrow)).startswith("column received (受理时间): moments with a zone")


def test_missing_columns() -> None:
    message = refused(frame().drop(columns="received").rename(columns={"id": "Id"}))
    assert message.startswith("no column id (工单编号); found 'Id'")


def test_a_column_twice() -> None:
    assert refused(pd.concat([frame(), frame()[["id"]]], axis=1)).startswith("a column stands twice; found 'id'")


def test_pandera_comes_late_quietly_and_without_traces() -> None:
    code = """
import sys, os
import hotline_analysis, hotline_analysis.tickets.schema as one
assert not {"pandera", "pandas", "pyspark"} & set(sys.modules), "imported too early"
before = dict(os.environ)
import pandas as pd
one.canonical(pd.DataFrame({"id": ["1"], "received": ["2022-11-03"]}))
assert dict(os.environ) == before, set(os.environ) ^ set(before)
"""
    hidden = ("SPARK_LOCAL_IP", "PYARROW_IGNORE_TIMEZONE")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False, env=environment
    )
    assert (done.returncode, done.stderr) == (0, "")
