"""What the charts show, taken from the analysis, with their alternative texts made from facts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from hotline_analysis.report.blocks import Chart
from hotline_analysis.report.drivers.charts import (
    ForestRow,
    UnitPoint,
    calibration_chart,
    forest_chart,
    units_chart,
)
from hotline_analysis.report.drivers.columns import rows_of
from hotline_analysis.report.drivers.names import is_flag, level_name, rate_of, step_of
from hotline_analysis.report.drivers.numbers import Numbers
from hotline_analysis.report.drivers.tables import by_importance, group_name
from hotline_analysis.report.drivers.words import decimals_of, effect_key, effect_label, foremost
from hotline_analysis.report.facts import Fact
from hotline_analysis.statistics.drivers.report import DriverReport

MOST_UNITS = 40  # lines of a chart that fits a page
SIDE = MOST_UNITS // 2


def effects_figure(found: DriverReport, outcome: str, numbers: Numbers) -> Chart:
    """Draw all effects, the most important factor first."""
    rate = rate_of(outcome)
    rows = list(_forest(found, numbers))
    named = [_in_words(row, found, rate, numbers) for row in foremost(found)]
    lead = "、".join(named) if named else "未发现可靠的关联"
    first = next((f"{row.label}所占比重最大，为{row.share}" for row in rows if row.share is not None), "")
    caption = f"各因素与{rate}的关联及其相对重要性"
    return forest_chart(rows, caption=caption, rate=rate, alt=f"{caption}。可靠的关联：{lead}；{first}。")


def _in_words(row: Any, found: DriverReport, rate: str, numbers: Numbers) -> str:
    key, label = f"effect.{effect_key(row)}.said", effect_label(row, rate)
    decimals = decimals_of(row.low, row.high)
    if not any(fact.key == f"drivers.{key}" for fact in numbers.book):
        key = f"effect.{effect_key(row)}.drawn"
    size = numbers.estimate(key, label, row.effect_pp, decimals, "个百分点", sign=False)
    way = "高" if row.effect_pp > 0 else "低"
    return f"{row.zh}{way}{size}"


def _forest(found: DriverReport, numbers: Numbers) -> Iterator[ForestRow]:
    shares = _shares(found, numbers)
    for factor, group in groupby(by_importance(found), key=lambda row: row.factor):
        rows = list(group)
        first, share = rows[0], shares.get(factor)
        if first.kind == "continuous" or is_flag(first):
            step = f"（每增加{step_of(found, factor)}）" if first.kind == "continuous" else ""
            yield ForestRow(f"{first.zh}{step}", first.effect_pp, first.low, first.high, bool(first.claimed), share)
            continue
        yield ForestRow(f"{first.zh}（与{level_name(first.reference)}相比）", share=share)
        for row in rows:
            yield ForestRow(level_name(row.level), row.effect_pp, row.low, row.high, bool(row.claimed))


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
    shown = points if len(points) <= MOST_UNITS else [*points[:SIDE], *points[-SIDE:]]
    caption = f"责任单位实际{rate}与预期之差" + ("" if shown is points else "（两端的单位）")
    ends = []
    for point, word in ((points[0], "最高"), (points[-1], "最低")):
        fact = numbers.estimate(f"unit.{point.name}.difference", f"{point.name}与预期之差", point.difference)
        ends.append(f"{point.name}{word}，与预期相差{fact}个百分点")
    return units_chart(shown, caption=caption, rate=rate, alt=f"{caption}。{'；'.join(ends)}。")


def calibration_figure(found: DriverReport, outcome: str, numbers: Numbers) -> Chart:
    """Draw observed against predicted rates."""
    rate, table = rate_of(outcome), found.diagnostics.calibration.table
    gap = 100 * float((table["observed"] - table["predicted"]).abs().max())
    caption = f"模型预测{rate}与实际{rate}"
    fact = numbers.estimate("calibration.gap", "预测与实际的最大差距", gap, 1, "个百分点")
    return calibration_chart(table, caption=caption, rate=rate, alt=f"{caption}。各组预测与实际最大相差{fact}。")
