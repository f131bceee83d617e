"""A fitted logistic model: its estimates, how sure they are, and its columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from hotline_analysis.errors import UsageError
from hotline_analysis.shown import Shown
from hotline_analysis.statistics.drivers.clustered import BiasReduced
from hotline_analysis.statistics.drivers.estimate import solve
from hotline_analysis.statistics.drivers.formula import Design, factors_of_terms
from hotline_analysis.statistics.drivers.patterns import Patterns

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray
    from patsy.design_info import DesignInfo

    Array = NDArray[np.float64]


@dataclass(frozen=True, repr=False)
class DriverFit(Shown):
    """A fitted logistic model.

    Attributes
    ----------
    formula : str
    terms : tuple of str
        The k columns of the design.
    params : array (k,)
        Log odds.
    covariance : array (k, k)
    df_resid : float
        Degrees of freedom of t: clusters - 1, or rows - k for a unit table; infinite for model-based errors.
    n_clusters : int
    trials, successes : float
        Sums, times weights.
    loglik, null_loglik : float
        Of the tickets one by one.
    mcfadden : float
        1 - loglik / null_loglik.
    cases : Design
        The columns, once for all patterns that differ in nothing but their unit.
    case_fitted : array (cases,)
        Their probabilities.
    information : array (k, k)
    dispersion : float
        φ of a quasi-binomial fit; 1 otherwise.
    patterns : Patterns
    bias_reduced : BiasReduced or None
        Where standard errors are CR2, whose degrees of freedom differ from contrast to contrast.
    method : str
        How standard errors and degrees of freedom were got, in words.
    iterations : int
    notes : tuple of str

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.statistics.drivers import fit_logit, from_frame
    >>> rows = pd.DataFrame({"unit": [*"ABCDEFGHIJ"] * 2, "late": [True] * 10 + [False] * 10, "of": 10})
    >>> rows["good"] = [5, 6, 4, 5, 6] * 2 + [8, 7, 9, 8, 8] * 2
    >>> fit = fit_logit(from_frame(rows, outcome="good", trials="of", factors=["late"]))
    >>> fit
    <DriverFit: good by late>
    >>> fit.table()["term"].tolist(), fit.table()["estimate"].round(2).tolist()
    (['Intercept', 'late[T.True]'], [1.39, -1.31])
    >>> fit.factors, fit.columns_of("late"), round(float(fit.fitted.max()), 2)
    (('late',), [1], 0.8)
    >>> import numpy as np
    >>> error, df = fit.inference(np.array([0.0, 1.0]))
    >>> round(error, 3) == round(float(fit.table()["se"][1]), 3)
    True
    >>> fit.params_of(np.ones(len(fit.patterns.frame), dtype=bool)).round(2).tolist()
    [1.39, -1.31]
    """

    _shows: ClassVar[str] = "table"

    formula: str
    terms: tuple[str, ...]
    params: Array
    covariance: Array
    df_resid: float
    n_clusters: int
    trials: float
    successes: float
    loglik: float
    null_loglik: float
    cases: Design
    case_fitted: Array
    information: Array
    dispersion: float
    patterns: Patterns
    bias_reduced: BiasReduced | None
    method: str
    iterations: int
    notes: tuple[str, ...]

    def _said(self) -> str:
        return f"{self.patterns.outcome} by {self.formula}"

    @cached_property
    def design(self) -> Array:
        """The columns of every row of the patterns; shape (rows, k)."""
        return self.cases.matrix[self.cases.rows.case]

    @property
    def fitted(self) -> Array:
        """The probability of every row of the patterns; shape (rows,)."""
        return self.case_fitted[self.cases.rows.case]

    @property
    def design_info(self) -> DesignInfo:
        """How patsy builds the columns."""
        return self.cases.info

    @property
    def mcfadden(self) -> float:
        """McFadden's R²."""
        return 1 - self.loglik / self.null_loglik

    @property
    def standard_errors(self) -> Array:
        """Of the log odds; shape (k,)."""
        import numpy as np

        # of units that are perfectly alike the variance is zero but for rounding, which may leave it below
        return np.asarray(np.sqrt(np.maximum(np.diag(self.covariance), 0.0)), dtype=float)

    def inference(self, gradient: Array) -> tuple[float, float]:
        """Return the standard error of a function of the params with this gradient (k,), and its degrees of freedom."""
        import numpy as np

        error = float(np.sqrt(max(float(gradient @ self.covariance @ gradient), 0.0)))
        freedom = self.df_resid if self.bias_reduced is None else self.bias_reduced.degrees_of_freedom(gradient)
        return error, freedom

    def params_of(self, rows: NDArray[np.bool_], *, pseudo: bool = False) -> Array:
        """Return the estimates from some rows of the patterns alone (rows,); NaN for a column that is 0 in all of them.

        Parameters
        ----------
        rows : array of bool
        pseudo : bool
            Add as many pseudo-observations as there are columns, of the rows' overall rate, spread over the rows as
            their tickets are: estimates are finite then, and nearly the same where they were.

        Raises
        ------
        ModelError
            If they allow none.

        Notes
        -----
        Clogg, Rubin, Schenker, Schultz and Weidman 1991 (JASA 86:68-78).
        """
        import numpy as np

        trials = self.cases.rows.sums(self.patterns.trials * rows)
        there = trials > 0
        design = self.cases.matrix[there]
        used = (design != 0).any(axis=0)
        params = np.full(design.shape[1], np.nan)
        good = self.cases.rows.sums(self.patterns.successes * rows)[there]
        of = trials[there]
        if pseudo:
            more = used.sum() * of / of.sum()
            good, of = good + more * good.sum() / of.sum(), of + more
        params[used] = solve(design[:, used], good, of).params
        return params

    def columns_of(self, factor: str) -> list[int]:
        """Return the places of the columns in which a factor takes part, alone or in an interaction."""
        parts = zip(self.design_info.term_slices.values(), factors_of_terms(self.design_info), strict=True)
        return [place for span, names in parts if factor in names for place in range(span.start, span.stop)]

    @property
    def factors(self) -> tuple[str, ...]:
        """The factors of the model, in the order of the patterns."""
        used = frozenset().union(*factors_of_terms(self.design_info))
        return tuple(name for name in self.patterns.factors if name in used)

    def table(self, level: float = 0.95) -> pd.DataFrame:
        """Return the estimates: ``term, estimate, se, t, df, p, low, high`` in log odds."""
        import numpy as np
        import pandas as pd

        rows = [interval(self, self.params[i], np.eye(len(self.params))[i], level) for i in range(len(self.params))]
        return pd.DataFrame(rows).assign(term=list(self.terms))[
            ["term", "estimate", "se", "t", "df", "p", "low", "high"]
        ]


def interval(fit: DriverFit, estimate: float, gradient: Array, level: float) -> dict[str, float]:
    """Return an estimate with its standard error, t, degrees of freedom, p and confidence interval.

    Raises
    ------
    UsageError
        If the level is not between 0 and 1.
    """
    import numpy as np
    from scipy.stats import t

    if not 0 < level < 1:
        raise UsageError(f"not a level of confidence: {level}; allowed: between 0 and 1, such as 0.95")
    error, freedom = fit.inference(gradient)
    if not (error > 0 and freedom > 0):
        unknown = dict.fromkeys(("t", "p", "low", "high"), np.nan)
        return {"estimate": estimate, "se": error, "df": freedom, **unknown}
    reach = float(t.ppf((1 + level) / 2, freedom)) * error
    ratio = estimate / error
    return {
        "estimate": estimate, "se": error, "t": ratio, "df": freedom, "p": float(2 * t.sf(abs(ratio), freedom)),
        "low": estimate - reach, "high": estimate + reach,
    }  # fmt: skip
