"""Average predictions when factors are changed: only the columns that change are built again, once for every case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline_analysis.errors import UsageError
from hotline_analysis.statistics.drivers.collapsing import collapsed
from hotline_analysis.statistics.drivers.fitted import DriverFit
from hotline_analysis.statistics.drivers.formula import design_rows, factors_of_terms

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


@dataclass(frozen=True)
class Average:
    """A mean over all tickets, and its gradient in the params (k,)."""

    value: float
    gradient: Array

    def minus(self, other: Average) -> Average:
        """Return the difference of two averages."""
        return Average(self.value - other.value, self.gradient - other.gradient)


class Changed:
    """A model whose predictions are averaged over its tickets under changes of some factors.

    Parameters
    ----------
    fit : DriverFit
    factors : sequence of str
        Those that change.
    by_value : bool
        Whether what a factor is changed to depends on what it is.
    """

    def __init__(self, fit: DriverFit, factors: Sequence[str], *, by_value: bool) -> None:
        import numpy as np

        self.fit, info = fit, fit.design_info
        touched = [place for place, names in enumerate(factors_of_terms(info)) if names & set(factors)]
        terms = [info.terms[place] for place in touched]
        spans = [info.term_slices[term] for term in terms]
        self.columns = np.concatenate([np.arange(span.start, span.stop) for span in spans])
        self.info = info.subset(terms)
        around = sorted({name for place in touched for name in factors_of_terms(info)[place]} - set(factors))
        frame, rows = fit.patterns.frame[list(dict.fromkeys([*around, *factors]))], fit.cases.rows
        distinct = frame.iloc[rows.first].reset_index(drop=True)
        alike = collapsed(distinct, [*around, *(factors if by_value else [])])
        self.cases, self.case = distinct.iloc[alike.first].reset_index(drop=True), alike.case
        self.design, self.weights = fit.cases.matrix, rows.sums(fit.patterns.trials) / fit.trials
        kept = fit.params.copy()
        kept[self.columns] = 0.0
        self.rest = self.design @ kept

    def rows(self, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Array:
        """Return the changed columns for every case.

        Raises
        ------
        UsageError
            If the model cannot be worked out there, such as a spline beyond its last knot.
        """
        from patsy import PatsyError

        try:
            return design_rows(self.info, change(self.cases))
        except (PatsyError, NotImplementedError) as error:
            raise UsageError(f"the model says nothing there: {str(error).splitlines()[0]}") from None

    def mean(self, rows: Array) -> Average:
        """Return the mean probability with these columns, shape (cases, changed columns)."""
        from scipy.special import expit

        p = expit(self.rest + (rows @ self.fit.params[self.columns])[self.case])
        return Average(float(self.weights @ p), self._gradient(self.weights * p * (1 - p), rows))

    def slope(self, slopes: Array) -> Average:
        """Return the mean derivative of the probability, given that of the columns, shape (cases, changed columns)."""
        p = self.fit.case_fitted
        along = (slopes @ self.fit.params[self.columns])[self.case]
        density = self.weights * p * (1 - p)
        gradient = self.design.T @ (density * (1 - 2 * p) * along)
        gradient[self.columns] += self._sums(density, slopes)
        return Average(float(density @ along), gradient)

    def _gradient(self, density: Array, rows: Array) -> Array:
        gradient: Array = self.design.T @ density
        gradient[self.columns] = self._sums(density, rows)
        return gradient

    def _sums(self, density: Array, rows: Array) -> Array:
        import numpy as np

        sums = np.bincount(self.case, weights=density, minlength=len(rows))
        return np.asarray(rows.T @ sums, dtype=float)
