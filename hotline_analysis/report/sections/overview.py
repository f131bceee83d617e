"""Overview: what came in, what was done, where it came from, and how that compares."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, Self

from markupsafe import Markup
from pydantic import Field, model_validator

from hotline_analysis.documents import Strict
from hotline_analysis.exact import rounded
from hotline_analysis.metrics import Metric, change
from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import Period, ReportData
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.language import msgid
from hotline_analysis.report.references import Reference, references
from hotline_analysis.report.sections.base import Section, whole_rate, with_counts
from hotline_analysis.report.signals import Series, count_series, rate_series, signal_blocks, signal_notes


class CountLine(Strict):
    """A number: a count over all units, or a figure of the case; ``note`` stands in brackets behind it."""

    label: str
    count: str | None = None
    figure: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.count is None) == (self.figure is None):
            raise ValueError("name either a count or a figure")
        return self

    def value(self, period: Period) -> Fraction | None:
        """Return the number of the period."""
        if self.count is not None:
            return period.totals.get(self.count)
        return period.case.figure(self.figure or "")

    def earlier(self, period: Period) -> Fraction | None:
        """Return the number of an earlier period, which may lack the figure."""
        return self.value(period) if self.figure is None or self.figure in period.case.facts else None

    def source(self, period: Period) -> str:
        """Say where the number comes from."""
        return period.source_of(self.count) if self.count else period.source_of_figure(self.figure)

    def said(self, number: Fact) -> Markup:
        """Print the number with its label and its note."""
        language = number.language
        note = language.say("count.note", note=self.note) if self.note else ""
        return language.say("count.said", label=language.counted(self.label, number), number=number, note=note)


class ComparedLine(CountLine):
    """A number of the overview; ``increase`` names the figure by which it grew, where only that is known."""

    increase: str | None = None
    on: Literal["previous", "year_before"] = "previous"


def count_references(lines: Sequence[CountLine]) -> list[Reference]:
    """Return the counts that the lines of a section name."""
    return [Reference(("counts", i, "count"), "count", line.count) for i, line in enumerate(lines) if line.count]


class OverviewSection(Section):
    """Counts with carry-over, rates with their counts, sources, and changes on earlier periods.

    ``signals`` says which of them are more than the usual up and down, where the tickets hold enough earlier periods.
    """

    section: Literal["overview"]
    counts: tuple[ComparedLine, ...] = Field(min_length=1)
    rates: tuple[str, ...] = ()
    sources: dict[str, str] = {}
    sources_label: str = msgid("其中")
    change_decimals: int = 2
    note: str | None = None
    signals: bool = False

    @model_validator(mode="after")
    def _judged(self) -> Self:
        if self.signals and not self.rates and not any(line.count for line in self.counts):
            raise ValueError("signals are of rates and of counts over the units; name one, or leave signals out")
        return self

    def references(self) -> list[Reference]:
        """Return the names it uses."""
        return [*count_references(self.counts), *references("metric", "rates", self.rates)]

    def blocks(self, data: ReportData, key: str) -> list[Block]:
        """Make the section's blocks."""
        found: list[Block] = [self._counts(data, key)]
        if self.rates:
            found.append(self._rates(data, key))
        if self.sources:
            found.append(self._sources(data, key))
        if self.note:
            found.append(data.noted(Markup("{}").format(self.note)))
        if self.signals:
            found += signal_blocks(data, key, self._series(data))
        return found

    def remarks(self, data: ReportData) -> list[str]:
        """Tell the analyst which signals could not be judged."""
        return signal_notes(data, self._series(data)) if self.signals else []

    def _series(self, data: ReportData) -> list[Series]:
        lines = [count_series(data, line.count, data.language.plain(line.label)) for line in self.counts if line.count]
        return [*lines, *(rate_series(data, data.metric(name)) for name in self.rates)]

    def _counts(self, data: ReportData, key: str) -> Block:
        parts, compared = [], False
        for line in self.counts:
            name = line.count or line.figure or ""
            label = data.label("{place}{label}", place=data.place, label=data.language.plain(line.label))
            fact = data.writer(key).count(name, label, line.value(data.now), source=line.source(data.now))
            changes = self._compared(data, key, line, name)
            compared = compared or bool(changes)
            parts.append(line.said(fact) + _behind(data, changes))
        return data.sentence(
            "overview.counts",
            period=data.language.period_name(data.period),
            place=data.place,
            parts=data.language.joined("overview.join_compared" if compared else "overview.join", parts),
        )

    def _compared(self, data: ReportData, key: str, line: ComparedLine, name: str) -> list[Markup]:
        now = line.value(data.now)
        if line.increase is not None and now is not None:
            before = now - data.case.figure(line.increase)
            return self._change(data, key, f"{name}.{line.on}", line.on, now, before)
        return [
            said
            for which, period in (("previous", data.previous), ("year_before", data.year_before))
            if period is not None
            for said in self._change(data, key, f"{name}.{which}", which, now, line.earlier(period))
        ]

    def _change(
        self, data: ReportData, key: str, name: str, which: str, now: Fraction | None, before: Fraction | None
    ) -> list[Markup]:
        """Say how a count changed; an empty list where nothing is known to compare it with."""
        moved, share = change(now, before, "difference"), change(now, before, "percent")
        if moved.value is None:
            return []
        than, source = _than(data, which), data.label("与上一可比期比较")
        if moved.value == 0:
            return [data.say("overview.same", than=than)]
        up, writer = moved.value > 0, data.writer(key)
        label = data.label("{than}增减", than=than)
        size = writer.change(f"{name}.difference", label, moved, source=source)
        text = data.say("overview.more" if up else "overview.fewer", than=than, size=size)
        if share.value is None or not rounded(share.value, self.change_decimals):
            return [text]  # from nothing, or by less than is printed
        label = data.label("{than}增减幅度", than=than)
        part = writer.change(f"{name}.percent", label, share, source=source, decimals=self.change_decimals)
        return [text + data.say("overview.grew" if up else "overview.shrank", part=part)]

    def _rates(self, data: ReportData, key: str) -> Block:
        parts = []
        for name in self.rates:
            metric = data.metric(name)
            said = with_counts(whole_rate(data, key, name, metric))
            moved = _behind(data, self._moved(data, key, name))
            parts.append(data.say("rate.was", name=data.metric_name(metric), rate=said) + moved)
        return data.sentence("overview.rates", period=data.short_period, parts=data.language.joined("rate.join", parts))

    def _moved(self, data: ReportData, key: str, name: str) -> list[Markup]:
        metric, pieces = data.metric(name), []
        for which, period in (("previous", data.previous), ("year_before", data.year_before)):
            if period is None:
                continue
            # of the rates as they are printed: a reader who subtracts them gets the same number
            now, before = (_printed(metric, one.rate(metric).value) for one in (data.now, period))
            moved = change(now, before, "percentage_points")
            if moved.value is None:
                continue
            than = _than(data, which)
            if not moved.value:
                pieces.append(data.say("overview.same", than=than))
                continue
            fact = data.writer(key).change(
                f"{name}.{which}",
                data.label("{name}{than}变动", name=data.metric_name(metric), than=than),
                moved,
                source=data.label("与上一可比期比较"),
                decimals=metric.decimals,
            )
            pieces.append(data.say("overview.higher" if moved.value > 0 else "overview.lower", than=than, size=fact))
        return pieces

    def _sources(self, data: ReportData, key: str) -> Block:
        parts = []
        for label, figure in self.sources.items():
            value, source = data.case.figure(figure), data.now.source_of_figure(figure)
            number = data.writer(key).count(figure, label, value, source=source)
            parts.append(data.say("overview.source", label=label, number=number))
        lead = data.label(self.sources_label)
        return data.sentence("overview.sources", lead=lead, parts=data.language.clauses(parts))


def _than(data: ReportData, which: str) -> str:
    """Name the period that something is compared with, as a comparison does: 较上月, in the previous month."""
    return data.language.text(f"overview.than_{which}", before=data.previous_name)


def _behind(data: ReportData, changes: Sequence[Markup]) -> Markup:
    """Put the changes of a number behind it."""
    if not changes:
        return Markup("")
    return data.say("overview.changes", changes=data.language.joined("overview.join_changes", changes))


def _printed(metric: Metric, value: Fraction | None) -> Fraction | None:
    return None if value is None else Fraction(metric.round(value))
