"""Tables and figures that sections name: which ones tickets give without being asked, and which are missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from hotline_analysis.cases import Case, TicketTable
from hotline_analysis.documents import Document
from hotline_analysis.report.params import Jurisdiction

Place = tuple[str | int, ...]
# the usual names of tables, and the column of tickets that each counts by
STANDARD = {
    "hot_topics": "topic",
    "topics": "topic",
    "request_types": "request_type",
    "categories": "category",
    "subcategories": "subcategory",
    "channels": "channel",
    "areas": "area",
    "returns_by_times": "returned",
}
_TABLES = ("table", "totals", "types", "topics", "before")
_FIGURES = ("figure", "increase", "tickets", "dissatisfied")
_FIGURES_OF: dict[str, tuple[str, ...]] = {
    "overview": ("sources",),
    "calls": ("rates",),
    "city_position": ("ranks",),
    "supervision": ("satisfied",),
    "side_channel": ("satisfied", "revisited"),
}


def standard_tables(one: Jurisdiction) -> dict[str, TicketTable]:
    """Return how the tables that a jurisdiction names are made of tickets, where nothing else is said.

    Each counts what its section takes for the whole (``whole``, ``count``), so that shares are of the same tickets.
    """
    made: dict[str, TicketTable] = {}
    for _, section in _sections(one):
        name = getattr(section, "table", None)
        if name in STANDARD:
            whole = getattr(section, "whole", None) or getattr(section, "count", None)
            made.setdefault(name, TicketTable.model_validate({"by": STANDARD[name], "count": whole}))
    return made


def compared_names(one: Jurisdiction) -> frozenset[str]:
    """Return the tables and figures that sections set beside those of earlier periods."""
    sections = [section for _, section in _sections(one)]
    tables = [section.table for section in sections if section.section == "hot_topics"]
    lines = [line for section in sections if section.section == "overview" for line in section.counts]
    return frozenset([*tables, *(line.figure for line in lines if line.figure)])


def check_needs(one: Jurisdiction, rules: Document, case: Case) -> None:
    """Refuse a section whose table or figure neither the tickets nor the rest of the case give.

    A case that is made of tables alone says so when the section is made; of tickets the analyst should hear before
    anything is made, and what to add.

    Raises
    ------
    InputError
        With the section's place, the table or figure, and where it can be added.
    """
    if case.tickets is None:
        return
    known = {"table": case.table_keys, "figure": (*case.facts, *case.thresholds)}
    for path, kind, name in _needs(one):
        if name in known[kind]:
            continue
        there = ", ".join(known[kind]) or "none"
        how = f"{{tickets: {{by: {STANDARD[name]}}}}}" if name in STANDARD else "a file, or what it is counted by"
        if kind == "figure":
            how = "a number, or {tickets: {count: …, where: …}}"
        lacking = f": no ticket has the column {STANDARD[name]}" if name in STANDARD else ""
        allowed = f"{there}; or add {kind}s: {{{name}: {how}}} to {_case_file(case)}"
        raise rules.error(f"the tickets do not give this {kind}{lacking}", path, value=name, allowed=allowed)


def _case_file(case: Case) -> str:
    assert case.tickets is not None
    return str(case.document.file) if case.tickets.described else "the case.yaml of a case folder (docs/case-folder.md)"


def _sections(one: Jurisdiction) -> Iterator[tuple[Place, Any]]:
    for i, chapter in enumerate(one.chapters):
        yield from ((("chapters", i, "parts", j), section) for j, section in enumerate(chapter.parts))
    for i, annex in enumerate(one.annexes):
        if annex.annex == "channel":
            yield ("annexes", i, "channel"), annex.channel


def _needs(one: Jurisdiction) -> Iterator[tuple[Place, str, str]]:
    """Yield place, kind (``table`` or ``figure``) and name of everything that sections take from the case."""
    for path, section in _sections(one):
        for name in _TABLES:
            if isinstance(value := getattr(section, name, None), str):
                yield (*path, name), "table", value
        own = _FIGURES_OF.get(section.section, ())
        yield from (((*path, *place), "figure", name) for place, name in _figures(section, own))


def _figures(part: BaseModel, own: tuple[str, ...]) -> Iterator[tuple[Place, str]]:
    for field in type(part).model_fields:
        value = getattr(part, field)
        if field in (*_FIGURES, *own):
            yield from (((field, *place), name) for place, name in _names(value))
        elif isinstance(value, BaseModel):
            yield from (((field, *place), name) for place, name in _figures(value, ()))
        elif isinstance(value, tuple | Mapping):
            entries = value.items() if isinstance(value, Mapping) else enumerate(value)
            for key, entry in entries:
                if isinstance(entry, BaseModel):
                    yield from (((field, key, *place), name) for place, name in _figures(entry, ()))


def _names(value: object) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield (), value
    elif isinstance(value, Mapping):
        yield from (((str(key),), name) for key, name in value.items() if isinstance(name, str))
