"""The sentences on top: what was analysed, what goes with the outcome, what a change would mean."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from hotline_analysis.report.drivers.columns import rows_of
from hotline_analysis.report.drivers.evidence import Evidence
from hotline_analysis.report.drivers.names import RATES, is_flag, level_name, rate_of, step_of, wished_factor
from hotline_analysis.report.drivers.numbers import Numbers
from hotline_analysis.report.phrases import period_name
from hotline_analysis.statistics.drivers.report import DriverReport
from hotline_analysis.statistics.drivers.summary import NOT_CAUSE, summarise_failure

MOST = 3  # effects that are named; a director remembers no more
POINTS = "个百分点"


def summary(evidence: Evidence, numbers: Numbers) -> tuple[Markup, ...]:
    """Return three sentences, from the estimates and their uncertainty; they are silent where there is none.

    Parameters
    ----------
    evidence : Evidence
    numbers : Numbers

    Notes
    -----
    An effect is named only if it is claimed (`with_claims`: its interval leaves out zero, and it stands after Holm's
    adjustment); a change only if the effect of its factor is.
    """
    if evidence.found is None:
        return failure_sentences(evidence, numbers)
    found, rate = evidence.found, rate_of(evidence.outcome)
    claimed = foremost(found)
    third = _foreseen(found, rate, numbers) if claimed else None
    return _scope(evidence, found, rate, numbers), _effects(found, rate, numbers), third or _rest(found, rate, numbers)


def caution() -> Markup:
    """Return the note that association is not cause."""
    return Markup("<strong>{}</strong>").format(NOT_CAUSE)


def failure_sentences(evidence: Evidence, numbers: Numbers) -> tuple[Markup, ...]:
    """Say that nothing can be said and why, with the counts that there are."""
    assert evidence.failure is not None
    said = summarise_failure(evidence.failure, when=period_name(evidence.report.period))
    frame = evidence.patterns.frame
    good, of = int(frame["successes"].sum()), int(frame["trials"].sum())
    counts = Markup("纳入分析的回访评价共{}，其中{}{}。").format(
        numbers.count("answers", "纳入分析的评价", of), RATES[evidence.outcome][1],
        numbers.count("good", RATES[evidence.outcome][1], good),
    )  # fmt: skip
    return (Markup(said.sentences[0]) + counts, *map(Markup, said.sentences[1:]), Markup(said.note))  # noqa: S704


def foremost(found: DriverReport) -> list[Any]:
    """Return the claimed effects to be named: of the most important factors first, of each the clearest."""
    claimed = found.effects[found.effects["claimed"]]
    weight = {name: row.share for row in rows_of(found.importance.table) for name in row.factors}
    clear = (claimed["effect_pp"] / claimed["se"]).abs()
    ordered = claimed.assign(weight=claimed["factor"].map(weight).fillna(0.0), clear=clear)
    ordered = ordered.sort_values(["weight", "clear"], ascending=False, kind="stable")
    return rows_of(ordered.drop_duplicates("factor"))


def _scope(evidence: Evidence, found: DriverReport, rate: str, numbers: Numbers) -> Markup:
    frame, base = evidence.patterns.frame, found.rate
    good, of = int(frame["successes"].sum()), int(frame["trials"].sum())
    spread = numbers.interval("rate", f"{rate}95%置信区间", 100 * base["low"], 100 * base["high"], unit="%")
    district = f"，{evidence.report.district}" if evidence.report.district else ""
    return Markup("{}{}，纳入分析的回访评价共{}，涉及责任单位{}，{}为{}（95%置信区间{}）。").format(
        period_name(evidence.report.period), district,
        numbers.count("answers", "纳入分析的评价", of),
        numbers.count("units", "责任单位", found.fit.n_clusters, "个"),
        rate, numbers.share("rate", rate, good, of),
        spread,
    )  # fmt: skip


def _effects(found: DriverReport, rate: str, numbers: Numbers) -> Markup:
    named = foremost(found)
    if not named:
        return Markup("在所考察的因素中，未发现与{}存在可靠关联的因素。").format(rate)
    said = Markup("；").join(effect_words(row, found, rate, numbers) for row in named[:MOST])
    rest = int(found.effects["claimed"].sum()) - len(named[:MOST])
    more = (
        Markup("；另有{}关联见附件").format(numbers.count("claimed_more", "其余可靠关联", rest, "项")) if rest else ""
    )
    alike = "在其他因素相同的单位之间" if found.fit.patterns.aggregated else "在其他因素相同的情况下"
    return Markup("{}，{}{}。").format(alike, said, more)


def effect_words(row: Any, found: DriverReport, rate: str, numbers: Numbers) -> Markup:
    """Say one effect: who, which way, how much, and between what."""
    key, label, decimals = f"effect.{effect_key(row)}", effect_label(row, rate), decimals_of(row.low, row.high)
    size = numbers.estimate(f"{key}.said", label, row.effect_pp, decimals, POINTS, sign=False)
    spread = numbers.interval(f"{key}.said", label, row.low, row.high, decimals, sign=False)
    return Markup("{}{}（95%置信区间{}）").format(_who(row, found, rate), size, spread)


def decimals_of(low: float, high: float) -> int:
    """Return how many decimals an interval needs so that its nearer end does not read as zero."""
    return 1 if min(abs(low), abs(high)) >= 0.05 else 2


def effect_key(row: Any) -> str:
    """Return the key of an effect's facts."""
    return str(row.factor) if row.kind == "continuous" or is_flag(row) else f"{row.factor}.{row.level}"


