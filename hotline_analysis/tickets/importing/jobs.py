"""One import up to the point where its tickets can be stored: read, converted, masked, checked."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotline_analysis.errors import InputError
from hotline_analysis.tickets.calendar import Period
from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.importing.converting import make_converter
from hotline_analysis.tickets.importing.loading import VIEW, Loaded, Loader
from hotline_analysis.tickets.importing.progress import Progress
from hotline_analysis.tickets.importing.set_aside import write_set_aside
from hotline_analysis.tickets.importing.staging import Staging
from hotline_analysis.tickets.importing.stores import Store
from hotline_analysis.tickets.importing.writing import write_tickets
from hotline_analysis.tickets.mapping.mapping import TicketMapping
from hotline_analysis.tickets.quality import QualityFindings, QualityReport, check
from hotline_analysis.tickets.sources.opening import Opened, open_exports
from hotline_analysis.tickets.store import TicketMeta

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class Job:
    """What an import is to do, and with what.

    Attributes
    ----------
    exports : sequence of str
        Files, or addresses of databases.
    mapping : TicketMapping
    period : Period or None
        The months to replace in a store.
    sheets : sequence of str
    as_of : datetime or None
        The moment of the export; goes before the mapping's.
    progress : Progress
    """

    exports: Sequence[str]
    mapping: TicketMapping
    period: Period | None = None
    sheets: Sequence[str] = ()
    as_of: datetime | None = None
    progress: Progress = field(default_factory=Progress)

    def onto(self, store: Store) -> Job:
        """Return the job with the store's units and moment where the mapping names none.

        Raises
        ------
        InputError
            If the store's months begin on another day.
        """
        if store.meta is None:
            return self
        day, now = store.meta.calendar.month_starts_on, self.mapping.month_starts_on
        if day != now:
            raise InputError(
                f"the store's months begin on day {day}",
                file=store.folder,
                value=f"month_starts_on: {now}",
                allowed=f"month_starts_on: {day}, or another store",
            )
        mapping = self.mapping
        if not mapping.registry:
            mapping = mapping.model_copy(update={"units": dict(store.meta.registry.units)})
        return dataclasses.replace(self, mapping=mapping, as_of=self.as_of or store.meta.as_of)

    @property
    def meta(self) -> TicketMeta:
        """What is written beside the tickets."""
        return TicketMeta(self.mapping.calendar, self.mapping.registry, self.as_of)


@dataclass(frozen=True)
class Checked:
    """Tickets that can be stored.

    Attributes
    ----------
    loaded : Loaded
    findings : QualityFindings
    report : QualityReport
    passed : tuple of str
        Sheets without tickets.
    """

    loaded: Loaded
    findings: QualityFindings
    report: QualityReport
    passed: tuple[str, ...]

    def write(self, query: str, file: Path, meta: Mapping[str, Any], *, whole: bool) -> int:
        """Write tickets and return their number; if they are ``whole`` in one file already, that is it."""
        if whole and self.loaded.finished is not None and not self.findings.set_aside:
            self.loaded.finished.replace(file)
            return self.findings.stored
        return write_tickets(self.loaded.con, query, file, meta)

    def write_beside(self, staging: Staging, reports: Sequence[str], aside: str) -> dict[str, Path]:
        """Stage the report under its names, and the rows set aside if there are any: name to staged file."""
        files = {}
        for number, name in enumerate(reports):
            files[name] = staging.path(f"quality-{number}.json")
            files[name].write_text(self.report.to_json(), encoding="utf-8")
        if self.report.set_aside:
            files[aside] = staging.path("set-aside.csv")
            write_set_aside(self.loaded.con, self.findings.set_aside_sql(), self.loaded.keys, files[aside])
        return files


def read_and_check(con: DuckDBPyConnection, job: Job, staging: Staging, last_columns: Sequence[str] = ()) -> Checked:
    """Read all exports of a job, convert, mask and check their tickets.

    Parameters
    ----------
    last_columns : sequence of str
        The columns of the store's last import: none may vanish unsaid.

    Raises
    ------
    InputError
        If an export is wrong, or tickets break a rule of severity ``error``.
    """
    opened = open_exports(job.exports, job.mapping, job.sheets)
    converter = make_converter(con, job.mapping, job.mapping.registry, [part.layout for part in opened.parts])
    _check_vanished(job, last_columns, converter.keys)
    folder = staging.path("converted")
    folder.mkdir(exist_ok=True)
    loaded = Loader(con, converter, folder, job.meta.as_json(), job.progress).load(opened.parts)
    if not sum(loaded.rows.values()):
        raise InputError("the export holds no tickets", file=", ".join(job.exports), allowed="at least one row")
    # offices write local time without a zone
    now = job.as_of or datetime.now()
    with job.progress.stage("checking", con):
        findings = check(con, VIEW, severities=job.mapping.checks, registry=job.mapping.registry, now=now)
    return Checked(loaded, findings, _report(job, opened, loaded, findings), opened.passed)


def _check_vanished(job: Job, last_columns: Sequence[str], keys: Sequence[str]) -> None:
    gone = [key for key in last_columns if key not in keys and key not in job.mapping.absent]
    if gone:
        raise InputError(
            f"the last import into this store had the column {gone[0]} ({columns()[gone[0]].zh}), this one has not",
            file=", ".join(job.exports),
            value=f"no {', '.join(gone)}",
            allowed=f"its header in the mapping; or `absent: [{', '.join(gone)}]` if the export no longer has it",
        )


def _report(job: Job, opened: Opened, loaded: Loaded, findings: QualityFindings) -> QualityReport:
    headers = (one for part in opened.parts for one in (*part.layout.dropped, *part.layout.unused))
    return QualityReport.of(
        findings,
        masked=loaded.masked,
        dropped=tuple(dict.fromkeys(headers)),
        formats=loaded.formats,
        files=loaded.rows,
        now=job.as_of,
    )
