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
    """Write a number below 100 in Chinese, for headings and places among districts.

    Examples
    --------
    >>> numeral(3), numeral(10), numeral(12), numeral(20), numeral(35)
    ('三', '十', '十二', '二十', '三十五')
    """
    if not 0 < number < 100:
        raise ValueError(f"numerals are written from 1 to 99, not {number}")
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
    >>> previous_name("2022-11"), previous_name("2017-Q2"), previous_name("2023-H1"), previous_name("2023-H2")
    ('上月', '上季度', '上年下半年', '上半年')
    """
    part = period.partition("-")[2]
    names = {"": "上年", "H1": "上年下半年", "H2": "上半年"}
    return names.get(part) or ("上季度" if part.startswith("Q") else "上月")


def previous_period(period: str) -> str:
    """Return the period before.

    Examples
    --------
    >>> previous_period("2022-11"), previous_period("2022-01"), previous_period("2017-Q1"), previous_period("2023")
    ('2022-10', '2021-12', '2016-Q4', '2022')
    """
    year, _, part = period.partition("-")
    if not part:
        return str(int(year) - 1)
    letter, number = part.rstrip("0123456789"), int(part.lstrip("QH"))
    last = {"Q": 4, "H": 2, "": 12}[letter]
    before = (int(year), number - 1) if number > 1 else (int(year) - 1, last)
    return f"{before[0]}-{letter}{before[1]}" if letter else f"{before[0]}-{before[1]:02}"


def year_earlier(period: str) -> str:
    """Return the same period a year earlier.

    Examples
    --------
    >>> year_earlier("2022-11"), year_earlier("2017-Q2"), year_earlier("2023")
    ('2021-11', '2016-Q2', '2022')
    """
    return f"{int(period[:4]) - 1}{period[4:]}"


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
