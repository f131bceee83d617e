"""Volume against rate: every unit a point, small units marked, the rate of the whole as a line."""

from __future__ import annotations

from collections.abc import Sequence

import seaborn as sns

from hotline_analysis.report.blocks import Chart
from hotline_analysis.report.charts.numbers import numbers_table
from hotline_analysis.report.charts.points import log_axis, name_points
from hotline_analysis.report.charts.style import GREY, PALETTE, RED, canvas, extreme, look, picture, plain_axes
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.tables import Column


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

    Examples
    --------
    >>> from fractions import Fraction
    >>> volumes = [Fact(unit, "办结数", Fraction(n), str(n), "件", 0, "附表") for unit, n in (("甲", 200), ("乙", 12))]
    >>> rates = [Fact(unit, "满意率", Fraction(n), str(n), "%", 0, "附表") for unit, n in (("甲", 96), ("乙", 75))]
    >>> given = {"volume_label": "办结数", "rate_label": "满意率", "small": 30}
    >>> volume_chart(["甲", "乙"], volumes, rates, rates[0], caption="满意率与办件量", **given).alt
    '满意率与办件量。共2个单位，其中1个不足30件；总体满意率96%；甲最高，96%；乙最低，75%。'
    """
    x = [float(volume.value or 0) for volume in volumes]
    y, language = [float(rate.value or 0) for rate in rates], whole.language
    with look():
        figure, axes = canvas(3.1)
        for few, face, label in (
            (False, PALETTE[0], language.text("chart.enough", label=volume_label, n=small)),
            (True, "white", language.text("chart.few", n=small)),
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
            axes.axhline(
                float(whole.value), color=RED, linewidth=1, linestyle="--", label=f"{language.label('总体')} {whole}"
            )
        log_axis(axes, x, language)
        told = _told(x, y, float(whole.value or 0), small)
        axes.set(
            xlabel=language.text("chart.log_axis", label=language.header(volume_label)),
            ylabel=language.header(rate_label, "%"),
        )
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, borderaxespad=0, fontsize=8)
        plain_axes(axes, grid="y")
        name_points(axes, [(x[i], y[i]) for i in told], [units[i] for i in told], [*zip(x, y, strict=True)])
        source = picture(figure)
    hollow = sum(value < small for value in x)
    alt = language.text(
        "chart.volume",
        caption=caption,
        n=len(units),
        hollow=hollow,
        small=small,
        rate=rate_label,
        whole=whole,
        highest=extreme(units, rates, y, "highest"),
        lowest=extreme(units, rates, y, "lowest"),
    )
    columns = [
        Column(language.header(volume_label, "件"), [*volumes, ""]),
        Column(language.header(rate_label, "%"), [*rates, whole]),
    ]
    names = [*units, language.label("总体")]
    table = numbers_table(language.label("单位"), names, columns, caption=caption, whole=True, language=language)
    return Chart(source, caption, alt, table)


def _told(x: Sequence[float], y: Sequence[float], whole: float, small: int) -> list[int]:
    """Choose the points that carry a name: those farthest from the whole that are not small, and the largest."""
    largest = sorted(range(len(x)), key=lambda i: -x[i])[:3]
    far = sorted((i for i in range(len(x)) if x[i] >= small), key=lambda i: -abs(y[i] - whole))[:4]
    return [*dict.fromkeys([*far, *largest])]
