"""Covariate patterns: tickets that are alike in every factor and unit, as one row with two counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.shown import Shown, listed
from hotline_analysis.statistics.drivers.factors import Kind
from hotline_analysis.statistics.drivers.flow import Flow

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


@dataclass(frozen=True, repr=False)
class Patterns(Shown):
    """Binomial counts by pattern of factors and unit.

    Attributes
    ----------
    frame : DataFrame
        One row a pattern and unit. Factors (numbers float64, flags bool, categories `pandas.Categorical` with the
        commonest level first: it is the one that others are compared with), ``unit`` (Categorical), ``trials`` and
        ``successes`` (int64), and optionally ``weight`` (float64): what one ticket of the row counts for.
    factors : tuple of str
        The columns of the frame that are factors, in the order in which they were asked for.
    outcome : str
        What a success is: ``satisfied``, ``resolved``, ``answered``, or the name of a column.
    cluster : str
        The column within which answers hang together: ``unit``.
    flow : Flow or None
        How the tickets came to be these; None without tickets.
    aggregated : bool
        Whether a row is a whole unit (a unit table), so that spread beyond the binomial is estimated from the rows.
    notes : tuple of str
        What was rounded, grouped, or is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.statistics.drivers import fit_logit, from_frame
    >>> rows = pd.DataFrame({"unit": [*"ABCDEFGHIJ"] * 2, "late": [True] * 10 + [False] * 10, "of": 10})
    >>> rows["good"] = [5, 6, 4, 5, 6] * 2 + [8, 7, 9, 8, 8] * 2
    >>> patterns = from_frame(rows, outcome="good", trials="of", factors=["late"])
    >>> patterns
    <Patterns: good by late: 200 tickets in 20 patterns>
    >>> patterns.kind("late"), patterns.tickets, patterns.clusters[1][:2]
    ('flag', 200, ('A', 'B'))
    >>> float(patterns.weighted(patterns.trials * 0 + 2.0).trials.sum())
    400.0
    """

    frame: pd.DataFrame
    factors: tuple[str, ...]
    outcome: str
    cluster: str = "unit"
    flow: Flow | None = None
    aggregated: bool = False
    notes: tuple[str, ...] = ()

    def _said(self) -> str:
        return f"{self.outcome} by {listed(self.factors, most=8)}: {self.tickets} tickets in {len(self.frame)} patterns"

    @property
    def trials(self) -> NDArray[np.float64]:
        """Tickets of every row, times their weight; shape (rows,)."""
        return self._weighed("trials")

    @property
    def successes(self) -> NDArray[np.float64]:
        """Successes of every row, times their weight; shape (rows,)."""
        return self._weighed("successes")

    @property
    def tickets(self) -> int:
        """How many tickets there are, whatever their weight."""
        return int(self.frame["trials"].sum())

    @property
    def clusters(self) -> tuple[NDArray[np.intp], tuple[str, ...]]:
        """The number of every row's unit, 0 to G-1, and the names of the G units that have a row."""
        import pandas as pd

        numbers, names = pd.factorize(self.frame[self.cluster], sort=False)
        return numbers, tuple(map(str, names))

    def kind(self, factor: str) -> Kind:
        """Return what a factor is: number, flag or category.

        Raises
        ------
        UsageError
            If it is no factor of these patterns.
        """
        import pandas as pd

        if factor not in self.factors:
            raise UsageError(f"no factor {factor!r}; allowed: {', '.join(self.factors)}")
        values = self.frame[factor]
        if isinstance(values.dtype, pd.CategoricalDtype):
            return "category"
        return "flag" if values.dtype == bool else "number"

    def weighted(self, weight: NDArray[np.float64]) -> Patterns:
        """Return the same patterns with another weight for the tickets of every row; shape (rows,).

        Raises
        ------
        InputError
            For a weight that is not a positive finite number, or another number of weights than rows.
        """
        import numpy as np

        given = np.asarray(weight, dtype=float)
        if given.shape != (len(self.frame),):
            raise InputError("not one weight a row", value=given.shape, allowed=f"{len(self.frame)} weights")
        wrong = ~(np.isfinite(given) & (given > 0))
        if wrong.any():
            row = int(np.flatnonzero(wrong)[0])
            raise InputError("not a weight", where=f"row {row + 1}", value=float(given[row]), allowed="above 0")
        return replace(self, frame=self.frame.assign(weight=given))

    def _weighed(self, column: str) -> NDArray[np.float64]:
        counts: NDArray[np.float64] = self.frame[column].to_numpy(dtype=float)
        return counts * self.frame["weight"].to_numpy() if "weight" in self.frame else counts
