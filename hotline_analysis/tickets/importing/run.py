# ruff: noqa: S608  names of columns are ours or quoted
"""Import an office's export into canonical tickets: all of it, or nothing."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.tickets.calendar import Period
from hotline_analysis.tickets.importing.jobs import Checked, Job, read_and_check
from hotline_analysis.tickets.importing.loading import database
from hotline_analysis.tickets.importing.merging import Change, plan
from hotline_analysis.tickets.importing.progress import Progress
from hotline_analysis.tickets.importing.staging import Staging, disk_errors, staged
from hotline_analysis.tickets.importing.stores import LATEST, QUALITY, SET_ASIDE, Store, publish, read_store, tidy
from hotline_analysis.tickets.importing.writing import stored_columns
from hotline_analysis.tickets.mapping.mapping import TicketMapping
from hotline_analysis.tickets.quality import QualityReport

_OTHER_KINDS = (".csv", ".tsv", ".xlsx", ".xls", ".json", ".pq")


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
    seconds : float
    """

    path: Path
    quality: QualityReport
    changes: tuple[tuple[str, str, int, int], ...] = ()
    passed: tuple[str, ...] = ()
    set_aside: Path | None = None
    seconds: float = 0.0


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
        The moment up to which the export knows the tickets; by default the mapping's, or the store's.

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
    if not exports:
        raise UsageError("no export given")
    target, begin = Path(out), time.monotonic()
    job = Job([str(one) for one in exports], mapping, period, sheets, as_of or mapping.as_of, progress or Progress())
    with disk_errors(target):
        done = _into_file(job, target) if target.suffix.lower() == ".parquet" else _into_store(job, target)
    return dataclasses.replace(done, seconds=time.monotonic() - begin)


def _into_store(job: Job, folder: Path) -> Imported:
    if folder.suffix.lower() in _OTHER_KINDS:
        raise UsageError(f"tickets are written to a folder or a .parquet file, not {folder.suffix}")
    _make_parent(folder)
    with staged(folder) as staging, database(staging.path("spill")) as con:
        store = read_store(folder)
        tidy(folder)
        job = job.onto(store)
        checked = read_and_check(con, job, staging, store.last_columns)
        kept, keys = checked.findings.kept_sql(), checked.loaded.keys
        changes = plan(con, kept, keys, store, job.mapping.calendar, job.period)
        return _store(job, checked, store, staging, changes)


def _store(job: Job, checked: Checked, store: Store, staging: Staging, changes: Sequence[Change]) -> Imported:
    meta, name = job.meta.as_json(), staging.import_id
    months = {label: dataclasses.asdict(month) for label, month in store.months.items()}
    files: dict[str, Path] = {}
    told = []
    for change in changes:
        months.pop(change.month, None)
        rows = 0
        if change.query is not None:
            place = f"period={change.month}/{name}.parquet"
            files[place] = staging.path(f"{change.month}.parquet")
            with job.progress.stage(f"writing {change.month}", checked.loaded.con):
                rows = checked.write(change.query, files[place], meta, whole=change.whole)
            months[change.month] = {"file": place, "rows": rows}
        told.append((change.month, change.how, change.before, rows))
    aside = f"{SET_ASIDE}/{name}.csv"
    files |= checked.write_beside(staging, (f"{QUALITY}/{name}.json", LATEST), aside)
    entry = _entry(job, checked, name, [change.month for change in changes])
    manifest = {**meta, "files": dict(sorted(months.items())), "imports": [*store.imports, entry]}
    publish(store, staging, files, manifest)
    written = store.folder / aside if checked.report.set_aside else None
    return Imported(store.folder, checked.report, tuple(told), checked.passed, written)


def _entry(job: Job, checked: Checked, name: str, months: list[str]) -> dict[str, Any]:
    return {
        "id": name,
        "exports": list(checked.loaded.rows),
        "period": None if job.period is None else job.period.label,
        "months": months,
        "columns": list(checked.loaded.keys),
        "read": checked.report.read,
        "stored": checked.report.stored,
        "set_aside": checked.report.set_aside,
    }


def _into_file(job: Job, file: Path) -> Imported:
    if job.period is not None:
        raise UsageError("--period replaces months of a store; a .parquet file is always replaced as a whole")
    if file.is_dir():
        raise InputError("a folder", file=file, allowed="a file, or a folder whose name does not end in .parquet")
    _make_parent(file)
    quality, aside = (file.with_name(file.name + end) for end in (".quality.json", ".set-aside.csv"))
    with staged(file) as staging, database(staging.path("spill")) as con:
        checked = read_and_check(con, job, staging)
        made = staging.path("tickets.parquet")
        query = f"SELECT {stored_columns(checked.loaded.keys)} FROM ({checked.findings.kept_sql()})"
        with job.progress.stage(f"writing {file}", con):
            checked.write(query, made, job.meta.as_json(), whole=True)
        for name, one in checked.write_beside(staging, (str(quality),), str(aside)).items():
            staging.publish(one, Path(name))
        staging.publish(made, file)
    if not checked.report.set_aside:
        aside.unlink(missing_ok=True)
    return Imported(file, checked.report, (), checked.passed, aside if checked.report.set_aside else None)


def _make_parent(target: Path) -> None:
    try:
        target.absolute().parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError, PermissionError) as error:
        raise InputError(f"the folder cannot be made ({error.strerror})", file=target.parent) from None
