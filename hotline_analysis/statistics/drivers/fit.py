"""The logistic model on patterns, with standard errors clustered by unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from hotline_analysis.errors import UsageError
from hotline_analysis.statistics.drivers.estimate import Solution, log_likelihood, solve
from hotline_analysis.statistics.drivers.fitted import DriverFit
from hotline_analysis.statistics.drivers.formula import Design, build_design, default_formula
from hotline_analysis.statistics.drivers.patterns import Patterns
from hotline_analysis.statistics.drivers.problems import DesignError
from hotline_analysis.statistics.drivers.uncertainty import Covariance, SmallClusters, Uncertainty, uncertainty


def fit_logit(
    patterns: Patterns,
    formula: str | None = None,
    *,
    covariance: Covariance = "auto",
    small_clusters: SmallClusters = "auto",
    max_iterations: int = 50,
) -> DriverFit:
    """Fit a logistic model to patterns by maximum likelihood.

    Estimates and clustered standard errors are those of the tickets one by one: the likelihood, the score of every
    unit and the information depend on the tickets through counts by pattern only.

    Parameters
    ----------
    patterns : Patterns
    formula : str, optional
        patsy's right side; all factors added up otherwise, without those that have one value (noted).
    covariance : {"auto", "clustered", "quasi", "model"}
        ``clustered`` by unit; ``quasi``: model-based times the dispersion φ (Pearson, not below 1), for rows that are
        whole units; ``model``: independent tickets. ``auto``: quasi for a unit table, model for a single unit (with a
        note), else clustered.
    small_clusters : {"auto", "t", "cr2"}
        ``t``: CR1 and t with G-1 degrees of freedom (Cameron & Miller 2015, J Human Resources 50:317-372). ``cr2``:
        bias-reduced, with Bell & McCaffrey's degrees of freedom for every contrast. ``auto``: CR2 below 50 clusters.
    max_iterations : int

    Raises
    ------
    OutcomeError, DesignError, SeparationError, ConvergenceError
        If there is no estimate to give.
    UsageError
        For a formula or an option that cannot be.

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.statistics.drivers import fit_logit, from_frame
    >>> rows = pd.DataFrame({"unit": [*"ABCDEFGHIJ"] * 2, "late": [True] * 10 + [False] * 10, "of": 10})
    >>> rows["good"] = [5, 6, 4, 5, 6] * 2 + [8, 7, 9, 8, 8] * 2
    >>> patterns = from_frame(rows, outcome="good", trials="of", factors=["late"])
    >>> fit_logit(patterns).table()[["term", "estimate"]].round(3).values.tolist()
    [['Intercept', 1.386], ['late[T.True]', -1.306]]
    """
    _known("covariance", covariance, Covariance)
    _known("small_clusters", small_clusters, SmallClusters)
    notes = list(patterns.notes)
    if formula is None:
        formula, more = default_formula(patterns)
        notes += more
    design = build_design(patterns, formula)
    _enough_units(patterns, design)
    good, of = design.rows.sums(patterns.successes), design.rows.sums(patterns.trials)
    solution = solve(design.matrix, good, of, names=design.info.column_names, max_iterations=max_iterations)
    errors = uncertainty(patterns, design, solution, covariance, small_clusters)
    return _fit(patterns, formula, design, solution, errors, notes)


def _known(name: str, value: str, kinds: object) -> None:
    if value not in get_args(kinds):
        raise UsageError(f"no such {name}: {value!r}; allowed: {', '.join(get_args(kinds))}")


def _enough_units(patterns: Patterns, design: Design) -> None:
    units, columns = len(patterns.frame), design.matrix.shape[1]
    if patterns.aggregated and units <= columns:
        problem = "more columns than the table has units for"
        raise DesignError(problem, value=f"{columns} columns, {units} units", allowed="fewer factors")


def _fit(
    patterns: Patterns, formula: str, design: Design, solution: Solution, errors: Uncertainty, notes: Sequence[str]
) -> DriverFit:
    import numpy as np

    trials, successes = patterns.trials, patterns.successes
    share = np.array([successes.sum() / trials.sum()])
    null = log_likelihood(share, successes.sum(keepdims=True), trials.sum(keepdims=True))
    return DriverFit(
        formula=formula, terms=tuple(design.info.column_names), params=solution.params,
        covariance=errors.covariance, df_resid=errors.df, n_clusters=errors.clusters,
        trials=float(trials.sum()), successes=float(successes.sum()),
        loglik=solution.loglik, null_loglik=null, cases=design, case_fitted=solution.fitted,
        information=solution.information, dispersion=errors.dispersion, patterns=patterns,
        bias_reduced=errors.bias_reduced, method=errors.method, iterations=solution.iterations,
        notes=(*notes, *errors.notes),
    )  # fmt: skip
