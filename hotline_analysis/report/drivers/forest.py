"""The forest plot: effects in percentage points, with the importance of their factors beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from hotline_analysis.report.blocks import Chart, Table
from hotline_analysis.report.charts.style import GREY, LIGHT, PALETTE, RED, WIDTH, look, picture, plain_axes, short
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.tables import Cell

BLUE = PALETTE[0]
ROW = 0.205  # inches
WIDE = 3.0  # an interval this many times as wide as the usual one does not set the scale


@dataclass(frozen=True)
class ForestRow:
    """One line of a forest plot: a heading, an effect, or one that cannot be told.

    Attributes
    ----------
    label : str
    effect, low, high : float or None
        Percentage points; None for a heading, and where there are too few answers.
    claimed : bool
        For a heading, whether any of its levels is.
    share : Fact or None
        Of what the model explains, on the first line of a factor.
    untold : bool
        Whether there are too few answers to tell.
    figures : tuple of three cells
        Effect, lower and upper end as the tables print them.
    """

    label: str
    effect: float | None = None
    low: float | None = None
    high: float | None = None
    claimed: bool = False
    share: Fact | None = None
    untold: bool = False
    figures: tuple[Cell, Cell, Cell] = ("", "", "")

    @property
    def drawn(self) -> tuple[float, float, float] | None:
        """Estimate and interval, if they are to be drawn."""
        if self.untold or self.effect is None or self.low is None or self.high is None:
            return None
        return self.effect, self.low, self.high


def scale(rows: Sequence[ForestRow]) -> tuple[float, float]:
    """Return the ends of the axis: all estimates and all intervals that are not unusually wide.

    Examples
    --------
    >>> narrow, wide = ForestRow("a", 1.0, -1.0, 3.0), ForestRow("b", 2.0, -60.0, 64.0)
    >>> low, high = scale([narrow, narrow, narrow, wide])
    >>> low > -10 and high < 10
    True
    """
    drawn = [(row.drawn, row.claimed) for row in rows if row.drawn]
    if not drawn:
        return -1.0, 1.0
    ends = [max(abs(low), abs(high)) for (_, low, high), _ in drawn]
    sure = [max(abs(low), abs(high)) for (_, low, high), claimed in drawn if claimed]
    most = max([1.15 * max(abs(effect) for (effect, _, _), _ in drawn), WIDE * median(ends), *sure])
    low = max(-most, min(low for (_, low, _), _ in drawn))
    high = min(most, max(high for (_, _, high), _ in drawn))
    edge = 0.04 * (max(high, 0) - min(low, 0)) or 0.1
    return min(low, 0) - edge, max(high, 0) + edge


def forest_chart(
    rows: Sequence[ForestRow],
    *,
    caption: str,
    rate: str,
    alt: str,
    numbers: Table,
    limits: tuple[float, float] | None = None,
) -> Chart:
    """Draw effects in percentage points with intervals, and beside them how much each factor explains.

    Parameters
    ----------
    rows : sequence of ForestRow
    caption, rate, alt : str
    numbers : Table
        What the chart shows.
    limits : tuple of float, optional
        Ends of the axis, where several charts are to have the same.
    """
    ends = limits or scale(rows)
    with look():
        figure = Figure(figsize=(WIDTH, 0.95 + ROW * len(rows)), layout="constrained")
        left, right = figure.subplots(1, 2, sharey=True, width_ratios=(3.2, 1))
        _effects(left, rows, rate, ends)
        _shares(right, rows)
        left.set_ylim(len(rows) - 0.4, -0.6)
        figure.legend(
            handles=left.get_legend_handles_labels()[0], loc="outside upper center", ncols=4, frameon=False, fontsize=8
        )
        source = picture(figure)
    return Chart(source, caption, alt, numbers)


def _effects(axes: Axes, rows: Sequence[ForestRow], rate: str, ends: tuple[float, float]) -> None:
    axes.set_xlim(*ends)
    cut = [_effect(axes, place, row, ends) for place, row in enumerate(rows)]
    axes.axvline(0, color=GREY, linewidth=0.9)
    axes.set_yticks(range(len(rows)), labels=[row.label if row.effect is None else short(row.label) for row in rows])
    for tick, row in zip(axes.get_yticklabels(), rows, strict=True):
        tick.set_fontsize(8)
        if row.drawn is None:
            tick.set_color(GREY)
    axes.set(xlabel=f"{rate}平均变化（百分点）", ylabel="")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:+g}" if value else "0")
    for color, face, label in ((BLUE, BLUE, "可靠，提高"), (RED, RED, "可靠，降低"), (GREY, "white", "不能断定")):
        axes.plot([], [], marker="o", markersize=5, color=color, markerfacecolor=face, label=label)
    if any(cut):
        axes.plot([], [], marker=">", markersize=4, color=GREY, linestyle="none", label="区间超出图幅")
    plain_axes(axes)


def _effect(axes: Axes, place: int, row: ForestRow, ends: tuple[float, float]) -> bool:
    """Draw a line of the plot; return whether its interval leaves the plot."""
    if row.untold:
        axes.annotate(
            "评价太少，无法估计", (0, place), xytext=(4, 0), textcoords="offset points", va="center", fontsize=7.5,
            color=GREY,
        )  # fmt: skip
    if row.drawn is None:
        return False
    effect, low, high = row.drawn
    color = GREY if not row.claimed else BLUE if effect > 0 else RED
    inside = (max(low, ends[0]), min(high, ends[1]))
    axes.plot(inside, [place, place], color=color, linewidth=1.6 if row.claimed else 1.1)
    axes.plot(
        [effect], [place], marker="o", markersize=5, color=color, markerfacecolor=color if row.claimed else "white"
    )
    for at, mark, beyond in ((ends[0], "<", low < ends[0]), (ends[1], ">", high > ends[1])):
        if beyond:
            axes.plot([at], [place], marker=mark, markersize=4, color=color, clip_on=False)
    return inside != (low, high)


def _shares(axes: Axes, rows: Sequence[ForestRow]) -> None:
    shown = [(place, row.share, row.claimed) for place, row in enumerate(rows) if row.share is not None]
    values = [float(share.value or 0) for _, share, _ in shown]
    # what explains nothing for certain stays grey: its share must not be quoted
    colors = [PALETTE[1] if claimed else LIGHT for *_, claimed in shown]
    axes.barh([place for place, *_ in shown], values, color=colors, height=0.62)
    for (place, share, _), value in zip(shown, values, strict=True):
        axes.annotate(share.text, (value, place), xytext=(3, 0), textcoords="offset points", va="center", fontsize=8)
    axes.set_xlim(0, max([*values, 1.0]) * 1.35)
    axes.set(xlabel="相对重要性（%）", ylabel="")
    plain_axes(axes)
    axes.tick_params(labelleft=False)
