"""The page: head, chapters and annexes, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from markupsafe import Markup

from hotline_analysis.report.blocks import Block, Fragment, Paragraph, joined
from hotline_analysis.report.bulletin import Facts
from hotline_analysis.report.chinese_only import refuse_other_languages
from hotline_analysis.report.drivers.analysis import analysed
from hotline_analysis.report.drivers.annexes import annexes
from hotline_analysis.report.drivers.chapters import chapters
from hotline_analysis.report.drivers.evidence import Evidence
from hotline_analysis.report.drivers.names import rate_of
from hotline_analysis.report.drivers.notes import notes_of
from hotline_analysis.report.drivers.numbers import Numbers
from hotline_analysis.report.drivers.words import in_facts, summary
from hotline_analysis.report.facts import FactBook
from hotline_analysis.report.made_from import made_from
from hotline_analysis.report.params import OPTIONAL_KEYS, report_of
from hotline_analysis.report.phrases import date_name, numeral, period_name

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class DriversPage:
    """The report on what goes with satisfied citizens, ready to be shown.

    Attributes
    ----------
    evidence : Evidence
        The analysis; ``evidence.found`` has every estimate as numbers.
    book : FactBook
        The numbers that the page prints.

    Examples
    --------
    >>> given = {"jurisdiction": "xiangtan", "period": "2019-11", "date": "2019-12-26"}
    >>> given["data"] = "sample:xiangtan-2019-11"
    >>> page = open_drivers(**given, report="drivers")
    >>> page
    <DriversPage xiangtan 2019-11 satisfied>
    >>> [part.markup.count("<h") > 0 for part in (page.heading(), page.body(), page.annexes())]
    [True, True, True]
    """

    evidence: Evidence
    book: FactBook = field(default_factory=FactBook)

    def __repr__(self) -> str:
        one = self.evidence
        return f"<DriversPage {one.report.jurisdiction} {one.report.period} {one.outcome}>"

    def heading(self) -> Fragment:
        """Return the title, the issuing body and the date."""
        one, report = self.evidence.jurisdiction, self.evidence.report
        where = f"{one.name}{report.district or ''}12345热线"
        lines = (f"{where}{period_name(report.period)}", f"{rate_of(self.evidence.outcome)}影响因素分析报告")
        head = Markup(
            '<header class="doc-head" data-title="{}" data-lang="{}" data-issuer="{}" data-date="{}"{}>'
            '<h1 class="doc-title"><span>{}</span><span>{}</span></h1></header>'
        )
        scheme = (report.scheme or one.scheme) if self.evidence.aggregated else None  # tickets are not scored here
        origin = made_from(report, self.evidence.files, scheme)
        return Fragment(head.format("".join(lines), one.language, one.issuing_body, report.date, origin, *lines))

    def body(self) -> Fragment:
        """Return the findings, what they rest on, and how they may be used."""
        told = summary(self.evidence)
        lead: list[Block] = [Paragraph(in_facts(sentence, self._numbers)) for sentence in told.said]
        lead.append(Paragraph(Markup("<strong>{}</strong>").format(told.note)))
        parts = [("主要结论", lead), *chapters(self.evidence, self._numbers)]
        made = [_chapter(place, title, blocks) for place, (title, blocks) in enumerate(parts, start=1)]
        return Fragment(Markup("\n").join([*made, *self._closing()]))

    def annexes(self) -> Fragment:
        """Return the tables and checks that a statistician asks for."""
        made = self._annexes
        return Fragment(Markup("\n").join(_annex(i, len(made), *one) for i, one in enumerate(made, start=1)))

    @property
    def estimates(self) -> pd.DataFrame | None:
        """Every effect unrounded, for the analyst; None where the data allow none."""
        return None if self.evidence.found is None else self.evidence.found.effects

    @property
    def notes(self) -> tuple[str, ...]:
        """What was left out, put together or could not be done, as the library says it."""
        return () if self.evidence.found is None else tuple(notes_of(self.evidence.found))

    @property
    def facts(self) -> Facts:
        """The numbers of the report."""
        return Facts(self.book)

    @cached_property
    def _annexes(self) -> Sequence[tuple[str, Sequence[Block]]]:
        return annexes(self.evidence, self._numbers)

    @property
    def _numbers(self) -> Numbers:
        return Numbers(self.book, self.evidence.source)

    def _closing(self) -> list[Markup]:
        one, day = self.evidence.jurisdiction, self.evidence.report.date
        titles = [title for title, _ in self._annexes]
        lines = [Markup("{}. {}").format(i, title) for i, title in enumerate(titles, start=1)]
        named = Markup("<br>").join(lines) if len(titles) > 1 else Markup("").join(map(Markup.escape, titles))
        listed = [Markup('<p class="doc-attachments">附件：{}</p>').format(named)] if titles else []
        time = Markup('<time class="doc-date" datetime="{}">{}</time>').format(day, date_name(day))
        return [*listed, Markup('<div class="doc-signature"><p>{}</p><p>{}</p></div>').format(one.issuing_body, time)]


def _chapter(number: int, title: str, blocks: Sequence[Block]) -> Markup:
    section = Markup('<section class="doc-section" id="sec-{}"><h2>{}、{}</h2>\n{}</section>')
    return section.format(number, numeral(number), title, joined(blocks))


def _annex(number: int, of: int, title: str, blocks: Sequence[Block]) -> Markup:
    section = Markup(
        '<section class="doc-annex" id="annex-{}"><p class="annex-mark">附件{}</p>'
        '<h2 class="annex-title">{}</h2>\n{}</section>'
    )
    return section.format(number, number if of > 1 else "", title, joined(blocks))


def open_drivers(**parameters: object) -> DriversPage:
    """Work out what goes with an outcome, for the data that a report's parameters name.

    Parameters
    ----------
    **parameters
        Those of a report, and ``district``, ``outcome`` (``satisfied`` or ``resolved``), ``factors``, ``formula``,
        ``what_if``.

    Raises
    ------
    InputError
        If a parameter or the data is not valid.

    Examples
    --------
    >>> given = {"jurisdiction": "xiangtan", "period": "2019-11", "date": "2019-12-26"}
    >>> given["data"] = "sample:xiangtan-2019-11"
    >>> page = open_drivers(**given, report="drivers", outcome="satisfied")
    >>> len(page.notes) > 0
    True
    """
    given = {key: value for key, value in parameters.items() if value is not None}
    report, document = report_of(given, uses=OPTIONAL_KEYS)
    refuse_other_languages(report, document)
    return DriversPage(analysed(report, document))
