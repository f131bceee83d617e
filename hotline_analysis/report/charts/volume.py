"""Volume against rate: every unit a point, small units marked, the rate of the whole as a line."""

from __future__ import annotations

from collections.abc import Sequence

import seaborn as sns

from hotline_analysis.report.blocks import Chart
from hotline_analysis.report.charts.points import log_axis, name_points
from hotline_analysis.report.charts.style import GREY, PALETTE, RED, canvas, extreme, look, picture, plain_axes
from hotline_analysis.report.facts import Fact


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
        log_axis(axes, x)
        told = _told(x, y, float(whole.value or 0), small)
        axes.set(xlabel=f"{volume_label}（件，对数刻度）", ylabel=f"{rate_label}（%）")
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, borderaxespad=0, fontsize=8)
        plain_axes(axes, grid="y")
        name_points(axes, [(x[i], y[i]) for i in told], [units[i] for i in told], [*zip(x, y, strict=True)])
        source = picture(figure)
    hollow = sum(value < small for value in x)
    alt = (
        f"{caption}。共{len(units)}个单位，其中{hollow}个不足{small}件；总体{rate_label}{whole}；"
        + "；".join(extreme(units, rates, y, end, word) for end, word in ((max(y), "最高"), (min(y), "最低")))
        + "。"
    )
    return Chart(source, caption, alt)


def _told(x: Sequence[float], y: Sequence[float], whole: float, small: int) -> list[int]:
    """Choose the points that carry a name: those farthest from the whole that are not small, and the largest."""
    largest = sorted(range(len(x)), key=lambda i: -x[i])[:3]
    far = sorted((i for i in range(len(x)) if x[i] >= small), key=lambda i: -abs(y[i] - whole))[:4]
    return [*dict.fromkeys([*far, *largest])]
