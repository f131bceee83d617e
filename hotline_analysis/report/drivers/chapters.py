"""The chapters after the findings: the sample, effects, what if, units, who did not answer, how to read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from hotline_analysis.report.blocks import Block, Note, Paragraph
from hotline_analysis.report.drivers.evidence import Evidence
from hotline_analysis.report.drivers.failures import FEW, reason
from hotline_analysis.report.drivers.figures import effects_figure, units_figure
from hotline_analysis.report.drivers.left_out import left_out_words
from hotline_analysis.report.drivers.names import rate_of
from hotline_analysis.report.drivers.numbers import Numbers
from hotline_analysis.report.drivers.tables import flow_table, missing_table, nonresponse_table, what_if_table
from hotline_analysis.report.phrases import listed
from hotline_analysis.statistics.drivers.report import DriverReport

if TYPE_CHECKING:
    import pandas as pd

Part = tuple[str, list[Block]]
ENOUGH = 10  # answers of the rarer outcome a coefficient: Peduzzi et al. 1996, J Clinical Epidemiology 49:1373-1379
_NAMED = 8  # units named in a sentence; the annex has all


def chapters(evidence: Evidence, numbers: Numbers) -> list[Part]:
    """Return the chapters that there is something to say in."""
    found = evidence.found
    parts: list[Part] = [("数据与样本", _sample(evidence, numbers))]
    if found is None:
        assert evidence.failure is not None
        parts[0][1].append(Paragraph(reason(evidence, evidence.failure, numbers)))
        return parts
    parts.append(("各因素的关联", _effects(evidence, found, numbers)))
    if found.what_ifs or evidence.unmade:
        parts.append(("假设情形测算", _what_if(evidence, found, numbers)))
    if found.units is not None:
        parts.append(("责任单位比较", _units(evidence, found, numbers)))
    if found.nonresponse is not None:
        parts.append(("未应答的影响", _nonresponse(evidence, found, numbers)))
    return [*parts, ("使用说明", _use(evidence))]


def _sample(evidence: Evidence, numbers: Numbers) -> list[Block]:
    after = _left_out(evidence, numbers)
    if evidence.flow is None:
        return [_of_units(evidence, numbers), *after]
    whole, last = evidence.flow.count("tickets"), evidence.flow.count("analysed")
    said = Markup("本期共受理工单{}，逐级筛选后纳入分析{}，占{}。").format(
        numbers.count("flow.tickets", "全部工单", whole), numbers.count("flow.analysed", "纳入分析", last),
        numbers.share("flow.kept", "纳入分析的工单占全部工单比例", last, whole),
    )  # fmt: skip
    missing = missing_table(evidence.flow, numbers)
    more = [] if missing is None else [missing]
    return [Paragraph(said), flow_table(evidence.flow, numbers), *more, *after]


def _left_out(evidence: Evidence, numbers: Numbers) -> list[Block]:
    """Say which factors were left out, and whether there is enough for those that are left."""
    found = evidence.found
    if found is None:
        return []
    said = [Paragraph(left_out_words(found, evidence.outcome, numbers))] if found.left_out else []
    coefficients, (word, few) = len(found.fit.params) - 1, evidence.rarer
    return [*said, *([_few(word, few, coefficients, numbers)] if few < ENOUGH * coefficients else [])]


def _few(word: str, few: int, coefficients: int, numbers: Numbers) -> Paragraph:
    said = Markup(
        "{}的评价只有{}，而模型要估计的系数有{}，平均每个不足十件，估计不稳定，宜合并更长的时期，或者减少因素后再看。"
    )
    if few < FEW:
        said = Markup("{}的评价只有{}，而模型要估计的系数有{}，难以可靠估计各因素的影响，以下数值仅供核对。")
    count = numbers.count("rarer", f"{word}的评价", few)
    return Paragraph(said.format(word, count, numbers.count("coefficients", "模型的系数", coefficients, "个")))


def _of_units(evidence: Evidence, numbers: Numbers) -> Paragraph:
    frame, rate = evidence.patterns.frame, rate_of(evidence.outcome)
    said = Markup(
        "本期没有工单明细，使用附表中每个单位一行的汇总数，有回访评价的单位{}，评价{}，其中{}{}。各因素取单位的比例或数量，"
        "所得是单位之间的关联，不能推及单件工单。"
    )
    return Paragraph(
        said.format(
            numbers.count("units", "责任单位", len(frame), "个"),
            numbers.count("answers", "纳入分析的评价", frame["trials"].sum()), rate.removesuffix("率"),
            numbers.count("good", rate.removesuffix("率"), frame["successes"].sum()),
        )
    )  # fmt: skip


def _effects(evidence: Evidence, found: DriverReport, numbers: Numbers) -> list[Block]:
    rate = rate_of(evidence.outcome)
    how = Markup(
        "下图左侧为其他因素不变时{}的平均变化，点为估计值，横线为95%置信区间；右侧为各因素在可解释部分中所占比重。"
        "彩色实心点为区间不含零、且经多重比较校正后仍成立的关联，空心点不能断定有无关联，灰色比重不宜引用。"
    )
    aside = [_spread(found, numbers)] if evidence.aggregated else []
    return [Paragraph(how.format(rate)), effects_figure(found, evidence.outcome, numbers), *aside]


def _spread(found: DriverReport, numbers: Numbers) -> Paragraph:
    phi = numbers.estimate("phi", "离散系数φ", found.fit.dispersion, 2)
    if found.fit.dispersion > 1:
        return Paragraph(
            Markup("单位之间的差异大于随机波动（过度离散，离散系数φ为{}），置信区间已据此放宽。").format(phi)
        )
    return Paragraph(Markup("单位之间的差异未超出随机波动（离散系数φ为{}）。").format(phi))


def _what_if(evidence: Evidence, found: DriverReport, numbers: Numbers) -> list[Block]:
    lost = Markup("“{}”涉及未纳入模型的因素，没有测算。")
    unmade = [Paragraph(lost.format(name)) for name in evidence.unmade]
    if not found.what_ifs:
        return [*unmade]
    said = Paragraph(Markup("下表为其他条件不变、只作所列改变时，模型对同一批评价的预测。"))
    note = Note(
        Markup(
            "预测依据现有数据中的关联，不是措施效果的承诺。区间不含零、且相应因素的关联可靠的，在“可靠”栏记“是”；其余记“—”，不应引用。"
        )
    )
    return [said, what_if_table(evidence, found, numbers), note, *unmade]


def _units(evidence: Evidence, found: DriverReport, numbers: Numbers) -> list[Block]:
    assert found.units is not None
    table, rate = found.units.table, rate_of(evidence.outcome)
    judged = table[table["label"] != "few"]
    said = Markup("按所列因素推算各单位的预期{}，与实际相比，可比较的{}中，{}。")
    count = numbers.count("units.judged", "可比较的单位", len(judged), "个单位")
    head = said.format(rate, count, _sides(judged, numbers))
    few = len(table) - len(judged)
    if few:
        head += Markup("另有{}评价不足10件，不作比较。").format(
            numbers.count("units.few", "评价不足的单位", few, "个单位")
        )
    figure = units_figure(found, evidence.outcome, numbers)
    return [Paragraph(head), *([] if figure is None else [figure])]


def _sides(judged: pd.DataFrame, numbers: Numbers) -> Markup:
    """Name the units on both sides of what is expected."""
    ends = (("higher", "高于"), ("lower", "低于"))
    named = [_side(judged, side, word, numbers) for side, word in ends if judged["label"].str.contains(side).any()]
    return Markup("，").join([*named, "其余与预期相符"]) if named else Markup("没有单位明显偏离预期")


def _side(judged: pd.DataFrame, side: str, word: str, numbers: Numbers) -> Markup:
    """Name the units on one side of what is expected, the farthest first."""
    rows = judged[judged["label"].str.contains(side)]
    names = rows.sort_values("difference_pp", ascending=side == "lower", kind="stable")["unit"].tolist()
    count = numbers.count(f"units.{side}", f"{word}预期的单位", len(names), "个")
    some = listed(names[:_NAMED]) + ("等" if len(names) > _NAMED else "")
    return Markup("{}{}预期（{}）").format(count, word, some)


def _nonresponse(evidence: Evidence, found: DriverReport, numbers: Numbers) -> list[Block]:
    one, rate = found.nonresponse, rate_of(evidence.outcome)
    assert one is not None
    moved = 100 * float(one.rates["rate"].iloc[1] - one.rates["rate"].iloc[0])
    most = float(one.effects["change_in_se"].abs().max())
    answered = Markup("拨打回访的{}中，应答{}，占{}。").format(
        numbers.count("nonresponse.called", "拨打回访", one.called),
        numbers.count("nonresponse.answered", "应答", one.answered),
        numbers.share("nonresponse.share", "应答比例", one.answered, one.called),
    )
    weighted = Markup("按应答概率加权后，{}变动{}，各因素估计最大变动{}个标准误，{}。").format(
        rate,
        numbers.estimate("nonresponse.moved", f"加权后{rate}的变动", moved, 2, "个百分点"),
        numbers.estimate("nonresponse.most", "加权后估计的最大变动", most, 2),
        _judged(most, abs(moved), 100 * float(one.rates["se"].iloc[0])),
    )
    return [Paragraph(answered + weighted), nonresponse_table(one, evidence.outcome, numbers)]


def _judged(most: float, moved: float, error: float) -> str:
    small = most < 1 and moved < error
    return "结论不受可见的应答差别影响" if small else "结论受应答差别影响，应与加权后的结果一并看待"


def _use(evidence: Evidence) -> list[Block]:
    unit = "单位" if evidence.aggregated else "工单"
    texts = [
        f"本报告说明哪些{unit}的群众评价较好或较差，不说明改变某一因素会带来什么结果：因素不同的{unit}，往往在未记录的方面也不同。"
        "据此调整工作的，宜先在部分单位试行，对照试行前后和未试行单位，再作结论。",
        "不能断定不等于没有影响，样本越少，能够断定的越少。相对重要性没有方向，应与平均变化一并阅读；少见的因素即使影响很大，比重也小。",
        "责任单位比较只扣除所列因素的差别，不宜用于问责。",
    ]
    return [Paragraph(Markup.escape(text)) for text in texts]
