"""Factors that decide the outcome without exception: left out of the model one by one, each named with its counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hotline_analysis.statistics.drivers.fit import fit_logit
from hotline_analysis.statistics.drivers.fitted import DriverFit
from hotline_analysis.statistics.drivers.formula import default_formula
from hotline_analysis.statistics.drivers.patterns import Patterns
from hotline_analysis.statistics.drivers.problems import SeparationError

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class OneOutcome:
    """Tickets that all had the same outcome.

    Attributes
    ----------
    level : str
        A category's level, ``True`` or ``False`` of a flag, ``> 5`` or ``< 5`` of a number.
    tickets : int
    good : bool
        Whether all of them are successes, or none.
    """

    level: str
    tickets: int
    good: bool

    def __str__(self) -> str:
        return f"{self.level}: {self.tickets if self.good else 0} of {self.tickets}"


@dataclass(frozen=True)
class LeftOut:
    """A factor that was left out of a model since its effect would be infinite.

    Attributes
    ----------
    factor : str
    levels : tuple of OneOutcome
        Those of which all tickets had one outcome; none where it decides only together with other factors.
    beside : tuple of str
        The factors together with which it decides.

    Examples
    --------
    >>> LeftOut("told_citizen", (), beside=("channel",)).why
    'together with channel'
    """

    factor: str
    levels: tuple[OneOutcome, ...]
    beside: tuple[str, ...] = ()

    @property
    def why(self) -> str:
        """What it decides, with the successes of each level."""
        return "; ".join(map(str, self.levels)) or f"together with {', '.join(self.beside)}"


def fit_default(patterns: Patterns) -> tuple[DriverFit, tuple[LeftOut, ...]]:
    """Fit all factors added up, less those with one value and those that decide the outcome; both are noted.

    Parameters
    ----------
    patterns : Patterns

    Raises
    ------
    ModelError
        As `fit_logit`; if every factor decides the outcome, the first `SeparationError`.
    """
    formula, notes = default_formula(patterns)
    fit, left_out = fit_without_deciding(patterns, formula.split(" + "))
    notes += [
        f"factor {one.factor} is left out: it decides the outcome without exception ({one.why})" for one in left_out
    ]
    return replace(fit, notes=(*fit.notes, *notes)), left_out


def fit_without_deciding(patterns: Patterns, factors: Sequence[str]) -> tuple[DriverFit, tuple[LeftOut, ...]]:
    """Fit some factors added up, without those that decide the outcome.

    A rare flag of which all seven tickets were satisfied has no finite effect, and is no reason to know nothing of the
    others. Of several that decide only together, the one with the fewest tickets off its commonest value goes.

    Parameters
    ----------
    patterns : Patterns
    factors : sequence of str

    Returns
    -------
    fit : DriverFit
    left_out : tuple of LeftOut
        In the order in which they were left out.

    Raises
    ------
    ModelError
        As `fit_logit`; if every factor decides the outcome, the first `SeparationError`.
    """
    rest, left_out, first = list(factors), list[LeftOut](), None
    while True:
        try:
            return fit_logit(patterns, " + ".join(rest)), tuple(left_out)
        except SeparationError as error:
            first = first or error
            involved = [name for name in rest if any(_is_of(column, name) for column in error.columns)]
            if not involved or len(rest) == 1:
                raise first from None
            left_out.append(_left_out(patterns, involved))
            rest.remove(left_out[-1].factor)


def _is_of(column: str, factor: str) -> bool:
    return column == factor or column.startswith(f"{factor}[")


def _left_out(patterns: Patterns, involved: Sequence[str]) -> LeftOut:
    trials = patterns.frame["trials"]

    def uncommon(factor: str) -> int:
        return int(trials.sum() - trials.groupby(patterns.frame[factor], observed=True).sum().max())

    factor = min(involved, key=uncommon)
    if len(involved) > 1:
        return LeftOut(factor, (), tuple(name for name in involved if name != factor))
    return LeftOut(factor, tuple(_of_one_outcome(patterns, factor)))


def _of_one_outcome(patterns: Patterns, factor: str) -> Iterator[OneOutcome]:
    """Yield the levels of a flag or category with one outcome; of a number the sides of the value that parts them."""
    sums = patterns.frame.groupby(factor, observed=True)[["trials", "successes"]].sum()
    if patterns.kind(factor) == "number":
        sums = _sides(sums)
    for level, row in sums.iterrows():
        of, good = int(row["trials"]), int(row["successes"])
        if of and good in (0, of):
            yield OneOutcome(str(level), of, good > 0)


def _sides(sums: pd.DataFrame) -> pd.DataFrame:
    """Return the counts above the smallest and below the largest value at which the two outcomes still meet."""
    import pandas as pd

    good = sums.index[sums["successes"] > 0]
    bad = sums.index[sums["successes"] < sums["trials"]]
    low, high = (bad.max(), good.min()) if good.min() >= bad.max() else (good.max(), bad.min())
    parts = {f"< {high:g}": sums.index < high, f"> {low:g}": sums.index > low}
    return pd.DataFrame({name: sums[of].sum() for name, of in parts.items()}).T
