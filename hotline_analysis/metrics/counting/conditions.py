"""A condition on one ticket, as data: what the dictionary of counts, a scheme or a counting file writes."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from hotline_analysis.documents import Strict, whole_number
from hotline_analysis.tickets.columns import Column, columns
from hotline_analysis.validation import nearest

Value = bool | int | str
COMPARISONS = ("before", "by", "after", "not_by", "earlier_period_than")
_OPERATIONS = ("known", "is_", "is_not", "at_least", *COMPARISONS)


class TicketCondition(Strict):
    """One condition on one column of a ticket.

    A ticket that lacks a value that is asked about does not meet the condition, with two exceptions: ``known: false``,
    and ``is_not``, which a ticket without the value meets.

    Attributes
    ----------
    column : str
    known : bool
        Whether the ticket has the value.
    is_, is_not : tuple
        The value is one, or none, of these (``is`` and ``is_not`` in YAML).
    at_least : int
        For a column that counts.
    before, by, after : str
        The time is earlier than, no later than, later than that of another column.
    not_by : str
        The time is later than that of another column, or is missing although the other one has passed.
    earlier_period_than : str
        The time lies in an earlier period than that of another column.
    """

    column: str
    known: bool | None = None
    is_: tuple[Value, ...] | None = Field(default=None, alias="is", min_length=1)
    is_not: tuple[Value, ...] | None = Field(default=None, min_length=1)
    at_least: Annotated[int | None, whole_number(1)] = None
    before: str | None = None
    by: str | None = None
    after: str | None = None
    not_by: str | None = None
    earlier_period_than: str | None = None

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        given = [name for name in _OPERATIONS if getattr(self, name) is not None]
        if len(given) != 1:
            allowed = ", ".join(name.rstrip("_") for name in _OPERATIONS)
            raise ValueError(f"a condition on {self.column} says exactly one of: {allowed}")
        column, (operation,) = known_column(self.column), given
        if operation in COMPARISONS:
            other = known_column(getattr(self, operation))
            _of_type("time", operation, column, other)
        elif operation == "at_least":
            _of_type("count", operation, column)
        elif operation != "known":
            _values(column, getattr(self, operation))
        return self

    @property
    def operation(self) -> str:
        """What the condition asks: the name of the key that is given."""
        return next(name for name in _OPERATIONS if getattr(self, name) is not None)

    @property
    def other(self) -> str | None:
        """The column that the time is compared with."""
        return getattr(self, self.operation) if self.operation in COMPARISONS else None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the condition reads."""
        return (self.column,) if self.other is None else (self.column, self.other)

    @property
    def values(self) -> tuple[bool | str, ...]:
        """The values of ``is`` or ``is_not`` as they stand in the column."""
        given = self.is_ if self.is_ is not None else self.is_not or ()
        return tuple(value if isinstance(value, bool) else str(value) for value in given)

    def implies_known(self, column: str) -> bool:
        """Whether a ticket that meets the condition has a value in a column."""
        if self.operation == "known":
            return self.column == column and self.known is True
        if self.operation == "not_by":
            return self.other == column
        return column in self.columns and self.operation != "is_not"


def known_column(key: str) -> Column:
    """Return a canonical column.

    Raises
    ------
    ValueError
        If there is none of that name.
    """
    if key not in columns():
        raise ValueError(f"no column {key}{nearest(key, columns())}; allowed: {', '.join(columns())}")
    return columns()[key]


def _of_type(wanted: str, operation: str, *given: Column) -> None:
    for column in given:
        if column.type != wanted:
            allowed = ", ".join(key for key, one in columns().items() if one.type == wanted)
            raise ValueError(f"{operation} cannot be asked of {column.key}; allowed: {allowed}")


def _values(column: Column, values: tuple[Value, ...]) -> None:
    if column.type in ("time", "count"):
        raise ValueError(f"{column.key} has no words to compare with; allowed: known, before, by, after, at_least")
    allowed: tuple[Value, ...] = (True, False) if column.type == "flag" else column.values
    flags = column.type == "flag"
    for value in values:
        if isinstance(value, bool) != flags or (allowed and value not in allowed):
            words = "true, false" if flags else ", ".join(map(str, allowed)) or "texts"
            raise ValueError(f"{column.key} cannot be {str(value).lower()}; allowed: {words}")
