"""A bulletin (通报): what the cells of ``notebooks/bulletin.ipynb`` call and show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from hotline_analysis.report.blocks import Fragment, joined
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.facts import FactBook
from hotline_analysis.report.media import FACTS_TYPE
from hotline_analysis.report.params import Jurisdiction, Report
from hotline_analysis.report.phrases import date_name, numeral
from hotline_analysis.report.templates import filled


@dataclass(frozen=True)
class Facts:
    """The facts of a report, as an output that exporters read and nobody sees."""

    book: FactBook

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {FACTS_TYPE: [fact.as_json() for fact in self.book], "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"<{len(self.book)} facts>"


@dataclass(frozen=True)
class Bulletin:
    """One bulletin: a jurisdiction, a period, its data, and the book of every number it prints.

    `open_bulletin` makes one.
    """

    jurisdiction: Jurisdiction
    report: Report
    data: ReportData

    def __repr__(self) -> str:
        return f"<Bulletin {self.report.jurisdiction} {self.report.period}>"

    def heading(self) -> Fragment:
        """Return the head of the document: issuing body, number, date, title."""
        one, report = self.jurisdiction, self.report
        lines = [filled(line, report.period) for line in one.title]
        parts = [
            Markup('<p class="doc-masthead">{}</p>').format(one.masthead or one.issuing_body),
            Markup('<p class="doc-number">{}</p>').format(report.number) if report.number else Markup(""),
            Markup('<p class="doc-line"><span class="doc-issuer">{}</span>{}</p>').format(
                one.issuing_body, self._date()
            ),
            Markup('<hr class="doc-rule">'),
            Markup('<h1 class="doc-title">{}</h1>').format(
                Markup("").join(Markup("<span>{}</span>").format(line) for line in lines)
            ),
            Markup('<p class="doc-addressee">{}</p>').format(one.addressee) if one.addressee else Markup(""),
        ]
        head = Markup(
            '<header class="doc-head" data-title="{}" data-lang="{}" data-issuer="{}" data-date="{}">{}</header>'
        )
        return Fragment(
            head.format(
                "".join(lines), one.language, one.issuing_body, report.date, Markup("\n").join(filter(None, parts))
            )
        )

    def body(self) -> Fragment:
        """Return all chapters, then the list of annexes, the issuing body and the date."""
        chapters, number = [], 0
        for position, _ in enumerate(self.jurisdiction.chapters):
            made = self.chapter(position, number + 1)
            if made is not None:
                chapters.append(made)
                number += 1
        return Fragment(Markup("\n").join([*chapters, *self._closing()]))

    def chapter(self, position: int, number: int) -> Markup | None:
        """Return one chapter; None where all its parts stay out."""
        chapter = self.jurisdiction.chapters[position]
        parts, level = [], 0
        for index, section in enumerate(chapter.parts, start=1):
            blocks = section.blocks(self.data, f"s{position + 1}-{index}")
            if not blocks:
                continue
            heading = Markup("")
            if section.title:
                level += 1
                heading = Markup('<h3 id="sec-{}-{}">（{}）{}</h3>\n').format(
                    number, level, numeral(level), section.title
                )
            parts.append(heading + joined(blocks))
        if not parts:
            return None
        return Markup('<section class="doc-section" id="sec-{}"><h2>{}、{}</h2>\n{}</section>').format(
            number, numeral(number), chapter.title, Markup("\n").join(parts)
        )

    def annexes(self) -> Fragment:
        """Return all annexes."""
        several = len(self.jurisdiction.annexes) > 1
        return Fragment(Markup("\n").join(self._annex(i, several) for i in range(len(self.jurisdiction.annexes))))

    def imprint(self) -> Fragment:
        """Return the foot of the document (版记)."""
        foot = self.jurisdiction.imprint
        office = foot.office or self.jurisdiction.issuing_body
        lines = [Markup('<p class="imprint-copies">{}</p>').format(line) for line in foot.lines]
        last = Markup('<p class="imprint-line"><span>{}</span><span>{}印发</span></p>').format(
            office, date_name(self.report.date)
        )
        return Fragment(Markup('<footer class="doc-imprint">{}</footer>').format(Markup("\n").join([*lines, last])))

    @property
    def facts(self) -> Facts:
        """Every number that was shown so far."""
        return Facts(self.data.book)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the analyst should know about the data: columns not used, figures taken as printed, what is not said."""
        parts = [section for chapter in self.jurisdiction.chapters for section in chapter.parts]
        remarks = [remark for part in (*parts, *self.jurisdiction.annexes) for remark in part.remarks(self.data)]
        return (*self.data.notes, *dict.fromkeys(remarks))

    def _annex(self, position: int, several: bool) -> Markup:
        annex, number = self.jurisdiction.annexes[position], position + 1
        tables = annex.tables(self.data, f"a{number}")
        pieces = []
        for level, (name, blocks) in enumerate(tables, start=1):
            if name is not None and len(tables) > 1:
                pieces.append(Markup('<h3 id="annex-{}-{}">（{}）{}</h3>').format(number, level, numeral(level), name))
            pieces.append(joined(blocks))
        title = filled(annex.title, self.report.period)
        section = Markup(
            '<section class="doc-annex{}" id="annex-{}"><p class="annex-mark">附件{}</p>'
            '<h2 class="annex-title">{}</h2>\n{}</section>'
        )
        mark, wide = number if several else "", " wide" if annex.wide else ""
        return section.format(wide, number, mark, title, Markup("\n").join(pieces))

    def _closing(self) -> list[Markup]:
        titles = [filled(annex.title, self.report.period) for annex in self.jurisdiction.annexes]
        listed = []
        if len(titles) == 1:
            listed.append(Markup('<p class="doc-attachments">附件：{}</p>').format(titles[0]))
        elif titles:
            lines = [Markup("{}. {}").format(i, title) for i, title in enumerate(titles, start=1)]
            listed.append(Markup('<p class="doc-attachments">附件：{}</p>').format(Markup("<br>").join(lines)))
        signature = Markup('<div class="doc-signature"><p>{}</p><p>{}</p></div>')
        return [*listed, signature.format(self.jurisdiction.issuing_body, self._date())]

    def _date(self) -> Markup:
        day = self.report.date
        return Markup('<time class="doc-date" datetime="{}">{}</time>').format(day, date_name(day))
