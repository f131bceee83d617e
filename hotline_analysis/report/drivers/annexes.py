"""The annexes: every effect, every unit, and whether the model is to be relied on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup

from hotline_analysis.report.blocks import Block, Note, Paragraph
from hotline_analysis.report.drivers.checks import (
    calibration_table,
    checks_table,
    influence_table,
    quality_table,
    vif_table,
)
from hotline_analysis.report.drivers.evidence import Evidence
from hotline_analysis.report.drivers.figures import all_effects_figures, calibration_figure
from hotline_analysis.report.drivers.names import rate_of
from hotline_analysis.report.drivers.notes import in_chinese, notes_of
from hotline_analysis.report.drivers.numbers import Numbers
from hotline_analysis.report.drivers.tables import effects_table, importance_table, references
from hotline_analysis.report.drivers.unit_table import units_table
from hotline_analysis.report.phrases import numeral
from hotline_analysis.statistics.drivers.report import DriverReport

Annex = tuple[str, Sequence[Block]]


def annexes(evidence: Evidence, numbers: Numbers) -> list[Annex]:
    """Return the annexes; without an analysis there is none."""
    found = evidence.found
    if found is None:
        return []
    made: list[Annex] = [("各因素的估计结果", _effects(evidence, found, numbers))]
    if found.units is not None:
        made.append(("责任单位比较明细", _units(evidence, found, numbers)))
    return [*made, ("方法与模型检验", _methods(evidence, found, numbers))]


def _effects(evidence: Evidence, found: DriverReport, numbers: Numbers) -> list[Block]:
    versus = references(found)
    note = Note(
        (Markup("") if versus is None else versus)
        + Markup(
            "“可靠”指95%置信区间不含零，经Holm法校正后P值小于0.05，且t分布自由度不小于4；其余记“—”，不能断定有无关联。"
            "区间超出正负100个百分点的，评价太少，记“无法估计”。"
        )
    )
    figures = all_effects_figures(found, evidence.outcome, numbers)
    return [effects_table(found, evidence.outcome, numbers), note, *figures, importance_table(found, numbers)]


def _units(evidence: Evidence, found: DriverReport, numbers: Numbers) -> list[Block]:
    assert found.units is not None
    phi = numbers.estimate("units.phi", "单位间离散系数φ（缩尾）", found.units.phi, 2)
    tau = numbers.estimate("units.tau", "随机波动以外的单位间标准差τ", found.units.tau, 2, "个百分点")
    said = Markup(
        "置信区间只反映本单位评价的随机波动；判断时另计入单位之间的一般差异（φ为{}，τ为{}），"
        "超出95%界限为高于或低于预期，超出99.8%界限为明显高于或低于预期，只因一件评价而超出的不算。"
    )
    return [units_table(found, evidence.outcome, numbers), Note(said.format(phi, tau))]


def _methods(evidence: Evidence, found: DriverReport, numbers: Numbers) -> list[Block]:
    influence = influence_table(found, numbers)
    notes = in_chinese(notes_of(found), found, numbers)
    return [
        *(Paragraph(text) for text in _texts(evidence, found, numbers)),
        quality_table(found, numbers),
        calibration_figure(found, evidence.outcome, numbers),
        calibration_table(found, evidence.outcome, numbers),
        vif_table(found, numbers),
        *([] if influence is None else [influence]),
        checks_table(found, numbers),
        _others(notes),
    ]


def _others(notes: Sequence[Markup]) -> Block:
    """Say what remains, one line each."""
    if not notes:
        return Paragraph(Markup("数据处理和检验中没有其他需要说明的情况。"))
    lines = [Markup("（{}）{}。").format(numeral(place), note) for place, note in enumerate(notes, start=1)]
    return Note(Markup("<br>").join([Markup("数据处理和检验中的其他情况"), *lines]))


def _texts(evidence: Evidence, found: DriverReport, numbers: Numbers) -> list[Markup]:
    """Say in words how the estimates were got."""
    outcome, formula = rate_of(evidence.outcome).removesuffix("率"), found.fit.formula
    model = Markup("模型：以每件评价是否{}为因变量的二项logistic回归，{} ~ {}。{}").format(
        outcome,
        outcome,
        re.sub(r"[A-Za-z_]\w*", lambda word: found.label(word.group()), formula),
        _errors(found, numbers),
    )
    return [
        model,
        Markup("平均变化：对是否类因素和类别，是把全部评价都改为该情形与都改为对照情形的预测之差的平均；对数量，是增加一个单位的平均边际变化。标准误由delta法求得。"),
        Markup("结论的次序：按平均变化由大到小，数量因素按相差两个标准差折算后比较；整个置信区间如此折算后不超出正负1个百分点的，为“很小”，结论中只计数不列名。"),
        Markup("相对重要性：把McFadden R²按Shapley值分给各因素，同一因素的各类别合为一组。"),
        Markup("核对：同一公式另用广义估计方程（GEE，可交换相关）和单位随机截距模型估计。GEE与主模型应相差不超过一个标准误左右；随机截距模型说的是同一单位内的关联，数值通常略大。"),
    ]  # fmt: skip


def _errors(found: DriverReport, numbers: Numbers) -> Markup:
    """Say how standard errors were got."""
    fit = found.fit
    units = numbers.count("units", "责任单位", fit.n_clusters, "个")
    if fit.patterns.aggregated:
        phi = numbers.estimate("phi", "离散系数φ", fit.dispersion, 2)
        freedom = numbers.count("df", "t分布自由度", fit.df_resid, "")
        text = "每个单位一行，共{}；标准误按离散系数φ（{}）放大，用自由度为{}的t分布。"
        return Markup(text).format(units, phi, freedom)  # noqa: S704
    if fit.n_clusters == 1:
        return Markup("只有一个单位，标准误按评价相互独立计算，可能偏小。")
    if fit.bias_reduced is not None:
        return Markup("标准误按单位聚类（单位{}），采用适合单位较少情形的CR2修正和Bell–McCaffrey自由度。").format(units)
    freedom = numbers.count("df", "t分布自由度", fit.df_resid, "")
    return Markup("标准误按单位聚类（单位{}，CR1），用自由度为{}的t分布。").format(units, freedom)
