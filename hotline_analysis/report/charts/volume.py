"""Volume against rate: every unit a point, small units marked, the rate of the whole as a line."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10

import seaborn as sns

from hotline_analysis.report.blocks import Chart
from hotline_analysis.report.charts.style import (
    GREY,
    INK,
    PALETTE,
    PAPER,
    RED,
    canvas,
    extreme,
    look,
    picture,
    plain_axes,
    short,
)
from hotline_analysis.report.facts import Fact

NAME_WIDTH, NAME_HEIGHT = 0.25, 0.05  # room that a name takes, as parts of the axes


def volume_chart(
    units: Sequence[str],
    volumes: Sequence[Fact],
    rates: Sequence[Fact],
    whole: Fact,
    *,
    caption: str,
    volume_label: str,
    rate_label: str,
    small: int,
) -> Chart:
    """Draw a scatter plot on a logarithmic axis of volume.

    Parameters
    ----------
    small : int
        Units with fewer cases are drawn hollow: their rate says little.
    """
    x = [float(volume.value or 0) for volume in volumes]
    y = [float(rate.value or 0) for rate in rates]
    with look():
        figure, axes = canvas(3.1)
        for few, face, label in (
            (False, PALETTE[0], f"{volume_label}{small}件及以上"),
            (True, "white", f"不足{small}件"),
        ):
            chosen = [i for i, value in enumerate(x) if (value < small) == few]
            sns.scatterplot(
                x=[x[i] for i in chosen],
                y=[y[i] for i in chosen],
                ax=axes,
                color=face,
                edgecolor=GREY if few else PALETTE[0],
                s=26,
                label=label,
                linewidth=0.9,
            )
        if whole.value is not None:
            axes.axhline(float(whole.value), color=RED, linewidth=1, linestyle="--", label=f"总体 {whole}")
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
        for i in _named(x, y, float(whole.value or 0), small):
            right = x[i] > max(x) / 3
            axes.annotate(
                short(units[i]),
                (x[i], y[i]),
                xytext=(-4 if right else 4, 4),
                textcoords="offset points",
                ha="right" if right else "left",
                fontsize=7,
                color=INK,
                bbox=PAPER,
            )
        axes.set(xlabel=f"{volume_label}（件，对数刻度）", ylabel=f"{rate_label}（%）")
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, borderaxespad=0, fontsize=8)
        plain_axes(axes, grid="y")
        source = picture(figure)
    hollow = sum(value < small for value in x)
    alt = (
        f"{caption}。共{len(units)}个单位，其中{hollow}个不足{small}件；总体{rate_label}{whole}；"
        + "；".join(extreme(units, rates, y, end, word) for end, word in ((max(y), "最高"), (min(y), "最低")))
        + "。"
    )
    return Chart(source, caption, alt)


def _named(x: Sequence[float], y: Sequence[float], whole: float, small: int) -> list[int]:
    """Choose the points that carry a name: the largest, and those farthest from the whole that are not small.

    A name that would run into one already set is left out.
    """
    largest = sorted(range(len(x)), key=lambda i: -x[i])[:3]
    far = sorted((i for i in range(len(x)) if x[i] >= small), key=lambda i: -abs(y[i] - whole))[:4]
    across, up = log10(max(x) / min(x)) or 1.0, (max(y) - min(y)) or 1.0
    chosen: list[int] = []
    for i in dict.fromkeys([*far, *largest]):
        apart = (abs(log10(x[i] / x[j])) / across > NAME_WIDTH or abs(y[i] - y[j]) / up > NAME_HEIGHT for j in chosen)
        if all(apart):
            chosen.append(i)
    return chosen
