"""Hot topics: the most frequent ones, their share of all tickets, and which of them grew."""

from __future__ import annotations

from fractions import Fraction
from itertools import repeat
from typing import Literal

from pydantic import Field

from hotline_analysis.metrics.counting.topics import MIN_BASE
from hotline_analysis.report import charts
from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.references import Reference, references
from hotline_analysis.report.sections.base import Section
from hotline_analysis.report.sections.counted import counted_rows, leading_rows
from hotline_analysis.report.sections.growth import Growth


class HotTopicsSection(Section):
    """Topics by volume; ``whole`` names the count of which they are a part.

    Where an earlier period has the table too, the ``growth`` topics that grew most are named, if both periods have at
    least ``min_base`` tickets of them.
    """

    section: Literal["hot_topics"]
    table: str = "hot_topics"
    whole: str | None = None
    whole_label: str | None = None
    top: int = Field(default=10, gt=0)
    chart: bool = True
    growth: int = Field(default=5, ge=0)
    min_base: int = Field(default=MIN_BASE, gt=0)

    def references(self) -> list[Reference]:
        """Return the names it uses."""
        return references("count", "whole", [self.whole])

    def blocks(self, data: ReportData, key: str) -> list[Block]:
        """Make the section's blocks."""
        every = counted_rows(data, self.table)
        rows = leading_rows(every, self.top)
        if not rows:
            return [data.sentence("hot_topics.none", period=data.short_period)]
        writer, source = data.writer(key), data.now.source_of_table(self.table)
        numbers = [writer.count(f"part.{name}", name, value, source=source) for name, value in rows]
        shares = self._shares(data, key, rows) if self.whole else None
        said = [
            data.say("hot_topics.share" if share else "hot_topics.topic", name=name, number=number, share=share)
            for (name, _), number, share in zip(rows, numbers, shares or repeat(None), strict=False)
        ]
        lead = data.sentence(
            "hot_topics.lead",
            period=data.short_period,
            n=len(said),
            said=data.language.listed(said),
            whole=data.say("hot_topics.whole", whole=self._whole(data)) if self.whole else "",
        )
        grown = Growth(data, key, self.table, self.min_base).blocks(every, self.growth)
        if not self.chart:
            return [lead, *grown]
        caption = data.language.capital(data.label("{period}热点事项", period=data.short_period))
        chart = charts.shares_chart([name for name, _ in rows], numbers, shares, caption=caption)
        return [lead, chart, *grown]

    def _whole(self, data: ReportData) -> str:
        return self.whole_label or data.count_label(self.whole or "")

    def _shares(self, data: ReportData, key: str, rows: list[tuple[str, Fraction]]) -> list[Fact]:
        whole = data.now.totals.get(self.whole or "")
        writer, source = data.writer(key), data.now.source_of_table(self.table)
        labels = [data.label("{part}占{whole}", part=name, whole=self._whole(data)) for name, _ in rows]
        return [
            writer.share(f"share.{name}", label, value, whole, source=source)
            for (name, value), label in zip(rows, labels, strict=True)
        ]
