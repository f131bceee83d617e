"""A league table read fairly: who has cases enough, which places cannot be ruled out, who differs from the whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from hotline_analysis.errors import InputError
from hotline_analysis.metrics import UnitTable
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.league.placed import League, Places, placed_units
from hotline_analysis.report.league.rates import UnitRate, unit_rate
from hotline_analysis.report.small_numbers import small_rows
from hotline_analysis.schemes import Name, Scheme, score
from hotline_analysis.schemes.model import Participation
from hotline_analysis.statistics.fair.funnel import Funnel, funnel
from hotline_analysis.statistics.fair.implied_scores import VOLUMES
from hotline_analysis.statistics.fair.rate_sets import rank_sets_of_rates
from hotline_analysis.statistics.fair.score_sets import score_rank_sets
from hotline_analysis.statistics.fair.small import SmallNumbers

Side = Literal["higher", "lower"]
SIDES: tuple[Side, ...] = ("higher", "lower")
CASES = "cases_behind_the_rate"  # a count of our own, by which units take part
LEVEL, WIDE = 0.95, 0.998


@dataclass(frozen=True)
class Reading:
    """One period read fairly; everything is worked out when it is first asked for.

    Attributes
    ----------
    data : ReportData
    small : SmallNumbers
        Units with fewer cases are shown, and neither ranked nor named.

    Examples
    --------
    >>> from hotline_analysis.report.league import open_league
    >>> given = {"jurisdiction": "yunxi", "period": "2022-Q3", "data": "sample:yunxi-2022-Q3", "date": "2022-10-20"}
    >>> reading = open_league(**given, report="league-table").reading
    >>> reading.group("towns"), reading.differing("below"), reading.taking_part(reading.data.scheme)
    ('镇（街道）', [], <Scheme yunxi-2022: 1 item, full marks 100; variants as_printed>)
    """

    data: ReportData
    small: SmallNumbers

    @property
    def units(self) -> Sequence[str]:
        """The units, in the order of their table."""
        return self.data.scores.units

    @cached_property
    def rate(self) -> UnitRate | None:
        """The rate that the table is read by."""
        return unit_rate(self.data)

    @cached_property
    def cases(self) -> tuple[int, ...]:
        """How many cases a unit's figures rest on: of the rate, or else its volume of tickets."""
        if self.rate is not None:
            return tuple(int(n) for n in self.rate.trials)
        frame = self.data.now.table.frame
        key = next((key for key in VOLUMES if key in frame), None)
        return tuple(int(n or 0) for n in frame[key]) if key else (0,) * len(frame)

    @cached_property
    def enough(self) -> tuple[bool, ...]:
        """Whether a unit has cases enough to be ranked and named, also by the jurisdiction's own count."""
        own = self.small.enough(self.cases, self.units)
        few = small_rows(self.data)
        return tuple(bool(enough) and i not in few for i, enough in enumerate(own))

    @cached_property
    def funnel(self) -> Funnel | None:
        """Every unit's rate against the rate of all; None with fewer than two units."""
        if self.rate is None or int((self.rate.trials > 0).sum()) < 2:
            return None
        return funnel(self.rate.successes, self.rate.trials, self.units)

    @cached_property
    def beyond(self) -> tuple[float, ...]:
        """The widest level of the funnel that a unit lies outside of, 0 inside all and for small units."""
        if self.funnel is None:
            return (0.0,) * len(self.units)
        found = np.where(self.enough, np.nan_to_num(self.funnel.beyond), 0.0)
        return tuple(float(level) for level in found)

    def differing(self, side: Side, level: float = LEVEL) -> list[str]:
        """Return the units above or below all of them together, beyond the limits of a level; the farthest first."""
        if self.funnel is None:
            return []
        z = self.funnel.adjusted_z * (1 if side == "higher" else -1)
        rows = [i for i, own in enumerate(self.beyond) if own >= level and z[i] > 0]
        return [self.units[i] for i in sorted(rows, key=lambda i: -z[i])]

    def taking_part(self, scheme: Scheme) -> Scheme:
        """Return a scheme under which only units with cases enough take part; the others have none that count."""
        less = f"fewer than {self.small.at_least} cases"
        rule = Participation(
            count=CASES, at_least=Decimal(self.small.at_least), reason=Name(zh=f"不足{self.small.at_least}件", en=less)
        )
        names = {**scheme.counts, CASES: Name(zh="率的分母", en="cases behind the rate")}
        return scheme.model_copy(update={"participation": (*scheme.participation, rule), "counts": names})

    @cached_property
    def table(self) -> UnitTable:
        """The unit table with the number of cases, by which units take part."""
        counted = [n if enough else 0 for n, enough in zip(self.cases, self.enough, strict=True)]
        return _with(self.data.now.table, {CASES: counted})

    @cached_property
    def places(self) -> Places:
        """Places among units with cases enough: by the score where its counts are known, else by the rate."""
        if sum(self.enough) < 2:
            return Places("nothing", reason="one")
        if self.data.scheme.ranking is not None:
            try:
                return self._by_score()
            except InputError as error:
                reason = error.problem
        else:
            reason = "no places"
        return self._by_rate(reason)

    def _by_score(self) -> Places:
        scheme = self.taking_part(self.data.scheme)
        previous, year_before = (
            None if period is None else period.table for period in (self.data.previous, self.data.year_before)
        )
        found = score_rank_sets(self._drawn_table(), scheme, previous=previous, year_before=year_before, level=LEVEL)
        printed = score(self.table, scheme, previous=previous, year_before=year_before)
        ranks = {unit: rank for unit, rank in zip(printed.units, printed.placing.ranks, strict=True) if rank}
        leagues = (League(key, self.group(key), placed_units(sets, ranks)) for key, sets in found.groups.items())
        return Places("score", tuple(leagues))

    def _drawn_table(self) -> UnitTable:
        """Return the table with counts in place of the scores that were made of them."""
        if self.rate is None or self.rate.scored is None:
            return self.table
        return self.rate.scored.in_place_of_scores(self.table)

    def _by_rate(self, reason: str) -> Places:
        if self.rate is None:
            return Places("nothing", reason="no rate")
        rows = [i for i, own in enumerate(self.enough) if own and self.rate.trials[i] > 0]
        leagues = []
        for key, own in self._grouped(rows).items():
            if len(own) > 1:
                names = [self.units[i] for i in own]
                sets = rank_sets_of_rates(self.rate.successes[own], self.rate.trials[own], names, level=LEVEL)
                leagues.append(League(key, self.group(key), placed_units(sets, {})))
        return Places("rate" if leagues else "nothing", tuple(leagues), reason if leagues else "one")

    def _grouped(self, rows: Sequence[int]) -> Mapping[str, list[int]]:
        ranking = self.data.scheme.ranking
        if ranking is None or ranking.within == "all":
            return {"all": list(rows)}
        found: dict[str, list[int]] = {}
        for i in rows:
            found.setdefault(self.data.scores.groups[i], []).append(i)
        return found

    def group(self, key: str) -> str:
        """Name a league; all units together have no name of their own."""
        return "" if key == "all" or self.data.ungrouped else self.data.group_label(key)


def _with(table: UnitTable, columns: Mapping[str, Iterable[int]]) -> UnitTable:
    """Add columns of counts to a unit table."""
    exact = {key: pd.Series([Fraction(int(n)) for n in column], dtype=object) for key, column in columns.items()}
    return replace(table, frame=table.frame.assign(**exact))
