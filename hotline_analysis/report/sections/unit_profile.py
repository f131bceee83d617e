"""One unit: its tickets over time, its items, the units next to it, and the places that chance could have given it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from markupsafe import Markup
from pydantic import Field

from hotline_analysis.errors import InputError
from hotline_analysis.report.blocks import Block
from hotline_analysis.report.course import course_chart
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.references import Reference, nearest_of, references
from hotline_analysis.report.sections.base import Section, figure_fact, figure_label, unit_table, with_counts
from hotline_analysis.report.tables import Column, TableSpec, draw
from hotline_analysis.schemes import ranking_order
from hotline_analysis.schemes.model import ADJUSTMENTS

COUNTS = ("assigned", "signed", "closed", "revisited")


class UnitProfileSection(Section):
    """A unit's counts, rates, place, items and neighbours; with tickets also its course over the periods."""

    section: Literal["unit_profile"]
    unit: str
    counts: tuple[str, ...] = ()
    rates: tuple[str, ...] = ()
    peers: int = Field(default=2, ge=0)
    periods: int = Field(default=13, ge=0)

    def references(self) -> list[Reference]:
        """Return the names it uses."""
        return [*references("count", "counts", self.counts), *references("metric", "rates", self.rates)]

    def blocks(self, data: ReportData, key: str) -> list[Block]:
        """Make the section's blocks."""
        units = data.scores.units
        if self.unit not in units:
            allowed = nearest_of(self.unit, units)
            raise InputError("no such unit", where="section unit_profile", value=self.unit, allowed=allowed)
        i, counts, rates = units.index(self.unit), self._counts(data), self._rates(data)
        found: list[Block] = [self._lead(data, key, i, counts)] if counts else []
        if rates:
            facts = [(data.metric(name), figure_fact(data, key, data.scores, name, i)) for name in rates]
            said = [data.say("rate.was", name=data.metric_name(one), rate=with_counts(fact)) for one, fact in facts]
            found.append(data.sentence("unit_profile.rates", rates=data.language.joined("rate.join", said)))
        found += self._placed(data, key, i)
        if self.periods > 1 and counts:
            found += course_chart(data, key, "unit", self.unit, counts[0], rates[:1], most=self.periods)
        return [*found, *self._items(data, key, i), *self._peers(data, key, i, [*counts, *rates])]

    def remarks(self, data: ReportData) -> list[str]:
        """Tell the analyst why there is no course."""
        silent = self.periods > 1 and data.case.tickets is None
        return ["unit_profile: the data are tables, which do not tell the course over the periods"] if silent else []

    def _counts(self, data: ReportData) -> tuple[str, ...]:
        return self.counts or tuple(key for key in COUNTS if key in data.scores.context.table.figures)

    def _rates(self, data: ReportData) -> tuple[str, ...]:
        return self.rates or data.scheme.used_metrics()

    def _lead(self, data: ReportData, key: str, i: int, counts: Sequence[str]) -> Block:
        facts = [figure_fact(data, key, data.scores, name, i) for name in counts]
        said = [
            data.say("unit_profile.count", label=data.count_label(name), number=fact)
            for name, fact in zip(counts, facts, strict=True)
        ]
        counted = data.language.joined("unit_profile.join", said)
        return data.sentence("unit_profile.counts", period=data.short_period, unit=self.unit, counts=counted)

    def _placed(self, data: ReportData, key: str, i: int) -> list[Block]:
        """Say the total and the place, and which places its tickets do not rule out."""
        scores = data.scores
        place, reason = scores.placing.ranks[i], scores.placing.reasons[i]
        if place is None:
            said = data.language.name(reason) if reason is not None else ""
            return [data.sentence("unit_profile.unplaced", reason=said)] if said else []
        ranking, writer = data.scheme.ranking, data.writer(key)
        together = ranking is not None and ranking.within == "all"
        ranked = [j for j in self._ranked(data) if together or self._peer(data, i, j)]
        label = data.label("参评单位数")
        return [
            data.sentence(
                "unit_profile.placed",
                total=figure_fact(data, key, scores, "total", i),
                group=data.place if together else data.group_label(scores.groups[i]),
                units=writer.whole("units", label, len(ranked), source=data.by_scheme, unit="个"),
                place=writer.place("place", data.label("{unit}排名", unit=self.unit), place, source=data.by_scheme),
                range=self._range(data, key),
            )
        ]

    def _ranked(self, data: ReportData) -> list[int]:
        """Return the rows of the units that have a place, from the first place to the last."""
        return [j for j in ranking_order(data.scores) if data.scores.placing.ranks[j] is not None]

    def _peer(self, data: ReportData, i: int, j: int) -> bool:
        return data.scores.groups[i] == data.scores.groups[j]

    def _range(self, data: ReportData, key: str) -> Markup | str:
        bounds = data.rank_places.bounds.get(self.unit)
        if bounds is None:
            return ""
        writer, source = data.writer(key), data.label("{scheme}，重复抽取工单", scheme=data.by_scheme)
        low, high = (
            writer.whole(name, data.label(label, unit=self.unit), place, source=source, unit="")
            for name, label, place in zip(
                ("rank_low", "rank_high"), ("{unit}名次区间的首位", "{unit}名次区间的末位"), bounds, strict=True
            )
        )
        return data.say(
            "unit_profile.range" if low.value != high.value else "unit_profile.one_place", low=low, high=high
        )

    def _items(self, data: ReportData, key: str, i: int) -> list[Block]:
        """Lay out full marks, marks and what was lost, beside what the group has on the average."""
        scores = data.scores
        rows = [(role, name) for role, name, _ in data.scheme.items() if scores.items[name][i] is not None]
        if not rows:
            return []
        marks = [figure_fact(data, key, scores, name, i) for _, name in rows]
        full = [self._full(data, key, role, name, i) for role, name in rows]
        means = [self._mean(data, key, name, i) for _, name in rows]
        group = data.group_label(scores.groups[i])
        columns = [Column(data.label("满分"), full)] if any(isinstance(one, Fact) for one in full) else []
        columns += [
            Column(data.label("得分"), marks),
            Column(data.label("{group}平均", group=group), means),
        ]
        names = [data.language.capital(figure_label(data, name)) for _, name in rows]
        caption = data.label("{unit}各项得分", unit=self.unit)
        return [draw(TableSpec(f"{key}-items", caption, data.label("项目"), names, columns))]

    def _full(self, data: ReportData, key: str, role: str, name: str, i: int) -> Fact | str:
        if role in ADJUSTMENTS:
            return "–"
        label = data.label("{item}满分", item=figure_label(data, name))
        return data.writer(key).points(f"{name}.full", label, data.scores.marks[name][i], source=data.by_scheme)

    def _mean(self, data: ReportData, key: str, name: str, i: int) -> Fact:
        scores = data.scores
        peers = [scores.items[name][j] for j in self._ranked(data) if self._peer(data, i, j)]
        known = [value for value in peers if value is not None]
        mean = sum(known, Fraction(0)) / len(known) if known else None
        label = data.label("{item}组内平均", item=figure_label(data, name))
        return data.writer(key).points(f"{name}.mean", label, mean, source=data.by_scheme, decimals=2)

    def _peers(self, data: ReportData, key: str, i: int, figures: Sequence[str]) -> list[Block]:
        """Lay the unit out with those that stand next to it in the ranking of its group."""
        ranked = [j for j in self._ranked(data) if self._peer(data, i, j)]
        if self.peers == 0 or i not in ranked:
            return []
        at = ranked.index(i)
        near = ranked[max(at - self.peers, 0) : at + self.peers + 1]
        caption = data.label("{unit}与名次相邻的单位", unit=self.unit)
        return [draw(unit_table(data, f"{key}-peers", data.scores, near, [*figures, "total", "rank"], caption))]
