"""Cases made of nothing but tickets: straight from a store, or of an earlier period of a case folder's tickets."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from hotline_analysis.cases.case import Case
from hotline_analysis.cases.load import assembled
from hotline_analysis.cases.model import CaseFile, CountedFigure, TableEntry
from hotline_analysis.cases.recipes import TicketTable
from hotline_analysis.cases.ticket_sources import UNITS, TicketRequest
from hotline_analysis.documents import Document, load_document, validate
from hotline_analysis.metrics.counting.choices import Counting
from hotline_analysis.metrics.counting.dimensions import BLANK
from hotline_analysis.tickets.calendar import Period
from hotline_analysis.tickets.opening import open_ticket_files
from hotline_analysis.tickets.store import MANIFEST, TicketFiles


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
    """
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
    request = TicketRequest(case.folder, case.document, content, period, counting, names_on, earlier=True)
    return assembled(request)


def received_by_month(files: TicketFiles) -> dict[int, int]:
    """Return how many tickets were received in every month, as `Period.first` counts months."""
    from hotline_analysis.metrics import unit_table

    table = unit_table(files, by="period", counts=["received"])
    rows = zip(table["period"], table["received"], strict=True)
    return {Period.parse(label).first: int(number) for label, number in rows if number and label != BLANK}


def _uncut(entry: TableEntry) -> TableEntry:
    """Count all rows of a table: what stands in no row of an earlier period then was not there."""
    assert entry.tickets is not None
    return entry.model_copy(update={"tickets": entry.tickets.model_copy(update={"top": None})})
