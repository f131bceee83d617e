"""Tickets of special kinds (business environment, conduct) by unit."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from markupsafe import Markup

from hotline_analysis.report.blocks import Block, Note, Paragraph
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.phrases import listed, short_period
from hotline_analysis.report.sections.base import Section
from hotline_analysis.report.sections.counted import columns_of, number, once


class TicketUnitsSection(Section):
    """Tickets by kind and unit, from a table with columns ``ticket_type``, ``unit`` and ``tickets``.

    Where the table names units without a number, ``totals`` names the table that has the number of each kind.
    """

    section: Literal["ticket_units"]
    table: str = "efficiency_ticket_units"
    totals: str | None = None
    subject: str = "营商环境和工作作风"

    def blocks(self, data: ReportData, key: str) -> list[Block]:
        """Make the section's blocks."""
        frame = columns_of(data.case, self.table, "ticket_type", "unit", "tickets")
        said, notes = [], list[Block]()
        for kind in dict.fromkeys(frame["ticket_type"]):
            rows = frame[frame["ticket_type"] == kind]
            once(rows["unit"], file=self._file(data, self.table))
            numbers = [
                number(cell, file=self._file(data, self.table), where=f"{kind}, {unit}", whole=True)
                for unit, cell in zip(rows["unit"], rows["tickets"], strict=True)
            ]
            summed = None if None in numbers else sum((n or Fraction(0) for n in numbers), Fraction(0))
            stated = self._stated(data, kind)
            total = summed if summed is not None else stated
            if summed is not None and stated is not None and summed != stated:
                printed = data.writer(key).count(
                    f"stated.{kind}",
                    f"{self.subject}{kind}（总表）",
                    stated,
                    source=data.now.source_of_table(self.totals),
                )
                ours = data.writer(key).count(
                    f"total.{kind}", f"{self.subject}{kind}", summed, source=data.now.source_of_table(self.table)
                )
                notes.append(Note(Markup("{}：分单位合计{}，总表为{}，以分单位合计为准。").format(kind, ours, printed)))
            said.append(self._said(data, key, kind, list(rows["unit"]), numbers, total))
        lead = Markup("{}，涉及{}的工单：{}。").format(short_period(data.period), self.subject, Markup("；").join(said))
        return [Paragraph(lead), *notes]

    def _said(
        self,
        data: ReportData,
        key: str,
        kind: str,
        units: list[str],
        numbers: list[Fraction | None],
        total: Fraction | None,
    ) -> Markup:
        writer, source = data.writer(key), data.now.source_of_table(self.table)
        parts = [
            Markup("{}").format(unit)
            if number is None
            else Markup("{}{}").format(unit, writer.count(f"of.{kind}.{unit}", f"{unit}{kind}", number, source=source))
            for unit, number in zip(units, numbers, strict=True)
        ]
        fact = writer.count(f"total.{kind}", f"{self.subject}{kind}", total, source=source)
        return Markup("{}{}，涉及{}").format(kind, fact, listed(parts))

    def _stated(self, data: ReportData, kind: str) -> Fraction | None:
        if self.totals is None:
            return None
        frame = columns_of(data.case, self.totals, "ticket_type", "tickets")
        cells = list(frame.loc[frame["ticket_type"] == kind, "tickets"])
        return number(cells[0], file=self._file(data, self.totals), where=kind, whole=True) if cells else None

    def _file(self, data: ReportData, table: str) -> str:
        return data.case.files(table)[0].label
