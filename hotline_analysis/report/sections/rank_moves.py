"""What would become of the places if the scheme had other numbers, or were another one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, Self

from markupsafe import Markup
from pydantic import Field, model_validator

from hotline_analysis.metrics import metrics
from hotline_analysis.ranking import moved
from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.language import msgid
from hotline_analysis.report.references import Reference
from hotline_analysis.report.sections.base import Section
from hotline_analysis.report.small_numbers import mark_note, marked, nameable, small_rows
from hotline_analysis.report.tables import Column, TableSpec, draw
from hotline_analysis.schemes import (
    Knob,
    Scheme,
    Scores,
    changed_scheme,
    load_scheme,
    ranking_order,
    scheme_knobs,
    score,
)

# what a number of a rule is, beside the item that it belongs to
WORDS = {
    "marks": msgid("满分"),
    "off": msgid("扣分值"),
    "add": msgid("加分值"),
    "factor": msgid("系数"),
    "weight": msgid("权重"),
    "at_most": msgid("上限"),
    "at_least": msgid("下限"),
    "below": msgid("低于"),
    "above": msgid("高于"),
    "per": msgid("每档"),
    "off_per_place": msgid("每位扣分"),
    "otherwise": msgid("不符合时得分"),
    "points": msgid("得分"),
    "share": msgid("比例"),
    "decimals": msgid("小数位数"),
    "tie_decimals": msgid("并列所看的小数位数"),
    "start": msgid("起始分"),
    "base": msgid("基准"),
    "gain": msgid("高于基准每点加分"),
    "loss": msgid("低于基准每点扣分"),
    "at_most_gain": msgid("最多加分"),
    "at_most_loss": msgid("最多扣分"),
    "equals": msgid("等于"),
    "floor": msgid("最低分"),
    "ceiling": msgid("最高分"),
}

PLACES = {"participation": msgid("参评条件"), "rounding": msgid("取舍")}
# keys of rules that lead to a number and say nothing of it
_FORMS = {"of", "among", "by", "bands", "change", "marks", "awards"}
ROUNDED = {"item": msgid("单项得分"), "total": msgid("总分")}


class RankMovesSection(Section):
    """The units whose place a change of the scheme would move: ``changes`` to its numbers, or another ``scheme``."""

    section: Literal["rank_moves"]
    changes: dict[str, Decimal] = {}
    scheme: str | None = None
    most: int = Field(default=20, gt=0)

    @model_validator(mode="after")
    def _one(self) -> Self:
        if bool(self.changes) == (self.scheme is not None):
            raise ValueError("name either changes to numbers of the scheme or another scheme")
        return self

    def references(self) -> list[Reference]:
        """Return the names it uses."""
        return [Reference(("changes", key), "number", key) for key in self.changes]

    def blocks(self, data: ReportData, key: str) -> list[Block]:
        """Make the section's blocks."""
        then = self._scored(data)
        scores, ranks, others = data.scores, data.scores.placing.ranks, then.placing.ranks
        both = [i for i in ranking_order(then) if ranks[i] is not None and others[i] is not None]
        changes = {i: moved(others[i], ranks[i]) or 0 for i in both}
        moving = [i for i in both if changes[i]]
        lead = data.say("rank_moves.lead", words=self._words(data))
        writer = data.writer(key)
        placed = writer.whole("placed", data.label("参评单位数"), len(both), source=data.by_scheme, unit="个")
        if not moving:
            return [data.sentence("rank_moves.same", lead=lead, placed=placed)]
        most = max(abs(changes[i]) for i in moving)
        kept, unnamed = nameable(data, key, [i for i in moving if abs(changes[i]) == most])
        far = [*(Markup.escape(scores.units[i]) for i in kept), *([unnamed] if unnamed else [])]
        said = data.sentence(
            "rank_moves.moved",
            lead=lead,
            placed=placed,
            moved=writer.whole("moved", data.label("名次变动的单位数"), len(moving), source=data.by_scheme, unit="个"),
            units=data.language.listed(far),
            furthest=writer.whole("furthest", data.label("最大的名次变动"), most, source=data.by_scheme, unit="位"),
        )
        shown = sorted(moving, key=lambda i: -abs(changes[i]))[: self.most]
        table = self._table(data, key, then, [i for i in both if i in shown], changes)
        small = [data.noted(mark_note(data, key, places=True))] if small_rows(data) & {*shown} else []
        return [said, table, *small, *self._more(data, key, len(moving) - len(shown))]

    def _scored(self, data: ReportData) -> Scores:
        before = {name: one.table for name in ("previous", "year_before") if (one := getattr(data, name)) is not None}
        return score(data.now.table, self._changed(data), **before)

    def _changed(self, data: ReportData) -> Scheme:
        return changed_scheme(data.scheme, self.changes) if self.scheme is None else load_scheme(self.scheme)

    def _words(self, data: ReportData) -> Markup:
        """Say what is changed, from what to what."""
        if self.scheme is not None:
            other = self._changed(data)
            return data.say("rank_moves.scheme", name=data.language.name(other.name or other.title))
        knobs = {knob.key: knob for knob in scheme_knobs(data.scheme)}
        said = [
            data.say("rank_moves.change", label=knob_label(data, knobs[key]), now=knobs[key].value, then=value)
            for key, value in self.changes.items()
        ]
        return data.language.joined("rank_moves.join", said)

    def _table(self, data: ReportData, key: str, then: Scores, rows: Sequence[int], changes: dict[int, int]) -> Block:
        writer, scores = data.writer(key), data.scores
        columns = list[Column]()
        if len(dict.fromkeys(scores.groups)) > 1:
            columns.append(Column(data.label("组别"), [data.group_label(scores.groups[i]) for i in rows], align="left"))
        for name, own, span in (("now", scores, msgid("现行办法")), ("then", then, msgid("改动后"))):
            columns += self._standing(data, key, name, own, data.label(span), rows)
        moves = [
            writer.moved(f"move.{scores.units[i]}", data.label("{unit}名次变动", unit=scores.units[i]), changes[i],
                         source=data.by_scheme)
            for i in rows
        ]  # fmt: skip
        columns.append(Column(data.label("名次变动"), moves, align="center"))
        caption = data.label("考核办法改动后名次变动的单位")
        return draw(TableSpec(f"{key}-moves", caption, data.label("单位"), [marked(data, i) for i in rows], columns))

    def _standing(
        self, data: ReportData, key: str, name: str, scores: Scores, scheme: str, rows: Sequence[int]
    ) -> list[Column]:
        """Make the columns of total and place under one scheme."""
        writer, units = data.writer(key), scores.units
        total, rank = data.label("总分"), data.label("排名")
        label = {
            (i, what): data.label("{unit}{scheme}{figure}", unit=units[i], scheme=scheme, figure=what)
            for i in rows
            for what in (total, rank)
        }
        source = data.by_scheme
        totals = [
            writer.points(f"{name}.{units[i]}.total", label[i, total], scores.totals[i], source=source) for i in rows
        ]
        places = [
            writer.whole(f"{name}.{units[i]}.rank", label[i, rank], scores.placing.ranks[i], source=source, unit="")
            for i in rows
        ]
        header = data.language.header
        return [Column(header(total), totals, span=scheme), Column(header(rank), places, span=scheme)]

    def _more(self, data: ReportData, key: str, number: int) -> list[Block]:
        if number <= 0:
            return []
        label = data.label("未列的单位数")
        fact = data.writer(key).whole("more", label, number, source=data.by_scheme, unit="个")
        return [data.note("rank_moves.more", number=fact)]


def knob_label(data: ReportData, knob: Knob) -> str:
    """Name a number of a scheme: its item, what is counted for it, and what the number does."""
    first, *middle, last = knob.key.split(".")
    head = data.label(PLACES.get(first, first)) if knob.item is None else data.language.name(knob.item)
    in_group = f"{data.label(WORDS['marks'])} {data.group_label(last)}"
    word = in_group if last in data.scheme.groups else data.label(WORDS.get(last, last))
    about = [_said(data, part) for part in middle if part not in _FORMS]
    return data.label("{item}：{word}", item=head, word=" ".join([*about, word]))


def _said(data: ReportData, part: str) -> str:
    """Name a rate or a count; the name that a scheme gives a part of a rule, and the number of an entry, stay."""
    if part in ROUNDED:
        return data.label(ROUNDED[part])
    return data.metric_name(data.metric(part)) if part in metrics() else data.count_label(part)
