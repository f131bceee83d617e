"""Units that pull the district down, and their share of its cases."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from markupsafe import Markup

from hotline_analysis.report.blocks import Block, Note
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.references import Reference, references
from hotline_analysis.report.sections.base import Section, figure_fact, named, sentence
from hotline_analysis.report.small_numbers import mark_note, marked, nameable
from hotline_analysis.report.tables import Column, TableSpec, draw
from hotline_analysis.schemes import figure


class DragUnitsSection(Section):
    """All units with such cases, the number of cases, their rate within the unit and their share of the whole."""

    section: Literal["drag_units"]
    count: str
    of: str
    label: str
    decimals: int = 1

    def references(self) -> list[Reference]:
        """Return the names it uses."""
        return [*references("count", "count", [self.count]), *references("count", "of", [self.of])]

    def blocks(self, data: ReportData, key: str) -> list[Block]:
        """Make the section's blocks."""
        cases, volumes = figure(data.scores, self.count), figure(data.scores, self.of)
        whole = data.now.totals.get(self.count)
        rows = sorted((i for i, n in enumerate(cases) if n), key=lambda i: (-(cases[i] or 0), -(volumes[i] or 0)))
        writer, units = data.writer(key), data.scores.units
        total = writer.count("whole", f"{data.place}{self.label}", whole, source=data.now.source_of(self.count))
        if not rows:
            return [sentence("{place}{label}{total}。", place=data.place, label=self.label, total=total)]
        numbers = [figure_fact(data, key, data.scores, self.count, i) for i in rows]
        own = [self._share(data, key, "own", units[i], cases[i], volumes[i]) for i in rows]
        ours = [self._share(data, key, "whole_share", units[i], cases[i], whole) for i in rows]
        kept, small = nameable(data, key, rows)
        behind = [number for i, number in zip(rows, numbers, strict=True) if i in kept]
        lead = sentence(
            "{place}{label}{total}，涉及{n}个单位：{units}。",
            place=data.place,
            label=self.label,
            total=total,
            n=writer.whole("units", f"有{self.label}的单位", len(rows), source="附表", unit=""),
            units=Markup("，").join(part for part in (named([units[i] for i in kept], behind), small) if part),
        )
        columns = [
            Column(f"{self.label}（件）", numbers),
            Column(f"占本单位{data.count_label(self.of)}（%）", own),
            Column(f"占{data.place}{self.label}（%）", ours),
        ]
        table = TableSpec(key, f"{self.label}单位分布", "单位", [marked(data, i) for i in rows], columns)
        note = Note(
            Markup("占{place}比例以{place}{label}{total}为总体，列出全部有{label}的单位。").format(
                place=data.place, label=self.label, total=total
            )
        )
        more = [Note(mark_note(data, key, places=False))] if small else []
        return [lead, draw(table), note, *more]

    def _share(
        self, data: ReportData, key: str, name: str, unit: str, part: Fraction | None, whole: Fraction | None
    ) -> Fact:
        label = (
            f"{unit}{self.label}占{'本单位' + data.count_label(self.of) if name == 'own' else data.place + self.label}"
        )
        return data.writer(key).share(
            f"{unit}.{name}", label, part, whole, source="附表", decimals=self.decimals, sign=""
        )
