"""Lists of units: by threshold and minimum volume, the busiest, those below the whole."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Literal, Self

from markupsafe import Markup
from pydantic import Field, model_validator

from hotline_analysis.exact import printed, rounded
from hotline_analysis.metrics import stacked
from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.sections.base import (
    Section,
    figure_fact,
    figure_label,
    named,
    rates_only,
    sentence,
    unit_table,
    with_counts,
)
from hotline_analysis.report.tables import draw
from hotline_analysis.schemes import NamedList, Scores, score_columns, select
from hotline_analysis.schemes.model import Minimum


class UnitListSection(Section):
    """A list of the scheme, a list of one's own, or the units whose rate lies below or above the whole.

    ``columns`` adds a table with the units' counts; ``show`` prints one figure behind every name; ``table`` takes the
    units from another table of the case, for pages that give counts for some units only; ``among`` and ``besides``
    limit the list to a set of units that the case names (``sets``), or to all others.
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

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(part is not None for part in (self.list_, self.below_whole, self.above_whole)) != 1:
            raise ValueError("name exactly one of list, below_whole, above_whole")
        return self

    def blocks(self, data: ReportData, key: str) -> list[Block]:
        """Make the section's blocks."""
        scores = self._scores(data)
        wanted, lead = self._wanted(data, key)
        rows = select(scores, wanted, among=self._member(data))
        number = data.writer(key).whole("units", "单位数", len(rows), source="附表", unit="个")
        if not rows:
            return [sentence("{lead}的单位：无。", lead=lead)]
        facts = [figure_fact(data, key, scores, self.show, i) for i in rows] if self.show else None
        units = named([scores.units[i] for i in rows], facts)
        tie = _tie_note(wanted, len(rows))
        found: list[Block] = [
            sentence("{lead}的单位共{number}{tie}：{units}。", lead=lead, number=number, tie=tie, units=units)
        ]
        if self.remark:
            found.append(sentence("{text}", text=self.remark))
        if self.columns:
            caption = f"{self.title or wanted.zh}"
            found.append(draw(unit_table(data, key, scores, rows, self.columns, caption)))
        return found

    def _scores(self, data: ReportData) -> Scores:
        if self.table is None:
            return data.scores
        pieces = [(source.frame, source.label, source.key) for source in data.case.files(self.table)]
        return rates_only(stacked(pieces, scores=score_columns(data.scheme)), data.scheme)

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

    def _wanted(self, data: ReportData, key: str) -> tuple[NamedList, Markup]:
        if isinstance(self.list_, NamedList):
            return self.list_, Markup(describe(data, self.list_))  # noqa: S704 - escaped by describe
        if isinstance(self.list_, str):
            wanted = data.scheme.lists.get(self.list_)
            if wanted is None:
                raise data.case.document.error(
                    "no such list in the scheme", ("list",), value=self.list_, allowed=", ".join(data.scheme.lists)
                )
            return wanted, Markup(describe(data, wanted))  # noqa: S704
        return self._against_whole(data, key)

    def _against_whole(self, data: ReportData, key: str) -> tuple[NamedList, Markup]:
        name = self.below_whole or self.above_whole or ""
        metric, rate = data.metric(name), data.now.rate(data.metric(name))
        fact = data.writer(key).rate("whole", metric, rate, subject=data.place, source="附表各单位合计")
        bound = Decimal(0) if rate.value is None else Decimal(str(printed(rounded(rate.value, 6))))
        side = "below" if self.below_whole else "above"
        order = name if side == "above" else f"-{name}"
        wanted = NamedList.model_validate(
            {"zh": self.title or metric.zh, "en": name, "by": name, side: bound, "order": order}
        )
        word = "低于" if self.below_whole else "高于"
        return wanted, Markup("{}{}{}{}").format(metric.zh, word, data.place, with_counts(fact))


def describe(data: ReportData, wanted: NamedList) -> str:
    """Say in words what a list's thresholds are, from the same definition that selects its units."""
    parts = []
    first = _bounds(data, wanted.by, wanted)
    if first:
        parts.append(first)
    parts += [_bounds(data, minimum.of, minimum) for minimum in wanted.where]
    if wanted.top is not None or wanted.bottom is not None:
        n, end = (wanted.top, "前") if wanted.top is not None else (wanted.bottom, "后")
        parts.append(f"{figure_label(data, wanted.by)}列{end}{n}位")
    return str(Markup("、").join(parts))


def _bounds(data: ReportData, name: str, bounds: NamedList | Minimum) -> str:
    label = figure_label(data, name)
    unit = "%" if name in data.scores.context.metrics else "分" if label in ("总分",) else "件"
    if name in data.scores.items or name in data.scores.subtotals:
        unit = "分"
    words = (
        (bounds.at_least, "{}{}及以上"),
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
