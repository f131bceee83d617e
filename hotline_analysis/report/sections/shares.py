"""Request types and categories with their shares of one whole, which is named and adds up."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, Self

from pydantic import model_validator

from hotline_analysis.report import charts
from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.language import msgid
from hotline_analysis.report.references import Reference, references
from hotline_analysis.report.sections.base import Section
from hotline_analysis.report.sections.counted import Row, counted_rows
from hotline_analysis.report.tables import Column, TableSpec, draw


class SharesSection(Section):
    """Parts of one whole.

    The whole is a count over all units, a figure of the case, or the sum of the parts. Where the parts do not
    reach the whole, the rest gets a row of its own; where they exceed it, the whole cannot be theirs, so their own sum
    is taken and a note says so.
    """

    section: Literal["shares"]
    table: str
    label: str
    count: str | None = None
    figure: str | None = None
    whole_label: str
    other: str = msgid("其他")
    chart: bool = False

    @model_validator(mode="after")
    def _one(self) -> Self:
        if self.count is not None and self.figure is not None:
            raise ValueError("the whole is either a count or a figure")
        return self

    def references(self) -> list[Reference]:
        """Return the names it uses."""
        return references("count", "count", [self.count])

    def blocks(self, data: ReportData, key: str) -> list[Block]:
        """Make the section's blocks."""
        rows = counted_rows(data, self.table)
        whole, notes = self._whole(data, key, rows)
        parts = sum((value for _, value in rows), Fraction(0))
        if parts < whole:
            rows = [*rows, (_unused(data, data.label(self.other), rows), whole - parts)]
        if not rows:
            return [data.sentence("shares.none", period=data.short_period, label=self.label)]
        writer, source = data.writer(key), data.now.source_of_table(self.table)
        numbers = [writer.count(f"part.{name}", name, value, source=source) for name, value in rows]
        shares = [
            writer.share(
                f"share.{name}",
                data.label("{part}占{whole}", part=name, whole=self.whole_label),
                value,
                whole,
                source=source,
            )
            for name, value in rows
        ]
        total = writer.count("whole", self.whole_label, whole, source=source)
        said = [
            data.say("shares.part", name=name, number=number, share=share)
            for (name, _), number, share in zip(rows, numbers, shares, strict=True)
        ]
        lead = data.sentence(
            "shares.lead",
            period=data.short_period,
            whole=self.whole_label,
            total=total,
            label=self.label,
            said=data.language.joined("shares.join", said),
        )
        names = [name for name, _ in rows]
        found: list[Block] = [lead, self._table(data, key, names, numbers, shares)]
        if self.chart:
            found.append(charts.shares_chart(names, numbers, shares, caption=self._caption(data)))
        return [*found, *notes, *self._rounding_note(data, key, shares)]

    def _whole(self, data: ReportData, key: str, rows: list[Row]) -> tuple[Fraction, list[Block]]:
        parts = sum((value for _, value in rows), Fraction(0))
        stated = (
            data.now.totals.get(self.count) if self.count else data.case.figure(self.figure) if self.figure else parts
        )
        if stated is None or stated >= parts:
            return (parts if stated is None else stated), []
        writer, label = data.writer(key), self._source_label(data)
        summed = writer.count("whole", self.whole_label, parts, source=data.now.source_of_table(self.table))
        other = writer.count("stated", label, stated, source=self._stated_source(data))
        return parts, [data.note("shares.more", label=self.label, parts=summed, whole=label, stated=other)]

    def _stated_source(self, data: ReportData) -> str:
        return data.now.source_of(self.count) if self.count else data.now.source_of_figure(self.figure)

    def _source_label(self, data: ReportData) -> str:
        if self.count:
            return data.label("附表{label}", label=data.count_label(self.count))
        return data.label("本期公布总数")

    def _caption(self, data: ReportData) -> str:
        text = data.label("{whole}按{label}分布", whole=self.whole_label, label=self.label)
        return data.language.capital(text)

    def _table(self, data: ReportData, key: str, names: list[str], numbers: list[Fact], shares: list[Fact]) -> Block:
        writer, source = data.writer(key), data.now.source_of_table(self.table)
        whole = sum((number.value or Fraction(0) for number in numbers), Fraction(0))
        sum_, share = data.label("合计"), data.label("占{whole}", whole=self.whole_label)
        total = writer.count("total", sum_, whole, source=source)
        label = data.label("{part}占{whole}", part=sum_, whole=self.whole_label)
        hundred = writer.share("total_share", label, whole, whole, source=source)
        columns = [
            Column(data.language.header(data.label("件数"), "件"), [*numbers, total]),
            Column(data.language.header(share, "%"), [*shares, hundred]),
        ]
        stub = data.language.capital(self.label)
        return draw(TableSpec(key, self._caption(data), stub, [*names, sum_], columns, frozenset({len(names)})))

    def _rounding_note(self, data: ReportData, key: str, shares: list[Fact]) -> list[Block]:
        """Say so where rounded shares do not add up to 100; the counts always add up."""
        summed = sum((Fraction(share.plain()) for share in shares if share.value is not None), Fraction(0))
        if summed == 100 or not summed:
            return []
        source = data.label("本表各项占比")
        shown = data.writer(key).share("summed", data.label("各项占比相加"), summed, Fraction(100), source=source)
        return [data.note("shares.rounding", sum=shown)]


def _unused(data: ReportData, name: str, rows: list[Row]) -> str:
    """Name the rest so that it is not taken for a part of that name."""
    return data.label("未列明{name}", name=name) if any(name == part for part, _ in rows) else name
