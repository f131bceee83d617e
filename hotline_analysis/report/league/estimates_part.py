"""Shrunk rates beside the raw ones: what to take for the rate of a unit with few cases."""

from __future__ import annotations

import numpy as np
import pandas as pd
from markupsafe import Markup

from hotline_analysis.report.blocks import Block, Note, Paragraph
from hotline_analysis.report.league.numbers import Numbers
from hotline_analysis.report.league.reading import LEVEL, Reading
from hotline_analysis.report.league.words import cases_name, rate_name
from hotline_analysis.report.tables import Cell, Column, TableSpec, draw
from hotline_analysis.statistics.fair.intervals import wilson
from hotline_analysis.statistics.fair.shrinkage import Shrunken, shrink

MOST = 15


def estimates_part(reading: Reading, numbers: Numbers) -> list[Block]:
    """Return how to read shrunk rates and the units that they move most; nothing where the spread cannot be told."""
    rate = reading.rate
    if rate is None or int((rate.trials > 0).sum()) < 2:
        return []
    found = shrink(rate.successes, rate.trials, reading.units, level=LEVEL)
    if found.prior is None:
        return []
    name = rate_name(rate)
    if np.isinf(found.prior.precision):
        return [Paragraph(_all_alike(found, name, numbers))]
    if np.isnan(found.prior.log_precision_error):
        return []
    table = found.frame.assign(shift=lambda one: (one["estimate"] - one["rate"]).abs())
    rows = table[table["trials"] > 0].sort_values("shift", ascending=False, kind="stable").head(MOST)
    half = numbers.make("precision", "收缩时自身与一般水平各占一半的件数", round(found.prior.precision), "件")
    usual = numbers.make("usual", f"各单位{name}的一般水平", 100 * found.prior.mean, "%", 1)
    text = Markup(
        "件数少的单位，{}容易大起大落。收缩估计把各单位自身的{}与各单位的一般水平（{}）合并，件数越多越接近自身，"
        "越少越接近一般水平；本期件数为{}的单位，自身与一般水平各占一半。了解一个单位的实际水平以收缩估计为宜，"
        "考核得分和名次不因此改变。"
    )
    shown = numbers.units("shown", "列出收缩估计的单位", len(rows))
    note = Markup("列收缩前后相差最大的{}。自身占比为收缩估计中该单位自身{}的权重，其余为一般水平。")
    return [
        Paragraph(text.format(name, name, usual, half)),
        _table(reading, rows, numbers),
        Note(note.format(shown, name)),
    ]


def _all_alike(found: Shrunken, name: str, numbers: Numbers) -> Markup:
    pooled = numbers.make("pooled", f"全部单位{name}", float(100 * found.estimates[0]), "%", 1)
    low, high = (float(100 * end[0]) for end in (found.low, found.high))
    text = Markup("各单位{}的差别不超过偶然波动：对每个单位最好的估计都是总体的{}（95%区间{}）。")
    return text.format(name, pooled, numbers.span("pooled", f"全部单位{name}95%区间", low, high, "%", 1))


def _table(reading: Reading, rows: pd.DataFrame, numbers: Numbers) -> Block:
    units, name = [str(unit) for unit in rows["unit"]], rate_name(reading.rate) if reading.rate else ""
    low, high = wilson(rows["successes"], rows["trials"], LEVEL)
    own = pd.DataFrame({"low": low, "high": high}, index=rows.index)
    columns = [
        Column(cases_name(reading.rate), _cells(numbers, units, "cases", "件数", rows["trials"], 0)),
        Column("%", _cells(numbers, units, "raw", name, 100 * rows["rate"], 1), span=f"实际{name}"),
        Column("95%区间", _spans(numbers, units, "raw", name, own), span=f"实际{name}"),
        Column("%", _cells(numbers, units, "estimate", f"{name}收缩估计", 100 * rows["estimate"], 1), span="收缩估计"),
        Column("95%区间", _spans(numbers, units, "estimate", f"{name}收缩估计", rows), span="收缩估计"),
        Column("自身占比（%）", _cells(numbers, units, "weight", "自身占比", 100 * rows["weight"], 0)),
    ]
    return draw(TableSpec("league-estimates", f"{name}的收缩估计", "单位", units, columns))


def _cells(numbers: Numbers, units: list[str], key: str, label: str, values: pd.Series, decimals: int) -> list[Cell]:
    return [
        numbers.make(f"{key}.{unit}", f"{unit}{label}", float(value), "", decimals)
        for unit, value in zip(units, values, strict=True)
    ]


def _spans(numbers: Numbers, units: list[str], key: str, label: str, ends: pd.DataFrame) -> list[Cell]:
    bounds = zip(units, 100 * ends["low"], 100 * ends["high"], strict=True)
    return [
        numbers.span(f"{key}.{unit}", f"{unit}{label}95%区间", float(low), float(high), decimals=1)
        for unit, low, high in bounds
    ]
