"""Funnel plot: every unit's rate at its number of cases, with the limits of chance around the rate of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hotline_analysis.report.blocks import Chart, Table
from hotline_analysis.report.charts.points import log_axis, name_points
from hotline_analysis.report.charts.style import GREY, PALETTE, RED, canvas, look, picture, plain_axes
from hotline_analysis.report.facts import Fact
from hotline_analysis.statistics.fair.counts import Floats
from hotline_analysis.statistics.fair.funnel import Funnel

LINES = ("--", "-")


@dataclass(frozen=True)
class FunnelLabels:
    """What a funnel plot says beside its points."""

    caption: str
    cases: str
    rate: str
    small: int


def funnel_chart(
    funnel: Funnel,
    overall: Fact,
    differing: Mapping[str, str],
    enough: Sequence[bool],
    labels: FunnelLabels,
    numbers: Table,
) -> Chart:
    """Draw rates against numbers of cases on a logarithmic axis.

    Parameters
    ----------
    funnel : Funnel
    overall : Fact
        The rate of all units, in per cent.
    differing : mapping of unit to words
        Units that are coloured and named, and what is said of each in the alternative text.
    enough : sequence of bool
        Units with too few cases are drawn hollow.
    labels : FunnelLabels
    numbers : Table
        What the chart shows.
    """
    some = funnel.trials > 0
    x, y = funnel.trials, 100 * np.divide(funnel.successes, funnel.trials, out=np.zeros(len(some)), where=some)
    told = np.array([unit in differing for unit in funnel.names])
    full, language = np.array(enough), overall.language
    with look():
        figure, axes = canvas(3.3)
        kinds = (
            (some & ~full, "white", GREY, language.text("chart.few", n=labels.small)),
            (some & full & ~told, PALETTE[1], PALETTE[0], language.label("在界限以内")),
            (some & told, RED, RED, language.label("超出界限")),
        )
        for chosen, face, edge, label in kinds:
            if chosen.any():
                axes.scatter(
                    x[chosen], y[chosen], s=24, color=face, edgecolor=edge, linewidth=0.9, label=label, zorder=3
                )
        at = np.geomspace(max(x[some].min(), 1), x[some].max() * 1.15, 200)
        for level, line in zip(funnel.levels, LINES, strict=False):
            below, above = (100 * bound for bound in funnel.limits(at, level))
            axes.plot(
                at,
                below,
                color=GREY,
                linewidth=0.9,
                linestyle=line,
                label=language.text("chart.limit", level=f"{100 * level:g}"),
            )
            axes.plot(at, above, color=GREY, linewidth=0.9, linestyle=line)
        axes.axhline(
            float(overall.value or 0), color=PALETTE[2], linewidth=1, label=f"{language.label('总体')} {overall}"
        )
        log_axis(axes, x[some], language)
        low, high = _range(y[some & full] if (some & full).any() else y[some])
        out = some & ~full & ((y < low) | (y > high))
        if out.any():
            edge = np.clip(y[out], low + (high - low) * 0.02, high - (high - low) * 0.02)
            label = language.text("chart.few_outside", n=labels.small)
            axes.scatter(x[out], edge, s=24, marker="v", color="white", edgecolor=GREY, linewidth=0.9, label=label)
        axes.set_ylim(low, high)
        axes.set(
            xlabel=language.text("chart.log_axis", label=language.header(labels.cases)),
            ylabel=language.header(labels.rate, "%"),
        )
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, borderaxespad=0, fontsize=8)
        plain_axes(axes, grid="y")
        shown = np.column_stack([x, np.where(out, np.clip(y, low, high), y)])
        rows = [int(i) for i in np.flatnonzero(some & told)]
        rows.sort(key=lambda i: -abs(y[i] - float(overall.value or 0)))  # the farthest finds its place first
        name_points(axes, shown[rows], [funnel.names[i] for i in rows], shown[some])
        source = picture(figure)
    told_of = [language.text("chart.differing", unit=unit, words=words) for unit, words in differing.items()]
    said = language.points(told_of).unescape() if told_of else language.label("没有单位超出界限")
    alt = language.text(
        "chart.funnel", caption=labels.caption, n=int(some.sum()), rate=labels.rate, whole=overall, said=said
    )
    return Chart(source, labels.caption, alt, numbers)


def _range(rates: Floats) -> tuple[float, float]:
    """Leave room above and below the points; limits of units with a case or two may go beyond."""
    low, high = float(rates.min()), float(rates.max())
    room = max((high - low) * 0.08, 1.0)
    return max(low - room, -2.0), min(high + room, 100 + 0.06 * max(high - low, 1.0))
