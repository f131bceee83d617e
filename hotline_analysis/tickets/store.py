"""Where canonical tickets lie: one file, or a folder whose ``store.json`` names the current ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from hotline_analysis.errors import InputError
from hotline_analysis.tickets.calendar import Calendar
from hotline_analysis.tickets.registry import UnitRegistry

MANIFEST = "store.json"
META_KEY = "hotline"
FORMAT, VERSION = "hotline-tickets", 1


@dataclass(frozen=True)
class TicketMeta:
    """What is known about stored tickets beside their rows.

    Attributes
    ----------
    calendar : Calendar
    registry : UnitRegistry
        May be empty.
    as_of : datetime or None
        The moment up to which the tickets are known: a ticket that is open then and was due before is overdue.
    """

    calendar: Calendar = field(default_factory=Calendar)
    registry: UnitRegistry = field(default_factory=UnitRegistry)
    as_of: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        """Return what is written beside the tickets."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "month_starts_on": self.calendar.month_starts_on,
            "as_of": None if self.as_of is None else self.as_of.isoformat(),
            "units": self.registry.model_dump(mode="json", by_alias=True, exclude_defaults=True).get("units", {}),
        }

    @classmethod
    def from_json(cls, content: dict[str, Any], file: Path) -> TicketMeta:
        """Read what was written beside the tickets.

        Raises
        ------
        InputError
            If this version cannot read it.
        """
        if content.get("format") != FORMAT or content.get("version") != VERSION:
            found = f"{content.get('format')} {content.get('version')}"
            raise InputError("not a store of tickets", file=file, value=found, allowed=f"{FORMAT} {VERSION}")
        return cls(
            calendar=Calendar(content["month_starts_on"]),
            registry=UnitRegistry.model_validate({"units": content["units"]}),
            as_of=None if content["as_of"] is None else datetime.fromisoformat(content["as_of"]),
        )


@dataclass(frozen=True)
class TicketFiles:
    """Stored tickets, not yet read.

    Attributes
    ----------
    path : Path
        The store's folder, or the file.
    files : tuple of Path
        The files that hold the tickets now.
    meta : TicketMeta
    columns : tuple of str
        The canonical columns that at least one of the files has.
    """

    path: Path
    files: tuple[Path, ...]
    meta: TicketMeta
    columns: tuple[str, ...]

    @property
    def is_csv(self) -> bool:
        """Whether the tickets are text that has yet to be typed."""
        return self.files[0].suffix.lower() in (".csv", ".tsv")
