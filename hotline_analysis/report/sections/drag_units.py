"""Units that pull the district down, and their share of its cases."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.references import Reference, references
from hotline_analysis.report.sections.base import Section, figure_fact, named
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
        writer, units, label = data.writer(key), data.scores.units, data.language.plain(self.label)
        ours_label = data.label("{place}{label}", place=data.place, label=label)
        total = writer.count("whole", ours_label, whole, source=data.now.source_of(self.count))
        said = {"place": data.place, "label": data.language.counted(self.label, total), "total": total}
        if not rows:
            return [data.sentence("drag_units.none", **said)]
        numbers = [figure_fact(data, key, data.scores, self.count, i) for i in rows]
        own = [self._share(data, key, "own", units[i], cases[i], volumes[i]) for i in rows]
        ours = [self._share(data, key, "whole_share", units[i], cases[i], whole) for i in rows]
        kept, small = nameable(data, key, rows)
        behind = [number for i, number in zip(rows, numbers, strict=True) if i in kept]
        names = [named(data.language, [units[i] for i in kept], behind), small]
        source = data.label("附表")
        lead = data.sentence(
            "drag_units.lead",
            **said,
            n=writer.whole("units", data.label("有{label}的单位", label=label), len(rows), source=source, unit=""),
            units=data.language.clauses(part for part in names if part),
        )
        own_share = data.label("占本单位{of}", of=data.count_label(self.of))
        our_share = data.label("占{place}{label}", place=data.place, label=label)
        columns = [
            Column(data.language.header(label, "件"), numbers),
            Column(data.language.header(own_share, "%"), own),
            Column(data.language.header(our_share, "%"), ours),
        ]
        caption = data.language.capital(data.label("{label}单位分布", label=label))
        table = TableSpec(key, caption, data.label("单位"), [marked(data, i) for i in rows], columns)
        note = data.note("drag_units.note", **{**said, "label": label})
        more = [data.noted(mark_note(data, key, places=False))] if small else []
        return [lead, draw(table), note, *more]

    def _share(
        self, data: ReportData, key: str, name: str, unit: str, part: Fraction | None, whole: Fraction | None
    ) -> Fact:
        label, source = data.language.plain(self.label), data.label("附表")
        if name == "own":
            text = data.label("{unit}{label}占本单位{of}", unit=unit, label=label, of=data.count_label(self.of))
        else:
            text = data.label("{unit}{label}占{place}{label}", unit=unit, label=label, place=data.place)
        return data.writer(key).share(
            f"{unit}.{name}", text, part, whole, source=source, decimals=self.decimals, sign=""
        )
