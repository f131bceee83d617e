"""What all parts of a month share: its data, and the tickets behind it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_analysis.errors import UsageError
from hotline_analysis.report.data import ReportData

if TYPE_CHECKING:
    from hotline_analysis.cases import FromTickets


@dataclass(frozen=True, repr=False, eq=False)
class MonthData:
    """The data of one period of one office; see `Month`."""

    name: str
    data: ReportData
    report: Path | None = None
    sample: str | None = None

    @property
    def units(self) -> tuple[str, ...]:
        """The units of the period."""
        return tuple(self.data.scores.units)

    @property
    def tickets(self) -> FromTickets:
        """The tickets of the month.

        Raises
        ------
        UsageError
            If its data are tables.
        """
        found = self.data.case.tickets
        if found is None:
            raise UsageError(f"{self.name} {self.data.period} is made of tables; only tickets can be counted like this")
        return found
