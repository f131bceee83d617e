"""Lists of units: by threshold and minimum volume, the busiest, those below the whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Self

from markupsafe import Markup
from pydantic import Field, model_validator

from hotline_analysis.exact import printed
from hotline_analysis.report.blocks import Block, Paragraph
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.references import FIGURES, Reference, references
from hotline_analysis.report.sections.base import (
    Section,
    figure_fact,
    figure_label,
    named,
    rates_only,
    unit_table,
    whole_rate,
    with_counts,
)
from hotline_analysis.report.small_numbers import nameable
from hotline_analysis.report.tables import draw
from hotline_analysis.report.writing import CASES, POINTS
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
            rows, lead = select(scores, wanted, among=self._member(data)), describe(data, wanted)
            tie = _tie_note(data, wanted, len(rows))
            ends = wanted.top or wanted.bottom
        if not rows:
            return [data.sentence("unit_list.none", lead=lead)]
        number = data.writer(key).whole("units", data.label("单位数"), len(rows), source=data.label("附表"), unit="个")
        template = "unit_list.units"
        if ends == len(rows):  # as many as the list is long: saying so again would say nothing
            template = "unit_list.in_order" if ends > 1 else "unit_list.one"
        rows, small = (rows, Markup("")) if scores is not data.scores else self._nameable(data, key, rows)
        facts = [figure_fact(data, key, scores, self.show, i) for i in rows] if self.show else None
        if not rows:  # none of them may be named
            return [data.sentence("unit_list.small", lead=lead, small=small)]
        units = named(data.language, [scores.units[i] for i in rows], facts)
        units = data.language.clauses(part for part in (units, small) if part)
        found: list[Block] = [data.sentence(template, lead=lead, number=number, tie=tie, units=units)]
        return [*found, *self._below(data, key, scores, rows)]

    def _below(self, data: ReportData, key: str, scores: Scores, rows: list[int]) -> list[Block]:
        """Make what stands below the sentence: the remark, and the table of the units that it names."""
        found: list[Block] = [Paragraph(Markup.escape(self.remark))] if self.remark else []
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
        if self.title:
            return self.title
        return data.language.capital(data.language.name(data.metric(name) if name else self._wanted(data)))

    def _against_whole(self, data: ReportData, key: str, scores: Scores) -> tuple[list[int], Markup]:
        """Compare printed rates, so that no unit is listed whose rate reads the same as that of the whole."""
        name, member = self.below_whole or self.above_whole or "", self._member(data)
        metric, rate = data.metric(name), data.now.rate(data.metric(name))
        fact = whole_rate(data, key, "whole", metric)
        side, known = "below" if self.below_whole else "above", with_counts(fact)
        lead = data.say(f"unit_list.{side}_whole", name=data.metric_name(metric), place=data.place, whole=known)
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


def describe(data: ReportData, wanted: NamedList) -> Markup:
    """Say in words what a list's thresholds are, from the same definition that selects its units."""
    groups = [data.group_label(group) for group in wanted.groups]
    bounds = [_bounds(data, wanted.by, wanted), *(_bounds(data, minimum.of, minimum) for minimum in wanted.where)]
    said = data.language.joined("unit_list.join_bounds", filter(None, bounds))
    return data.language.described(_extreme(data, wanted), data.language.listed(groups), said)


def _extreme(data: ReportData, wanted: NamedList) -> Markup:
    """Say that a list has so many units from one end."""
    n, end = (wanted.top, "top") if wanted.top is not None else (wanted.bottom, "bottom")
    if n is None:
        return Markup("")
    one = "_one_count" if _unit(data, wanted.by) == CASES else "_one"
    return data.say(f"unit_list.{end}{one if n == 1 else ''}", label=figure_label(data, wanted.by), n=n)


def _unit(data: ReportData, name: str) -> str:
    """Return the unit of a figure, as the catalogues know it."""
    scores = data.scores
    marks = {*FIGURES, *scores.items, *scores.subtotals}
    return "%" if name in scores.context.metrics else "位" if name == "rank" else POINTS if name in marks else CASES


def _bounds(data: ReportData, name: str, bounds: NamedList | Minimum) -> Markup:
    label, unit = figure_label(data, name), _unit(data, name)
    full = unit == "%" and bounds.at_least == 100  # nothing lies above
    counted = "_count" if unit == CASES else ""  # of cases there are fewer, of marks less
    limits = (
        (bounds.at_least, "full" if full else "at_least"),
        (bounds.above, "above"),
        (bounds.at_most, f"at_most{counted}"),
        (bounds.below, f"below{counted}"),
        (bounds.equals, "equals"),
    )
    said = []
    for bound, which in limits:
        if bound is not None:
            value = data.language.measured(printed(bound, trim=True), unit)
            said.append(data.say(f"unit_list.{which}", value=value))
    if not said:
        return Markup("")
    limits_said = data.language.joined("unit_list.join_limits", said)
    return data.say(f"unit_list.bounded{counted}", label=label, bounds=limits_said)


def _tie_note(data: ReportData, wanted: NamedList, length: int) -> Markup:
    n = wanted.top or wanted.bottom
    return data.say("units.tie") if n is not None and length > n else Markup("")
