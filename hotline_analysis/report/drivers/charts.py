"""Charts: units after adjustment, calibration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hotline_analysis.report.blocks import Chart, Table
from hotline_analysis.report.charts.style import GREY, LIGHT, PALETTE, RED, canvas, look, picture, plain_axes, short

BLUE = PALETTE[0]
# label of a unit -> colour, mark, words; marks differ so that a copy in black and white can be read
SIDES = {"higher": (BLUE, "^", "高于预期"), "lower": (RED, "v", "低于预期"), "as expected": (GREY, "o", "与预期相符")}


@dataclass(frozen=True)
class UnitPoint:
    """A unit after adjustment: difference and interval in percentage points, and how it is judged."""

    name: str
    difference: float
    low: float
    high: float
    label: str


def units_chart(units: Sequence[UnitPoint], *, caption: str, rate: str, alt: str, numbers: Table) -> Chart:
    """Draw units by their difference from what is expected of their tickets, each with its interval by chance."""
    with look():
        figure, axes = canvas(0.75 + 0.17 * len(units))
        for place, unit in enumerate(units):
            color, mark, _ = SIDES[unit.label.removeprefix("much ")]
            axes.plot([unit.low, unit.high], [place, place], color=color if color != GREY else LIGHT, linewidth=1.2)
            axes.plot([unit.difference], [place], marker=mark, markersize=4.5, color=color)
        axes.axvline(0, color=GREY, linewidth=0.9)
        axes.set_yticks(range(len(units)), labels=[short(unit.name) for unit in units])
        axes.tick_params(axis="y", labelsize=7.5)
        axes.set_ylim(len(units) - 0.4, -0.6)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:+g}" if value else "0")
        axes.set(xlabel=f"实际{rate}减预期{rate}（百分点）", ylabel="")
        for color, mark, label in SIDES.values():
            axes.plot([], [], marker=mark, markersize=4.5, color=color, label=label, linestyle="none")
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, borderaxespad=0, fontsize=8)
        plain_axes(axes)
        source = picture(figure)
    return Chart(source, caption, alt, numbers)


def calibration_chart(table: Any, *, caption: str, rate: str, alt: str, numbers: Table) -> Chart:
    """Draw observed against predicted rates, with Wilson intervals and the line on which both are the same.

    Parameters
    ----------
    table : DataFrame
        ``predicted``, ``observed``, ``low``, ``high``: 0 to 1.
    caption, rate, alt : str
    numbers : Table
        What the chart shows.
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
    return Chart(source, caption, alt, numbers)
