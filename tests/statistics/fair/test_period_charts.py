"""Charts by unit and period, from unit tables and from tickets."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from hotline_analysis.errors import InputError
from hotline_analysis.metrics import unit_table
from hotline_analysis.statistics.fair.control_charts import p_prime, xmr
from hotline_analysis.statistics.fair.period_charts import period_charts

MONTHS = [f"2022-{month:02}" for month in range(1, 13)]


def table(**satisfied: list[int]) -> pd.DataFrame:
    """Units with 40 answers a month; 0 answers where satisfied is -1."""
    made = [
        {"unit": unit, "period": month, "revisited": 40 if good >= 0 else 0, "satisfied": max(good, 0)}
        for unit, column in satisfied.items()
        for month, good in zip(MONTHS, column, strict=False)
    ]
    return pd.DataFrame(made)


STEADY = [36, 35, 37, 36, 34, 36, 38, 35, 36, 37, 35, 36]
FALLEN = [36, 35, 37, 36, 34, 36, 38, 35, 36, 37, 35, 12]


def test_one_chart_a_unit_and_one_of_all() -> None:
    found = period_charts(table(a=STEADY, b=FALLEN))
    assert list(found.units) == ["a", "b"]
    outside = found.signals[found.signals["signal"] == "outside"]
    assert outside[["unit", "period", "direction"]].to_numpy().tolist() == [["b", "2022-12", -1]]
    assert "a" not in set(found.signals["unit"])
    both = np.add(STEADY, FALLEN)
    expected = p_prime(both, [80] * 12, MONTHS).frame
    pd.testing.assert_frame_equal(found.district.frame, expected)


def test_periods_are_in_the_order_of_time() -> None:
    made = table(a=STEADY).sample(frac=1, random_state=3)
    assert period_charts(made).units["a"].frame["period"].tolist() == MONTHS


def test_a_month_without_answers_is_a_gap_and_said() -> None:
    chart = period_charts(table(a=[*STEADY[:5], -1, *STEADY[6:]], b=STEADY)).units["a"]
    assert "2022-06" not in chart.frame["period"].tolist()
    assert chart.notes[0] == "no revisited, so no point: 2022-06"


def test_units_with_few_periods_are_left_out_and_said() -> None:
    found = period_charts(table(a=STEADY, b=STEADY[:6]))
    assert found.left_out == {"b": "6 periods with revisited, fewer than 7"}


def test_a_rebase_in_a_gap_begins_with_the_next_period() -> None:
    made = table(a=[*STEADY[:5], -1, *STEADY[6:]], b=STEADY, c=[*STEADY[:6], -1, -1, -1, -1, -1, 30])
    found = period_charts(made, rebase=["2022-06"])
    frame = found.units["a"].frame
    assert frame.loc[frame["stretch"] == 1, "period"].tolist() == MONTHS[6:]
    assert found.units["b"].frame["stretch"].tolist() == [0] * 5 + [1] * 7
    assert found.units["c"].frame["stretch"].tolist() == [0] * 5 + [1] * 2
    late = period_charts(made, rebase=["2022-07"])
    assert late.left_out == {"c": "fewer than 2 periods between new limits"}


def test_counts_are_zero_where_there_is_no_row() -> None:
    made = table(a=STEADY, b=STEADY)
    made = made.drop(made.index[(made["unit"] == "a") & (made["period"].isin(["2022-01", "2022-06"]))])
    frame = period_charts(made, "satisfied", None, kind="xmr").units["a"].frame
    assert frame["period"].tolist() == MONTHS[1:]
    assert frame["value"].tolist() == [35, 37, 36, 34, 0, 38, 35, 36, 37, 35, 36]


def test_xmr_of_a_rate() -> None:
    chart = period_charts(table(a=STEADY, b=STEADY), kind="xmr").units["a"]
    expected = xmr(np.array(STEADY) / 40, MONTHS).frame
    assert chart.frame["upper"].tolist() == expected["upper"].tolist()


def test_rows_without_a_unit_are_in_no_chart_and_said() -> None:
    made = table(a=STEADY, b=STEADY).replace({"unit": {"b": "（未填写）"}})
    found = period_charts(made)
    assert list(found.units) == ["a"]
    assert found.district.frame["denominator"].tolist() == [40] * 12
    assert found.notes == ("12 rows without a unit, a period or a count are in no chart",)


def test_from_tickets() -> None:
    made = []
    for month in range(1, 9):
        for number in range(20):
            moment = pd.Timestamp(2022, month, 5)
            answer = "no" if number < 2 + month % 2 or (month == 8 and number < 15) else "yes"
            made.append({"received": moment, "revisit_time": moment, "unit": "a", "satisfied": answer})
    tickets = pd.DataFrame(made).assign(revisit="revisited")
    counted = unit_table(tickets, by="unit,period", counts=["revisited", "satisfied"])
    found = period_charts(counted)
    assert found.units["a"].frame["numerator"].tolist() == [17, 18, 17, 18, 17, 18, 17, 5]
    assert found.signals.loc[found.signals["signal"] == "outside", "period"].tolist() == ["2022-08"]


@pytest.mark.parametrize(
    ("change", "options", "words"),
    [
        (lambda t: t, {"numerator": "resolved"}, ["no such column", "'resolved'"]),
        (lambda t: t, {"denominator": None}, ["needs a denominator", "xmr"]),
        (lambda t: pd.concat([t, t]), {}, ["stands twice", "a, 2022-01", "one row a unit and period"]),
        (lambda t: t.assign(satisfied=41), {}, ["more successes than trials", "2022-01"]),
        (lambda t: t, {"rebase": ["2023-01"]}, ["no such period", "'2023-01'"]),
        (lambda t: t[t["period"] == "2022-01"], {}, ["all units together", "too few periods"]),
        (lambda t: t.assign(period="January"), {"kind": "xmr"}, ["stands twice"]),
        (lambda t: t[t["period"] == "2022-01"].assign(period="January"), {}, ["not a period", "'January'"]),
    ],
)
def test_mistakes(change: object, options: dict[str, object], words: list[str]) -> None:
    with pytest.raises(InputError) as error:
        period_charts(change(table(a=STEADY)), **options)  # type: ignore[operator,arg-type]
    assert all(word in str(error.value) for word in words), str(error.value)
