"""Category shares: one bar a category, sorted, with its count and share."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat

import seaborn as sns

from hotline_analysis.report.blocks import Chart
from hotline_analysis.report.charts.numbers import numbers_table
from hotline_analysis.report.charts.style import PALETTE, canvas, look, picture, plain_axes, short
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.tables import Column


def shares_chart(
    names: Sequence[str], numbers: Sequence[Fact], shares: Sequence[Fact] | None, *, caption: str
) -> Chart:
    """Draw horizontal bars of counts; each is labelled with its count and, where there is a whole, its share.

    Examples
    --------
    >>> from fractions import Fraction
    >>> numbers = [Fact(name, name, Fraction(n), str(n), "件", 0, "附表") for name, n in (("噪音", 20), ("供暖", 5))]
    >>> shares_chart(["噪音", "供暖"], numbers, None, caption="热点事项").alt
    '热点事项。噪音20，供暖5。'
    """
    values, language = [float(number.value or 0) for number in numbers], numbers[0].language
    labels = [
        language.text("chart.share", number=number.text, share=share) if share is not None else number.text
        for number, share in zip(numbers, shares or repeat(None), strict=False)
    ]
    with look():
        figure, axes = canvas(0.35 + 0.3 * len(names))
        sns.barplot(x=values, y=list(range(len(names))), orient="h", ax=axes, color=PALETTE[0], width=0.68)
        axes.set_yticks(range(len(names)), labels=[short(name) for name in names])
        for row, (value, label) in enumerate(zip(values, labels, strict=True)):
            axes.annotate(label, (value, row), xytext=(3, 0), textcoords="offset points", va="center", fontsize=8)
        axes.set_xlim(0, max(values) * 1.22 if max(values) else 1)
        axes.set(xlabel=language.label("件"), ylabel="")
        if not language.official:
            axes.xaxis.set_major_formatter(lambda value, _: language.number(f"{value:g}"))
        plain_axes(axes)
        source = picture(figure)
    parts = [language.text("chart.part", name=name, value=label) for name, label in zip(names, labels, strict=True)]
    alt = language.text("chart.parts", caption=caption, parts=language.clauses(parts).unescape())
    columns = [Column(language.header(language.label("件数"), "件"), numbers)]
    if shares is not None:
        columns.append(Column(language.header(language.label("占比"), "%"), shares))
    table = numbers_table(language.label("类别"), names, columns, caption=caption, language=language)
    return Chart(source, caption, alt, table)
