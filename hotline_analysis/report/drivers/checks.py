"""Tables of the appendix on whether the model is to be relied on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_analysis.report.blocks import Table
from hotline_analysis.report.drivers.columns import Maker, Named, rows_of
from hotline_analysis.report.drivers.names import rate_of, term_name
from hotline_analysis.report.drivers.numbers import MISSING, Numbers
from hotline_analysis.report.drivers.tables import group_name
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.tables import Column, TableSpec, draw

if TYPE_CHECKING:
    from hotline_analysis.statistics.drivers.report import DriverReport

MOST_UNITS = 5
MODELS = (("logit", "主模型"), ("gee", "GEE"), ("mixed", "随机截距模型"))


def quality_table(found: DriverReport, numbers: Numbers) -> Table:
    """Draw the measures of the model's fit, each with how to read it."""
    rows = [(name, _measure(numbers, key, name, value), how) for key, name, value, how in _measures(found)]
    columns = [Column("数值", [fact for _, fact, _ in rows]), Column("读法", [how for *_, how in rows], align="left")]
    return draw(TableSpec("drivers-quality", "模型检验指标", "指标", [name for name, *_ in rows], columns))


def _measure(numbers: Numbers, key: str, name: str, value: float) -> Fact:
    full = f"quality.{key}"
    return numbers.p_value(full, name, value) if key == "hl" else numbers.estimate(full, name, value, 3)


def _measures(found: DriverReport) -> list[tuple[str, str, float, str]]:
    """Return key, name, value and reading of every measure."""
    one, crossed = found.diagnostics, found.diagnostics.cross_validation
    rows = [
        ("r2", "McFadden R²", found.fit.mcfadden, "越大，各因素解释得越多"),
        ("auc", "AUC（全部数据）", crossed.auc_apparent, "等于一半为随机猜测"),
        ("auc_cv", "AUC（按单位交叉验证）", crossed.auc, "对未参与拟合的单位预测"),
        ("slope", "校准斜率（按单位交叉验证）", crossed.slope, "接近一为好，明显小于一为过度拟合"),
        ("hl", "Hosmer–Lemeshow检验P值", one.calibration.p, "很小时预测与实际有出入，参看校准图"),
        ("units", "单位间离散系数", one.unit_dispersion, "明显大于一，单位之间另有差异"),
    ]
    if found.fit.patterns.aggregated:
        rows.append(("phi", "离散系数φ", found.fit.dispersion, "大于一为过度离散，标准误已相应放大"))
    if found.gee is not None:
        rows.append(("icc", "单位内相关系数（GEE）", found.gee.correlation, "越大，同一单位的评价越相似"))
    if found.mixed is not None:
        rows.append(("variance", "单位随机截距方差", found.mixed.variance, "越大，单位之间差异越大"))
    return rows


def calibration_table(found: DriverReport, outcome: str, numbers: Numbers) -> Table:
    """Draw predicted and observed rates by bins of tickets."""
    labels, columns = calibration_columns(found, rate_of(outcome), numbers)
    return draw(TableSpec("drivers-calibration", "校准：按预测值由低到高分组", "分组", labels, columns))


def calibration_columns(found: DriverReport, rate: str, numbers: Numbers) -> tuple[list[str], list[Column]]:
    """Return the names of the bins, and how many answers are in each, foreseen and found."""
    rows = rows_of(found.diagnostics.calibration.table)
    made = Maker(numbers, [Named(f"calibration.{i}", f"第{i}组", row) for i, row in enumerate(rows, start=1)])
    span = f"{rate}（%）"
    columns = [
        made.counts("评价（件）", lambda row: row.tickets, ".n", "评价数"),
        made.estimates("预测", lambda row: 100 * row.predicted, ".predicted", f"预测{rate}", span=span),
        made.shares(
            "实际", lambda row: row.observed * row.tickets, lambda row: row.tickets, ".observed", rate, span=span
        ),
        *made.ends(lambda row: 100 * row.low, lambda row: 100 * row.high),
    ]
    return made.labels, columns


def _observed(row: Any) -> float:
    return float(row.observed * row.tickets)


def checks_table(found: DriverReport, numbers: Numbers) -> Table:
    """Draw the models beside each other, in log-odds; one without estimates has dashes."""
    rows = [Named(f"check.{row.term}", term_name(row.term, found), row) for row in rows_of(found.checks)]
    made = Maker(numbers, rows)
    columns = []
    for key, words in MODELS:
        for end, label in ((key, "估计"), (f"{key}_se", "标准误")):
            columns.append(made.estimates(label, _field(end), f".{end}", f"，{words}{label}", decimals=3, span=words))
    return draw(TableSpec("drivers-checks", "不同模型的估计（对数优势比）", "变量", made.labels, columns))


def _field(name: str) -> Any:
    return lambda row: getattr(row, name)


def vif_table(found: DriverReport, numbers: Numbers) -> Table:
    """Draw how far factors go together."""
    rows = rows_of(found.diagnostics.vif)
    made = Maker(numbers, [Named(f"vif.{row.group}", group_name(found, row.group.split(" × ")), row) for row in rows])
    columns = [made.estimates("数值", lambda row: row.scaled, "", "的方差膨胀因子", decimals=2)]
    caption = "方差膨胀因子（GVIF，按列数折算；大于5须注意）"
    return draw(TableSpec("drivers-vif", caption, "因素", made.labels, columns))


def influence_table(found: DriverReport, numbers: Numbers) -> Table | None:
    """Draw the units without which an estimate moves most; None with one unit."""
    table = found.diagnostics.influence.head(MOST_UNITS)
    if table.empty:
        return None
    made = Maker(numbers, [Named(f"unit.{row.unit}", row.unit, row) for row in rows_of(table)])
    columns = [
        made.counts("评价（件）", lambda row: row.trials, ".answers", "评价数"),
        made.words("变动最大的变量", lambda row: term_name(row.term, found) if isinstance(row.term, str) else MISSING),
        made.estimates("变动（标准误的倍数）", lambda row: row.largest, ".influence", "去掉后估计的变动", decimals=2),
    ]
    caption = "去掉一个单位后估计变动最大的几例（大于1须注意）"
    return draw(TableSpec("drivers-influence", caption, "责任单位", made.labels, columns))
