"""Parameter files: one YAML a jurisdiction, one YAML a report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, field_validator

from hotline_analysis.documents import Document, Strict, load_document, validate
from hotline_analysis.errors import InputError
from hotline_analysis.report.annexes import Annex
from hotline_analysis.report.formats import NumberFormats
from hotline_analysis.report.references import Reference
from hotline_analysis.report.sections import AnySection
from hotline_analysis.report.sections.text import TextSection
from hotline_analysis.report.small_numbers import SmallNumberRule
from hotline_analysis.report.templates import Template
from hotline_analysis.resources import shared_folder

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PERIOD = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])|-Q[1-4]|-H[12])?")
NOT_COMPARED = "none"
_WIDE = {",": "，", ";": "；"}  # a Chinese keyboard writes them so
# keys that only some notebooks use; anywhere else they are refused, so that none is silently ignored
OPTIONAL_KEYS = ("district", "outcome", "factors", "formula", "what_if")

BULLETIN = "bulletin"


class Chapter(Strict):
    """A chapter: its title and its parts; a part with a title of its own gets the next level of heading."""

    title: str
    parts: tuple[AnySection, ...]


class Imprint(Strict):
    """The foot of the document (版记): who gets it, who issues it."""

    lines: tuple[str, ...] = ()
    office: str | None = None


class Jurisdiction(Strict):
    """Everything about a jurisdiction's bulletins that does not change from period to period."""

    jurisdiction: str
    name: str
    place: str = "全区"
    ours: str = "我区"
    language: str = "zh-CN"
    masthead: str | None = None
    title: tuple[Template, ...]
    issuing_body: str
    addressee: str | None = None
    scheme: str
    numbers: NumberFormats = NumberFormats()
    totals: dict[str, str] = {}
    chapters: tuple[Chapter, ...]
    annexes: tuple[Annex, ...] = ()
    small_numbers: SmallNumberRule | None = None
    imprint: Imprint = Imprint()

    def references(self) -> Iterator[tuple[tuple[str | int, ...], Reference]]:
        """Yield every name that sections, annexes and number formats use, with its place in the file."""
        for i, chapter in enumerate(self.chapters):
            for j, section in enumerate(chapter.parts):
                yield from ((("chapters", i, "parts", j), one) for one in section.references())
        for i, annex in enumerate(self.annexes):
            yield from ((("annexes", i), one) for one in annex.references())
        if self.small_numbers is not None:
            yield (), Reference(("small_numbers", "of"), "count", self.small_numbers.of)
        yield from (((), Reference(("totals", key), "count", key)) for key in self.totals)
        yield from (((), Reference(("numbers", "rates_of", key), "metric", key)) for key in self.numbers.rates_of)

    def texts(self) -> list[str]:
        """Return the names of the texts that a report may give."""
        parts = [section for chapter in self.chapters for section in chapter.parts]
        return [section.text for section in parts if isinstance(section, TextSection)]

    @field_validator("title", mode="before")
    @classmethod
    def _lines(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @field_validator("jurisdiction")
    @classmethod
    def _name(cls, value: str) -> str:
        return checked_name(value)


class Report(Strict):
    """What changes from run to run: the period, the data, the number of the issue, the texts people write.

    ``scheme`` goes before the jurisdiction's. ``previous`` and ``year_before`` may be ``none``: then nothing is
    compared, also where the tickets hold that period. ``district``, ``outcome``, ``factors``, ``formula`` and
    ``what_if`` are for the notebooks that have them (see `refuse_unused`); factors may be one text with commas between
    them, changes one with semicolons; ``what_if: none`` asks for none.
    """

    jurisdiction: str
    period: str
    data: str
    scheme: str | None = None
    previous: str | None = None
    year_before: str | None = None
    number: str | None = None
    date: str
    texts: dict[str, str] = {}
    report: str = Field(default=BULLETIN)
    district: str | None = None
    outcome: Literal["satisfied", "resolved"] | None = None
    factors: tuple[str, ...] | None = None
    formula: str | None = None
    what_if: tuple[str, ...] | None = None

    @field_validator("factors", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return _parts(value, ",") if isinstance(value, str) else value

    @field_validator("what_if", mode="before")
    @classmethod
    def _changes(cls, value: object) -> object:
        if isinstance(value, str):
            return [] if value.strip() == NOT_COMPARED else _parts(value, ";")
        if isinstance(value, Mapping):
            value = [{key: change} for key, change in value.items()]
        return [_as_text(one) for one in value] if isinstance(value, list | tuple) else value

    @field_validator("jurisdiction", "report")
    @classmethod
    def _name(cls, value: str) -> str:
        return checked_name(value)

    @field_validator("period", mode="before")
    @classmethod
    def _period(cls, value: object) -> object:
        return checked_period(str(value) if isinstance(value, int) else value)

    @field_validator("date")
    @classmethod
    def _date(cls, value: str) -> str:
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise ValueError("not a date; write 2022-12-05") from None


def _parts(text: str, between: str) -> list[str]:
    return [part.strip() for part in re.split(f"[{between}{_WIDE[between]}]", text) if part.strip()]


def _as_text(change: object) -> object:
    """Write a mapping of factors to what becomes of them as one text: YAML reads ``- overdue: no`` as a mapping."""
    if not isinstance(change, Mapping):
        return change
    words = {True: "yes", False: "no"}
    parts = [(key, words[one] if isinstance(one, bool) else one) for key, one in change.items()]
    return ", ".join(f"{key}: {one}" for key, one in parts)


def checked_name(value: str) -> str:
    """Refuse a name that could be a path: it becomes the name of a folder."""
    if not _NAME.fullmatch(value):
        raise ValueError("not a name; use small Latin letters, digits and single hyphens")
    return value


def checked_period(value: object) -> str:
    """Refuse a period that is none."""
    if not isinstance(value, str) or not _PERIOD.fullmatch(value):
        raise ValueError("not a period; write 2022, 2022-11, 2022-Q3 or 2022-H1")
    return value


def load_report(path: str | Path, changes: Mapping[str, Any] | None = None) -> tuple[Report, Document]:
    """Read the parameters of one report.

    Parameters
    ----------
    path : path
    changes : dict, optional
        Values that replace those of the file, as ``hotline run -p key=value`` gives them.

    Raises
    ------
    InputError
        With file, line, key, value and what is allowed.
    """
    document = load_document(path)
    data = {**document.data, **(changes or {})}
    # a value that was given beside the file stands on no line of it
    lines = {place: line for place, line in document.lines.items() if place[0] not in (changes or {})}
    return validate(Report, Document(document.file, data, lines), data), document


def report_of(parameters: Mapping[str, Any], *, uses: Iterable[str] = ()) -> tuple[Report, Document]:
    """Check the parameters of a report that come from a notebook's cell; files are looked for in the current folder.

    Parameters
    ----------
    parameters : mapping
    uses : iterable of str
        Those of `OPTIONAL_KEYS` that the page uses.

    Raises
    ------
    InputError
        With key, value and what is allowed.
    """
    document = Document(Path.cwd() / "parameters", dict(parameters), {})
    report = validate(Report, document)
    refuse_unused(report, document, uses)
    return report, document


def refuse_unused(report: Report, document: Document, used: Iterable[str]) -> None:
    """Refuse a key that is given and that nothing uses.

    Parameters
    ----------
    report : Report
    document : Document
        Where it was read from.
    used : iterable of str
        The names that the notebook takes, or the page.

    Raises
    ------
    InputError
        With file, line, key and value.
    """
    taken = [name for name in OPTIONAL_KEYS if name in set(used)]
    for key in OPTIONAL_KEYS:
        if getattr(report, key) is not None and key not in taken:
            allowed = f"a report that uses it, such as drivers; this one uses {', '.join(taken) or 'no such key'}"
            value = as_given(report, key)
            raise document.error("this report does not use the key", (key,), value=value, allowed=allowed)


def as_given(report: Report, key: str) -> str:
    """Return a key's value as ``-p key=value`` gives it."""
    value = getattr(report, key)
    return value if isinstance(value, str) else ("; " if key == "what_if" else ",").join(value)


def load_jurisdiction(name: str, *, beside: Path | None = None) -> tuple[Jurisdiction, Document]:
    """Find and read ``<name>.yaml``: beside the report, in its parent folder, or among the packaged ones.

    Raises
    ------
    InputError
        If there is none, or it is not valid.
    """
    folders = [] if beside is None else [beside, beside.parent, beside / "params"]
    folders.append(shared_folder("params"))
    for folder in folders:
        file = folder / f"{name}.yaml"
        if file.is_file():
            document = load_document(file)
            found = validate(Jurisdiction, document)
            if found.jurisdiction != name:
                raise document.error(
                    "the file is named otherwise", ("jurisdiction",), value=found.jurisdiction, allowed=name
                )
            return found, document
    files = (file for folder in folders if folder.is_dir() for file in folder.glob("*.yaml"))
    known = sorted({file.stem for file in files if "\nchapters:" in file.read_text(encoding="utf-8", errors="replace")})
    places = ", ".join(str(folder) for folder in folders)
    raise InputError(
        "no such jurisdiction", value=name, allowed=f"{name}.yaml in one of: {places}; there are {', '.join(known)}"
    )
