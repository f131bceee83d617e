"""What every language of a bulletin can do; sentences come from a file a language, labels from its catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Protocol

from markupsafe import Markup

from hotline_analysis.report.language.sentences import filled, joints, template
from hotline_analysis.report.phrases import HasHTML

if TYPE_CHECKING:
    from hotline_analysis.metrics import Metric


class Named(Protocol):
    """Anything with a Chinese and an English name: a metric, a count, an item of a scheme, a reason.

    Examples
    --------
    >>> from hotline_analysis.metrics import metrics
    >>> one: Named = metrics()["closure_rate"]
    >>> one.zh, one.en
    ('办结率', 'closure rate')
    """

    @property
    def zh(self) -> str:
        """The Chinese name."""

    @property
    def en(self) -> str:
        """The English name."""


def msgid(text: str) -> str:
    """Mark a text in a constant or a default as one that the catalogues translate where it is shown.

    Examples
    --------
    >>> msgid("全市")
    '全市'
    """
    return text


def msgid_unit(text: str) -> str:
    """Mark a unit, of which the catalogues have the forms that go with numbers.

    Examples
    --------
    >>> msgid_unit("分")
    '分'
    """
    return text


def with_unit(number: str, unit: str) -> str:
    """Put a unit behind a number: a word stands apart, a sign or a Chinese measure word does not.

    Examples
    --------
    >>> with_unit("12.5", "%"), with_unit("3", "件"), with_unit("98", "points")
    ('12.5%', '3件', '98 points')
    """
    return f"{number} {unit}" if unit[:1].isascii() and unit[:1].isalpha() else f"{number}{unit}"


@dataclass(frozen=True)
class Language:
    """A language in which a bulletin is written.

    Attributes
    ----------
    code : str
        The tag of the language, as HTML writes it: ``zh-CN``, ``en``, ``en-GB``.
    key : str
        The name of its files, and of its names in the metric dictionary and in schemes: ``zh``, ``en``.
    official : bool
        Whether the page is laid out as a Chinese official document (GB/T 9704-2012).

    Examples
    --------
    >>> from hotline_analysis.metrics import metrics
    >>> from hotline_analysis.report.language import language_of
    >>> en = language_of("en")
    >>> en.say("place.said", place=3), en.text("annex.mark", number=2), en.joined("join.points", ["A", "B"])
    (Markup('3rd'), 'Annex 2', Markup('A; B'))
    >>> en.listed(["A", "B", "C"]), en.clauses(["A", "B"]), en.points(["A", "B"])
    (Markup('A, B and C'), Markup('A, B'), Markup('A; B'))
    >>> en.name(metrics()["closure_rate"]), en.definition(metrics()["closure_rate"])
    ('closure rate', 'closure rate = tickets closed / tickets assigned')
    >>> en.label("单位"), en.translated("单位"), en.unit("分", "2"), en.number("1234"), en.ordinal(3)
    ('Unit', 'Unit', 'points', '1,234', '3rd')
    >>> en.form(1, ("unit", "units")), en.counted("case|cases", 2), en.plain("case|cases")
    ('unit', 'cases', 'cases')
    >>> en.header("score", "分"), en.capital("score"), en.grade("A"), en.whole(Fraction(1500))
    ('Score (points)', 'Score', 'grade A', '1,500')
    >>> en.period_name("2022-11"), en.short_period("2022-11"), en.previous_name("2022-11"), en.date_name("2023-01-06")
    ('November 2022', 'November', 'the previous month', 'January 6, 2023')
    >>> en.chapter(2, "Results"), en.part(2, 1, "Units"), en.annex_part(2, "Streets")
    ('2. Results', '2.1 Units', '(b) Streets')
    >>> en.title("{period}: results", "2022-11"), en.measured("3", "分"), en.article("8")
    ('November 2022: results', '3 points', 'an')
    >>> en.described(Markup("the first five"), Markup("the streets"), Markup("a score above 95"))
    Markup('the first five in the streets among those with a score above 95')
    """

    code: str
    key: ClassVar[str] = ""
    official: ClassVar[bool] = False

    def say(self, name: str, /, **parts: object) -> Markup:
        """Fill a sentence; texts are escaped, facts keep their definition.

        Parameters
        ----------
        name : str
            Its place in the file of sentences: ``overview.counts``.
        **parts
            What stands in its braces.
        """
        return Markup("").join(filled(template(self.key, name), parts, self))

    def text(self, name: str, /, **parts: object) -> str:
        """Fill a sentence as plain text."""
        return "".join(str(piece) for piece in filled(template(self.key, name), parts, self, escaped=False))

    def joined(self, name: str, parts: Iterable[str | HasHTML]) -> Markup:
        """Put parts one after the other with what the file of sentences has between them."""
        *first, last = [Markup.escape(part) for part in parts] or [Markup("")]
        between, before_last, two = (Markup(text) for text in joints(self.key, name))  # noqa: S704 - our own files
        if not first:
            return last
        return between.join(first) + (two if len(first) == 1 else before_last) + last

    def listed(self, parts: Iterable[str | HasHTML]) -> Markup:
        """Join the members of a list: 甲、乙; A, B and C."""
        return self.joined("join.list", parts)

    def clauses(self, parts: Iterable[str | HasHTML]) -> Markup:
        """Join the clauses of a sentence."""
        return self.joined("join.clauses", parts)

    def points(self, parts: Iterable[str | HasHTML]) -> Markup:
        """Join what is longer than a clause."""
        return self.joined("join.points", parts)

    def name(self, one: Named) -> str:
        """Return the name of a metric, a count, an item or a reason in this language."""
        return str(getattr(one, self.key))

    def definition(self, metric: Metric) -> str:
        """Say what is divided by what."""
        return metric.definition(language=self.key)

    def label(self, text: str, /, **parts: object) -> str:
        """Return a label, given in Chinese, in this language; a text of the user's own stays as it is."""
        return self.translated(text).format(**parts) if parts else self.translated(text)

    def translated(self, text: str) -> str:
        """Look a label up in the catalogue."""
        raise NotImplementedError

    def unit(self, word: str, shown: str) -> str:
        """Return the unit behind a number that is printed as ``shown``; empty where the sentence has the noun."""
        raise NotImplementedError

    def measured(self, text: str, word: str) -> str:
        """Print plain digits with a unit, which is given in Chinese."""
        shown = self.number(text)
        return with_unit(shown, self.unit(word, shown))

    def number(self, text: str) -> str:
        """Print plain digits as this language prints them; what is no number stays as it is."""
        raise NotImplementedError

    def ordinal(self, number: int) -> str:
        """Write a place in running text."""
        raise NotImplementedError

    def article(self, text: str) -> str:
        """Return the indefinite article that goes before a text; empty where the language has none."""
        raise NotImplementedError

    def form(self, number: object, forms: tuple[str, ...]) -> str:
        """Choose the form of a word that goes with a number: of ``ticket`` and ``tickets`` the right one."""
        raise NotImplementedError

    def counted(self, label: str, number: object) -> str:
        """Return a label of a user behind a number; it may give the forms of its noun: ``case closed|cases closed``."""
        raise NotImplementedError

    def plain(self, label: str) -> str:
        """Return a label of a user without a number."""
        raise NotImplementedError

    def header(self, label: str, unit: str = "") -> str:
        """Head a column: the label, and the unit of its numbers behind it."""
        raise NotImplementedError

    def capital(self, text: str) -> str:
        """Write the first letter of a sentence or a title."""
        raise NotImplementedError

    def period_name(self, period: str) -> str:
        """Name a period: 2022年11月, November 2022."""
        raise NotImplementedError

    def short_period(self, period: str) -> str:
        """Name a period without its year, for running text."""
        raise NotImplementedError

    def previous_name(self, period: str) -> str:
        """Name the period before: 上月, the previous month."""
        raise NotImplementedError

    def date_name(self, iso: str) -> str:
        """Write a date."""
        raise NotImplementedError

    def chapter(self, number: int, title: str) -> str:
        """Write the heading of a chapter with its number."""
        raise NotImplementedError

    def part(self, chapter: int, number: int, title: str) -> str:
        """Write the heading of a part of a chapter with its number."""
        raise NotImplementedError

    def annex_part(self, number: int, title: str) -> str:
        """Write the heading of a part of an annex with its number."""
        raise NotImplementedError

    def grade(self, grade: str) -> str:
        """Name a grade in running text."""
        raise NotImplementedError

    def whole(self, value: Fraction) -> str:
        """Print a whole number."""
        return self.number(str(int(value)))

    def described(self, extreme: Markup, groups: Markup, bounds: Markup) -> Markup:
        """Describe a list of units: so many from one end, of which groups, within which bounds; each may be empty."""
        raise NotImplementedError

    def title(self, template: str, period: str) -> str:
        """Put the period's name into a title or a note of the jurisdiction, where it says ``{period}``."""
        return template.format(period=self.period_name(period))
