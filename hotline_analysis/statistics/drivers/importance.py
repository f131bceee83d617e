"""Relative importance of drivers: McFadden's R² shared among factors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from hotline_analysis.shown import Shown, listed
from hotline_analysis.statistics.drivers.shapley import EXACT_UP_TO, PERMUTATIONS, Shares, exact_shares, shapley
from hotline_analysis.statistics.drivers.subsets import SubsetFits, groups_of
from hotline_analysis.statistics.seeds import DRIVERS

if TYPE_CHECKING:
    import pandas as pd

    from hotline_analysis.statistics.drivers.fitted import DriverFit

NOTE = (
    "Shares of McFadden's R², averaged over all orders in which the factors may enter. Factors that go together share "
    "what they explain together. A share has no direction and is no cause: read it beside the marginal effects."
)


@dataclass(frozen=True, repr=False)
class Importance(Shown):
    """How much of the explained part each factor accounts for.

    Attributes
    ----------
    table : DataFrame
        One row a group of factors, greatest first: ``group`` (key), ``factors`` (tuple), ``terms`` (columns of the
        design), ``share`` (in points of R²; they add up to ``total``), ``percent`` (of the total, 0 to 100),
        ``mc_error`` (of the share, by sampling of orders; 0 if exact), ``rank``.
    conditional : DataFrame or None
        What a group adds where it enters first, second, …; None where orders were sampled.
    total : float
        McFadden's R² of the whole model.
    method : str
        ``exact`` or ``sampled``.
    notes : tuple of str

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.statistics.drivers import fit_logit, from_frame
    >>> rows = pd.DataFrame({"unit": [*"ABCDEFGHIJ"] * 2, "late": [True] * 10 + [False] * 10, "of": 10})
    >>> rows["good"] = [5, 6, 4, 5, 6] * 2 + [8, 7, 9, 8, 8] * 2
    >>> fit = fit_logit(from_frame(rows, outcome="good", trials="of", factors=["late"]))
    >>> importance(fit)
    <Importance: late; together 0.0697>
    """

    _shows: ClassVar[str] = "table"

    table: pd.DataFrame
    conditional: pd.DataFrame | None
    total: float
    method: str
    notes: tuple[str, ...]

    def _said(self) -> str:
        return f"{listed([*self.table['group']])}; together {self.total:.4f}"


def importance(
    fit: DriverFit,
    *,
    together: Sequence[Sequence[str]] = (),
    exact_up_to: int = EXACT_UP_TO,
    permutations: int = PERMUTATIONS,
    seed: int = DRIVERS,
) -> Importance:
    """Share the McFadden R² of a fitted model among its factors.

    All columns of a category or of a spline are one group. Factors that stand in one interaction are one group too,
    since a model with the interaction and without its parts has no meaning.

    Parameters
    ----------
    fit : DriverFit
        As `fit_logit` returns it.
    together : sequence of sequences of str
        Factors to be taken as one group besides, as (("returned", "reworked"),).
    exact_up_to : int, default 12
        So many groups are shared over all subsets (12: 4,096 fits); with more, orders of entry are drawn.
    permutations, seed : int
        How many orders are drawn, and the seed of the draws.

    Raises
    ------
    UsageError
        If the model has no factor, or ``together`` names one that it does not have.

    Notes
    -----
    The method of `shapley` with 1 - loglik(subset) / loglik(none) as the fit. The units are left out of it, as they
    are from the model: rows that differ in their unit alone are put together first.

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.statistics.drivers import fit_logit, from_frame
    >>> rows = pd.DataFrame({"unit": [*"ABCDEFGHIJ"] * 2, "late": [True] * 10 + [False] * 10, "of": 10})
    >>> rows["good"] = [5, 6, 4, 5, 6] * 2 + [8, 7, 9, 8, 8] * 2
    >>> fit = fit_logit(from_frame(rows, outcome="good", trials="of", factors=["late"]))
    >>> found = importance(fit)
    >>> found.table[["group", "percent"]].values.tolist(), found.method
    ([['late', 100.0]], 'exact')
    """
    groups = groups_of(fit, together)
    fits = SubsetFits(fit, groups)
    names = [" × ".join(group.factors) for group in groups]
    if len(groups) <= exact_up_to:
        shares = exact_shares(fits.all_values(), names)
    else:
        shares = shapley(fits.value, names, exact_up_to=0, permutations=permutations, seed=seed)
    table = _table(shares)
    table.insert(1, "factors", [groups[j].factors for j in table.index])
    table.insert(2, "terms", [groups[j].terms for j in table.index])
    method = "exact" if shares.orders is None else "sampled"
    return Importance(table.reset_index(drop=True), shares.conditional, shares.total, method, _notes(shares))


def _table(shares: Shares) -> pd.DataFrame:
    import pandas as pd

    percent = 100 * shares.shares / shares.total if shares.total > 0 else np.full(len(shares.names), np.nan)
    table = pd.DataFrame(
        {"group": shares.names, "share": shares.shares, "percent": percent, "mc_error": shares.errors}
    ).sort_values("share", ascending=False, kind="stable")
    table["rank"] = range(1, len(table) + 1)
    return table


def _notes(shares: Shares) -> tuple[str, ...]:
    if shares.orders is None:
        return (NOTE,)
    drawn = (
        f"{len(shares.names)} groups: {shares.orders} orders of entry were drawn instead of all subsets; "
        f"greatest Monte Carlo standard error of a share {shares.errors.max():.2g}."
    )
    return (NOTE, drawn)
