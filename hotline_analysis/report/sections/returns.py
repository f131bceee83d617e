"""Returned tickets: how many tickets, how many returns, by number of returns."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from markupsafe import Markup

from hotline_analysis.errors import InputError
from hotline_analysis.report.blocks import Block, Note
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.sections.base import Section, leading, sentence, whole_rate, with_counts
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
        once([f"{n}次" for n, _ in rows], file=data.case.files(self.table)[0].label)
        rows.sort(reverse=True)
        tickets = sum((value for _, value in rows), Fraction(0))
        times = sum((n * value for n, value in rows), Fraction(0))
        writer, source = data.writer(key), data.now.source_of_table(self.table)
        metric = data.metric("return_rate")
        rate = whole_rate(data, key, "rate", metric)
        lead = sentence(
            "本期被退回的工单{tickets}，累计退单{times}，退单率{rate}。",
            tickets=writer.count("tickets", "被退回的工单", tickets, source=source),
            times=writer.count("times", "累计退单次数", times, source=source, unit="次"),
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
        writer, source = data.writer(key), data.now.source_of_table(self.table)
        names = [f"{n}次" for n, _ in rows]
        numbers = [writer.count(f"{n}.tickets", f"退单{n}次的工单", value, source=source) for n, value in rows]
        times = [
            writer.count(f"{n}.times", f"退单{n}次的工单累计退单", n * value, source=source, unit="次")
            for n, value in rows
        ]
        totals = (sum((v for _, v in rows), Fraction(0)), sum((n * v for n, v in rows), Fraction(0)))
        columns = [
            Column("工单（件）", [*numbers, writer.count("tickets", "被退回的工单", totals[0], source=source)]),
            Column(
                "累计退单（次）", [*times, writer.count("times", "累计退单次数", totals[1], source=source, unit="次")]
            ),
        ]
        return draw(
            TableSpec(key, "退单工单按退单次数分布", "退单次数", [*names, "合计"], columns, frozenset({len(rows)}))
        )

    def _units(self, data: ReportData, key: str) -> list[Block]:
        units = leading(data, key, "returned", self.top)
        return [sentence("退单数{units}。", units=units)] if units else []

    def _difference(self, data: ReportData, key: str, tickets: Fraction) -> list[Block]:
        annex = data.now.totals.get("returned")
        if annex is None or annex == tickets:
            return []
        writer, source = data.writer(key), data.now.source_of("returned")
        facts = (
            writer.count("annex", f"{data.place}退单数", annex, source=source),
            writer.count("tickets", "被退回的工单", tickets, source=data.now.source_of_table(self.table)),
            writer.count("gap", "附表退单数与按次数统计之差", abs(annex - tickets), source=source),
        )
        return [Note(Markup("附表退单数合计{}，与按次数统计的{}相差{}。").format(*facts))]
