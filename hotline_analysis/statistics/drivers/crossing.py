"""A model on units that it has not seen: cross-validated AUC and calibration."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hotline_analysis.errors import UsageError
from hotline_analysis.statistics.drivers.accuracy import auc
from hotline_analysis.statistics.drivers.estimate import solve
from hotline_analysis.statistics.drivers.fitted import DriverFit
from hotline_analysis.statistics.drivers.problems import ModelError

FOLDS, SEED = 10, 20221130


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


def cross_validate(fit: DriverFit, *, folds: int = FOLDS, seed: int = SEED) -> CrossValidation:
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
        All NaN, with a note, where it cannot be done: fewer than three units, or a fold without an estimate.

    Raises
    ------
    UsageError
        If fewer than two folds are asked for.

    Notes
    -----
    Calibration slope and intercept: Cox 1958 (Biometrika 45:562-565); Steyerberg 2019, Clinical Prediction Models, 15.
    A category that none of the other units has is predicted as the one that others are compared with.
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
    line = np.empty(len(n))
    try:
        for left_out in range(count):
            apart = fold == left_out
            params = np.nan_to_num(fit.params_of(~apart))
            line[apart] = (fit.cases.matrix @ params)[fit.cases.rows.case[apart]]
        intercept, slope = solve(np.column_stack([np.ones_like(line), line]), good, n).params
    except ModelError as error:
        return _none(apparent, f"no cross-validation: without some units there is no estimate ({error.problem})")
    return CrossValidation(auc(line, good, n), apparent, float(slope), float(intercept), count, ())


def _none(apparent: float, note: str) -> CrossValidation:
    nan = float("nan")
    return CrossValidation(nan, apparent, nan, nan, 0, (note,))
