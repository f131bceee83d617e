"""Control-chart signals: whether a number of the period is out of its usual up and down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from markupsafe import Markup

from hotline_analysis.metrics import Metric
from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import ReportData, Totals
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.language import msgid, msgid_unit

if TYPE_CHECKING:
    from hotline_analysis.statistics.fair import ControlChart

EARLIER = 7  # a run has seven points; with fewer earlier ones none could be told from the period itself
FEW = 12  # limits from fewer points are provisional
METHOD = msgid("控制图（NHS规则）")
WORDS = {
    ("outside", 1): "above_limit",
    ("outside", -1): "below_limit",
    ("trend", 1): "rising",
    ("trend", -1): "falling",
    ("two_of_three", 1): "near_upper",
    ("two_of_three", -1): "near_lower",
    ("one_side", 1): "above_mean",
    ("one_side", -1): "below_mean",
}
MONTHS, YEARS = msgid_unit("个月"), msgid_unit("年")
UNITS = {"Q": msgid_unit("个季度"), "H": msgid_unit("个半年")}
LIMITS = {"upper": msgid("{name}控制上限"), "lower": msgid("{name}控制下限")}


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
    return Series(
        metric.key, data.metric_name(metric), metric, [_rate(period, metric) for period in _periods(data).values()]
    )


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
            words = data.say(f"signals.{WORDS[str(last['signal']), int(last['direction'])]}")
            limits = _limits(data, key, one, chart)
            said.append(data.say("signals.signal", name=one.label, words=words, limits=limits))
        else:
            usual.append(one.label)
    parts = [data.say("signals.unusual", parts=data.language.points(said))] if said else []
    parts += [data.say("signals.usual", names=data.language.listed(usual), n=len(usual))] if usual else []
    label, unit = data.label("控制图的以往期数"), _unit(data.period)
    number = data.writer(key).whole("signals.periods", label, len(data.history), source=data.label(METHOD), unit=unit)
    lead = data.sentence("signals.lead", number=number, parts=data.language.points(parts))
    return [lead, data.note("signals.note_few" if len(labels) < FEW else "signals.note", few=FEW)]


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
    return data.say("signals.limits", low=low, high=high)


def _limit(data: ReportData, key: str, one: Series, chart: ControlChart, end: str) -> Fact:
    value = float(chart.frame.iloc[-1][end])
    label, source = data.label(LIMITS[end], name=one.label), data.label(METHOD)
    writer, name = data.writer(key), f"signals.{one.name}.{end}"
    if one.metric is None:
        return writer.estimate(name, label, max(value, 0.0), source=source, decimals=0, unit="件")
    return writer.estimate(name, label, 100 * value, source=source, decimals=one.metric.decimals, unit="%")


def _unit(period: str) -> str:
    part = period.partition("-")[2]
    return YEARS if not part else UNITS.get(part[0], MONTHS)
