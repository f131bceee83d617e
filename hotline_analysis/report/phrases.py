"""Small pieces of official Chinese: numerals, periods, lists, changes."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Protocol

from markupsafe import Markup


class HasHTML(Protocol):
    """Anything that knows its own markup."""

    def __html__(self) -> str: ...


_DIGITS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """Write a number below 100 in Chinese, for headings and places.

    Examples
    --------
    >>> numeral(3), numeral(10), numeral(12), numeral(20), numeral(35)
    ('三', '十', '十二', '二十', '三十五')
    """
    if not 0 < number < 100:
        raise ValueError(f"headings are numbered from 1 to 99, not {number}")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def listed(parts: Iterable[str | HasHTML]) -> Markup:
    """Join the members of a list with 、 and escape them."""
    return Markup("、").join(parts)


def period_name(period: str) -> str:
    """Name a period in Chinese.

    Examples
    --------
    >>> period_name("2022-11"), period_name("2017-Q2"), period_name("2023-H1"), period_name("2023")
    ('2022年11月', '2017年第二季度', '2023年上半年', '2023年')
    """
    year, _, part = period.partition("-")
    if not part:
        return f"{year}年"
    if part.startswith("Q"):
        return f"{year}年第{numeral(int(part[1]))}季度"
    if part.startswith("H"):
        return f"{year}年{'上' if part[1] == '1' else '下'}半年"
    return f"{year}年{int(part)}月"


def short_period(period: str) -> str:
    """Name a period without its year, for running text.

    Examples
    --------
    >>> short_period("2022-11"), short_period("2017-Q2")
    ('11月份', '第二季度')
    """
    name = period_name(period).partition("年")[2]
    return f"{name}份" if name.endswith("月") else name or f"{period}年"


def previous_name(period: str) -> str:
    """Name what 环比 compares with.

    Examples
    --------
    >>> previous_name("2022-11"), previous_name("2017-Q2")
    ('上月', '上季度')
    """
    part = period.partition("-")[2]
    return {"Q": "上季度", "H": "上半期"}.get(part[:1], "上月" if part else "上年")


def rise_or_fall(value: Fraction, up: str = "上升", down: str = "下降", same: str = "持平") -> str:
    """Choose the word for a change."""
    return up if value > 0 else down if value < 0 else same


def date_name(iso: str) -> str:
    """Write a date in Arabic figures without leading zeros.

    Examples
    --------
    >>> date_name("2023-01-06")
    '2023年1月6日'
    """
    year, month, day = iso.split("-")
    return f"{year}年{int(month)}月{int(day)}日"
