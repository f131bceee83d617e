"""What only tickets tell: rates adjusted for the kinds of tickets a unit has, and signals over periods."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from hotline_analysis.errors import InputError
from hotline_analysis.metrics.counting.dimensions import PERIOD
from hotline_analysis.report.blocks import Block, Note, Paragraph, Table
from hotline_analysis.report.charts.control import control_chart
from hotline_analysis.report.charts.numbers import numbers_table
from hotline_analysis.report.league.numbers import Numbers, names
from hotline_analysis.report.league.reading import Reading
from hotline_analysis.report.league.words import cases_name, rate_name
from hotline_analysis.report.phrases import period_name
from hotline_analysis.report.tables import Cell, Column, TableSpec, draw
from hotline_analysis.statistics.fair.case_mix import CaseMix, case_mix
from hotline_analysis.statistics.fair.period_charts import ENOUGH, PeriodCharts, period_charts
from hotline_analysis.tickets.calendar import Period
from hotline_analysis.tickets.columns import columns as ticket_columns

LABELS = {"higher": "偏高", "lower": "偏低", "as expected": "相当"}
RULES = {
    "outside": "超出控制界限",
    "trend": "连续同向变化",
    "two_of_three": "接近控制界限",
    "one_side": "连续位于均值一侧",
}
MOST = 15


def counts_of(reading: Reading) -> tuple[str, str] | None:
    """Return the counts of the rate, where tickets give each as one count."""
    rate = reading.rate
    if rate is None or rate.origin != "counts" or reading.data.case.tickets is None:
        return None
    above, below = rate.metric.numerator.keys, rate.metric.denominator.keys
    return (above[0], below[0]) if len(above) == len(below) == 1 else None


def adjusted_part(reading: Reading, numbers: Numbers) -> list[Block]:
    """Return the case-mix adjusted table; nothing without tickets, or without columns to adjust for."""
    keys = counts_of(reading)
    if keys is None or reading.data.case.tickets is None:
        return []
    files, data = reading.data.case.tickets.files, reading.data
    try:
        found = case_mix(files, successes=keys[0], trials=keys[1], period=data.period, counting=data.scheme.counting)
    except InputError:
        why = "工单没有一级分类、诉求类型、诉求渠道等列，或可比较的单位不足两个"
        return [Note(Markup("未作工单结构调整：{}。").format(why))]
    rows = _shown(reading, found)
    by = "、".join(ticket_columns()[name].zh for name in found.factors)
    lead = Markup("各单位工单的{}不同，难易有别。按总体同类工单的{}推算各单位应有水平，").format(by, _rate(reading))
    if not rows:
        return [Paragraph(lead + Markup("调整前后均没有参评单位偏离应有水平。"))]
    told = [unit for unit, before, after in rows if (before != "相当") != (after != "相当")]
    said = Markup("调整后结论改变的有{}。").format(names(told)) if told else Markup("调整不改变结论。")
    return [
        Paragraph(lead + said),
        _adjusted_table(reading, found, [unit for unit, *_ in rows], numbers),
        _phi(found, numbers),
    ]


def _rate(reading: Reading) -> str:
    return rate_name(reading.rate) if reading.rate is not None else ""


def _shown(reading: Reading, found: CaseMix) -> list[tuple[str, str, str]]:
    """Return the units that are beyond the limits before or after, with both judgements, at most fifteen."""
    after = _judgements(found)
    rows = []
    for unit, word in after.items():
        if unit not in reading.units or not reading.enough[reading.units.index(unit)]:
            continue
        i = reading.units.index(unit)
        raw = reading.funnel.adjusted_z[i] if reading.funnel is not None else 0.0
        before = "相当" if not reading.beyond[i] else "偏高" if raw > 0 else "偏低"
        if before != "相当" or word != "相当":
            rows.append((unit, before, word))
    return rows[:MOST]


def _judgements(found: CaseMix) -> dict[str, str]:
    """Judge by the funnel of adjusted rates."""
    return {str(unit): LABELS.get(label, "相当") for unit, label in found.frame[["unit", "label"]].to_numpy()}


def _adjusted_table(reading: Reading, found: CaseMix, units: Sequence[str], numbers: Numbers) -> Block:
    frame, after = found.frame.set_index("unit").loc[list(units)], _judgements(found)
    expected = 100 * frame["expected"] / frame["trials"]
    spans: list[Cell] = [
        numbers.span(f"ratio.{unit}", f"{unit}实际与应有之比95%区间", float(low), float(high), decimals=2)
        for unit, low, high in zip(units, frame["ratio_low"], frame["ratio_high"], strict=True)
    ]
    columns = [
        Column(cases_name(reading.rate), _cells(numbers, units, "trials", "件数", frame["trials"], 0)),
        Column("实际（%）", _cells(numbers, units, "rate", "实际", 100 * frame["rate"], 1)),
        Column("应有（%）", _cells(numbers, units, "expected", "应有", expected, 1)),
        Column("实际／应有", _cells(numbers, units, "ratio", "实际与应有之比", frame["ratio"], 2)),
        Column("95%区间", spans),
        Column("调整后（%）", _cells(numbers, units, "adjusted", "调整后", 100 * frame["adjusted"], 1)),
        Column("调整后判断", [after[unit] for unit in units], align="center"),
    ]
    return draw(TableSpec("league-adjusted", f"按工单结构调整的{_rate(reading)}", "单位", list(units), columns))


def _cells(
    numbers: Numbers, units: Sequence[str], key: str, label: str, values: pd.Series, decimals: int
) -> list[Cell]:
    return [
        "" if pd.isna(value) else numbers.make(f"{key}.{unit}", f"{unit}{label}", float(value), "", decimals)
        for unit, value in zip(units, values, strict=True)
    ]


def _phi(found: CaseMix, numbers: Numbers) -> Note:
    phi = numbers.make("phi", "调整后离散系数φ", float(found.funnel.phi), "", 2)
    text = Markup(
        "只列调整前或调整后超出95%界限的参评单位；调整后离散系数φ＝{}。"
        "应有水平按同类工单总体计算，不含未记录的难易差别。"
    )
    return Note(text.format(phi.html(with_unit=False)))


def periods_part(reading: Reading, numbers: Numbers) -> list[Block]:
    """Return the control chart of all units together and the units with signals, where tickets hold periods enough."""
    found = _period_charts(reading)
    if found is None:
        return []
    name = _rate(reading)
    caption = f"总体{name}控制图"
    table = _periods_table(found, numbers, name, caption)
    chart = control_chart(found.district.frame, caption=caption, rate=name, numbers=table)
    signals = found.district.signals
    last = str(found.district.frame["period"].iloc[-1])
    here = signals[signals["period"] == last]
    said = f"有信号：{RULES[here['signal'].iloc[0]]}" if len(here) else "在正常波动范围内"
    months = numbers.make("periods", "月数", len(found.district.frame), "个月")
    text = Markup("工单跨{}，{}总体{}{}。{}")
    lead = Paragraph(text.format(months, period_name(last), name, said, _units_said(reading, found, last)))
    note = Note(
        Markup("界限按各月{}计算（拉尼p′图，σz＝{}）。").format(cases_name(reading.rate), _sigma(found, numbers))
    )
    return [lead, chart, note]


def _periods_table(found: PeriodCharts, numbers: Numbers, name: str, caption: str) -> Table:
    """Draw every month's rate, the mean and the limits, and its signal."""
    frame = found.district.frame
    months = [str(one) for one in frame["period"]]
    heads = {"value": name, "center": "均值", "lower": "控制下限", "upper": "控制上限"}
    columns = [
        Column(f"{head}（%）", _cells(numbers, months, f"chart.{key}", head, 100 * frame[key], 1))
        for key, head in heads.items()
    ]
    columns.append(Column("信号", [RULES.get(str(one), "") for one in frame["signal"]], align="left"))
    return numbers_table("时期", months, columns, caption=caption)


