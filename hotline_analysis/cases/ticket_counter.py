"""Count the tickets of one period, by their columns, for the tables of a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from hotline_analysis.errors import InputError
from hotline_analysis.metrics.counting.choices import CountChoice, Counting
from hotline_analysis.metrics.counting.conditions import TicketCondition
from hotline_analysis.metrics.counting.dimensions import BLANK
from hotline_analysis.metrics.counting.plan import make_plan
from hotline_analysis.tickets.calendar import Period
from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.store import TicketFiles


@dataclass(frozen=True)
class Counted:
    """Counted tickets.

    Attributes
    ----------
    frame : DataFrame
        One row for every combination of values that some ticket has; a missing value is None, and so is a count that
        the tickets of a row cannot give.
    words : mapping of str to str
        Every count → which tickets it counts, in words.
    notes : tuple of str
        What the analyst should know.
    """

    frame: pd.DataFrame
    words: Mapping[str, str]
    notes: tuple[str, ...] = ()


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
    """

    files: TicketFiles
    period: Period
    counting: Counting
    names_on: date

    def count(
        self, by: Sequence[str], counts: Sequence[str] | None, where: tuple[TicketCondition, ...] = ()
    ) -> Counted:
        """Count tickets by columns of theirs.

        Parameters
        ----------
        by : sequence of str
        counts : sequence of str or None
            None for every count that the tickets can give.
        where : tuple of TicketCondition
            Only tickets that meet them are counted.

        Raises
        ------
        InputError
            If a count is unknown, or the tickets lack a column that it needs.
        """
        return self._counted(by, counts, self._choosing(where))

    def times(self, column: str, count: str, where: tuple[TicketCondition, ...] = ()) -> Counted:
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
            choices = self._choosing(where)
            counting = choices.model_copy(update={"counts": {**choices.counts, **own}})
            counted = self._counted((), tuple(keys), counting)
        reached = [int(counted.frame[key].sum()) for key in keys] + [0]
        rows = [(str(n), reached[n - 1] - reached[n]) for n in keys.values() if reached[n - 1] > reached[n]]
        frame = pd.DataFrame(rows, columns=[column, count])
        return Counted(frame, {count: counted.words[f"{column}_1"]})

    def _choosing(self, where: tuple[TicketCondition, ...]) -> Counting:
        return self.counting.model_copy(update={"where": (*self.counting.where, *where)})

    def _counted(self, by: Sequence[str], counts: Sequence[str] | None, counting: Counting) -> Counted:
        from hotline_analysis.metrics import unit_table

        keys = self.possible if counts is None else counts
        self._refuse_absent(keys, make_plan(self.files.columns, counting).absent)
        table = unit_table(
            self.files,
            by=by,
            period=self.period,
            counting=counting,
            counts=keys,
            all_units=bool(by) and set(by) <= {"unit", "group"} and "unit" in by,
            units_on=self.names_on,
        )
        words = {key: table.attrs["definitions"][key]["zh"] for key in keys}
        frame = table.astype(object).where(table.notna() & (table != BLANK), None)
        return Counted(frame[[*by, *words]], words, tuple(table.attrs["notes"]))

    @property
    def possible(self) -> tuple[str, ...]:
        """Every count that the tickets can give."""
        return tuple(make_plan(self.files.columns, self.counting).definitions)

    @property
    def absent(self) -> Mapping[str, tuple[str, ...]]:
        """Counts that the tickets cannot give, and the columns that they lack for them."""
        return make_plan(self.files.columns, self.counting).absent

    def _refuse_absent(self, wanted: Sequence[str], absent: Mapping[str, Sequence[str]]) -> None:
        for key in wanted:
            if key in absent:
                lacking = ", ".join(absent[key])
                raise InputError(f"the tickets have no {lacking}", value=key, allowed=", ".join(self.possible))
