"""Rank sets of the units of one league, from their scores and the scores of drawn tables."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hotline_analysis.schemes import Scores
from hotline_analysis.statistics.fair.counts import Floats
from hotline_analysis.statistics.fair.rank_sets import Options, RankSets, assembled
from hotline_analysis.statistics.fair.stepdown import Differences

SAME = 1e-9  # totals are rounded: what differs by less is a tie
ALL = "all"


def leagues(scores: Scores) -> dict[str, list[int]]:
    """Return the rows of the ranked units of every group that is ranked by itself."""
    ranking = scores.scheme.ranking
    by_group = ranking is not None and ranking.within == "group"
    found: dict[str, list[int]] = {}
    for i, (group, reason) in enumerate(zip(scores.groups, scores.placing.reasons, strict=True)):
        if reason is None:
            found.setdefault(group if by_group else ALL, []).append(i)
    return found


def league(scores: Scores, rows: list[int], values: Floats, drawn: Floats, options: Options) -> RankSets:
    """Make the sets of these rows.

    Parameters
    ----------
    scores : Scores
    rows : list of int
    values : array, shape (units,)
        Scores of the table as it is.
    drawn : array, shape (units, draws)
    options : Options
    """
    sign = -1 if options.best == "low" else 1
    own, many = sign * values[rows], sign * drawn[rows]
    # a unit whose draws lack a score: one missing number would void every comparison, so nothing is claimed of it
    gone: NDArray[np.bool_] = np.asarray(np.isnan(many).any(axis=1))
    many = np.where(gone[:, None], own[:, None], many)
    last = _forced_last(scores)[rows]
    own, many = _put_last(own, last), _put_last(many, last)
    means = many.mean(axis=1)
    noise = many - means[:, None]
    covariance = noise @ noise.T / noise.shape[1]
    spread = np.add.outer(np.diag(covariance), np.diag(covariance)) - 2 * covariance
    spread = np.where(spread > SAME, np.sqrt(np.maximum(spread, 0)), 0.0)
    spread[last != last[:, None]] = 0  # what an event forces is certain
    plain, shifted = np.subtract.outer(own, own), np.subtract.outer(means, means)
    plain[np.abs(plain) <= SAME] = 0
    distance = np.where(plain * shifted > 0, np.sign(plain) * np.minimum(np.abs(plain), np.abs(shifted)), 0.0)
    distance[gone] = distance[:, gone] = 0
    apart = Differences(own, distance, noise.astype(np.float32), spread)
    names = tuple(scores.units[i] for i in rows)
    return assembled(names, values[rows], apart, many, options, tolerance=SAME)


def _forced_last(scores: Scores) -> NDArray[np.bool_]:
    found = np.zeros(len(scores.units), dtype=bool)
    for veto in scores.scheme.vetoes:
        if veto.effect == "last_place":
            found |= np.array([held is True for held in veto.hold(scores.context)])
    return found


def _put_last(values: Floats, last: NDArray[np.bool_]) -> Floats:
    """Move units that an event forces to the last place behind all others; they share it."""
    if not last.any():
        return values
    found = np.array(values)
    found[last] = values.min() - 1
    return found
