"""Open the data that a report names: a sample, a case folder, or tickets; and the periods it is compared with."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from glob import has_magic
from os.path import relpath
from pathlib import Path

from hotline_analysis.audit import scheme_counting
from hotline_analysis.cases import (
    Case,
    FromTickets,
    TicketTable,
    earlier_case,
    load_case,
    named_scheme,
    sample_names,
    ticket_case,
)
from hotline_analysis.documents import Document
from hotline_analysis.metrics import Counting
from hotline_analysis.report.district import check_district, no_tickets
from hotline_analysis.report.phrases import previous_period, year_earlier
from hotline_analysis.report.references import nearest_of
from hotline_analysis.report.report_file import NOT_COMPARED, SAMPLE, TICKET_SUFFIXES, Report
from hotline_analysis.report.whole_periods import is_whole, received_in
from hotline_analysis.schemes import scheme_names
from hotline_analysis.tickets.calendar import Period
from hotline_analysis.tickets.store import MANIFEST

EARLIER = {"previous": previous_period, "year_before": year_earlier}


@dataclass(frozen=True)
class CaseOpener:
    """Opens cases for one report.

    Attributes
    ----------
    report : Report
    document : Document
        The report's file, beside which data is looked for.
    counting : Counting
        How the scheme counts tickets.
    tables : mapping of str to TicketTable
        The tables that are made of tickets which no case folder describes.
    compared : collection of str
        The tables and figures that sections compare with those of earlier periods.
    """

    report: Report
    document: Document
    counting: Counting
    tables: Mapping[str, TicketTable]
    compared: Collection[str] = ()

    def cases(self) -> tuple[dict[str, Case], tuple[str, ...]]:
        """Open the data and what it is compared with; say what was found without being named.

        Raises
        ------
        InputError
            If there is no such data, or it is of another period.
        """
        now = self._named("data", self.report.period, None)
        names_on = None if now.tickets is None else now.tickets.last_day(self.report.period)
        cases, notes, unnamed = {"data": now}, list[str](), list[str]()
        for key, period_of in EARLIER.items():
            name = getattr(self.report, key)
            if name is None:
                unnamed.append(key)
            elif name != NOT_COMPARED:
                cases[key] = self._named(key, period_of(self.report.period), names_on)
        if unnamed and now.tickets is not None and "units" in now.tickets.tables:
            received = now.tickets.received
            for key in unnamed:
                period = EARLIER[key](self.report.period)
                held, note = self._held(now.tickets, key, period, received)
                cases |= {key: self._earlier(now, period, names_on)} if held else {}
                notes += [note] if note else []
        return cases, tuple(notes)

    def _named(self, key: str, period: str, names_on: date | None) -> Case:
        """Open what the report names under a key, and refuse another period."""
        case = self.opened(key, period, names_on)
        if case.period in (None, period):
            return case
        problem, found = "the data is of another period", case.period
        if key == "data":
            raise self.document.error(problem, ("period",), value=period, allowed=found)
        raise self.document.error(problem, (key,), value=found, allowed=period)

    def opened(self, key: str, period: str, names_on: date | None = None) -> Case:
        """Open what the report names under a key.

        Raises
        ------
        InputError
            If there is no such data.
        """
        name, district = getattr(self.report, key), self.report.district
        if name.startswith(SAMPLE):
            if district is not None:
                raise no_tickets(district, self.document)
            sample = name.removeprefix(SAMPLE)
            if sample not in sample_names():
                allowed = nearest_of(sample, sample_names())
                raise self.document.error("no such sample", (key,), value=sample, allowed=allowed)
            return load_case(sample)
        path = self.document.file.parent / name
        tickets = (path / MANIFEST).is_file() or path.suffix.lower() in TICKET_SUFFIXES or has_magic(name)
        if not tickets and not path.is_dir():
            allowed = "sample:NAME, or a folder or tickets beside this file"
            raise self.document.error("no such folder", (key,), value=name, allowed=allowed)
        if district is not None:
            check_district(path, district, self.document)
        if tickets:
            return self._tickets(key, path, period, names_on)
        return load_case(path, period=period, counting=self.counting, names_on=names_on)

    def _tickets(self, key: str, path: Path, period: str, names_on: date | None) -> Case:
        """Open tickets; those of the report itself must hold some that were received in its period."""
        case = ticket_case(path, period=period, tables=self.tables, counting=self.counting, names_on=names_on)
        received = {} if case.tickets is None else case.tickets.received
        wanted = Period.parse(period)
        if key == "data" and received and not any(received.get(wanted.first + n) for n in range(wanted.months)):
            held = ", ".join(Period(month, 1).label for month in sorted(received))
            problem = "no ticket was received in this period"
            raise self.document.error(problem, ("period",), value=period, allowed=f"a period of the tickets: {held}")
        return case

    def _held(
        self, tickets: FromTickets, key: str, period: str, received: Mapping[int, int]
    ) -> tuple[bool, str | None]:
        """Tell whether the tickets hold an earlier period; say so, or why it is not taken."""
        here, there = (received_in(received, Period.parse(one)) for one in (self.report.period, period))
        if not there:
            return False, None
        if is_whole(received, period, self.report.period):
            return True, f"{key}: {period} was counted from the same tickets; {key}: {NOT_COMPARED} leaves it out"
        path = relpath(tickets.files.path, self.document.file.parent)
        few = f"only {there} tickets were received in {period}, {here} in {self.report.period}"
        return False, f"{key}: {few}; that may be a rest and is not compared; {key}: {path} compares it all the same"

    def _earlier(self, now: Case, period: str, names_on: date | None) -> Case:
        assert now.tickets is not None
        if now.tickets.described:
            return earlier_case(now, period=period, counting=self.counting, names_on=names_on, only=self.compared)
        tables = {key: recipe for key, recipe in self.tables.items() if key in self.compared}
        return replace(self, tables=tables)._tickets("previous", now.tickets.files.path, period, names_on)


def open_printed(report: Report, document: Document) -> Case:
    """Open the data of a report to be audited, under the report's scheme if it names one.

    Raises
    ------
    InputError
        If there is none, or it is tickets, of which nothing is printed.
    """
    case = CaseOpener(report, document, _printed_counting(report, document), {}).opened("data", report.period)
    if case.tickets is not None and not case.tickets.described:
        allowed = "sample:NAME, or a case folder with printed tables"
        raise document.error(
            "tickets print nothing that could be audited", ("data",), value=report.data, allowed=allowed
        )
    if report.scheme is None:
        return case
    builtin = report.scheme.partition(":")[0] in scheme_names()
    return replace(case, scheme=report.scheme if builtin else str(document.file.parent.resolve() / report.scheme))


def _printed_counting(report: Report, document: Document) -> Counting:
    """Return how the tickets of a case that is audited are counted: as the report's scheme says, or else the case's."""
    folder = document.file.parent
    if report.scheme is not None:
        return scheme_counting(report.scheme, folder)
    path = folder / report.data
    return scheme_counting(*named_scheme(path)) if path.is_dir() and not (path / MANIFEST).is_file() else Counting()
