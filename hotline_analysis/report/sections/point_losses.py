"""Loss of points and its cause: the district's own losses, and the items that cost the units most."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, Self

from markupsafe import Markup
from pydantic import model_validator

from hotline_analysis.documents import Strict
from hotline_analysis.report import charts
from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.losses import Losses, losses_of
from hotline_analysis.report.references import Reference
from hotline_analysis.report.sections.base import Section
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
        losses = losses_of(score(table, data.scheme), data.scheme, data.language)
        name = self.own or data.name
        if name not in losses.units:
            raise data.case.document.error(
                "the table has no row for the district", ("tables", self.table or ""), value=name
            )
        i = losses.units.index(name)
        writer = data.writer(key)
        parts = []
        for item, (name, column) in losses.items.items():
            if column[i]:
                label = data.label("{unit}{item}失分", unit=data.ours, item=name)
                lost = writer.points(f"own.{item}", label, column[i], source=data.now.source_name(source))
                parts.append(data.say("point_losses.item", item=name, lost=lost) + self._cause(data, key, item))
        label = data.label("{unit}失分合计", unit=data.ours)
        total = writer.points("own", label, losses.totals[i], source=data.now.source_name(source))
        if not parts:
            return data.sentence("point_losses.own_none", ours=data.ours)
        said = data.language.points(parts)
        return data.sentence("point_losses.own", ours=data.ours, total=total, parts=said)

    def _cause(self, data: ReportData, key: str, item: str) -> Markup:
        cause = self.causes.get(item)
        if cause is None:
            return Markup("")
        value = data.now.totals.get(cause.count) if cause.count else data.case.figure(cause.figure or "")
        source = data.now.source_of(cause.count) if cause.count else data.now.source_of_figure(cause.figure)
        language = data.language
        fact = data.writer(key).count(f"cause.{item}", language.plain(cause.label), value, source=source)
        return data.say("point_losses.cause", label=language.counted(cause.label, fact), number=fact)

    def _units(self, data: ReportData, key: str) -> list[Block]:
        losses = losses_of(data.scores, data.scheme, data.language)
        losing = [i for i, total in enumerate(losses.totals) if total]
        writer, source = data.writer(key), data.by_scheme
        taking = writer.whole(
            "taking", data.label("参评单位数"), sum(t is not None for t in losses.totals), source=source, unit="个"
        )
        if not losing:
            return [data.sentence("point_losses.none", taking=taking)]
        lead = data.sentence(
            "point_losses.units",
            taking=taking,
            losing=writer.whole("losing", data.label("有失分的单位数"), len(losing), source=source, unit="个"),
            items=data.language.points(self._items(data, key, losses)),
        )
        notes = self._rounding_note(data, losses)
        return [lead, *notes, self._chart(data, key, losses, losing)] if self.chart else [lead, *notes]

    def _rounding_note(self, data: ReportData, losses: Losses) -> list[Block]:
        """Say so where the items' losses, which are not rounded, differ from what the printed totals lack."""
        parts = sum((value or Fraction(0) for _, column in losses.items.values() for value in column), Fraction(0))
        whole = sum((total or Fraction(0) for total in losses.totals), Fraction(0))
        return [] if parts == whole else [data.note("point_losses.rounding")]

    def _items(self, data: ReportData, key: str, losses: Losses) -> list[Markup]:
        sums = {
            item: (
                name,
                sum((value or Fraction(0) for value in column), Fraction(0)),
                sum(bool(value) for value in column),
            )
            for item, (name, column) in losses.items.items()
        }
        writer, source = data.writer(key), data.by_scheme
        return [
            data.say(
                "point_losses.sum",
                item=name,
                lost=writer.points(f"sum.{item}", data.label("各单位{item}失分合计", item=name), total, source=source),
                units=writer.whole(
                    f"units.{item}", data.label("{item}有失分的单位数", item=name), units, source=source, unit="个单位"
                ),
            )
            for item, (name, total, units) in sorted(sums.items(), key=lambda entry: -entry[1][1])
            if total
        ]

    def _chart(self, data: ReportData, key: str, losses: Losses, losing: list[int]) -> Block:

        rows = sorted(losing, key=lambda i: -(losses.totals[i] or 0))[: self.most]
        units = [losses.units[i] for i in rows]
        points = {
            name: [
                data.writer(key).points(
                    f"{losses.units[i]}.lost.{item}",
                    data.label("{unit}{item}失分", unit=losses.units[i], item=name),
                    column[i],
                    source=data.by_scheme,
                )
                for i in rows
            ]
            for item, (name, column) in losses.items.items()
            if any(column[i] for i in rows)
        }
        totals = [
            data.writer(key).points(
                f"{unit}.lost", data.label("{unit}失分", unit=unit), losses.totals[i], source=data.by_scheme
            )
            for i, unit in zip(rows, units, strict=True)
        ]
        cut = len(rows) < len(losing)
        caption = data.language.text("point_losses.chart_most" if cut else "point_losses.chart", n=len(rows))
        return charts.losses_chart(units, points, totals, caption=caption)
