"""A bulletin (通报): what the cells of ``notebooks/bulletin.ipynb`` call and show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from hotline_analysis.report.blocks import Fragment, joined
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.facts import FactBook
from hotline_analysis.report.language import Language
from hotline_analysis.report.made_from import made_from
from hotline_analysis.report.media import FACTS_TYPE
from hotline_analysis.report.params import Jurisdiction, Report


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

    Examples
    --------
    >>> from hotline_analysis.report import open_bulletin
    >>> bulletin = open_bulletin(jurisdiction="yunxi", period="2022-Q3", data="sample:yunxi-2022-Q3", date="2022-10-20")
    >>> "云溪区" in bulletin.heading().markup, bulletin.chapter(0, 1).count("<h2>")
    (True, 1)
    >>> "<h2>" in bulletin.body().markup, "<table" in bulletin.annexes().markup, "印发" in bulletin.imprint().markup
    (True, True, True)
    """

    jurisdiction: Jurisdiction
    report: Report
    data: ReportData

    def __repr__(self) -> str:
        return f"<Bulletin {self.report.jurisdiction} {self.report.period}>"

    def heading(self) -> Fragment:
        """Return the head of the document: issuing body, number, date, title."""
        one, report = self.jurisdiction, self.report
        lines = [self._language.title(line, report.period) for line in one.title]
        parts = [
            Markup('<p class="doc-masthead">{}</p>').format(one.masthead or one.issuing_body),
            Markup('<p class="doc-number">{}</p>').format(report.number) if report.number else Markup(""),
            Markup('<p class="doc-line"><span class="doc-issuer">{}</span>{}</p>').format(
                self._issuer_of_line(), self._date()
            ),
            Markup('<hr class="doc-rule">'),
            Markup('<h1 class="doc-title">{}</h1>').format(
                Markup("").join(Markup("<span>{}</span>").format(line) for line in lines)
            ),
            Markup('<p class="doc-addressee">{}</p>').format(one.addressee) if one.addressee else Markup(""),
        ]
        head = Markup(
            '<header class="doc-head" data-title="{}" data-lang="{}" data-issuer="{}" data-date="{}"{}>{}</header>'
        )
        title, content = self._language.text("head.join").join(lines), Markup("\n").join(filter(None, parts))
        origin = made_from(report, self.data.case.paths(), report.scheme or one.scheme)
        return Fragment(
            head.format(title, one.language, one.issuing_body, report.date, origin + self._paper(), content)
        )

    def _paper(self) -> Markup:
        """Name the paper where it is a choice: an official document is on A4."""
        paper = Markup(' data-paper="{}"').format(self.jurisdiction.paper)
        return Markup("") if self._language.official else paper

    def _issuer_of_line(self) -> str:
        """Name the issuing body beside the date; a letterhead that is its name says it once."""
        one = self.jurisdiction
        return "" if not self._language.official and one.masthead in (None, one.issuing_body) else one.issuing_body

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
                heading = Markup('<h3 id="sec-{}-{}">{}</h3>\n').format(
                    number, level, self._language.part(number, level, section.title)
                )
            parts.append(heading + joined(blocks))
        if not parts:
            return None
        return Markup('<section class="doc-section" id="sec-{}"><h2>{}</h2>\n{}</section>').format(
            number, self._language.chapter(number, chapter.title), Markup("\n").join(parts)
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
        issued = self._language.say("imprint.issued", date=self._language.date_name(self.report.date))
        last = Markup('<p class="imprint-line"><span>{}</span><span>{}</span></p>').format(office, issued)
        # only the imprint of an official document stands at the foot of an even page
        kind = "doc-imprint" if self._language.official else "doc-colophon"
        markup = Markup('<footer class="{}">{}</footer>')
        return Fragment(markup.format(kind, Markup("\n").join([*lines, last])))

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
                heading = Markup('<h3 id="annex-{}-{}">{}</h3>').format(
                    number, level, self._language.annex_part(level, name)
                )
                pieces.append(heading)
            pieces.append(joined(blocks))
        title = self._language.title(annex.title, self.report.period)
        section = Markup(
            '<section class="doc-annex{}" id="annex-{}"><p class="annex-mark">{}</p>'
            '<h2 class="annex-title">{}</h2>\n{}</section>'
        )
        mark = self._language.text("annex.mark" if several else "annex.only_mark", number=number)
        wide = " wide" if annex.wide else ""
        return section.format(wide, number, mark, title, Markup("\n").join(pieces))

    def _closing(self) -> list[Markup]:
        titles = [self._language.title(annex.title, self.report.period) for annex in self.jurisdiction.annexes]
        lines = [Markup("{}. {}").format(i, title) for i, title in enumerate(titles, start=1)]
        named = Markup("<br>").join(lines if len(titles) > 1 else titles)
        said = self._language.say("annex.listed", n=len(titles), titles=named)
        listed = [Markup('<p class="doc-attachments">{}</p>').format(said)] if titles else []
        signature = Markup('<div class="doc-signature"><p>{}</p><p>{}</p></div>')
        return [*listed, signature.format(self.jurisdiction.issuing_body, self._date())]

    def _date(self) -> Markup:
        day = self.report.date
        return Markup('<time class="doc-date" datetime="{}">{}</time>').format(day, self._language.date_name(day))

    @property
    def _language(self) -> Language:
        return self.data.language
