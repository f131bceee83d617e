"""Parameter files: one YAML a jurisdiction, one YAML a report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, Self

from pydantic import field_validator, model_validator

from hotline_analysis.documents import Document, PlacedError, Strict, load_document, validate
from hotline_analysis.report.annexes import Annex
from hotline_analysis.report.formats import NumberFormats
from hotline_analysis.report.language import LanguageCode, language_of, msgid
from hotline_analysis.report.references import Reference
from hotline_analysis.report.report_file import (
    BULLETIN,
    NOT_COMPARED,
    OPTIONAL_KEYS,
    Report,
    as_given,
    checked_name,
    checked_period,
    find_jurisdiction,
    load_report,
    refuse_unused,
    report_of,
)
from hotline_analysis.report.sections import AnySection
from hotline_analysis.report.sections.text import TextSection
from hotline_analysis.report.small_numbers import SmallNumberRule
from hotline_analysis.report.templates import Template

__all__ = [
    "BULLETIN",
    "NOT_COMPARED",
    "OPTIONAL_KEYS",
    "Chapter",
    "Imprint",
    "Jurisdiction",
    "Report",
    "as_given",
    "checked_name",
    "checked_period",
    "load_jurisdiction",
    "load_report",
    "refuse_unused",
    "report_of",
]


class Chapter(Strict):
    """A chapter: its title and its parts; a part with a title of its own gets the next level of heading."""

    title: str
    parts: tuple[AnySection, ...]


class Imprint(Strict):
    """The foot of the document (版记): who gets it, who issues it."""

    lines: tuple[str, ...] = ()
    office: str | None = None


class Jurisdiction(Strict):
    """Everything about a jurisdiction's bulletins that does not change from period to period.

    Examples
    --------
    >>> one, _ = load_jurisdiction("furong")
    >>> one.name, one.texts()
    ('芙蓉区', ['cases', 'requirements'])
    >>> len(list(one.references())) > 10
    True
    """

    jurisdiction: str
    name: str
    place: str = msgid("全区")
    ours: str = msgid("我区")
    language: LanguageCode = "zh-CN"
    paper: Literal["A4", "letter"] = "A4"
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

    @model_validator(mode="after")
    def _official_paper(self) -> Self:
        if self.paper != "A4" and language_of(self.language).official:
            problem = "an official document in Chinese is on A4 (GB/T 9704-2012)"
            raise PlacedError(("paper",), problem, value=self.paper, allowed="A4; letter with language: en")
        return self

    @field_validator("title", mode="before")
    @classmethod
    def _lines(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @field_validator("jurisdiction")
    @classmethod
    def _name(cls, value: str) -> str:
        return checked_name(value)


def load_jurisdiction(name: str, *, beside: Path | None = None) -> tuple[Jurisdiction, Document]:
    """Find and read ``<name>.yaml``: beside the report, in its parent folder, or among the packaged ones.

    Raises
    ------
    InputError
        If there is none, or it is not valid.

    Examples
    --------
    >>> one, document = load_jurisdiction("yunxi")
    >>> one.scheme, document.file.name
    ('yunxi-2022', 'yunxi.yaml')
    """
    document = load_document(find_jurisdiction(name, beside=beside))
    found = validate(Jurisdiction, document)
    if found.jurisdiction != name:
        raise document.error("the file is named otherwise", ("jurisdiction",), value=found.jurisdiction, allowed=name)
    return found, document
