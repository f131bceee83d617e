"""Names of factors, levels, steps and terms of the model, as a reader of the page knows them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from hotline_analysis.report.drivers.unit_rows import UNIT_FACTORS
from hotline_analysis.statistics.drivers.factors import factor_names, factors
from hotline_analysis.statistics.drivers.patterns import Patterns
from hotline_analysis.statistics.drivers.report import DriverReport
from hotline_analysis.statistics.drivers.wording import ONE, STEPS, is_flag, level_name, rate_name

_LEVEL = re.compile(r"\[T?\.?(.*)\]$")


def rate_of(outcome: str) -> str:
    """Return what the rate of an outcome is called."""
    return rate_name(outcome)


def step_of(found: DriverReport, factor: str) -> str:
    """Return what one more of a number is called."""
    return {**STEPS, **found.steps}.get(factor, ONE)


def compared(row: Any, found: DriverReport) -> str:
    """Say what an effect compares; what a level of a category is compared with stands beside its factor.

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
    return level_name(row.level)


def term_name(term: str, found: DriverReport) -> str:
    """Name a column of the model: factors by their Chinese names, levels as they are.

    Examples
    --------
    ``category[T.环境保护]`` becomes 一级分类：环境保护, ``reworked[T.True]`` 返工.
    """
    return column_name(term, {name: found.label(name) for name in found.fit.factors})


def column_name(term: str, labels: Mapping[str, str]) -> str:
    """Name a column of the model by the names of factors.

    Examples
    --------
    >>> column_name("channel[T.网站]:overdue[T.True]", {"channel": "诉求渠道", "overdue": "逾期办结"})
    '诉求渠道：网站 × 逾期办结'
    """
    if term == "Intercept":
        return "常数项"
    return " × ".join(_part(part, labels) for part in term.split(":"))


def _part(part: str, labels: Mapping[str, str]) -> str:
    level = _LEVEL.search(part)
    named = re.sub(r"[A-Za-z_]\w*", lambda word: labels.get(word.group(), word.group()), _LEVEL.sub("", part))
    if level is None or level[1] == "True":
        return named
    return f"{named}：{level_name(level[1])}"


def factor_labels(patterns: Patterns) -> dict[str, str]:
    """Return the names of factors where no analysis is at hand."""
    return {name: plain_name(name, aggregated=patterns.aggregated) for name in patterns.factors}


def plain_name(key: str, *, aggregated: bool) -> str:
    """Name a factor of tickets, or of whole units."""
    if aggregated and key in UNIT_FACTORS:
        return UNIT_FACTORS[key].zh
    return factor_names(key)[0] if key in factors() else key
