"""Intervals of rates beside the rates, in annexes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from hotline_analysis.metrics import Rate
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.language import msgid

HEADER = msgid("95%区间")
METHOD = msgid("威尔逊（Wilson）法")
ENDS = (msgid("{rate}95%区间下限"), msgid("{rate}95%区间上限"))


def has_intervals(data: ReportData, column: str) -> bool:
    """Tell whether a column is a rate of cases: of known numbers, of which one is a part of the other."""
    if column not in data.scores.context.metrics:
        return False
    pairs = [(r.numerator, r.denominator) for r in _counted(data, column) if r.numerator is not None and r.denominator]
    return bool(pairs) and all(0 <= part <= whole for part, whole in pairs if part is not None and whole is not None)


def unit_interval(data: ReportData, key: str, column: str, row: int, rate: object) -> str:
    """Print the interval of a unit's rate, by its counts; nothing where the rate that is printed is another one.

    Parameters
    ----------
    row : int
        The unit's place among the scored units.
    rate : object
        What stands in the cell.
    """
    if isinstance(rate, Fact) and rate.numerator is None and not _differs(data, column, row):
        counts = _counted(data, column)[row]
        rate = replace(rate, numerator=counts.numerator, denominator=counts.denominator)
    return interval_cell(data, key, rate)


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
        writer.estimate(
            f"{name}.{end}", data.label(label, rate=rate.label), 100 * float(value[0]), source=data.label(METHOD)
        )
        for end, label, value in zip(("low", "high"), ENDS, bounds, strict=True)
    )
    return Markup('<span class="unbroken">{}–</span>{}').format(low, high)


def _counted(data: ReportData, column: str) -> list[Rate]:
    """Return every unit's rate by its counts, also where the scheme takes the rates that were given."""
    context = data.scores.context
    metric, scored = context.metrics[column], context.full_rates(column)
    rows = context.table.rows()
    return [metric.rate(row) if rate.given else rate for rate, row in zip(scored, rows, strict=True)]


def _differs(data: ReportData, column: str, row: int) -> bool:
    """Tell whether a unit's given rate is not the one that its counts make."""
    given, counted = (rates[row].value for rates in (data.scores.context.full_rates(column), _counted(data, column)))
    metric = data.scores.context.metrics[column]
    return given is not None and counted is not None and metric.round(given) != metric.round(counted)


def _some_differ(data: ReportData, column: str) -> bool:
    return any(_differs(data, column, row) for row in range(len(data.scores.units)))


def interval_notes(data: ReportData, key: str, columns: Sequence[str], labels: Sequence[str]) -> list[Markup]:
    """Say what the intervals are, and which rates have none."""
    rates = [(c, label) for c, label in zip(columns, labels, strict=True) if c in data.scores.context.metrics]
    shown = {column: label.removesuffix(data.language.header("", "%")) for column, label in rates}
    without = [label for column, label in shown.items() if not has_intervals(data, column)]
    level = data.writer(key).whole(
        "interval.level", data.label("区间的置信水平"), 95, source=data.label("统计方法"), unit="%"
    )
    said = [data.say("interval.method", level=level)]
    differing = [label for c, label in shown.items() if has_intervals(data, c) and _some_differ(data, c)]
    if differing:
        said.append(data.say("interval.differing", rates=data.language.listed(differing)))
    if without:
        said.append(data.say("interval.without", rates=data.language.listed(without)))
    return [data.say("interval.note", parts=data.language.points(said))]
