"""Makes facts: prints a value as the jurisdiction prints it and enters it in the book."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypedDict

from hotline_analysis.exact import printed, rounded
from hotline_analysis.metrics import Metric, Rate
from hotline_analysis.metrics.changes import Change, Measure
from hotline_analysis.report.facts import Fact, FactBook
from hotline_analysis.report.formats import NumberFormats
from hotline_analysis.report.language import CHINESE, Language, msgid_unit
from hotline_analysis.schemes import Scores

CASES, POINTS = "件", msgid_unit("分")
CHANGES: dict[Measure, str] = {"percent": "%", "percentage_points": msgid_unit("个百分点"), "difference": CASES}


class _MadeOf(TypedDict, total=False):
    definition: str
    numerator: Fraction
    denominator: Fraction


@dataclass(frozen=True)
class Writer:
    """Makes the facts of one section; every key begins with the section's name.

    Units are given in Chinese, as the catalogues of other languages know them.
    """

    section: str
    book: FactBook
    formats: NumberFormats
    scores: Scores
    language: Language = CHINESE

    def count(self, key: str, label: str, value: Fraction | None, *, source: str, unit: str = CASES) -> Fact:
        """Make the fact of a count."""
        shown = unit if value is not None else ""
        return self._add(key, label, value, self.formats.count(value), shown, 0, source)

    def rate(self, key: str, metric: Metric, rate: Rate, *, subject: str, source: str, sign: str = "%") -> Fact:
        """Make the fact of a rate, with its counts and its definition."""
        text = self.formats.rate(metric.key, rate.value, metric.decimals, metric.rounding)
        return self._add(
            key,
            self.language.text("rate.label", subject=subject, name=self.language.name(metric)),
            rate.value,
            text,
            sign if rate.value is not None else "",
            metric.decimals,
            source,
            metric=metric.key,
            definition=self.language.text(
                "rate.definition", subject=subject, definition=self.language.definition(metric)
            ),
            numerator=rate.numerator,
            denominator=rate.denominator,
        )

    def share(
        self,
        key: str,
        label: str,
        part: Fraction | None,
        whole: Fraction | None,
        *,
        source: str,
        decimals: int | None = None,
        sign: str = "%",
    ) -> Fact:
        """Make the fact of a share; the label names the whole."""
        value = None if part is None or not whole else 100 * part / whole
        places = self.formats.share_decimals if decimals is None else decimals
        return self._add(
            key,
            label,
            value,
            self.formats.share(value, decimals),
            sign if value is not None else "",
            places,
            source,
            metric="share",
            definition=label,
            numerator=part,
            denominator=whole,
        )

    def points(
        self,
        key: str,
        label: str,
        value: Fraction | None,
        *,
        source: str,
        unit: str = POINTS,
        decimals: int | None = None,
    ) -> Fact:
        """Make the fact of marks, printed as the scheme rounds totals unless it says otherwise."""
        decimals = self.scores.scheme.rounding.total.decimals if decimals is None else decimals
        shown = unit if value is not None else ""
        return self._add(key, label, value, self.formats.score(value, decimals), shown, decimals, source)

    def whole(self, key: str, label: str, value: int | None, *, source: str, unit: str) -> Fact:
        """Make the fact of a small number: units, places, times."""
        exact = None if value is None else Fraction(value)
        return self._add(key, label, exact, self.formats.count(exact), unit if value is not None else "", 0, source)

    def estimate(self, key: str, label: str, value: float, *, source: str, decimals: int = 1, unit: str = "") -> Fact:
        """Make the fact of an estimate, such as a limit: a float, kept to six decimals and printed rounded."""
        exact = Fraction(f"{value:.6f}")
        return self._add(key, label, exact, printed(rounded(exact, decimals)), unit, decimals, source)

    def moved(self, key: str, label: str, places: int, *, source: str) -> Fact:
        """Make the fact of a change of place: positive for a rise."""
        which = "up" if places > 0 else "down" if places < 0 else "same"
        text = self.language.text(f"moved.{which}", places=abs(places))
        return self._add(key, label, Fraction(places), text, "", 0, source)

    def place(self, key: str, label: str, place: int, *, source: str) -> Fact:
        """Make the fact of a place that a sentence names: 3位, 3rd."""
        text = self.language.text("place.said", place=place)
        return self._add(key, label, Fraction(place), text, "位", 0, source)

    def change(self, key: str, label: str, change: Change, *, source: str, decimals: int = 2) -> Fact:
        """Make the fact of a change; its size is printed, its direction is for the sentence to say.

        A change by per cent has its counts and its definition; a difference says in its label what it is.
        """
        unit = CHANGES[change.measure]
        size = None if change.value is None else abs(change.value)
        places = 0 if change.measure == "difference" else decimals
        text, shown = self.formats.share(size, places), unit if size is not None else ""
        return self._add(key, label, change.value, text, shown, places, source, **self._made_of(label, change))

    def _made_of(self, label: str, change: Change) -> _MadeOf:
        if change.measure != "percent" or change.now is None or change.before is None:
            return {}
        definition = self.language.text("change.definition", label=label)
        return {"definition": definition, "numerator": change.now - change.before, "denominator": change.before}

    def _add(
        self,
        key: str,
        label: str,
        value: Fraction | None,
        text: str,
        unit: str,
        decimals: int,
        source: str,
        *,
        metric: str | None = None,
        definition: str | None = None,
        numerator: Fraction | None = None,
        denominator: Fraction | None = None,
    ) -> Fact:
        shown = self.language.number(text)
        return self.book.add(
            Fact(
                f"{self.section}.{key}",
                label,
                value,
                shown,
                self.language.unit(unit, shown) if unit else "",
                decimals,
                source,
                metric,
                definition,
                numerator,
                denominator,
                self.language,
            )
        )
