"""The tables of what the charts of the page show, made of the same facts as its other tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hotline_analysis.report.blocks import Table
from hotline_analysis.report.charts.numbers import numbers_table
from hotline_analysis.report.drivers.checks import calibration_columns
from hotline_analysis.report.drivers.columns import INTERVAL, Maker, Named
from hotline_analysis.report.drivers.forest import ForestRow
from hotline_analysis.report.drivers.names import rate_of
from hotline_analysis.report.drivers.numbers import Numbers
from hotline_analysis.report.drivers.tables import told
from hotline_analysis.report.drivers.unit_table import LABELS, difference_columns
from hotline_analysis.report.tables import Cell, Column
from hotline_analysis.statistics.drivers.wording import effect_key, effect_label

if TYPE_CHECKING:
    from hotline_analysis.statistics.drivers.report import DriverReport


def effect_cells(row: Any, rate: str, numbers: Numbers) -> tuple[Cell, Cell, Cell]:
    """Return an effect and the ends of its interval, as the table of effects prints them."""
    made = Maker(numbers, [Named(effect_key(row), effect_label(row, rate), row)])
    effect = made.estimates("", lambda one: told(one, one.effect_pp), decimals=2)
    low, high = made.ends(lambda one: told(one, one.low), lambda one: told(one, one.high), decimals=2)
    return effect.cells[0], low.cells[0], high.cells[0]


def forest_numbers(rows: Sequence[ForestRow], caption: str) -> Table:
    """Draw the lines of a forest plot."""
    effects, lows, highs = zip(*(row.figures for row in rows), strict=True)
    columns = [
        Column("平均变化（百分点）", effects),
        Column("下限", lows, INTERVAL),
        Column("上限", highs, INTERVAL),
        Column("相对重要性（%）", ["" if row.share is None else row.share for row in rows]),
    ]
    return numbers_table("因素", [row.label for row in rows], columns, caption=caption)


def units_numbers(rows: Sequence[Any], numbers: Numbers, caption: str) -> Table:
    """Draw units and their difference from what is expected of their tickets."""
    made = Maker(numbers, [Named(f"unit.{row.unit}", row.unit, row) for row in rows])
    columns = [*difference_columns(made), made.words("判断", lambda row: LABELS[row.label])]
    return numbers_table("责任单位", made.labels, columns, caption=caption)


def calibration_numbers(found: DriverReport, outcome: str, numbers: Numbers, caption: str) -> Table:
    """Draw predicted and observed rates by bins of tickets."""
    labels, columns = calibration_columns(found, rate_of(outcome), numbers)
    return numbers_table("分组", labels, columns, caption=caption)
