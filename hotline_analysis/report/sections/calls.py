"""Calls: offered, valid, answered at once, assigned; answer rate and first contact."""

from __future__ import annotations

from typing import Literal

from markupsafe import Markup
from pydantic import Field

from hotline_analysis.metrics import Rate
from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.references import Reference
from hotline_analysis.report.sections.base import Section, with_counts
from hotline_analysis.report.sections.overview import CountLine, count_references


class CallsSection(Section):
    """Numbers of calls, and rates of the call centre.

    A rate is worked out where the case has its counts (``totals`` of the jurisdiction); else ``rates`` names the
    figure that was published, and the text says that its counts were not.
    """

    section: Literal["calls"]
    counts: tuple[CountLine, ...] = Field(min_length=1)
    rates: dict[str, str | None] = {}

    def references(self) -> list[Reference]:
        """Return the names it uses."""
        return [*count_references(self.counts), *(Reference(("rates", key), "metric", key) for key in self.rates)]

    def blocks(self, data: ReportData, key: str) -> list[Block]:
        """Make the section's blocks."""
        numbers = []
        for line in self.counts:
            name = line.count or line.figure or ""
            label = data.language.plain(line.label)
            fact = data.writer(key).count(name, label, line.value(data.now), source=line.source(data.now))
            numbers.append(line.said(fact))
        rates = [self._rate(data, key, name, figure) for name, figure in self.rates.items()]
        more = data.say("calls.rates", rates=data.language.joined("rate.join", rates)) if rates else ""
        said = data.language.joined("overview.join", numbers)
        return [data.sentence("calls.counts", period=data.short_period, numbers=said, rates=more)]

    def _rate(self, data: ReportData, key: str, name: str, figure: str | None) -> Markup:
        metric = data.metric(name)
        rate, source = data.now.rate(metric), data.now.source_of_rate(metric)
        if rate.value is None and figure is not None:
            rate, source = Rate(data.case.figure(figure)), data.now.source_of_figure(figure)
        fact = data.writer(key).rate(name, metric, rate, subject=data.place, source=source)
        return data.say("rate.was", name=data.metric_name(metric), rate=with_counts(fact))
