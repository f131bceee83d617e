"""English, for 311 offices: numbers, dates and plurals by Babel, labels from the catalogue."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from markupsafe import Markup

from hotline_analysis.report.language.catalogue import forms_of
from hotline_analysis.report.language.language import Language

# measure words behind numbers: an English sentence has its noun in the template
CLASSIFIERS = frozenset({"件", "个", "家", "次", "位", "名", "个单位"})
_HALVES = {"H1": "first", "H2": "second"}
_QUARTERS = {"Q1": "first", "Q2": "second", "Q3": "third", "Q4": "fourth"}
_AN = re.compile(r"(?!(?:uni|use|usa|eu|one|once)|ut[ei])[aeiou]|hour|hono|heir|8|1[18](?!\d)", re.I)
_TEENS = (11, 12, 13)
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


@dataclass(frozen=True)
class English(Language):
    """English, as its tag says that of the United States (``en``) or another one's (``en-GB``).

    Examples
    --------
    >>> English("en").number("1234.50"), English("en").date_name("2023-01-06"), English("en-GB").date_name("2023-01-06")
    ('1,234.50', 'January 6, 2023', '6 January 2023')
    """

    key = "en"

    @cached_property
    def _locale(self) -> Locale:
        return Locale.parse(self.code, sep="-")

    def translated(self, text: str) -> str:
        """Look a label up in the catalogue; a text of the user's own is in none and stays as it is."""
        found = forms_of(self.key, text)
        return text if found is None else found[-1]

    def unit(self, word: str, shown: str) -> str:
        """Return the unit in the form that goes with the number; measure words are dropped.

        Examples
        --------
        >>> English("en").unit("分", "1"), English("en").unit("分", "98.5"), English("en").unit("件", "3")
        ('point', 'points', '')
        """
        if word in CLASSIFIERS:
            return ""
        return self.form(shown, forms_of(self.key, word) or tuple(word.split("|")))

    def number(self, text: str) -> str:
        """Group the digits of a number: 1,234.50; its decimals stay.

        Examples
        --------
        >>> English("en").number("-12345"), English("en").number("-")
        ('-12,345', '-')
        """
        value = _decimal(text)
        if value is None:
            return text
        decimals = len(text.partition(".")[2])
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        return str(format_decimal(value, format=pattern, locale=self._locale))

    def ordinal(self, number: int) -> str:
        """Write a place.

        Examples
        --------
        >>> [English("en").ordinal(n) for n in (1, 2, 3, 4, 11, 22, 113)]
        ['1st', '2nd', '3rd', '4th', '11th', '22nd', '113th']
        """
        ending = "th" if number % 100 in _TEENS else _ENDINGS.get(number % 10, "th")
        return f"{self.number(str(number))}{ending}"

    def form(self, number: object, forms: tuple[str, ...]) -> str:
        """Choose singular or plural; of one form that one.

        Examples
        --------
        >>> [English("en").form(n, ("unit", "units")) for n in (0, 1, "1.0", 2)]
        ['units', 'unit', 'units', 'units']
        """
        value = _decimal(str(getattr(number, "text", number)).replace(",", ""))
        singular = value is not None and self._locale.plural_form(value) == "one"
        return forms[0] if singular else forms[-1]

    def counted(self, label: str, number: object) -> str:
        """Return the form of a user's label that goes with a number.

        Examples
        --------
        >>> English("en").counted("case closed|cases closed", 1)
        'case closed'
        """
        return self.form(number, tuple(label.split("|")))

    def plain(self, label: str) -> str:
        """Return the plural of a user's label."""
        return label.split("|")[-1]

    def header(self, label: str, unit: str = "") -> str:
        """Head a column; measure words are left out.

        Examples
        --------
        >>> English("en").header("tickets closed", "件"), English("en").header("closure rate", "%")
        ('Tickets closed', 'Closure rate (%)')
        """
        shown = self.unit(unit, "2") if unit else ""
        text = self.capital(self.plain(label))
        return f"{text} ({shown})" if shown and shown not in text.lower() else text

    def capital(self, text: str) -> str:
        """Write the first letter large."""
        return text[:1].upper() + text[1:]

    def period_name(self, period: str) -> str:
        """Name a period.

        Examples
        --------
        >>> [English("en").period_name(period) for period in ("2022-11", "2017-Q2", "2023-H1", "2023")]
        ['November 2022', 'Q2 2017', 'the first half of 2023', '2023']
        """
        year, _, part = period.partition("-")
        if part.startswith("H"):
            return f"the {_HALVES[part]} half of {year}"
        if part.startswith("Q"):
            day = date(int(year), 3 * int(part[1]), 1)
            return str(format_skeleton("yQQQ", day, locale=self._locale))
        return str(format_skeleton("yMMMM", date(int(year), int(part), 1), locale=self._locale)) if part else year

    def short_period(self, period: str) -> str:
        """Name a period without its year.

        Examples
        --------
        >>> [English("en").short_period(period) for period in ("2022-11", "2017-Q2", "2023-H1", "2023")]
        ['November', 'the second quarter', 'the first half of the year', '2023']
        """
        part = period.partition("-")[2]
        if part in _QUARTERS:
            return f"the {_QUARTERS[part]} quarter"
        if part in _HALVES:
            return f"the {_HALVES[part]} half of the year"
        return self.period_name(period).partition(" ")[0]

    def previous_name(self, period: str) -> str:
        """Name the period before.

        Examples
        --------
        >>> [English("en").previous_name(period) for period in ("2022-11", "2017-Q2", "2023-H2", "2023")]
        ['the previous month', 'the previous quarter', 'the previous half-year', 'the previous year']
        """
        part = period.partition("-")[2]
        kind = "year" if not part else {"Q": "quarter", "H": "half-year"}.get(part[0], "month")
        return f"the previous {kind}"

    def date_name(self, iso: str) -> str:
        """Write a date with the name of its month."""
        return str(format_date(date.fromisoformat(iso), "long", locale=self._locale))

    def chapter(self, number: int, title: str) -> str:
        """Return a chapter with its number: 2. Performance."""
        return f"{number}. {title}"

    def part(self, chapter: int, number: int, title: str) -> str:
        """Return a part with its number: 2.1 Units that did well."""
        return f"{chapter}.{number} {title}"

    def annex_part(self, number: int, title: str) -> str:
        """Return a part of an annex with its letter: (b) Departments; after the alphabet with its number."""
        mark = chr(ord("a") + number - 1) if number <= 26 else str(number)
        return f"({mark}) {self.capital(title)}"

    def described(self, extreme: Markup, groups: Markup, bounds: Markup) -> Markup:
        """Put the end of the list first: top 5 units by tickets closed, in streets, with …."""
        among = "unit_list.among" if extreme else "unit_list.bounds"
        return (
            (extreme or self.say("unit_list.any"))
            + (self.say("unit_list.groups", groups=groups) if groups else "")
            + (self.say(among, bounds=bounds) if bounds else "")
        )

    def article(self, text: str) -> str:
        """Return the indefinite article of a word.

        Examples
        --------
        >>> [English("en").article(word) for word in ("closure rate", "answer rate", "unit", "hour", "8", "18")]
        ['a', 'an', 'a', 'an', 'an', 'an']
        """
        return "an" if _AN.match(text) else "a"

    def grade(self, grade: str) -> str:
        """Name a grade in running text."""
        return f"grade {grade}"


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