def _sigma(found: PeriodCharts, numbers: Numbers) -> Markup:
    return numbers.make("sigma_z", "时期间离散σz", float(found.district.sigma_z[-1]), "", 2).html(with_unit=False)


def _units_said(reading: Reading, found: PeriodCharts, last: str) -> Markup:
    """Name the units with a signal in the last month that have cases enough."""
    signals = found.signals
    here = signals[(signals["period"] == last) & (signals["direction"] != 0)]
    enough = {unit for unit, own in zip(reading.units, reading.enough, strict=True) if own}
    words = (("偏高或上升", 1), ("偏低或下降", -1))
    parts = [
        Markup("{}的有{}").format(word, names(units))
        for word, way in words
        if (units := [str(one) for one in here.loc[here["direction"] == way, "unit"] if one in enough])
    ]
    return Markup("单位中，信号为{}。").format(Markup("；为").join(parts)) if parts else Markup("")


def _period_charts(reading: Reading) -> PeriodCharts | None:
    from hotline_analysis.metrics import unit_table

    keys, tickets = counts_of(reading), reading.data.case.tickets
    if keys is None or tickets is None:
        return None
    table = unit_table(tickets.files, by="unit,period", counts=list(keys), counting=reading.data.scheme.counting)
    end = Period.parse(reading.data.period)
    months = [Period.parse(str(one)) if "-" in str(one) else None for one in table[PERIOD]]
    known = table[[one is not None and one.first < end.first + end.months for one in months]]
    counted = known.groupby(PERIOD)[keys[1]].sum()
    if int((counted > 0).sum()) < ENOUGH:
        return None
    return period_charts(known, *keys)
