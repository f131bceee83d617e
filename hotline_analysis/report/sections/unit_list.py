"""Lists of units: by threshold and minimum volume, the busiest, those below the whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Self

from markupsafe import Markup
from pydantic import Field, model_validator

from hotline_analysis.exact import printed
from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.references import FIGURES, Reference, references
from hotline_analysis.report.sections.base import (
    Section,
    figure_fact,
    figure_label,
    named,
    rates_only,
    sentence,
    unit_table,
    whole_rate,
    with_counts,
)
from hotline_analysis.report.small_numbers import nameable
from hotline_analysis.report.tables import draw
from hotline_analysis.schemes import NamedList, Scores, select, stack_units
from hotline_analysis.schemes.model import Minimum


class UnitListSection(Section):
    """A list of the scheme, a list of one's own, or the units whose rate lies below or above the whole.

    ``columns`` adds a table with the units' counts; ``show`` prints one figure behind every name; ``table`` takes the
    units from another table of the case, for pages that give counts for some units only; ``among`` and ``besides``
    limit the list to a set of units that the case names (``sets``), or to all others. ``funnel`` draws the units
    around the whole and names only those that differ from it by more than chance.
    """

    section: Literal["unit_list"]
    list_: NamedList | str | None = Field(default=None, alias="list")
    below_whole: str | None = None
    above_whole: str | None = None
    table: str | None = None
    show: str | None = None
    columns: tuple[str, ...] = ()
    remark: str | None = None
    among: str | None = None
    besides: str | None = None
    funnel: bool = False

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(part is not None for part in (self.list_, self.below_whole, self.above_whole)) != 1:
            raise ValueError("name exactly one of list, below_whole, above_whole")
        if self.funnel and (self.list_ is not None or self.table is not None):
            raise ValueError("funnel goes with below_whole or above_whole of the unit table; leave list and table out")
        return self

    def references(self) -> list[Reference]:
        """Return the names it uses."""
        whole = [*references("metric", "below_whole", [self.below_whole])]
        whole += references("metric", "above_whole", [self.above_whole])
        shown = [*references("figure", "show", [self.show]), *references("figure", "columns", self.columns)]
        if isinstance(self.list_, str):
            return [Reference(("list",), "list", self.list_), *shown]
        return [*whole, *shown, *(_list_references(self.list_) if self.list_ else [])]

    def blocks(self, data: ReportData, key: str) -> list[Block]:
        """Make the section's blocks."""
        scores = self._scores(data)
        if self.list_ is None:
            rows, lead, tie, ends = *self._against_whole(data, key, scores), "", None
            if self.funnel:
                return self._funnel(data, key, rows, lead)
        else:
            wanted = self._wanted(data)
            rows, lead = select(scores, wanted, among=self._member(data)), Markup("{}").format(describe(data, wanted))
            tie = _tie_note(wanted, len(rows))
            ends = wanted.top or wanted.bottom
        if not rows:
            return [sentence("{lead}的单位：无。", lead=lead)]
        number = data.writer(key).whole("units", "单位数", len(rows), source="附表", unit="个")
        template = "{lead}的单位共{number}{tie}：{units}。"
        if ends == len(rows):  # as many as the list is long: saying so again would say nothing
            template = "{lead}的单位依次为：{units}。" if ends > 1 else "{lead}的单位是{units}。"
        rows, small = (rows, Markup("")) if scores is not data.scores else self._nameable(data, key, rows)
        facts = [figure_fact(data, key, scores, self.show, i) for i in rows] if self.show else None
        units = named([scores.units[i] for i in rows], facts)
        if not rows:  # none of them may be named
            return [sentence("{lead}的单位：{small}。", lead=lead, small=small)]
        units = Markup("，").join(part for part in (units, small) if part)
        found: list[Block] = [sentence(template, lead=lead, number=number, tie=tie, units=units)]
        return [*found, *self._below(data, key, scores, rows)]

    def _below(self, data: ReportData, key: str, scores: Scores, rows: list[int]) -> list[Block]:
        """Make what stands below the sentence: the remark, and the table of the units that it names."""
        found: list[Block] = [sentence("{text}", text=self.remark)] if self.remark else []
        if self.columns and rows:
            found.append(draw(unit_table(data, key, scores, rows, self.columns, self._caption(data))))
        return found

    def _nameable(self, data: ReportData, key: str, rows: list[int]) -> tuple[list[int], Markup]:
        by = self.below_whole or self.above_whole or self._wanted(data).by
        return nameable(data, key, rows, by=by)

    def _funnel(self, data: ReportData, key: str, rows: list[int], lead: Markup) -> list[Block]:
        from hotline_analysis.report.funnels import FunnelPart

        name, side = self.below_whole or self.above_whole or "", "below" if self.below_whole else "above"
        part = FunnelPart(data, key, data.metric(name), "below" if side == "below" else "above")
        found, kept = part.blocks(rows, lead, self.show)
        return [found[0], *self._below(data, key, data.scores, kept), *found[1:]] if kept else found

    def _scores(self, data: ReportData) -> Scores:
        if self.table is None:
            return data.scores
        pieces = [(source.frame, source.label, source.key) for source in data.case.files(self.table)]
        return rates_only(stack_units(pieces, data.scheme), data.scheme)

    def _member(self, data: ReportData) -> Callable[[str], bool] | None:
        name = self.among or self.besides
        if name is None:
            return None
        if name not in data.case.sets:
            raise data.case.document.error(
                "no such set of units", ("sets",), value=name, allowed=", ".join(data.case.sets)
            )
        members = set(data.case.sets[name])
        return (lambda unit: unit in members) if self.among else (lambda unit: unit not in members)

    def _wanted(self, data: ReportData) -> NamedList:
        assert self.list_ is not None
        return data.scheme.lists[self.list_] if isinstance(self.list_, str) else self.list_

    def _caption(self, data: ReportData) -> str:
        name = self.below_whole or self.above_whole
        return self.title or (data.metric(name).zh if name else self._wanted(data).zh)

    def _against_whole(self, data: ReportData, key: str, scores: Scores) -> tuple[list[int], Markup]:
        """Compare printed rates, so that no unit is listed whose rate reads the same as that of the whole."""
        name, member = self.below_whole or self.above_whole or "", self._member(data)
        metric, rate = data.metric(name), data.now.rate(data.metric(name))
        fact = whole_rate(data, key, "whole", metric)
        lead = Markup("{}{}{}{}")
        lead = lead.format(metric.zh, "低于" if self.below_whole else "高于", data.place, with_counts(fact))
        if rate.value is None:
            return [], lead
        whole, sign = metric.round(rate.value), 1 if self.below_whole else -1
        values = [one.value for one in scores.context.full_rates(name)]
        rows = [
            i
            for i, value in enumerate(values)
            if value is not None
            and sign * metric.round(value) < sign * whole
            and (member is None or member(scores.units[i]))
        ]
        return sorted(rows, key=lambda i: -(values[i] or 0)), lead


