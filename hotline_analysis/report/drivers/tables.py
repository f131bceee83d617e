"""Tables of the page: the sample, effects, importance, foreseen changes, and those who did not answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from hotline_analysis.report.blocks import Table
from hotline_analysis.report.drivers.columns import Maker, Named, first_missing, rows_of
from hotline_analysis.report.drivers.evidence import Evidence
from hotline_analysis.report.drivers.names import compared, rate_of
from hotline_analysis.report.drivers.numbers import MISSING, Numbers
from hotline_analysis.report.phrases import listed
from hotline_analysis.report.tables import Column, TableSpec, draw
from hotline_analysis.statistics.drivers.flow import STEPS, Flow
from hotline_analysis.statistics.drivers.sentences import decimals_of
from hotline_analysis.statistics.drivers.wording import effect_key, effect_label, is_level, level_name

if TYPE_CHECKING:
    from hotline_analysis.statistics.drivers.nonresponse import Nonresponse
    from hotline_analysis.statistics.drivers.report import DriverReport
    from hotline_analysis.statistics.drivers.what_if import WhatIf

METHODS: Mapping[str, str] = {
    "as answered": "按实际应答",
    "inverse probability": "逆概率加权",
    "raking": "边际加权",
}
BY: Mapping[str, str] = {"unit": "责任单位", "channel": "诉求渠道", "category": "一级分类"}
YES = "是"
UNTOLD = "无法估计"
ENOUGH = 30  # tickets of a part whose loss is worth comparing
MARGIN = 1.25  # its share is this much greater than that of all


def flow_table(flow: Flow, numbers: Numbers) -> Table:
    """Draw how many tickets stay at each step."""
    steps = rows_of(flow.steps)
    stay = Maker(numbers, [Named(f"flow.{one.step}", one.zh, one) for one in steps])
    lose = Maker(numbers, stay.rows[1:])
    lost = lose.counts("比上一环节减少（件）", lambda one: one.lost, ".lost", "一环减少")
    share = lose.shares(
        "减少比例（%）", lambda one: one.lost, lambda one: one.tickets + one.lost, ".share", "一环减少比例"
    )
    columns = [
        stay.counts("工单数（件）", lambda one: one.tickets),
        *(first_missing(c, [MISSING]) for c in (lost, share)),
    ]
    return draw(TableSpec("drivers-flow", "从全部工单到纳入分析的工单", "环节", stay.labels, columns))


@dataclass(frozen=True)
class _Loss:
    """The part of the tickets that loses most at a step."""

    step: str
    part: str
    lost: float
    tickets: float
    whole: float


def missing_table(flow: Flow, numbers: Numbers) -> Table | None:
    """Draw which part of the tickets is lost most at each step; None where no part stands out."""
    losses = _losses(flow)
    if not losses:
        return None
    made = Maker(numbers, [Named(f"missing.{one.step}.{one.part}", STEPS[one.step][0], one) for one in losses])
    whole = Maker(numbers, [Named(f"missing.{one.step}", STEPS[one.step][0], one) for one in losses])
    columns = [
        made.words("减少最多的部分", lambda one: one.part),
        made.shares("该部分减少比例（%）", lambda one: one.lost, lambda one: one.tickets, "", "一环该部分减少比例"),
        whole.estimates("全部减少比例（%）", lambda one: 100 * one.whole, ".all", "一环减少比例"),
    ]
    return draw(TableSpec("drivers-missing", "各环节中减少比例明显偏高的部分", "环节", made.labels, columns))


def _losses(flow: Flow) -> list[_Loss]:
    whole = {str(row.step): row.share_lost for row in rows_of(flow.steps)}
    found = []
    for (step, by), group in flow.missing.groupby(["step", "by"], sort=False):
        known = group[(group["tickets"] >= ENOUGH) & group["value"].notna()]
        all_lost = whole[str(step)]
        if known.empty or not all_lost or known["share_lost"].max() < MARGIN * all_lost:
            continue
        most = rows_of(known.loc[[known["share_lost"].idxmax()]])[0]
        part = f"{BY.get(str(by), str(by))}：{level_name(most.value)}"
        found.append(_Loss(str(step), part, most.lost, most.tickets, all_lost))
    order = list(whole)
    return sorted(found, key=lambda one: order.index(one.step))


def by_importance(found: DriverReport) -> list[Any]:
    """Return the effects, those of the most important factors first."""
    ranked = [name for row in rows_of(found.importance.table) for name in row.factors]
    return sorted(rows_of(found.effects), key=lambda row: ranked.index(row.factor))


def is_untold(row: Any) -> bool:
    """Whether there are too few answers to tell: the interval leaves what a rate can change by."""
    return not row.claimed and (row.low < -100 or row.high > 100)


def effects_table(found: DriverReport, outcome: str, numbers: Numbers) -> Table:
    """Draw every effect with its interval; of one that cannot be told, dashes."""
    rate, rows = rate_of(outcome), by_importance(found)
    made = Maker(numbers, [Named(effect_key(row), effect_label(row, rate), row) for row in rows])
    p = [numbers.p_value(f"{one.key}.p", f"{one.label}P值", told(one.row, one.row.p_holm)) for one in made.rows]
    columns = [
        made.words("比较", lambda row: compared(row, found)),
        made.estimates("变化", lambda row: told(row, row.effect_pp), decimals=2),
        *made.ends(lambda row: told(row, row.low), lambda row: told(row, row.high), decimals=2),
        Column("P值", p),
        made.words("可靠", _standing, align="center"),
    ]
    caption = f"各因素与{rate}的关联（平均变化，百分点）"
    return draw(TableSpec("drivers-effects", caption, "因素", [row.zh for row in rows], columns))


def told(row: Any, value: float) -> float:
    """Return a number of an effect; of one that cannot be told, none."""
    return float("nan") if is_untold(row) else value


def _standing(row: Any) -> str:
    return YES if row.claimed else UNTOLD if is_untold(row) else MISSING


def references(found: DriverReport) -> Markup | None:
    """Say what the levels of each category are compared with; None without a category."""
    named = {row.zh: level_name(row.reference) for row in by_importance(found) if is_level(row)}
    if not named:
        return None
    return Markup("类别的对照：{}。").format(listed(f"{name}为“{level}”" for name, level in named.items()))


def importance_table(found: DriverReport, numbers: Numbers) -> Table:
    """Draw what each factor explains, beside the direction of its clearest effect."""
    rows = rows_of(found.importance.table)
    made = Maker(numbers, [Named(f"importance.{row.group}", group_name(found, row.factors), row) for row in rows])
    columns = [
        made.estimates("占可解释部分（%）", lambda row: row.percent, "", "的相对重要性"),
        made.estimates("McFadden R²（百分点）", lambda row: 100 * row.share, ".r2", "解释的McFadden R²", decimals=2),
        made.words("可靠的关联", lambda row: _ways(found, row.factors)),
    ]
    return draw(TableSpec("drivers-importance", "各因素的相对重要性", "因素", made.labels, columns))


def group_name(found: DriverReport, factors: Sequence[str]) -> str:
    """Name factors that are taken as one."""
    return " × ".join(found.label(name) for name in factors)


def _ways(found: DriverReport, factors: Sequence[str]) -> str:
    """Say which way a factor's claimed effects go."""
    own = found.effects[found.effects["factor"].isin(factors) & found.effects["claimed"]]
    ups, downs = (own["effect_pp"] > 0).any(), (own["effect_pp"] < 0).any()
    return "有高有低" if ups and downs else "提高" if ups else "降低" if downs else MISSING


