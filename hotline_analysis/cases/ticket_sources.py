"""Make the tables and figures of a case that stand on tickets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd

from hotline_analysis.cases.case import SourceTable
from hotline_analysis.cases.facts import Fact
from hotline_analysis.cases.from_tickets import CountedTable, counted_number, counted_table, counted_units, expected
from hotline_analysis.cases.given import Given, read_given, units_with_tickets, with_given, without_given
from hotline_analysis.cases.inside import inside
from hotline_analysis.cases.model import CaseFile, CountedFigure, TableEntry
from hotline_analysis.cases.recipes import Chosen, Place, TicketTable, check_columns
from hotline_analysis.cases.ticket_counter import TicketCounter
from hotline_analysis.cases.ticket_data import FromTickets
from hotline_analysis.cases.ticket_run import Answered
from hotline_analysis.documents import Document
from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.metrics.counting.choices import Counting
from hotline_analysis.metrics.counting.engines.opening import open_tickets
from hotline_analysis.metrics.counting.plan import make_plan
from hotline_analysis.metrics.counting.unseen import Wanted, unseen_values, wanted_by
from hotline_analysis.tickets.calendar import Period
from hotline_analysis.tickets.opening import open_ticket_files

UNITS = TableEntry(tickets=TicketTable.model_validate({"by": ["unit", "group"]}))


@dataclass(frozen=True)
class TicketRequest:
    """Which tickets a case wants counted.

    Attributes
    ----------
    folder : Path
        The case folder, against which the tickets are looked for.
    document : Document
        The case file, for error messages.
    content : CaseFile
    period : str or None
    counting : Counting or None
        How the scheme counts.
    names_on : date or None
        Units are called as on this day; None for the last day of the period.
    earlier : bool
        Whether an earlier period is counted for comparison, for which given scores may be missing.
    answered : mapping of TicketQuestion to TicketAnswer
        What is counted already.
    """

    folder: Path
    document: Document
    content: CaseFile
    period: str | None
    counting: Counting | None = None
    names_on: date | None = None
    earlier: bool = False
    answered: Answered = field(default_factory=dict)


@dataclass
class TicketSources:
    """Counts what a case asks for, once each."""

    request: TicketRequest
    notes: list[str] = field(default_factory=list)
    words: dict[str, Mapping[str, str]] = field(default_factory=dict)
    tables: list[str] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)

    def figures(self) -> dict[str, Fact]:
        """Count every figure that is a number of tickets."""
        entries = self.request.content.figures
        counted = {} if isinstance(entries, str) else entries
        return {key: self._figure(key, one) for key, one in counted.items() if isinstance(one, CountedFigure)}

    def source(self, key: str, entry: TableEntry) -> SourceTable:
        """Count one table.

        Raises
        ------
        InputError
            If the tickets lack a column, or given scores do not fit the units.
        """
        recipe, path = entry.tickets, ("tables", key, "tickets")
        assert recipe is not None
        self._check(recipe, path)
        if key == "units" and not {"unit"} <= set(recipe.by.values()) <= {"unit", "group"}:
            found = ", ".join(recipe.by.values())
            raise self.request.document.error(
                "not a table of units", (*path, "by"), value=found, allowed="[unit, group]"
            )
        try:
            made = counted_units(self.counter, recipe) if key == "units" else counted_table(self.counter, recipe)
        except (InputError, UsageError) as error:
            raise self._placed(error, path) from None
        if made.left_out:
            names = ", ".join(name for name in recipe.by.values() if name != "group")
            self.notes.append(f"{key}: {made.left_out} tickets without {names} stand in no row")
        self.tables.append(key)
        self.notes += made.notes
        frame = self._with_given(made.frame) if key == "units" else made.frame
        return _source(key, entry, frame, made)

    def known(self) -> FromTickets:
        """Return what the case should know of its tickets."""
        given = tuple(one.file for one, _ in self.given)
        notes = (*self.notes, *self._unseen())
        return FromTickets(self.counter.files, tuple(self.tables), self.words, given, notes, absent=self.counter.absent)

    def _unseen(self) -> list[str]:
        """Name the values that tables, figures or the scheme ask for and no ticket has."""
        if self.request.earlier:  # the period itself has said so
            return []
        files, counting = self.counter.files, self.counter.counting
        chosen = wanted_by(counting, make_plan(files.columns, counting)) if counting else []
        return unseen_values(open_tickets(files), [*self.wanted, *chosen])

    @cached_property
    def period(self) -> Period:
        """The period that is counted."""
        if self.request.period is None:
            allowed = "period: 2022-11, or a report that names one"
            raise self.request.document.error("no period to count the tickets of", ("tickets",), allowed=allowed)
        return Period.parse(self.request.period)

    @cached_property
    def counter(self) -> TicketCounter:
        """What counts the tickets."""
        content, document = self.request.content, self.request.document
        try:
            files = open_ticket_files(self.request.folder / (content.tickets or ""))
        except InputError as error:
            if error.file is not None:
                raise
            raise document.error(error.problem, ("tickets",), value=content.tickets, allowed=error.allowed) from None
        names_on = self.request.names_on or files.meta.calendar.last_day(self.period)
        tables = {"units": UNITS, **content.tables}.items()
        recipes = {key: one.tickets for key, one in tables if isinstance(one, TableEntry) and one.tickets}
        entries = {} if isinstance(content.figures, str) else content.figures
        figures = [one.tickets for one in entries.values() if isinstance(one, CountedFigure)]
        asked = expected(files, recipes, figures)
        counting = self.request.counting or Counting()
        return TicketCounter(files, self.period, counting, names_on, asked, self.request.answered)

    @cached_property
    def given(self) -> tuple[tuple[Given, bool], ...]:
        """The files of scores that people gave, and whether each names only some units."""
        request = self.request
        return tuple(
            (read_given(inside(request.folder, entry.file, request.document, ("given",))), entry.some)
            for entry in request.content.given
        )

    def _figure(self, key: str, entry: CountedFigure) -> Fact:
        path = ("figures", key, "tickets")
        self._check(entry.tickets, path)
        try:
            number, self.words[key] = counted_number(self.counter, entry.tickets)
        except (InputError, UsageError) as error:
            raise self._placed(error, path) from None
        return Fact(value=str(number), unit=entry.unit, unit_name=entry.unit_name)

    def _check(self, recipe: Chosen, path: Place) -> None:
        check_columns(recipe, self.counter.files.columns, self.request.document, path)
        who = ".".join(map(str, (*path[:-1], "where")))
        self.wanted += [(who, condition) for condition in recipe.where]

    def _placed(self, error: InputError | UsageError, path: Place) -> InputError:
        """Say where in the case file stands what could not be counted."""
        if isinstance(error, UsageError):
            return self.request.document.error(str(error), path)
        if error.file is not None:
            return error
        return self.request.document.error(error.problem, path, value=error.value, allowed=error.allowed)

    def _with_given(self, units: pd.DataFrame) -> pd.DataFrame:
        registry, busy = self.counter.files.meta.registry, units_with_tickets(units)
        for given, some in self.given:
            if self.request.earlier and (given.period is None or given.rows(self.period.label).empty):
                if not some:
                    self.notes.append(f"{given.file.name} has no scores of {self.period.label}")
                units = without_given(units, given)
                continue
            names = registry.mapped([*registry.names, *given.frame[given.unit]], self.counter.names_on)
            needed = () if some or self.request.earlier else busy
            units = with_given(units, given, self.period.label, names, needed=needed)
        return units


def _source(key: str, entry: TableEntry, frame: pd.DataFrame, made: CountedTable) -> SourceTable:
    """Give a counted table the names that the case wants for its columns.

    A name that one of its columns has already only says which column names the rows, or counts them.
    """
    first, number = str(frame.columns[0]), next(iter(made.words))
    wanted = {first: entry.name, number: entry.count}
    names = {old: new for old, new in wanted.items() if new is not None and new not in frame}
    frame = frame.rename(columns=names)
    words: Mapping[str, Mapping[str, str]] = {names.get(name, name): text for name, text in made.words.items()}
    name, count = entry.name or first, entry.count or number
    return SourceTable(
        key, None, entry.group, frame, name, count, entry.excerpt_of, entry.scored, derived=True, words=words
    )
