"""How each count is counted from tickets, as the dictionary has it: ``ticket_counts.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Self

from pydantic import Field, TypeAdapter, field_validator, model_validator

from hotline_analysis.documents import Strict, load_document
from hotline_analysis.metrics.counting.conditions import TicketCondition, known_column

Conditions = tuple[TicketCondition, ...]


class Way(Strict):
    """One way to count.

    Attributes
    ----------
    in_ : tuple of str
        The columns whose time says in which period a ticket counts (``in`` in YAML); the first that the tickets have.
    of : str or None
        The count that this one is a part of.
    where : tuple of TicketCondition
        All of them must hold.
    decided : tuple of TicketCondition
        Where the question has an answer at all.
    sum : tuple of str
        Columns that are added up; without them, tickets are counted.
    """

    in_: tuple[str, ...] = Field(default=(), alias="in")
    of: str | None = None
    where: Conditions = ()
    decided: Conditions = ()
    sum: tuple[str, ...] = ()

    @field_validator("in_", mode="before")
    @classmethod
    def _one_or_several(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @model_validator(mode="after")
    def _columns(self) -> Self:
        for key in self.in_:
            if known_column(key).type != "time":
                raise ValueError(f"{key} is not a time; a ticket cannot count in its period")
        for key in self.sum:
            if known_column(key).type != "count":
                raise ValueError(f"{key} cannot be added up; it does not count")
        return self

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns that the conditions and the sum read, without those of ``in`` and ``of``."""
        read = [column for condition in (*self.where, *self.decided) for column in condition.columns]
        return tuple(dict.fromkeys([*read, *self.sum]))


class TicketCount(Way):
    """How a count is counted, and the other ways for tickets that lack a column."""

    otherwise: tuple[Way, ...] = ()

    def ways(self) -> tuple[Way, ...]:
        """Return all ways, the first first; the others take ``in`` and ``of`` from it."""
        kept = {"in_": self.in_, "of": self.of}
        return (self, *(way.model_copy(update=kept) for way in self.otherwise))


@cache
def ticket_counts() -> Mapping[str, TicketCount]:
    """Every count that tickets can give, by key, before a jurisdiction's choices.

    Examples
    --------
    >>> ticket_counts()["revisited"].in_
    ('revisit_time', 'closed', 'received')
    """
    file = Path(str(resources.files("hotline_analysis.metrics.counting") / "ticket_counts.yaml"))
    return TypeAdapter(dict[str, TicketCount]).validate_python(load_document(file).data)
