"""Chinese, the language of the offices: labels stand in the code, so it needs no catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from hotline_analysis.report import phrases
from hotline_analysis.report.language.language import Language


@dataclass(frozen=True)
class Chinese(Language):
    """Official Chinese.

    Examples
    --------
    >>> CHINESE.period_name("2022-11"), CHINESE.chapter(2, "办理质效"), CHINESE.header("得分", "分")
    ('2022年11月', '二、办理质效', '得分（分）')
    """

    code: str = "zh-CN"
    key = "zh"
    official = True

    def translated(self, text: str) -> str:
        """Return the label itself."""
        return text

    def unit(self, word: str, shown: str) -> str:
        """Return the measure word."""
        return word

    def number(self, text: str) -> str:
        """Print plain digits without separators, as official documents do."""
        return text

    def ordinal(self, number: int) -> str:
        """Write a place: 三 of 第三."""
        return phrases.numeral(number)

    def article(self, text: str) -> str:
        """Return nothing: Chinese has no article."""
        return ""

    def form(self, number: object, forms: tuple[str, ...]) -> str:
        """Return the one form that a Chinese word has."""
        return forms[0]

    def counted(self, label: str, number: object) -> str:
        """Return the label: a Chinese noun has one form."""
        return label

    def plain(self, label: str) -> str:
        """Return the label."""
        return label

    def header(self, label: str, unit: str = "") -> str:
        """Head a column."""
        return f"{label}（{unit}）" if unit else label

    def capital(self, text: str) -> str:
        """Return the text."""
        return text

    def period_name(self, period: str) -> str:
        """Name a period."""
        return phrases.period_name(period)

    def short_period(self, period: str) -> str:
        """Name a period without its year."""
        return phrases.short_period(period)

    def previous_name(self, period: str) -> str:
        """Name what 环比 compares with."""
        return phrases.previous_name(period)

    def date_name(self, iso: str) -> str:
        """Write a date in Arabic figures."""
        return phrases.date_name(iso)

    def chapter(self, number: int, title: str) -> str:
        """Return a chapter with its number: 二、办理质效."""
        return f"{phrases.numeral(number)}、{title}"

    def part(self, chapter: int, number: int, title: str) -> str:
        """Return a part with its number: （一）失分情况."""
        return f"（{phrases.numeral(number)}）{title}"

    def annex_part(self, number: int, title: str) -> str:
        """Return a part with its number."""
        return self.part(0, number, title)

    def described(self, extreme: Markup, groups: Markup, bounds: Markup) -> Markup:
        """Put the groups first and the end of the list last."""
        return self.listed(part for part in (groups, bounds, extreme) if part)

    def grade(self, grade: str) -> str:
        """Name a grade in running text: a letter is a class, a word such as 优秀 stands by itself.

        Examples
        --------
        >>> CHINESE.grade("A"), CHINESE.grade("优秀")
        ('A类', '优秀')
        """
        return f"{grade}类" if grade.isascii() else grade


CHINESE = Chinese()
