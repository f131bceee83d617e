"""Unit ranking: one bar a unit, the mean of the group as a line."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

import seaborn as sns

from hotline_analysis.report.blocks import Chart
from hotline_analysis.report.charts.style import PALETTE, PAPER, RED, canvas, extreme, look, picture, plain_axes, short
from hotline_analysis.report.facts import Fact


def ranking_chart(units: Sequence[str], totals: Sequence[Fact], mean: Fact, *, caption: str, mean_label: str) -> Chart:
    """Draw units from the first place to the last.

    Parameters
    ----------
    units : sequence of str
    totals : sequence of Fact
        One a unit, in the same order; the axis begins near the lowest, which its label says.
    mean : Fact
    """
    values = [float(total.value or 0) for total in totals]
    low, high = min(values), max(values)
    start = floor(max(0.0, low - max((high - low) * 0.15, 0.5)))
    with look():
        figure, axes = canvas(0.55 + 0.2 * len(units))
        sns.barplot(x=values, y=list(range(len(units))), orient="h", ax=axes, color=PALETTE[0], width=0.7)
        axes.set_yticks(range(len(units)), labels=[short(unit) for unit in units])
        for row, (value, total) in enumerate(zip(values, totals, strict=True)):
            axes.annotate(
                total.text,
                (value, row),
                xytext=(3, 0),
                textcoords="offset points",
                va="center",
                fontsize=8,
                bbox=PAPER,
            )
        axes.axvline(float(mean.value or 0), color=RED, linewidth=1, linestyle="--", label=f"{mean_label} {mean}")
        axes.set_xlim(start, high + (high - start) * 0.12 + 0.01)
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), frameon=False, borderaxespad=0)
        axes.set(xlabel=f"得分（横轴起点{start:g}分）" if start else "得分", ylabel="")
        plain_axes(axes)
        source = picture(figure)
    # a veto may put a unit last whose total is not the lowest
    ends = "；".join(extreme(units, totals, values, end, word) for end, word in ((high, "最高"), (low, "最低")))
    alt = f"{caption}。共{len(units)}个单位，{mean_label}{mean}；{ends}。"
    return Chart(source, caption, alt)
