"""Chinese names of rates, levels, steps and effects, as a reader of a report knows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# outcome -> its rate, a success, a failure
RATES: Mapping[str, tuple[str, str, str]] = {
    "satisfied": ("满意率", "满意", "不满意"),
    "resolved": ("解决率", "解决", "未解决"),
    "answered": ("回访应答率", "应答", "未应答"),
}
OTHER_RATE = ("该项比率", "符合", "不符合")
STEPS: Mapping[str, str] = {"waiting_days": "1天", "backlog": "1件"}
ONE = "1个单位"
_WEEKDAYS = {
    "Monday": "星期一", "Tuesday": "星期二", "Wednesday": "星期三", "Thursday": "星期四", "Friday": "星期五",
    "Saturday": "星期六", "Sunday": "星期日",
}  # fmt: skip


def rate_name(outcome: str) -> str:
    """Return what the rate of an outcome is called."""
    return RATES.get(outcome, OTHER_RATE)[0]


def level_name(level: object) -> str:
    """Return a level of a category as a reader knows it; days of the week come in English.

    Examples
    --------
    >>> level_name("Monday"), level_name("网站")
    ('星期一', '网站')
    """
    return _WEEKDAYS.get(str(level), str(level))


def is_flag(row: Any) -> bool:
    """Whether an effect is that of a flag, which has no level."""
    return bool(row.kind == "discrete" and (row.level is None or row.level != row.level))


def is_level(row: Any) -> bool:
    """Whether an effect is that of a level of a category."""
    return bool(row.kind == "discrete") and not is_flag(row)


def effect_key(row: Any) -> str:
    """Return the key of an effect's numbers."""
    return f"effect.{row.factor}.{row.level}" if is_level(row) else f"effect.{row.factor}"


def effect_label(row: Any, rate: str) -> str:
    """Name an effect."""
    level = f"（{level_name(row.level)}）" if is_level(row) else ""
    return f"{row.zh}{level}对{rate}的平均影响"
