"""Levels of categories in which all tickets had one outcome: put together with others, so that there is an estimate."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from hotline_analysis.statistics.drivers.levels import OTHERS
from hotline_analysis.statistics.drivers.patterns import Patterns

if TYPE_CHECKING:
    import pandas as pd


def without_uniform_levels(patterns: Patterns) -> Patterns:
    """Put levels without a success, or without a failure, together with the rare ones; each is noted.

    The effect of such a level would be infinite, and the likelihood has no maximum. If the levels put together have one
    outcome too, the next rarest joins them. A category of which no two levels would be left stays as it is.

    Parameters
    ----------
    patterns : Patterns
    """
    frame, notes = patterns.frame, []
    for name in patterns.factors:
        if patterns.kind(name) == "category" and (pooled := _to_pool(frame, name)):
            frame = _pooled(frame, name, pooled)
            notes.append(f"{name}: levels with one outcome only are put together as {OTHERS}: {'、'.join(pooled)}")
    return replace(patterns, frame=frame, notes=(*patterns.notes, *notes)) if notes else patterns


def _to_pool(frame: pd.DataFrame, name: str) -> list[str]:
    """Return the levels to put together: none if no level has one outcome only, or too few would be left."""
    counts = frame.groupby(name, observed=True, sort=False)[["trials", "successes"]].sum()
    counts = counts.sort_values("trials", kind="stable")
    uniform = (counts["successes"] == 0) | (counts["successes"] == counts["trials"])
    if not uniform.any():
        return []
    chosen = [*counts.index[uniform], *(level for level in counts.index if level == OTHERS and not uniform[level])]
    rest = [level for level in counts.index if level not in chosen]
    while rest and _uniform(counts.loc[chosen]):
        chosen.append(rest.pop(0))
    return [str(level) for level in chosen] if rest else []


def _uniform(counts: pd.DataFrame) -> bool:
    trials, successes = counts["trials"].sum(), counts["successes"].sum()
    return bool(successes in (0, trials))


def _pooled(frame: pd.DataFrame, name: str, pooled: list[str]) -> pd.DataFrame:
    import pandas as pd

    kept = [level for level in frame[name].cat.categories if level not in pooled]
    texts = frame[name].astype(object)
    values: Any = pd.Categorical(texts.where(~texts.isin(pooled), OTHERS), categories=[*kept, OTHERS])
    changed = frame.assign(**{name: values})
    keys = [column for column in frame.columns if column not in ("trials", "successes")]
    summed = changed.groupby(keys, observed=True, sort=False, as_index=False)[["trials", "successes"]].sum()
    return summed.astype({"trials": np.int64, "successes": np.int64})
