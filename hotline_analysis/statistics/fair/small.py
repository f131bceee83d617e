"""The rule for small numbers: below k a unit is shown, and neither ranked nor named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hotline_analysis.errors import UsageError
from hotline_analysis.ranking import Best, Ties, places
from hotline_analysis.statistics.fair.counts import column, parts_of_wholes, unit_names


@dataclass(frozen=True)
class SmallNumbers:
    """Units below ``at_least`` trials are shown, but take no place and are not named in a list.

    Parameters
    ----------
    at_least : int
        The k of the rule; stated wherever the rule is used. 10 is usual: below it one answer moves a rate by ten
        points and more.

    Examples
    --------
    >>> rule = SmallNumbers(10)
    >>> rule.rank([2, 97, 45], [2, 100, 50], ["a", "b", "c"])
    [None, 1, 2]
    >>> rule.named(["a", "b", "c"], [2, 100, 50])
    ['b', 'c']
    >>> rule.enough([2, 100]).tolist(), rule.note(["a", "b"], [20, 100])
    ([False, True], None)
    """

    at_least: int = 10

    def __post_init__(self) -> None:
        if isinstance(self.at_least, bool) or not isinstance(self.at_least, int) or self.at_least < 1:
            raise UsageError(
                f"the smallest number for a place is {self.at_least!r}; allowed: a whole number, 1 or more"
            )

    def enough(self, trials: ArrayLike, names: Sequence[str] | None = None) -> NDArray[np.bool_]:
        """Say for every unit whether it has trials enough to be ranked and named.

        Raises
        ------
        InputError
            For a count that is missing, negative or not whole.
        """
        found = unit_names(names, np.asarray(trials, dtype=object).size)
        return np.asarray(column(trials, "trials", found) >= self.at_least)

    def named(self, names: Sequence[str], trials: ArrayLike) -> list[str]:
        """Return the units that a list may name, in their order."""
        return [name for name, enough in zip(names, self.enough(trials, names), strict=True) if enough]

    def rank(
        self,
        successes: ArrayLike,
        trials: ArrayLike,
        names: Sequence[str] | None = None,
        *,
        best: Best = "highest",
        ties: Ties = "competition",
    ) -> list[int | None]:
        """Give every unit with enough trials its place by its exact rate among these; None to all others.

        Raises
        ------
        InputError
            As `enough`, and where successes exceed trials.
        """
        x, n, _ = parts_of_wholes(successes, trials, names)
        rates = [
            Fraction(int(part), int(whole)) if enough else None
            for part, whole, enough in zip(x, n, self.enough(trials, names), strict=True)
        ]
        return places(rates, best=best, ties=ties)

    def note(self, names: Sequence[str], trials: ArrayLike) -> str | None:
        """Say the rule and which units it keeps from a place; None where it keeps none."""
        small = [name for name, enough in zip(names, self.enough(trials, names), strict=True) if not enough]
        if not small:
            return None
        return f"fewer than {self.at_least}: shown, not ranked, not named in lists: {', '.join(small)}"
