"""Places with their confidence sets: which places are compatible with the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from hotline_analysis.errors import UsageError
from hotline_analysis.shown import Shown
from hotline_analysis.statistics.fair.counts import Floats, at_least_two, open_level
from hotline_analysis.statistics.fair.estimates import checked_estimates
from hotline_analysis.statistics.fair.places import ahead_and_behind, chances
from hotline_analysis.statistics.fair.stepdown import Differences, differing, marginal
from hotline_analysis.statistics.seeds import LEAGUE

Side = Literal["both", "best", "worst"]
Direction = Literal["high", "low"]
Ints = NDArray[np.int64]
DRAWS, FEWEST_DRAWS = 10_000, 100


@dataclass(frozen=True)
class Options:
    """What sets are asked for; see `rank_sets`.

    Raises
    ------
    UsageError
        For an unknown choice, a level that is none, or fewer than 100 draws: a 95 % quantile of fewer is noise.
    """

    level: float = 0.95
    side: Side = "both"
    best: Direction = "high"
    draws: int = DRAWS
    seed: int = LEAGUE

    def __post_init__(self) -> None:
        open_level(self.level)
        if self.side not in ("both", "best", "worst"):
            raise UsageError(f"side is {self.side!r}; allowed: both, best, worst")
        if self.best not in ("high", "low"):
            raise UsageError(f"best is {self.best!r}; allowed: high, low")
        if self.draws < FEWEST_DRAWS:
            raise UsageError(f"{self.draws} draws are too few; allowed: {FEWEST_DRAWS} or more")

    def generator(self) -> np.random.Generator:
        """Return the source of random numbers."""
        return np.random.default_rng(self.seed)


@dataclass(frozen=True, repr=False)
class RankSets(Shown):
    """Places and the places that cannot be ruled out.

    Attributes
    ----------
    names : tuple of str
    estimates : array, shape (units,)
    rank : array of int, shape (units,)
        Place by the estimate: one more than the number of units that are better; ties share it.
    marginal_low, marginal_high : arrays of int, shape (units,)
        The set of one unit's place, looked at by itself.
    simultaneous_low, simultaneous_high : arrays of int, shape (units,)
        Sets of all units' places, all right at once with the stated confidence.
    p_first, p_top5, p_bottom5 : arrays of float, shape (units,)
        How often the unit is first, among the first five, among the last five in the draws.
    level : float
    side : {"both", "best", "worst"}
    best : {"high", "low"}
    draws, seed : int
        The same seed gives the same draws.
    notes : tuple of str

    Examples
    --------
    >>> found = rank_sets([3.0, 2.0, 0.0], [0.4, 0.4, 0.4], ["甲", "乙", "丙"])
    >>> found
    <RankSets: 3 units at 95 %, 10000 draws>
    >>> found.frame[["unit", "rank", "simultaneous_low", "simultaneous_high"]].values.tolist()
    [['甲', 1, 1, 2], ['乙', 2, 1, 2], ['丙', 3, 3, 3]]
    """

    names: tuple[str, ...]
    estimates: Floats
    rank: Ints
    marginal_low: Ints
    marginal_high: Ints
    simultaneous_low: Ints
    simultaneous_high: Ints
    p_first: Floats
    p_top5: Floats
    p_bottom5: Floats
    level: float
    side: Side
    best: Direction
    draws: int
    seed: int
    notes: tuple[str, ...] = ()

    def _said(self) -> str:
        return f"{len(self.names)} units at {100 * self.level:g} %, {self.draws} draws"

    @property
    def frame(self) -> pd.DataFrame:
        """One row a unit, in the order given."""
        keys = ("rank", "marginal_low", "marginal_high", "simultaneous_low", "simultaneous_high")
        more = ("p_first", "p_top5", "p_bottom5")
        columns = {key: getattr(self, key) for key in (*keys, *more)}
        return pd.DataFrame({"unit": self.names, "estimate": self.estimates} | columns)


def rank_sets(
    estimates: ArrayLike,
    standard_errors: ArrayLike,
    names: Sequence[str] | None = None,
    *,
    level: float = 0.95,
    side: Side = "both",
    best: Direction = "high",
    draws: int = DRAWS,
    seed: int = LEAGUE,
) -> RankSets:
    """Give every unit its place and the places that its data do not rule out.

    A unit's set runs from one more than the number of units that are certainly better to the number of units less
    those that are certainly worse; "certainly" by tests of all differences together.

    Parameters
    ----------
    estimates, standard_errors : array_like, shape (units,)
        Independent and about normal; an error of 0 is a value without chance in it.
    names : sequence of str, optional
    level : float
        Confidence of the sets.
    side : {"both", "best", "worst"}
        ``best`` bounds the best place alone (sets end at the last place), ``worst`` the worst alone.
    best : {"high", "low"}
        Whether a high estimate is good.
    draws, seed : int
        Of the bootstrap.

    Raises
    ------
    InputError
        For a missing estimate or a wrong error, naming the unit; for fewer than two units.
    UsageError
        For an unknown choice, or fewer than 100 draws.

    Notes
    -----
    Mogstad, M., Romano, J. P., Shaikh, A. M. and Wilhelm, D. (2024), Review of Economic Studies 91:476-518, doi
    10.1093/restud/rdad006: stepwise parametric bootstrap of studentised differences. The chances are those of
    estimates drawn again with their errors.

    Examples
    --------
    >>> found = rank_sets([3.0, 2.0, 0.0], [0.4, 0.4, 0.4])
    >>> found.rank.tolist(), found.simultaneous_low.tolist(), found.simultaneous_high.tolist()
    ([1, 2, 3], [1, 1, 3], [2, 2, 3])
    """
    options = Options(level, side, best, draws, seed)
    values, errors, units = checked_estimates(estimates, standard_errors, names, zero_errors=True)
    noise = options.generator().standard_normal((len(values), draws), dtype=np.float32)
    noise *= errors.astype(np.float32)[:, None]
    spread = np.sqrt(np.add.outer(np.square(errors), np.square(errors)))
    high = values if best == "high" else -values
    apart = Differences(high, np.subtract.outer(high, high), noise, spread)
    return assembled(units, values, apart, high[:, None] + noise, options)


def assembled(
    names: tuple[str, ...],
    estimates: Floats,
    differences: Differences,
    drawn: NDArray[np.floating],
    options: Options,
    notes: tuple[str, ...] = (),
    tolerance: float = 0.0,
) -> RankSets:
    """Put ranks, sets and chances together; ``drawn`` (units × draws, higher is better) gives the chances."""
    at_least_two(len(names), "a ranking")
    number, above, below = len(names), options.side != "worst", options.side != "best"
    every = ~np.eye(number, dtype=bool)
    claims = differing(differences, every, options.level)
    pairs = [marginal(differences, i, options.level, above=above, below=below) for i in range(number)]
    better, worse = (np.array(column, dtype=np.int64) for column in zip(*pairs, strict=True))
    odds = chances(np.asarray(drawn), tolerance=tolerance)
    return RankSets(
        names,
        estimates,
        1 + ahead_and_behind(differences.estimates[:, None], tolerance=tolerance)[0][:, 0],
        1 + better,
        number - worse,
        1 + claims.sum(axis=0) * above,
        number - claims.sum(axis=1) * below,
        odds.first,
        odds.top5,
        odds.bottom5,
        **asdict(options),
        notes=notes,
    )
