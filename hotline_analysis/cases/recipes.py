"""Tables and figures made of tickets, as ``case.yaml`` asks for them: ``tickets: {by: topic, count: signed}``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field, field_validator, model_validator

from hotline_analysis.documents import Document, PlacedError, Strict, whole_number
from hotline_analysis.metrics.counting.conditions import TicketCondition
from hotline_analysis.tickets.columns import columns
from hotline_analysis.validation import nearest_first

DEFAULT_COUNT = "assigned"
Place = tuple[str | int, ...]


class Chosen(Strict):
    """Which tickets are counted: those that meet every condition of ``where``.

    A condition is written as everywhere (``{column: returned, at_least: 1}``), or all of them in short, as a mapping of
    column to value or values: ``where: {channel: [市长信箱, 区长信箱], urgent: true}``.
    """

    where: tuple[TicketCondition, ...] = ()

    @field_validator("where", mode="before")
    @classmethod
    def _in_short(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        for name, one in value.items():
            if isinstance(one, dict):
                allowed = "a value or a list of values; or where: a list of conditions, {column: NAME, is: [VALUE]}"
                raise PlacedError((name,), "not a value", allowed=allowed)
        return [{"column": name, "is": one if isinstance(one, list) else [one]} for name, one in value.items()]

    def columns_named(self) -> Iterator[tuple[Place, str]]:
        """Yield every column of tickets that is named, with its place."""
        yield from ((("where",), name) for condition in self.where for name in condition.columns)


class TicketFigure(Chosen):
    """A number of tickets: ``{count: received, where: {channel: 市长信箱}}``."""

    count: str = DEFAULT_COUNT


class TicketTable(Chosen):
    """A table of tickets counted by columns of theirs.

    Attributes
    ----------
    by : mapping of str to str
        Column of the table → column of tickets; a word or a list of words gives both the same name.
    count : str or None
        The one count of a table of names and numbers.
    counts : mapping of str to str
        Column of the table → count, where there are several; a list gives both the same name.
    only : tuple of str
        Values of the first column, in the order of the table; one that no ticket has is a row with 0.
    top : int or None
        The largest so many rows; a tie makes the table longer.

    Examples
    --------
    >>> table = TicketTable.model_validate({"by": {"name": "topic"}, "count": "received", "top": 5})
    >>> list(table.columns_named())
    [(('by', 'name'), 'topic')]
    """

    by: dict[str, str] = Field(min_length=1)
    count: str | None = None
    counts: dict[str, str] = Field(default_factory=dict)
    only: tuple[str, ...] = ()
    top: Annotated[int | None, whole_number(1)] = None

    @field_validator("by", "counts", mode="before")
    @classmethod
    def _same_names(cls, value: Any) -> Any:
        words = [value] if isinstance(value, str) else value
        listed = isinstance(words, list) and all(isinstance(word, str) for word in words)
        return {word: word for word in words} if listed else words

    @field_validator("only", mode="before")
    @classmethod
    def _words(cls, value: Any) -> Any:
        entries = value if isinstance(value, list) else [value]
        return [str(entry) if isinstance(entry, int) and not isinstance(entry, bool) else entry for entry in entries]

    @model_validator(mode="after")
    def _fits(self) -> TicketTable:
        if self.count is not None and self.counts:
            raise ValueError("name either a count or counts")
        for name in self.by:
            if name in self.counts:
                raise ValueError(f"two columns are called {name}")
        return self

    def columns_named(self) -> Iterator[tuple[Place, str]]:
        """Yield every column of tickets that is named, with its place."""
        yield from ((("by", name), column) for name, column in self.by.items())
        yield from super().columns_named()


def check_columns(recipe: Chosen, present: tuple[str, ...], document: Document, path: Place) -> None:
    """Refuse a column that no ticket can have, or that these tickets lack.

    Raises
    ------
    InputError
        With file, line, key, the name, and the nearest known ones or what the tickets have.
    """
    for place, name in recipe.columns_named():
        if name not in columns():
            allowed = nearest_first(name, columns())
            raise document.error("not a column of tickets", (*path, *place), value=name, allowed=allowed)
        if name not in present and name != "group":  # the unit registry may give the group
            allowed = f"{', '.join(present)}; or import that column too"
            raise document.error("the tickets have no such column", (*path, *place), value=name, allowed=allowed)
