"""Control charts of every unit and of the whole district, from counts by unit and period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from hotline_analysis.errors import InputError
from hotline_analysis.metrics.counting.dimensions import BLANK, PERIOD
from hotline_analysis.shown import Shown
from hotline_analysis.statistics.fair.control_charts import ControlChart, Kind, p_prime, u_prime, xmr
from hotline_analysis.tickets.calendar import Period

if TYPE_CHECKING:
    import pandas as pd

ENOUGH = 7  # the shortest run that a rule looks at
SHORTEST = 2  # for a moving range


@dataclass(frozen=True, repr=False)
class PeriodCharts(Shown):
    """Charts over the same periods.

    Attributes
    ----------
    district : ControlChart
        All units together.
    units : mapping of str to ControlChart
    left_out : mapping of str to str
        Unit without a chart → why.
    notes : tuple of str

    Examples
    --------
    >>> import pandas as pd
    >>> months = [f"2022-{month:02}" for month in range(1, 9)]
    >>> rows = pd.DataFrame({"unit": "甲", "period": months, "satisfied": 90, "revisited": 100})
    >>> period_charts(rows)
    <PeriodCharts: 1 units, 0 signals, 0 left out>
    """

    district: ControlChart
    units: Mapping[str, ControlChart]
    left_out: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def _said(self) -> str:
        return f"{len(self.units)} units, {len(self.signals)} signals, {len(self.left_out)} left out"

    @property
    def signals(self) -> pd.DataFrame:
        """Every signal of a unit: ``unit`` and the columns of `ControlChart.signals`."""
        import pandas as pd

        found = [chart.signals.assign(unit=unit) for unit, chart in self.units.items()]
        columns = ["unit", *self.district.signals.columns]
        return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)


def period_charts(
    table: pd.DataFrame,
    numerator: str = "satisfied",
    denominator: str | None = "revisited",
    *,
    kind: Kind = "p_prime",
    by: str = "unit",
    rebase: Sequence[str] = (),
    screen: bool = True,
    at_least: int = ENOUGH,
) -> PeriodCharts:
    """Chart a rate, or a count, of every unit and of all units together over periods.

    Parameters
    ----------
    table : DataFrame
        Of ``metrics.unit_table(tickets, by="unit,period")``: one row a unit and period with counts.
    numerator, denominator : str
        Columns of counts. Without a denominator the count itself is charted, which only an XmR chart can.
    kind : {"p_prime", "xmr", "u_prime"}
        ``p_prime`` for rates of people or tickets, whose number varies; ``u_prime`` for events of which a ticket may
        have several, such as returns; ``xmr`` for counts, or for rates of nearly constant numbers.
    by : str
        The column that tells the charts apart.
    rebase : sequence of str
        Periods with which new limits begin, in every chart.
    screen : bool
        As in `control_charts.xmr`.
    at_least : int
        Units with fewer periods are left out, and named.

    Raises
    ------
    InputError
        If the table lacks a column, or its counts are not whole numbers; as the charts themselves.

    Examples
    --------
    >>> import pandas as pd
    >>> months = [f"2022-{month:02}" for month in range(1, 9)]
    >>> rows = pd.DataFrame({"unit": "甲", "period": months, "satisfied": [90, 91] * 3 + [90, 60], "revisited": 100})
    >>> period_charts(rows).units["甲"].frame["value"].tolist()[-1]
    0.6
    """
    _check(table, [by, PERIOD, numerator, *([denominator] if denominator else [])], kind, denominator)
    counts = [numerator, *([denominator] if denominator else [])]
    known = table[(table[PERIOD] != BLANK) & (table[by] != BLANK)].dropna(subset=counts)
    periods = sorted(set(known[PERIOD]), key=Period.parse)
    drawing = _Drawing(counts, kind, screen, periods, _known(rebase, periods))
    notes = [f"{len(table) - len(known)} rows without a {by}, a period or a count are in no chart"]
    district = drawing.chart(known.groupby(PERIOD)[counts].sum(), "all units together")
    units: dict[str, ControlChart] = {}
    left_out: dict[str, str] = {}
    for unit, rows in known.groupby(by, sort=False):
        own = drawing.usable(rows.set_index(PERIOD)[counts])
        if len(own) < at_least:
            left_out[str(unit)] = f"{len(own)} periods with {counts[-1]}, fewer than {at_least}"
        elif drawing.shortest(own) < SHORTEST:
            left_out[str(unit)] = f"fewer than {SHORTEST} periods between new limits"
        else:
            units[str(unit)] = drawing.chart(rows.set_index(PERIOD)[counts], f"{by} {unit}")
    return PeriodCharts(district, units, left_out, tuple(notes if len(known) < len(table) else []))


@dataclass(frozen=True)
class _Drawing:
    """How charts over these periods are drawn."""

    counts: Sequence[str]
    kind: Kind
    screen: bool
    periods: Sequence[str]
    rebase: Sequence[str]

    def usable(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return counts by period, in time, without periods that have nothing to take a rate of.

        A count has no row where there was nothing to count: from a unit's first period on, it is 0 there.
        """
        there = [period for period in self.periods if period in rows.index]
        if len(self.counts) > 1:
            rows = rows.loc[there]
            return rows[rows[self.counts[1]] > 0]
        first = self.periods.index(there[0])
        return rows.reindex(list(self.periods[first:]), fill_value=0)

    def begins(self, rows: pd.DataFrame) -> list[str]:
        """Return the rows' own first period of every stretch but the first: the rebased one, or the next it has."""
        later = [[own for own in rows.index if Period.parse(own) >= Period.parse(new)] for new in self.rebase]
        return list(dict.fromkeys(own[0] for own in later if own))

    def shortest(self, rows: pd.DataFrame) -> int:
        """Return the number of periods in the shortest stretch."""
        cuts = sorted({0, len(rows), *(list(rows.index).index(period) for period in self.begins(rows))})
        return min(following - cut for cut, following in pairwise(cuts))

    def chart(self, rows: pd.DataFrame, name: str) -> ControlChart:
        """Draw one chart, with what it leaves out in its notes."""
        own = self.usable(rows)
        gaps = [period for period in self.periods if period not in own.index]
        labels, numbers = list(own.index), [own[key].to_numpy() for key in self.counts]
        new = self.begins(own)
        try:
            if self.kind != "xmr":
                draw = p_prime if self.kind == "p_prime" else u_prime
                made = draw(numbers[0], numbers[1], labels, rebase=new, screen=self.screen)
            else:
                values = numbers[0].astype(float) / (numbers[1].astype(float) if len(numbers) > 1 else 1)
                made = xmr(values, labels, rebase=new, screen=self.screen)
        except InputError as error:
            where = ", ".join(filter(None, [name, error.where]))
            raise InputError(error.problem, where=where, value=error.value, allowed=error.allowed) from None
        notes = [f"no {self.counts[-1]}, so no point: {', '.join(gaps)}"] if gaps else []
        return replace(made, notes=(*notes, *made.notes))


def _known(rebase: Sequence[str], periods: Sequence[str]) -> Sequence[str]:
    for label in rebase:
        if label not in periods:
            raise InputError("no such period to begin new limits with", value=label, allowed=", ".join(periods))
    return rebase


def _check(table: pd.DataFrame, needed: Sequence[str], kind: Kind, denominator: str | None) -> None:
    for name in needed:
        if name not in table:
            raise InputError("no such column to chart", value=name, allowed=", ".join(map(str, table.columns)))
    if denominator is None and kind != "xmr":
        raise InputError("a rate needs a denominator", value=kind, allowed="kind xmr, or the name of a column")
    keys = list(needed[:2])
    twice = table[table.duplicated(keys)]
    if len(twice):
        found = ", ".join(map(str, twice[keys].iloc[0]))
        raise InputError("a period stands twice", value=found, allowed=f"one row a {keys[0]} and period")
