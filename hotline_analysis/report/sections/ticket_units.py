"""Tickets of special kinds (business environment, conduct) by unit."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from markupsafe import Markup

from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.language import msgid
from hotline_analysis.report.sections.base import Section
from hotline_analysis.report.sections.counted import columns_of, number, once


class TicketUnitsSection(Section):
    """Tickets by kind and unit, from a table with columns ``ticket_type``, ``unit`` and ``tickets``.

    Where the table names units without a number, ``totals`` names the table that has the number of each kind.
    """

    section: Literal["ticket_units"]
    table: str = "efficiency_ticket_units"
    totals: str | None = None
    subject: str = msgid("营商环境和工作作风")

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
                notes.append(self._differing(data, key, kind, summed, stated))
            said.append(self._said(data, key, kind, list(rows["unit"]), numbers, total))
        subject, points = data.label(self.subject), data.language.points(said)
        lead = data.sentence("ticket_units.lead", period=data.short_period, subject=subject, said=points)
        return [lead, *notes]

    def _differing(self, data: ReportData, key: str, kind: str, summed: Fraction, stated: Fraction) -> Block:
        """Say so where the units' numbers add up to another one than the table of all tickets has."""
        writer, label = data.writer(key), self._label(data, kind)
        total = data.label("{label}（总表）", label=label)
        printed = writer.count(f"stated.{kind}", total, stated, source=data.now.source_of_table(self.totals))
        ours = writer.count(f"total.{kind}", label, summed, source=data.now.source_of_table(self.table))
        return data.note("ticket_units.differing", kind=kind, ours=ours, printed=printed)

    def _label(self, data: ReportData, kind: str) -> str:
        return data.label("{subject}{kind}", subject=data.label(self.subject), kind=kind)

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
        parts = list[Markup]()
        for unit, value in zip(units, numbers, strict=True):
            if value is None:
                parts.append(Markup.escape(unit))
                continue
            label = data.label("{unit}{figure}", unit=unit, figure=kind)
            fact = writer.count(f"of.{kind}.{unit}", label, value, source=source)
            parts.append(data.say("ticket_units.unit", unit=unit, number=fact))
        fact = writer.count(f"total.{kind}", self._label(data, kind), total, source=source)
        return data.say("ticket_units.kind", kind=kind, number=fact, units=data.language.listed(parts))

    def _stated(self, data: ReportData, kind: str) -> Fraction | None:
        if self.totals is None:
            return None
        frame = columns_of(data.case, self.totals, "ticket_type", "tickets")
        cells = list(frame.loc[frame["ticket_type"] == kind, "tickets"])
        return number(cells[0], file=self._file(data, self.totals), where=kind, whole=True) if cells else None

    def _file(self, data: ReportData, table: str) -> str:
        return data.case.files(table)[0].label
