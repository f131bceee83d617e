"""The table of units: observed against expected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from hotline_analysis.report.blocks import Table
from hotline_analysis.report.drivers.columns import Maker, Named, rows_of
from hotline_analysis.report.drivers.names import rate_of
from hotline_analysis.report.drivers.numbers import MISSING, Numbers
from hotline_analysis.report.tables import Column, TableSpec, draw

if TYPE_CHECKING:
    from hotline_analysis.statistics.drivers.report import DriverReport

LABELS: Mapping[str, str] = {
    "as expected": "与预期相符",
    "higher": "高于预期",
    "much higher": "明显高于预期",
    "lower": "低于预期",
    "much lower": "明显低于预期",
    "few": "件数少",
}
FEW = "few"


def units_table(found: DriverReport, outcome: str, numbers: Numbers) -> Table:
    """Draw every unit against what is expected of its tickets; those with few tickets last, with their counts alone."""
    assert found.units is not None
    rate, rows = rate_of(outcome), _ordered(rows_of(found.units.table))
    made = Maker(numbers, [Named(f"unit.{row.unit}", row.unit, row) for row in rows])
    judged = Maker(numbers, [one for one in made.rows if one.row.label != FEW])
    columns = [
        made.counts("评价（件）", lambda row: row.trials, ".answers", "评价数"),
        made.shares("实际", lambda row: row.observed, lambda row: row.trials, ".rate", rate, span=f"{rate}（%）"),
        *(_filled(column, len(rows)) for column in _compared(judged, rate)),
        made.words("判断", lambda row: LABELS[row.label]),
    ]
    caption = f"责任单位实际{rate}与按工单构成预期的{rate}"
    return draw(TableSpec("drivers-units", caption, "责任单位", made.labels, columns))


def _ordered(rows: list[Any]) -> list[Any]:
    """Put the lowest first, and those with few tickets last."""
    few = [row for row in rows if row.label == FEW]
    rest = [row for row in rows if row.label != FEW]
    return [*sorted(rest, key=lambda row: row.difference_pp), *sorted(few, key=lambda row: -row.trials)]


def _compared(judged: Maker, rate: str) -> tuple[Column, ...]:
    expected = judged.estimates(
        "预期", lambda row: 100 * row.expected / row.trials, ".expected", f"预期{rate}", span=f"{rate}（%）"
    )
    return expected, *difference_columns(judged)


def difference_columns(judged: Maker) -> tuple[Column, ...]:
    """Return what units differ from the expected by, with its interval."""
    span, words = "与预期之差（百分点）", "与预期之差"
    difference = judged.estimates("估计", lambda row: row.difference_pp, ".difference", words, span=span)
    return difference, *judged.ends(lambda row: row.low, lambda row: row.high, span=span)


def _filled(column: Column, rows: int) -> Column:
    """Return a column with dashes for the rows at the foot that it does not have."""
    return Column(column.label, [*column.cells, *[MISSING] * (rows - len(column.cells))], column.span, column.align)
