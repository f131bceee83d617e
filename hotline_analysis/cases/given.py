"""Scores that people enter by hand, such as a knowledge base or a bonus, joined to the units that tickets give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from hotline_analysis.errors import InputError
from hotline_analysis.metrics.dictionary import canonical_headers
from hotline_analysis.metrics.reading import PLACES
from hotline_analysis.metrics.unit_table import UNIT_HEADERS
from hotline_analysis.tabular import read_text_table
from hotline_analysis.tickets.calendar import Period

PERIOD_HEADERS = ("period", "周期", "期间", "月份")


@dataclass(frozen=True)
class Given:
    """The file of given scores.

    Attributes
    ----------
    file : Path
    frame : DataFrame
        Its cells as text; the index holds line numbers.
    unit : str
        The column that names the unit.
    period : str or None
        The column that names the period, if rows of several periods stand in one file.
    """

    file: Path
    frame: pd.DataFrame
    unit: str
    period: str | None

    @property
    def columns(self) -> list[str]:
        """The columns of scores."""
        return [name for name in self.frame.columns if name not in (self.unit, self.period)]

    def rows(self, period: str) -> pd.DataFrame:
        """Return the rows of one period; all rows, where the file names none."""
        return self.frame if self.period is None else self.frame[self.frame[self.period] == period]


def read_given(file: Path) -> Given:
    """Read a file of given scores.

    Raises
    ------
    InputError
        If no column names the unit, there is no other column, or a period is none.
    """
    frame = read_text_table(file)
    unit = next((name for name in UNIT_HEADERS if name in frame), None)
    if unit is None:
        allowed = ", ".join(UNIT_HEADERS)
        raise InputError("no column names the unit", file=file, value=list(frame.columns), allowed=allowed)
    given = Given(file, frame, unit, next((name for name in PERIOD_HEADERS if name in frame), None))
    if not given.columns:
        raise InputError("no column of scores", file=file, allowed="a column for every score that is given")
    for line, text in frame[given.period].items() if given.period else ():
        try:
            Period.parse(text)
        except InputError as error:
            where = f"line {line}, column {given.period}"
            raise InputError(error.problem, file=file, where=where, value=text, allowed=error.allowed) from None
    return given


def with_given(
    units: pd.DataFrame, given: Given, period: str, names: Mapping[str, str], *, needed: Sequence[str]
) -> pd.DataFrame:
    """Return the units with the scores that were given them in a period; the table knows the place of each.

    Parameters
    ----------
    units : DataFrame
        With a column ``unit``; what else it holds is text.
    given : Given
    period : str
    names : mapping of str to str
        Other spellings of units, and the names under which they stand in ``units``.
    needed : sequence of str
        The units that must have a row.

    Raises
    ------
    InputError
        For a unit that is unknown, stands twice or has no row, and for a score that is counted from the tickets too.
    """
    _check_headers(units, given)
    lines = _lines(given, period, names, list(units["unit"]))
    missing = [unit for unit in needed if unit not in lines]
    if missing:
        of = f" of {period}" if given.period else ""
        raise InputError(f"no row{of} for a unit with tickets", file=given.file, value=missing[0], allowed=_each(given))
    joined = units.copy()
    rows = {row: lines[unit] for row, unit in units["unit"].items() if unit in lines}
    places = {row: f"{given.file}, line {line}" for row, line in rows.items()}
    for column in given.columns:
        cells = given.frame[column]
        joined[column] = [cells.loc[rows[row]] if row in rows else "" for row in units.index]
    joined.attrs[PLACES] = {**units.attrs.get(PLACES, {}), **dict.fromkeys(given.columns, places)}
    return joined


def without_given(units: pd.DataFrame, given: Given) -> pd.DataFrame:
    """Return the units with empty scores: those of an earlier period for which nothing was given."""
    return units.assign(**dict.fromkeys(given.columns, ""))


def units_with_tickets(units: pd.DataFrame) -> list[str]:
    """Return the units that have any count but 0: those that need scores."""
    numbers = units.drop(columns=["unit", "group"], errors="ignore")
    busy = ~numbers.isin(["0", ""]).all(axis="columns")
    return list(units.loc[busy, "unit"])


def _check_headers(units: pd.DataFrame, given: Given) -> None:
    """Refuse a column that the units have already, whatever its header calls it."""
    keys = canonical_headers()
    counted = {keys.get(str(name), str(name)): str(name) for name in units}
    for name in given.columns:
        if keys.get(name, name) in counted:
            found = counted[keys.get(name, name)]
            problem = f"the units have {found} already, counted from the tickets or given in another file"
            raise InputError(problem, file=given.file, where="header", value=name)


def _lines(given: Given, period: str, names: Mapping[str, str], units: Sequence[str]) -> dict[str, int]:
    """Return the line of every unit."""
    lines: dict[str, int] = {}
    for line, written in given.rows(period)[given.unit].items():
        unit, where = names.get(written, written), f"line {line}, column {given.unit}"
        if unit not in units:
            close = get_close_matches(unit, units, n=1, cutoff=0.5)
            allowed = "a unit with tickets, or one of the unit registry"
            allowed = f"{close[0]} (nearest); {allowed}" if close else allowed
            raise InputError("unknown unit", file=given.file, where=where, value=written, allowed=allowed)
        if unit in lines:
            allowed = f"one row a unit (first in line {lines[unit]})"
            raise InputError("a unit stands twice", file=given.file, where=where, value=written, allowed=allowed)
        lines[unit] = int(str(line))
    return lines


def _each(given: Given) -> str:
    return f"a row for every unit with tickets: {given.unit}, {', '.join(given.columns)}"
