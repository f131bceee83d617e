# ruff: noqa: S608  names of columns are ours or quoted
"""Import an office's export into canonical tickets: all of it, or nothing."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.tickets.calendar import Period
from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.converting import make_converter
from hotline_analysis.tickets.loading import VIEW, Loaded, Loader, database
from hotline_analysis.tickets.mapping import TicketMapping
from hotline_analysis.tickets.merging import Change, plan
from hotline_analysis.tickets.progress import Progress
from hotline_analysis.tickets.quality import QualityFindings, QualityReport, check
from hotline_analysis.tickets.set_aside import write_set_aside
from hotline_analysis.tickets.sources.opening import Opened, open_exports
from hotline_analysis.tickets.staging import Staging, disk_errors, staged
from hotline_analysis.tickets.store import TicketMeta
from hotline_analysis.tickets.stores import LATEST, QUALITY, SET_ASIDE, Store, publish, read_store, tidy
from hotline_analysis.tickets.writing import stored_columns, write_tickets


@dataclass(frozen=True)
class Imported:
    """What an import did.

    Attributes
    ----------
    path : Path
        The store, or the file.
    quality : QualityReport
    changes : tuple of (str, str, int, int)
        For a store: month, what happened to it, tickets before and after.
    passed : tuple of str
        Sheets that hold no tickets.
    set_aside : Path or None
        The file of the rows that were not stored.
    as_of : datetime or None
    seconds : float
    """

    path: Path
    quality: QualityReport
    changes: tuple[tuple[str, str, int, int], ...] = ()
    passed: tuple[str, ...] = ()
    set_aside: Path | None = None
    as_of: datetime | None = None
    seconds: float = 0.0


@dataclass
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


def import_tickets(
    exports: Sequence[str | Path],
    mapping: TicketMapping,
    out: str | Path,
    *,
    period: Period | None = None,
    sheets: Sequence[str] = (),
    as_of: datetime | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Import exports into a store (a folder) or a parquet file.

    Parameters
    ----------
    exports : sequence of path or URL
        They are one import: all of them or none.
    out : path
        A folder, new or a store; or a ``.parquet`` file, which is replaced.
    period : Period, optional
        Replace these months of a store; tickets received in others replace only those of the same number. Without it,
        every month in which tickets of the export were received is replaced.
    sheets : sequence of str, optional
        The sheets of workbooks to read.
    as_of : datetime, optional
        The moment up to which the export knows the tickets.

    Returns
    -------
    Imported

    Raises
    ------
    InputError
        If an export or the mapping is wrong, or tickets break a rule of severity ``error``.
    SourceFailedError, DiskError
        If a database or the disk fails. In every case the store or file is as it was before.
    """
    job = Job([str(one) for one in exports], mapping, period, sheets, as_of or mapping.as_of, progress or Progress())
    begin = time.monotonic()
    target = Path(out)
    if not exports:
        raise UsageError("no export given")
    with disk_errors(target):
        done = _into_file(job, target) if target.suffix.lower() == ".parquet" else _into_store(job, target)
    return dataclasses.replace(done, seconds=time.monotonic() - begin)


def _into_store(job: Job, folder: Path) -> Imported:
    if folder.suffix.lower() in (".csv", ".tsv", ".xlsx", ".xls", ".json", ".pq"):
        raise UsageError(f"tickets are written to a folder or a .parquet file, not {folder.suffix}")
    _make_parent(folder)
    with staged(folder) as staging:
        tidy(folder)
        store = read_store(folder)
        job = _as_before(job, store)
        with database(staging.path("spill")) as con:
            opened = open_exports(job.exports, job.mapping, job.sheets)
            loaded = _loaded(con, job, opened, staging)
            _check_vanished(job, store, loaded)
            findings = _checked(job, loaded)
            month = job.mapping.calendar.month_sql("received")
            kept = f"SELECT *, {month} AS _month FROM ({findings.kept_sql()})"
            changes = plan(con, kept, loaded.keys, store, job.period)
            return _store(job, opened, loaded, findings, store, staging, changes)


def _as_before(job: Job, store: Store) -> Job:
    """Let the store's units and moment hold where the mapping names none; its months cannot change."""
    if store.meta is None:
        return job
    day, now = store.meta.calendar.month_starts_on, job.mapping.month_starts_on
    if day != now:
        raise InputError(
            f"the store's months begin on day {day}",
            file=store.folder,
            value=f"month_starts_on: {now}",
            allowed=f"month_starts_on: {day}, or another store",
        )
    mapping = job.mapping
    if not mapping.registry:
        mapping = mapping.model_copy(update={"units": dict(store.meta.registry.units)})
    return dataclasses.replace(job, mapping=mapping, as_of=job.as_of or store.meta.as_of)


def _loaded(con: Any, job: Job, opened: Opened, staging: Staging) -> Loaded:
    converter = make_converter(con, job.mapping, job.mapping.registry, [part.layout for part in opened.parts])
    folder = staging.path("converted")
    folder.mkdir(exist_ok=True)
    return Loader(con, converter, folder, _meta(job).as_json(), job.progress).load(opened.parts)


