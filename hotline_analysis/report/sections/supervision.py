"""Supervision by phone and in writing: how many, how many replied, who most."""

from __future__ import annotations

from typing import Literal

from markupsafe import Markup

from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.sections.base import Section, figure_fact, named, sentence
from hotline_analysis.schemes import NamedList, select


class SupervisionSection(Section):
    """Supervised tickets; ``satisfied`` gives, per kind, the figure of citizens satisfied afterwards."""

    section: Literal["supervision"]
    top: int = 5
    satisfied: dict[str, str] = {}

    def blocks(self, data: ReportData, key: str) -> list[Block]:
        """Make the section's blocks."""
        parts = [
            self._kind(data, key, kind, word)
            for kind, word in (("supervised_by_phone", "电话督办"), ("supervised_in_writing", "书面督办"))
        ]
        wanted = NamedList.model_validate({"zh": "", "en": "", "by": "supervised", "top": self.top, "above": 0})
        rows = select(data.scores, wanted)
        facts = [figure_fact(data, key, data.scores, "supervised", i) for i in rows]
        units = named([data.scores.units[i] for i in rows], facts)
        found: list[Block] = [sentence("{parts}。", parts=Markup("；").join(parts))]
        if rows:
            found.append(sentence("督办数居前{n}位的单位：{units}。", n=self.top, units=units))
        return found

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
                f"{kind}.satisfied", f"{word}后满意", data.case.figure(figure), source=f"本期数据 {figure}"
            )
            text += Markup("，督办后满意{}").format(fact)
        return text
