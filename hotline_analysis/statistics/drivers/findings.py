"""The sentences on what was found: which effects stand, what a change would mean, how much is explained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hotline_analysis.statistics.drivers.sentences import (
    POINTS,
    Sentence,
    count,
    decimals_of,
    estimate,
    say,
    several,
    spread,
)
from hotline_analysis.statistics.drivers.wishes import WISHES
from hotline_analysis.statistics.drivers.wording import (
    ONE,
    OTHER_RATE,
    RATES,
    STEPS,
    effect_key,
    effect_label,
    is_flag,
    level_name,
)

if TYPE_CHECKING:
    from hotline_analysis.statistics.drivers.report import DriverReport
    from hotline_analysis.statistics.drivers.what_if import WhatIf

MOST = 3  # effects that are named; a director remembers no more
Wished = Mapping[str, Sequence[str]]


def foremost(report: DriverReport) -> list[Any]:
    """Return the claimed effects to be named: of the most important factors first, of each the clearest."""
    claimed = report.effects[report.effects["claimed"]]
    table = report.importance.table
    pairs = zip(table["factors"], table["share"], strict=True)
    weight = {str(name): float(part) for names, part in pairs for name in names}
    ordered = claimed.assign(
        weight=[weight.get(str(name), 0.0) for name in claimed["factor"]],
        clear=(claimed["effect_pp"] / claimed["se"]).abs(),
    ).sort_values(["weight", "clear"], ascending=False, kind="stable")
    return list(ordered.drop_duplicates("factor").itertuples())


def is_reliable(report: DriverReport, one: WhatIf, factors: Sequence[str]) -> bool:
    """Whether a foreseen change may be put in words."""
    claimed = set(report.effects.loc[report.effects["claimed"], "factor"])
    return bool((one.low > 0 or one.high < 0) and factors and set(factors) <= claimed)


def found_sentence(report: DriverReport, rate: str) -> Sentence:
    """Say which effects may be named, three at most; or that there is none."""
    named = foremost(report)
    if not named:
        return say("在所考察的因素中，未发现与{rate}存在可靠关联的因素。", rate=rate)
    said = several([effect_words(row, report, rate) for row in named[:MOST]], "；")
    rest = int(report.effects["claimed"].sum()) - len(named[:MOST])
    if rest:
        said = say("{said}；另有{n}关联见附表", said=said, n=count("claimed_more", "其余可靠关联", rest, "项"))
    alike = "在其他因素相同的单位之间" if report.fit.patterns.aggregated else "在其他因素相同的情况下"
    return say("{alike}，{said}。", alike=alike, said=said)


def effect_words(row: Any, report: DriverReport, rate: str) -> Sentence:
    """Say one effect: who, which way, how much, and between what.

    Parameters
    ----------
    row : named tuple
        Of the effects.
    report : DriverReport
    rate : str
    """
    key, label, decimals = f"{effect_key(row)}.said", effect_label(row, rate), decimals_of(row.low, row.high)
    return say(
        "{who}{size}（95%置信区间{ends}）", who=_who(row, report, rate),
        size=estimate(key, label, row.effect_pp, decimals, POINTS, sign=False),
        ends=spread(key, label, row.low, row.high, decimals, sign=False),
    )  # fmt: skip


def _who(row: Any, report: DriverReport, rate: str) -> str:
    more, name = row.effect_pp > 0, f"“{row.zh}”"
    if row.kind == "continuous":
        step = {**STEPS, **report.steps}.get(str(row.factor), ONE)
        return f"{name}每增加{step}，{rate}平均{'提高' if more else '降低'}"
    way = "高" if more else "低"
    if is_flag(row):
        return f"{name}工单的{rate}平均{way}"
    return f"{name}为“{level_name(row.level)}”的工单，其{rate}比“{level_name(row.reference)}”平均{way}"


def meaning_sentence(report: DriverReport, rate: str, wished: Wished | None) -> Sentence:
    """Say the largest change that may be foreseen and how much is explained, or that nothing found is not nothing."""
    if not report.effects["claimed"].any():
        _, _, no = RATES.get(report.fit.patterns.outcome, OTHER_RATE)
        bad = report.fit.trials - report.fit.successes
        return say(
            "这不表示各因素没有影响，只表示现有{of}评价（其中{no}{bad}）不足以作出判断。", no=no,
            of=count("answers", "纳入分析的评价", report.fit.trials), bad=count("bad", no, bad),
        )  # fmt: skip
    total = estimate("mcfadden.percent", "McFadden R²", 100 * report.importance.total, 1, "%")
    rest = say(
        "全部因素合计解释{rate}差异的{total}（McFadden R²），其余差异与未纳入的因素和偶然性有关。", rate=rate,
        total=total,
    )  # fmt: skip
    foreseen = _foreseen(report, rate, wished)
    return rest if foreseen is None else several([foreseen, rest], "；")


def _foreseen(report: DriverReport, rate: str, wished: Wished | None) -> Sentence | None:
    known = {name: (one.factor,) for name, one in WISHES.items()} if wished is None else wished
    reliable = [(name, one) for name, one in report.what_ifs.items() if is_reliable(report, one, known.get(name, ()))]
    if not reliable:
        return None
    name, one = max(reliable, key=lambda pair: abs(pair[1].change_pp))
    key, label, decimals = f"what_if.{name}", f"{name}时{rate}", decimals_of(one.low, one.high)
    return say(
        "按模型测算，如{name}（涉及{affected}的评价），{rate}预计由{now}变为{then}，{way}{change}（95%置信区间{ends}）",
        name=name, rate=rate, way="提高" if one.change_pp > 0 else "降低",
        affected=estimate(f"{key}.affected", f"{label}涉及的评价", 100 * one.affected, 1, "%"),
        now=estimate(f"{key}.now", f"{rate}现状", 100 * one.now, 1, "%"),
        then=estimate(f"{key}.then", f"{label}预测值", 100 * one.then, 1, "%"),
        change=estimate(f"{key}.said", f"{label}的变化", one.change_pp, decimals, POINTS, sign=False),
        ends=spread(f"{key}.said", f"{label}的变化", one.low, one.high, decimals, sign=False),
    )  # fmt: skip
