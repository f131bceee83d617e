"""What the charts show, taken from the analysis, with their alternative texts made from facts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from hotline_analysis.report.blocks import Chart
from hotline_analysis.report.charts.style import short
from hotline_analysis.report.drivers.chart_numbers import (
    calibration_numbers,
    effect_cells,
    forest_numbers,
    units_numbers,
)
from hotline_analysis.report.drivers.charts import UnitPoint, calibration_chart, units_chart
from hotline_analysis.report.drivers.columns import rows_of
from hotline_analysis.report.drivers.forest import ForestRow, forest_chart, scale
from hotline_analysis.report.drivers.names import rate_of, step_of
from hotline_analysis.report.drivers.numbers import Numbers
from hotline_analysis.report.drivers.tables import by_importance, group_name, is_untold
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.phrases import numeral
from hotline_analysis.report.tables import Cell
from hotline_analysis.statistics.drivers.findings import foremost
from hotline_analysis.statistics.drivers.report import DriverReport
from hotline_analysis.statistics.drivers.sentences import decimals_of
from hotline_analysis.statistics.drivers.wording import effect_key, effect_label, is_flag, level_name

MOST_ROWS = 16  # lines of the chart in the text: it fits half a page
PAGE_ROWS = 26  # lines of a chart in the annex
MOST_UNITS = 24


def effects_figure(found: DriverReport, outcome: str, numbers: Numbers) -> Chart:
    """Draw the effects, the most important factor first; of categories with many levels the foremost only."""
    rate, factors = rate_of(outcome), _factors(found, outcome, numbers)
    most = next((most for most in range(20, 0, -1) if _length(factors, most) <= MOST_ROWS), 1)
    rows = [row for one in factors for row in one.lines(most)]
    named = [_in_words(row, rate, numbers) for row in foremost(found)]
    lead = "、".join(named) if named else "未发现可靠的关联"
    first = next((f"{one.name}所占比重最大，为{one.share}" for one in factors if one.share is not None), "")
    caption = f"各因素与{rate}的关联及其相对重要性"
    if len(rows) < _length(factors, None):
        caption += "（类别多的只列可靠的和最常见的，全部见附件）"
    alt = f"{caption}。可靠的关联：{lead}；{first}。"
    table = forest_numbers(rows, caption)
    return forest_chart(rows, caption=caption, rate=rate, alt=alt, numbers=table, limits=scale(rows))


def all_effects_figures(found: DriverReport, outcome: str, numbers: Numbers) -> list[Chart]:
    """Draw every level of every category, over as many charts as pages; none where the text shows them all."""
    rate, factors = rate_of(outcome), _factors(found, outcome, numbers)
    rows = [row for one in factors for row in one.lines(None)]
    if len(rows) <= MOST_ROWS:
        return []
    parts = -(-len(rows) // PAGE_ROWS)
    size = -(-len(rows) // parts)
    caption = f"全部因素和类别与{rate}的关联"
    named = [
        (caption + (f"（之{numeral(i + 1)}）" if parts > 1 else ""), rows[i * size : (i + 1) * size])
        for i in range(parts)
    ]
    return [
        forest_chart(
            some,
            caption=own,
            rate=rate,
            alt=f"{caption}，数值见上表。",
            numbers=forest_numbers(some, own),
            limits=scale(rows),
        )
        for own, some in named
    ]


def _length(factors: Sequence[_Factor], most: int | None) -> int:
    return sum(len(one.lines(most)) for one in factors)


def _in_words(row: Any, rate: str, numbers: Numbers) -> str:
    key, label = f"{effect_key(row)}.said", effect_label(row, rate)
    decimals = decimals_of(row.low, row.high)
    if not any(fact.key == f"drivers.{key}" for fact in numbers.book):
        key = f"{effect_key(row)}.drawn"
    size = numbers.estimate(key, label, row.effect_pp, decimals, "个百分点", sign=False)
    way = "高" if row.effect_pp > 0 else "低"
    return f"{row.zh}{way}{size}"


@dataclass(frozen=True)
class _Factor:
    """A factor's lines in the forest plot: one, or a heading and one a level."""

    name: str
    rows: Sequence[Any]
    share: Fact | None
    step: str
    cells: Callable[[Any], tuple[Cell, Cell, Cell]]

    def lines(self, most: int | None) -> list[ForestRow]:
        """Return the lines; of a category the claimed levels and the commonest, so many."""
        first, claimed = self.rows[0], any(row.claimed for row in self.rows)
        if first.kind == "continuous" or is_flag(first):
            step = f"（每增加{self.step}）" if first.kind == "continuous" else ""
            return [self._line(first, f"{self.name}{step}", self.share)]
        levels = [self._line(row, f"· {level_name(row.level)}", None) for row in self._foremost(most)]
        head = f"{self.name}（对照：{short(level_name(first.reference))}）"
        return [ForestRow(head, share=self.share, claimed=claimed), *levels]

    def _foremost(self, most: int | None) -> list[Any]:
        """Return claimed levels first, then the commonest (levels come in that order), in their own order."""
        ranked = sorted(range(len(self.rows)), key=lambda place: (not self.rows[place].claimed, place))
        return [self.rows[place] for place in sorted(ranked[:most])]

    def _line(self, row: Any, label: str, share: Fact | None) -> ForestRow:
        claimed, untold = bool(row.claimed), is_untold(row)
        return ForestRow(label, row.effect_pp, row.low, row.high, claimed, share, untold, self.cells(row))


