"""Rank sets of scores: how far a place under a scheme is luck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hotline_analysis.cases import Case
from hotline_analysis.errors import InputError
from hotline_analysis.metrics import UnitTable
from hotline_analysis.schemes import Scheme, Scores, score
from hotline_analysis.statistics.fair.counts import Floats, open_level
from hotline_analysis.statistics.fair.float_context import FloatContext
from hotline_analysis.statistics.fair.float_scores import float_ranked
from hotline_analysis.statistics.fair.rank_sets import DRAWS, SEED, Direction, RankSets, Side, assembled, generator
from hotline_analysis.statistics.fair.redraw import Redraw
from hotline_analysis.statistics.fair.sensitivity import case_table
from hotline_analysis.statistics.fair.stepdown import Differences

SAME = 1e-9  # totals are rounded: what differs by less is a tie
ALL = "all"


@dataclass(frozen=True)
class ScoreRankSets:
    """Places under a scheme, with the places that chance could have given.

    Attributes
    ----------
    scores : Scores
        The table as it is, scored exactly.
    groups : mapping of str to RankSets
        One league a group, or one named ``all``, as the scheme ranks.
    left_out : mapping of str to str
        Units without a place, and why.
    notes : tuple of str
        What was taken as it is and carries no chance here.
    """

    scores: Scores
    groups: Mapping[str, RankSets]
    left_out: Mapping[str, str]
    notes: tuple[str, ...] = ()

    @property
    def frame(self) -> pd.DataFrame:
        """One row a ranked unit: group, and the columns of `RankSets.frame`."""
        return pd.concat([sets.frame.assign(group=group) for group, sets in self.groups.items()], ignore_index=True)


def score_rank_sets(
    source: Case | UnitTable,
    scheme: Scheme,
    *,
    previous: UnitTable | None = None,
    year_before: UnitTable | None = None,
    level: float = 0.95,
    side: Side = "both",
    draws: int = DRAWS,
    seed: int = SEED,
) -> ScoreRankSets:
    """Give every unit its place under a scheme and the places that its counts do not rule out.

    Tickets are drawn again within every unit, as counts (`Redraw`), every drawn table is scored with the same scheme,
    and sets are made of the spread of the scores as `rank_sets` makes them of standard errors.

    Parameters
    ----------
    source : Case or UnitTable
        With counts; a score that stands in the table instead of its counts is taken as it is.
    scheme : Scheme
    previous, year_before : UnitTable, optional
        Earlier periods for rules on changes, taken as they were.
    level, side, draws, seed
        As `rank_sets`.

    Raises
    ------
    InputError
        As `schemes.score`; and where a scheme gives no places, the table has no count to draw, or no group has two
        units to compare.
    UsageError
        As `rank_sets`.

    Notes
    -----
    Who takes part and what an event forces stays as it is. Of a difference of scores and of the means of its draws
    the smaller one is tested (as `rate_differences` does), so that one ticket handled well is not proof. Volumes do
    not vary, so marks by volume carry no chance here.
    """
    open_level(level)
    random = generator(seed, draws)
    table = case_table(source, scheme) if isinstance(source, Case) else source
    scores = score(table, scheme, previous=previous, year_before=year_before)
    redraw = _redrawn(scores, draws, random)
    values, drawn = float_ranked(scores)[:, 0], float_ranked(scores, redraw.columns)
    drawn = np.broadcast_to(drawn, (len(values), draws))
    rows = _leagues(scores)
    leagues = {
        name: _league(scores, own, values, drawn, level, side, seed) for name, own in rows.items() if len(own) > 1
    }
    if not leagues:
        raise InputError("nobody to compare", allowed="a group with two units or more that are ranked")
    alone = [
        f"{name}: one unit, with nobody to compare it to: {scores.units[own[0]]}"
        for name, own in rows.items()
        if len(own) == 1
    ]
    left_out = {
        unit: reason.en for unit, reason in zip(scores.units, scores.placing.reasons, strict=True) if reason is not None
    }
    return ScoreRankSets(scores, leagues, left_out, (*_kept(scores, redraw), *redraw.notes, *alone))


def _redrawn(scores: Scores, draws: int, random: np.random.Generator) -> Redraw:
    """Draw the counts of a table again; refuse what gives no places or leaves nothing to chance."""
    scheme = scores.scheme
    if scheme.ranking is None or not (scheme.scores or scheme.ranking.by != "total"):
        raise InputError(
            "the scheme gives no places", value=scheme.scheme, allowed="a scheme with scores, or with ranking.by"
        )
    redraw = Redraw(scores.context, scheme, draws=draws, random=random)
    if not redraw.vary:
        raise InputError(
            "the table has no count that a score is made of and that could have come out otherwise",
            value=list(scores.context.table.figures),
            allowed="counts such as satisfied and revisited; scores alone do not tell how many tickets they rest on",
        )
    return redraw


def _leagues(scores: Scores) -> dict[str, list[int]]:
    """Return the rows of the ranked units of every group that is ranked by itself."""
    ranking = scores.scheme.ranking
    by_group = ranking is not None and ranking.within == "group"
    found: dict[str, list[int]] = {}
    for i, (group, reason) in enumerate(zip(scores.groups, scores.placing.reasons, strict=True)):
        if reason is None:
            found.setdefault(group if by_group else ALL, []).append(i)
    return found


def _league(
    scores: Scores, rows: list[int], values: Floats, drawn: Floats, level: float, side: Side, seed: int
) -> RankSets:
    ranking = scores.scheme.ranking
    best: Direction = "low" if ranking is not None and ranking.best == "lowest" else "high"
    sign = -1 if best == "low" else 1
    own, many = sign * values[rows], sign * drawn[rows]
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
    apart = Differences(own, distance, noise.astype(np.float32), spread)
    names = tuple(scores.units[i] for i in rows)
    return assembled(names, values[rows], apart, many, level, side, best, many.shape[1], seed, tolerance=SAME)


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


def _kept(scores: Scores, redraw: Redraw) -> list[str]:
    """Say which parts of the score carry no chance in the draws, and where draws differ from the page."""
    notes = [note for note in scores.notes if note.startswith("scores taken") or "for units without counts" in note]
    drawn = FloatContext(scores.context, redraw.columns)
    rates = [key for _, _, item in scores.scheme.items() for key in item.rule.metrics()]
    fixed = [key for key in dict.fromkeys(rates) if np.ptp(np.nan_to_num(drawn.rates(key)), axis=1).max() == 0]
    if fixed:
        notes.append(
            f"nothing to draw for {', '.join(fixed)}, taken as in the table: no counts, or the same everywhere"
        )
    own = {key: redraw.own(key) for key in redraw.columns}
    apart = np.abs(float_ranked(scores) - float_ranked(scores, own))[:, 0] > SAME
    if apart.any():
        units = ", ".join(unit for unit, differs in zip(scores.units, apart, strict=True) if differs)
        notes.append(f"draws score rates worked out from counts, which differ from the printed ones for: {units}")
    return notes
