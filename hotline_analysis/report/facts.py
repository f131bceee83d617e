"""Facts: every number in a report is an object, so that each format and ``facts.json`` show the same number."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from markupsafe import Markup

from hotline_analysis.exact import printed, rounded
from hotline_analysis.report.language import CHINESE, Language, with_unit
from hotline_analysis.shown import Shown
from hotline_analysis.textual import one_line, visible

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Fact:
    """A number as a report prints it, with where it comes from.

    Attributes
    ----------
    key : str
        Unique within the report, for example ``overview.closed``.
    label : str
        What the number is, in the report's language.
    value : Fraction or None
        Exact value; per cent for rates. None where there is no denominator.
    text : str
        The printed form, without its unit.
    unit : str
        ``件``, ``%``, ``分``, ``个百分点``, ``名`` …; empty in table cells whose header names it.
    decimals : int
        Digits printed after the point, before trailing zeros are dropped.
    metric, definition : str or None
        Key and wording of the metric.
    numerator, denominator : Fraction or None
        The counts behind a rate or a share; None where the source gives only the rate.
    source : str
        The table, figure or scheme it was worked out from.
    language : Language
        Of the label, the printed form and the explanation.

    Examples
    --------
    >>> made_of = {"definition": "办结率＝办结数÷交办数", "numerator": Fraction(47), "denominator": Fraction(50)}
    >>> fact = Fact("overview.rate", "办结率", Fraction(94), "94.00", "%", 2, "附表", "closure_rate", **made_of)
    >>> fact
    <Fact overview.rate: 94.00%, 办结率>
    >>> str(fact), fact.plain(), fact.as_json()["exact"]
    ('94.00%', '94.00', '94')
    >>> print(fact.explanation())
    办结率＝办结数÷交办数
    分子47，分母50
    来源：附表
    >>> fact.html(with_unit=False).striptags()
    '94.00'
    """

    key: str
    label: str
    value: Fraction | None
    text: str
    unit: str
    decimals: int
    source: str
    metric: str | None = None
    definition: str | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    language: Language = field(default=CHINESE, repr=False)

    def __post_init__(self) -> None:
        # a name from data, such as a unit's, must not add a line to the explanation
        texts = {"label": self.label, "source": self.source, "definition": self.definition}
        for name, text in texts.items():
            if text is not None:
                object.__setattr__(self, name, one_line(text))
        for name in ("key", "text", "unit"):
            object.__setattr__(self, name, visible(getattr(self, name)))

    def __str__(self) -> str:
        return with_unit(self.text, self.unit)

    def __repr__(self) -> str:
        return f"<Fact {self.key}: {self}, {self.label}>"

    def _repr_html_(self) -> str:
        lines = Markup("<br>").join(self.explanation().splitlines())
        shown = Markup('<p><strong style="font-size:1.4em">{}</strong> {}</p><p>{}</p>')
        return str(shown.format(self.html(with_unit=True), self.label, lines))

    def __html__(self) -> Markup:
        return self.html(with_unit=True)

    def html(self, *, with_unit: bool) -> Markup:
        """Return the ``data`` element that shows the number's definition and counts."""
        shown = str(self) if with_unit else self.text
        if self.value is None:
            # a blank cell is clear in a table; a sentence with a gap is not
            shown = shown or (self.language.text("fact.none") if with_unit else "")
            return Markup('<span class="fact-missing">{}</span>').format(shown)
        data = Markup('<data class="fact" value="{}" title="{}">{}</data>')
        return data.format(self.plain(), self.explanation(), shown)

    def explanation(self) -> str:
        """Say what the number is, in a line each: its definition, its counts, its source."""
        text = self.definition or self.label
        if self.numerator is not None and self.denominator is not None:
            part, whole = (self.language.number(_whole(count)) for count in (self.numerator, self.denominator))
            return self.language.text("fact.made_of", text=text, part=part, whole=whole, source=self.source)
        return self.language.text("fact.source", text=text, source=self.source)

    def as_json(self) -> dict[str, object]:
        """Return the entry for ``facts.json``; exact values as text."""
        return {
            "key": self.key,
            "label": self.label,
            "value": None if self.value is None else self.plain(),
            "exact": None if self.value is None else str(self.value),
            "printed": str(self),
            "unit": self.unit,
            "decimals": self.decimals,
            "metric": self.metric,
            "definition": self.definition,
            "numerator": None if self.numerator is None else _whole(self.numerator),
            "denominator": None if self.denominator is None else _whole(self.denominator),
            "source": self.source,
        }

    def plain(self) -> str:
        """Return the value at the printed precision, in plain digits; a sentence may say the sign in words."""
        if not _is_plain(self.text):
            return printed(rounded(self.value or 0, self.decimals))
        fell = self.value is not None and self.value < 0 and not self.text.startswith("-")
        return f"-{self.text}" if fell and Decimal(self.text) else self.text


def _is_plain(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except ArithmeticError:
        return False


def _whole(value: Fraction) -> str:
    return str(value) if value.denominator == 1 else printed(rounded(value, 2), trim=True)


class FactBook(Shown):
    """The facts of one report, in the order in which they were first printed.

    Examples
    --------
    >>> book = FactBook()
    >>> fact = book.add(Fact("overview.closed", "办结工单", Fraction(47), "47", "件", 0, "附表"))
    >>> book, len(book), '"printed": "47件"' in book.to_json()
    (<FactBook: 1 fact>, 1, True)
    """

    def __init__(self) -> None:
        self._facts: dict[str, Fact] = {}

    def _said(self) -> str:
        return f"{len(self)} fact{'s' * (len(self) != 1)}"

    @property
    def frame(self) -> pd.DataFrame:
        """One row a fact, every column as text."""
        import pandas as pd

        columns = ["key", "label", "printed", "definition", "numerator", "denominator", "source"]
        return pd.DataFrame([fact.as_json() for fact in self], columns=columns).fillna("")

    def add(self, fact: Fact) -> Fact:
        """Register a fact and return it.

        Raises
        ------
        ValueError
            If the report already prints another number under the same key.
        """
        known = self._facts.setdefault(fact.key, fact)
        if known != fact:
            raise ValueError(f"two numbers under one key {fact.key}: {known.text} and {fact.text}")
        return fact

    def __iter__(self) -> Iterator[Fact]:
        return iter(self._facts.values())

    def __len__(self) -> int:
        return len(self._facts)

    def to_json(self) -> str:
        """Return ``facts.json``: a list of facts, the same bytes for the same facts."""
        return facts_json([fact.as_json() for fact in self])


def facts_json(facts: Sequence[Mapping[str, object]]) -> str:
    """Print facts; keys in order of the alphabet, as notebooks keep them."""
    return json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
