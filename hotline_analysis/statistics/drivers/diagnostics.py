"""Whether a fitted model is to be relied on: all checks in one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from hotline_analysis.shown import Shown
from hotline_analysis.statistics.drivers.accuracy import Calibration, calibration
from hotline_analysis.statistics.drivers.crossing import FOLDS, CrossValidation, cross_validate
from hotline_analysis.statistics.drivers.fitted import DriverFit
from hotline_analysis.statistics.drivers.influence import generalised_vif, influence_by_unit
from hotline_analysis.statistics.seeds import DRIVERS

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Diagnostics(Shown):
    """The checks of a model.

    Attributes
    ----------
    calibration : Calibration
    cross_validation : CrossValidation
    vif : DataFrame
        See `generalised_vif`.
    influence : DataFrame
        See `influence_by_unit`.
    dispersion : float
        Pearson's χ² over its degrees of freedom, on patterns and units: about 1 if answers vary as the model says.
        NaN where rows are too few to tell, or so sparse (less than 5 tickets a row) that it means nothing.
    unit_dispersion : float
        The same on units: mean squared z of observed against expected. Well above 1: units differ beyond the factors,
        and standard errors that are not clustered are too small.
    notes : tuple of str
        What a reader has to know, in words.

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.statistics.drivers import fit_logit, from_frame
    >>> rows = pd.DataFrame({"unit": [*"ABCDEFGHIJ"] * 2, "late": [True] * 10 + [False] * 10, "of": 10})
    >>> rows["good"] = [5, 6, 4, 5, 6] * 2 + [8, 7, 9, 8, 8] * 2
    >>> fit = fit_logit(from_frame(rows, outcome="good", trials="of", factors=["late"]))
    >>> found = diagnose(fit, folds=5)
    >>> found
    <Diagnostics: dispersion 0.264, of units 0.0391>
    """

    _shows: ClassVar[str] = "vif"

    calibration: Calibration
    cross_validation: CrossValidation
    vif: pd.DataFrame
    influence: pd.DataFrame
    dispersion: float
    unit_dispersion: float
    notes: tuple[str, ...]

    def _said(self) -> str:
        return f"dispersion {self.dispersion:.3g}, of units {self.unit_dispersion:.3g}"


def diagnose(fit: DriverFit, *, bins: int = 10, folds: int = FOLDS, seed: int = DRIVERS) -> Diagnostics:
    """Check a model.

    Parameters
    ----------
    fit : DriverFit
    bins : int, default 10
        Of calibration.
    folds, seed : int
        Of cross-validation.

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.statistics.drivers import fit_logit, from_frame
    >>> rows = pd.DataFrame({"unit": [*"ABCDEFGHIJ"] * 2, "late": [True] * 10 + [False] * 10, "of": 10})
    >>> rows["good"] = [5, 6, 4, 5, 6] * 2 + [8, 7, 9, 8, 8] * 2
    >>> fit = fit_logit(from_frame(rows, outcome="good", trials="of", factors=["late"]))
    >>> diagnose(fit, folds=5).influence.columns[:2].tolist()
    ['unit', 'trials']
    """
    held = calibration(fit.fitted, fit.patterns.successes, fit.patterns.trials, bins=bins)
    crossed = cross_validate(fit, folds=folds, seed=seed)
    vif, influence = generalised_vif(fit), influence_by_unit(fit)
    rows, units = dispersion(fit), unit_dispersion(fit)
    notes = (*crossed.notes, *_vif_notes(vif), *_influence_notes(influence), *_spread_notes(units))
    return Diagnostics(held, crossed, vif, influence, rows, units, notes)


def dispersion(fit: DriverFit) -> float:
    """Return Pearson's χ² over its degrees of freedom, on the rows of the patterns; NaN where it means nothing."""
    n, p = fit.patterns.trials, fit.fitted
    df = len(n) - len(fit.params)
    if df < 1 or n.mean() < 5:
        return float("nan")
    return float(((fit.patterns.successes - n * p) ** 2 / (n * p * (1 - p))).sum() / df)


def unit_dispersion(fit: DriverFit) -> float:
    """Return the mean squared z of units' successes against those expected; NaN with one unit."""
    codes, names = fit.patterns.clusters
    if len(names) < 2:
        return float("nan")
    n, p = fit.patterns.trials, fit.fitted
    difference = np.bincount(codes, fit.patterns.successes - n * p)
    return float((difference**2 / np.bincount(codes, n * p * (1 - p))).mean())


def _vif_notes(vif: pd.DataFrame) -> list[str]:
    high = vif[vif["scaled"] > 5]
    return [f"{row.group} goes with other factors (scaled VIF {row.scaled:.1f})" for row in high.itertuples()]


def _influence_notes(influence: pd.DataFrame) -> list[str]:
    notes = []
    lost = influence[influence["largest"].isna()]
    if len(lost):
        notes.append(f"without {', '.join(lost['unit'])} there is no estimate of some factor")
    high = influence[influence["largest"] > 1]
    notes += [f"{row.unit} alone moves {row.term} by {row.largest:.1f} standard errors" for row in high.itertuples()]
    return notes


def _spread_notes(units: float) -> list[str]:
    return [f"units differ beyond the factors (dispersion {units:.1f})"] if units > 1.5 else []
