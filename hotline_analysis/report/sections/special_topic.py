"""A special topic of the period, such as an epidemic: its tickets, types, topics and satisfaction."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from markupsafe import Markup

from hotline_analysis.metrics import Rate
from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.references import Reference, references
from hotline_analysis.report.sections.base import Section, with_counts
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
        label, subject = data.count_label(self.of), self._subject(data)
        share = writer.share(
            "share", data.label("{part}占{whole}", part=subject, whole=label), number, whole, source=source
        )
        tickets = writer.count("tickets", subject, number, source=source)
        parts = [
            data.say(
                "special_topic.lead",
                period=data.short_period,
                subject=subject,
                tickets=tickets,
                whole=label,
                share=with_counts(share),
            )
        ]
        if self.types:
            parts.append(self._types(data, key, self.types))
        if self.dissatisfied:
            parts.append(self._satisfaction(data, key, number))
        return data.sentence("special_topic.sentence", parts=data.language.points(parts))

    def _subject(self, data: ReportData) -> str:
        return data.label("{name}工单", name=self.name)

    def _types(self, data: ReportData, key: str, table: str) -> Markup:
        writer, source = data.writer(key), data.now.source_of_table(table)
        kinds = []
        for name, value in counted_rows(data, table):
            fact = writer.count(
                f"type.{name}", data.label("{topic}{name}", topic=self.name, name=name), value, source=source
            )
            kinds.append(data.say("special_topic.kind", name=name, number=fact))
        return data.say("special_topic.types", kinds=data.language.listed(kinds))

    def _satisfaction(self, data: ReportData, key: str, number: Fraction) -> Markup:
        writer, cases = data.writer(key), data.case.figure(self.dissatisfied or "")
        name = data.label("{name}工单满意率", name=self.name)
        metric = data.metric("satisfaction_rate").redefined({data.language.key: name})
        rate = Rate(100 * (number - cases) / number if number else None, number - cases, number)
        fact = writer.rate(
            "satisfaction_rate", metric, rate, subject="", source=data.now.source_of_figure(self.dissatisfied)
        )
        label = data.label("{name}不满意工单", name=self.name)
        count = writer.count("dissatisfied", label, cases, source=data.now.source_of_figure(self.dissatisfied))
        return data.say("special_topic.satisfaction", dissatisfied=count, rate=with_counts(fact))

    def _topics(self, data: ReportData, key: str, number: Fraction) -> Block:
        rows, subject = counted_rows(data, self.topics or ""), self._subject(data)
        writer, source, label = data.writer(key), data.now.source_of_table(self.topics), data.label
        numbers = [
            writer.count(f"topic.{n}", label("{topic}{name}", topic=self.name, name=n), v, source=source)
            for n, v in rows
        ]
        shares = [
            writer.share(
                f"topic.{n}.share",
                label("{part}占{whole}", part=n, whole=subject),
                v,
                number,
                source=source,
                decimals=self.decimals,
            )
            for n, v in rows
        ]
        header = data.language.header
        columns = [
            Column(header(label("件数"), "件"), numbers),
            Column(header(label("占{whole}", whole=subject), "%"), shares),
        ]
        caption = data.language.capital(label("{subject}主要事项", subject=subject))
        return draw(TableSpec(f"{key}-topics", caption, label("事项"), [n for n, _ in rows], columns))
