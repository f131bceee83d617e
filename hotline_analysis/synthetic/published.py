"""The published figures that tickets have to add up to: every count of every unit, and the tables beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from hotline_analysis.cases import Case, load_case
from hotline_analysis.exact import to_fraction
from hotline_analysis.metrics.dictionary import canonical_headers, counts
from hotline_analysis.metrics.unit_table import BLANKS
from hotline_analysis.schemes import load_scheme
from hotline_analysis.shown import Shown, listed
from hotline_analysis.synthetic.settings import case_settings
from hotline_analysis.synthetic.unprinted import UnitCounts, solve
from hotline_analysis.tickets.calendar import Period

# counts that the page has under another name or as a sum, and how tickets carry them
_NOT_CARRIED = ("closed_on_time", "overdue", "assigned", "dissatisfied", "extension_rejected")


@dataclass(frozen=True)
class Special:
    """The special topic of a period: tickets closed, by type and by topic, and how many were dissatisfied."""

    tickets: int
    dissatisfied: int
    types: Mapping[str, int]
    topics: Mapping[str, int]


@dataclass(frozen=True, repr=False)
class Published(Shown):
    """What one page prints, as whole numbers.

    Attributes
    ----------
    case : str
    period : Period
    units, groups : tuple of str
        In the page's order; a group is the sample's key.
    counts : mapping of count to whole numbers
        One number a unit, for every count that is printed or follows from what is printed.
    solved : mapping of count to (mapping of unit to whole number)
        Those of ``counts`` that are not printed, but worked out from rates, scores and totals.
    types, categories, topics, channels : mapping of name to whole number
        Tickets received; what is not listed is anything else.
    conduct : tuple of (type, unit, tickets)
        Tickets about conduct and the business environment.
    returns : mapping of times to tickets
        How often tickets were returned, where the page says it.
    received : int or None
        All tickets received, with those that the hotline answered itself.
    urgent : tuple of int or None
        Urgent tickets, and those of them closed on time.
    special : Special or None

    Examples
    --------
    >>> page = published("yunxi-2022-Q3")
    >>> page
    <Published: yunxi-2022-Q3, 55 units, counts closed, reworked, signed, late_closed, revisited and 1 more>
    >>> page.period.label, list(page.all_topics)[:1]
    ('2022-Q3', [])
    """

    case: str
    period: Period
    units: tuple[str, ...]
    groups: tuple[str, ...]
    counts: UnitCounts
    solved: Mapping[str, Mapping[str, int]]
    types: Mapping[str, int] = field(default_factory=dict)
    categories: Mapping[str, int] = field(default_factory=dict)
    topics: Mapping[str, int] = field(default_factory=dict)
    channels: Mapping[str, int] = field(default_factory=dict)
    conduct: tuple[tuple[str, str, int], ...] = ()
    returns: Mapping[int, int] = field(default_factory=dict)
    received: int | None = None
    urgent: tuple[int, int] | None = None
    special: Special | None = None

    def _said(self) -> str:
        return f"{self.case}, {len(self.units)} units, counts {listed([*self.counts])}"

    @property
    def all_topics(self) -> Mapping[str, int]:
        """Printed topics, and behind them those that only the special topic's table prints."""
        special = self.special.topics if self.special else {}
        return {**self.topics, **{name: count for name, count in special.items() if name not in self.topics}}


