"""Tickets of special kinds (business environment, conduct) by unit."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from markupsafe import Markup

from hotline_analysis.exact import to_fraction
from hotline_analysis.report.blocks import Block, Note, Paragraph
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.phrases import listed, short_period
from hotline_analysis.report.sections.base import Section


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
        frame = data.case.table(self.table)
        said, notes = [], list[Block]()
        for kind in dict.fromkeys(frame["ticket_type"]):
            rows = frame[frame["ticket_type"] == kind]
            numbers = [to_fraction(cell) if cell else None for cell in rows["tickets"]]
            summed = None if None in numbers else sum((n or Fraction(0) for n in numbers), Fraction(0))
            stated = self._stated(data, kind)
            total = summed if summed is not None else stated
            if summed is not None and stated is not None and summed != stated:
                notes.append(
                    Note(
                        Markup("{}：分单位合计{}件，总表为{}件，以分单位合计为准。").format(
                            kind, int(summed), int(stated)
                        )
                    )
                )
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
        writer, source = data.writer(key), f"本期数据 {self.table}"
        parts = [
            Markup("{}").format(unit)
            if number is None
            else Markup("{}{}").format(unit, writer.count(f"{kind}.{unit}", f"{unit}{kind}", number, source=source))
            for unit, number in zip(units, numbers, strict=True)
        ]
        fact = writer.count(kind, f"{self.subject}{kind}", total, source=source)
        return Markup("{}{}，涉及{}").format(kind, fact, listed(parts))

    def _stated(self, data: ReportData, kind: str) -> Fraction | None:
        if self.totals is None:
            return None
        frame = data.case.table(self.totals)
        cells = list(frame.loc[frame["ticket_type"] == kind, "tickets"])
        return to_fraction(cells[0]) if cells and cells[0] else None
