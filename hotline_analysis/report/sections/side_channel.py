"""Channels beside tickets: letters to the mayor's mailbox, proposals, submitted cases."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, Self

import pandas as pd
from markupsafe import Markup
from pydantic import model_validator

from hotline_analysis.metrics import Rate
from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.language import msgid
from hotline_analysis.report.sections.base import Section, with_counts
from hotline_analysis.report.sections.counted import columns_of, number, once
from hotline_analysis.report.tables import Column, TableSpec, draw


class SideChannelSection(Section):
    """A table of such items by unit, summed up in a sentence.

    ``columns`` gives the columns of the table with their headers; ``due``, ``done`` and ``on_time`` say which of them
    make the closure rates; ``satisfied`` and ``revisited`` name figures of the case for a satisfaction rate.
    """

    section: Literal["side_channel"]
    table: str
    name: str
    measure: str = "件"
    columns: dict[str, str]
    due: str
    done: str | None = None
    on_time: str | None = None
    satisfied: str | None = None
    revisited: str | None = None
    detail: bool = False
    caption: str | None = None
    unit_header: str = msgid("单位")

    @model_validator(mode="after")
    def _listed(self) -> Self:
        for column in filter(None, (self.due, self.done, self.on_time)):
            if column not in self.columns:
                raise ValueError(f"due, done and on_time are keys of columns, and {column} is none")
        return self

    def blocks(self, data: ReportData, key: str) -> list[Block]:
        """Make the section's blocks."""
        sums = {column: self._sum(data, column) for column in self.columns}
        parts = [
            data.say("side_channel.count", label=header, number=self._count(data, key, column, sums[column]))
            for column, header in self.columns.items()
            if sums[column] is not None
        ]
        parts += self._rates(data, key, sums)
        said = data.language.clauses(parts)
        lead = data.sentence("side_channel.lead", period=data.short_period, name=self.name, parts=said)
        return [lead, self.drawn(data, key)] if self.detail else [lead]

    def drawn(self, data: ReportData, key: str) -> Block:
        """Draw the table with its units and a total that is worked out, not copied."""
        frame = self._frame(data)
        units = list(frame.index)
        columns = []
        for column, header in self.columns.items():
            cells = [
                self._count(
                    data, key, f"{unit}.{column}", value, label=data.label("{unit}{figure}", unit=unit, figure=header)
                )
                for unit, value in zip(units, self._numbers(data, column), strict=True)
            ]
            total = self._count(data, key, column, self._sum(data, column))
            columns.append(Column(data.language.header(header, self.measure), [*cells, total]))
        what = self.caption or data.label("{name}办理情况", name=self.name)
        caption = data.language.capital(data.label("{period}{what}", period=data.short_period, what=what))
        stub = [*units, data.label("合计")]
        return draw(TableSpec(key, caption, data.label(self.unit_header), stub, columns, frozenset({len(units)})))

    def _frame(self, data: ReportData) -> pd.DataFrame:
        frame, source = columns_of(data.case, self.table, *self.columns), data.case.files(self.table)[0]
        once(frame[source.name], file=source.label)
        return frame.set_index(source.name, drop=False)

    def _sum(self, data: ReportData, column: str) -> Fraction | None:
        known = [value for value in self._numbers(data, column) if value is not None]
        return sum(known, Fraction(0)) if known else None

    def _count(self, data: ReportData, key: str, name: str, value: Fraction | None, *, label: str = "") -> Fact:
        return data.writer(key).count(
            name,
            label or data.label("{unit}{figure}", unit=self.name, figure=self.columns.get(name, name)),
            value,
            source=data.now.source_of_table(self.table),
            unit=self.measure,
        )

    def _rates(self, data: ReportData, key: str, sums: dict[str, Fraction | None]) -> list[Markup]:
        found = []
        due = sums[self.due]
        for name, column in (("closure_rate", self.done), ("on_time_closure_rate", self.on_time)):
            if column is not None:
                found.append(self._rate(data, key, name, sums[column], due))
        if self.satisfied and self.revisited:
            numbers = (data.case.figure(self.satisfied), data.case.figure(self.revisited))
            found.append(self._rate(data, key, "satisfaction_rate", *numbers))
        return found

    def _rate(self, data: ReportData, key: str, name: str, part: Fraction | None, whole: Fraction | None) -> Markup:
        metric = data.metric(name)
        rate = Rate(None if part is None or not whole else 100 * part / whole, part, whole)
        fact = data.writer(key).rate(name, metric, rate, subject=self.name, source=data.now.source_of_table(self.table))
        return data.say("rate.short", name=data.metric_name(metric), rate=with_counts(fact))

    def _numbers(self, data: ReportData, column: str) -> list[Fraction | None]:
        frame, file = self._frame(data), data.case.files(self.table)[0].label
        cells = zip(frame.index, frame[column], strict=True)
        return [number(cell, file=file, where=f"{unit}, column {column}", whole=True) for unit, cell in cells]
