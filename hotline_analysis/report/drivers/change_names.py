"""What a change of a factor is called in Chinese."""

from __future__ import annotations

from hotline_analysis.report.drivers.names import plain_name
from hotline_analysis.report.drivers.unit_rows import UNIT_FACTORS, VOLUME_STEP
from hotline_analysis.statistics.drivers.what_if import Change
from hotline_analysis.statistics.drivers.wishes import WISHES
from hotline_analysis.statistics.drivers.wording import level_name

_UNITS = {"waiting_days": "天", "backlog": "件"}
_TIMES = {0.5: "减半", 2.0: "增加一倍"}


def change_name(change: Change, aggregated: bool) -> str:
    """Name a change; one that an office could wish for has its name already.

    Parameters
    ----------
    change : Change
    aggregated : bool
        Whether a row is a whole unit.

    Examples
    --------
    >>> change_name(Change("waiting_days", above=10, to=10.0), aggregated=False)
    '办理天数超过10天的改为10天'
    >>> change_name(Change("reworked", to=False), aggregated=False)
    '无一返工'
    """
    label = plain_name(change.factor, aggregated=aggregated)
    if aggregated:
        halved = UNIT_FACTORS[change.factor].halved if change.factor in UNIT_FACTORS else None
        if halved is not None and change == Change(change.factor, times=0.5):
            return halved
        return f"各单位{label}{_of_number(change, _unit(change.factor))}"
    known = next((name for name, wish in WISHES.items() if wish == change), None)
    if known is not None:
        return known
    if isinstance(change.to, bool):
        return f"“{label}”全部改为“{'是' if change.to else '否'}”"
    if isinstance(change.to, str):
        return f"{label}全部为“{level_name(change.to)}”"
    return f"{label}{_of_number(change, _UNITS.get(change.factor, ''))}"


def _unit(factor: str) -> str:
    return f"个{VOLUME_STEP}" if factor == "volume" else "%"


def _of_number(change: Change, unit: str) -> str:
    bounds = [(change.above, "超过"), (change.below, "不足")]
    which = next((f"{word}{bound:g}{unit}的" for bound, word in bounds if bound is not None), "")
    if change.to is not None:
        return f"{which}改为{change.to:g}{unit}"
    if change.add is not None:
        more = "增加" if change.add > 0 else "减少"
        return f"{which}{more}{abs(change.add):g}{'个百分点' if unit == '%' else unit}"
    times = 1.0 if change.times is None else change.times
    return which + _TIMES.get(times, f"变为原来的{100 * times:g}%")
