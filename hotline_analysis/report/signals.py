"""Control-chart signals: whether a number of the period is out of its usual up and down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from markupsafe import Markup

from hotline_analysis.metrics import Metric
from hotline_analysis.report.blocks import Block, Note
from hotline_analysis.report.data import ReportData, Totals
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.phrases import numeral
from hotline_analysis.report.sections.base import sentence

if TYPE_CHECKING:
    from hotline_analysis.statistics.fair import ControlChart

EARLIER = 7  # a run has seven points; with fewer earlier ones none could be told from the period itself
FEW = 12  # limits from fewer points are provisional
METHOD = "控制图（NHS规则）"
WORDS = {
    ("outside", 1): "高于控制上限",
    ("outside", -1): "低于控制下限",
    ("trend", 1): "连续七期上升",
    ("trend", -1): "连续七期下降",
    ("two_of_three", 1): "三期中两期接近控制上限",
    ("two_of_three", -1): "三期中两期接近控制下限",
    ("one_side", 1): "连续七期高于均值",
    ("one_side", -1): "连续七期低于均值",
}
UNITS = {"Q": "个季度", "H": "个半年"}


@dataclass(frozen=True)
class Series:
    """A number over periods.

    Attributes
    ----------
    name, label : str
    metric : Metric or None
        Of a rate; None for a count.
    points : sequence of (numerator, denominator) or None
        One a period, this one last; None where the number is not known. The denominator of a count is None.
    """

    name: str
    label: str
    metric: Metric | None
    points: Sequence[tuple[Fraction, Fraction | None] | None]

    @property
    def known(self) -> bool:
        """Whether the number is known in all periods."""
        return all(point is not None for point in self.points)

    def chart(self, labels: Sequence[str]) -> ControlChart:
        """Chart it: p' for parts of a whole, XmR for counts and for rates that may exceed 100 %."""
        from hotline_analysis.statistics.fair import p_prime, xmr

        pairs = [point for point in self.points if point is not None]
        if self.metric is not None and all(part <= (whole or 0) for part, whole in pairs):
            return p_prime([int(part) for part, _ in pairs], [int(whole or 0) for _, whole in pairs], labels)
        return xmr([float(part / (whole or 1)) for part, whole in pairs], labels)


def count_series(data: ReportData, count: str, label: str) -> Series:
    """Return a count over all units, by period."""
    return Series(count, label, None, [_count(period, count) for period in _periods(data).values()])


def rate_series(data: ReportData, metric: Metric) -> Series:
    """Return a rate of all units together, by period."""
    return Series(metric.key, metric.zh, metric, [_rate(period, metric) for period in _periods(data).values()])


def signal_blocks(data: ReportData, key: str, series: Sequence[Series]) -> list[Block]:
    """Say which numbers are signals and which are not; nothing where too few earlier periods are known."""
    known = [one for one in series if one.known]
    if len(data.history) < EARLIER or not known:
        return []
    labels = [*_periods(data)]
    said, usual = list[Markup](), list[str]()
    for one in known:
        chart = one.chart(labels)
        last = chart.frame.iloc[-1]
        if last["signal"]:
            words = WORDS[str(last["signal"]), int(last["direction"])]
            said.append(Markup("{}{}{}").format(one.label, words, _limits(data, key, one, chart)))
        else:
            usual.append(one.label)
    parts = [Markup("{}，属异常波动，应查明原因").format(Markup("；").join(said))] if said else []
    parts += [Markup("{}属正常波动").format("、".join(usual))] if usual else []
    number = data.writer(key).whole(
        "signals.periods", "控制图的以往期数", len(data.history), source=METHOD, unit=_unit(data.period)
    )
    lead = sentence("与此前{number}相比，按控制图判断：{parts}。", number=number, parts=Markup("；").join(parts))
    return [lead, Note(Markup("{}").format(_note(len(labels))))]


def signal_notes(data: ReportData, series: Sequence[Series]) -> list[str]:
    """Tell the analyst what was not judged, and why."""
    if len(data.history) < EARLIER:
        found = len(data.history)
        return [f"signals: {found} earlier periods are known and {EARLIER} are needed; nothing is said of signals"]
    labels = [*_periods(data)]
    return [
        f"signals: {one.name} is not known in {labels[one.points.index(None)]}; nothing is said of it"
        for one in series
        if not one.known
    ]


def _periods(data: ReportData) -> Mapping[str, Totals]:
    return {**data.history, data.period: data.now.whole}


def _count(period: Totals, count: str) -> tuple[Fraction, None] | None:
    value = period.counts.get(count)
    return None if value is None else (value, None)


def _rate(period: Totals, metric: Metric) -> tuple[Fraction, Fraction] | None:
    rate = period.rate(metric)
    if rate.numerator is None or not rate.denominator:
        return None
    return rate.numerator, rate.denominator


def _limits(data: ReportData, key: str, one: Series, chart: ControlChart) -> Markup:
    """Print the limits of the period; those of a rate in per cent."""
    last, low, high = chart.frame.iloc[-1], *(_limit(data, key, one, chart, end) for end in ("lower", "upper"))
    assert last["lower"] <= last["upper"]
    return Markup("（控制限{}～{}）").format(low, high)


def _limit(data: ReportData, key: str, one: Series, chart: ControlChart, end: str) -> Fact:
    value = float(chart.frame.iloc[-1][end])
    label = f"{one.label}控制{'上' if end == 'upper' else '下'}限"
    writer, name = data.writer(key), f"signals.{one.name}.{end}"
    if one.metric is None:
        return writer.estimate(name, label, max(value, 0.0), source=METHOD, decimals=0, unit="件")
    return writer.estimate(name, label, 100 * value, source=METHOD, decimals=one.metric.decimals, unit="%")


def _unit(period: str) -> str:
    part = period.partition("-")[2]
    return "年" if not part else UNITS.get(part[0], "个月")


def _note(points: int) -> str:
    text = (
        "率用p′图、件数用XmR图，逐期判断：超出控制限，连续七期在均值同一侧，连续七期上升或下降，"
        "三期中两期接近同一控制限，均为异常波动；其余为正常波动，环比、同比增减不宜作为评价依据"
    )
    return text + (f"。不足{numeral(FEW)}期，控制限为暂定。" if points < FEW else "。")
