"""Request types and categories with their shares of one whole, which is named and adds up."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, Self

from markupsafe import Markup
from pydantic import model_validator

from hotline_analysis.report import charts
from hotline_analysis.report.blocks import Block, Note
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.phrases import short_period
from hotline_analysis.report.references import Reference, references
from hotline_analysis.report.sections.base import Section, sentence
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
    other: str = "其他"
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
            rows = [*rows, (_unused(self.other, rows), whole - parts)]
        if not rows:
            return [sentence("{period}，无{label}数据。", period=short_period(data.period), label=self.label)]
        writer, source = data.writer(key), data.now.source_of_table(self.table)
        numbers = [writer.count(f"part.{name}", name, value, source=source) for name, value in rows]
        shares = [
            writer.share(f"share.{name}", f"{name}占{self.whole_label}", value, whole, source=source)
            for name, value in rows
        ]
        total = writer.count("whole", self.whole_label, whole, source=source)
        said = [
            Markup("{}{}，占{}").format(name, number, share)
            for (name, _), number, share in zip(rows, numbers, shares, strict=True)
        ]
        lead = sentence(
            "{period}，{whole_label}共{total}，按{label}分：{said}。",
            period=short_period(data.period),
            whole_label=self.whole_label,
            total=total,
            label=self.label,
            said=Markup("；").join(said),
        )
        names = [name for name, _ in rows]
        found: list[Block] = [lead, self._table(data, key, names, numbers, shares)]
        if self.chart:
            found.append(charts.shares_chart(names, numbers, shares, caption=f"{self.whole_label}按{self.label}分布"))
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
        text = Markup("各{label}合计{parts}，多于{whole}{stated}，统计口径不同；占比以各{label}合计为总体。")
        return parts, [Note(text.format(label=self.label, parts=summed, whole=label, stated=other))]

    def _stated_source(self, data: ReportData) -> str:
        return data.now.source_of(self.count) if self.count else data.now.source_of_figure(self.figure)

    def _source_label(self, data: ReportData) -> str:
        return f"附表{data.count_label(self.count)}" if self.count else "本期公布总数"

    def _table(self, data: ReportData, key: str, names: list[str], numbers: list[Fact], shares: list[Fact]) -> Block:
        writer, source = data.writer(key), data.now.source_of_table(self.table)
        whole = sum((number.value or Fraction(0) for number in numbers), Fraction(0))
        total = writer.count("total", "合计", whole, source=source)
        hundred = writer.share("total_share", f"合计占{self.whole_label}", whole, whole, source=source)
        columns = [
            Column("件数（件）", [*numbers, total]),
            Column(f"占{self.whole_label}（%）", [*shares, hundred]),
        ]
        caption = f"{self.whole_label}按{self.label}分布"
        spec = TableSpec(key, caption, self.label, [*names, "合计"], columns, frozenset({len(names)}))
        return draw(spec)

    def _rounding_note(self, data: ReportData, key: str, shares: list[Fact]) -> list[Block]:
        """Say so where rounded shares do not add up to 100; the counts always add up."""
        summed = sum((Fraction(share.text) for share in shares if share.value is not None), Fraction(0))
        if summed == 100 or not summed:
            return []
        shown = data.writer(key).share("summed", "各项占比相加", summed, Fraction(100), source="本表各项占比")
        return [Note(Markup("各项占比分别四舍五入，相加为{}，件数相加等于总体。").format(shown))]


def _unused(name: str, rows: list[Row]) -> str:
    """Name the rest so that it is not taken for a part of that name."""
    return f"未列明{name}" if any(name == part for part, _ in rows) else name
