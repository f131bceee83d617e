"""Makes the tickets of a case piece by piece: the published period, and months before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property

import numpy as np

from hotline_analysis.errors import InputError
from hotline_analysis.synthetic.answered import direct_tickets
from hotline_analysis.synthetic.arrays import Columns, Numbers
from hotline_analysis.synthetic.columns import joined, lists
from hotline_analysis.synthetic.free import Month, free_tickets
from hotline_analysis.synthetic.matters import Matters, with_shares
from hotline_analysis.synthetic.offices import Offices
from hotline_analysis.synthetic.period import published_tickets
from hotline_analysis.synthetic.published import published
from hotline_analysis.synthetic.seasons import shares, volume
from hotline_analysis.synthetic.settings import case_settings
from hotline_analysis.synthetic.vocabulary import Vocabulary
from hotline_analysis.synthetic.worktime import WorkTime
from hotline_analysis.tickets.calendar import Calendar, Period
from hotline_analysis.tickets.store import TicketMeta

MONTHS_BEFORE = 12


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
        if seed < 0:
            raise InputError("not a seed", value=seed, allowed="0 or more")
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
        start, end = np.datetime64(self.start, "s"), np.datetime64(self.end, "s")
        earlier = self._matters(self.page.period.first - 1)
        made, kinds = published_tickets(self.rng, self.words, self.clock, earlier, edges, start)
        parts = [made]
        if kinds is not None:
            parts.append(direct_tickets(self.rng, self.words, len(kinds), (start, end), kinds))
        return self._named(joined(parts))

    def months(self) -> Iterator[Period]:
        """Yield the months before the published period, the earliest first."""
        first = self.page.period.first
        yield from (Period(month, 1) for month in range(first - self.months_before, first))

    def volumes(self, month: Period, published_part: Columns) -> Numbers:
        """Draw how many tickets every unit gets in a month, less those of it that are made already."""
        signed = np.array([n or 0 for n in self.page.counts["signed"]])
        usual = signed / self.page.period.months
        drawn = volume(self.rng, usual, month.first % 12 + 1, self.page.period.first - month.first)
        if month.first < self.page.period.first - 1:
            return drawn
        carried = published_part["received"] < np.datetime64(self.start)
        made = np.bincount(self.offices.current(published_part["unit"][carried]), minlength=len(signed))
        # nothing of a unit without tickets may reach into the published period, not even a time limit
        return np.where(signed == 0, 0, np.maximum(drawn - made, 0))

    def answered_at_once(self) -> int:
        """Draw how many tickets the hotline answers itself in a month."""
        return int(self.rng.poisson(self.settings.direct)) if self.settings.direct else 0

    def month_part(self, month: Period, volumes: Numbers, direct: int) -> Columns:
        """Make the tickets received in one month before the published period.

        Parameters
        ----------
        month : Period
        volumes : array of int, shape (units,)
        direct : int
            Tickets without a unit.
        """
        start, end = self.calendar.start(month), self.calendar.end(month)
        unit = np.repeat(np.arange(len(volumes)), volumes)
        begin = np.datetime64(start, "s")
        span = Month(self.clock.minute(start), self.clock.minute(end), begin, self.clock.minute(self.start))
        parts = [free_tickets(self.rng, self.words, self.clock, self._matters(month.first), unit, span)]
        if direct:
            parts.append(direct_tickets(self.rng, self.words, direct, (begin, np.datetime64(end, "s"))))
        return self._named(joined(parts))

    def _matters(self, month: int) -> Matters:
        """Draw how likely tickets of a month are about what."""
        return with_shares(self.words, shares(self.rng, self.page, self.settings.grown, month))

    def _named(self, tickets: Columns) -> Columns:
        codes = self.offices.named(self.rng, tickets["unit"], tickets["received"])
        return {**tickets, "unit": codes, "group": codes}
