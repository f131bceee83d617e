"""Which way every count is counted in given tickets: the first whose columns they have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hotline_analysis.metrics.counting.choices import Counting
from hotline_analysis.metrics.counting.conditions import TicketCondition
from hotline_analysis.metrics.counting.ticket_counts import Conditions, TicketCount, Way


@dataclass(frozen=True)
class Cell:
    """A figure that is counted: tickets, or the sum of columns, over the tickets that meet all conditions.

    Attributes
    ----------
    event : str
        The column whose time says in which period a ticket counts.
    where : tuple of TicketCondition
    sum : tuple of str
    """

    event: str
    where: Conditions = ()
    sum: tuple[str, ...] = ()

    @property
    def columns(self) -> frozenset[str]:
        """The columns that it reads."""
        return frozenset([self.event, *self.sum, *(name for part in self.where for name in part.columns)])

    @property
    def dated(self) -> bool:
        """Whether every ticket that it counts has the time that says in which period."""
        return any(condition.implies_known(self.event) for condition in self.where)

    @property
    def needs_end(self) -> bool:
        """Whether it holds open tickets against their time limits, up to the moment up to which all is known."""
        return any(condition.operation == "not_by" for condition in self.where)


# what a question is asked of that is not about a part of another count: the tickets received in the period
RECEIVED = Cell("received", (TicketCondition(column="received", known=True),))


@dataclass(frozen=True)
class Definition:
    """How one count is counted in given tickets.

    Attributes
    ----------
    key : str
    cell : Cell
    of : str or None
        The count it is a part of.
    base, decided : Cell or None
        Of ``base`` tickets the question has an answer for ``decided``; where it has for none, the count is missing.
    way : Way
        As the dictionary, or the jurisdiction, words it.
    fallback : bool
        Whether the tickets lack a column for the first way.
    """

    key: str
    cell: Cell
    of: str | None
    base: Cell | None
    decided: Cell | None
    way: Way
    fallback: bool = False

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All cells it needs."""
        return tuple(cell for cell in (self.cell, self.base, self.decided) if cell is not None)


@dataclass(frozen=True)
class Plan:
    """What can be counted, and what cannot.

    Attributes
    ----------
    definitions : mapping of str to Definition
    absent : mapping of str to tuple of str
        Counts that cannot be counted, and the columns that the tickets lack for them.
    """

    definitions: Mapping[str, Definition]
    absent: Mapping[str, tuple[str, ...]]

    def cells(self) -> tuple[Cell, ...]:
        """Return every cell once; where there is none, tickets are counted all the same, so that a table has rows."""
        return tuple(dict.fromkeys(cell for one in self.definitions.values() for cell in one.cells)) or (RECEIVED,)

    def only(self, keys: Iterable[str]) -> Plan:
        """Return the plan for some counts."""
        wanted = set(keys)
        return Plan(
            {key: one for key, one in self.definitions.items() if key in wanted},
            {key: lacking for key, lacking in self.absent.items() if key in wanted},
        )


def make_plan(columns: Iterable[str], counting: Counting) -> Plan:
    """Decide for every count how it is counted in tickets that have certain columns.

    Examples
    --------
    >>> plan = make_plan(["id", "received", "closed", "overdue_flag"], Counting())
    >>> plan.definitions["late_closed"].fallback, plan.absent["late_signed"]
    (True, ('signed', 'sign_due'))
    """
    entries, present = counting.entries(), frozenset(columns)
    found: dict[str, Definition | tuple[str, ...]] = {}
    for key in entries:
        _resolve(key, entries, present, found)
    return Plan(
        {key: found[key] for key in entries if isinstance(found[key], Definition)},  # type: ignore[misc]
        {key: lacking for key in entries if isinstance(lacking := found[key], tuple)},
    )


def _resolve(
    key: str,
    entries: Mapping[str, TicketCount],
    present: frozenset[str],
    found: dict[str, Definition | tuple[str, ...]],
) -> Definition | tuple[str, ...]:
    """Find the first way whose columns are there; without one, return the columns that the first way lacks."""
    if key not in found:
        entry = entries[key]
        whole = _resolve(entry.of, entries, present, found) if entry.of else None
        ways = [_way(key, way, present, whole) for way in entry.ways()]
        usable = [(place, way) for place, way in enumerate(ways) if isinstance(way, Definition)]
        found[key] = _said(*usable[0]) if usable else ways[0]
    return found[key]


def _said(place: int, definition: Definition) -> Definition:
    return Definition(**{**vars(definition), "fallback": place > 0})


def _way(
    key: str, way: Way, present: frozenset[str], whole: Definition | tuple[str, ...] | None
) -> Definition | tuple[str, ...]:
    lacking = list(whole) if isinstance(whole, tuple) else []
    lacking += [column for column in way.needed if column not in present]
    base = whole if isinstance(whole, Definition) else None
    event = next((column for column in way.in_ if column in present), base.cell.event if base and not way.in_ else None)
    if event is None:
        lacking += way.in_[:1]
    if lacking or event is None:
        return tuple(dict.fromkeys(lacking))
    inherited = base.cell.where if base else ()
    if not (inherited or way.where or way.sum):
        # without a condition of its own, a count takes the tickets that have the time
        inherited = (TicketCondition(column=event, known=True),)
    asked = (Cell(event, inherited) if base else RECEIVED) if way.decided else None
    return Definition(
        key=key,
        cell=Cell(event, _once(*inherited, *way.where), way.sum),
        of=way.of,
        base=asked,
        decided=asked and Cell(asked.event, _once(*asked.where, *way.decided)),
        way=way,
    )


def _once(*conditions: object) -> Conditions:
    return tuple(dict.fromkeys(conditions))  # type: ignore[arg-type]