def _check_vanished(job: Job, store: Store, loaded: Loaded) -> None:
    gone = [key for key in store.last_columns if key not in loaded.keys and key not in job.mapping.absent]
    if gone:
        raise InputError(
            f"the last import into this store had the column {gone[0]} ({columns()[gone[0]].zh}), this one has not",
            file=store.folder,
            value=", ".join(gone),
            allowed=f"its header in the mapping; or `absent: [{', '.join(gone)}]` if the export no longer has it",
        )


def _checked(job: Job, loaded: Loaded) -> QualityFindings:
    # offices write local time without a zone
    now = job.as_of or datetime.now()
    with job.progress.stage("checking", loaded.con):
        return check(loaded.con, VIEW, severities=job.mapping.checks, registry=job.mapping.registry, now=now)


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


def _meta(job: Job) -> TicketMeta:
    return TicketMeta(job.mapping.calendar, job.mapping.registry, job.as_of)


def _store(
    job: Job,
    opened: Opened,
    loaded: Loaded,
    findings: QualityFindings,
    store: Store,
    staging: Staging,
    changes: Sequence[Change],
) -> Imported:
    meta, name = _meta(job).as_json(), staging.import_id
    months = {label: dataclasses.asdict(month) for label, month in store.months.items()}
    files: dict[str, Path] = {}
    told = []
    for change in changes:
        months.pop(change.month, None)
        rows = 0
        if change.query is not None:
            place = f"period={change.month}/{name}.parquet"
            files[place] = staging.path(f"{change.month}.parquet")
            with job.progress.stage(f"writing {change.month}", loaded.con):
                rows = _write(loaded, findings, change.query, files[place], meta, whole=change.whole)
            months[change.month] = {"file": place, "rows": rows}
        told.append((change.month, change.how, change.before, rows))
    report = _report(job, opened, loaded, findings)
    files |= _beside(
        loaded, findings, report, staging, (f"{QUALITY}/{name}.json", LATEST), f"{SET_ASIDE}/{name}.csv"
    )
    entry = _entry(job, loaded, report, name, [change.month for change in changes])
    manifest = {**meta, "files": dict(sorted(months.items())), "imports": [*store.imports, entry]}
    publish(store, staging, files, manifest)
    aside = store.folder / SET_ASIDE / f"{name}.csv" if report.set_aside else None
    return Imported(store.folder, report, tuple(told), opened.passed, aside, job.as_of)


def _write(
    loaded: Loaded, findings: QualityFindings, query: str, file: Path, meta: dict[str, Any], *, whole: bool
) -> int:
    """Write tickets; if they are all in one file already, that is it."""
    if whole and loaded.finished is not None and not findings.set_aside:
        loaded.finished.replace(file)
        return findings.stored
    return write_tickets(loaded.con, query, file, meta)


def _beside(
    loaded: Loaded,
    findings: QualityFindings,
    report: QualityReport,
    staging: Staging,
    reports: Sequence[str],
    aside: str,
) -> dict[str, Path]:
    """Stage the reports, and the rows set aside if there are any."""
    files = {}
    for number, name in enumerate(reports):
        files[name] = staging.path(f"quality-{number}.json")
        files[name].write_text(report.to_json(), encoding="utf-8")
    if report.set_aside:
        files[aside] = staging.path("set-aside.csv")
        write_set_aside(loaded.con, findings.set_aside_sql(), loaded.keys, files[aside])
    return files


def _entry(job: Job, loaded: Loaded, report: QualityReport, name: str, months: list[str]) -> dict[str, Any]:
    return {
        "id": name,
        "exports": list(loaded.rows),
        "period": None if job.period is None else job.period.label,
        "months": months,
        "columns": list(loaded.keys),
        "read": report.read,
        "stored": report.stored,
        "set_aside": report.set_aside,
    }


def _into_file(job: Job, file: Path) -> Imported:
    if job.period is not None:
        raise UsageError("--period replaces months of a store; a .parquet file is always replaced as a whole")
    if file.is_dir():
        raise InputError("a folder", file=file, allowed="a file, or a folder whose name does not end in .parquet")
    _make_parent(file)
    with staged(file) as staging, database(staging.path("spill")) as con:
        opened = open_exports(job.exports, job.mapping, job.sheets)
        loaded = _loaded(con, job, opened, staging)
        findings = _checked(job, loaded)
        made = staging.path("tickets.parquet")
        query = f"SELECT {stored_columns(loaded.keys)} FROM ({findings.kept_sql()})"
        with job.progress.stage(f"writing {file}", con):
            _write(loaded, findings, query, made, _meta(job).as_json(), whole=True)
        report = _report(job, opened, loaded, findings)
        quality, aside = (file.with_name(file.name + end) for end in (".quality.json", ".set-aside.csv"))
        beside = _beside(loaded, findings, report, staging, (str(quality),), str(aside))
        for name, one in beside.items():
            staging.publish(one, Path(name))
        staging.publish(made, file)
        if not report.set_aside:
            aside.unlink(missing_ok=True)
        return Imported(file, report, (), opened.passed, aside if report.set_aside else None, job.as_of)


def _make_parent(target: Path) -> None:
    try:
        target.absolute().parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError, PermissionError) as error:
        raise InputError(f"the folder cannot be made ({error.strerror})", file=target.parent) from None
