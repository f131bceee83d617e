"""Names of factors, levels, steps and terms of the model, as a reader of the page knows them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from hotline_analysis.report.drivers.unit_rows import UNIT_FACTORS
from hotline_analysis.statistics.drivers.factors import factor_names, factors
from hotline_analysis.statistics.drivers.report import DriverReport
from hotline_analysis.statistics.drivers.summary import ONE, UNITS
from hotline_analysis.statistics.drivers.wishes import WISHES

_LEVEL = re.compile(r"\[T?\.?(.*)\]$")
_WEEKDAYS = dict(
    zip(
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
        strict=True,
    )
)
RATES: Mapping[str, tuple[str, str]] = {"satisfied": ("满意率", "满意"), "resolved": ("解决率", "解决")}


def rate_of(outcome: str) -> str:
    """Return what the rate of an outcome is called."""
    return RATES[outcome][0]


def level_name(level: object) -> str:
    """Return a level of a category as a reader knows it; days of the week come in English.

    Examples
    --------
    >>> level_name("Monday"), level_name("网站")
    ('星期一', '网站')
    """
    return _WEEKDAYS.get(str(level), str(level))


def step_of(found: DriverReport, factor: str) -> str:
    """Return what one more of a number is called."""
    return {**UNITS, **found.steps}.get(factor, ONE)


def compared(row: Any, found: DriverReport) -> str:
    """Say what an effect compares.

    Parameters
    ----------
    row : named tuple
        Of the effects.
    found : DriverReport
    """
    if row.kind == "continuous":
        return f"每增加{step_of(found, row.factor)}"
    if is_flag(row):
        return "是，与否相比"
    return f"{level_name(row.level)}，与{level_name(row.reference)}相比"


def is_flag(row: Any) -> bool:
    """Whether an effect is that of a flag, which has no level."""
    return bool(row.kind == "discrete" and (row.level is None or row.level != row.level))


def term_name(term: str, found: DriverReport) -> str:
    """Name a column of the model: factors by their Chinese names, levels as they are.

    Examples
    --------
    ``category[T.环境保护]`` becomes 一级分类：环境保护, ``reworked[T.True]`` 返工.
    """
    if term == "Intercept":
        return "常数项"
    return " × ".join(_part(part, found) for part in term.split(":"))


def _part(part: str, found: DriverReport) -> str:
    level = _LEVEL.search(part)
    named = re.sub(r"[A-Za-z_]\w*", lambda word: _factor(word.group(), found), _LEVEL.sub("", part))
    if level is None or level[1] == "True":
        return named
    return f"{named}：{level_name(level[1])}"


def _factor(word: str, found: DriverReport) -> str:
    return found.label(word) if word in found.fit.factors else word


def plain_name(key: str) -> str:
    """Name a factor of tickets or of units where no analysis is at hand."""
    return factor_names(key)[0] if key in factors() else UNIT_FACTORS[key].zh if key in UNIT_FACTORS else key


def wished_factor(name: str) -> str | None:
    """Return the factor that a change of this name is about."""
    halved = {one.halved: key for key, one in UNIT_FACTORS.items() if one.halved}
    return WISHES[name].factor if name in WISHES else halved.get(name)
