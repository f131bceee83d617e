"""How sure estimates are: clustered, bias-reduced where units are few, quasi-binomial, or model-based."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from hotline_analysis.statistics.drivers.clustered import FEW, BiasReduced, cluster_scores, cr1, cr2
from hotline_analysis.statistics.drivers.estimate import Solution
from hotline_analysis.statistics.drivers.formula import Design
from hotline_analysis.statistics.drivers.patterns import Patterns
from hotline_analysis.statistics.drivers.problems import DesignError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Covariance = Literal["auto", "clustered", "quasi", "model"]
SmallClusters = Literal["auto", "t", "cr2"]


@dataclass(frozen=True)
class Uncertainty:
    """A covariance (k, k), its degrees of freedom, and how it was got, in words."""

    covariance: Array
    df: float
    clusters: int
    method: str
    dispersion: float = 1.0
    bias_reduced: BiasReduced | None = None
    notes: Sequence[str] = ()


def uncertainty(
    patterns: Patterns, design: Design, solution: Solution, covariance: Covariance, small: SmallClusters
) -> Uncertainty:
    """Work out the covariance of the estimates, as `fit_logit` describes its options.

    Raises
    ------
    DesignError
        If a unit table leaves nothing to estimate φ from.
    """
    import numpy as np

    codes, units = patterns.clusters
    bread, case = np.asarray(np.linalg.inv(solution.information), dtype=float), design.rows.case
    fitted, trials = solution.fitted[case], patterns.trials
    if covariance == "quasi" or (covariance == "auto" and patterns.aggregated):
        return _quasi(patterns, bread, fitted, len(units))
    if covariance == "model" or len(units) == 1:
        return _model_based(bread, len(units), asked=covariance)
    scores = cluster_scores(design.matrix, patterns.successes - trials * fitted, codes, len(units), case)
    if small == "cr2" or (small == "auto" and len(units) < FEW):
        made = cr2(design.matrix, trials * fitted * (1 - fitted), codes, case, bread, scores)
        return _bias_reduced(made, len(units))
    spread = cr1(bread, scores, float(trials.sum()))
    method = f"clustered by {patterns.cluster} (CR1), t with {len(units) - 1} degrees of freedom"
    few = [f"{len(units)} clusters are few; CR1 with t is too narrow below {FEW}"] if len(units) < FEW else []
    return Uncertainty(spread, len(units) - 1, len(units), method, notes=few)


def _bias_reduced(made: BiasReduced, units: int) -> Uncertainty:
    method = f"clustered by unit, {units} clusters: bias-reduced (CR2), Bell-McCaffrey degrees of freedom"
    notes = [
        f"only {units} clusters: bias-reduced standard errors (CR2) with Bell-McCaffrey degrees of freedom; "
        "p below 4 degrees of freedom is not to be relied on (Tipton 2015, Psychological Methods 20:375-393)"
    ]
    return Uncertainty(made.covariance, units - 1, units, method, bias_reduced=made, notes=notes)


def _model_based(bread: Array, units: int, *, asked: Covariance) -> Uncertainty:
    notes = ["standard errors take tickets as independent; they are too small if answers within a unit hang together"]
    if asked != "model":
        notes.insert(0, "one unit only: how answers within units hang together cannot be seen")
    return Uncertainty(bread, float("inf"), units, "model-based: tickets independent", notes=notes)


def _quasi(patterns: Patterns, bread: Array, p: Array, units: int) -> Uncertainty:
    """McCullagh & Nelder 1989, section 4.5.2: φ is Pearson's chi-square over its degrees of freedom."""
    n = patterns.trials
    freedom = len(p) - len(bread)
    if freedom < 1:
        found = f"{len(bread)} columns, {len(p)} rows"
        raise DesignError("nothing is left to estimate φ from", value=found, allowed="fewer factors")
    spread = float(((patterns.successes - n * p) ** 2 / (n * p * (1 - p))).sum() / freedom)
    phi = max(spread, 1.0)
    below = [f"φ = {spread:.3f} is below 1 and is taken as 1"] if spread < 1 else []
    method = f"quasi-binomial: φ = {phi:.3f}, t with {freedom} degrees of freedom"
    return Uncertainty(phi * bread, freedom, units, method, dispersion=phi, notes=below)
