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
from hotline_analysis.statistics.drivers.sizes import is_small
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
    """Return the claimed effects, the largest first (see `with_sizes`), of each factor the largest."""
    claimed = report.effects[report.effects["claimed"]]
    ordered = claimed.sort_values("size_pp", ascending=False, kind="stable")
    return list(ordered.drop_duplicates("factor").itertuples())


def is_reliable(report: DriverReport, one: WhatIf, factors: Sequence[str]) -> bool:
    """Whether a foreseen change may be put in words."""
    claimed = set(report.effects.loc[report.effects["claimed"], "factor"])
    return bool((one.low > 0 or one.high < 0) and factors and set(factors) <= claimed)


def found_sentence(report: DriverReport, rate: str) -> Sentence:
    """Say which effects may be named, the largest three at most; how many are small; or that there is none."""
    effects = report.effects[report.effects["claimed"]]
    if effects.empty:
        return say("在所考察的因素中，未发现与{rate}存在可靠关联的因素。", rate=rate)
    named = [row for row in foremost(report) if not row.small][:MOST]
    small = int(effects["small"].sum())
    parts = [effect_words(row, report, rate) for row in named]
    parts += [] if named else [say("未发现与{rate}有较大关联的因素", rate=rate)]
    if rest := len(effects) - small - len(named):
        parts.append(say("另有{n}关联见附表", n=count("claimed_more", "其余可靠关联", rest, "项")))
    if small:
        parts.append(say("有{n}关联可靠但很小，见附表", n=count("claimed_small", "很小的可靠关联", small, "项")))
    alike = "在其他因素相同的单位之间" if report.fit.patterns.aggregated else "在其他因素相同的情况下"
    return say("{alike}，{said}。", alike=alike, said=several(parts, "；"))


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
    if all(is_small(each.low, each.high) for _, each in reliable):
        ends = spread(f"{key}.said", f"{label}的变化", one.low, one.high, decimals)
        return say(
            "按模型测算，即使{name}，{rate}的变化预计也很小（95%置信区间{ends}个百分点）",
            name=name,
            rate=rate,
            ends=ends,
        )
    return say(
        "按模型测算，如{name}（涉及{affected}的评价），{rate}预计由{now}变为{then}，{way}{change}（95%置信区间{ends}）",
        name=name, rate=rate, way="提高" if one.change_pp > 0 else "降低",
        affected=estimate(f"{key}.affected", f"{label}涉及的评价", 100 * one.affected, 1, "%"),
        now=estimate(f"{key}.now", f"{rate}现状", 100 * one.now, 1, "%"),
        then=estimate(f"{key}.then", f"{label}预测值", 100 * one.then, 1, "%"),
        change=estimate(f"{key}.said", f"{label}的变化", one.change_pp, decimals, POINTS, sign=False),
        ends=spread(f"{key}.said", f"{label}的变化", one.low, one.high, decimals, sign=False),
    )  # fmt: skip
