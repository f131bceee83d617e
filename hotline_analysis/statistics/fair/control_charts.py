"""Control charts: is this period different, or is it the usual up and down? XmR, p′ and u′ with the NHS rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import ArrayLike

from hotline_analysis.errors import InputError
from hotline_analysis.shown import Shown
from hotline_analysis.statistics.fair.chart_parts import chart_frame, chart_notes, each, labelled, stretches
from hotline_analysis.statistics.fair.counts import Floats, column, numbers
from hotline_analysis.statistics.fair.point_rules import SIGNALS

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["xmr", "p_prime", "u_prime"]

# 3 / d2 and D4 for moving ranges of two (d2 = 1.128), in the digits that the NHS tools use.
LIMIT, SCREEN, D2 = 2.66, 3.267, 1.128


@dataclass(frozen=True, repr=False)
class ControlChart(Shown):
    """A chart over periods.

    Attributes
    ----------
    kind : {"xmr", "p_prime", "u_prime"}
    frame : DataFrame
        One row a period: ``period``, ``value``, ``numerator``, ``denominator`` (missing in an XmR chart), ``center``,
        ``lower``, ``upper``, ``stretch`` (0, 1 ... between rebases), one column of bool for each of the four rules
        (``outside``, ``trend``, ``two_of_three``, ``one_side``), ``signal`` (the first rule that holds, or ``""``)
        and ``direction`` (1 high or rising, -1 low or falling, 0 no signal). Rates are shares of 1.
    sigma_z : tuple of float
        For each stretch of a p′ or u′ chart, by how much more the periods vary than chance alone would make them.
    notes : tuple of str

    Examples
    --------
    >>> chart = p_prime([90, 45, 88, 40], [100, 50, 100, 50], ["01", "02", "03", "04"])
    >>> chart
    <ControlChart: p_prime, 4 periods, 0 with a signal>
    >>> len(chart.signals), chart.frame["period"].tolist()
    (0, ['01', '02', '03', '04'])
    """

    kind: Kind
    frame: pd.DataFrame
    sigma_z: tuple[float, ...] = ()
    notes: tuple[str, ...] = ()

    def _said(self) -> str:
        return f"{self.kind}, {len(self.frame)} periods, {len(self.signals)} with a signal"

    @property
    def signals(self) -> pd.DataFrame:
        """The periods with a signal: ``period``, ``value``, ``signal``, ``direction`` and the rule in words."""
        found = self.frame.loc[self.frame["signal"] != "", ["period", "value", "signal", "direction"]]
        return found.assign(words=[SIGNALS[key] for key in found["signal"]]).reset_index(drop=True)


def xmr(
    values: ArrayLike,
    periods: Sequence[object] | None = None,
    *,
    rebase: Sequence[object] = (),
    screen: bool = True,
) -> ControlChart:
    """Chart single values against the mean ± 2.66 mean moving ranges.

    Parameters
    ----------
    values : (k,) array of float
        In the order of time.
    periods : sequence of length k, optional
        Labels; 1, 2 ... without them.
    rebase : sequence of labels
        Periods with which a new mean and new limits begin, because the process was changed on purpose.
    screen : bool
        Leave out, once, moving ranges of 3.267 times their mean or more before the limits are worked out.

    Raises
    ------
    InputError
        For a value that is not a number, fewer than two values in a stretch, or an unknown label in ``rebase``.

    References
    ----------
    NHSRplotthedots, ``ptd_spc_standard``; Wheeler, Understanding Variation, 2000.

    Examples
    --------
    >>> chart = xmr([10, 12, 11, 13, 12, 11, 12, 10, 13, 12, 11, 25])
    >>> chart.signals[["period", "signal", "direction"]].values.tolist()
    [[12, 'outside', 1]]
    """
    labels = labelled(np.asarray(values, dtype=object).size, periods)
    points = numbers(values, "values", [f"period {label}" for label in labels])
    for label, value in zip(labels, points, strict=True):
        if not np.isfinite(value):
            raise InputError("not a number", where=f"period {label}", value=float(value), allowed="a number")
    stretch = stretches(labels, rebase)
    center, half = np.empty(len(points)), np.empty(len(points))
    for own in each(stretch):
        center[own] = points[own].mean()
        half[own] = LIMIT * mean_moving_range(points[own], screen=screen)
    missing = np.full(len(points), np.nan)
    frame = chart_frame(labels, points, (missing, missing), center, half, (-np.inf, np.inf), stretch)
    return ControlChart("xmr", frame, notes=chart_notes(stretch, half))


def p_prime(
    successes: ArrayLike,
    trials: ArrayLike,
    periods: Sequence[object] | None = None,
    *,
    rebase: Sequence[object] = (),
    screen: bool = True,
) -> ControlChart:
    """Chart a rate whose number of trials varies: p̄ ± 3 σz √(p̄(1−p̄)/n), held to 0 and 1.

    σz is the mean moving range of the standardised rates over 1.128: 1 where the periods differ by chance alone.

    Parameters
    ----------
    successes, trials : (k,) arrays of whole numbers
    periods, rebase, screen
        As in `xmr`.

    Raises
    ------
    InputError
        For a count that is not whole, negative or more than its trials; a period without trials; as `xmr`.

    References
    ----------
    Laney, Improved control charts for attributes, Quality Engineering 14 (2002) 531-537.

    Examples
    --------
    >>> chart = p_prime([90, 45, 88, 40], [100, 50, 100, 50])
    >>> round(float(chart.frame["center"].iloc[0]), 3)
    0.877
    """
    labels, counts, sizes = _counted(successes, trials, periods)
    for label, count, size in zip(labels, counts, sizes, strict=True):
        if count > size:
            allowed = f"at most {size:g}"
            raise InputError("more successes than trials", where=f"period {label}", value=int(count), allowed=allowed)
    return _prime("p_prime", labels, counts, sizes, rebase, screen)


def u_prime(
    counts: ArrayLike,
    sizes: ArrayLike,
    periods: Sequence[object] | None = None,
    *,
    rebase: Sequence[object] = (),
    screen: bool = True,
) -> ControlChart:
    """Chart events for each of n, where one may have several: ū ± 3 σz √(ū/n), not below 0.

    Parameters, errors and reference as in `p_prime`; a count may exceed its size.

    Examples
    --------
    >>> u_prime([3, 5, 2, 30], [10, 10, 10, 10]).frame["lower"].iloc[0]
    np.float64(0.0)
    """
    labels, events, n = _counted(counts, sizes, periods)
    return _prime("u_prime", labels, events, n, rebase, screen)


def mean_moving_range(values: ArrayLike, *, screen: bool = True) -> float:
    """Return the mean of the differences of neighbours, without those of 3.267 times the mean or more.

    Examples
    --------
    >>> mean_moving_range([1, 3, 2, 4])
    1.6666666666666667
    """
    ranges = np.abs(np.diff(np.asarray(values, dtype=float)))
    mean = float(ranges.mean())
    kept = ranges[ranges < SCREEN * mean] if screen else ranges
    # with no variation at all nothing lies below the bound, and the mean is 0
    return float(kept.mean()) if kept.size else mean


def _counted(
    counts: ArrayLike, sizes: ArrayLike, periods: Sequence[object] | None
) -> tuple[list[object], Floats, Floats]:
    """Read counts and what they are counts of."""
    labels = labelled(np.asarray(counts, dtype=object).size, periods)
    names = [f"period {label}" for label in labels]
    events, n = column(counts, "counts", names), column(sizes, "sizes", names)
    if len(events) != len(n):
        raise InputError("not as many sizes as counts", value=len(n), allowed=str(len(events)))
    empty = next((label for label, size in zip(labels, n, strict=True) if size == 0), None)
    if empty is not None:
        raise InputError("nothing to take a rate of", where=f"period {empty}", value=0, allowed="at least 1")
    return labels, events, n


def _prime(
    kind: Kind, labels: Sequence[object], counts: Floats, sizes: Floats, rebase: Sequence[object], screen: bool
) -> ControlChart:
    stretch = stretches(labels, rebase)
    rates = counts / sizes
    center, half = np.empty(len(rates)), np.zeros(len(rates))
    spread = []
    for own in each(stretch):
        center[own] = counts[own].sum() / sizes[own].sum()
        variance = center[own] * (1 - center[own]) if kind == "p_prime" else center[own]
        chance = np.sqrt(variance / sizes[own])
        standard = np.divide(rates[own] - center[own], chance, out=np.zeros_like(chance), where=chance > 0)
        spread.append(mean_moving_range(standard, screen=screen) / D2)
        half[own] = 3 * spread[-1] * chance
    bounds = (0.0, 1.0 if kind == "p_prime" else np.inf)
    frame = chart_frame(labels, rates, (counts, sizes), center, half, bounds, stretch)
    return ControlChart(kind, frame, tuple(spread), chart_notes(stretch, half))
