"""A special topic of the period, such as an epidemic: its tickets, types, topics and satisfaction."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from markupsafe import Markup

from hotline_analysis.metrics import Rate
from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.phrases import listed, short_period
from hotline_analysis.report.references import Reference, references
from hotline_analysis.report.sections.base import Section, sentence, with_counts
from hotline_analysis.report.sections.counted import counted_rows
from hotline_analysis.report.tables import Column, TableSpec, draw


class SpecialTopicSection(Section):
    """Tickets of the topic as a share of a count of all tickets, by type and by topic."""

    section: Literal["special_topic"]
    name: str
    tickets: str
    of: str
    dissatisfied: str | None = None
    types: str | None = None
    topics: str | None = None
    decimals: int = 1

    def references(self) -> list[Reference]:
        """Return the names it uses."""
        return references("count", "of", [self.of])

    def blocks(self, data: ReportData, key: str) -> list[Block]:
        """Make the section's blocks."""
        number = data.case.figure(self.tickets)
        found: list[Block] = [self._lead(data, key, number)]
        if self.topics:
            found.append(self._topics(data, key, number))
        return found

    def _lead(self, data: ReportData, key: str, number: Fraction) -> Block:
        writer, source = data.writer(key), data.now.source_of_figure(self.tickets)
        whole = data.now.totals.get(self.of)
        label = data.count_label(self.of)
        share = writer.share("share", f"{self.name}工单占{label}", number, whole, source=source)
        parts = [
            Markup("{}，{}{}，占{}{}").format(
                short_period(data.period),
                f"{self.name}工单",
                writer.count("tickets", f"{self.name}工单", number, source=source),
                label,
                with_counts(share),
            )
        ]
        if self.types:
            rows = counted_rows(data, self.types)
            kinds = [
                Markup("{}{}").format(
                    n, writer.count(f"type.{n}", f"{self.name}{n}", v, source=data.now.source_of_table(self.types))
                )
                for n, v in rows
            ]
            parts.append(Markup("其中{}").format(listed(kinds)))
        if self.dissatisfied:
            parts.append(self._satisfaction(data, key, number))
        return sentence("{parts}。", parts=Markup("；").join(parts))

    def _satisfaction(self, data: ReportData, key: str, number: Fraction) -> Markup:
        writer, cases = data.writer(key), data.case.figure(self.dissatisfied or "")
        metric = data.metric("satisfaction_rate").redefined({"zh": f"{self.name}工单满意率"})
        rate = Rate(100 * (number - cases) / number if number else None, number - cases, number)
        fact = writer.rate(
            "satisfaction_rate", metric, rate, subject="", source=data.now.source_of_figure(self.dissatisfied)
        )
        count = writer.count(
            "dissatisfied", f"{self.name}不满意工单", cases, source=data.now.source_of_figure(self.dissatisfied)
        )
        return Markup("不满意{}，满意率{}").format(count, with_counts(fact))

    def _topics(self, data: ReportData, key: str, number: Fraction) -> Block:
        rows, writer, source = (
            counted_rows(data, self.topics or ""),
            data.writer(key),
            data.now.source_of_table(self.topics),
        )
        numbers = [writer.count(f"topic.{n}", f"{self.name}{n}", v, source=source) for n, v in rows]
        shares = [
            writer.share(f"topic.{n}.share", f"{n}占{self.name}工单", v, number, source=source, decimals=self.decimals)
            for n, v in rows
        ]
        columns = [Column("件数（件）", numbers), Column(f"占{self.name}工单（%）", shares)]
        return draw(TableSpec(f"{key}-topics", f"{self.name}工单主要事项", "事项", [n for n, _ in rows], columns))
