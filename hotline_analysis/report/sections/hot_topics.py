"""Hot topics: the most frequent ones, their share of all tickets, and which of them grew."""

from __future__ import annotations

from fractions import Fraction
from itertools import repeat
from typing import Literal

from markupsafe import Markup
from pydantic import Field

from hotline_analysis.metrics.counting.topics import MIN_BASE
from hotline_analysis.report import charts
from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.phrases import listed, short_period
from hotline_analysis.report.references import Reference, references
from hotline_analysis.report.sections.base import Section, sentence
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
            return [sentence("{period}，无集中诉求事项。", period=short_period(data.period))]
        writer, source = data.writer(key), data.now.source_of_table(self.table)
        numbers = [writer.count(f"part.{name}", name, value, source=source) for name, value in rows]
        shares = self._shares(data, key, rows) if self.whole else None
        said = [
            Markup("{}{}").format(name, number) + (Markup("（占{}）").format(share) if share else "")
            for (name, _), number, share in zip(rows, numbers, shares or repeat(None), strict=False)
        ]
        whole = (
            Markup("，占比以{}为总体").format(self.whole_label or data.count_label(self.whole)) if self.whole else ""
        )
        lead = sentence(
            "{period}，群众诉求较为集中的事项依次为：{said}{whole}。",
            period=short_period(data.period),
            said=listed(said),
            whole=whole,
        )
        grown = Growth(data, key, self.table, self.min_base).blocks(every, self.growth)
        if not self.chart:
            return [lead, *grown]
        chart = charts.shares_chart(
            [name for name, _ in rows], numbers, shares, caption=f"{short_period(data.period)}热点事项"
        )
        return [lead, chart, *grown]

    def _shares(self, data: ReportData, key: str, rows: list[tuple[str, Fraction]]) -> list[Fact]:
        whole = data.now.totals.get(self.whole or "")
        label = self.whole_label or data.count_label(self.whole or "")
        return [
            data.writer(key).share(
                f"share.{name}", f"{name}占{label}", value, whole, source=data.now.source_of_table(self.table)
            )
            for name, value in rows
        ]
