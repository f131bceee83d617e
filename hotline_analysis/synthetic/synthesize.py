"""Make the tickets of a case: the published period, exactly, and the twelve months before it, freely."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from hotline_analysis.shown import Shown
from hotline_analysis.synthetic.columns import arrow_table, joined
from hotline_analysis.synthetic.effects import PlantedEffects, planted_effects
from hotline_analysis.synthetic.maker import Maker
from hotline_analysis.synthetic.published import Published
from hotline_analysis.tickets.calendar import Period
from hotline_analysis.tickets.registry import UnitRegistry
from hotline_analysis.tickets.store import TicketMeta

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


@dataclass(frozen=True, repr=False)
class SyntheticTickets(Shown):
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

    Examples
    --------
    >>> made = synthesize("yunxi-2022-Q3")
    >>> made
    <SyntheticTickets: yunxi-2022-Q3, 6351 tickets, seed 1>
    >>> made.period.label, made.frame.columns[0], len(made.registry.names) > 30
    ('2022-Q3', 'id', True)
    """

    case: str
    seed: int
    table: pa.Table
    published: Published
    effects: PlantedEffects
    meta: TicketMeta

    def _said(self) -> str:
        return f"{self.case}, {self.table.num_rows} tickets, seed {self.seed}"

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

    Examples
    --------
    >>> from hotline_analysis.metrics import unit_table
    >>> made = synthesize("furong-2020-03")
    >>> unit_table(made.frame, by="", period="2020-03", counts=["signed", "closed"]).iloc[0].tolist()
    [2172, 2050]
    """
    maker = Maker(case, seed)
    published_part = maker.published_part()
    parts = [
        maker.month_part(month, maker.volumes(month, published_part), maker.answered_at_once())
        for month in maker.months()
    ]
    table = arrow_table(joined([*parts, published_part]), maker.known)
    return SyntheticTickets(case, seed, table, maker.page, planted_effects(case), maker.meta)
