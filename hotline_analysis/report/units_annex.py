"""The annex with every unit's figures, and what may stand beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Self

from markupsafe import Markup
from pydantic import model_validator

from hotline_analysis.errors import InputError
from hotline_analysis.ranking import moved
from hotline_analysis.report.annex_parts import AnnexPart, Span, group_name
from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.intervals import HEADER, has_intervals, interval_cell, interval_notes, unit_interval
from hotline_analysis.report.language import msgid
from hotline_analysis.report.rank_places import places_cell, places_notes
from hotline_analysis.report.references import Reference
from hotline_analysis.report.sections.base import figure_fact, figure_label, named
from hotline_analysis.report.small_numbers import mark_note, marked, small_rows
from hotline_analysis.report.tables import Cell, Column, TableSpec, draw
from hotline_analysis.report.templates import Template
from hotline_analysis.schemes import ranking_order

SPECIAL = {
    "rank": msgid("排名"),
    "grade": msgid("等级"),
    "rank_change": msgid("名次变化"),
    "grade_before": msgid("上期等级"),
    "remark": msgid("备注"),
}
TEXT_COLUMNS = ("grade", "grade_before", "remark")


class UnitsAnnex(AnnexPart):
    """The figures of every unit: one table a group, or one for all.

    ``columns`` are counts, metrics, items, subtotals (``response_subtotal``), ``total``, ``rank``, ``grade``,
    ``rank_change``, ``grade_before`` and ``remark``, alone or under a common header. ``intervals`` puts its interval
    behind every rate whose counts are known, ``rank_sets`` behind the place those that chance could have given.
    """

    annex: Literal["units"]
    title: Template
    columns: tuple[str | Span, ...]
    labels: dict[str, str] = {}
    by_group: bool = True
    order: Literal["place", "table"] = "place"
    unranked: bool = False
    total_row: bool = False
    wide: bool = True
    notes: tuple[Template, ...] = ()
    intervals: bool = False
    rank_sets: bool = False

    @model_validator(mode="after")
    def _beside_places(self) -> Self:
        if self.rank_sets and "rank" not in self.names():
            raise ValueError("rank_sets stand behind the place; add rank to columns, or leave rank_sets out")
        return self

    def names(self) -> list[str]:
        """Return its columns without the headers above them."""
        return [name for entry in self.columns for name in (entry.columns if isinstance(entry, Span) else (entry,))]

    def references(self) -> list[Reference]:
        """Return the names it uses."""
        found = [Reference(("labels", name), "column", name) for name in self.labels]
        for i, entry in enumerate(self.columns):
            if isinstance(entry, Span):
                place = ("columns", i, "columns")
                found += [Reference((*place, j), "column", name) for j, name in enumerate(entry.columns)]
            else:
                found.append(Reference(("columns", i), "column", entry))
        return found

    def tables(self, data: ReportData, key: str) -> list[tuple[str | None, list[Block]]]:
        """Return a heading and blocks for every group."""
        groups: Sequence[str | None] = [*dict.fromkeys(data.scores.groups)] if self.by_group else [None]
        found: list[tuple[str | None, list[Block]]] = []
        shown = set[int]()
        for number, group in enumerate(groups, start=1):
            rows = self._rows(data, group)
            if rows:
                name = group_name(data, group)
                found.append((name, [self._table(data, f"{key}-{number}", group, rows, name)]))
                shown |= {*rows}
        if not found:
            return [(None, [data.note("annex.no_unit")])]
        found[-1][1].extend([*self._notes(data), *self._statistics(data, key, shown)])
        return found

    def remarks(self, data: ReportData) -> list[str]:
        """Tell the analyst what the sets of places take as it is, or why there are none."""
        if not self.rank_sets:
            return []
        found = data.rank_places
        return [*found.notes, *([found.problem] if found.problem else [])]

    def _rows(self, data: ReportData, group: str | None) -> list[int]:
        reasons, scores = data.scores.placing.reasons, data.scores
        return [
            i
            for i in (ranking_order(scores) if self.order == "place" else range(len(scores.units)))
            if (group is None or scores.groups[i] == group)
            and (self.unranked or not data.scheme.scores or reasons[i] is None)
        ]

    def _table(self, data: ReportData, key: str, group: str | None, rows: list[int], name: str | None) -> Block:
        columns = []
        for entry in self.columns:
            names = entry.columns if isinstance(entry, Span) else (entry,)
            for column in names:
                cells = [self._cell(data, key, column, i) for i in rows]
                if self.total_row:
                    cells.append(self._total(data, key, column, group))
                align = "left" if column == "remark" else "center" if column in TEXT_COLUMNS else "right"
                span = entry.span if isinstance(entry, Span) else None
                columns.append(Column(self._label(data, column), cells, span, align))
                columns += self._beside(data, key, column, rows, cells, span)
        stub = [marked(data, i) for i in rows] + ([data.label("合计")] if self.total_row else [])
        title = data.language.title(self.title, data.period)
        caption = title if name is None else data.label("{title}（{group}）", title=title, group=name)
        totals = frozenset({len(rows)}) if self.total_row else frozenset[int]()
        return draw(TableSpec(key, caption, data.label("单位"), stub, columns, totals))

    def _beside(
        self, data: ReportData, key: str, column: str, rows: list[int], cells: Sequence[Cell], span: str | None
    ) -> list[Column]:
        """Return the columns that the switches put behind this one."""
        if self.intervals and has_intervals(data, column):
            bounds = [unit_interval(data, key, column, i, cell) for i, cell in zip(rows, cells, strict=False)]
            bounds += [interval_cell(data, key, cell) for cell in cells[len(rows) :]]
            return [Column(data.label(HEADER), bounds, span, "center")]
        if self.rank_sets and column == "rank" and data.rank_places.bounds:
            sets = [places_cell(data, key, i) for i in rows] + ([""] if self.total_row else [])
            return [Column(data.label("名次区间"), sets, span, "center")]
        return []

    def _label(self, data: ReportData, column: str) -> str:
        if column in self.labels:
            return self.labels[column]
        if column in SPECIAL:
            return data.language.header(data.label(SPECIAL[column]))
        if column.endswith("_subtotal"):
            return data.label("小计")
        return data.language.header(figure_label(data, column), "%" if column in data.scores.context.metrics else "")

    def _cell(self, data: ReportData, key: str, column: str, i: int) -> Cell:
        placing, unit = data.scores.placing, data.scores.units[i]
        if column == "rank":
            label = data.label("{unit}{figure}", unit=unit, figure=data.label("排名"))
            return data.writer(key).whole(f"{unit}.rank", label, placing.ranks[i], source=data.by_scheme, unit="")
        if column == "grade":
            return placing.grades[i] or ""
        if column == "remark":
            return str(_remark(data, i))
        if column in ("rank_change", "grade_before"):
            return _before(data, key, column, i)
        return figure_fact(data, key, data.scores, column.removesuffix("_subtotal"), i)

    def _total(self, data: ReportData, key: str, column: str, group: str | None) -> Cell:
        """Sum counts and work rates out from the sums; marks and places have no total."""
        sums = data.now.totals if group is None else data.now.group_totals[group]
        name = group_name(data, group) or data.place
        if column in data.scores.context.metrics:
            metric, source = data.metric(column), data.label("本表合计")
            return data.writer(key).rate(f"total.{column}", metric, metric.rate(sums), subject=name, source=source)
        if sums.get(column) is not None and column not in data.scores.items:
            label = data.label("{unit}{figure}", unit=name, figure=data.count_label(column))
            return data.writer(key).count(f"total.{column}", label, sums[column], source=data.label("本表合计"))
        return ""

    def _notes(self, data: ReportData) -> list[Block]:
        bonus = [i for i, value in enumerate(data.scores.bonus) if value]
        notes = [data.noted(Markup.escape(data.language.title(note, data.period))) for note in self.notes]
        if bonus and any(column == "total" for column in self.columns):
            writer, units = data.writer("bonus"), [data.scores.units[i] for i in bonus]
            labels = [data.label("{unit}{figure}", unit=unit, figure=data.label("加分")) for unit in units]
            facts = [
                writer.points(unit, label, data.scores.bonus[i], source=data.by_scheme)
                for i, unit, label in zip(bonus, units, labels, strict=True)
            ]
            notes.append(data.note("annex.bonus", units=named(data.language, units, facts)))
        return list(notes)

    def _statistics(self, data: ReportData, key: str, shown: set[int]) -> list[Block]:
        """Say how to read what the switches added."""
        names, said = self.names(), list[Markup]()
        if self.intervals:
            said += interval_notes(
                data, key, names, [self.labels.get(name) or figure_label(data, name) for name in names]
            )
        if self.rank_sets:
            said += places_notes(data, key)
        if shown & small_rows(data):
            said.append(mark_note(data, key, places="rank" in names))
        return [data.noted(text) for text in said]


def _remark(data: ReportData, i: int) -> str:
    placing = data.scores.placing
    names = [name for name in (placing.reasons[i], placing.vetoed[i]) if name is not None]
    return str(data.language.text("join.remarks").join(map(data.language.name, names)))


def _before(data: ReportData, key: str, column: str, i: int) -> Cell | Fact:
    if data.previous is None:
        raise InputError(
            "no previous period", where=f"annex column {column}", allowed="previous: FOLDER in the report's file"
        )
    before, unit = data.previous.scores, data.scores.units[i]
    if unit not in before.units:
        return ""
    j = before.units.index(unit)
    if column == "grade_before":
        return before.placing.grades[j] or ""
    rise = moved(data.scores.placing.ranks[i], before.placing.ranks[j])
    if rise is None:
        return ""
    label, source = data.label("{unit}名次变化", unit=unit), data.label("与上期名次比较")
    return data.writer(key).moved(f"{unit}.rank_change", label, rise, source=source)
