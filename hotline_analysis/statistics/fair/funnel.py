"""Funnel limits: which units differ from all of them together by more than chance, and by more than units do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from hotline_analysis.errors import UsageError
from hotline_analysis.shown import Shown, frame_html, listed, notes_html
from hotline_analysis.statistics.fair.counts import Floats, at_least_two, open_level, parts_of_wholes
from hotline_analysis.statistics.fair.dispersion import Dispersion, Outliers, Overdispersion, arcsine_scores, dispersion
from hotline_analysis.statistics.fair.exact_tails import FEW, blended_limits, blended_scores, exact_share
from hotline_analysis.statistics.fair.funnel_svg import funnel_svg
from hotline_analysis.statistics.fair.intervals import normal_quantile

FEW_UNITS = 10
OUTSIDE = ("higher", "lower")


@dataclass(frozen=True, repr=False)
class Funnel(Shown):
    """Units' rates against limits around the rate of all.

    Attributes
    ----------
    names : tuple of str
    successes, trials : arrays, shape (units,)
    center : float
        The rate of all units together, between 0 and 1.
    dispersion : Dispersion
        phi is stated under every funnel, whether the limits use it or not.
    overdispersion : {"additive", "multiplicative", "none"}
        How limits allow for it.
    levels : tuple of float
        Two-sided, ascending.
    z : array, shape (units,)
        Distance from the center in standard errors of chance alone, ``(p - c) / sqrt(c (1 - c) / n)``; NaN without
        trials.
    adjusted_z : array, shape (units,)
        The same beside over-dispersion, on the arcsine scale, or where few cases are expected the normal score of the
        exact tail; equals ``z`` without any adjustment.
    notes : tuple of str
    label : str
        What the rate is called, where that is known.

    Examples
    --------
    >>> found = funnel([4184, 2429, 22], [4226, 2584, 22], ["甲", "乙", "丙"], overdispersion="none")
    >>> found
    <Funnel: 3 units around 97.12 %, phi 32.2; higher: 甲; lower: 乙>
    >>> [round(float(bound[0]), 4) for bound in found.limits(1000, 0.95)]
    [0.9608, 0.9815]
    """

    names: tuple[str, ...]
    successes: Floats
    trials: Floats
    center: float
    dispersion: Dispersion
    overdispersion: Overdispersion
    levels: tuple[float, ...]
    z: Floats
    adjusted_z: Floats
    notes: tuple[str, ...] = ()
    label: str = ""

    def _said(self) -> str:
        outside = {word: [n for n, own in zip(self.names, self.labels, strict=True) if own == word] for word in OUTSIDE}
        far = "".join(f"; {word}: {listed(names)}" for word, names in outside.items() if names)
        about = f"{len(self.names)} units around {100 * self.center:.2f} %, phi {self.phi:.3g}"
        return about + (far or "; nobody outside")

    def _repr_html_(self) -> str:
        table = frame_html(self.frame.sort_values("adjusted_z", key=np.abs, ascending=False), caption=self._said())
        opened = f"<details><summary>{len(self.names)} units</summary>{table}</details>"
        return funnel_svg(self, label=self.label) + opened + notes_html(self.notes)

    @property
    def phi(self) -> float:
        """The factor of over-dispersion; 1 for chance alone."""
        return self.dispersion.phi

    @property
    def tau2(self) -> float:
        """The variance between units, on the scale of arcsin(sqrt(rate))."""
        return self.dispersion.tau2

    def limits(self, trials: ArrayLike, level: float) -> tuple[Floats, Floats]:
        """Return the lower and the upper limit at each of these volumes, as shares between 0 and 1.

        Raises
        ------
        UsageError
            For a level that is none.
        """
        n, z = np.atleast_1d(np.asarray(trials, dtype=float)), normal_quantile(level)
        with np.errstate(divide="ignore"):
            if self.overdispersion == "none":
                half = z * np.sqrt(self.center * (1 - self.center) / n)
                return np.maximum(self.center - half, 0), np.minimum(self.center + half, 1)
            between = self.dispersion.between(n, self.overdispersion)
            half = z * np.sqrt(1 / (4 * n) + between)
        middle, few = np.arcsin(np.sqrt(self.center)), exact_share(n, self.center) > 0
        low = np.square(np.sin(np.maximum(middle - half, 0)))
        high = np.square(np.sin(np.minimum(middle + half, np.pi / 2)))
        low[few], high[few] = blended_limits(n[few], self.center, between[few], z)
        return low, high

    @property
    def beyond(self) -> Floats:
        """The widest level whose limits a unit lies outside of; NaN inside all."""
        found = np.full(len(self.names), np.nan)
        for level in self.levels:
            found[np.abs(self.adjusted_z) > normal_quantile(level)] = level
        return found

    @property
    def labels(self) -> tuple[str, ...]:
        """``as expected``, ``higher``, ``lower``, or ``no trials``, by the narrowest level."""
        outside = ~np.isnan(self.beyond)
        return tuple(
            "no trials" if n == 0 else "as expected" if not out else "higher" if z > 0 else "lower"
            for n, out, z in zip(self.trials, outside, self.adjusted_z, strict=True)
        )

    @property
    def frame(self) -> pd.DataFrame:
        """One row a unit: counts, rate, z-scores, limits at its volume (``low_95``, ``high_95``, ...), label."""
        columns: dict[str, object] = {"unit": self.names, "successes": self.successes, "trials": self.trials}
        with np.errstate(invalid="ignore"):
            columns["rate"] = self.successes / self.trials
        columns |= {"z": self.z, "adjusted_z": self.adjusted_z}
        for level in self.levels:
            low, high = self.limits(self.trials, level)
            columns |= {f"low_{100 * level:g}": low, f"high_{100 * level:g}": high}
        return pd.DataFrame(columns | {"label": self.labels, "beyond": self.beyond})


def funnel(
    successes: ArrayLike,
    trials: ArrayLike,
    names: Sequence[str] | None = None,
    *,
    levels: Sequence[float] = (0.95, 0.998),
    overdispersion: Overdispersion = "additive",
    winsorise: float = 0.1,
    outliers: Outliers = "winsorise",
    weighted: bool = False,
) -> Funnel:
    """Compare every unit's rate with the rate of all, at its own volume.

    Parameters
    ----------
    successes, trials : array_like of whole numbers, shape (units,)
    names : sequence of str, optional
    levels : sequence of float
        Two-sided levels of the limits.
    overdispersion : {"additive", "multiplicative", "none"}
        ``additive`` widens all limits by the variance between units (tau squared), ``multiplicative`` by the factor
        sqrt(phi), never below 1; ``none`` draws limits of chance alone.
    winsorise : float
        Share of units at each end that is pulled in (or left out) before phi is worked out.
    outliers : {"winsorise", "truncate", "keep"}
    weighted : bool
        Accept counts that are not whole because they were weighted or standardised.

    Raises
    ------
    InputError
        For a wrong count, naming the unit, or fewer than two units with trials.
    UsageError
        For an unknown choice.

    Notes
    -----
    Spiegelhalter, D. J. (2005), Statistics in Medicine 24:1185-1202. Limits that allow for over-dispersion, and its
    estimate, are on the variance-stabilising scale arcsin(sqrt(rate)). That scale is too narrow near 0 and 1 where few
    successes or failures are expected; below ten of either the limits are exact: a rate is outside where the chance of
    one so extreme is below half of 1 - level. From ten to forty the exact scores pass over into the others. Limits of
    ``none`` are the usual normal ones on the rate itself, with a note where they are rough.

    Examples
    --------
    >>> found = funnel([4184, 2429, 22], [4226, 2584, 22], ["Dawa", "Shuangtaizi", "High-tech"], overdispersion="none")
    >>> found.labels
    ('higher', 'lower', 'as expected')
    """
    if overdispersion not in ("additive", "multiplicative", "none"):
        raise UsageError(f"overdispersion is {overdispersion!r}; allowed: additive, multiplicative, none")
    x, n, units = parts_of_wholes(successes, trials, names, whole=not weighted)
    some = n > 0
    at_least_two(int(some.sum()), "a funnel")
    center = float(x.sum() / n.sum())
    scores, errors = arcsine_scores(x[some], n[some], center)
    found = dispersion(scores, errors, outliers=outliers, share=winsorise)
    z = np.full(len(n), np.nan)
    chance = np.sqrt(center * (1 - center) / n[some])
    z[some] = np.divide(x[some] / n[some] - center, chance, out=np.zeros(len(chance)), where=chance > 0)
    adjusted = z.copy()
    if overdispersion != "none":
        adjusted[some] = blended_scores(x[some], n[some], center, found.between(n[some], overdispersion))
    ordered = tuple(sorted(open_level(level) for level in levels))
    notes = _notes(units, n, center, found, rough=overdispersion == "none")
    return Funnel(units, x, n, center, found, overdispersion, ordered, z, adjusted, notes)


def _notes(units: Sequence[str], trials: Floats, center: float, found: Dispersion, *, rough: bool) -> tuple[str, ...]:
    empty = [unit for unit, n in zip(units, trials, strict=True) if n == 0]
    notes = [f"phi = {found.phi:.3g} from {found.units} units"]
    if empty:
        notes.append(f"no trials, so no rate and no label: {', '.join(empty)}")
    if center in (0.0, 1.0):
        notes.append(f"every unit has a rate of {100 * center:g} %: there is nothing to tell apart")
    few = [unit for unit, own in zip(units, exact_share(trials, center), strict=True) if own == 1]
    if rough and few and 0 < center < 1:
        notes.append(f"fewer than {FEW} successes or failures expected, so normal limits are rough: {', '.join(few)}")
    if found.units < FEW_UNITS:
        notes.append(f"phi from fewer than {FEW_UNITS} units is a rough estimate")
    return tuple(notes)
