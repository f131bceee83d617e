"""Annexes: every unit's figures by group, units that are not ranked, and tables of other channels."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hotline_analysis.report.annex_parts import AnnexPart, Span, group_name
from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.references import Reference
from hotline_analysis.report.sections.side_channel import SideChannelSection
from hotline_analysis.report.tables import Column, TableSpec, draw
from hotline_analysis.report.templates import Template
from hotline_analysis.report.units_annex import UnitsAnnex

__all__ = ["Annex", "ChannelAnnex", "Span", "UnitsAnnex", "UnrankedAnnex"]


class UnrankedAnnex(AnnexPart):
    """Units that are not ranked, and why."""

    annex: Literal["unranked"]
    title: Template
    wide: bool = False

    def references(self) -> list[Reference]:
        """Return the names it uses."""
        return []

    def tables(self, data: ReportData, key: str) -> list[tuple[str | None, list[Block]]]:
        """Return the table, or a note that there are none."""
        rows = [i for i, reason in enumerate(data.scores.placing.reasons) if reason is not None]
        if not rows:
            return [(None, [data.note("annex.no_such_unit")])]
        reasons = [data.language.name(reason) for reason in data.scores.placing.reasons if reason is not None]
        groups = [group_name(data, data.scores.groups[i]) or "" for i in rows]
        columns = [Column(data.label("原因"), reasons, align="left")]
        if len(set(groups)) > 1:
            columns.insert(0, Column(data.label("类别"), groups, align="left"))
        caption = data.language.title(self.title, data.period)
        return [
            (None, [draw(TableSpec(key, caption, data.label("单位"), [data.scores.units[i] for i in rows], columns))])
        ]


class ChannelAnnex(AnnexPart):
    """The table of a channel beside tickets: letters, proposals."""

    annex: Literal["channel"]
    title: Template
    channel: SideChannelSection
    wide: bool = False

    def references(self) -> list[Reference]:
        """Return the names it uses."""
        return []

    def tables(self, data: ReportData, key: str) -> list[tuple[str | None, list[Block]]]:
        """Return the table with its units and a worked-out total."""
        return [(None, [self.channel.drawn(data, key)])]


Annex = Annotated[UnitsAnnex | UnrankedAnnex | ChannelAnnex, Field(discriminator="annex")]
