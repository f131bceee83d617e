"""The point of a league table in two to four sentences, made of its results; silent where nothing is certain."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from hotline_analysis.report.facts import Fact
from hotline_analysis.report.league.changes import Change, Changes
from hotline_analysis.report.league.numbers import Numbers, names
from hotline_analysis.report.league.placed import League
from hotline_analysis.report.league.reading import SIDES, WIDE, Reading
from hotline_analysis.report.league.words import cases_name, rate_name


def summary(reading: Reading, changes: Changes, numbers: Numbers) -> list[Markup]:
    """Return the sentences: who is first, who differs, who has too few cases, what the scheme decides."""
    found = [_first(reading, numbers), _differing(reading), _small(reading, numbers), _scheme(changes, numbers)]
    return [sentence for sentence in found if sentence]


def _first(reading: Reading, numbers: Numbers) -> Markup:
    """Say of how many units the first place cannot be ruled out."""
    leagues = reading.places.leagues
    if not leagues:
        return Markup("")
    basis = "按考核得分" if reading.places.by == "score" else f"按{rate_name(reading.rate)}" if reading.rate else ""
    parts = Markup("；").join(_league(league, numbers) for league in leagues)
    so = "，名次先后不宜作为优劣依据" if reading.places.open_for_all else ""
    return Markup("{}并考虑偶然波动，{}{}。").format(basis, parts, so)


def _league(league: League, numbers: Numbers) -> Markup:
    all_units = numbers.units(f"{league.key}.ranked", f"{league.name}参评单位", len(league.units))
    possible = [one for one in league.units if one.together[0] == 1]
    if len(possible) == 1:
        return Markup("{}{}参评单位中，{}居首位可以确定").format(league.name, all_units, possible[0].unit)
    may = numbers.units(f"{league.key}.may_be_first", f"{league.name}不能排除居首位的单位", len(possible))
    if len(possible) == len(league.units):
        return Markup("{}{}参评单位都不能排除居首位").format(league.name, all_units)
    return Markup("{}{}参评单位中有{}不能排除居首位").format(league.name, all_units, may)


def _differing(reading: Reading) -> Markup:
    """Name the units beyond the wide limits; nothing where there are none."""
    if reading.rate is None:
        return Markup("")
    words = ("明显高于总体", "明显低于总体")
    found = [(word, reading.differing(side, WIDE)) for side, word in zip(SIDES, words, strict=True)]
    parts = [Markup("{}的是{}").format(word, names(units)) for word, units in found if units]
    if not parts:
        return Markup("")
    # beside "anybody may be first" it has to be said that this is about one rate, and not about the score
    beside = reading.places.by == "score" and reading.places.open_for_all
    text = Markup("但单看{}，{}。") if beside else Markup("{}{}。")
    return text.format(rate_name(reading.rate), Markup("，").join(parts))


def _small(reading: Reading, numbers: Numbers) -> Markup:
    few = sum(n > 0 and not own for n, own in zip(reading.cases, reading.enough, strict=True))
    if not few:
        return Markup("")
    text = Markup("另有{}单位{}不足{}，其比率和名次受个别工单左右，表中列出，不参评、不点名。")
    found = numbers.units("few", "件数不足的单位", few)
    return text.format(found, cases_name(reading.rate), _k(reading, numbers))


def _k(reading: Reading, numbers: Numbers) -> Fact:
    return numbers.make("k", "参评所需最少件数", reading.small.at_least, "件")


def _scheme(changes: Changes, numbers: Numbers) -> Markup:
    """Say which items tell nobody apart, and which one decides most."""
    parts = []
    if changes.same:
        all_items = numbers.make("items", "计分指标", changes.items, "项")
        same = numbers.make("same", "各单位得分相同的指标", len(changes.same), "项")
        parts.append(Markup("{}计分指标中有{}各单位均得满分，对名次不起作用").format(all_items, same))
    deciding = strongest(changes)
    if deciding is not None:
        gone = deciding.words.removeprefix("不计")
        parts.append(Markup("名次主要由{}决定").format(gone))
    return Markup("{}。").format(Markup("，").join(parts)) if parts else Markup("")


def strongest(changes: Changes) -> Change | None:
    """Return the left-out item that changes places most, if it moves half of a league's units."""
    items = (row for row in changes.moving if row.words.startswith("不计") and 2 * row.moved >= row.units)
    return max(items, key=lambda row: (row.units > 5, -row.tau), default=None)


def headline(reading: Reading, numbers: Numbers) -> Iterator[Markup]:
    """Say what cannot be said, and why, where a table cannot be read fairly."""
    if reading.rate is None:
        yield Markup("本期数据没有可以核算件数的比率，无法判断名次中有多少出于偶然，仅列考核名次。")
    elif sum(reading.enough) < 2:
        text = Markup("{}达到{}的单位不足两个，无从比较，不作名次分析。")
        yield text.format(cases_name(reading.rate), _k(reading, numbers))
