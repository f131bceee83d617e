"""Which factors were left out because they decide the outcome without exception, in Chinese."""

from __future__ import annotations

import re

from markupsafe import Markup

from hotline_analysis.report.drivers.numbers import Numbers
from hotline_analysis.report.phrases import listed
from hotline_analysis.statistics.drivers.deciding import LeftOut
from hotline_analysis.statistics.drivers.report import DriverReport
from hotline_analysis.statistics.drivers.wording import RATES, level_name

_FLAGS = {"True": "是", "False": "否"}
_SIDES = {"<": "小于", ">": "大于"}
_MOST_LEVELS = 2  # of a factor that are named


def left_out_words(found: DriverReport, outcome: str, numbers: Numbers) -> Markup:
    """Say which factors were left out because they decide the outcome without exception."""
    named = [
        Markup("“{}”（{}）").format(found.label(one.factor), _decided(one, found, outcome, numbers))
        for one in found.left_out
    ]
    return Markup("下列因素有的情形下评价结果全部相同，影响大小无法估计，未纳入模型：{}。").format(listed(named))


def _decided(one: LeftOut, found: DriverReport, outcome: str, numbers: Numbers) -> Markup:
    """Say of which levels all tickets had one outcome, or with which factors together one decides."""
    if not one.levels:
        return Markup("与{}合在一起完全决定评价结果").format(listed(f"“{found.label(name)}”" for name in one.beside))
    _, yes, no = RATES[outcome]
    said = []
    largest = sorted(one.levels, key=lambda level: -level.tickets)
    for level in largest[:_MOST_LEVELS]:
        key, label = f"left_out.{one.factor}.{level.level}", f"{found.label(one.factor)}{level.level}的评价数"
        count = numbers.count(key, label, level.tickets)
        name = _of_level(level.level, f"{key}.bound", numbers)
        said.append(Markup("{}，{}全部{}").format(name, count, yes if level.good else no))
    words = Markup("；").join(said)
    if len(largest) == len(said):
        return words
    all_of_them = numbers.count(
        f"left_out.{one.factor}", f"{found.label(one.factor)}结果全部相同的类别", len(largest), "类"
    )
    return Markup("{}；共{}如此").format(words, all_of_them)


def _of_level(level: str, key: str, numbers: Numbers) -> object:
    """Name a level; of a number it is a side, as ``> 5``."""
    side = re.fullmatch(r"([<>]) (-?[\d.]+)", level)
    if side is None:
        return _FLAGS.get(level, level_name(level))
    decimals = len(side[2].partition(".")[2])
    return Markup("{}{}").format(_SIDES[side[1]], numbers.estimate(key, "界限", float(side[2]), decimals))
