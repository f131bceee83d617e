"""The one look of all charts, and how a figure becomes a small picture."""

from __future__ import annotations

import base64
import io
import unicodedata
import warnings
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from typing import Any, Literal

import matplotlib as mpl
import numpy as np
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from hotline_analysis.errors import RenderError
from hotline_analysis.fonts import register_matplotlib
from hotline_analysis.report.facts import Fact
from hotline_analysis.textual import one_line, visible

RED = "#b3261e"
INK = "#2b2b2b"
GREY = "#8a8f98"
LIGHT = "#c9cdd3"
PALETTE = ("#3b5b7e", "#7d9bb5", "#b8894d", "#8f4a43", "#6a7f5b", "#a3a8b0", "#c7a97c", "#4f4a6b")
DPI = 220
COLORS = 32
LONGEST = 20  # Chinese characters of a name in a chart
PAPER = {"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"}
WIDTH = 6.2  # inches: the width of the type area of an A4 page


@contextmanager
def look() -> Iterator[None]:
    """Set the look for one chart; whatever was set before comes back afterwards.

    Raises
    ------
    RenderError
        If the font lacks a glyph.
    """
    family = register_matplotlib()
    settings: dict[str, Any] = {
        # set after the theme, which resets the font
        "font.family": [family],
        "axes.unicode_minus": False,
        "text.parse_math": False,  # a name with two dollar signs is a name
        "axes.edgecolor": GREY,
        "axes.labelcolor": INK,
        "text.color": INK,
        "xtick.color": INK,
        "ytick.color": INK,
    }
    with mpl.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("error", message=r"Glyph .* missing from")
        sns.set_theme(context="paper", style="ticks", font=family, palette=list(PALETTE))
        mpl.rcParams.update(settings)  # type: ignore[arg-type]
        try:
            yield
        except UserWarning as warning:
            raise RenderError(f"a chart cannot be drawn: {warning}") from None


def short(name: str) -> str:
    """Put a name in one line, and cut a very long one, which would leave no room; tables print it whole."""
    name = one_line(name)
    # no further than the cut may lie, however long the name is
    widths = list(accumulate(map(_width, name[: 2 * LONGEST])))
    if not widths or widths[-1] <= LONGEST:
        return name
    return f"{name[: bisect_right(widths, LONGEST - 1)].rstrip()}…"


def _width(char: str) -> float:
    """Return how many Chinese characters a character is wide."""
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.55


def canvas(height: float, *, width: float = WIDTH) -> tuple[Figure, Axes]:
    """Return an empty figure; it belongs to no window and no notebook."""
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots()


def picture(figure: Figure) -> str:
    """Return the figure as a PNG data address; the same figure gives the same bytes.

    A picture of few colours at print resolution is a third of the size of the same chart with outlined Chinese glyphs.
    """
    for text in figure.findobj(Text):
        text.set_text(visible(text.get_text()))
    figure.dpi, drawn, packed = DPI, FigureCanvasAgg(figure), io.BytesIO()
    # saving would draw twice: once for the layout, once for good
    drawn.draw()  # type: ignore[no-untyped-call]
    pixels = np.asarray(drawn.buffer_rgba())  # type: ignore[no-untyped-call]
    opaque = Image.fromarray(pixels).convert("RGB")
    few = opaque.quantize(COLORS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(packed, format="PNG", dpi=(DPI, DPI))  # optimized it would be a tenth smaller, and take five times as long
    return "data:image/png;base64," + base64.b64encode(packed.getvalue()).decode("ascii")


def extreme(
    names: Sequence[str], facts: Sequence[Fact], values: Sequence[float], end: Literal["highest", "lowest"]
) -> str:
    """Say who stands at one end of a chart; several who share it are counted, not passed over.

    Examples
    --------
    >>> from fractions import Fraction
    >>> fact = Fact("k", "总分", Fraction(100), "100", "分", 0, "附表")
    >>> extreme(["甲", "乙"], [fact, fact], [100.0, 100.0], "highest")
    '甲等2个单位并列最高，100分'
    """
    wanted = max(values) if end == "highest" else min(values)
    at = [i for i, value in enumerate(values) if value == wanted]
    name, fact = f"chart.{end}" if len(at) == 1 else f"chart.{end}_shared", facts[at[0]]
    return fact.language.text(name, unit=names[at[0]], n=len(at), value=fact)


def plain_axes(axes: Axes, *, grid: str = "x") -> None:
    """Take off what says nothing."""
    sns.despine(ax=axes, left=grid == "x", bottom=grid == "y")
    axes.tick_params(length=0)
    axes.grid(axis="x" if grid == "x" else "y", color=LIGHT, linewidth=0.5)
    axes.set_axisbelow(True)
