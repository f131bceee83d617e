"""Who differs from all units together: the funnel plot and what it says."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

from markupsafe import Markup

from hotline_analysis.report.blocks import Block, Note, Paragraph, Table
from hotline_analysis.report.charts.funnel import FunnelLabels, funnel_chart
from hotline_analysis.report.charts.numbers import numbers_table
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.league.numbers import Numbers, names
from hotline_analysis.report.league.reading import SIDES, WIDE, Reading
from hotline_analysis.report.league.words import BASIS, cases_name, judged, rate_name
from hotline_analysis.report.tables import Cell, Column


def funnel_part(reading: Reading, numbers: Numbers) -> list[Block]:
    """Return the sentence, the plot, and a note with phi and tau; nothing where there is no rate to compare."""
    found, rate = reading.funnel, reading.rate
    if found is None or rate is None:
        return []
    overall = overall_fact(reading, numbers)
    marked = {unit: judged(reading, unit) for side in SIDES for unit in reading.differing(side)}
    caption = f"各单位{rate_name(rate)}与总体的比较"
    labels = FunnelLabels(caption, cases_name(rate), rate_name(rate), reading.small.at_least)
    table = _table(reading, numbers, overall, caption)
    chart = funnel_chart(found, overall, marked, reading.enough, labels, table)
    return [Paragraph(_said(reading, numbers, overall)), chart, Note(_note(reading, numbers))]


def _table(reading: Reading, numbers: Numbers, overall: Fact, caption: str) -> Table:
    rate = reading.rate
    assert rate is not None, "a funnel without a rate has no points"
    name, cases = rate_name(rate), list[Cell]()
    rates: list[Cell] = []
    some = [i for i, n in enumerate(rate.trials) if n]
    for i in some:
        unit, x, n = reading.units[i], Fraction(int(rate.successes[i])), Fraction(int(rate.trials[i]))
        definition = f"{unit}{rate.metric.definition()}"
        cases.append(numbers.make(f"cases.{i}", f"{unit}{cases_name(rate)}", n))
        rates.append(
            numbers.make(
                f"rate.{i}", f"{unit}{name}", 100 * x / n, "%", 1,
                metric=rate.metric.key, definition=definition, numerator=x, denominator=n,
            )
        )  # fmt: skip
    words = [judged(reading, reading.units[i]) for i in some]
    columns = [
        Column(cases_name(rate), [*cases, ""]),
        Column(f"{name}（%）", [*rates, overall]),
        Column("与总体比", [*words, ""], align="left"),
    ]
    names = [*(reading.units[i] for i in some), "总体"]
    return numbers_table("单位", names, columns, caption=caption, whole=True)


def overall_fact(reading: Reading, numbers: Numbers) -> Fact:
    """Make the fact of the rate of all units."""
    rate = reading.rate
    assert rate is not None, "a table without a rate has no overall rate"
    return numbers.make(
        "overall",
        f"总体{rate_name(rate)}",
        rate.overall,
        "%",
        1,
        metric=rate.metric.key,
        definition=f"总体{rate.metric.definition()}",
        numerator=Fraction(int(rate.successes.sum())),
        denominator=Fraction(int(rate.trials.sum())),
    )


def _said(reading: Reading, numbers: Numbers, overall: Fact) -> Markup:
    wide = {side: reading.differing(side, WIDE) for side in SIDES}
    near = {side: [unit for unit in reading.differing(side) if unit not in wide[side]] for side in SIDES}
    pieces = [
        Markup("{}{}").format(words, names(units, most=8))
        for words, units in (
            ("明显偏高的有", wide["higher"]),
            ("明显偏低的有", wide["lower"]),
            ("略偏高的有", near["higher"]),
            ("略偏低的有", near["lower"]),
        )
        if units
    ]
    said = Markup("；").join(pieces) if pieces else Markup("没有参评单位超出偶然波动的范围")
    judged_units = numbers.units("judged", "参与比较的参评单位", sum(reading.enough))
    chance = _by_chance(reading, numbers) if near["higher"] or near["lower"] else Markup("")
    rate = rate_name(reading.rate) if reading.rate else ""
    return Markup("总体{}{}，比较{}参评单位：{}。{}").format(rate, overall, judged_units, said, chance)


def _by_chance(reading: Reading, numbers: Numbers) -> Markup:
    """Say how many units would be beyond the narrow limits if none differed."""
    expected = numbers.make("by_chance", "纯属偶然也会略偏的单位", 0.05 * sum(reading.enough), "个", 1)
    return Markup("即使各单位毫无差别，也会有约{}略偏，不宜据此奖惩。").format(expected)


def _note(reading: Reading, numbers: Numbers) -> Markup:
    found = reading.funnel
    assert found is not None, "a note stands below a funnel only"
    phi = numbers.make("phi", "离散系数φ", float(found.phi), "", 2)
    tau = numbers.make("tau", "单位间标准差τ", float(sqrt(found.tau2)), "", 3)
    text = Markup(
        "虚线、实线分别为95%、99.8%界限，超出前者为“略偏”，超出后者为“明显偏”；"
        "界限已计入单位间通常的差异（离散系数φ＝{}，单位间标准差τ＝{}，反正弦平方根尺度），件数很多的单位也按此衡量，"
        "件数少的单位按确切概率计算。{}。"
    )
    return text.format(phi.html(with_unit=False), tau.html(with_unit=False), basis(reading))


def basis(reading: Reading) -> str:
    """Say where the cases come from."""
    return BASIS[reading.rate.origin] if reading.rate is not None else ""
