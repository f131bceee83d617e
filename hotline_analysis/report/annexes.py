"""Annexes: every unit's figures by group, units that are not ranked, and tables of other channels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from markupsafe import Markup
from pydantic import Field

from hotline_analysis.documents import Strict
from hotline_analysis.errors import InputError
from hotline_analysis.ranking import moved
from hotline_analysis.report.blocks import Block, Note
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.references import Reference
from hotline_analysis.report.sections.base import figure_fact, figure_label, named
from hotline_analysis.report.sections.side_channel import SideChannelSection
from hotline_analysis.report.tables import Cell, Column, TableSpec, draw
from hotline_analysis.report.templates import Template, filled
from hotline_analysis.schemes import ranking_order

SPECIAL = {"rank": "排名", "grade": "等级", "rank_change": "名次变化", "grade_before": "上期等级", "remark": "备注"}
TEXT_COLUMNS = ("grade", "grade_before", "remark")


class Span(Strict):
    """Columns under one header."""

    span: str
    columns: tuple[str, ...]


class UnitsAnnex(Strict):
    """The figures of every unit: one table a group, or one for all.

    ``columns`` are counts, metrics, items, subtotals (``response_subtotal``), ``total``, ``rank``, ``grade``,
    ``rank_change``, ``grade_before`` and ``remark``, alone or under a common header.
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
        for number, group in enumerate(groups, start=1):
            rows = self._rows(data, group)
            if rows:
                name = _group_name(data, group)
                found.append((name, [self._table(data, f"{key}-{number}", group, rows, name)]))
        if not found:
            return [(None, [Note(Markup("本期无参评单位。"))])]
        found[-1][1].extend(self._notes(data))
        return found

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
                columns.append(
                    Column(self._label(data, column), cells, entry.span if isinstance(entry, Span) else None, align)
                )
        stub = [data.scores.units[i] for i in rows] + (["合计"] if self.total_row else [])
        title = filled(self.title, data.period)
        caption = title if name is None else f"{title}（{name}）"
        totals = frozenset({len(rows)}) if self.total_row else frozenset[int]()
        return draw(TableSpec(key, caption, "单位", stub, columns, totals))

    def _label(self, data: ReportData, column: str) -> str:
        if column in self.labels:
            return self.labels[column]
        if column in SPECIAL:
            return SPECIAL[column]
        if column.endswith("_subtotal"):
            return "小计"
        label = figure_label(data, column)
        return f"{label}（%）" if column in data.scores.context.metrics else label

    def _cell(self, data: ReportData, key: str, column: str, i: int) -> Cell:
        placing, unit = data.scores.placing, data.scores.units[i]
        if column == "rank":
            source = f"考核办法 {data.scheme.scheme}"
            return data.writer(key).whole(f"{unit}.rank", f"{unit}排名", placing.ranks[i], source=source, unit="")
        if column == "grade":
            return placing.grades[i] or ""
        if column == "remark":
            return str(_remark(data, i))
        if column in ("rank_change", "grade_before"):
            return _before(data, key, column, i)
        return figure_fact(data, key, data.scores, column.removesuffix("_subtotal"), i)

    def _total(self, data: ReportData, key: str, column: str, group: str | None) -> Cell:
        """Sum counts and work rates out from the sums; marks and places have no total."""
        sums = data.now.totals if group is None else data.now.group_totals(group)
        name = _group_name(data, group) or data.place
        if column in data.scores.context.metrics:
            metric = data.metric(column)
            return data.writer(key).rate(f"total.{column}", metric, metric.rate(sums), subject=name, source="本表合计")
        if sums.get(column) is not None and column not in data.scores.items:
            return data.writer(key).count(
                f"total.{column}", f"{name}{data.count_label(column)}", sums[column], source="本表合计"
            )
        return ""

    def _notes(self, data: ReportData) -> list[Block]:
        bonus = [i for i, value in enumerate(data.scores.bonus) if value]
        notes = [Note(Markup("{}").format(filled(note, data.period))) for note in self.notes]
        if bonus and any(column == "total" for column in self.columns):
            writer, source = data.writer("bonus"), f"考核办法 {data.scheme.scheme}"
            facts = [
                writer.points(data.scores.units[i], f"{data.scores.units[i]}加分", data.scores.bonus[i], source=source)
                for i in bonus
            ]
            notes.append(Note(Markup("总分含加分：{}。").format(named([data.scores.units[i] for i in bonus], facts))))
        return list(notes)


class UnrankedAnnex(Strict):
    """Units that are not ranked, and why."""

    annex: Literal["unranked"]
    title: Template
    wide: bool = False

    def references(self) -> list[Reference]:
        """Return the names it uses."""
        return []

    def tables(self, data: ReportData, key: str) -> list[tuple[str | None, list[Block]]]:
        """Return the table, or a note that there are none."""
        rows = [i for i, reason in enumerate(data.scores.placing.reasons) if reason is not None]
        if not rows:
            return [(None, [Note(Markup("本期无此类单位。"))])]
        reasons = [reason.zh for reason in data.scores.placing.reasons if reason is not None]
        groups = [_group_name(data, data.scores.groups[i]) or "" for i in rows]
        columns = [Column("原因", reasons, align="left")]
        if len(set(groups)) > 1:
            columns.insert(0, Column("类别", groups, align="left"))
        caption = filled(self.title, data.period)
        return [(None, [draw(TableSpec(key, caption, "单位", [data.scores.units[i] for i in rows], columns))])]


class ChannelAnnex(Strict):
    """The table of a channel beside tickets: letters, proposals."""

    annex: Literal["channel"]
    title: Template
    channel: SideChannelSection
    wide: bool = False

    def references(self) -> list[Reference]:
        """Return the names it uses."""
        return []

    def tables(self, data: ReportData, key: str) -> list[tuple[str | None, list[Block]]]:
        """Return the table with its units and a worked-out total."""
        return [(None, [self.channel.drawn(data, key)])]


Annex = Annotated[UnitsAnnex | UnrankedAnnex | ChannelAnnex, Field(discriminator="annex")]


def _group_name(data: ReportData, group: str | None) -> str | None:
    return None if group is None else data.group_label(group)


def _remark(data: ReportData, i: int) -> str:
    placing = data.scores.placing
    parts = [name.zh for name in (placing.reasons[i], placing.vetoed[i]) if name is not None]
    return "；".join(parts)


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
    return data.writer(key).moved(f"{unit}.rank_change", f"{unit}名次变化", rise, source="与上期名次比较")
