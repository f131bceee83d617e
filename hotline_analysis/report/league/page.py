"""The report on a league table: what ``notebooks/league_table.ipynb`` shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property

import pandas as pd
from markupsafe import Markup

from hotline_analysis.report.blocks import Block, Fragment, Paragraph, joined
from hotline_analysis.report.bulletin import Facts
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.facts import FactBook
from hotline_analysis.report.league import places_part
from hotline_analysis.report.league.changes import Changes, changes_of
from hotline_analysis.report.league.changes_part import changes_part
from hotline_analysis.report.league.estimates_part import estimates_part
from hotline_analysis.report.league.funnel_part import funnel_part
from hotline_analysis.report.league.items_part import items_part
from hotline_analysis.report.league.numbers import Numbers
from hotline_analysis.report.league.reading import Reading
from hotline_analysis.report.league.summary import headline, summary
from hotline_analysis.report.league.ticket_parts import adjusted_part, periods_part
from hotline_analysis.report.league.words import SUBTITLE
from hotline_analysis.report.made_from import made_from
from hotline_analysis.report.params import Report
from hotline_analysis.report.phrases import numeral, period_name
from hotline_analysis.schemes import Scheme


@dataclass(frozen=True)
class LeaguePage:
    """The league table of one report, read fairly, ready to be shown.

    Attributes
    ----------
    report : Report
    reading : Reading
    variants : mapping of str to Scheme
        The scheme's own variants by their Chinese names, which the places are tried under.

    Examples
    --------
    >>> from hotline_analysis.report.league import open_league
    >>> given = {"jurisdiction": "yunxi", "period": "2022-Q3", "data": "sample:yunxi-2022-Q3", "date": "2022-10-20"}
    >>> page = open_league(**given, report="league-table")
    >>> page.heading().markup.count("<h1"), "名次" in page.body().markup
    (1, True)
    >>> page.to_frame().shape[0]
    21
    """

    report: Report
    reading: Reading
    variants: Mapping[str, Scheme] = field(default_factory=dict)
    book: FactBook = field(default_factory=FactBook)

    def __repr__(self) -> str:
        return f"<LeaguePage {self.report.jurisdiction} {self.report.period}>"

    @cached_property
    def changes(self) -> Changes:
        """What changes of the scheme do to the places."""
        return changes_of(self.reading, self.variants)

    def heading(self) -> Fragment:
        """Return the title."""
        title = f"{self._data.name}12345热线{period_name(self.report.period)}"
        head = Markup(
            '<header class="doc-head" data-title="{}" data-lang="zh-CN" data-issuer="" data-date="{}"{}>'
            '<h1 class="doc-title"><span>{}</span><span>{}</span></h1></header>'
        )
        origin = made_from(self.report, self._data.case.paths(), self.report.scheme or self._data.scheme.scheme)
        return Fragment(head.format(title + SUBTITLE, self.report.date, origin, title, SUBTITLE))

    def body(self) -> Fragment:
        """Return the summary and all parts that have something to say, numbered."""
        chapters = [(title, part()) for title, part in self._parts()]
        shown = [(title, blocks) for title, blocks in chapters if blocks]
        section = Markup('<section class="doc-section" id="sec-{}"><h2>{}、{}</h2>\n{}</section>')
        made = (
            section.format(i, numeral(i), title, joined(blocks)) for i, (title, blocks) in enumerate(shown, start=1)
        )
        return Fragment(Markup("\n").join(made))

    @property
    def facts(self) -> Facts:
        """The numbers of the report."""
        return Facts(self.book)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a placed unit: group, place, the bounds of its sets, and its chances."""
        return pd.DataFrame(
            [{"group": league.name, **asdict(one)} for league in self.reading.places.leagues for one in league.units]
        )

    @property
    def _data(self) -> ReportData:
        return self.reading.data

    def _parts(self) -> list[tuple[str, Callable[[], list[Block]]]]:
        return [
            ("要点", self._summary),
            ("名次与可靠范围", self._places),
            ("与总体的差别", lambda: funnel_part(self.reading, self._numbers("funnel"))),
            ("收缩估计", lambda: estimates_part(self.reading, self._numbers("estimates"))),
            ("考核办法的影响", self._scheme),
            ("工单结构的影响", lambda: adjusted_part(self.reading, self._numbers("adjusted"))),
            ("各月变化", lambda: periods_part(self.reading, self._numbers("periods"))),
        ]

    def _summary(self) -> list[Block]:
        numbers = self._numbers("summary")
        said = [*headline(self.reading, numbers), *summary(self.reading, self.changes, numbers)]
        return [Paragraph(Markup("").join(said))] if said else []

    def _scheme(self) -> list[Block]:
        items = items_part(self._data.scores, self._numbers("items"))
        return [*items, *changes_part(self.changes, self._numbers("changes"))]

    def _places(self) -> list[Block]:
        numbers = self._numbers("places")
        tables, chances = places_part.tables(self.reading, numbers), places_part.chances(self.reading, numbers)
        return [*tables, *places_part.charts(self.reading, numbers), *chances]

    def _numbers(self, part: str) -> Numbers:
        origin = {"rates": "由公布的比率推算", "scores": "由公布的得分推算"}
        rate = self.reading.rate
        source = "本期单位表" if rate is None else origin.get(rate.origin, "本期单位表")
        if self._data.case.tickets is not None:
            source = "工单明细统计"
        return Numbers(part, self.book, source)
