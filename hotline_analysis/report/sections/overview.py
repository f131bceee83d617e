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
from hotline_analysis.report.blocks import Block, Note
from hotline_analysis.report.data import Period, ReportData
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.phrases import period_name, previous_name, rise_or_fall, short_period
from hotline_analysis.report.references import Reference, references
from hotline_analysis.report.sections.base import Section, sentence, whole_rate, with_counts
from hotline_analysis.report.signals import Series, count_series, rate_series, signal_blocks, signal_notes

COMPARED = {"previous": "较{before}", "year_before": "同比"}


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
        return Markup("{}{}{}").format(self.label, number, f"（{self.note}）" if self.note else "")


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
    sources_label: str = "其中"
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
            found.append(Note(Markup("{}").format(self.note)))
        if self.signals:
            found += signal_blocks(data, key, self._series(data))
        return found

    def remarks(self, data: ReportData) -> list[str]:
        """Tell the analyst which signals could not be judged."""
        return signal_notes(data, self._series(data)) if self.signals else []

    def _series(self, data: ReportData) -> list[Series]:
        lines = [count_series(data, line.count, line.label) for line in self.counts if line.count]
        return [*lines, *(rate_series(data, data.metric(name)) for name in self.rates)]

    def _counts(self, data: ReportData, key: str) -> Block:
        parts = []
        for line in self.counts:
            writer = data.writer(key)
            name = line.count or line.figure or ""
            fact = writer.count(name, f"{data.place}{line.label}", line.value(data.now), source=line.source(data.now))
            parts.append(line.said(fact) + self._compared(data, key, line, name))
        return sentence(
            "{period}，{place}{parts}。",
            period=period_name(data.period),
            place=data.place,
            parts=Markup("，").join(parts),
        )

    def _compared(self, data: ReportData, key: str, line: ComparedLine, name: str) -> Markup:
        now = line.value(data.now)
        if line.increase is not None and now is not None:
            return self._change(data, key, f"{name}.{line.on}", line.on, now, now - data.case.figure(line.increase))
        return Markup("").join(
            self._change(data, key, f"{name}.{which}", which, now, line.earlier(period))
            for which, period in (("previous", data.previous), ("year_before", data.year_before))
            if period is not None
        )

    def _change(
        self, data: ReportData, key: str, name: str, which: str, now: Fraction | None, before: Fraction | None
    ) -> Markup:
        moved, share = change(now, before, "difference"), change(now, before, "percent")
        if moved.value is None:
            return Markup("")
        words, source = COMPARED[which].format(before=previous_name(data.period)), "与上一可比期比较"
        if moved.value == 0:
            return Markup("，{}持平").format(words)
        up, writer = moved.value > 0, data.writer(key)
        size = writer.change(f"{name}.difference", f"{words}增减", moved, source=source)
        text = Markup("，{}{}{}").format(words, "增加" if up else "减少", size)
        if share.value is None or not rounded(share.value, self.change_decimals):
            return text  # from nothing, or by less than is printed
        part = writer.change(f"{name}.percent", f"{words}增减幅度", share, source=source, decimals=self.change_decimals)
        return text + Markup("，{}{}").format("增长" if up else "下降", part)

    def _rates(self, data: ReportData, key: str) -> Block:
        parts = []
        for name in self.rates:
            metric = data.metric(name)
            fact = whole_rate(data, key, name, metric)
            parts.append(Markup("{}{}{}").format(metric.zh, with_counts(fact), self._moved(data, key, name)))
        return sentence("{period}，{parts}。", period=short_period(data.period), parts=Markup("，").join(parts))

    def _moved(self, data: ReportData, key: str, name: str) -> Markup:
        metric, pieces = data.metric(name), []
        for which, period in (("previous", data.previous), ("year_before", data.year_before)):
            if period is None:
                continue
            # of the rates as they are printed: a reader who subtracts them gets the same number
            now, before = (_printed(metric, one.rate(metric).value) for one in (data.now, period))
            moved = change(now, before, "percentage_points")
            if moved.value is None:
                continue
            words = COMPARED[which].format(before=previous_name(data.period))
            if not moved.value:
                pieces.append(Markup("，{}持平").format(words))
                continue
            fact = data.writer(key).change(
                f"{name}.{which}",
                f"{metric.zh}{words}变动",
                moved,
                source="与上一可比期比较",
                decimals=metric.decimals,
            )
            pieces.append(Markup("，{}{}{}").format(words, rise_or_fall(moved.value, "提高", "降低"), fact))
        return Markup("").join(pieces)

    def _sources(self, data: ReportData, key: str) -> Block:
        parts = [
            Markup("{}{}").format(
                label,
                data.writer(key).count(
                    figure, label, data.case.figure(figure), source=data.now.source_of_figure(figure)
                ),
            )
            for label, figure in self.sources.items()
        ]
        return sentence("{lead}：{parts}。", lead=self.sources_label, parts=Markup("，").join(parts))


def _printed(metric: Metric, value: Fraction | None) -> Fraction | None:
    return None if value is None else Fraction(metric.round(value))
