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
from hotline_analysis.report.blocks import Block, Note
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.phrases import numeral, short_period
from hotline_analysis.report.references import Reference, references
from hotline_analysis.report.sections.base import Section, figure_label, sentence, whole_rate, with_counts
from hotline_analysis.report.sections.counted import number, once
from hotline_analysis.report.tables import Column, TableSpec, draw
from hotline_analysis.schemes import score, stack_units


class CityPositionSection(Section):
    """Places among the districts of a city, from their table, or from places that the city announced."""

    section: Literal["city_position"]
    table: str | None = None
    own: str | None = None
    peers: str = "全市"
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
        parts = []
        for label, name in self.ranks.items():
            place = int(data.case.figure(name))
            fact = data.writer(key).whole(
                name, f"{label}{self.peers}排名", place, source=data.now.source_of_figure(name), unit="位"
            )
            parts.append(Markup("{}列第{}").format(label, fact))
        return sentence(
            "在{peers}综合排名中，{ours}{parts}。", peers=self.peers, ours=data.ours, parts=Markup("，").join(parts)
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
        own, columns, said = units.index(name), [], []
        for name in self.counts:
            columns.append(Column(data.count_label(name), self._cells(data, key, source, name, values[name])))
        for name in self.by:
            label, cells = figure_label(data, name), self._cells(data, key, source, name, values[name])
            found = places(values[name])
            ranks = [
                data.writer(key).whole(
                    f"{unit}.{name}.place", f"{unit}{label}排名", place, source=source.label, unit=""
                )
                for unit, place in zip(units, found, strict=True)
            ]
            shown = "（%）" if name in data.scores.context.metrics else "（分）"
            columns += [Column(label + shown, cells), Column(f"{label}排名", ranks)]
            said.append(Markup("{}{}").format(label, cells[own]) + _placed(found[own]))
        table = TableSpec(key, f"{self.peers}{short_period(data.period)}排名情况", "单位", units, columns)
        lead = sentence(
            "{period}，{ours}在{peers}中{said}。",
            period=short_period(data.period),
            ours=data.ours,
            peers=self.peers,
            said=Markup("；").join(said),
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
                writer.rate(f"{unit}.{name}", metric, Rate(value), subject=unit, source=source.label)
                for unit, value in zip(units, values, strict=True)
            ]
        if name in self.counts:
            return [
                writer.count(f"{unit}.{name}", f"{unit}{label}", value, source=source.label)
                for unit, value in zip(units, values, strict=True)
            ]
        return [
            writer.points(f"{unit}.{name}", f"{unit}{label}", value, source=source.label)
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
            text = Markup("表中{own}{label}为市级公布数，按附表合计数计算为{ours}。")
            return Note(text.format(own=self.own or data.name, label=metric.zh, ours=with_counts(ours)))
        total = data.now.totals.get(name)
        if city is None or total is None or city == total:
            return None
        label, source = data.count_label(name), data.now.source_of(name)
        sum_ = writer.count(f"annex.{name}", f"{data.place}{label}", total, source=source)
        gap = writer.count(f"gap.{name}", f"{label}市级口径与附表合计之差", abs(city - total), source=source)
        text = Markup("表中{own}{label}为市级统计口径，与附表各单位合计{total}相差{gap}。")
        return Note(text.format(own=self.own or data.name, label=label, total=sum_, gap=gap))


def _placed(place: int | None) -> str:
    """Say a place in words; a district without the figure has none."""
    return "，未参加排名" if place is None else f"，排名第{numeral(place)}"


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