def _factors(found: DriverReport, outcome: str, numbers: Numbers) -> list[_Factor]:
    shares = _shares(found, numbers)
    cells = partial(effect_cells, rate=rate_of(outcome), numbers=numbers)
    grouped = ((factor, list(rows)) for factor, rows in groupby(by_importance(found), key=lambda row: row.factor))
    return [_Factor(rows[0].zh, rows, shares.get(name), step_of(found, name), cells) for name, rows in grouped]


def _shares(found: DriverReport, numbers: Numbers) -> dict[str, Fact]:
    """Return every factor's share of what the model explains; of factors that share one, the first has it."""
    shares = {}
    for row in rows_of(found.importance.table):
        label = f"{group_name(found, row.factors)}的相对重要性"
        shares[row.factors[0]] = numbers.estimate(f"importance.{row.group}", label, row.percent)
    return shares


def units_figure(found: DriverReport, outcome: str, numbers: Numbers) -> Chart | None:
    """Draw the units that are judged, of very many the ends only; None where there is none."""
    assert found.units is not None
    rate, table = rate_of(outcome), found.units.table
    judged = table[table["label"] != "few"].sort_values("difference_pp", ascending=False, kind="stable")
    if judged.empty:
        return None
    points = [UnitPoint(str(r.unit), r.difference_pp, r.low, r.high, str(r.label)) for r in rows_of(judged)]
    shown = _foremost_units(points)
    caption = f"责任单位实际{rate}与预期之差" + ("" if len(shown) == len(points) else "（偏离预期和两端的单位）")
    ends = []
    for point, word in ((points[0], "最高"), (points[-1], "最低")):
        fact = numbers.estimate(f"unit.{point.name}.difference", f"{point.name}与预期之差", point.difference)
        ends.append(f"{point.name}{word}，与预期相差{fact}个百分点")
    drawn = {point.name for point in shown}
    table_of = units_numbers([row for row in rows_of(judged) if str(row.unit) in drawn], numbers, caption)
    return units_chart(shown, caption=caption, rate=rate, alt=f"{caption}。{'；'.join(ends)}。", numbers=table_of)


def _foremost_units(points: Sequence[UnitPoint]) -> list[UnitPoint]:
    """Return the units that are not as expected, and from both ends as many more as the chart has room for."""
    apart = {point.name for point in points if point.label != "as expected"}
    inwards = [place for pair in zip(range(len(points)), reversed(range(len(points))), strict=True) for place in pair]
    ranked = sorted(dict.fromkeys(inwards), key=lambda place: points[place].name not in apart)
    return [points[place] for place in sorted(ranked[:MOST_UNITS])]


def calibration_figure(found: DriverReport, outcome: str, numbers: Numbers) -> Chart:
    """Draw observed against predicted rates."""
    rate, table = rate_of(outcome), found.diagnostics.calibration.table
    gap = 100 * float((table["observed"] - table["predicted"]).abs().max())
    caption = f"模型预测{rate}与实际{rate}"
    fact = numbers.estimate("calibration.gap", "预测与实际的最大差距", gap, 1, "个百分点")
    alt = f"{caption}。各组预测与实际最大相差{fact}。"
    numbers_of = calibration_numbers(found, outcome, numbers, caption)
    return calibration_chart(table, caption=caption, rate=rate, alt=alt, numbers=numbers_of)
