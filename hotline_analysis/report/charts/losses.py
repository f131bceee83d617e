"""Item losses by unit: where did the points go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import seaborn as sns

from hotline_analysis.report.blocks import Chart
from hotline_analysis.report.charts.numbers import numbers_table
from hotline_analysis.report.charts.style import PALETTE, canvas, look, picture, plain_axes, short
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.tables import Column


def losses_chart(
    units: Sequence[str], losses: Mapping[str, Sequence[Fact]], totals: Sequence[Fact], *, caption: str
) -> Chart:
    """Draw stacked bars: one a unit, one colour an item.

    Parameters
    ----------
    units : sequence of str
        The unit that lost most first.
    losses : mapping of item name to facts
        Points lost, one a unit.
    totals : sequence of Fact
        Points lost by each unit over all items.

    Examples
    --------
    >>> from fractions import Fraction
    >>> lost = [Fact(unit, "失分", Fraction(n), str(n), "分", 0, "附表") for unit, n in (("甲", 2), ("乙", 1))]
    >>> chart = losses_chart(["甲", "乙"], {"按时办结": lost}, lost, caption="失分情况")
    >>> chart.alt
    '失分情况。甲失2分，乙失1分；这些单位在按时办结上失分最多。'
    """
    language = totals[0].language
    with look():
        figure, axes = canvas(0.75 + 0.21 * len(units))
        left = [0.0] * len(units)
        for color, (item, lost) in zip(_colors(len(losses)), losses.items(), strict=True):
            points = [float(one.value or 0) for one in lost]
            axes.barh(range(len(units)), points, left=left, color=color, label=short(item), height=0.68)
            left = [a + b for a, b in zip(left, points, strict=True)]
        for row, (end, total) in enumerate(zip(left, totals, strict=True)):
            axes.annotate(total.text, (end, row), xytext=(3, 0), textcoords="offset points", va="center", fontsize=8)
        axes.set_yticks(range(len(units)), labels=[short(unit) for unit in units])
        axes.invert_yaxis()
        axes.set_xlim(0, max(left) * 1.1 if max(left) else 1)
        axes.set(xlabel=language.header(language.label("失分"), "分"), ylabel="")
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, borderaxespad=0, fontsize=8)
        plain_axes(axes)
        source = picture(figure)
    worst = max(losses, key=lambda item: sum(one.value or Fraction(0) for one in losses[item]))
    parts = [language.text("chart.lost", unit=unit, lost=total) for unit, total in zip(units, totals, strict=True)]
    said = language.clauses(parts).unescape()
    alt = language.text("chart.losses", caption=caption, lost=said, worst=worst)
    columns = [Column(language.header(item), found) for item, found in losses.items()]
    columns.append(Column(language.header(language.label("合计"), "分"), totals))
    table = numbers_table(language.label("单位"), units, columns, caption=caption, language=language)
    return Chart(source, caption, alt, table)


def _colors(count: int) -> list[str]:
    """Return a colour of its own for every item."""
    return list(PALETTE[:count]) if count <= len(PALETTE) else sns.color_palette("husl", count).as_hex()