def effect_label(row: Any, rate: str) -> str:
    """Name an effect."""
    level = "" if row.kind == "continuous" or is_flag(row) else f"（{level_name(row.level)}）"
    return f"{row.zh}{level}对{rate}的平均影响"


def _who(row: Any, found: DriverReport, rate: str) -> Markup:
    more, name = row.effect_pp > 0, f"“{row.zh}”"
    if row.kind == "continuous":
        way = "高" if more else "低"
        return Markup("{}每增加{}，{}平均{}").format(name, step_of(found, row.factor), rate, way)
    if is_flag(row):
        return Markup("{}的工单{}平均{}").format(name, rate, "高" if more else "低")
    other, this = level_name(row.reference), level_name(row.level)
    return Markup("{}为“{}”的工单，{}比“{}”类平均{}").format(name, this, rate, other, "高" if more else "低")


def _foreseen(found: DriverReport, rate: str, numbers: Numbers) -> Markup | None:
    """Say the largest change that the model foresees, of a factor whose effect is claimed; None if there is none."""
    reliable = [(name, one) for name, one in found.what_ifs.items() if is_reliable(found, name)]
    if not reliable:
        return None
    name, one = max(reliable, key=lambda pair: abs(pair[1].change_pp))
    key, decimals = f"what_if.{name}", decimals_of(one.low, one.high)
    change = numbers.estimate(f"{key}.said", f"{name}时{rate}的变化", one.change_pp, decimals, POINTS, sign=False)
    spread = numbers.interval(f"{key}.said", f"{name}时{rate}的变化", one.low, one.high, decimals, sign=False)
    now = numbers.estimate(f"{key}.now", f"{rate}现状", 100 * one.now, 1, "%")
    then = numbers.estimate(f"{key}.then", f"{name}时{rate}预测值", 100 * one.then, 1, "%")
    way = "提高" if one.change_pp > 0 else "降低"
    return Markup("按模型测算，如{}，{}预计由{}变为{}，{}{}（95%置信区间{}）。").format(
        name, rate, now, then, way, change, spread
    )


def is_reliable(found: DriverReport, name: str) -> bool:
    """Whether a foreseen change may be put in words."""
    one, claimed = found.what_ifs[name], found.effects[found.effects["claimed"]]
    return bool((one.low > 0 or one.high < 0) and wished_factor(name) in set(claimed["factor"]))


def _rest(found: DriverReport, rate: str, numbers: Numbers) -> Markup:
    """Say how much the factors explain, or that nothing found does not mean that there is nothing."""
    if not found.effects["claimed"].any():
        answers = numbers.count("answers", "纳入分析的评价", int(found.fit.patterns.frame["trials"].sum()))
        return Markup("这不表示各因素没有影响，只表示现有{}评价不足以作出判断。").format(answers)
    total = numbers.estimate("mcfadden.percent", "McFadden R²", 100 * found.importance.total, 1, "%")
    said = Markup("全部因素合计解释{}差异的{}（McFadden R²），其余差异与未纳入的因素和偶然性有关。")
    return said.format(rate, total)
