"""Three sentences in Chinese for a director: from the estimates and their uncertainty, silent where there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotline_analysis.statistics.drivers.problems import (
    ConvergenceError,
    DesignError,
    ModelError,
    OutcomeError,
    SeparationError,
)

if TYPE_CHECKING:
    import pandas as pd

    from hotline_analysis.statistics.drivers.report import DriverReport

NOT_CAUSE = "以上为统计关联，不等于因果关系，不能据此断定改变某一因素必然带来相应变化。"
RATES: Mapping[str, str] = {"satisfied": "满意率", "resolved": "解决率", "answered": "回访应答率"}
UNITS: Mapping[str, str] = {"waiting_days": "1天", "backlog": "1件"}
FAILURES: Mapping[type[ModelError], str] = {
    OutcomeError: "全部评价结果相同，没有差异可供分析",
    SeparationError: "个别因素与评价结果完全对应，其影响大小无法估计",
    DesignError: "所选因素没有变化，或者互相重合，无法区分各自的影响",
    ConvergenceError: "模型计算未能收敛，结果不可采用",
}
MOST = 3
ONE = "1个单位"


@dataclass(frozen=True)
class Summary:
    """What a director reads first.

    Attributes
    ----------
    sentences : tuple of str
        Three: what was analysed; what goes with the outcome; how much that explains.
    note : str
        That association is not cause.
    """

    sentences: tuple[str, ...]
    note: str = NOT_CAUSE

    @property
    def text(self) -> str:
        """All of it as one paragraph."""
        return "".join((*self.sentences, self.note))


def summarise(report: DriverReport, *, when: str = "") -> Summary:
    """Say in three sentences what a report found.

    Parameters
    ----------
    report : DriverReport
    when : str, optional
        The period as a bulletin writes it, as ``2022年11月``.

    Notes
    -----
    An effect is named only if its interval leaves out zero and it stands after Holm's adjustment for all effects that
    were looked at (`with_claims`): of data without any driver, nothing is said in 95 of 100 cases.
    """
    claimed = report.effects[report.effects["claimed"]]
    rate = rate_name(report.fit.patterns.outcome)
    return Summary((_scope(report, rate, when), _found(claimed, report, rate), _explained(claimed, report, rate)))


def summarise_failure(error: ModelError, *, when: str = "") -> Summary:
    """Say plainly that nothing can be said, and why.

    Parameters
    ----------
    error : ModelError
        With which the analysis ended.
    when : str, optional
    """
    reason = next((text for kind, text in FAILURES.items() if isinstance(error, kind)), "数据不符合模型的要求")
    begin = f"{when}的数据" if when else "本期数据"
    return Summary(
        (f"{begin}无法作影响因素分析。", f"原因是{reason}。", "因此对各因素的影响不作任何判断。"),
        note="没有结论不等于没有影响。",
    )


def rate_name(outcome: str) -> str:
    """Return what the rate of an outcome is called."""
    return RATES.get(outcome, "该项比率")


def _scope(report: DriverReport, rate: str, when: str) -> str:
    base = report.rate
    begin = f"{when}，" if when else ""
    counted = f"纳入分析的回访评价共{base['answers']}件，涉及{report.fit.n_clusters}个责任单位"
    found = f"{rate}为{100 * base['rate']:.1f}%"
    spread = f"（95%置信区间{100 * base['low']:.1f}%至{100 * base['high']:.1f}%）" if base["low"] < base["high"] else ""
    return f"{begin}{counted}，{found}{spread}。"


def _found(claimed: pd.DataFrame, report: DriverReport, rate: str) -> str:
    if claimed.empty:
        return f"在所考察的因素中，未发现与{rate}存在可靠关联的因素。"
    shown = _foremost(claimed, report)
    steps = {**UNITS, **report.steps}
    said = "；".join(effect_words(row, rate, steps.get(str(row.factor), ONE)) for row in shown)
    rest = len(claimed) - len(shown)
    more = f"；另有{rest}项关联见附表" if rest else ""
    alike = "在其他因素相同的单位之间" if report.fit.patterns.aggregated else "在其他因素相同的情况下"
    return f"{alike}，{said}{more}。"


def _foremost(claimed: pd.DataFrame, report: DriverReport) -> list[Any]:
    """Return the claims to be named: those of the most important factors first, and of a factor the clearest."""
    table = report.importance.table
    pairs = zip(table["factors"], table["share"], strict=True)
    weight = {str(name): float(share) for names, share in pairs for name in names}
    ordered = claimed.assign(
        weight=[weight.get(str(name), 0.0) for name in claimed["factor"]],
        clear=(claimed["effect_pp"] / claimed["se"]).abs(),
    ).sort_values(["weight", "clear"], ascending=False, kind="stable")
    return list(ordered.drop_duplicates("factor").head(MOST).itertuples())


def effect_words(row: Any, rate: str, step: str = ONE) -> str:
    """Say one effect: who, which way, how much, and between what.

    Parameters
    ----------
    row : named tuple
        Of the effects: ``factor``, ``level``, ``reference``, ``zh``, ``kind``, ``effect_pp``, ``low``, ``high``.
    rate : str
    step : str
        What one more of a number is called.
    """
    way = "高" if row.effect_pp > 0 else "低"
    near, far = sorted((abs(row.low), abs(row.high)))
    decimals = 1 if near >= 0.05 else 2
    size = f"{abs(row.effect_pp):.{decimals}f}个百分点（95%置信区间{near:.{decimals}f}至{far:.{decimals}f}）"
    return f"{_who(row, rate, way, step)}{size}"


def _who(row: Any, rate: str, way: str, step: str) -> str:
    name = f"“{row.zh}”"
    if row.kind == "continuous":
        return f"{name}每增加{step}，{rate}平均{'提高' if way == '高' else '降低'}"
    if row.level is None or row.level != row.level:  # a flag has no level
        return f"{name}工单的{rate}平均{way}"
    return f"{name}为“{row.level}”的工单，其{rate}比“{row.reference}”平均{way}"


def _explained(claimed: pd.DataFrame, report: DriverReport, rate: str) -> str:
    if claimed.empty:
        return f"这不表示各因素没有影响，只表示现有{report.rate['answers']}件评价不足以作出判断。"
    first = report.importance.table.iloc[0]
    names = "、".join(f"“{report.label(name)}”" for name in first["factors"])
    total = 100 * report.importance.total
    share = f"全部因素合计解释{rate}差异的{total:.1f}%（McFadden R²）"
    if len(report.importance.table) < 2:
        return f"{share}，其余差异与未纳入的因素和偶然性有关。"
    return f"{share}，其中{names}占{first['percent']:.0f}%，其余差异与未纳入的因素和偶然性有关。"
