"""Category shares: one bar a category, sorted, with its count and share."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat

import seaborn as sns

from hotline_analysis.report.blocks import Chart
from hotline_analysis.report.charts.style import PALETTE, canvas, look, picture, plain_axes, short
from hotline_analysis.report.facts import Fact


def shares_chart(
    names: Sequence[str], numbers: Sequence[Fact], shares: Sequence[Fact] | None, *, caption: str
) -> Chart:
    """Draw horizontal bars of counts; each is labelled with its count and, where there is a whole, its share."""
    values = [float(number.value or 0) for number in numbers]
    labels = [
        number.text + (f"（{share}）" if share is not None else "")
        for number, share in zip(numbers, shares or repeat(None), strict=False)
    ]
    with look():
        figure, axes = canvas(0.35 + 0.3 * len(names))
        sns.barplot(x=values, y=list(range(len(names))), orient="h", ax=axes, color=PALETTE[0], width=0.68)
        axes.set_yticks(range(len(names)), labels=[short(name) for name in names])
        for row, (value, label) in enumerate(zip(values, labels, strict=True)):
            axes.annotate(label, (value, row), xytext=(3, 0), textcoords="offset points", va="center", fontsize=8)
        axes.set_xlim(0, max(values) * 1.22 if max(values) else 1)
        axes.set(xlabel="件", ylabel="")
        plain_axes(axes)
        source = picture(figure)
    alt = f"{caption}。" + "，".join(f"{name}{label}" for name, label in zip(names, labels, strict=True)) + "。"
    return Chart(source, caption, alt)