@cache
def published(name: str) -> Published:
    """Read a sample and work out what it does not print.

    Raises
    ------
    InputError
        If there is no such sample.

    Examples
    --------
    >>> page = published("yunxi-2022-Q3")
    >>> page.solved["revisited"]["区市场监督管理局"], sum(page.counts["revisited"])
    (205, 1312)
    """
    settings = case_settings(name)
    case = load_case(name)
    scheme = load_scheme(settings.scheme)
    units, groups, printed = _printed(case, {key for _, key, _ in scheme.items()})
    solved = solve(case, scheme, units, printed)
    kept = {key: column for key, column in {**printed, **solved}.items() if key not in _NOT_CARRIED}
    topics = _named(case, "hot_topics")
    return Published(
        case=name,
        period=Period.parse(str(case.period)),
        units=units,
        groups=groups,
        counts=kept,
        solved={
            key: {unit: n for unit, n in zip(units, column, strict=True) if n is not None}
            for key, column in solved.items()
            if key not in printed
        },
        types=_named(case, "request_types"),
        categories=_named(case, "categories"),
        topics=topics,
        channels=_named(case, "special_sources"),
        conduct=_conduct(case),
        returns=_returns(case),
        received=_received(case, printed, solved),
        urgent=_pair(case, "urgent_total", "urgent_timely"),
        special=_special(case, settings.same_topic),
    )


def _printed(case: Case, scores: set[str]) -> tuple[tuple[str, ...], tuple[str, ...], dict[str, list[int | None]]]:
    """Return units, groups and every printed count, documented misprints corrected; no total rows, no scores."""
    table = case.table("units", corrected=True)
    if "row_type" in table:
        table = table[table["row_type"] != "total"]
    tables = [table]
    if "no_ticket_units" in case.table_keys:
        idle = case.table("no_ticket_units")
        tables.append(idle[~idle["unit"].isin(table["unit"])])
    units = tuple(unit for one in tables for unit in one["unit"])
    groups = tuple(group for one in tables for group in one.get("group", one["unit"].map(lambda _: "")))
    known = canonical_headers()
    columns: dict[str, list[int | None]] = {}
    for header in table.columns:
        key = known.get(header, "")
        if key in counts() and header not in scores:
            columns[key] = [None if c in BLANKS else int(to_fraction(c)) for one in tables for c in one[header]]
    return units, groups, columns


def _named(case: Case, key: str) -> dict[str, int]:
    if key not in case.table_keys:
        return {}
    table = case.named_counts(key)
    return {name: int(count) for name, count in zip(table["name"], table["count"], strict=True) if int(count)}


def _conduct(case: Case) -> tuple[tuple[str, str, int], ...]:
    """Return the conduct tickets; where the page names units without numbers, its total is one each."""
    if "efficiency_ticket_units" not in case.table_keys:
        return ()
    rows = case.table("efficiency_ticket_units")
    return tuple(
        (kind, unit + "办事处" * _is_office(case, unit), int(count or 1))
        for kind, unit, count in zip(rows["ticket_type"], rows["unit"], rows["tickets"], strict=True)
    )


def _is_office(case: Case, unit: str) -> bool:
    """Whether the unit table calls a unit by its name with the word for office behind it."""
    units = set(case.table("units")["unit"])
    return unit not in units and f"{unit}办事处" in units


def _returns(case: Case) -> dict[int, int]:
    named = _named(case, "returns_by_times")
    return {int("".join(sign for sign in name if sign.isdigit())): count for name, count in named.items()}


def _received(case: Case, printed: UnitCounts, solved: UnitCounts) -> int | None:
    """Return all tickets of a case in which the types or the total count more than the units do."""
    own = sum(n or 0 for n in {**solved, **printed}["signed"])
    types = sum(_named(case, "request_types").values())
    total = int(case.figure("requests_total")) if "requests_total" in case.facts else types
    return total if total > own else None


def _pair(case: Case, whole: str, part: str) -> tuple[int, int] | None:
    return (int(case.figure(whole)), int(case.figure(part))) if whole in case.facts else None


def _special(case: Case, names: Mapping[str, str]) -> Special | None:
    if "epidemic_topics" not in case.table_keys:
        return None
    topics = _named(case, "epidemic_topics")
    return Special(
        tickets=int(case.figure("epidemic_tickets")),
        dissatisfied=int(case.figure("epidemic_dissatisfied")),
        types=_named(case, "epidemic_types"),
        topics={names.get(topic, topic): count for topic, count in topics.items()},
    )
