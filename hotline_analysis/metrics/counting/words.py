"""Say in words how a count is counted, in Chinese and in English, from the same data that counts it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from hotline_analysis.metrics.counting.choices import Counting
from hotline_analysis.metrics.counting.conditions import TicketCondition
from hotline_analysis.metrics.counting.plan import Definition, Plan
from hotline_analysis.metrics.counting.ticket_counts import Conditions
from hotline_analysis.tickets.columns import columns

_ZH = {
    "before": "{a}早于{b}",
    "by": "{a}不晚于{b}",
    "after": "{a}晚于{b}",
    "not_by": "{a}晚于{b}，或{b}已过（截至{as_of}）仍无{a}",
    "earlier_period_than": "{a}所在周期早于{b}所在周期",
    "at_least": "{a}不少于{value}",
    "is_": "{a}为{value}",
    "is_not": "{a}不为{value}",
}
_EN = {
    "before": "{a} before {b}",
    "by": "{a} no later than {b}",
    "after": "{a} later than {b}",
    "not_by": "{a} later than {b}, or {b} has passed by {as_of} and there is no {a}",
    "earlier_period_than": "{a} in an earlier period than {b}",
    "at_least": "{a} at least {value}",
    "is_": "{a} is {value}",
    "is_not": "{a} is not {value}",
}


def definitions_in_words(plan: Plan, counting: Counting, as_of: datetime | None = None) -> dict[str, dict[str, str]]:
    """Return every count's definition: key to ``{"zh": ..., "en": ...}``."""
    return {
        key: {language: in_words(definition, counting, language, as_of) for language in ("zh", "en")}
        for key, definition in plan.definitions.items()
    }


def in_words(definition: Definition, counting: Counting, language: str, as_of: datetime | None = None) -> str:
    """Say how one count is counted.

    Examples
    --------
    >>> from hotline_analysis.metrics.counting.plan import make_plan
    >>> plan = make_plan(["received", "closed", "due"], Counting())
    >>> in_words(plan.definitions["late_closed"], Counting(), "zh")
    '未按时办结数：“办结数”中，办结时间晚于办结时限；按办结时间计入周期；仅对有办结时限的工单可判'
    >>> in_words(plan.definitions["late_closed"], Counting(), "en")
    'closed late: of "tickets closed", closed later than due; in the period of closed; only where there is due'
    """
    zh = language == "zh"
    names = {key: counting.names(key)[0 if zh else 1] for key in (definition.key, definition.of) if key}
    own = definition.way.where
    parts = [_conditions(own, language, as_of)] if own else []
    event = _name(definition.cell.event, language)
    if definition.cell.sum:
        summed = ("＋" if zh else " + ").join(_name(column, language) for column in definition.cell.sum)
        parts.insert(0, f"{summed}之和" if zh else f"sum of {summed}")
    if definition.of:
        within = f"“{names[definition.of]}”中" if zh else f'of "{names[definition.of]}"'
        parts = [f"{within}，{parts[0]}" if zh else f"{within}, {parts[0]}", *parts[1:]] if parts else [within]
    parts.append(f"按{event}计入周期" if zh else f"in the period of {event}")
    if definition.way.decided:
        known = _conditions(definition.way.decided, language, as_of)
        parts.append(f"仅对{known}的工单可判" if zh else f"only where {known}")
    name = names[definition.key]
    return f"{name}：{'；'.join(parts)}" if zh else f"{name}: {'; '.join(parts)}"


def _conditions(conditions: Conditions, language: str, as_of: datetime | None) -> str:
    joined = "，且" if language == "zh" else " and "
    return joined.join(_condition(condition, language, as_of) for condition in conditions)


def _condition(condition: TicketCondition, language: str, as_of: datetime | None) -> str:
    zh = language == "zh"
    a, b = _name(condition.column, language), _name(condition.other or condition.column, language)
    if condition.operation == "known":
        if zh:
            return f"有{a}" if condition.known else f"无{a}"
        return f"there is {a}" if condition.known else f"there is no {a}"
    value = str(condition.at_least)
    if condition.values:
        words = [_value(condition.column, value, language) for value in condition.values]
        value = ("、" if zh else " or ").join(words)
    until = f"{as_of:%Y-%m-%d %H:%M:%S}" if as_of else ("数据截止时间" if zh else "the end of the data")
    return (_ZH if zh else _EN)[condition.operation].format(a=a, b=b, value=value, as_of=until)


def _name(column: str, language: str) -> str:
    return columns()[column].zh if language == "zh" else column


def _value(column: str, value: bool | str, language: str) -> str:
    if isinstance(value, bool):
        return ("是" if value else "否") if language == "zh" else str(value).lower()
    words: Mapping[str, tuple[str, ...]] = columns()[column].words
    return words[value][0] if language == "zh" and value in words else value
