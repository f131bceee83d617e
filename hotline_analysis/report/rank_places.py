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
    unit, source = data.scores.units[i], data.label("考核办法 {scheme}，重复抽取工单", scheme=data.scheme.scheme)
    if unit not in data.rank_places.bounds:
        return ""
    low, high = data.rank_places.bounds[unit]
    writer = data.writer(key)
    first, last = data.label("{unit}名次区间的首位", unit=unit), data.label("{unit}名次区间的末位", unit=unit)
    ends = (
        writer.whole(f"{unit}.rank_low", first, low, source=source, unit=""),
        writer.whole(f"{unit}.rank_high", last, high, source=source, unit=""),
    )
    return Markup('<span class="unbroken">{}–{}</span>').format(*ends) if low < high else Markup.escape(ends[0])


def places_notes(data: ReportData, key: str) -> list[Markup]:
    """Say how the sets were made, and for whom there are none."""
    found = data.rank_places
    if found.problem is not None:
        return [data.say("rank_sets.none")]
    writer, source = data.writer(key), data.label("统计方法")
    level = writer.whole("rank_sets.level", data.label("名次区间的置信水平"), 95, source=source, unit="%")
    draws = writer.whole("rank_sets.draws", data.label("重复抽取次数"), found.draws, source=source, unit="次")
    said = [data.say("rank_sets.method", draws=draws, level=level)]
    ranking = data.scheme.ranking
    if ranking is not None and ranking.places == "dense":
        said.append(data.say("rank_sets.dense"))
    placed = [unit for unit, place in zip(data.scores.units, data.scores.placing.ranks, strict=True) if place]
    alone = [unit for unit in placed if unit not in found.bounds]
    note = data.say("rank_sets.note", parts=data.language.points(said))
    return [note, *([data.say("rank_sets.alone")] if alone else [])]
