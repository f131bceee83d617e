"""Loss of points and its cause: the district's own losses, and the items that cost the units most."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, Self

from markupsafe import Markup
from pydantic import model_validator

from hotline_analysis.documents import Strict
from hotline_analysis.report import charts
from hotline_analysis.report.blocks import Block, Note
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.losses import Losses, losses_of
from hotline_analysis.report.references import Reference
from hotline_analysis.report.sections.base import Section, sentence
from hotline_analysis.schemes import score, stack_units


class Cause(Strict):
    """What stands behind the loss in an item: a count over all units, or a figure of the case."""

    label: str
    count: str | None = None
    figure: str | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.count is None) == (self.figure is None):
            raise ValueError("name either a count or a figure")
        return self


class PointLossesSection(Section):
    """Points lost by the district in a scored table of districts, by item with causes, and by the units."""

    section: Literal["point_losses"]
    table: str | None = None
    own: str | None = None
    causes: dict[str, Cause] = {}
    units: bool = True
    chart: bool = True
    most: int = 15

    def references(self) -> list[Reference]:
        """Return the names it uses."""
        items = [Reference(("causes", key), "item", key) for key in self.causes]
        counts = [
            Reference(("causes", key, "count"), "count", one.count) for key, one in self.causes.items() if one.count
        ]
        return [*items, *counts]

    def blocks(self, data: ReportData, key: str) -> list[Block]:
        """Make the section's blocks."""
        found: list[Block] = []
        if self.table is not None:
            found.append(self._own(data, key))
        if self.units:
            found += self._units(data, key)
        return found

    def _own(self, data: ReportData, key: str) -> Block:
        source = data.case.files(self.table or "")[0]
        table = stack_units([(source.frame, source.label, source.key)], data.scheme)
        losses = losses_of(score(table, data.scheme), data.scheme)
        name = self.own or data.name
        if name not in losses.units:
            raise data.case.document.error(
                "the table has no row for the district", ("tables", self.table or ""), value=name
            )
        i = losses.units.index(name)
        writer = data.writer(key)
        parts = [
            Markup("{}失{}").format(
                name, writer.points(f"own.{item}", f"{data.ours}{name}失分", column[i], source=source.label)
            )
            + self._cause(data, key, item)
            for item, (name, column) in losses.items.items()
            if column[i]
        ]
        total = writer.points("own", f"{data.ours}失分合计", losses.totals[i], source=source.label)
        if not parts:
            return sentence("{ours}本期未失分。", ours=data.ours)
        return sentence("{ours}本期共失{total}：{parts}。", ours=data.ours, total=total, parts=Markup("；").join(parts))

    def _cause(self, data: ReportData, key: str, item: str) -> Markup:
        cause = self.causes.get(item)
        if cause is None:
            return Markup("")
        value = data.now.totals.get(cause.count) if cause.count else data.case.figure(cause.figure or "")
        source = data.now.source_of(cause.count) if cause.count else data.now.source_of_figure(cause.figure)
        fact = data.writer(key).count(f"cause.{item}", cause.label, value, source=source)
        return Markup("（{}{}）").format(cause.label, fact)

    def _units(self, data: ReportData, key: str) -> list[Block]:
        losses = losses_of(data.scores, data.scheme)
        losing = [i for i, total in enumerate(losses.totals) if total]
        writer, source = data.writer(key), f"考核办法 {data.scheme.scheme}"
        taking = writer.whole(
            "taking", "参评单位数", sum(t is not None for t in losses.totals), source=source, unit="个"
        )
        if not losing:
            return [sentence("参评的{taking}单位均未失分。", taking=taking)]
        lead = sentence(
            "参评的{taking}单位中，有失分的{losing}，各项失分合计由多到少为：{items}。",
            taking=taking,
            losing=writer.whole("losing", "有失分的单位数", len(losing), source=source, unit="个"),
            items=Markup("；").join(self._items(data, key, losses)),
        )
        notes = self._rounding_note(losses)
        return [lead, *notes, self._chart(data, key, losses, losing)] if self.chart else [lead, *notes]

    def _rounding_note(self, losses: Losses) -> list[Block]:
        """Say so where the items' losses, which are not rounded, differ from what the printed totals lack."""
        parts = sum((value or Fraction(0) for _, column in losses.items.values() for value in column), Fraction(0))
        whole = sum((total or Fraction(0) for total in losses.totals), Fraction(0))
        return [] if parts == whole else [Note(Markup("分项失分按舍入前数值合计，总分按考核办法舍入。"))]

    def _items(self, data: ReportData, key: str, losses: Losses) -> list[Markup]:
        sums = {
            item: (
                name,
                sum((value or Fraction(0) for value in column), Fraction(0)),
                sum(bool(value) for value in column),
            )
            for item, (name, column) in losses.items.items()
        }
        writer, source = data.writer(key), f"考核办法 {data.scheme.scheme}"
        return [
            Markup("{}{}（{}）").format(
                name,
                writer.points(f"sum.{item}", f"各单位{name}失分合计", total, source=source),
                writer.whole(f"units.{item}", f"{name}有失分的单位数", units, source=source, unit="个单位"),
            )
            for item, (name, total, units) in sorted(sums.items(), key=lambda entry: -entry[1][1])
            if total
        ]

    def _chart(self, data: ReportData, key: str, losses: Losses, losing: list[int]) -> Block:
        rows = sorted(losing, key=lambda i: -(losses.totals[i] or 0))[: self.most]
        points = {
            name: [float(column[i] or 0) for i in rows]
            for name, column in losses.items.values()
            if any(column[i] for i in rows)
        }
        totals = [
            data.writer(key).points(
                f"{losses.units[i]}.lost",
                f"{losses.units[i]}失分",
                losses.totals[i],
                source=f"考核办法 {data.scheme.scheme}",
            )
            for i in rows
        ]
        shown = f"失分最多的{len(rows)}个单位" if len(rows) < len(losing) else "有失分的单位"
        return charts.losses_chart([losses.units[i] for i in rows], points, totals, caption=f"{shown}分项失分")
