"""A model on units that it has not seen: cross-validated AUC and calibration."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hotline_analysis.errors import UsageError
from hotline_analysis.statistics.drivers.accuracy import auc
from hotline_analysis.statistics.drivers.estimate import solve
from hotline_analysis.statistics.drivers.fitted import DriverFit
from hotline_analysis.statistics.drivers.problems import ModelError, SeparationError
from hotline_analysis.statistics.seeds import DRIVERS

Floats = NDArray[np.float64]

FOLDS = 10


@dataclass(frozen=True)
class CrossValidation:
    """The model on units it has not seen.

    Attributes
    ----------
    auc : float
        Over all tickets, each predicted without its own unit.
    auc_apparent : float
        On the tickets to which the model was fitted.
    slope, intercept : float
        Of the outcome on the log-odds so predicted: 1 and 0 if they hold; a slope below 1 is an overfitted model.
    folds : int
        Groups of units left out in turn.
    notes : tuple of str
    """

    auc: float
    auc_apparent: float
    slope: float
    intercept: float
    folds: int
    notes: tuple[str, ...]


def cross_validate(fit: DriverFit, *, folds: int = FOLDS, seed: int = DRIVERS) -> CrossValidation:
    """Predict the tickets of every unit from a model fitted to other units.

    Parameters
    ----------
    fit : DriverFit
    folds : int, default 10
        Units are dealt into so many groups; with fewer units, each is left out alone.
    seed : int
        Of the dealing.

    Returns
    -------
    CrossValidation
        All NaN, with a note, where it cannot be done: fewer than three units, or other units of which all were
        satisfied. The slope alone is NaN, with a note, where the predictions decide the outcome, or are all the same.

    Raises
    ------
    UsageError
        If fewer than two folds are asked for.

    Notes
    -----
    Calibration slope and intercept: Cox 1958 (Biometrika 45:562-565); Steyerberg 2019, Clinical Prediction Models, 15.
    A category that none of the other units has is predicted as the one that others are compared with. Where a factor
    decides the outcome in the other units, their estimates have pseudo-observations added (Clogg et al. 1991, see
    `DriverFit.params_of`), and a note says in how many folds; folds that do not separate have none.
    """
    if folds < 2:
        raise UsageError(f"cross-validation with {folds} fold; allowed: 2 or more")
    good, n = fit.patterns.successes, fit.patterns.trials
    apparent = auc(fit.fitted, good, n)
    codes, names = fit.patterns.clusters
    if len(names) < 3:
        return _none(apparent, "no cross-validation: it needs three units")
    count = min(folds, len(names))
    fold = (np.random.default_rng(seed).permutation(len(names)) % count)[codes]
    try:
        line, separated = _held_out(fit, fold, count)
    except ModelError as error:
        return _none(apparent, f"no cross-validation: without some units there is no estimate ({error.problem})")
    notes = [f"cross-validation: {separated} of {count} folds separate; pseudo-observations added"] if separated else []
    intercept, slope = _calibrated(line, good, n, notes)
    return CrossValidation(auc(line, good, n), apparent, slope, intercept, count, tuple(notes))


def _held_out(fit: DriverFit, fold: NDArray[np.intp], count: int) -> tuple[Floats, int]:
    """Return the log-odds of every row predicted without its fold, and how many folds separate."""
    line, separated = np.empty(len(fold)), 0
    for left_out in range(count):
        apart = fold == left_out
        try:
            params = fit.params_of(~apart)
        except SeparationError:
            params = fit.params_of(~apart, pseudo=True)
            separated += 1
        line[apart] = (fit.cases.matrix @ np.nan_to_num(params))[fit.cases.rows.case[apart]]
    return line, separated


def _calibrated(line: Floats, good: Floats, n: Floats, notes: list[str]) -> tuple[float, float]:
    """Return intercept and slope of the outcome on log-odds; NaN, with a note, where there are none."""
    try:
        intercept, slope = solve(np.column_stack([np.ones_like(line), line]), good, n).params
    except ModelError as error:
        notes.append(f"no calibration slope: {error.problem}")
        return float("nan"), float("nan")
    return float(intercept), float(slope)


def _none(apparent: float, note: str) -> CrossValidation:
    nan = float("nan")
    return CrossValidation(nan, apparent, nan, nan, 0, (note,))
