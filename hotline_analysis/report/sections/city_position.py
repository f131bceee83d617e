"""Position among the city's districts: recomputed places, not copied ones."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, Self

from markupsafe import Markup
from pydantic import model_validator

from hotline_analysis.cases import SourceTable
from hotline_analysis.errors import InputError
from hotline_analysis.metrics import Rate
from hotline_analysis.metrics.dictionary import canonical_headers
from hotline_analysis.ranking import places
from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.language import msgid
from hotline_analysis.report.references import Reference, references
from hotline_analysis.report.sections.base import Section, figure_label, whole_rate, with_counts
from hotline_analysis.report.sections.counted import number, once
from hotline_analysis.report.tables import Column, TableSpec, draw
from hotline_analysis.schemes import score, stack_units


class CityPositionSection(Section):
    """Places among the districts of a city, from their table, or from places that the city announced."""

    section: Literal["city_position"]
    table: str | None = None
    own: str | None = None
    peers: str = msgid("全市")
    counts: tuple[str, ...] = ()
    by: tuple[str, ...] = ("total",)
    ranks: dict[str, str] = {}

    @model_validator(mode="after")
    def _one(self) -> Self:
        if bool(self.table) == bool(self.ranks):
            raise ValueError("give either table or ranks")
        return self

    def references(self) -> list[Reference]:
        """Return the names it uses."""
        return [*references("count", "counts", self.counts), *references("figure", "by", self.by)]

    def blocks(self, data: ReportData, key: str) -> list[Block]:
        """Make the section's blocks."""
        return self._from_table(data, key) if self.table else [self._announced(data, key)]

    def _announced(self, data: ReportData, key: str) -> Block:
        parts, peers = [], data.label(self.peers)
        for period, name in self.ranks.items():
            place, source = int(data.case.figure(name)), data.now.source_of_figure(name)
            label = data.label("{period}{peers}排名", period=period, peers=peers)
            fact = data.writer(key).place(name, label, place, source=source)
            parts.append(data.say("city_position.announced_place", period=period, place=fact))
        return data.sentence(
            "city_position.announced",
            peers=peers,
            ours=data.ours,
            parts=data.language.joined("city_position.join", parts),
        )

    def _from_table(self, data: ReportData, key: str) -> list[Block]:
        source = data.case.files(self.table or "")[0]
        values = {name: district_values(data, source, name) for name in (*self.counts, *self.by)}
        units = list(source.frame[source.name])
        once(units, file=source.label)
        name = self.own or data.name
        if name not in units:
            raise InputError(
                "the table has no row for the district", file=source.label, value=name, allowed=", ".join(units)
            )
        own, columns, said = units.index(name), list[Column](), list[Markup]()
        for name in self.counts:
            header = data.language.header(data.count_label(name))
            columns.append(Column(header, self._cells(data, key, source, name, values[name])))
        for name in self.by:
            label, cells = figure_label(data, name), self._cells(data, key, source, name, values[name])
            found = places(values[name])
            ranks = [
                data.writer(key).whole(
                    f"{unit}.{name}.place",
                    data.label("{unit}{figure}排名", unit=unit, figure=label),
                    place,
                    source=data.now.source_name(source),
                    unit="",
                )
                for unit, place in zip(units, found, strict=True)
            ]
            unit = "%" if name in data.scores.context.metrics else "分"
            placed = data.language.header(data.label("{figure}排名", figure=label))
            columns += [Column(data.language.header(label, unit), cells), Column(placed, ranks)]
            said.append(data.say("city_position.figure", label=label, value=cells[own]) + _placed(data, found[own]))
        peers = data.label(self.peers)
        caption = data.label("{peers}{period}排名情况", peers=peers, period=data.short_period)
        table = TableSpec(key, caption, data.label("单位"), units, columns)
        lead = data.sentence(
            "city_position.lead",
            period=data.short_period,
            ours=data.ours,
            peers=peers,
            said=data.language.points(said),
        )
        return [lead, draw(table), *self._differences(data, key, values, own)]

    def _cells(
        self, data: ReportData, key: str, source: SourceTable, name: str, values: list[Fraction | None]
    ) -> list[Fact]:
        writer, label = data.writer(key), figure_label(data, name)
        units = source.frame[source.name]
        if name in data.scores.context.metrics:
            metric = data.metric(name)
            return [
                writer.rate(f"{unit}.{name}", metric, Rate(value), subject=unit, source=data.now.source_name(source))
                for unit, value in zip(units, values, strict=True)
            ]
        if name in self.counts:
            return [
                writer.count(
                    f"{unit}.{name}",
                    data.label("{unit}{figure}", unit=unit, figure=label),
                    value,
                    source=data.now.source_name(source),
                )
                for unit, value in zip(units, values, strict=True)
            ]
        return [
            writer.points(
                f"{unit}.{name}",
                data.label("{unit}{figure}", unit=unit, figure=label),
                value,
                source=data.now.source_name(source),
            )
            for unit, value in zip(units, values, strict=True)
        ]

    def _differences(
        self, data: ReportData, key: str, values: dict[str, list[Fraction | None]], own: int
    ) -> list[Block]:
        """Say where the city counts otherwise than the annex does."""
        return [note for name in values if (note := self._difference(data, key, name, values[name][own])) is not None]

    def _difference(self, data: ReportData, key: str, name: str, city: Fraction | None) -> Block | None:
        writer = data.writer(key)
        if name in data.scores.context.metrics:
            metric = data.metric(name)
            rate = data.now.rate(metric)
            if city is None or rate.value is None or metric.round(rate.value) == city:
                return None
            ours = whole_rate(data, key, f"annex.{name}", metric)
            own, label = self.own or data.name, data.metric_name(metric)
            return data.note("city_position.other_rate", own=own, label=label, ours=with_counts(ours))
        total = data.now.totals.get(name)
        if city is None or total is None or city == total:
            return None
        label, source = data.count_label(name), data.now.source_of(name)
        whole = data.label("{place}{label}", place=data.place, label=label)
        sum_ = writer.count(f"annex.{name}", whole, total, source=source)
        differing = data.label("{label}市级口径与附表合计之差", label=label)
        gap = writer.count(f"gap.{name}", differing, abs(city - total), source=source)
        own = self.own or data.name
        return data.note("city_position.other_count", own=own, label=label, total=sum_, gap=gap)


def _placed(data: ReportData, place: int | None) -> Markup:
    """Say a place in words; a district without the figure has none."""
    return data.say("city_position.unplaced") if place is None else data.say("city_position.placed", place=place)


def district_values(data: ReportData, source: SourceTable, name: str) -> list[Fraction | None]:
    """Return a column of the districts' table: scored where the scheme applies to it, else as it is given."""
    if source.scored and name == "total":
        table = stack_units([(source.frame, source.label, source.key)], data.scheme)
        return score(table, data.scheme).totals
    known = canonical_headers()
    header = next((column for column in source.frame if name in (column, known.get(str(column)))), None)
    if header is None:
        raise InputError("no such column", file=source.label, value=name, allowed=", ".join(source.frame.columns))
    cells = zip(source.frame[source.name], source.frame[header], strict=True)
    return [number(cell, file=source.label, where=f"{unit}, column {header}") for unit, cell in cells]
