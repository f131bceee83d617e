"""Item losses by unit: where did the points go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import seaborn as sns

from hotline_analysis.report.blocks import Chart
from hotline_analysis.report.charts.style import PALETTE, canvas, look, picture, plain_axes, short
from hotline_analysis.report.facts import Fact


def losses_chart(
    units: Sequence[str], losses: Mapping[str, Sequence[float]], totals: Sequence[Fact], *, caption: str
) -> Chart:
    """Draw stacked bars: one a unit, one colour an item.

    Parameters
    ----------
    units : sequence of str
        The unit that lost most first.
    losses : mapping of item name to points lost, one a unit
    totals : sequence of Fact
        Points lost by each unit over all items.
    """
    with look():
        figure, axes = canvas(0.75 + 0.21 * len(units))
        left = [0.0] * len(units)
        for color, (item, points) in zip(_colors(len(losses)), losses.items(), strict=True):
            axes.barh(range(len(units)), points, left=left, color=color, label=short(item), height=0.68)
            left = [a + b for a, b in zip(left, points, strict=True)]
        for row, (end, total) in enumerate(zip(left, totals, strict=True)):
            axes.annotate(total.text, (end, row), xytext=(3, 0), textcoords="offset points", va="center", fontsize=8)
        axes.set_yticks(range(len(units)), labels=[short(unit) for unit in units])
        axes.invert_yaxis()
        axes.set_xlim(0, max(left) * 1.1 if max(left) else 1)
        axes.set(xlabel="失分（分）", ylabel="")
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, borderaxespad=0, fontsize=8)
        plain_axes(axes)
        source = picture(figure)
    worst = max(losses, key=lambda item: sum(losses[item]))
    lost = "，".join(f"{unit}失{total}" for unit, total in zip(units, totals, strict=True))
    alt = f"{caption}。{lost}；这些单位在{worst}上失分最多。"
    return Chart(source, caption, alt)


def _colors(count: int) -> list[str]:
    """Return a colour of its own for every item."""
    return list(PALETTE[:count]) if count <= len(PALETTE) else sns.color_palette("husl", count).as_hex()
