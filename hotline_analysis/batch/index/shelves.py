"""Reports in the order of the index: by jurisdiction, the newest period first, each with what changed before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from hotline_analysis.batch.index.comparing import Course, Moves, course, moves
from hotline_analysis.batch.index.drawing import BARS
from hotline_analysis.batch.index.figures import Figures, figures_of
from hotline_analysis.batch.index.folder import Name, OnDisk, file_of
from hotline_analysis.batch.index.states import State, States
from hotline_analysis.batch.plan.hashes import Hashes
from hotline_analysis.batch.plan.notebooks import PACKAGED
from hotline_analysis.batch.proof.places import found_at
from hotline_analysis.documents import load_document
from hotline_analysis.errors import InputError
from hotline_analysis.report.report_file import find_jurisdiction
from hotline_analysis.tickets.calendar import Period

_LANG = re.compile(rb'<html lang="([A-Za-z-]{2,10})">')
_HEAD = 200


@dataclass(frozen=True)
class Row:
    """A report with how it stands and what became of its figures."""

    report: OnDisk
    state: State
    course: Course | None
    moves: Sequence[Moves]


@dataclass(frozen=True)
class Shelf:
    """The reports of one jurisdiction.

    Attributes
    ----------
    jurisdiction, root : str
        As of `Name`.
    title : str
        What the jurisdiction is called; its name among parameters where its file is not there.
    lang : str
        Of its reports; empty where nothing tells.
    periods : sequence of (str, str, sequence of Row)
        Period, district (empty for the whole), and their reports; the newest period first.
    """

    jurisdiction: str
    root: str
    title: str
    lang: str
    periods: Sequence[tuple[str, str, Sequence[Row]]]


def shelves(reports: Sequence[OnDisk], states: States, outputs: Path, hashes: Hashes) -> list[Shelf]:
    """Put reports in order.

    Parameters
    ----------
    reports : sequence of OnDisk
    states : States
    outputs : path
    hashes : Hashes
        Remembers what was read before.
    """
    figures = {one.name: _figures(one, outputs, hashes) for one in reports}
    found = []
    for (root, jurisdiction), group in groupby(
        sorted(reports, key=_order), lambda one: (one.name.root, one.name.jurisdiction)
    ):
        own = list(group)
        periods = [
            (period, district, [_row(one, states, figures) for one in some])
            for (period, district), some in groupby(own, lambda one: (one.name.period, one.name.district))
        ]
        title, lang = _called(own, outputs, hashes)
        found.append(Shelf(jurisdiction, root, title, lang, periods))
    return found


def _order(one: OnDisk) -> tuple[object, ...]:
    """Sort by what ends last; of periods that end together, the longer one first."""
    name, period = one.name, Period.parse(one.name.period)
    known = list(PACKAGED)
    kind = known.index(name.report) if name.report in known else len(known)
    last = -(period.first + period.months)
    return name.root, name.jurisdiction, last, -period.months, name.district, kind, name.report, one.folder


def _row(one: OnDisk, states: States, figures: Mapping[Name, Figures]) -> Row:
    earlier = [(name.period, figures.get(name, Figures())) for name in _before(one.name)]
    own = figures[one.name]
    return Row(one, states.of(one), course(earlier, one.name.period, own), moves(earlier[0][1], own))


def _before(name: Name) -> Iterator[Name]:
    """Yield the names of the same report in the periods before, the latest first."""
    period = Period.parse(name.period)
    for _ in range(BARS - 1):
        period = period.previous
        yield Name(name.root, name.jurisdiction, period.label, name.district, name.report)


def _figures(one: OnDisk, outputs: Path, hashes: Hashes) -> Figures:
    name = file_of(one, "facts.json")
    return Figures() if name is None else figures_of(outputs / one.folder / name, hashes)


def _called(own: Iterable[OnDisk], outputs: Path, hashes: Hashes) -> tuple[str, str]:
    """Return what a jurisdiction is called, and the language of its reports, as the newest of them knows."""
    title = lang = ""
    asked: set[Path | None] = set()
    for one in own:
        lang = lang or _lang_of(one, outputs)
        beside = _beside(one, outputs)
        if not title and beside not in asked:
            asked.add(beside)
            title, stated = _described(one.name.jurisdiction, beside, hashes)
            lang = lang or stated
        if title and lang:
            break
    return title or one.name.jurisdiction, lang


def _beside(one: OnDisk, outputs: Path) -> Path | None:
    place = None if one.manifest is None else one.manifest.places.parameters
    return None if place is None else found_at(place, outputs / one.folder)


def _lang_of(one: OnDisk, outputs: Path) -> str:
    name = file_of(one, ".html")
    if name is None:
        return ""
    try:
        with (outputs / one.folder / name).open("rb") as page:
            match = _LANG.search(page.read(_HEAD))
    except OSError:
        return ""
    return match[1].decode() if match else ""


def _described(jurisdiction: str, beside: Path | None, hashes: Hashes) -> tuple[str, str]:
    """Return the name that a jurisdiction's file gives it, and its language; empty without that file."""
    try:
        file = find_jurisdiction(jurisdiction, beside=beside)
        name, lang = hashes.read("index-name", file, _name_in)
    except (InputError, OSError):
        return "", ""
    return name, lang


def _name_in(file: Path) -> list[str]:
    data = load_document(file).data
    return [
        value if isinstance(value := data.get(key, usual), str) else ""
        for key, usual in (("name", ""), ("language", "zh-CN"))
    ]
