"""Tables of a case made of tickets: counted, named, in order, as text like every other table of a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from hotline_analysis.cases.recipes import DEFAULT_COUNT, Chosen, TicketFigure, TicketTable
from hotline_analysis.cases.ticket_counter import TicketCounter, TicketCounts, TicketQuestion
from hotline_analysis.errors import InputError
from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.store import TicketFiles

COUNT_COLUMN = "tickets"


@dataclass(frozen=True)
class CountedTable:
    """A table made of tickets.

    Attributes
    ----------
    frame : DataFrame of str
        The columns of ``by``, then the counts; the index holds row numbers from 1.
    words : mapping of str to mapping of str to str
        Column of counts → which tickets it counts, in ``zh`` and ``en``.
    left_out : int
        Tickets that stand in no row because they have no value in a column of ``by``.
    notes : tuple of str
        What else the analyst should know.
    """

    frame: pd.DataFrame
    words: Mapping[str, Mapping[str, str]]
    left_out: int = 0
    notes: tuple[str, ...] = ()


def expected(
    files: TicketFiles, tables: Mapping[str, TicketTable], figures: Iterable[TicketFigure]
) -> tuple[TicketQuestion, ...]:
    """Return all that a case will ask of its tickets; tables and figures that they cannot give are left out.

    Parameters
    ----------
    files : TicketFiles
    tables : mapping of str to TicketTable
        By key; that of the units is ``units``.
    figures : iterable of TicketFigure
    """
    questions = [_of_number(recipe) for recipe in figures if _feasible(recipe, files)]
    for key, recipe in tables.items():
        if _feasible(recipe, files) and (key == "units" or not _by_times(recipe)):
            questions.append(_of_units(recipe, files) if key == "units" else _of_table(recipe))
    return tuple(dict.fromkeys(questions))


def counted_table(counter: TicketCounter, recipe: TicketTable) -> CountedTable:
    """Count tickets by columns of theirs, the largest rows first."""
    counts = _counts(recipe)
    if _by_times(recipe):
        (column,), (count,) = recipe.by.values(), counts.values()
        counted = counter.times(column, count, recipe.where)
    else:
        counted = counter.count(_of_table(recipe))
    frame, left_out = _named(counted, recipe.by, counts)
    frame = frame[(frame[[*counts]].fillna(0) != 0).any(axis="columns")]
    frame = _listed(frame, recipe) if recipe.only else _ordered(frame, recipe)
    return CountedTable(_as_text(frame), {name: counted.words[key] for name, key in counts.items()}, left_out)


def counted_units(counter: TicketCounter, recipe: TicketTable) -> CountedTable:
    """Count tickets by unit: the registry's units in its order, also those without a ticket, then the others.

    The columns ``unit`` and ``group`` are always called so.

    Raises
    ------
    InputError
        If a unit stands in two groups.
    """
    question = _of_units(recipe, counter.files)
    counted = counter.count(question)
    counts = recipe.counts or {key: key for key in counted.words}
    frame, left_out = _named(counted, {name: name for name in question.by}, counts)
    frame = _one_group_each(frame, counter, [*counts]) if "group" in question.by else frame
    words = {name: counted.words[key] for name, key in counts.items()}
    return CountedTable(_as_text(_in_order(frame, counter)), words, left_out, counted.notes)


def counted_number(counter: TicketCounter, recipe: TicketFigure) -> tuple[int, Mapping[str, str]]:
    """Count tickets; say also in words which."""
    counted = counter.count(_of_number(recipe))
    return int(counted.frame[recipe.count].sum()), counted.words[recipe.count]


def _feasible(recipe: Chosen, files: TicketFiles) -> bool:
    return {name for _, name in recipe.columns_named()} <= {*files.columns, "group"}


def _counts(recipe: TicketTable) -> Mapping[str, str]:
    """Return the columns of numbers, and the count that each holds."""
    return recipe.counts or {COUNT_COLUMN: recipe.count or DEFAULT_COUNT}


def _by_times(recipe: TicketTable) -> bool:
    """Whether tickets are counted by a number of theirs, which takes more than one question."""
    first, *more = recipe.by.values()
    return columns()[first].type == "count" and not more and len(_counts(recipe)) == 1


def _of_table(recipe: TicketTable) -> TicketQuestion:
    return TicketQuestion(tuple(recipe.by.values()), tuple(_counts(recipe).values()), recipe.where)


def _of_units(recipe: TicketTable, files: TicketFiles) -> TicketQuestion:
    grouped = "group" in recipe.by.values() and _groups_known(files)
    by = ("unit", "group") if grouped else ("unit",)
    return TicketQuestion(by, tuple(recipe.counts.values()) or None, recipe.where)


def _of_number(recipe: TicketFigure) -> TicketQuestion:
    return TicketQuestion((), (recipe.count,), recipe.where)


def _named(counted: TicketCounts, by: Mapping[str, str], counts: Mapping[str, str]) -> tuple[pd.DataFrame, int]:
    """Give the columns their names in the table; rows without a name cannot stand in it."""
    frame = pd.DataFrame({name: counted.frame[key] for name, key in (*by.items(), *counts.items())})
    names = [name for name, key in by.items() if key != "group"]
    nameless = frame[names].isna().any(axis="columns")
    left_out = frame.loc[nameless, [*counts]].fillna(0).max(axis="columns").sum()
    return frame[~nameless], int(left_out)


def _listed(frame: pd.DataFrame, recipe: TicketTable) -> pd.DataFrame:
    """Return a row for every value that is asked for, in that order; one without tickets has 0."""
    first, *others = recipe.by
    place = {value: i for i, value in enumerate(recipe.only)}
    frame = frame[frame[first].isin(place)]
    absent = [value for value in place if value not in set(frame[first])]
    if not others:
        zeros = {name: 0 for name in frame.columns if name != first}
        frame = pd.concat([frame, pd.DataFrame([{first: value, **zeros} for value in absent])], ignore_index=True)
    return frame.sort_values(first, key=lambda values: values.map(place), kind="stable")


def _ordered(frame: pd.DataFrame, recipe: TicketTable) -> pd.DataFrame:
    """Put the largest row first, equal ones by name; cut where asked, but not between equal rows."""
    number = next(name for name in frame.columns if name not in recipe.by)
    frame = frame.sort_values([number, *recipe.by], ascending=[False, *([True] * len(recipe.by))], kind="stable")
    if recipe.top is None or len(frame) <= recipe.top:
        return frame
    least = frame[number].iloc[recipe.top - 1]
    return frame[[number_ >= least for number_ in frame[number]]]


def _groups_known(files: TicketFiles) -> bool:
    units = files.meta.registry.units.values()
    return "group" in files.columns or any(unit.group for unit in units)


def _one_group_each(frame: pd.DataFrame, counter: TicketCounter, counts: list[str]) -> pd.DataFrame:
    """Give tickets without a group that of the unit's other tickets, and refuse a unit in two groups."""
    known = frame[frame["group"].notna()].drop_duplicates(["unit", "group"])
    twice = known.loc[known["unit"].duplicated(), "unit"]
    if not twice.empty:
        unit = str(twice.iloc[0])
        groups = ", ".join(known.loc[known["unit"] == unit, "group"])
        where, allowed = f"unit {unit}", "one group a unit; name it in the unit registry of the mapping"
        raise InputError(
            "a unit stands in two groups", file=counter.files.path, where=where, value=groups, allowed=allowed
        )
    if not frame["unit"].duplicated().any():
        return frame
    group = frame["unit"].map(dict(zip(known["unit"], known["group"], strict=True)))
    summed = frame[counts].astype("Int64").groupby([frame["unit"], group], sort=False, dropna=False)
    return summed.sum(min_count=1).reset_index(names=["unit", "group"])


def _in_order(frame: pd.DataFrame, counter: TicketCounter) -> pd.DataFrame:
    place = {unit: i for i, unit in enumerate(counter.files.meta.registry.units)}
    frame = frame.sort_values("unit", kind="stable")
    return frame.sort_values("unit", key=lambda units: units.map(place).fillna(len(place)), kind="stable")


def _as_text(frame: pd.DataFrame) -> pd.DataFrame:
    text = frame.map(_cell).astype(object)
    return text.set_axis(pd.RangeIndex(1, len(text) + 1, name="row"))


def _cell(value: object) -> str:
    """Print a cell; a count that the tickets of a row cannot give is an empty one."""
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return ""
    return value if isinstance(value, str) else str(int(value))  # type: ignore[call-overload]
