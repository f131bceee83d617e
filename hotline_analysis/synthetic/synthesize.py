"""Make the tickets of a case: the published period, exactly, and the twelve months before it, freely."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from hotline_analysis.synthetic.columns import Columns, arrow_table, joined, lists
from hotline_analysis.synthetic.effects import PlantedEffects, planted_effects
from hotline_analysis.synthetic.free import direct_tickets, free_tickets, volume
from hotline_analysis.synthetic.offices import Offices
from hotline_analysis.synthetic.period import published_tickets
from hotline_analysis.synthetic.published import Published, published
from hotline_analysis.synthetic.settings import case_settings
from hotline_analysis.synthetic.vocabulary import Vocabulary
from hotline_analysis.synthetic.worktime import WorkTime
from hotline_analysis.tickets.calendar import Calendar, Period
from hotline_analysis.tickets.registry import UnitRegistry
from hotline_analysis.tickets.store import TicketMeta

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

MONTHS_BEFORE = 12


@dataclass(frozen=True)
class SyntheticTickets:
    """Tickets that aggregate to a published case, and what is known about them.

    Attributes
    ----------
    case : str
    seed : int
    table : pyarrow.Table
        Canonical columns, in their order, sorted by ``received``.
    published : Published
        What the tickets of the published period add up to, with the counts that were worked out (``solved``).
    effects : PlantedEffects
        The planted drivers of satisfaction.
    meta : TicketMeta
        Calendar, unit registry, and the moment up to which the tickets are known.
    """

    case: str
    seed: int
    table: pa.Table
    published: Published
    effects: PlantedEffects
    meta: TicketMeta

    @property
    def registry(self) -> UnitRegistry:
        """The unit registry."""
        return self.meta.registry

    @property
    def period(self) -> Period:
        """The published period."""
        return self.published.period

    @property
    def solved(self) -> Mapping[str, Mapping[str, int]]:
        """Counts of units that the page does not print, by count and unit."""
        return self.published.solved

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The tickets as a frame: text as objects, times, and nullable numbers and flags."""
        import pandas as pd
        import pyarrow as pa

        kinds = {pa.int32(): pd.Int32Dtype(), pa.bool_(): pd.BooleanDtype()}
        plain = self.table.cast(pa.schema([(f.name, _plain(f.type)) for f in self.table.schema]))
        frame: pd.DataFrame = plain.to_pandas(types_mapper=kinds.get)
        return frame


def _plain(kind: pa.DataType) -> pa.DataType:
    import pyarrow as pa

    return pa.string() if pa.types.is_dictionary(kind) else kind


class Maker:
    """Makes tickets of one case, piece by piece, from one seed.

    Parameters
    ----------
    case : str
    seed : int
    months_before : int
        Months of free tickets before the published period.
    """

    def __init__(self, case: str, seed: int, months_before: int = MONTHS_BEFORE) -> None:
        self.page, self.settings = published(case), case_settings(case)
        self.words = Vocabulary(self.page, self.settings)
        self.offices = Offices(self.page, self.settings)
        self.calendar = Calendar()
        self.months_before = months_before
        first = Period(self.page.period.first - months_before, 1)
        self.clock = WorkTime(self.calendar.start(first), self.end)
        self.rng = np.random.default_rng([seed, sum(case.encode())])

    @property
    def start(self) -> datetime:
        """The first moment of the published period."""
        return self.calendar.start(self.page.period)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return self.calendar.end(self.page.period)

    @property
    def meta(self) -> TicketMeta:
        """What is stored beside the tickets."""
        return TicketMeta(self.calendar, self.offices.registry, self.end)

    @cached_property
    def known(self) -> dict[str, list[str]]:
        """The words that codes point at."""
        return lists(self.words, self.offices.names, self.offices.name_groups)

    def published_part(self) -> Columns:
        """Make the tickets of the published period, and those carried into it."""
        edges = self.clock.minute(self.start), self.clock.minute(self.end)
        made, kinds = published_tickets(self.rng, self.words, self.clock, edges, np.datetime64(self.start, "s"))
        parts = [made]
        if kinds is not None:
            span = np.datetime64(self.start, "s"), np.datetime64(self.end, "s")
            parts.append(direct_tickets(self.rng, self.words, len(kinds), span, kinds))
        return self._named(joined(parts))

    def months(self) -> Iterator[Period]:
        """Yield the months before the published period, the earliest first."""
        first = self.page.period.first
        yield from (Period(month, 1) for month in range(first - self.months_before, first))

    def volumes(self, month: Period) -> np.ndarray:
        """Draw how many tickets every unit gets in a month."""
        signed = np.array([n or 0 for n in self.page.counts["signed"]])
        usual = signed / self.page.period.months
        return volume(self.rng, usual, month.first % 12 + 1, self.page.period.first - month.first)

    def month_part(self, month: Period, volumes: np.ndarray) -> Columns:
        """Make the tickets received in one month before the published period."""
        start, end = self.calendar.start(month), self.calendar.end(month)
        unit = np.repeat(np.arange(len(volumes)), volumes)
        edges = self.clock.minute(start), self.clock.minute(end)
        begin = np.datetime64(start, "s")
        parts = [
            free_tickets(self.rng, self.words, self.clock, unit, edges, begin, self.clock.minute(self.start))
        ]
        if self.settings.direct:
            many = int(self.rng.poisson(self.settings.direct))
            parts.append(direct_tickets(self.rng, self.words, many, (begin, np.datetime64(end, "s"))))
        return self._named(joined(parts))

    def _named(self, tickets: Columns) -> Columns:
        codes = self.offices.named(tickets["unit"], tickets["received"])
        return {**tickets, "unit": codes, "group": codes}


def synthesize(case: str, *, seed: int = 1) -> SyntheticTickets:
    """Make tickets that add up to a published case, and twelve months of tickets before it.

    Parameters
    ----------
    case : str
        One of the samples.
    seed : int, default 1
        The same seed gives the same tickets.

    Returns
    -------
    SyntheticTickets
        Of the published period every count is exact; the months before are free draws, with other volumes, by season.

    Raises
    ------
    InputError
        If there is no such case.
    """
    maker = Maker(case, seed)
    parts = [maker.month_part(month, maker.volumes(month)) for month in maker.months()]
    table = arrow_table(joined([*parts, maker.published_part()]), maker.known)
    return SyntheticTickets(case, seed, table, maker.page, planted_effects(case), maker.meta)
