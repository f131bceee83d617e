"""Unit ranking: one bar a unit, the mean of the group as a line."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

import seaborn as sns

from hotline_analysis.report.blocks import Chart
from hotline_analysis.report.charts.numbers import numbers_table
from hotline_analysis.report.charts.style import PALETTE, PAPER, RED, canvas, extreme, look, picture, plain_axes, short
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.tables import Column


def ranking_chart(units: Sequence[str], totals: Sequence[Fact], mean: Fact, *, caption: str, mean_label: str) -> Chart:
    """Draw units from the first place to the last.

    Parameters
    ----------
    units : sequence of str
    totals : sequence of Fact
        One a unit, in the same order; the axis begins near the lowest, which its label says.
    mean : Fact

    Examples
    --------
    >>> from fractions import Fraction
    >>> totals = [Fact(unit, "总分", Fraction(n), str(n), "分", 0, "附表") for unit, n in (("甲", 98), ("乙", 90))]
    >>> mean = Fact("m", "平均", Fraction(94), "94", "分", 0, "附表")
    >>> ranking_chart(["甲", "乙"], totals, mean, caption="综合得分", mean_label="平均").alt
    '综合得分。共2个单位，平均94分；甲最高，98分；乙最低，90分。'
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
        axes.set(xlabel=mean.language.text("chart.score_from" if start else "chart.score", start=start), ylabel="")
        plain_axes(axes)
        source = picture(figure)
    # a veto may put a unit last whose total is not the lowest
    alt = mean.language.text(
        "chart.ranking",
        caption=caption,
        n=len(units),
        label=mean_label,
        mean=mean,
        highest=extreme(units, totals, values, "highest"),
        lowest=extreme(units, totals, values, "lowest"),
    )
    language, names = mean.language, [*units, mean_label]
    columns = [Column(language.header(language.label("得分"), "分"), [*totals, mean])]
    table = numbers_table(language.label("单位"), names, columns, caption=caption, whole=True, language=language)
    return Chart(source, caption, alt, table)
