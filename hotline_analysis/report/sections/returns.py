"""Returned tickets: how many tickets, how many returns, by number of returns."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from hotline_analysis.errors import InputError
from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.sections.base import Section, leading, whole_rate, with_counts
from hotline_analysis.report.sections.counted import counted_rows, once
from hotline_analysis.report.tables import Column, TableSpec, draw


class ReturnsSection(Section):
    """Tickets that units sent back, from a table whose first column is the number of returns of a ticket."""

    section: Literal["returns"]
    table: str
    top: int = 5

    def blocks(self, data: ReportData, key: str) -> list[Block]:
        """Make the section's blocks."""
        rows = [(self._times(data, name), value) for name, value in counted_rows(data, self.table, sort=False)]
        once([data.language.text("returns.times", n=n) for n, _ in rows], file=data.case.files(self.table)[0].label)
        rows.sort(reverse=True)
        tickets = sum((value for _, value in rows), Fraction(0))
        times = sum((n * value for n, value in rows), Fraction(0))
        writer, source = data.writer(key), data.now.source_of_table(self.table)
        metric = data.metric("return_rate")
        rate = whole_rate(data, key, "rate", metric)
        lead = data.sentence(
            "returns.lead",
            tickets=writer.count("tickets", data.label("被退回的工单"), tickets, source=source),
            times=writer.count("times", data.label("累计退单次数"), times, source=source, unit="次"),
            rate=with_counts(rate),
        )
        return [lead, self._table(data, key, rows), *self._units(data, key), *self._difference(data, key, tickets)]

    def _times(self, data: ReportData, name: str) -> int:
        digits = "".join(char for char in name if char.isdecimal())
        if not digits:
            raise InputError(
                "no number of returns", file=data.case.files(self.table)[0].label, value=name, allowed="1, 2, 3 …"
            )
        return int(digits)

    def _table(self, data: ReportData, key: str, rows: list[tuple[int, Fraction]]) -> Block:
        writer, source, label = data.writer(key), data.now.source_of_table(self.table), data.label
        names = [data.language.text("returns.times", n=n) for n, _ in rows]
        numbers = [
            writer.count(f"{n}.tickets", label("退单{n}次的工单", n=n), value, source=source) for n, value in rows
        ]
        times = [
            writer.count(f"{n}.times", label("退单{n}次的工单累计退单", n=n), n * value, source=source, unit="次")
            for n, value in rows
        ]
        tickets, returns = sum((v for _, v in rows), Fraction(0)), sum((n * v for n, v in rows), Fraction(0))
        numbers.append(writer.count("tickets", label("被退回的工单"), tickets, source=source))
        times.append(writer.count("times", label("累计退单次数"), returns, source=source, unit="次"))
        header = data.language.header
        columns = [Column(header(label("工单"), "件"), numbers), Column(header(label("累计退单"), "次"), times)]
        caption, stub = label("退单工单按退单次数分布"), [*names, label("合计")]
        return draw(TableSpec(key, caption, label("退单次数"), stub, columns, frozenset({len(rows)})))

    def _units(self, data: ReportData, key: str) -> list[Block]:
        units = leading(data, key, "returned", self.top)
        return [data.sentence("returns.units", units=units)] if units else []

    def _difference(self, data: ReportData, key: str, tickets: Fraction) -> list[Block]:
        annex = data.now.totals.get("returned")
        if annex is None or annex == tickets:
            return []
        writer, source = data.writer(key), data.now.source_of("returned")
        whole, table = data.label("{place}退单数", place=data.place), data.now.source_of_table(self.table)
        gap = data.label("附表退单数与按次数统计之差")
        return [
            data.note(
                "returns.other_count",
                annex=writer.count("annex", whole, annex, source=source),
                tickets=writer.count("tickets", data.label("被退回的工单"), tickets, source=table),
                gap=writer.count("gap", gap, abs(annex - tickets), source=source),
            )
        ]
