"""Cases made of nothing but tickets: straight from a store, or of an earlier period of a case folder's tickets."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from hotline_analysis.cases.case import Case
from hotline_analysis.cases.load import assembled
from hotline_analysis.cases.model import CaseFile, CountedFigure, TableEntry
from hotline_analysis.cases.recipes import TicketTable
from hotline_analysis.cases.ticket_run import answers_by_period
from hotline_analysis.cases.ticket_sources import UNITS, TicketRequest, TicketSources
from hotline_analysis.documents import Document, load_document, validate
from hotline_analysis.metrics.counting.choices import Counting
from hotline_analysis.metrics.counting.plan import make_plan
from hotline_analysis.tickets.calendar import Period
from hotline_analysis.tickets.opening import open_ticket_files
from hotline_analysis.tickets.store import MANIFEST


def ticket_case(
    path: Path,
    *,
    period: str,
    tables: Mapping[str, TicketTable],
    counting: Counting | None = None,
    names_on: date | None = None,
) -> Case:
    """Make a case of tickets that no case folder describes.

    Parameters
    ----------
    path : path
        A store, or a parquet or CSV file with canonical columns.
    period : str
        The period that is counted.
    tables : mapping of str to TicketTable
        The tables beside the one of the units. One whose columns the tickets lack stays out.
    counting, names_on
        As `load_case`.

    Raises
    ------
    InputError
        If there are no tickets.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> rows = ["id,received,unit", "1,2022-11-03 09:00:00,甲街道"]
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "tickets.csv"
    ...     _ = file.write_text(chr(10).join(rows), encoding="utf-8")
    ...     case = ticket_case(file, period="2022-11", tables={})
    >>> case.table("units")[["unit", "received"]].values.tolist()
    [['甲街道', '1']]
    """
    files = open_ticket_files(path)
    possible = {
        key: TableEntry(tickets=recipe)
        for key, recipe in tables.items()
        if {name for _, name in recipe.columns_named()} <= set(files.columns)
    }
    content = CaseFile(tickets=path.name, tables={"units": UNITS, **possible})
    manifest = path / MANIFEST
    document = Document(manifest if manifest.is_file() else files.files[0], {}, {})
    case = assembled(TicketRequest(path.parent, document, content, period, counting, names_on), name=path.stem)
    assert case.tickets is not None
    return replace(case, tickets=replace(case.tickets, described=False))


def earlier_case(
    case: Case,
    *,
    period: str,
    counting: Counting | None = None,
    names_on: date | None = None,
    only: Collection[str] | None = None,
) -> Case:
    """Count an earlier period of a case folder's tickets: the tables and figures that are made of them, no others.

    Parameters
    ----------
    case : Case
    period : str
    counting, names_on
        As `load_case`.
    only : collection of str, optional
        The tables beside the one of the units, and the figures, that are compared; by default all.

    Raises
    ------
    InputError
        As `load_case`.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> rows = ["id,received,unit", "1,2022-10-03 09:00:00,甲街道", "2,2022-11-04 09:00:00,甲街道"]
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "tickets.csv"
    ...     _ = file.write_text(chr(10).join(rows), encoding="utf-8")
    ...     before = earlier_case(ticket_case(file, period="2022-11", tables={}), period="2022-10")
    >>> before.period, before.table("units")["received"].tolist()
    ('2022-10', ['1'])
    """
    return assembled(_earlier_request(case, period, counting, names_on, only))


def earlier_cases(
    case: Case,
    periods: Sequence[str],
    *,
    counts: Collection[str],
    counting: Counting | None = None,
    names_on: date | None = None,
) -> dict[str, Case]:
    """Count the units of several earlier periods by one pass over a case's tickets.

    Parameters
    ----------
    case : Case
        Of a case folder, or of tickets alone.
    periods : sequence of str
        In the order of time, without a gap.
    counts : collection of str
        What is wanted of every unit, as far as the tickets can give it.
    counting, names_on
        As `load_case`.

    Returns
    -------
    dict of str to Case
        Each as `earlier_case` with no other tables makes it, but for notes and counts that are not wanted.

    Raises
    ------
    InputError
        As `load_case`.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> rows = ["id,received,unit", "1,2022-09-03 09:00:00,甲街道", "2,2022-11-04 09:00:00,甲街道"]
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "tickets.csv"
    ...     _ = file.write_text(chr(10).join(rows), encoding="utf-8")
    ...     now = ticket_case(file, period="2022-11", tables={})
    ...     before = earlier_cases(now, ["2022-09", "2022-10"], counts=["received"])
    >>> {period: case.table("units")["received"].tolist() for period, case in before.items()}
    {'2022-09': ['1'], '2022-10': []}
    """
    if not periods:
        return {}
    request = _with_counts(_earlier_request(case, periods[-1], counting, names_on, ()), case, counts)
    parsed = [Period.parse(period) for period in periods]
    answered = answers_by_period(TicketSources(request).counter, parsed)
    return {one.label: assembled(replace(request, period=one.label, answered=answered[one])) for one in parsed}


def _earlier_request(
    case: Case, period: str, counting: Counting | None, names_on: date | None, only: Collection[str] | None
) -> TicketRequest:
    assert case.tickets is not None
    if not case.tickets.described:
        content = CaseFile(tickets=case.tickets.files.path.name, tables={"units": UNITS})
        return TicketRequest(case.folder, case.document, content, period, counting, names_on, earlier=True)
    whole = validate(CaseFile, load_document(case.document.file))
    wanted = {*whole.tables, *whole.figures} if only is None else {"units", *only}
    tables = {
        key: _uncut(entry)
        for key, entry in whole.tables.items()
        if isinstance(entry, TableEntry) and entry.tickets and key in wanted
    }
    figures = whole.figures if isinstance(whole.figures, dict) else {}
    kept = {key: one for key, one in figures.items() if isinstance(one, CountedFigure) and key in wanted}
    content = CaseFile(tickets=whole.tickets, given=whole.given, scheme=whole.scheme, tables=tables, figures=kept)
    return TicketRequest(case.folder, case.document, content, period, counting, names_on, earlier=True)


def _with_counts(request: TicketRequest, case: Case, wanted: Collection[str]) -> TicketRequest:
    """Ask for some counts of the units only, under the names that the case file gives them."""
    assert case.tickets is not None
    units = request.content.tables.get("units", UNITS)
    assert isinstance(units, TableEntry)
    assert units.tickets is not None
    possible = make_plan(case.tickets.files.columns, request.counting or Counting()).definitions
    named = units.tickets.counts or {key: key for key in possible}
    first = next(iter(named))  # which the case file may have renamed
    counts = {name: key for name, key in named.items() if key in wanted or name == first}
    recipe = units.tickets.model_copy(update={"counts": counts})
    tables = {**request.content.tables, "units": units.model_copy(update={"tickets": recipe})}
    return replace(request, content=request.content.model_copy(update={"tables": tables}))


def _uncut(entry: TableEntry) -> TableEntry:
    """Count all rows of a table: what stands in no row of an earlier period then was not there."""
    assert entry.tickets is not None
    return entry.model_copy(update={"tickets": entry.tickets.model_copy(update={"top": None})})
