"""Intervals of rates beside the rates, in annexes."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from hotline_analysis.report.data import ReportData
from hotline_analysis.report.facts import Fact

HEADER = "95%区间"
METHOD = "威尔逊（Wilson）法"


def has_intervals(data: ReportData, column: str) -> bool:
    """Tell whether a column is a rate of cases: of known numbers, of which one is a part of the other."""
    if column not in data.scores.context.metrics:
        return False
    rates = data.scores.context.full_rates(column)
    pairs = [(r.numerator, r.denominator) for r in rates if r.numerator is not None and r.denominator]
    return bool(pairs) and all(0 <= part <= whole for part, whole in pairs if part is not None and whole is not None)


def interval_cell(data: ReportData, key: str, rate: object) -> str:
    """Print the interval of a rate; nothing where it has no cases, or came without them."""
    from hotline_analysis.statistics.fair import wilson

    if not isinstance(rate, Fact) or rate.numerator is None or not rate.denominator:
        return ""
    if not 0 <= rate.numerator <= rate.denominator:  # a total may be another one than the sum of the units
        return ""
    bounds = wilson([int(rate.numerator)], [int(rate.denominator)])
    name, writer = rate.key.removeprefix(f"{key}."), data.writer(key)
    low, high = (
        writer.estimate(f"{name}.{end}", f"{rate.label}{HEADER}{word}", 100 * float(value[0]), source=METHOD)
        for end, word, value in (("low", "下限", bounds[0]), ("high", "上限", bounds[1]))
    )
    return Markup('<span class="unbroken">{}–</span>{}').format(low, high)


def interval_notes(data: ReportData, key: str, columns: Sequence[str], labels: Sequence[str]) -> list[Markup]:
    """Say what the intervals are, and which rates have none."""
    rates = [(c, label) for c, label in zip(columns, labels, strict=True) if c in data.scores.context.metrics]
    without = [label.removesuffix("（%）") for column, label in rates if not has_intervals(data, column)]
    level = data.writer(key).whole("interval.level", "区间的置信水平", 95, source="统计方法", unit="%")
    said = Markup("{}区间按威尔逊（Wilson）法计算，单位为%：件数越少，区间越宽，率受个别工单影响越大").format(level)
    if without:
        said += Markup("；{}无分项数或可超过100%，不列区间").format("、".join(without))
    return [said + Markup("。")]
