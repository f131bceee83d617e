"""Facts: every number in a report is an object, so that each format and ``facts.json`` show the same number."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from markupsafe import Markup

from hotline_analysis.exact import printed, rounded

NO_FIGURE = "（无数据）"


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

    def __str__(self) -> str:
        return self.text + self.unit

    def __html__(self) -> Markup:
        return self.html(with_unit=True)

    def html(self, *, with_unit: bool) -> Markup:
        """Return the ``data`` element that shows the number's definition and counts."""
        shown = str(self) if with_unit else self.text
        if self.value is None:
            # a blank cell is clear in a table; a sentence with a gap is not
            shown = shown or (NO_FIGURE if with_unit else "")
            return Markup('<span class="fact-missing">{}</span>').format(shown)
        data = Markup('<data class="fact" value="{}" title="{}">{}</data>')
        return data.format(self._plain(), self.explanation(), shown)

    def explanation(self) -> str:
        """Say in words what the number is and what it was made of."""
        text = self.definition or self.label
        if self.numerator is not None and self.denominator is not None:
            return f"{text}：{_whole(self.numerator)}÷{_whole(self.denominator)}"
        return f"{text}（来源：{self.source}）"

    def as_json(self) -> dict[str, object]:
        """Return the entry for ``facts.json``; exact values as text."""
        return {
            "key": self.key,
            "label": self.label,
            "value": None if self.value is None else self._plain(),
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

    def _plain(self) -> str:
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


class FactBook:
    """The facts of one report, in the order in which they were first printed."""

    def __init__(self) -> None:
        self._facts: dict[str, Fact] = {}

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
