"""The official table beside its honest reading: places with the places that cannot be ruled out."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from markupsafe import Markup

from hotline_analysis.report.blocks import Block, Note
from hotline_analysis.report.charts.caterpillar import caterpillar_chart
from hotline_analysis.report.charts.numbers import numbers_table
from hotline_analysis.report.league.numbers import Numbers
from hotline_analysis.report.league.placed import League, Placed
from hotline_analysis.report.league.reading import LEVEL, Reading
from hotline_analysis.report.league.words import cases_name, judged, rate_name
from hotline_analysis.report.tables import Cell, Column, TableSpec, draw
from hotline_analysis.statistics.fair.intervals import wilson

NONE = "—"
OUT = "不参评"
LIKELY_FIRST, LIKELY_LAST = 0.2, 0.7


def tables(reading: Reading, numbers: Numbers) -> list[Block]:
    """Return one table a group, and a note on how to read them."""
    found: list[Block] = []
    for key, rows in _groups(reading).items():
        if rows:
            found.append(_table(reading, numbers, key, rows))
    return [*found, Note(_note(reading, numbers))]


def _groups(reading: Reading) -> dict[str, list[int]]:
    """Return the rows of every group that is ranked by itself, without units that had nothing at all."""
    ranking = reading.data.scheme.ranking
    together = ranking is None or ranking.within == "all"
    ranks = reading.data.scores.placing.ranks
    found: dict[str, list[int]] = {}
    for i, group in enumerate(reading.data.scores.groups):
        if reading.cases[i] or ranks[i] is not None:
            found.setdefault("all" if together else group, []).append(i)
    return {key: sorted(rows, key=lambda i: _order(reading, i)) for key, rows in found.items()}


def _order(reading: Reading, i: int) -> tuple[bool, int, int]:
    """Put units with cases enough first, by their place; then the others by their official one."""
    placed, last = _placed(reading).get(reading.units[i]), len(reading.units)
    rank = reading.data.scores.placing.ranks[i] or last
    return placed is None, placed.place if placed else rank, rank


def _placed(reading: Reading) -> dict[str, Placed]:
    return {one.unit: one for league in reading.places.leagues for one in league.units}


def _table(reading: Reading, numbers: Numbers, key: str, rows: Sequence[int]) -> Block:
    columns: list[Column] = []
    scored = any(rank is not None for rank in reading.data.scores.placing.ranks)
    if scored:
        columns.append(Column("考核名次", [_official(reading, numbers, i) for i in rows], align="center"))
    if reading.places.by != "nothing":
        columns += _place_columns(reading, numbers, rows)
    if reading.rate is not None:
        columns += _rate_columns(reading, numbers, rows)
    columns.append(Column("与总体比", [judged(reading, reading.units[i]) for i in rows], align="left"))
    name = reading.group(key)
    caption = f"{name}{'考核' if scored else ''}名次与可靠范围"
    return draw(
        TableSpec(f"league-{key.replace('_', '-')}", caption, "单位", [reading.units[i] for i in rows], columns)
    )


def _official(reading: Reading, numbers: Numbers, i: int) -> Cell:
    rank, unit = reading.data.scores.placing.ranks[i], reading.units[i]
    return NONE if rank is None else numbers.make(f"official.{i}", f"{unit}考核名次", rank)


def _place_columns(reading: Reading, numbers: Numbers, rows: Sequence[int]) -> list[Column]:
    placed = _placed(reading)
    cells: list[tuple[Cell, Cell, Cell]] = []
    for i in rows:
        one = placed.get(reading.units[i])
        if one is None:
            cells.append((OUT, NONE, NONE))
            continue
        place = numbers.make(f"place.{i}", f"{one.unit}参评名次", one.place)
        alone = numbers.span(f"alone.{i}", f"{one.unit}名次范围（单独）", *one.alone)
        together = numbers.span(f"together.{i}", f"{one.unit}名次范围（同时）", *one.together)
        cells.append((place, alone, together))
    own, alone_cells, together_cells = zip(*cells, strict=True)
    return [
        Column("参评名次", own, align="center"),
        Column("单独", alone_cells, span="名次范围", align="center"),
        Column("同时", together_cells, span="名次范围", align="center"),
    ]


def _rate_columns(reading: Reading, numbers: Numbers, rows: Sequence[int]) -> list[Column]:
    rate = reading.rate
    assert rate is not None, "a table without a rate has no columns of it"
    low, high = wilson(rate.successes, rate.trials, LEVEL)
    cases: list[Cell] = []
    rates: list[Cell] = []
    spans: list[Cell] = []
    for i in rows:
        unit, x, n = reading.units[i], int(rate.successes[i]), int(rate.trials[i])
        cases.append(numbers.make(f"cases.{i}", f"{unit}{cases_name(rate)}", n))
        if not n:
            rates.append(NONE)
            spans.append(NONE)
            continue
        more = {"numerator": Fraction(x), "denominator": Fraction(n), "definition": f"{unit}{rate.metric.definition()}"}
        label = f"{unit}{rate_name(rate)}"
        rates.append(numbers.make(f"rate.{i}", label, Fraction(100 * x, n), "%", 1, metric=rate.metric.key, **more))
        bounds = 100 * float(low[i]), 100 * float(high[i])
        spans.append(numbers.span(f"interval.{i}", f"{label}95%区间", *bounds, decimals=1))
    name = rate_name(rate)
    return [Column(cases_name(rate), cases), Column("%", rates, span=name), Column("95%区间", spans, span=name)]


def _note(reading: Reading, numbers: Numbers) -> Markup:
    silent = sum(not n for n in reading.cases)
    parts = [_rule(reading, numbers)]
    if reading.places.by == "score":
        parts.append(Markup("参评名次按考核得分在参评单位中重排；名次范围由各单位工单重新抽取、按同一办法计分得到。"))
    elif reading.places.by == "rate" and reading.rate is not None:
        why = "考核办法不排名" if reading.data.scheme.ranking is None else "得分所依据的件数没有公布"
        parts.append(Markup("{}，参评名次按{}排列。").format(why, rate_name(reading.rate)))
    if reading.places.by != "nothing":
        parts.append(Markup("“单独”为只看一个单位时、“同时”为全部单位一并看时，以95%的把握不能排除的名次。"))
    if reading.places.by == "score" and reading.places.open_for_all:
        parts.append(Markup("总分由多项指标合成，件数少的单位一两件就使总分变动很大，范围因此很宽；单项比率另作比较。"))
    if silent:
        text = Markup("另有{}单位没有件数，无从计算比率。")
        parts.append(text.format(numbers.units("silent", "没有件数的单位", silent)))
    return Markup("").join(parts)


def _rule(reading: Reading, numbers: Numbers) -> Markup:
    """Say k of the rule for small numbers, and who set it."""
    k = numbers.make("k", "参评所需最少件数", reading.small.at_least, "件")
    counted, rule = cases_name(reading.rate), reading.data.small_numbers
    if rule is None:
        return Markup("{}不足{}的单位不参评，列在后面（{}是通行取值，参数文件未另作规定）。").format(counted, k, k)
    label = reading.data.count_label(rule.of)
    other = "" if _same(reading, rule.of) else f"或{label}"
    return Markup("{}{}不足{}的单位不参评，列在后面（{}由参数文件规定）。").format(counted, other, k, k)


def _same(reading: Reading, count: str) -> bool:
    return reading.rate is not None and reading.rate.metric.denominator.keys == (count,)


def charts(reading: Reading, numbers: Numbers) -> list[Block]:
    """Return a caterpillar plot of every league."""
    found: list[Block] = []
    at = {unit: i for i, unit in enumerate(reading.units)}
    for league in reading.places.leagues:
        places = [one.place for one in league.units]
        sets = [one.alone for one in league.units], [one.together for one in league.units]
        names = [one.unit for one in league.units]
        caption = f"{league.name}参评单位的名次范围"
        columns = _place_columns(reading, numbers, [at[name] for name in names])
        table = numbers_table("单位", names, columns, caption=caption)
        found.append(caterpillar_chart(names, places, *sets, caption=caption, numbers=table))
    return found


def chances(reading: Reading, numbers: Numbers) -> list[Block]:
    """Return the chances of the units that are likely the first, or among the last; nothing where none is."""
    rows = [
        (league, one)
        for league in reading.places.leagues
        for one in league.units
        if one.first >= LIKELY_FIRST or (_has_ends(league) and one.bottom5 >= LIKELY_LAST)
    ]
    if not rows:
        return []
    columns = [Column("组别", [league.name for league, _ in rows], align="left")] if rows[0][0].name else []
    for key, words in (("first", "居首位"), ("top5", "居前5"), ("bottom5", "居后5")):
        cells = [
            _chance(numbers, key, words, one) if key == "first" or _has_ends(league) else NONE for league, one in rows
        ]
        columns.append(Column(f"{words}（%）", cells, align="center"))
    spec = TableSpec("league-chances", "居于首尾可能性较大的单位", "单位", [one.unit for _, one in rows], columns)
    return [draw(spec), Note(Markup("并列的单位都计入，各单位可能性之和可以超过100%。"))]


def _has_ends(league: League) -> bool:
    """Whether the first five and the last five are different units."""
    return len(league.units) > 10


def _chance(numbers: Numbers, key: str, words: str, one: Placed) -> Cell:
    return numbers.chance(f"{key}.{one.unit}", f"{one.unit}{words}的可能", getattr(one, key))
