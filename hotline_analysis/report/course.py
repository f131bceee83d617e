"""The course of a unit or a topic over the periods, as a chart with its numbers."""

from __future__ import annotations

from collections.abc import Sequence

from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.over_time import counts_over_time


def course_chart(
    data: ReportData, key: str, by: str, name: str, count: str, rates: Sequence[str], *, most: int
) -> list[Block]:
    """Draw a count, and a rate below it, of every whole period that the tickets hold.

    Parameters
    ----------
    data : ReportData
    key : str
        The section's.
    by, name : str
        The column of tickets, and its value.
    count : str
    rates : sequence of str
        At most one.
    most : int
        How many periods.

    Returns
    -------
    list of Block
        Nothing where the data are not tickets, or hold one period only.
    """
    from hotline_analysis.report.charts.timeline import timeline_chart  # heavy libraries, for drawing only

    metrics = [data.metric(rate) for rate in rates]
    parts = [part for one in metrics for part in (*one.numerator.keys, *one.denominator.keys)]
    course = counts_over_time(data, by, name, [count, *parts], most=most)
    if len(course) < 2:
        return []
    writer, source = data.writer(key), data.language.text("source.tickets", words=data.count_label(count))
    numbers = [
        writer.count(f"course.{period}", data.label("{period}{label}", period=period, label=data.count_label(count)),
                     row.get(count), source=source)
        for period, row in course.items()
    ]  # fmt: skip
    shown = [
        writer.rate(f"course.{period}.{one.key}", one, one.rate(row), subject=name, source=source)
        for one in metrics
        for period, row in course.items()
    ]
    return [
        timeline_chart(
            [*course],
            numbers,
            shown if any(fact.value is not None for fact in shown) else [],
            caption=data.label("{unit}各期工单", unit=name),
            label=data.count_label(count),
            rate_label="".join(data.metric_name(one) for one in metrics),
            head=data.label("时期"),
        )
    ]
