"""Supervision by phone and in writing: how many, how many replied, who most."""

from __future__ import annotations

from typing import Literal

from markupsafe import Markup

from hotline_analysis.errors import InputError
from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.sections.base import Section, leading, sentence

KINDS = {"supervised_by_phone": "电话督办", "supervised_in_writing": "书面督办"}


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
        parts = [self._kind(data, key, kind, word) for kind, word in known.items()]
        found: list[Block] = [sentence("{parts}。", parts=Markup("；").join(parts))]
        units = leading(data, key, "supervised", self.top) if len(known) == len(KINDS) else None
        return [*found, sentence("督办数{units}。", units=units)] if units else found

    def _kind(self, data: ReportData, key: str, kind: str, word: str) -> Markup:
        writer, totals = data.writer(key), data.now.totals
        number = writer.count(kind, f"{data.place}{word}", totals.get(kind), source=data.now.source_of(kind))
        replied = f"{kind}_replied"
        text = Markup("{}{}").format(word, number)
        if totals.get(replied) is not None:
            fact = writer.count(replied, f"{data.place}{word}回复", totals[replied], source=data.now.source_of(replied))
            text += Markup("，已回复{}").format(fact)
        figure = self.satisfied.get(kind)
        if figure is not None:
            fact = writer.count(
                f"{kind}.satisfied", f"{word}后满意", data.case.figure(figure), source=data.now.source_of_figure(figure)
            )
            text += Markup("，督办后满意{}").format(fact)
        return text
