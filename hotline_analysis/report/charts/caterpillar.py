"""Caterpillar plot: every unit's place, and the places that its data do not rule out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hotline_analysis.report.blocks import Chart, Table
from hotline_analysis.report.charts.style import INK, LIGHT, PALETTE, canvas, look, picture, plain_axes, short

Bounds = tuple[int, int]
MOST = 38  # rows that can be read on a page


def caterpillar_chart(
    units: Sequence[str],
    places: Sequence[int],
    alone: Sequence[Bounds],
    together: Sequence[Bounds],
    *,
    caption: str,
    numbers: Table,
) -> Chart:
    """Draw units from the first place to the last; of more than fit a page the first and the last.

    Parameters
    ----------
    units : sequence of str
    places : sequence of int
    alone, together : sequences of (int, int)
        First and last place of each unit's sets: of the unit by itself, and of all units at once.
    caption : str
    numbers : Table
        What the chart shows, of all units.
    """
    last = len(units)
    if last <= MOST:
        return replace(_chart(units, places, alone, together, caption, last), numbers=numbers)
    half = MOST // 2
    rows = [*range(half), *range(last - half, last)]
    units, places = [units[i] for i in rows], [places[i] for i in rows]
    alone, together = [alone[i] for i in rows], [together[i] for i in rows]
    return replace(_chart(units, places, alone, together, f"{caption}（首尾各{half}个）", last), numbers=numbers)


def _chart(
    units: Sequence[str],
    places: Sequence[int],
    alone: Sequence[Bounds],
    together: Sequence[Bounds],
    caption: str,
    last: int,
) -> Chart:
    rows = range(len(units))
    with look():
        figure, axes = canvas(0.75 + 0.17 * len(units))
        axes.hlines(rows, *zip(*together, strict=True), color=LIGHT, linewidth=5, label="名次范围（同时）")
        axes.hlines(rows, *zip(*alone, strict=True), color=PALETTE[1], linewidth=2.2, label="名次范围（单独）")
        axes.scatter(places, rows, s=22, color=INK, zorder=3, label="参评名次")
        axes.set_yticks(rows, labels=[short(unit) for unit in units])
        axes.set_ylim(len(units) - 0.4, -0.6)
        axes.set_xlim(0.4, last + 0.6)
        step = max(-(-last // 12), 1)
        axes.set_xticks(sorted({1, last, *range(step, last - step // 2, step)}))
        axes.set(xlabel="名次（第1名在左）", ylabel="")
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, borderaxespad=0, fontsize=8)
        plain_axes(axes)
        source = picture(figure)
    said = "，".join(
        f"{unit}第{place}名，同时范围{_span(bounds)}"
        for unit, place, bounds in zip(units, places, together, strict=True)
    )
    return Chart(source, caption, f"{caption}。{said}。")


def _span(bounds: Bounds) -> str:
    low, high = bounds
    return f"{low}" if low == high else f"{low}至{high}"
