"""What an estimate hangs on: factors that go together, and single units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from hotline_analysis.statistics.drivers.climbing import gram
from hotline_analysis.statistics.drivers.fitted import DriverFit
from hotline_analysis.statistics.drivers.problems import ModelError
from hotline_analysis.statistics.drivers.subsets import groups_of

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


def generalised_vif(fit: DriverFit) -> pd.DataFrame:
    """Return how much the estimates of every factor lose because other factors go with it.

    Parameters
    ----------
    fit : DriverFit

    Returns
    -------
    DataFrame
        One row a group of factors: ``group``, ``columns`` (how many), ``gvif``, ``scaled`` (``gvif ** (1 / columns)``:
        comparable between factors, and the plain variance inflation factor for a single column). Above 5: the factor's
        own effect is poorly told from that of the others; above 10: hardly.

    Notes
    -----
    Fox and Monette 1992 (JASA 87:178-183): det(R11) det(R22) / det(R) of the correlations of the estimates, from the
    model's information.

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.statistics.drivers import fit_logit, from_frame
    >>> rows = pd.DataFrame({"unit": [*"ABCDEFGHIJ"] * 2, "late": [True] * 10 + [False] * 10, "of": 10})
    >>> rows["good"] = [5, 6, 4, 5, 6] * 2 + [8, 7, 9, 8, 8] * 2
    >>> fit = fit_logit(from_frame(rows, outcome="good", trials="of", factors=["late"]))
    >>> generalised_vif(fit)
      group  columns  gvif  scaled
    0  late        1   1.0     1.0
    """
    import pandas as pd

    groups = groups_of(fit)
    kept = np.sort(np.concatenate([group.columns for group in groups]))
    covariance = np.linalg.inv(fit.information)[np.ix_(kept, kept)]
    rows = []
    for group in groups:
        value = gvif(covariance, np.isin(kept, group.columns))
        count = len(group.columns)
        rows.append((" × ".join(group.factors), count, value, value ** (1 / count)))
    return pd.DataFrame(rows, columns=["group", "columns", "gvif", "scaled"])


def gvif(covariance: Floats, own: NDArray[np.bool_]) -> float:
    """Return the generalised variance inflation factor of some columns, from the covariance of all estimates."""
    error = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(error, error)

    def size(which: NDArray[np.bool_]) -> float:
        return float(np.linalg.slogdet(correlation[np.ix_(which, which)])[1])

    return float(np.exp(size(own) + size(~own) - size(np.ones_like(own))))


def influence_by_unit(fit: DriverFit, *, refit: bool = False) -> pd.DataFrame:
    """Return how far every estimate moves when a unit is left out.

    Parameters
    ----------
    fit : DriverFit
    refit : bool, default False
        Fit anew without each unit, in place of one Newton step from the estimate of all.

    Returns
    -------
    DataFrame
        One row a unit, the most influential first: ``unit``, ``trials``, ``largest`` (greatest change, in standard
        errors), ``term`` (of that one), and ``change: <term>`` for every term, in log odds. Missing where there is no
        estimate without the unit.

    Notes
    -----
    One step: Pregibon 1981 (Annals of Statistics 9:705-724), for units: Preisser and Qaqish 1996 (Biometrika
    83:551-562).

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.statistics.drivers import fit_logit, from_frame
    >>> rows = pd.DataFrame({"unit": [*"ABCDEFGHIJ"] * 2, "late": [True] * 10 + [False] * 10, "of": 10})
    >>> rows["good"] = [5, 6, 4, 5, 6] * 2 + [8, 7, 9, 8, 8] * 2
    >>> fit = fit_logit(from_frame(rows, outcome="good", trials="of", factors=["late"]))
    >>> len(influence_by_unit(fit))
    10
    """
    import pandas as pd

    codes, names = fit.patterns.clusters
    if len(names) < 2:
        return pd.DataFrame(columns=["unit", "trials", "largest", "term", *(f"change: {term}" for term in fit.terms)])
    move = _refitted if refit else _one_step
    change = np.array([move(fit, codes == unit) for unit in range(len(names))])
    errors = fit.standard_errors
    # an error of zero, as of units that are perfectly alike, is no measure
    scaled = np.divide(np.abs(change), errors, out=np.zeros_like(change), where=errors > 0)
    known = np.isfinite(change).all(axis=1)
    largest = np.where(known, scaled.max(axis=1), np.nan)
    term = [fit.terms[int(np.argmax(row))] if one else None for row, one in zip(scaled, known, strict=True)]
    table = pd.DataFrame({"unit": names, "trials": np.bincount(codes, fit.patterns.trials)})
    table["largest"], table["term"] = largest, pd.Series(term, dtype=object)
    moved = pd.DataFrame(change, columns=[f"change: {one}" for one in fit.terms])
    found = pd.concat([table, moved], axis=1).sort_values("largest", ascending=False, kind="stable")
    return found.reset_index(drop=True)


def _one_step(fit: DriverFit, rows: NDArray[np.bool_]) -> Floats:
    """Return one Newton step from the estimate of all, without some rows."""
    trials, fitted = fit.patterns.trials[rows], fit.fitted[rows]
    design = fit.design[rows]
    score = design.T @ (fit.patterns.successes[rows] - trials * fitted)
    rest = fit.information - gram(design, trials * fitted * (1 - fitted))
    if np.linalg.cond(rest) > 1e12:
        return np.full(len(score), np.nan)
    return np.asarray(-np.linalg.solve(rest, score), dtype=float)


def _refitted(fit: DriverFit, rows: NDArray[np.bool_]) -> Floats:
    try:
        return fit.params_of(~rows) - fit.params
    except ModelError:
        return np.full(len(fit.params), np.nan)
