"""Places with the places that chance could have given, as an annex prints them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from hotline_analysis.errors import InputError

if TYPE_CHECKING:
    from hotline_analysis.report.data import ReportData


@dataclass(frozen=True)
class RankPlaces:
    """Sets of places under the report's scheme.

    Attributes
    ----------
    bounds : mapping of str to tuple of int
        Unit → the first and the last place that its counts do not rule out; all sets are right at once. A unit
        without a place, or without anybody to compare it to, has none.
    draws : int
    problem : str or None
        Why there are none at all.
    notes : tuple of str
        For the analyst.
    """

    bounds: Mapping[str, tuple[int, int]]
    draws: int = 0
    problem: str | None = None
    notes: tuple[str, ...] = ()


def rank_places(data: ReportData) -> RankPlaces:
    """Work out the sets; where the data do not allow any, say why instead."""
    from hotline_analysis.statistics.fair import score_rank_sets

    before = {name: period.table for name in ("previous", "year_before") if (period := getattr(data, name)) is not None}
    try:
        found = score_rank_sets(data.now.table, data.scheme, **before)
    except InputError as error:
        return RankPlaces({}, problem=f"rank_sets: {error}")
    bounds = {
        unit: (int(low), int(high))
        for sets in found.groups.values()
        for unit, low, high in zip(sets.names, sets.simultaneous_low, sets.simultaneous_high, strict=True)
    }
    draws = next(iter(found.groups.values())).draws
    return RankPlaces(bounds, draws, notes=tuple(f"rank_sets: {note}" for note in found.notes))


def places_cell(data: ReportData, key: str, i: int) -> str:
    """Print a unit's set of places; nothing for a unit that has none."""
    unit, source = data.scores.units[i], f"考核办法 {data.scheme.scheme}，重复抽取工单"
    if unit not in data.rank_places.bounds:
        return ""
    low, high = data.rank_places.bounds[unit]
    writer = data.writer(key)
    first = writer.whole(f"{unit}.rank_low", f"{unit}名次区间的首位", low, source=source, unit="")
    last = writer.whole(f"{unit}.rank_high", f"{unit}名次区间的末位", high, source=source, unit="")
    return (
        Markup('<span class="unbroken">{}–{}</span>').format(first, last) if low < high else Markup("{}").format(first)
    )


def places_notes(data: ReportData, key: str) -> list[Markup]:
    """Say how the sets were made, and for whom there are none."""
    found = data.rank_places
    if found.problem is not None:
        return [Markup("本期数据不足以计算名次区间。")]
    writer = data.writer(key)
    level = writer.whole("rank_sets.level", "名次区间的置信水平", 95, source="统计方法", unit="%")
    draws = writer.whole("rank_sets.draws", "重复抽取次数", found.draws, source="统计方法", unit="次")
    said = Markup(
        "名次区间：在各单位内重复抽取工单{}、按同一考核办法计分，以{}置信水平仍不能排除的名次；区间重叠的单位，名次先后可能出于偶然"
    ).format(draws, level)
    ranking = data.scheme.ranking
    if ranking is not None and ranking.places == "dense":
        said += Markup("；名次区间按单位个数计，并列名次连续时可大于排名")
    placed = [unit for unit, place in zip(data.scores.units, data.scores.placing.ranks, strict=True) if place]
    alone = [unit for unit in placed if unit not in found.bounds]
    return [said + Markup("。"), *([Markup("本类别仅一个参评单位的，不计名次区间。")] if alone else [])]
