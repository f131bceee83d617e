"""Weights that reproduce known totals (raking), trimming, and what weights cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.statistics.drivers.problems import ConvergenceError

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

TOLERANCE, ROUNDS = 1e-10, 500


@dataclass(frozen=True)
class Margin:
    """A known total per level of a column.

    Attributes
    ----------
    name : str
    levels : array of object, one a row
        The level of every row.
    totals : mapping of level to float
        What the weights of the rows of a level shall add up to.
    """

    name: str
    levels: Sequence[object]
    totals: Mapping[object, float]

    def coded(self) -> tuple[NDArray[np.intp], Floats]:
        """Return the number of every row's level, and the total of every level.

        Raises
        ------
        InputError
            If a row has a level without a total, or a level with a positive total has no row.
        """
        import pandas as pd

        order = list(self.totals)
        codes = np.asarray(pd.Index(order).get_indexer(pd.Index(list(self.levels))), dtype=np.intp)
        if (codes < 0).any():
            found = list(self.levels)[int(np.argmax(codes < 0))]
            raise InputError("a level has no known total", where=self.name, value=found, allowed=_listed(order))
        totals = np.array([float(self.totals[level]) for level in order])
        rows = np.bincount(codes, minlength=len(order))
        if (bad := (rows == 0) & (totals > 0)).any():
            raise InputError("nobody answered of a level", where=self.name, value=order[int(np.argmax(bad))])
        if (bad := (rows > 0) & ~(totals > 0)).any():
            raise InputError("the total of a level is not positive", where=self.name, value=order[int(np.argmax(bad))])
        return codes, totals


def _listed(levels: Sequence[object]) -> str:
    return ", ".join(map(str, levels[:10])) + (", …" if len(levels) > 10 else "")


def margin_of(frame: pd.DataFrame, population: pd.DataFrame, column: str, *, counts: str = "trials") -> Margin:
    """Return a margin of a frame: the counts per level of a column that a population has."""
    totals = population.groupby(population[column].astype(object))[counts].sum()
    return Margin(column, frame[column].astype(object).tolist(), totals[totals > 0].to_dict())


def rake(weights: Floats, margins: Sequence[Margin], *, tolerance: float = TOLERANCE, rounds: int = ROUNDS) -> Floats:
    """Adjust weights until they add up to every margin.

    Parameters
    ----------
    weights : array of float, shape (n,)
        To begin with: design weights, or how many tickets a row stands for. Positive.
    margins : sequence of Margin
        All with the same sum.
    tolerance : float
        Greatest relative distance from a total at the end.
    rounds : int

    Returns
    -------
    array of float, shape (n,)

    Raises
    ------
    UsageError
        If there is no margin, or a weight is not positive.
    InputError
        If the sums of two margins differ, or a level has no total or no row.
    ConvergenceError
        If the margins cannot all be met with these rows.

    Notes
    -----
    Deming and Stephan 1940 (Annals of Mathematical Statistics 11:427-444): each margin in turn, over and over.

    Examples
    --------
    >>> import numpy as np
    >>> rake(np.ones(4), [Margin("channel", ["phone", "phone", "phone", "web"], {"phone": 60, "web": 40})]).tolist()
    [20.0, 20.0, 20.0, 40.0]
    """
    if not margins:
        raise UsageError("raking needs a margin")
    found = np.array(weights, dtype=float)
    if not (np.isfinite(found) & (found > 0)).all():
        raise UsageError("raking needs positive weights")
    coded = [margin.coded() for margin in margins]
    _same_sum(margins, coded)
    for _ in range(rounds):
        worst = 0.0
        for codes, totals in coded:
            sums = np.bincount(codes, found, len(totals))
            factor = np.divide(totals, sums, out=np.ones_like(totals), where=sums > 0)
            worst = max(worst, float(np.abs(factor - 1).max()))
            found *= factor[codes]
        if worst < tolerance:
            return found
    raise ConvergenceError("the margins cannot all be met", where="raking", value=", ".join(m.name for m in margins))


def _same_sum(margins: Sequence[Margin], coded: Sequence[tuple[NDArray[np.intp], Floats]]) -> None:
    sums = [totals.sum() for _, totals in coded]
    for margin, total in zip(margins, sums, strict=True):
        if abs(total - sums[0]) > 1e-6 * sums[0]:
            raise InputError("margins have different sums", where=margin.name, value=total, allowed=f"{sums[0]:g}")


def trim(weights: Floats, counts: Floats, *, upper: float) -> Floats:
    """Cut weights at ``upper`` and spread what was cut evenly over the tickets below it, until none is above.

    Parameters
    ----------
    weights : array of float
        Of one ticket of every row.
    counts : array of float
        Tickets of every row.
    upper : float
        Above the mean weight.

    Raises
    ------
    UsageError
        If the limit is not above the mean weight.
    """
    found = np.array(weights, dtype=float)
    total = float(found @ counts)
    if not upper > total / counts.sum():
        raise UsageError(f"weights cannot be cut at {upper:g}; allowed: above their mean, {total / counts.sum():g}")
    for _ in range(1000):
        cut = found >= upper
        found = np.where(cut, upper, found)
        spare = total - float(found @ counts)
        if spare <= 1e-12 * total:
            break
        found = np.where(cut, found, found + spare / counts[~cut].sum())
    return found


def effective_size(weights: Floats, counts: Floats | None = None) -> float:
    """Return how many equally weighted tickets would tell as much: Kish's ``(sum of w)² / sum of w²``.

    Parameters
    ----------
    weights : array of float
        Of one ticket of every row.
    counts : array of float, optional
        Tickets of every row; default one each.

    Notes
    -----
    Kish 1965, Survey Sampling, 11.7; 1992 (Journal of Official Statistics 8:183-200).

    Examples
    --------
    >>> import numpy as np
    >>> effective_size(np.array([1.0, 1.0, 2.0]))
    2.6666666666666665
    """
    many = np.ones_like(weights) if counts is None else counts
    return float((weights @ many) ** 2 / (weights**2 @ many))
