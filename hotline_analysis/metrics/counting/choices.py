"""What a jurisdiction chooses about counting: the ``counting:`` block of a scheme, or a file of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from hotline_analysis.documents import PlacedError, Strict, load_document, validate
from hotline_analysis.metrics.counting.conditions import TicketCondition, known_column
from hotline_analysis.metrics.counting.ticket_counts import Conditions, TicketCount, Way, ticket_counts
from hotline_analysis.metrics.dictionary import counts, metrics
from hotline_analysis.tickets.near import edits
from hotline_analysis.validation import nearest

SLIP = 2  # letters in which a key that is a slip differs from the one that was meant


class CountChoice(Way):
    """A choice about one count of the dictionary, or a count of one's own.

    For a count of the dictionary ``in`` replaces its columns and ``where`` adds conditions. With ``instead: true``
    nothing of the dictionary's definition stays.

    Attributes
    ----------
    zh, en : str or None
        Names of a count of one's own.
    instead : bool
    new : bool
        Whether it is a count of one's own, though its key is nearly that of a count of the dictionary.
    """

    zh: str | None = None
    en: str | None = None
    instead: bool = False
    new: bool = False


class Counting(Strict):
    """All choices of a jurisdiction; without any, the dictionary's definitions hold.

    Attributes
    ----------
    in_ : str or None
        One column whose time says for every count in which period a ticket counts (``in`` in YAML): ``received``
        follows the tickets received in a period to their end. A choice about one count goes before it.
    where : tuple of TicketCondition
        Only tickets that meet these are counted at all.
    satisfied_is : tuple of str or None
        The answers that count as satisfied; (yes, rather) in the dictionary.
    counts : mapping of str to CountChoice

    Examples
    --------
    >>> counting = Counting.model_validate({"satisfied_is": ["yes"]})
    >>> counting.entries()["satisfied"].where[0].is_
    ('yes',)
    >>> counting.names("satisfied")
    ('满意数', 'satisfied')
    """

    in_: str | None = Field(default=None, alias="in")
    where: Conditions = ()
    satisfied_is: tuple[Literal["yes", "rather", "no"], ...] | None = Field(default=None, min_length=1)
    counts: Mapping[str, CountChoice] = {}

    @field_validator("in_")
    @classmethod
    def _a_time(cls, value: str | None) -> str | None:
        if value is not None and known_column(value).type != "time":
            raise ValueError(f"{value} is not a time; a ticket cannot count in its period")
        return value

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        known = [*ticket_counts(), *(key for key in self.counts if key not in ticket_counts())]
        for key, choice in self.counts.items():
            (_check_own if key not in ticket_counts() else _check_known)(key, choice)
            if choice.of is not None and choice.of not in known:
                problem = f"no count {choice.of}{nearest(choice.of, known)}"
                raise PlacedError(("counts", key, "of"), problem, allowed=", ".join(known))
        entries = self.entries()
        for key in entries:
            _ends(key, entries)
        return self

    def entries(self) -> dict[str, TicketCount]:
        """Return how every count is counted under these choices, those of one's own last."""
        entries = {key: self._chosen(key, entry) for key, entry in ticket_counts().items()}
        own = {key: choice for key, choice in self.counts.items() if key not in entries}
        entries.update({key: self._whole(TicketCount(**_way(choice))) for key, choice in own.items()})
        for key, choice in self.counts.items():
            if choice.in_:
                entries[key] = entries[key].model_copy(update={"in_": choice.in_})
        return entries

    def _chosen(self, key: str, entry: TicketCount) -> TicketCount:
        if key == "satisfied" and self.satisfied_is is not None:
            answers = TicketCondition.model_validate({"column": "satisfied", "is": self.satisfied_is})
            entry = entry.model_copy(update={"where": (answers,)})
        choice = self.counts.get(key)
        if choice is not None and choice.instead:
            entry = TicketCount(**_way(choice))
        elif choice is not None:
            entry = _narrowed(entry, choice.where)
        return self._whole(entry)

    def _whole(self, entry: TicketCount) -> TicketCount:
        """Apply what holds for all counts; a part inherits its whole's conditions."""
        if entry.of is None:
            entry = _narrowed(entry, self.where)
        return entry if self.in_ is None else entry.model_copy(update={"in_": (self.in_,)})

    def names(self, key: str) -> tuple[str, str]:
        """Return the Chinese and the English name of a count."""
        known, choice = counts().get(key), self.counts.get(key)
        zh, en = (known.zh, known.en) if known else (key, key)
        return (choice.zh or zh, choice.en or en) if choice else (zh, en)

    def __bool__(self) -> bool:
        return self != Counting()


def load_counting(file: str | Path) -> Counting:
    """Read a jurisdiction's choices from a YAML file: the keys of a scheme's ``counting:`` block.

    Raises
    ------
    InputError
        With file, line, key, value and what is allowed.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "counting.yaml"
    ...     _ = file.write_text("in: received", encoding="utf-8")
    ...     load_counting(file).in_
    'received'
    """
    return validate(Counting, load_document(file))


def _check_own(key: str, choice: CountChoice) -> None:
    """Refuse a count of one's own that has no sense, or whose key is a slip in writing a count of the dictionary."""
    place, known = ("counts", key), ", ".join(ticket_counts())
    meant = min(ticket_counts(), key=lambda one: edits(key, one))
    if edits(key, meant) <= SLIP and not choice.new:
        allowed = f"{meant} (nearest); or new: true under it, if it is another count; {known}"
        raise PlacedError(place, "no count of the dictionary", value=key, allowed=allowed)
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", key) or key in metrics():
        raise PlacedError(place, "a count cannot have this key", value=key, allowed="a new word of a-z, 0-9 and _")
    if choice.instead:
        allowed = f"counts of the dictionary: {known}"
        raise PlacedError((*place, "instead"), f"{key} is no count of the dictionary", allowed=allowed)
    if not (choice.of or choice.in_):
        problem = f"{key}: it is not said in which period a ticket counts{nearest(key, ticket_counts())}"
        raise PlacedError(place, problem, allowed="in, or of")


def _check_known(key: str, choice: CountChoice) -> None:
    """Refuse a choice that does not fit a count of the dictionary."""
    place = ("counts", key)
    if choice.new:
        raise PlacedError((*place, "new"), f"{key} is a count of the dictionary", allowed="instead: true")
    if choice.instead and not (choice.of or choice.in_):
        raise PlacedError(place, f"{key}: it is not said in which period a ticket counts", allowed="in, or of")
    if not choice.instead and (choice.of or choice.sum or choice.decided):
        problem = f"{key}: the dictionary's definition stands in the way"
        raise PlacedError(place, problem, allowed="in, where; or instead: true")


def _way(choice: CountChoice) -> dict[str, Any]:
    given = {name: getattr(choice, name) for name in Way.model_fields}
    return {("in" if name == "in_" else name): value for name, value in given.items()}


def _narrowed(entry: TicketCount, more: Conditions) -> TicketCount:
    """Add conditions to every way of counting."""
    if not more:
        return entry
    ways = tuple(way.model_copy(update={"where": (*way.where, *more)}) for way in entry.otherwise)
    return entry.model_copy(update={"where": (*entry.where, *more), "otherwise": ways})


def _ends(key: str, entries: Mapping[str, TicketCount]) -> None:
    path = [key]
    while (after := entries[path[-1]].of) is not None:
        if after in path:
            raise PlacedError(("counts", key), f"{' is a part of '.join([*path, after])}: a circle")
        path.append(after)
