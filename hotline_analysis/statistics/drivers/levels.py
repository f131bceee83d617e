"""Levels of categories: the commonest first, rare ones put together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

OTHERS = "（其余）"  # the level that rare ones are put into


def ordered_levels(frame: pd.DataFrame, factors: Sequence[str], *, rare_below: int) -> tuple[pd.DataFrame, list[str]]:
    """Order the levels of categories by their tickets, and put rare ones together.

    Parameters
    ----------
    frame : DataFrame
        Patterns; categories as `pandas.Categorical`, without missing values.
    factors : sequence of str
    rare_below : int
        Levels with fewer tickets are put together; if they still are too few, with the next rarest. 0: none are.

    Returns
    -------
    frame : DataFrame
        Rows that have become alike are one.
    notes : list of str
        Which levels were put together.
    """
    import pandas as pd

    trials = frame["trials"].to_numpy()
    made, notes = {}, []
    for name in factors:
        if isinstance(frame[name].dtype, pd.CategoricalDtype):
            made[name], note = _levels(frame[name], trials, rare_below)
            notes += note
    changed = frame.assign(**made)
    return (_collapsed(changed) if notes else changed), notes


def _levels(
    values: pd.Series[str], trials: NDArray[np.int64], rare_below: int
) -> tuple[pd.Categorical[str], list[str]]:
    import numpy as np
    import pandas as pd

    codes, levels = values.cat.codes.to_numpy(), list(values.cat.categories)
    counts = np.asarray(np.bincount(codes, weights=trials, minlength=len(levels)), dtype=float)
    order = [place for place in np.argsort(-counts, kind="stable") if counts[place] > 0]
    rare = _rare(order, counts, rare_below)
    kept = [place for place in order if place not in rare]
    names = [str(levels[place]) for place in kept]
    numbers = np.full(len(levels) + 1, -1, dtype=np.int64)
    numbers[kept] = np.arange(len(kept))
    if not rare:
        return pd.Categorical.from_codes(numbers[codes], categories=pd.Index(names)), []
    numbers[rare] = len(kept)
    said = "、".join(f"{levels[place]} ({counts[place]:g})" for place in rare)
    note = f"{values.name}: levels with few tickets are put together as {OTHERS}: {said}"
    return pd.Categorical.from_codes(numbers[codes], categories=pd.Index([*names, OTHERS])), [note]


def _rare(order: Sequence[int], counts: NDArray[np.float64], rare_below: int) -> list[int]:
    """Return the places of levels to put together; with those of two levels there is nothing to put together."""
    rare = [place for place in order if counts[place] < rare_below]
    if not rare or len(order) < 3:
        return []
    rest = [place for place in order if place not in rare]
    while rest and sum(counts[place] for place in rare) < rare_below and len(rest) > 1:
        rare.insert(0, rest.pop())
    return rare if len(rare) > 1 else []


def _collapsed(frame: pd.DataFrame) -> pd.DataFrame:
    keys = [name for name in frame.columns if name not in ("trials", "successes")]
    return frame.groupby(keys, observed=True, sort=False, as_index=False)[["trials", "successes"]].sum()
