"""What a league table says in Chinese, in one place."""

from __future__ import annotations

from hotline_analysis.report.league.rates import UnitRate
from hotline_analysis.report.league.reading import WIDE, Reading

SUBTITLE = "单位排名可靠性分析"
BASIS = {
    "counts": "件数取自本期数据",
    "rates": "回访件数未公布，由公布的比率和件数推算",
    "scores": "比率由得分换算；已公布件数的单位用公布数，其余按工单量占比推算",
}


def judged(reading: Reading, unit: str) -> str:
    """Say how a unit stands to all of them together; small units are not judged."""
    i = reading.units.index(unit)
    if not reading.enough[i]:
        return "不评"
    level = reading.beyond[i]
    if not level or reading.funnel is None:
        return "相当"
    side = "高" if reading.funnel.adjusted_z[i] > 0 else "低"
    return ("明显偏" if level >= WIDE else "略偏") + side


def rate_name(rate: UnitRate) -> str:
    """Name the rate as the scheme does."""
    return rate.metric.zh


def cases_name(rate: UnitRate | None) -> str:
    """Name the cases that a rate rests on."""
    if rate is None:
        return "工单数"
    if rate.metric.denominator.keys == ("revisited",):
        return "回访件数"
    return "件数"
