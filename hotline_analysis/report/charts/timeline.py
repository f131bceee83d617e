"""Timeline: a count as bars over periods, and below it a rate as a line."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from hotline_analysis.report.blocks import Chart
from hotline_analysis.report.charts.numbers import numbers_table
from hotline_analysis.report.charts.style import GREY, PALETTE, RED, WIDTH, look, picture, plain_axes
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.tables import Column

MOST_LABELS = 7


def timeline_chart(
    periods: Sequence[str],
    numbers: Sequence[Fact],
    rates: Sequence[Fact],
    *,
    caption: str,
    label: str,
    rate_label: str,
    head: str,
) -> Chart:
    """Draw a course; the last period, which is the report's, in the stronger colour.

    Parameters
    ----------
    periods : sequence of str
        From the earliest to the last.
    numbers : sequence of Fact
        The count of every period.
    rates : sequence of Fact
        The rate of every period, None where it has no denominator; nothing for a chart of the count alone.
    caption, label, rate_label : str
    head : str
        What heads the periods in the table of numbers.
    """
    language = numbers[-1].language
    with look():
        figure = Figure(figsize=(WIDTH, 3.3 if rates else 2.1), layout="constrained")
        grid = figure.subplots(2 if rates else 1, 1, sharex=True, squeeze=False)
        upper: Axes = grid[0][0]
        colours = [PALETTE[1]] * (len(periods) - 1) + [PALETTE[0]]
        upper.bar(range(len(periods)), [float(one.value or 0) for one in numbers], color=colours, width=0.7)
        upper.set(ylabel=language.header(label))
        plain_axes(upper, grid="y")
        if rates:
            lower: Axes = grid[1][0]
            known = [(i, float(one.value)) for i, one in enumerate(rates) if one.value is not None]
            lower.plot(*zip(*known, strict=True), color=PALETTE[0], linewidth=1.2, marker="o", markersize=4)
            lower.plot(*known[-1], color=RED, marker="o", markersize=5)
            lower.set(ylabel=language.header(rate_label, "%"))
            plain_axes(lower, grid="y")
        step = -(-len(periods) // MOST_LABELS)
        shown = [*range(len(periods) - 1, -1, -step)][::-1]  # the last period always has its label
        grid[-1][0].set_xticks(shown, labels=[periods[i] for i in shown])
        for axes in grid[:, 0]:
            axes.tick_params(axis="y", labelcolor=GREY)
        source = picture(figure)
    columns = [Column(language.header(label), numbers)]
    columns += [Column(language.header(rate_label, "%"), rates)] if rates else []
    high, low = (pick(range(len(numbers)), key=lambda i: numbers[i].value or 0) for pick in (max, min))
    ends = {"high": numbers[high], "high_at": periods[high], "low": numbers[low], "low_at": periods[low]}
    alt = language.text("timeline.alt", caption=caption, n=len(periods), label=label, **ends)
    table = numbers_table(head, periods, columns, caption=caption, language=language)
    return Chart(source, caption, alt, table)
