"""What a case knows of the tickets that it was made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from hotline_analysis.metrics.counting.dimensions import BLANK
from hotline_analysis.tickets.calendar import Period
from hotline_analysis.tickets.store import MANIFEST, TicketFiles


@dataclass(frozen=True)
class FromTickets:
    """The tickets of a case, and how its figures were counted.

    Attributes
    ----------
    files : TicketFiles
    tables : tuple of str
        The tables made of them.
    figures : mapping of str to mapping of str to str
        Figure made of them → in words, which tickets it counts, in ``zh`` and ``en``.
    given : tuple of Path
        The files of scores that people gave.
    notes : tuple of str
        What the analyst should know.
    described : bool
        Whether a case folder describes the tables.
    absent : mapping of str to tuple of str
        Counts that the tickets cannot give, and the columns that they lack for them.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from hotline_analysis.cases import ticket_case
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "tickets.csv"
    ...     _ = file.write_text(chr(10).join(["id,received,unit", "1,2022-11-03 09:00:00,甲"]), encoding="utf-8")
    ...     known = ticket_case(file, period="2022-11", tables={}).tickets
    ...     received = dict(known.received)
    >>> received, known.last_day("2022-11"), [path.name for path in known.paths()]
    ({24274: 1}, datetime.date(2022, 11, 30), ['tickets.csv'])
    """

    files: TicketFiles
    tables: tuple[str, ...] = ()
    figures: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    given: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()
    described: bool = True
    absent: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def received(self) -> Mapping[int, int]:
        """How many tickets were received in every month, as `Period.first` counts months."""
        from hotline_analysis.metrics.counting.engines.opening import open_tickets
        from hotline_analysis.metrics.counting.shared import once

        return once(open_tickets(self.files), "received by month", self._received)

    def _received(self) -> Mapping[int, int]:
        from hotline_analysis.metrics import unit_table

        table = unit_table(self.files, by="period", counts=["received"])
        rows = zip(table["period"], table["received"], strict=True)
        return {Period.parse(label).first: int(number) for label, number in rows if number and label != BLANK}

    def last_day(self, period: str) -> date:
        """Return the last day of a period, as the office cuts time into months."""
        return self.files.meta.calendar.last_day(Period.parse(period))

    def paths(self) -> list[Path]:
        """Return the files that hold the tickets, the store's own list of them, and the given scores."""
        manifest = self.files.path / MANIFEST
        store = [manifest] if manifest.is_file() else []
        return [*store, *self.files.files, *self.given]