def _list_references(wanted: NamedList) -> list[Reference]:
    figures = [Reference(("list", "by"), "figure", wanted.by)]
    figures += [Reference(("list", "where", i, "of"), "figure", one.of) for i, one in enumerate(wanted.where)]
    if wanted.order:
        figures.append(Reference(("list", "order"), "figure", wanted.order.removeprefix("-")))
    return [*figures, *(Reference(("list", "groups", i), "group", name) for i, name in enumerate(wanted.groups))]


def describe(data: ReportData, wanted: NamedList) -> str:
    """Say in words what a list's thresholds are, from the same definition that selects its units."""
    parts = ["、".join(data.group_label(group) for group in wanted.groups)]
    parts.append(_bounds(data, wanted.by, wanted))
    parts += [_bounds(data, minimum.of, minimum) for minimum in wanted.where]
    if wanted.top is not None or wanted.bottom is not None:
        n, end = (wanted.top, "前") if wanted.top is not None else (wanted.bottom, "后")
        extreme = "最高" if wanted.top else "最低"
        parts.append(figure_label(data, wanted.by) + (extreme if n == 1 else f"居{end}{n}位"))
    return "、".join(part for part in parts if part)


def _bounds(data: ReportData, name: str, bounds: NamedList | Minimum) -> str:
    label, scores = figure_label(data, name), data.scores
    marks = {*FIGURES, *scores.items, *scores.subtotals}
    unit = "%" if name in scores.context.metrics else "位" if name == "rank" else "分" if name in marks else "件"
    full = unit == "%" and bounds.at_least == 100  # nothing lies above
    words = (
        (bounds.at_least, "达到{}{}" if full else "{}{}及以上"),
        (bounds.above, "高于{}{}"),
        (bounds.at_most, "{}{}及以下"),
        (bounds.below, "低于{}{}"),
        (bounds.equals, "为{}{}"),
    )
    said = [word.format(printed(bound, trim=True), unit) for bound, word in words if bound is not None]
    return label + "且".join(said) if said else ""


def _tie_note(wanted: NamedList, length: int) -> str:
    n = wanted.top or wanted.bottom
    return "（末位并列）" if n is not None and length > n else ""
