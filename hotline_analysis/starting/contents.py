"""What an export holds: its mapping, its months, and what can be counted of it."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import yaml

from hotline_analysis.errors import HotlineError, InputError

# of the months that an export holds, the last one with at least half as many tickets as the largest is reported
_WHOLE = 2
_NEEDED = {"id": "工单编号", "received": "受理时间", "unit": "责任单位"}


@dataclass(frozen=True)
class Contents:
    """What is known of an export.

    Attributes
    ----------
    mapping : str
        A first mapping, as YAML.
    columns : frozenset of str
        The canonical columns that it has.
    counts : frozenset of str or None
        What can be counted and worked out by unit; None if it could not be imported yet.
    period : str or None
        Its last whole month; None likewise.
    notes : tuple of str
        What a person should look at.
    """

    mapping: str
    columns: frozenset[str]
    counts: frozenset[str] | None = None
    period: str | None = None
    notes: tuple[str, ...] = ()

    def has(self, *counts: str) -> bool:
        """Tell whether all of some counts can be made; True where that is not known."""
        return self.counts is None or set(counts) <= self.counts


def contents_of(export: Path) -> Contents:
    """Read an export, and import it once on trial.

    Raises
    ------
    InputError
        If it cannot be read, or has no header for the number, the time of receipt or the unit of a ticket.
    """
    from hotline_analysis.tickets.suggesting.suggest import suggest_mapping

    found = suggest_mapping(export)
    columns = frozenset(yaml.safe_load(found.text)["columns"] or ())
    for key, zh in _NEEDED.items():
        if key not in columns:
            allowed = "a header that `hotline import --suggest` knows; rename it in the export"
            raise InputError(f"no header was found for {zh} ({key})", file=export, allowed=allowed)
    with tempfile.TemporaryDirectory(prefix="hotline-new-") as work:
        mapping = Path(work) / "mapping.yaml"
        mapping.write_text(found.text, encoding="utf-8")
        try:
            period, counts = _counted(export, mapping, Path(work) / "tickets")
        except HotlineError as error:
            said = str(error).replace(str(mapping), mapping.name)
            return Contents(found.text, columns, notes=(*found.notes, f"mapping.yaml needs your hand: {said}"))
    return Contents(found.text, columns, counts, period, found.notes)


def _counted(export: Path, mapping: Path, store: Path) -> tuple[str, frozenset[str]]:
    from hotline_analysis.metrics import unit_table
    from hotline_analysis.tickets.importing.run import import_tickets
    from hotline_analysis.tickets.mapping.mapping import load_mapping

    done = import_tickets([export], load_mapping(mapping), store)
    months = Counter({month: after for month, _, _, after in done.changes})
    largest = max(months.values())
    period = max(month for month, number in months.items() if number * _WHOLE >= largest)
    return period, frozenset(map(str, unit_table(store, by="unit", period=period).columns))
