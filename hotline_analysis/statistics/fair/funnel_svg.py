"""A funnel plot as a picture of lines and live text, for a notebook: pointing at a unit says who it is."""

from __future__ import annotations

from html import escape
from math import log10
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from hotline_analysis.statistics.fair.counts import Floats
    from hotline_analysis.statistics.fair.funnel import Funnel

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 340, 58, 14, 14, 44
INK, GREY, BLUE, RED, GOLD = "#2b2b2b", "#6b7078", "#3b5b7e", "#b3261e", "#8a6420"
POINTS, NAMED = 80, 8


class _Scale:
    """Where a number of cases and a rate lie on the picture; cases on a logarithmic axis."""

    def __init__(self, funnel: Funnel) -> None:
        some = funnel.trials[funnel.trials > 0]
        self.first, self.last = log10(max(some.min(), 1)), log10(some.max() * 1.15 + 1)
        rates = funnel.successes[funnel.trials > 0] / some
        low, high = min(rates.min(), funnel.center), max(rates.max(), funnel.center)
        room = max((high - low) * 0.1, 0.005)
        self.low, self.high = max(low - room, 0.0), min(high + room, 1.0 + room / 4)

    def x(self, cases: float) -> float:
        share = (log10(max(cases, 1)) - self.first) / max(self.last - self.first, 1e-9)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y(self, rate: float) -> float:
        share = (min(max(rate, self.low), self.high) - self.low) / (self.high - self.low)
        return float(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM))


def funnel_svg(funnel: Funnel, *, label: str = "") -> str:
    """Draw units, the rate of all and its limits.

    Parameters
    ----------
    funnel : Funnel
    label : str
        What the rate is called.

    Examples
    --------
    >>> from hotline_analysis.statistics.fair.funnel import funnel
    >>> funnel_svg(funnel([4184, 2429, 22], [4226, 2584, 22], ["甲", "乙", "丙"])).count("<circle")
    3
    """
    scale = _Scale(funnel)
    said = f"{label}: {funnel._said()}" if label else funnel._said()
    parts = [*_axes(scale, label), *_lines(funnel, scale), *_points(funnel, scale)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(said)}" style="max-width:{WIDTH}px;background:#fff" '
        f'font-family="sans-serif" font-size="12" fill="{INK}">{"".join(parts)}</svg>'
    )


def _axes(scale: _Scale, label: str) -> list[str]:
    powers = range(int(scale.first), int(scale.last) + 1)
    marks = [n * 10**power for power in powers for n in (1, 2, 5)]
    parts = [
        f'<text x="{scale.x(mark):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{mark}</text>'
        for mark in marks
        if scale.first <= log10(mark) <= scale.last
    ]
    for percent in _round_marks(100 * scale.low, 100 * min(scale.high, 1.0)):
        y = scale.y(percent / 100)
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#e3e5e8"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{percent:g}</text>')
    name = f"{label}（%）" if label else "rate, %"
    parts.append(f'<text x="{LEFT}" y="{HEIGHT - 8}" fill="{GREY}">↑ {escape(name)}</text>')
    parts.append(f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 8}" text-anchor="end" fill="{GREY}">件数 n →</text>')
    return parts


def _round_marks(low: float, high: float) -> list[float]:
    """Return round percentages between two, seven at most."""
    step = next(step for step in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50) if (high - low) / step < 7)
    return [round(n * step, 1) for n in range(int(low // step) + 1, int(high // step) + 1)]


def _lines(funnel: Funnel, scale: _Scale) -> list[str]:
    at: Floats = np.geomspace(10**scale.first, 10**scale.last, POINTS)
    y = scale.y(funnel.center)
    all_of_it = f"<title>{100 * funnel.center:.2f} %</title>"
    parts = [f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{GOLD}">{all_of_it}</line>']
    for level, dashes in zip(funnel.levels, ("5 4", ""), strict=False):
        for bound in funnel.limits(at, level):
            path = " ".join(f"{scale.x(n):.1f},{scale.y(rate):.1f}" for n, rate in zip(at, bound, strict=True))
            dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
            title = f"<title>{100 * level:g} %</title>"
            parts.append(f'<polyline points="{path}" fill="none" stroke="{GREY}"{dashed}>{title}</polyline>')
    return parts


def _points(funnel: Funnel, scale: _Scale) -> list[str]:
    parts, outside = list[str](), list[tuple[float, str]]()
    for name, cases, n, z, label in zip(
        funnel.names, funnel.successes, funnel.trials, funnel.adjusted_z, funnel.labels, strict=True
    ):
        if n == 0:
            continue
        x, y = scale.x(n), scale.y(cases / n)
        colour = RED if label in ("higher", "lower") else BLUE
        title = f"{escape(name)}: {100 * cases / n:.2f} % ({cases:g}/{n:g}), {label}"
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}" fill-opacity="0.75"><title>{title}')
        parts.append("</title></circle>")
        if colour == RED:
            end, dx = ("end", -6) if x > WIDTH * 0.7 else ("start", 6)
            text = f'<text x="{x + dx:.1f}" y="{y + 15:.1f}" text-anchor="{end}">{escape(name)}</text>'
            outside.append((-abs(z), text))
    return [*parts, *(text for _, text in sorted(outside)[:NAMED])]
