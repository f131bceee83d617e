"""The figures of the page on drivers: what is drawn where there is too much of it, and what sets the scale."""

from __future__ import annotations

from types import SimpleNamespace as Row

import pytest

from hotline_analysis.report.drivers.chart_numbers import forest_numbers
from hotline_analysis.report.drivers.charts import UnitPoint
from hotline_analysis.report.drivers.figures import MOST_UNITS, _Factor, _foremost_units
from hotline_analysis.report.drivers.forest import ForestRow, forest_chart, scale
from hotline_analysis.report.drivers.tables import is_untold


def level(name: str, *, claimed: bool = False, low: float = -2.0, high: float = 4.0) -> Row:
    kinds = {"kind": "discrete", "level": name, "reference": "电话"}
    return Row(**kinds, effect_pp=(low + high) / 2, low=low, high=high, claimed=claimed)


def test_one_wide_interval_does_not_set_the_scale() -> None:
    rows = [ForestRow(str(n), 1.0, -1.0, 3.0) for n in range(5)]
    assert scale([*rows, ForestRow("rare", -9.7, -67.0, 47.6)]) == pytest.approx(scale(rows), abs=12)
    # what is claimed is always whole
    assert scale([*rows, ForestRow("sure", 40.0, 20.0, 60.0, claimed=True)])[1] > 60


def test_an_effect_that_cannot_be_told_is_not_drawn() -> None:
    assert is_untold(level("逾期", low=-441.3, high=418.7))
    assert not is_untold(level("返工", low=-67.0, high=47.6))
    row = ForestRow("逾期", -11.3, -441.3, 418.7, untold=True)
    assert row.drawn is None
    assert scale([row, ForestRow("甲", 1.0, 0.0, 2.0)])[1] < 5
    chart = forest_chart([row], caption="c", rate="满意率", alt="a", numbers=forest_numbers([row], "c"))
    assert chart.source.startswith("data:image/png")


def test_of_many_levels_the_claimed_and_the_commonest_are_drawn_in_their_order() -> None:
    rows = [level(f"类{n}", claimed=n == 7) for n in range(9)]
    factor = _Factor("一级分类", rows, None, "1个单位", lambda row: (row.level, "", ""))
    lines = factor.lines(3)
    assert [line.label for line in lines] == ["一级分类（对照：电话）", "· 类0", "· 类1", "· 类7"]
    assert [line.claimed for line in lines] == [True, False, False, True]
    assert len(factor.lines(None)) == 10
    assert [line.figures[0] for line in lines] == ["", "类0", "类1", "类7"]


@pytest.mark.parametrize("count", [5, MOST_UNITS, 101])
def test_units_that_are_not_as_expected_are_always_drawn(count: int) -> None:
    points = [UnitPoint(f"u{n}", float(-n), -n - 1.0, -n + 1.0, "as expected") for n in range(count)]
    middle = count // 2
    points[middle] = UnitPoint("apart", -middle, -middle - 0.1, -middle + 0.1, "much lower")
    shown = [point.name for point in _foremost_units(points)]
    assert len(shown) == min(count, MOST_UNITS)
    assert {"apart", "u0", f"u{count - 1}"} <= set(shown)
    assert shown == [point.name for point in points if point.name in shown]
