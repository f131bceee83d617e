"""Count the tickets of one period, by their columns, for the tables of a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import pandas as pd

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.metrics.counting.answering import answers
from hotline_analysis.metrics.counting.asking import Asked
from hotline_analysis.metrics.counting.choices import CountChoice, Counting
from hotline_analysis.metrics.counting.conditions import TicketCondition
from hotline_analysis.metrics.counting.dimensions import BLANK
from hotline_analysis.metrics.counting.engines.opening import open_tickets
from hotline_analysis.metrics.counting.plan import Plan, make_plan
from hotline_analysis.tickets.calendar import Period
from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.store import TicketFiles


@dataclass(frozen=True)
class TicketQuestion:
    """What a table or figure asks of tickets.

    Attributes
    ----------
    by : tuple of str
        Columns of tickets; none for totals.
    counts : tuple of str or None
        None for every count that the tickets can give.
    where : tuple of TicketCondition
        Only tickets that meet them are counted.
    """

    by: tuple[str, ...] = ()
    counts: tuple[str, ...] | None = None
    where: tuple[TicketCondition, ...] = ()


@dataclass(frozen=True)
class TicketCounts:
    """Counted tickets.

    Attributes
    ----------
    frame : DataFrame
        One row for every combination of values that some ticket has; a missing value is None, and so is a count that
        the tickets of a row cannot give.
    words : mapping of str to mapping of str to str
        Every count → which tickets it counts, in words of ``zh`` and ``en``.
    notes : tuple of str
        What the analyst should know.
    """

    frame: pd.DataFrame
    words: Mapping[str, Mapping[str, str]]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class TicketAnswer:
    """What was counted, and the counts that cannot be, with the columns that the tickets lack for them."""

    counts: TicketCounts
    absent: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class TicketCounter:
    """Counts the tickets of one period.

    Attributes
    ----------
    files : TicketFiles
    period : Period
    counting : Counting
        How the scheme counts.
    names_on : date
        Units are called as on this day, also those that had another name in the period.
    expected : tuple of TicketQuestion
        Questions that will come. They are answered together when the first comes, which is much faster.
    answered : mapping of TicketQuestion to TicketAnswer
        What is counted already.
    """

    files: TicketFiles
    period: Period
    counting: Counting
    names_on: date
    expected: tuple[TicketQuestion, ...] = ()
    answered: Mapping[TicketQuestion, TicketAnswer] = field(default_factory=dict)

    def count(self, question: TicketQuestion) -> TicketCounts:
        """Count tickets by columns of theirs.

        Raises
        ------
        InputError
            If the tickets lack a column that a count needs.
        UsageError
            If a count is unknown.
        """
        known = self.answered.get(question) or self._together.get(question)
        if known is None:
            (known,) = self._answers([question])
        for key in question.counts or ():
            if key in known.absent:
                lacking = ", ".join(known.absent[key])
                raise InputError(f"the tickets have no {lacking}", value=key, allowed=", ".join(self.possible))
        return known.counts

    def times(self, column: str, count: str, where: tuple[TicketCondition, ...] = ()) -> TicketCounts:
        """Count tickets by the number in a column that counts: how many were returned once, twice and so on.

        Tickets with 0 are not counted. Every number is what has at least so many less what has more.
        """
        most, counted = 8, None
        while counted is None or int(counted.frame[f"{column}_{most}"].sum()):
            most *= 2
            keys = {f"{column}_{n}": n for n in range(1, most + 1)}
            own = {
                key: CountChoice.model_validate(
                    {"zh": columns()[column].zh, "of": count, "where": [{"column": column, "at_least": n}]}
                )
                for key, n in keys.items()
            }
            more = self.counting.model_copy(update={"counts": {**self.counting.counts, **own}})
            counted = replace(self, counting=more, expected=(), answered={}).count(
                TicketQuestion((), tuple(keys), where)
            )
        reached = [int(counted.frame[key].sum()) for key in keys] + [0]
        rows = [(str(n), reached[n - 1] - reached[n]) for n in keys.values() if reached[n - 1] > reached[n]]
        frame = pd.DataFrame(rows, columns=[column, count])
        return TicketCounts(frame, {count: counted.words[f"{column}_1"]})

    @property
    def possible(self) -> tuple[str, ...]:
        """Every count that the tickets can give."""
        return tuple(self._plan.definitions)

    @property
    def absent(self) -> Mapping[str, tuple[str, ...]]:
        """Counts that the tickets cannot give, and the columns that they lack for them."""
        return self._plan.absent

    @cached_property
    def _plan(self) -> Plan:
        return make_plan(self.files.columns, self.counting)

    @cached_property
    def _together(self) -> Mapping[TicketQuestion, TicketAnswer]:
        try:
            return dict(zip(self.expected, self._answers(self.expected), strict=True))
        except (InputError, UsageError):
            return {}  # each is answered by itself, so that a mistake is told of the question that it stands in

    def _answers(self, questions: Sequence[TicketQuestion]) -> list[TicketAnswer]:
        tables = answers(open_tickets(self.files), [self.asked(question) for question in questions])
        return [answer_of(question.by, table) for question, table in zip(questions, tables, strict=True)]

    def asked(self, question: TicketQuestion) -> Asked:
        """Return the table that answers a question."""
        counting = self.counting.model_copy(update={"where": (*self.counting.where, *question.where)})
        keys = self.possible if question.counts is None else question.counts
        all_units = "unit" in question.by and set(question.by) <= {"unit", "group"}
        asked = Asked.read(question.by, self.period, counting, keys)
        return replace(asked, all_units=all_units, units_on=self.names_on)


def answer_of(by: Sequence[str], table: pd.DataFrame) -> TicketAnswer:
    """Take the answer to a question by certain columns from its table."""
    # whatever is done to a frame copies its attributes, all of them
    said, table.attrs = table.attrs, {}
    words = {str(key): said["definitions"][key] for key in table if key not in by}
    frame = table.astype(object).where(table.notna() & (table != BLANK), None)
    return TicketAnswer(TicketCounts(frame, words, tuple(said["notes"])), said["absent"])
