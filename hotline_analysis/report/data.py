"""What every section works from: the case, its scores, earlier periods, and the book of facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from markupsafe import Markup

from hotline_analysis.cases import Case
from hotline_analysis.metrics import Metric, counts
from hotline_analysis.report.blocks import Note, Paragraph
from hotline_analysis.report.facts import FactBook
from hotline_analysis.report.formats import NumberFormats
from hotline_analysis.report.language import CHINESE, Language
from hotline_analysis.report.periods import NO_GROUPS, Period, Totals
from hotline_analysis.report.rank_places import RankPlaces, rank_places
from hotline_analysis.report.small_numbers import SmallNumberRule
from hotline_analysis.report.writing import Writer
from hotline_analysis.schemes import Scheme, Scores

__all__ = ["Period", "ReportData", "Totals"]


@dataclass(frozen=True)
class ReportData:
    """All that the sections of one report may use.

    Attributes
    ----------
    now : Period
    previous, year_before : Period or None
        What 环比 and 同比 compare with.
    name : str
        The jurisdiction's name, as a table of the city's districts has it.
    place, ours : str
        What the text calls the whole (全区, 全市) and itself (我区).
    period : str
        For example ``2022-11``.
    opened : tuple of str
        What was found out when the data was opened.
    small_numbers : SmallNumberRule or None
        Which units sentences do not name.
    history : mapping of str to Totals
        Earlier periods in the order of time, for control charts; empty where no section asks for any.
    language : Language
        What every sentence, label and number is written in.
    """

    now: Period
    scheme: Scheme
    formats: NumberFormats
    name: str
    place: str
    ours: str
    period: str
    texts: Mapping[str, str]
    book: FactBook = field(default_factory=FactBook)
    previous: Period | None = None
    year_before: Period | None = None
    opened: tuple[str, ...] = ()
    small_numbers: SmallNumberRule | None = None
    history: Mapping[str, Totals] = field(default_factory=dict)
    language: Language = CHINESE

    @cached_property
    def rank_places(self) -> RankPlaces:
        """The places that chance could have given; worked out when an annex first asks."""
        return rank_places(self)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the analyst should know: how the data was opened and counted, columns not used, figures as printed."""
        counted = _notes(self.case)
        earlier = [
            f"{which}: {note}"
            for which, period in (("previous", self.previous), ("year_before", self.year_before))
            if period is not None
            for note in _notes(period.case)
            if note not in counted
        ]
        return (*self.opened, *counted, *earlier, *self.scores.notes)

    @property
    def case(self) -> Case:
        """The data of the period."""
        return self.now.case

    @property
    def scores(self) -> Scores:
        """The scores of the period."""
        return self.now.scores

    def metric(self, key: str) -> Metric:
        """Return a metric as the scheme defines it."""
        return self.scheme.metric(key)

    def writer(self, section: str) -> Writer:
        """Return what makes facts under a section's name."""
        return Writer(section, self.book, self.formats, self.scores, self.language)

    def say(self, name: str, /, **parts: object) -> Markup:
        """Fill a sentence of the report's language; texts are escaped, facts keep their definition."""
        return self.language.say(name, **parts)

    def sentence(self, name: str, /, **parts: object) -> Paragraph:
        """Make a paragraph of one sentence."""
        return Paragraph(self.language.say(name, **parts))

    def note(self, name: str, /, **parts: object) -> Note:
        """Make a note below a table or a chart."""
        return self.noted(self.language.say(name, **parts))

    def noted(self, text: Markup) -> Note:
        """Make a note of a text that is already escaped."""
        return Note(text, self.language.text("note.lead"))

    def label(self, text: str, /, **parts: object) -> str:
        """Return a label, which the code has in Chinese, in the report's language."""
        return self.language.label(text, **parts)

    @property
    def short_period(self) -> str:
        """The period's name without its year."""
        return self.language.short_period(self.period)

    @property
    def previous_name(self) -> str:
        """The name of the period before."""
        return self.language.previous_name(self.period)

    @property
    def by_scheme(self) -> str:
        """The source of marks, places and grades."""
        return self.label("考核办法 {scheme}", scheme=self.scheme.scheme)

    def metric_name(self, metric: Metric) -> str:
        """Name a metric."""
        return self.language.name(metric)

    @property
    def ungrouped(self) -> bool:
        """Whether neither the scheme nor the data know any groups: all units are one."""
        return not self.scheme.groups and {*self.scores.groups} == {NO_GROUPS}

    def group_label(self, group: str) -> str:
        """Name a group of units as the scheme does; units without groups are the whole."""
        if self.ungrouped:
            return self.place
        own = self.scheme.groups
        return self.language.name(own[group]) if group in own else self.label(group)

    def count_label(self, key: str) -> str:
        """Name a count: the scheme's own name, the dictionary's, or the key."""
        own = self.scheme.own_counts
        named = own[key] if key in own else counts().get(key)
        return key if named is None else self.language.name(named)


def _notes(case: Case) -> tuple[str, ...]:
    return () if case.tickets is None else case.tickets.notes
