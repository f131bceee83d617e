"""The metric dictionary: counts and rates, each defined once, in ``counts.yaml`` and ``metrics.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any, Literal

from hotline_analysis.documents import packaged_yaml
from hotline_analysis.exact import Rounding, rounded
from hotline_analysis.metrics.expressions import CountExpression, Counts

Direction = Literal["up", "down", "none"]


@dataclass(frozen=True)
class Count:
    """A count column: key, names, other headers, and the identity that can replace it.

    Examples
    --------
    >>> counts()["dissatisfied"].zh, str(counts()["dissatisfied"].identity)
    ('不满意数', 'revisited - satisfied')
    """

    key: str
    zh: str
    en: str
    aliases: tuple[str, ...] = ()
    identity: CountExpression | None = None
    within: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rate:
    """The value of a metric for one row, in per cent.

    Attributes
    ----------
    value : Fraction or None
        Exact per cent; None where there is no denominator.
    numerator, denominator : Fraction or None
        The counts it was made of; None where the table gives only the rate.

    Examples
    --------
    >>> Rate(Fraction(97), Fraction(97), Fraction(100)).given, Rate(Fraction(97)).given, Rate(None).uncounted
    (False, True, True)
    """

    value: Fraction | None
    numerator: Fraction | None = None
    denominator: Fraction | None = None

    @property
    def given(self) -> bool:
        """Whether the rate was taken as printed, without counts."""
        return self.value is not None and self.denominator is None

    @property
    def uncounted(self) -> bool:
        """Whether there is neither a rate nor the counts for one; a denominator of 0 is a count."""
        return self.value is None and (self.numerator is None or self.denominator is None)


@dataclass(frozen=True)
class Metric:
    """A rate: its names, numerator, denominator, direction, precision and source.

    The value is ``100 * numerator / denominator``, in per cent, as an exact fraction.

    Examples
    --------
    >>> closure = metrics()["closure_rate"]
    >>> rate = closure.rate({"closed": Fraction(2), "assigned": Fraction(3)})
    >>> rate.value, closure.round(rate.value)
    (Fraction(200, 3), Decimal('66.67'))
    >>> closure.redefined({"zh": "办理率"}).definition()
    '办理率＝办结数÷交办数'
    """

    key: str
    zh: str
    en: str
    numerator: CountExpression
    denominator: CountExpression
    direction: Direction
    source: str
    aliases: tuple[str, ...] = ()
    decimals: int = 2
    rounding: Rounding = "half_up"

    def rate(self, counts: Counts) -> Rate:
        """Work the rate out from one row of counts; missing without a denominator."""
        numerator, denominator = self.numerator.value(counts), self.denominator.value(counts)
        if numerator is None or not denominator:
            return Rate(None, numerator, denominator)
        return Rate(100 * numerator / denominator, numerator, denominator)

    def round(self, value: Fraction) -> Decimal:
        """Round a rate as this metric is printed."""
        return rounded(value, self.decimals, self.rounding)

    def definition(self, *, language: str = "zh") -> str:
        """Say in words what is divided by what.

        Examples
        --------
        >>> metrics()["closure_rate"].definition()
        '办结率＝办结数÷交办数'
        """
        name = self.zh if language == "zh" else self.en
        above, below = (count_names(part, language) for part in (self.numerator, self.denominator))
        return f"{name}＝{above}÷{below}" if language == "zh" else f"{name} = {above} / {below}"

    def redefined(self, changes: Mapping[str, Any]) -> Metric:
        """Return a copy with a jurisdiction's own names, counts or rounding."""
        changed = dict(changes)
        for side in ("numerator", "denominator"):
            if isinstance(changed.get(side), str):
                changed[side] = CountExpression.parse(changed[side])
        return replace(self, **changed)


def count_names(expression: CountExpression, language: str = "zh") -> str:
    """Print a sum of counts with their names instead of their keys."""
    known = counts()
    zh = language == "zh"
    plus, minus = ("＋", "−") if zh else (" + ", " − ")
    others = {"part": "部分", "whole": "总体"} if zh else {}
    parts = [
        (minus.strip("" if index else " ") if sign < 0 else plus if index else "")
        + (getattr(known[key], language) if key in known else others.get(key, key))
        for index, (sign, key) in enumerate(expression.terms)
    ]
    text = "".join(parts)
    if len(parts) == 1:
        return text
    return f"（{text}）" if zh else f"({text})"


def _load(name: str) -> dict[str, dict[str, Any]]:
    text = resources.files("hotline_analysis.metrics").joinpath(name).read_text(encoding="utf-8")
    loaded: dict[str, dict[str, Any]] = packaged_yaml(text)
    return loaded


@cache
def counts() -> Mapping[str, Count]:
    """Every known count, by key.

    Examples
    --------
    >>> counts()["revisited"].en, len(counts()) > 40
    ('citizens called back who answered', True)
    """
    return {
        key: Count(
            key=key,
            zh=entry["zh"],
            en=entry["en"],
            aliases=tuple(entry.get("aliases", ())),
            identity=CountExpression.parse(entry["is"]) if "is" in entry else None,
            within=tuple(entry.get("within", ())),
        )
        for key, entry in _load("counts.yaml").items()
    }


@cache
def metrics() -> Mapping[str, Metric]:
    """Every known metric, by key.

    Examples
    --------
    >>> metrics()["satisfaction_rate"].definition(language="en")
    'satisfaction rate = satisfied / citizens called back who answered'
    """
    return {
        key: Metric(
            key=key,
            numerator=CountExpression.parse(entry.pop("numerator")),
            denominator=CountExpression.parse(entry.pop("denominator")),
            aliases=tuple(entry.pop("aliases", ())),
            **entry,
        )
        for key, entry in _load("metrics.yaml").items()
    }


@cache
def canonical_headers() -> Mapping[str, str]:
    """Every header under which a count or a rate is known, and its key."""
    names: dict[str, str] = {}
    entries: list[Count | Metric] = [*counts().values(), *metrics().values()]
    for entry in entries:
        for header in (entry.key, entry.zh, *entry.aliases):
            names.setdefault(header, entry.key)
    return names