def what_if_table(evidence: Evidence, found: DriverReport, numbers: Numbers) -> Table:
    """Draw what the model foresees of each change."""
    outcome = evidence.outcome
    rate, span = rate_of(outcome), "变化（百分点）"
    made = Maker(numbers, [Named(f"what_if.{name}", f"{name}时{rate}", one) for name, one in found.what_ifs.items()])
    now = Maker(numbers, [Named(one.key, rate, one.row) for one in made.rows])
    decimals = max(_digits(one) for one in found.what_ifs.values())
    how = {"decimals": decimals, "span": span}
    columns = [
        made.estimates("涉及评价（%）", lambda one: 100 * one.affected, ".affected", "涉及的评价", unit="%"),
        now.estimates("现状", lambda one: 100 * one.now, ".now", "现状", unit="%", span=f"{rate}（%）"),
        made.estimates("预测", lambda one: 100 * one.then, ".then", "预测值", unit="%", span=f"{rate}（%）"),
        made.estimates("估计", lambda one: one.change_pp, ".change", "的变化", decimals=decimals, span=span),
        *made.ends(lambda one: one.low, lambda one: one.high, **how),
        Column("可靠", [YES if evidence.reliable(name) else MISSING for name in found.what_ifs], align="center"),
    ]
    return draw(TableSpec("drivers-what-if", f"假设情形下{rate}的预测变化", "假设情形", list(found.what_ifs), columns))


def _digits(one: WhatIf) -> int:
    return decimals_of(one.low, one.high)


def nonresponse_table(one: Nonresponse, outcome: str, numbers: Numbers) -> Table:
    """Draw the rate without and with weights."""
    rate = rate_of(outcome)
    rows = [Named(f"nonresponse.{row.method}", METHODS[row.method], row) for row in rows_of(one.rates)]
    made = Maker(numbers, rows)
    columns = [
        made.estimates(f"{rate}（%）", lambda row: 100 * row.rate, "", f"的{rate}", decimals=2),
        *made.ends(lambda row: 100 * row.low, lambda row: 100 * row.high, decimals=2),
        made.estimates("有效样本量（件）", lambda row: row.effective_size, ".size", "的有效样本量", decimals=0),
        made.estimates("最大权重", lambda row: row.largest, ".largest", "的最大权重", decimals=2),
    ]
    caption = f"未应答加权前后的{rate}"
    return draw(TableSpec("drivers-nonresponse", caption, "方法", made.labels, columns))
