"""One topic (or category, channel …): how many tickets, over time, of which units, and how they ended."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from markupsafe import Markup
from pydantic import Field

from hotline_analysis.errors import InputError
from hotline_analysis.metrics.counting.dimensions import BLANK
from hotline_analysis.ranking import top
from hotline_analysis.report.blocks import Block
from hotline_analysis.report.course import course_chart
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.over_time import Counted, counted_by, counts_over_time
from hotline_analysis.report.references import Reference, nearest_of, references
from hotline_analysis.report.sections.base import Section, named, with_counts

By = Literal["topic", "category", "subcategory", "channel", "area", "request_type"]


class TopicProfileSection(Section):
    """A topic's tickets as a share of all, its course over the periods, its first units and its rates."""

    section: Literal["topic_profile"]
    topic: str
    by: By = "topic"
    count: str = "received"
    rates: tuple[str, ...] = ("satisfaction_rate",)
    units: int = Field(default=5, ge=0)
    periods: int = Field(default=13, ge=0)

    def references(self) -> list[Reference]:
        """Return the names it uses."""
        return [*references("count", "count", [self.count]), *references("metric", "rates", self.rates)]

    def blocks(self, data: ReportData, key: str) -> list[Block]:
        """Make the section's blocks."""
        if data.case.tickets is None:
            raise InputError("the section needs tickets", where="section topic_profile", allowed="tickets as data")
        parts = [part for rate in self.rates for part in self._parts(data, rate)]
        counted = counted_by(data, [self.by], [self.count, *parts])
        if (self.topic,) not in counted:
            allowed = nearest_of(self.topic, [name for (name,) in counted if name != BLANK])
            where = f"section topic_profile, by {self.by}"
            raise InputError("no ticket of the period has this", where=where, value=self.topic, allowed=allowed)
        row = counted[(self.topic,)]
        found: list[Block] = [self._lead(data, key, row, [one.get(self.count) for one in counted.values()])]
        found += self._rates(data, key, row)
        if self.units:
            found += self._units(data, key)
        if self.periods > 1:
            found += course_chart(data, key, self.by, self.topic, self.count, self.rates[:1], most=self.periods)
        return found

    def _parts(self, data: ReportData, rate: str) -> list[str]:
        metric = data.metric(rate)
        return [*metric.numerator.keys, *metric.denominator.keys]

    def _source(self, data: ReportData) -> str:
        return data.language.text("source.tickets", words=data.count_label(self.count))

    def _lead(self, data: ReportData, key: str, row: Counted, every: list[Fraction | None]) -> Block:
        writer, source, number = data.writer(key), self._source(data), row.get(self.count)
        label, whole = data.count_label(self.count), sum((value or Fraction(0) for value in every), Fraction(0))
        said = data.label("{part}占{whole}", part=self.topic, whole=label)
        return data.sentence(
            "topic_profile.lead",
            period=data.short_period,
            name=self.topic,
            label=label,
            place=data.place,
            number=writer.count("number", f"{self.topic} {label}", number, source=source),
            share=with_counts(writer.share("share", said, number, whole, source=source)),
            change=self._change(data, key, number or Fraction(0)),
        )

    def _change(self, data: ReportData, key: str, now: Fraction) -> Markup | str:
        """Compare with the period before, where the tickets hold it."""
        course = counts_over_time(data, self.by, self.topic, [self.count], most=2)
        if len(course) < 2:
            return ""
        before = next(iter(course.values())).get(self.count) or Fraction(0)
        if now == before:
            return data.say("topic_profile.same", before=data.previous_name)
        label = data.label("{name}较{before}的变化", name=self.topic, before=data.previous_name)
        size = data.writer(key).count("change", label, abs(now - before), source=self._source(data))
        return data.say(f"topic_profile.{'more' if now > before else 'fewer'}", before=data.previous_name, size=size)

    def _rates(self, data: ReportData, key: str, row: Counted) -> list[Block]:
        said = []
        for name in self.rates:
            metric = data.metric(name)
            rate = metric.rate(row)
            if rate.value is not None:
                fact = data.writer(key).rate(name, metric, rate, subject=self.topic, source=self._source(data))
                said.append(data.say("rate.was", name=data.metric_name(metric), rate=with_counts(fact)))
        return [data.sentence("topic_profile.rates", rates=data.language.clauses(said))] if said else []

    def _units(self, data: ReportData, key: str) -> list[Block]:
        counted = counted_by(data, [self.by, "unit"], [self.count])
        mine = {unit: row.get(self.count) for (name, unit), row in counted.items() if name == self.topic}
        there = {unit: number for unit, number in mine.items() if number and unit != BLANK}
        if not there:
            return []
        names, values = [*there], [*there.values()]
        rows, writer = top(values, self.units), data.writer(key)
        label = data.count_label(self.count)
        facts = [
            writer.count(f"unit.{names[i]}", f"{names[i]} {self.topic} {label}", values[i], source=self._source(data))
            for i in rows
        ]
        first = data.say(
            "units.leading" if len(rows) > 1 else "units.most",
            n=min(self.units, len(rows)),
            tie=data.say("units.tie") if len(rows) > self.units else "",
            units=named(data.language, [names[i] for i in rows], facts),
        )
        number = writer.whole("units", data.label("涉及单位"), len(there), source=self._source(data), unit="个")
        return [data.sentence("topic_profile.units", number=number, units=first)]
