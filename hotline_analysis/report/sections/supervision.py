"""Supervision by phone and in writing: how many, how many replied, who most."""

from __future__ import annotations

from typing import Literal

from markupsafe import Markup

from hotline_analysis.errors import InputError
from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.language import msgid
from hotline_analysis.report.sections.base import Section, leading

KINDS = {"supervised_by_phone": msgid("电话督办"), "supervised_in_writing": msgid("书面督办")}


class SupervisionSection(Section):
    """Supervised tickets; ``satisfied`` gives, per kind, the figure of citizens satisfied afterwards."""

    section: Literal["supervision"]
    top: int = 5
    satisfied: dict[str, str] = {}

    def blocks(self, data: ReportData, key: str) -> list[Block]:
        """Make the section's blocks."""
        known = {kind: word for kind, word in KINDS.items() if data.now.totals.get(kind) is not None}
        if not known:
            raise InputError(
                "the data has no supervision", where="section supervision", allowed=f"counts {', '.join(KINDS)}"
            )
        parts = [self._kind(data, key, kind, data.label(word)) for kind, word in known.items()]
        found: list[Block] = [data.sentence("supervision.lead", parts=data.language.points(parts))]
        units = leading(data, key, "supervised", self.top) if len(known) == len(KINDS) else None
        return [*found, data.sentence("supervision.units", units=units)] if units else found

    def _kind(self, data: ReportData, key: str, kind: str, word: str) -> Markup:
        writer, totals = data.writer(key), data.now.totals
        label = data.label("{place}{label}", place=data.place, label=word)
        number = writer.count(kind, label, totals.get(kind), source=data.now.source_of(kind))
        replied = f"{kind}_replied"
        text = data.say("supervision.kind", kind=word, number=number)
        if totals.get(replied) is not None:
            label = data.label("{place}{kind}回复", place=data.place, kind=word)
            fact = writer.count(replied, label, totals[replied], source=data.now.source_of(replied))
            text += data.say("supervision.replied", number=fact)
        figure = self.satisfied.get(kind)
        if figure is not None:
            label, source = data.label("{kind}后满意", kind=word), data.now.source_of_figure(figure)
            fact = writer.count(f"{kind}.satisfied", label, data.case.figure(figure), source=source)
            text += data.say("supervision.satisfied", number=fact)
        return text
