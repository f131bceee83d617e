"""Charts as parts of a bulletin: the ranking of a group, volume against a rate."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from hotline_analysis.errors import InputError
from hotline_analysis.report import charts
from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.references import Reference, references
from hotline_analysis.report.sections.base import Section, figure_fact, figure_label, whole_rate
from hotline_analysis.schemes import figure, ranking_order


class RankingChartSection(Section):
    """Totals of a group's units from the first to the last, with their mean."""

    section: Literal["ranking_chart"]
    group: str | None = None
    caption: str
    most: int = 40

    def references(self) -> list[Reference]:
        """Return the names it uses."""
        return references("group", "group", [self.group])

    def blocks(self, data: ReportData, key: str) -> list[Block]:
        """Make the section's blocks."""
        scores = data.scores
        rows = [
            i
            for i in ranking_order(scores)
            if scores.placing.ranks[i] is not None and (self.group is None or scores.groups[i] == self.group)
        ]
        if not rows:
            raise InputError(
                "no ranked unit to draw",
                where="section ranking_chart",
                value=self.group,
                allowed=", ".join(dict.fromkeys(scores.groups)),
            )
        mean = sum((scores.totals[i] or Fraction(0) for i in rows), Fraction(0)) / len(rows)
        rows_shown = rows if len(rows) <= self.most else rows[: self.most]
        cut = len(rows) > self.most
        caption = data.label("{caption}（前{n}名）", caption=self.caption, n=self.most) if cut else self.caption
        fact = data.writer(key).points("mean", data.label("参评单位平均分"), mean, source=data.by_scheme)
        totals = [figure_fact(data, key, scores, "total", i) for i in rows_shown]
        units, label = [scores.units[i] for i in rows_shown], data.label("平均")
        return [charts.ranking_chart(units, totals, fact, caption=caption, mean_label=label)]


class VolumeChartSection(Section):
    """A rate against the number of cases behind it; units below ``small`` are marked."""

    section: Literal["volume_chart"]
    metric: str
    volume: str
    caption: str
    small: int = 30

    def references(self) -> list[Reference]:
        """Return the names it uses."""
        return [*references("metric", "metric", [self.metric]), *references("count", "volume", [self.volume])]

    def blocks(self, data: ReportData, key: str) -> list[Block]:
        """Make the section's blocks."""
        scores, metric = data.scores, data.metric(self.metric)
        rates, volumes = scores.context.rates(self.metric), figure(scores, self.volume)
        rows = [i for i, (rate, n) in enumerate(zip(rates, volumes, strict=True)) if rate is not None and n]
        if not rows:
            raise InputError("no unit has this rate", where="section volume_chart", value=self.metric)
        whole = whole_rate(data, key, "whole", metric)
        return [
            charts.volume_chart(
                [scores.units[i] for i in rows],
                [figure_fact(data, key, scores, self.volume, i) for i in rows],
                [figure_fact(data, key, scores, self.metric, i) for i in rows],
                whole,
                caption=self.caption,
                volume_label=figure_label(data, self.volume),
                rate_label=data.metric_name(metric),
                small=self.small,
            )
        ]
