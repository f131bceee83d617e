"""Points on an axis of volume: its scale, and names beside points that cover neither a point nor each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullLocator
from matplotlib.transforms import Bbox

from hotline_analysis.report.charts.style import DPI, GREY, INK, PAPER, short
from hotline_analysis.report.language import CHINESE, Language

Points = Sequence[tuple[float, float]] | np.ndarray
POINT = 3.5  # half the width that a point takes, in typographic points
AWAY = (5, 13, 24)  # how far a name may stand from its point
# to the right, to the left, above, below: (horizontal, vertical) sides of the point
SIDES = ((1, 1), (-1, 1), (1, -1), (-1, -1), (1, 0), (-1, 0), (0, 1), (0, -1))
ALIGNED = {1: "left", -1: "right", 0: "center"}
LIFTED = {1: "bottom", -1: "top", 0: "center"}


def log_axis(axes: Axes, volumes: Sequence[float] | np.ndarray, language: Language = CHINESE) -> None:
    """Make the horizontal axis logarithmic, with round numbers on it.

    Parameters
    ----------
    axes : Axes
    volumes : sequence of float
        Those above 0 count. Where they reach over several powers of ten, 1, 2 and 5 of each would crowd the axis.
    language : Language
        How the numbers are written.
    """
    axes.set_xscale("log")
    there = [volume for volume in volumes if volume > 0]
    wide = bool(there) and max(there) / min(there) > 10_000
    # numbers alike leave no power of ten in sight
    axes.xaxis.set_major_locator(LogLocator(subs=(1,) if wide else (1, 2, 5)))
    axes.xaxis.set_major_formatter(lambda value, _: language.number(f"{value:g}"))
    axes.xaxis.set_minor_locator(NullLocator())


def name_points(axes: Axes, at: Points, names: Sequence[str], points: Points) -> list[str]:
    """Write names beside points, each at the first place where nothing is covered; a name without one is left out.

    Call it last: limits, legend and labels of the axes must stand.

    Parameters
    ----------
    axes : Axes
    at : sequence of (x, y)
        Where the named points lie; the first finds its place first.
    names : sequence of str
    points : sequence of (x, y)
        All points that no name may cover.

    Returns
    -------
    list of str
        The names that found a place.
    """
    figure = axes.get_figure(root=True)
    assert figure is not None
    _laid_out(figure)
    size = figure.dpi / 72
    places = axes.transData.transform(np.asarray(points, dtype=float).reshape(-1, 2))
    taken = [Bbox([(x - POINT * size, y - POINT * size), (x + POINT * size, y + POINT * size)]) for x, y in places]
    inside, placed = axes.get_window_extent(), list[str]()
    for (x, y), name in zip(at, names, strict=True):
        box = _place(axes, (float(x), float(y)), short(name), taken, inside)
        if box is not None:
            taken.append(box)
            placed.append(name)
    return placed


def _place(axes: Axes, at: tuple[float, float], name: str, taken: Sequence[Bbox], inside: Bbox) -> Bbox | None:
    """Write one name; return the room that it takes, or None if there is none."""
    text = axes.annotate(
        name, at, xytext=(0, 0), textcoords="offset points", fontsize=7, color=INK, bbox=PAPER, zorder=4
    )
    for away in AWAY:
        for across, up in SIDES:
            text.set(position=(away * across, away * up * 0.8), ha=ALIGNED[across], va=LIFTED[up])
            box = text.get_window_extent()
            within = inside.x0 <= box.x0 and box.x1 <= inside.x1 and inside.y0 <= box.y0 and box.y1 <= inside.y1
            if within and not any(box.overlaps(other) for other in taken):
                if away > AWAY[0]:
                    _led(axes, at, box)
                return box
    text.remove()
    return None


def _led(axes: Axes, at: tuple[float, float], box: Bbox) -> None:
    """Draw a thin line from a name to its point, where others stand nearer."""
    x, y = axes.transData.transform(at)
    near = min(max(x, box.x0), box.x1), min(max(y, box.y0), box.y1)
    end = axes.transData.inverted().transform(near)
    axes.annotate(
        "", at, xytext=(end[0], end[1]), arrowprops={"arrowstyle": "-", "color": GREY, "linewidth": 0.6}, zorder=2
    )


def _laid_out(figure: Figure) -> None:
    """Set sizes and positions as they will be drawn."""
    figure.dpi = DPI
    FigureCanvasAgg(figure)
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
