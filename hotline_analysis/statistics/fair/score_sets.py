"""Rank sets of scores: how far a place under a scheme is luck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from hotline_analysis.cases import Case
from hotline_analysis.errors import InputError
from hotline_analysis.metrics import UnitTable
from hotline_analysis.schemes import Scheme, Scores, score
from hotline_analysis.shown import Shown
from hotline_analysis.statistics.fair.float_context import FloatContext
from hotline_analysis.statistics.fair.float_scores import float_ranked
from hotline_analysis.statistics.fair.implied_scores import counts_behind_scores
from hotline_analysis.statistics.fair.rank_sets import (
    DRAWS,
    FEWEST_DRAWS,
    Options,
    RankSets,
    Side,
)
from hotline_analysis.statistics.fair.redraw import Redraw
from hotline_analysis.statistics.fair.score_leagues import SAME, league, leagues
from hotline_analysis.statistics.fair.sensitivity import case_table
from hotline_analysis.statistics.seeds import LEAGUE


@dataclass(frozen=True, repr=False)
class ScoreRankSets(Shown):
    """Places under a scheme, with the places that chance could have given.

    Attributes
    ----------
    scores : Scores
        The table as it is, scored exactly; places are those of it.
    groups : mapping of str to RankSets
        One league a group, or one named ``all``, as the scheme ranks.
    left_out : mapping of str to str
        Units without a place, and why.
    notes : tuple of str
        What was taken as it is and carries no chance here.

    Examples
    --------
    >>> from hotline_analysis.cases import load_case
    >>> from hotline_analysis.schemes import load_scheme
    >>> score_rank_sets(load_case("yueyang-2017-Q2"), load_scheme("yueyang-2017"), draws=200)
    <ScoreRankSets: yueyang-2017, 82 units ranked, 8 left out>
    """

    scores: Scores
    groups: Mapping[str, RankSets]
    left_out: Mapping[str, str]
    notes: tuple[str, ...] = ()

    def _said(self) -> str:
        return f"{self.scores.scheme.scheme}, {len(self.frame)} units ranked, {len(self.left_out)} left out"

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
    seed: int = LEAGUE,
) -> ScoreRankSets:
    """Give every unit its place under a scheme and the places that its counts do not rule out.

    Tickets are drawn again within every unit, as counts (`Redraw`), every drawn table is scored with the same scheme,
    and sets are made of the spread of the scores as `rank_sets` makes them of standard errors.

    Parameters
    ----------
    source : Case or UnitTable
        With counts; a score that stands in the table instead of its counts is taken as it is. Of a case whose scores
        have no counts at all, those behind the rate with most marks are worked out (`counts_behind_scores`), and a
        note says so.
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

    Examples
    --------
    >>> from hotline_analysis.cases import load_case
    >>> from hotline_analysis.schemes import load_scheme
    >>> found = score_rank_sets(load_case("furong-2020-03"), load_scheme("furong-2020"), draws=200)
    >>> sorted(found.groups), int(found.frame["rank"].min())
    (['departments', 'streets'], 1)
    """
    low_is_best = scheme.ranking is not None and scheme.ranking.best == "lowest"
    options = Options(level, side, "low" if low_is_best else "high", draws, seed)
    table = case_table(source, scheme) if isinstance(source, Case) else source
    earlier = {"previous": previous, "year_before": year_before}
    scores = score(table, scheme, **earlier)
    counted, worked_out = scores, tuple[str, ...]()
    if isinstance(source, Case) and not _redraw(scores, Options(draws=FEWEST_DRAWS)).vary:
        table, worked_out = _behind_scores(source, scheme, table)
        counted = score(table, scheme, **earlier)
    redraw = _redrawn(counted, options)
    values, drawn = float_ranked(scores)[:, 0], float_ranked(counted, redraw.columns)
    rows = leagues(scores)
    drawn = np.broadcast_to(drawn, (len(values), draws))
    gaps = [scores.units[i] for own in rows.values() for i in own if np.isnan(drawn[i]).any()]
    silent = [f"draws without a score, so nothing is said of: {', '.join(gaps)}"] if gaps else []
    found = {name: league(scores, own, values, drawn, options) for name, own in rows.items() if len(own) > 1}
    if not found:
        raise InputError("nobody to compare", allowed="a group with two units or more that are ranked")
    alone = [
        f"{name}: one unit, with nobody to compare it to: {scores.units[own[0]]}"
        for name, own in rows.items()
        if len(own) == 1
    ]
    left_out = {
        unit: reason.en for unit, reason in zip(scores.units, scores.placing.reasons, strict=True) if reason is not None
    }
    return ScoreRankSets(
        scores, found, left_out, (*worked_out, *_kept(counted, redraw), *redraw.notes, *silent, *alone)
    )


def _behind_scores(case: Case, scheme: Scheme, table: UnitTable) -> tuple[UnitTable, tuple[str, ...]]:
    """Return a table with the counts behind the scores; as it is where they cannot be worked out."""
    try:
        found, note = counts_behind_scores(case, scheme)
    except InputError:
        return table, ()
    return found, (f"{note}; places are those of the printed scores",)


def _redrawn(scores: Scores, options: Options) -> Redraw:
    """Draw the counts of a table again; refuse what gives no places or leaves nothing to chance."""
    scheme = scores.scheme
    if scheme.ranking is None or not (scheme.scores or scheme.ranking.by != "total"):
        raise InputError(
            "the scheme gives no places", value=scheme.scheme, allowed="a scheme with scores, or with ranking.by"
        )
    redraw = _redraw(scores, options)
    if not redraw.vary:
        raise InputError(
            "the table has no count that a score is made of and that could have come out otherwise",
            value=list(scores.context.table.figures),
            allowed="counts such as satisfied and revisited; scores alone do not tell how many tickets they rest on: "
            "statistics.fair.counts_behind_scores(case, scheme) works that out where it can",
        )
    return redraw


def _redraw(scores: Scores, options: Options) -> Redraw:
    return Redraw(scores.context, scores.scheme, draws=options.draws, random=options.generator())


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
