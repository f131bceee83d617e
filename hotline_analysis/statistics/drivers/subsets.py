"""Log-likelihoods of a logistic model for all subsets of its factors, on patterns that shrink as factors leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from hotline_analysis.errors import UsageError
from hotline_analysis.statistics.drivers.maximum import constrained, maximum
from hotline_analysis.statistics.drivers.sums import sums_by

if TYPE_CHECKING:
    from hotline_analysis.statistics.drivers.fitted import DriverFit

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Group:
    """Factors that enter a model together: their keys, and the columns of the design and the terms' names."""

    factors: tuple[str, ...]
    columns: NDArray[np.intp]
    terms: tuple[str, ...]


def groups_of(fit: DriverFit, together: Sequence[Sequence[str]] = ()) -> list[Group]:
    """Return the groups of factors of a model: those that share a column of the design, or are to stand together."""
    sets = {name: set(map(int, fit.columns_of(name))) for name in fit.patterns.factors}
    members = [({name}, columns) for name, columns in sets.items() if columns]
    known = {name for name, columns in sets.items() if columns}
    for wish in together:
        if strange := set(wish) - known:
            raise UsageError(f"factors to be taken together are not in the model: {', '.join(sorted(strange))}")
        members.append((set(wish), set().union(*(sets[name] for name in wish))))
    found = _joined(members)
    if not found:
        raise UsageError("the model has no factor to share its fit among")
    order = list(fit.patterns.factors)
    return [
        Group(
            tuple(sorted(names, key=order.index)),
            np.array(sorted(columns), dtype=np.intp),
            tuple(fit.terms[column] for column in sorted(columns)),
        )
        for names, columns in sorted(found, key=lambda pair: min(pair[1]))
    ]


def _joined(members: list[tuple[set[str], set[int]]]) -> list[tuple[set[str], set[int]]]:
    """Join all sets that have a column in common."""
    found: list[tuple[set[str], set[int]]] = []
    for names, columns in members:
        apart = [pair for pair in found if not pair[1] & columns]
        near = [pair for pair in found if pair[1] & columns]
        joined = (names.union(*(n for n, _ in near)), columns.union(*(c for _, c in near)))
        found = [*apart, joined]
    return found


@dataclass(frozen=True)
class _Cells:
    """Patterns of some groups: the level of each group (rows × groups), trials and successes."""

    levels: Codes
    trials: Floats
    successes: Floats

    def without(self, group: int, sizes: Codes) -> _Cells:
        """Forget a group: rows that differ in it alone become one."""
        levels = self.levels.copy()
        levels[:, group] = 0
        return merged(levels, self.trials, self.successes, sizes)


def merged(levels: Codes, trials: Floats, successes: Floats, sizes: Codes) -> _Cells:
    """Put rows of the same levels together."""
    import pandas as pd

    key = np.zeros(len(levels), dtype=np.int64)
    span = 1
    for column in range(levels.shape[1]):
        if span * int(sizes[column]) > 2**62:
            key, seen = pd.factorize(key)
            span = len(seen)
        key = key * int(sizes[column]) + levels[:, column]
        span *= int(sizes[column])
    codes, first = pd.factorize(key)
    place = np.zeros(len(first), dtype=np.intp)
    place[codes[::-1]] = np.arange(len(codes))[::-1]
    count = len(first)
    return _Cells(levels[place], sums_by(codes, trials, count), sums_by(codes, successes, count))


class SubsetFits:
    """The McFadden R² of every subset of a model's groups.

    Parameters
    ----------
    fit : DriverFit
    groups : list of Group
        Every column of the design but the intercept is in one of them.
    """

    def __init__(self, fit: DriverFit, groups: list[Group]) -> None:
        coded = [_coded(fit.design[:, group.columns]) for group in groups]
        self._blocks = [block for _, block in coded]
        self._sizes = np.array([len(block) for block in self._blocks])
        self._columns = [group.columns for group in groups]
        grouped = np.concatenate(self._columns)
        self._always = np.setdiff1d(np.arange(fit.design.shape[1]), grouped)
        if len(self._always) != 1 or not np.all(fit.design[:, self._always] == 1):
            raise UsageError("importance needs a model with an intercept in which every other column has a factor")
        levels = np.column_stack([levels for levels, _ in coded])
        self._cells = merged(levels, fit.patterns.trials, fit.patterns.successes, self._sizes)
        order = np.concatenate([self._always, grouped])
        self._start = np.asarray(fit.params, dtype=float)[order]
        self._information = np.asarray(fit.information, dtype=float)[np.ix_(order, order)]
        self._null = _null(self._cells.trials.sum(), self._cells.successes.sum())

    def all_values(self) -> Floats:
        """Return the R² of all ``2 ** k`` subsets, by their bit masks."""
        groups = len(self._blocks)
        values = np.zeros(1 << groups)
        for mask, loglik in self._descend((1 << groups) - 1, 0, self._cells, self._start):
            values[mask] = 1 - loglik / self._null
        values[0] = 0.0
        return values

    def value(self, mask: int) -> float:
        """Return the R² of one subset."""
        if not mask:
            return 0.0
        levels = self._cells.levels.copy()
        for group in range(len(self._blocks)):
            if not mask >> group & 1:
                levels[:, group] = 0
        cells = merged(levels, self._cells.trials, self._cells.successes, self._sizes)
        kept = np.isin(self._of((1 << len(self._blocks)) - 1), self._of(mask))
        begun = constrained(self._start, self._information, kept)
        return 1 - maximum(self._design(cells, mask), cells.trials, cells.successes, begun)[0] / self._null

    def _descend(self, mask: int, first: int, cells: _Cells, start: Floats) -> Iterator[tuple[int, float]]:
        """Fit a subset, then all that lack one group more; every subset is met once, with its parent's estimate."""
        loglik, params, information = maximum(self._design(cells, mask), cells.trials, cells.successes, start)
        yield mask, loglik
        for group in range(first, len(self._blocks)):
            rest = mask & ~(1 << group)
            if rest:
                kept = np.isin(self._of(mask), self._of(rest))
                begun = constrained(params, information, kept)
                yield from self._descend(rest, group + 1, cells.without(group, self._sizes), begun)

    def _of(self, mask: int) -> NDArray[np.intp]:
        """Return the columns of a subset, in the order of its design."""
        return np.concatenate([self._always, *(c for j, c in enumerate(self._columns) if mask >> j & 1)])

    def _design(self, cells: _Cells, mask: int) -> Floats:
        blocks = [self._blocks[j][cells.levels[:, j]] for j in range(len(self._blocks)) if mask >> j & 1]
        return np.column_stack([np.ones(len(cells.trials)), *blocks])


def _coded(block: Floats) -> tuple[Codes, Floats]:
    """Return the number of every row among the different rows of a block of columns, and these."""
    import pandas as pd

    code = np.zeros(len(block), dtype=np.int64)
    for column in block.T:
        values, seen = pd.factorize(column)
        code, _ = pd.factorize(code * len(seen) + values)
    levels = np.zeros((code.max() + 1, block.shape[1]))
    levels[code] = block
    return code, levels


def _null(trials: float, successes: float) -> float:
    rate = successes / trials
    return float(successes * np.log(rate) + (trials - successes) * np.log1p(-rate))
