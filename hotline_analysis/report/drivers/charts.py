"""Charts: effects with the importance of their factors beside them, units after adjustment, calibration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from hotline_analysis.report.blocks import Chart
from hotline_analysis.report.charts.style import (
    GREY,
    LIGHT,
    PALETTE,
    RED,
    WIDTH,
    canvas,
    look,
    picture,
    plain_axes,
    short,
)
from hotline_analysis.report.facts import Fact

BLUE = PALETTE[0]
ROW = 0.205  # inches


@dataclass(frozen=True)
class ForestRow:
    """One line of a forest plot: a heading, or an effect.

    Attributes
    ----------
    label : str
    effect, low, high : float or None
        Percentage points; None for a heading.
    claimed : bool
    share : Fact or None
        Of what the model explains, on the first line of a factor.
    """

    label: str
    effect: float | None = None
    low: float | None = None
    high: float | None = None
    claimed: bool = False
    share: Fact | None = None


def forest_chart(rows: Sequence[ForestRow], *, caption: str, rate: str, alt: str) -> Chart:
    """Draw effects in percentage points with intervals, and beside them how much each factor explains."""
    with look():
        figure = Figure(figsize=(WIDTH, 0.95 + ROW * len(rows)), layout="constrained")
        left, right = figure.subplots(1, 2, sharey=True, width_ratios=(3.2, 1))
        _effects(left, rows, rate)
        _shares(right, rows)
        left.set_ylim(len(rows) - 0.4, -0.6)
        source = picture(figure)
    return Chart(source, caption, alt)


def _effects(axes: Axes, rows: Sequence[ForestRow], rate: str) -> None:
    for place, row in enumerate(rows):
        if row.effect is None or row.low is None or row.high is None:
            continue
        color = GREY if not row.claimed else BLUE if row.effect > 0 else RED
        axes.plot([row.low, row.high], [place, place], color=color, linewidth=1.6 if row.claimed else 1.1)
        face = color if row.claimed else "white"
        axes.plot([row.effect], [place], marker="o", markersize=5, color=color, markerfacecolor=face)
    axes.axvline(0, color=GREY, linewidth=0.9)
    axes.set_yticks(range(len(rows)), labels=[row.label if row.effect is None else short(row.label) for row in rows])
    for tick, row in zip(axes.get_yticklabels(), rows, strict=True):
        tick.set_fontsize(8)
        if row.effect is None:
            tick.set_color(GREY)
    axes.set(xlabel=f"{rate}平均变化（百分点）", ylabel="")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:+g}" if value else "0")
    for color, face, label in ((BLUE, BLUE, "可靠，提高"), (RED, RED, "可靠，降低"), (GREY, "white", "不能断定")):
        axes.plot([], [], marker="o", markersize=5, color=color, markerfacecolor=face, label=label)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, borderaxespad=0, fontsize=8)
    plain_axes(axes)


def _shares(axes: Axes, rows: Sequence[ForestRow]) -> None:
    shown = [(place, row.share) for place, row in enumerate(rows) if row.share is not None]
    values = [float(share.value or 0) for _, share in shown]
    axes.barh([place for place, _ in shown], values, color=PALETTE[1], height=0.62)
    for (place, share), value in zip(shown, values, strict=True):
        axes.annotate(share.text, (value, place), xytext=(3, 0), textcoords="offset points", va="center", fontsize=8)
    axes.set_xlim(0, max([*values, 1.0]) * 1.35)
    axes.set(xlabel="相对重要性（%）", ylabel="")
    plain_axes(axes)
    axes.tick_params(labelleft=False)


@dataclass(frozen=True)
class UnitPoint:
    """A unit after adjustment: difference and interval in percentage points, and how it is judged."""

    name: str
    difference: float
    low: float
    high: float
    label: str


def units_chart(units: Sequence[UnitPoint], *, caption: str, rate: str, alt: str) -> Chart:
    """Draw units by their difference from what is expected of their tickets, each with its interval by chance."""
    with look():
        figure, axes = canvas(0.75 + 0.17 * len(units))
        for place, unit in enumerate(units):
            color = BLUE if "higher" in unit.label else RED if "lower" in unit.label else GREY
            axes.plot([unit.low, unit.high], [place, place], color=color if color != GREY else LIGHT, linewidth=1.2)
            axes.plot([unit.difference], [place], marker="o", markersize=4, color=color)
        axes.axvline(0, color=GREY, linewidth=0.9)
        axes.set_yticks(range(len(units)), labels=[short(unit.name) for unit in units])
        axes.tick_params(axis="y", labelsize=7.5)
        axes.set_ylim(len(units) - 0.4, -0.6)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:+g}" if value else "0")
        axes.set(xlabel=f"实际{rate}减预期{rate}（百分点）", ylabel="")
        for color, label in ((BLUE, "高于预期"), (RED, "低于预期"), (GREY, "与预期相符")):
            axes.plot([], [], marker="o", markersize=4, color=color, label=label, linestyle="none")
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, borderaxespad=0, fontsize=8)
        plain_axes(axes)
        source = picture(figure)
    return Chart(source, caption, alt)


def calibration_chart(table: Any, *, caption: str, rate: str, alt: str) -> Chart:
    """Draw observed against predicted rates, with Wilson intervals and the line on which both are the same.

    Parameters
    ----------
    table : DataFrame
        ``predicted``, ``observed``, ``low``, ``high``: 0 to 1.
    """
    with look():
        figure, axes = canvas(2.9)
        x, y = 100 * table["predicted"], 100 * table["observed"]
        axes.errorbar(
            x,
            y,
            yerr=[y - 100 * table["low"], 100 * table["high"] - y],
            fmt="o",
            color=BLUE,
            markersize=4,
            linewidth=1.1,
        )
        ends = [float(min(x.min(), 100 * table["low"].min())), float(max(x.max(), 100 * table["high"].max()))]
        axes.plot(ends, ends, color=RED, linestyle="--", linewidth=1, label="两者相等")
        axes.set(xlabel=f"模型预测{rate}（%）", ylabel=f"实际{rate}（%）")
        axes.legend(loc="upper left", frameon=False, fontsize=8)
        plain_axes(axes, grid="y")
        source = picture(figure)
    return Chart(source, caption, alt)
