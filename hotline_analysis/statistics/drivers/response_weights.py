"""Weights of answers, for those who did not answer, and the rate under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hotline_analysis.errors import UsageError
from hotline_analysis.statistics.drivers.fitted import DriverFit
from hotline_analysis.statistics.drivers.formula import design_rows
from hotline_analysis.statistics.drivers.patterns import Patterns
from hotline_analysis.statistics.drivers.raking import Margin, effective_size, margin_of, rake, trim
from hotline_analysis.statistics.drivers.survey import Design

Floats = NDArray[np.float64]

UPPER = 5.0


@dataclass(frozen=True)
class Weights:
    """Weights of the rows of patterns: mean 1 over tickets.

    Attributes
    ----------
    values : array of float
        Of one ticket of every row.
    method : str
        ``inverse probability`` or ``raking``.
    effective_size : float
        How many tickets of equal weight would tell as much (Kish).
    trimmed : int
        How many tickets had a weight above the limit.
    largest : float
    margins : tuple of Margin
        Met by raked weights.
    """

    values: Floats
    method: str
    effective_size: float
    trimmed: int
    largest: float
    margins: tuple[Margin, ...] = ()


def inverse_probability_weights(response: DriverFit, patterns: Patterns, *, upper: float = UPPER) -> Weights:
    """Weight every answer by one over the probability that such a ticket is answered.

    Parameters
    ----------
    response : DriverFit
        Of patterns with the outcome ``answered``: of all tickets called back, who answers.
    patterns : Patterns
        Of the answers; they have every factor of ``response``.
    upper : float, default 5
        Greatest weight, in units of the mean one; what is cut off is spread over the other answers.

    Raises
    ------
    UsageError
        If ``patterns`` lacks a factor of ``response``.

    Notes
    -----
    Robins, Rotnitzky and Zhao 1994 (JASA 89:846-866). That the probabilities are themselves estimated is left out of
    the standard errors, which makes these somewhat too wide rather than too narrow.
    """
    if lacking := [name for name in response.factors if name not in patterns.frame]:
        raise UsageError(f"the answers lack factors of who answers: {', '.join(lacking)}")
    line = design_rows(response.design_info, patterns.frame) @ response.params
    return _made(1 + np.exp(-line), patterns, "inverse probability", upper)


def raked_weights(patterns: Patterns, population: Patterns, columns: Sequence[str], *, upper: float = UPPER) -> Weights:
    """Weight answers so that flags and categories are as common among them as in the population.

    Parameters
    ----------
    patterns : Patterns
        Of the answers.
    population : Patterns
        Of all tickets called back, or of all closed ones.
    columns : sequence of str
        Flags and categories (or ``unit``) that both have.
    upper : float
        As in `inverse_probability_weights`. Weights that had to be cut meet the margins only nearly.

    Raises
    ------
    UsageError
        If a column is a number or is lacking.
    InputError
        If the population has a level that nobody who answered has.
    ConvergenceError
        If the margins cannot all be met.
    """
    for column in columns:
        if column not in patterns.frame or column not in population.frame:
            raise UsageError(f"no such column to rake by: {column}")
        if column != patterns.cluster and patterns.kind(column) == "number":
            raise UsageError(f"{column} is a number; raking needs flags or categories")
    margins = tuple(margin_of(patterns.frame, population.frame, column) for column in columns)
    counts = row_counts(patterns)
    made = rake(counts, margins) / counts
    return _made(made, patterns, "raking", upper, margins)


def row_counts(patterns: Patterns) -> Floats:
    """Return the tickets of every row, without weights."""
    return patterns.frame["trials"].to_numpy(dtype=float)


def _made(values: Floats, patterns: Patterns, method: str, upper: float, margins: tuple[Margin, ...] = ()) -> Weights:
    counts = row_counts(patterns)
    values = values * counts.sum() / (values @ counts)
    over = int(counts[values > upper].sum())
    values = trim(values, counts, upper=upper)
    return Weights(values, method, effective_size(values, counts), over, float(values.max()), margins)


def weighted_rate(patterns: Patterns, weights: Weights, *, level: float = 0.95) -> dict[str, object]:
    """Return the weighted rate of successes with its linearised standard error, clustered by unit.

    Every ticket counts: a row of patterns is its tickets, all of the same weight.
    """
    from scipy.stats import t

    counts, successes = row_counts(patterns), patterns.frame["successes"].to_numpy(dtype=float)
    codes = patterns.clusters[0]
    clusters = codes.tolist() if codes.max() > 0 else None
    # a row of n tickets and s successes enters as n tickets with the mean s / n: sums by cluster are the same
    design = Design(
        weights.values * counts, clusters, margins=weights.margins, base=counts if weights.margins else None
    )
    found = design.mean(successes / counts)
    reach = float(t.ppf((1 + level) / 2, found.df)) * found.se
    return {
        "method": weights.method, "rate": found.value, "se": found.se, "low": max(found.value - reach, 0.0),
        "high": min(found.value + reach, 1.0), "df": found.df, "answers": int(counts.sum()),
        "effective_size": weights.effective_size, "design_effect": float(counts.sum()) / weights.effective_size,
        "trimmed": weights.trimmed, "largest": weights.largest,
    }  # fmt: skip
