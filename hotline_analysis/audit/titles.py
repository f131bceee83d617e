"""Periods named in titles against the period of the case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from hotline_analysis.audit.findings import Where
from hotline_analysis.audit.ledger import Ledger
from hotline_analysis.audit.reading import Setting

RULE = "period-in-title"
_DIGITS = {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "十一": 11,
    "十二": 12,
}
_NUMBER = r"[0-9]{1,2}|十[一二]?|[一二三四五六七八九]"
_YEAR = re.compile(r"([0-9]{4})\s*年")
_QUARTER = re.compile(rf"第?\s*({_NUMBER})\s*季度")
_MONTH = re.compile(rf"({_NUMBER})\s*月(?![0-9])")


def check_titles(setting: Setting, ledger: Ledger) -> None:
    """Compare every title of the bulletin that names a year, quarter or month."""
    period = setting.case.period
    if period is None:
        return
    for key, title in _titles(setting.case.bulletin):
        named = _named(title)
        wrong = [word for word, value in named if not _fits(value, period)]
        if wrong:
            ledger.find(
                RULE,
                "naming",
                "hard",
                Where(fact=key),
                printed="、".join(wrong),
                implied=period,
                why="the title names another period",
                why_zh="标题所写时期与本期不符",
            )
        elif named:
            ledger.agree(RULE, "naming", Where(fact=key), title)


def _titles(bulletin: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in bulletin.items():
        if "title" not in key:
            continue
        if isinstance(value, list):
            yield from ((f"bulletin.{key}.{place}", str(text)) for place, text in enumerate(value, start=1))
        elif value is not None:
            yield f"bulletin.{key}", str(value)


def _named(title: str) -> list[tuple[str, tuple[str, int]]]:
    found = [(match[0], ("Y", int(match[1]))) for match in _YEAR.finditer(title)]
    found += [(match[0], ("Q", _number(match[1]))) for match in _QUARTER.finditer(title)]
    found += [(match[0], ("M", _number(match[1]))) for match in _MONTH.finditer(title)]
    return found


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _DIGITS[text]


def _fits(value: tuple[str, int], period: str) -> bool:
    """Whether a named year, quarter or month is that of the period."""
    kind, number = value
    year, _, part = period.partition("-")
    if kind == "Y":
        return number == int(year)
    if kind == "Q":
        return not part.startswith("Q") or number == int(part[1:])
    if part.startswith("Q"):
        return (number - 1) // 3 + 1 == int(part[1:])
    return not part.isdigit() or number == int(part)
