"""Which items tell units apart, and which decides who stands before whom."""

from __future__ import annotations

from collections import Counter

import pandas as pd
from markupsafe import Markup

from hotline_analysis.report.blocks import Block, Note, Paragraph
from hotline_analysis.report.league.numbers import Numbers
from hotline_analysis.report.tables import Column, TableSpec, draw
from hotline_analysis.schemes import Scores
from hotline_analysis.statistics.fair.scored_items import item_table, neighbours


def items_part(scores: Scores, numbers: Numbers) -> list[Block]:
    """Return a table of items and a sentence on what decides places; nothing where units are not placed by a total."""
    ranking = scores.scheme.ranking
    placed = sum(rank is not None for rank in scores.placing.ranks)
    if ranking is None or ranking.by != "total" or not scores.scheme.scores or placed < 2:
        return []
    table, pairs = item_table(scores), neighbours(scores)
    table["zh"] = table["zh"].str.rpartition("：")[2]  # of a part of an index its own name
    if len(table) < 2:
        return []
    apart = pairs[pairs["place"] != pairs["place_below"]]
    deciding = Counter(key for keys in apart["deciding"] for key in keys)
    return [_said(table, apart, deciding, numbers), _table(table, deciding, numbers), Note(_note())]


def _said(table: pd.DataFrame, apart: pd.DataFrame, deciding: Counter[str], numbers: Numbers) -> Paragraph:
    pairs = numbers.make("pairs", "名次不同的相邻单位", len(apart), "对")
    alone = sum(len(keys) == 1 for keys in apart["deciding"])
    one = numbers.make("one_item", "前后只由一项指标决定的相邻单位", alone, "对")
    said = Markup("名次相邻而不同的单位有{}，其中{}的先后只由一项指标决定").format(pairs, one)
    if deciding:
        key, most = deciding.most_common(1)[0]
        name = dict(zip(table["item"], table["zh"], strict=True))[key]
        often = numbers.make("most", "起决定作用最多的指标", most, "对")
        said += Markup("；起决定作用最多的是{}，不计该项则{}单位的先后不再成立").format(name, often)
    return Paragraph(said + Markup("。"))


def _table(table: pd.DataFrame, deciding: Counter[str], numbers: Numbers) -> Block:
    figures = (
        ("units", "参加排名的单位", table["units"], 0),
        ("full", "得满分的单位", table["full"], 0),
        ("weight", "占得分差别的比重（%）", 100 * table["weight"], 1),
        ("deciding", "决定先后（对）", [deciding[key] for key in table["item"]], 0),
    )
    columns = [
        Column(
            label,
            [
                "—" if value != value else numbers.make(f"{i}.{key}", f"{zh}{label}", _plain(value), "", decimals)
                for i, (zh, value) in enumerate(zip(table["zh"], values, strict=True))
            ],
            align="center",
        )
        for key, label, values, decimals in figures
    ]
    return draw(TableSpec("league-items", "各项指标的区分作用", "指标", list(table["zh"]), columns))


def _plain(value: float) -> int | float:
    return int(value) if value == int(value) else float(value)


def _note() -> Markup:
    return Markup(
        "按全部已排名单位计。比重为该项得分与总分的协方差占总分方差之比，各项合计100%，负值表示与总分走向相反。"
        "加分、扣分项的“满分”指没有加分或没有扣分。"
    )
