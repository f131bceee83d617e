"""A scheme (考核办法) as data: what a methodologist writes in YAML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal, Self

import pandas as pd
from pydantic import Field, model_validator

from hotline_analysis.documents import Strict
from hotline_analysis.exact import Rounding as RoundingMode
from hotline_analysis.metrics import Counting, Metric, counts, metrics
from hotline_analysis.ranking import Best, Ties
from hotline_analysis.schemes.context import GivenRates, NoDenominator
from hotline_analysis.schemes.rules import AnyRule, Conditions
from hotline_analysis.schemes.values import Bounds, Condition
from hotline_analysis.shown import frame_html

Marks = Decimal | dict[str, Decimal]
ADJUSTMENTS = ("bonus", "deductions")


class Name(Strict):
    """A name or a text in Chinese and in English.

    Examples
    --------
    >>> Name(zh="满意率", en="satisfaction rate").zh
    '满意率'
    """

    zh: str
    en: str


class Rounding(Strict):
    """Decimals and what happens to the digits after them."""

    decimals: int = Field(ge=0, le=10)
    mode: RoundingMode = "half_up"


class Roundings(Strict):
    """Rounding of every item before it is added, and of the total; without one the figure stays exact."""

    item: Rounding | None = None
    total: Rounding = Rounding(decimals=2)


ScoredOn = Literal["printed", "exact"] | Rounding


class ScoredFor(Strict):
    """How a rate is rounded before it is scored, for units whose rows follow another rounding than the others."""

    units: tuple[str, ...] = Field(min_length=1)
    scored_on: ScoredOn


class MetricChange(Strict):
    """A jurisdiction's own definition of a metric; what is not given stays as in the dictionary."""

    zh: str | None = None
    en: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    direction: Literal["up", "down", "none"] | None = None
    decimals: int | None = Field(default=None, ge=0, le=10)
    rounding: RoundingMode | None = None
    scored_on: ScoredOn = "printed"
    scored_on_for: tuple[ScoredFor, ...] = ()
    source: str | None = None

    @model_validator(mode="after")
    def _one_rounding_a_unit(self) -> Self:
        named = self.units_scored_otherwise
        twice = next((unit for unit in named if named.count(unit) > 1), None)
        if twice is not None:
            raise ValueError(f"{twice} stands twice in scored_on_for")
        return self

    @property
    def units_scored_otherwise(self) -> list[str]:
        """The units whose rates are rounded in a way of their own before they are scored."""
        return [unit for entry in self.scored_on_for for unit in entry.units]

    def changes(self) -> dict[str, Any]:
        """Return what differs from the dictionary."""
        return self.model_dump(exclude_none=True, exclude={"scored_on", "scored_on_for"})


class Group(Strict):
    """A group of units that is ranked by itself, and the other names it goes by in files and columns."""

    zh: str
    en: str
    also: tuple[str, ...] = ()


class Item(Strict):
    """An item (指标): its name, its full marks and one rule.

    The marks of a bonus or a deduction are the most that it moves; without them only the rule limits it.
    """

    zh: str
    en: str
    marks: Marks = Decimal(0)
    rule: AnyRule
    groups: tuple[str, ...] = ()
    when_missing: Literal["not_ranked", "full", "none"] = "not_ranked"


class Dimension(Strict):
    """Items that are added to a subtotal."""

    zh: str
    en: str
    marks: Marks
    items: dict[str, Item]


class Adjustments(Strict):
    """Bonus items (加分) or deductions (扣分), together limited by a cap."""

    cap: Decimal | None = Field(default=None, ge=0)
    items: dict[str, Item] = {}


class Participation(Condition):
    """A condition for being ranked, and the reason shown for a unit that does not meet it."""

    reason: Name


class Veto(Conditions):
    """An event (一票否决) that forces the last place or the lowest grade, or takes all marks."""

    kind: Literal["veto"] = "veto"
    effect: Literal["last_place", "lowest_grade", "zero_total"]
    reason: Name


class Ranking(Strict):
    """How units are placed: inside groups or overall, ties, and the order inside a tie."""

    within: Literal["group", "all", "both"] = "group"
    by: str = "total"
    best: Best = "highest"
    places: Ties = "competition"
    tie_decimals: int | None = Field(default=None, ge=0)
    order: tuple[str, ...] = ("-assigned", "-signed")


class GradeBand(Strict):
    """A grade and the lowest total that earns it; the last band may leave the bound out."""

    grade: str
    at_least: Decimal | None = None


class Minimum(Bounds):
    """A bound on another figure, such as a minimum volume."""

    of: str


class NamedList(Bounds):
    """A list by threshold and minimum volume, or the first or last so many; ties extend it.

    Examples
    --------
    >>> NamedList(zh="较差单位", en="units to warn", by="satisfaction_rate", below="88").below
    Decimal('88')
    """

    zh: str
    en: str
    by: str = "total"
    top: int | None = Field(default=None, gt=0)
    bottom: int | None = Field(default=None, gt=0)
    where: tuple[Minimum, ...] = ()
    groups: tuple[str, ...] = ()
    order: str | None = None

    @model_validator(mode="after")
    def _limited(self) -> Self:
        bounds = (self.at_least, self.above, self.at_most, self.below, self.equals, self.top, self.bottom)
        if all(bound is None for bound in bounds) and not self.where:
            raise ValueError("a list needs a threshold, top, bottom or where")
        if self.top is not None and self.bottom is not None:
            raise ValueError("a list is either top or bottom")
        return self


class Validity(Strict):
    """The days from and until which the scheme applies."""

    from_: date | None = Field(default=None, alias="from")
    until: date | None = None

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.from_ and self.until and self.until < self.from_:
            raise ValueError("the last day comes before the first")
        return self


class Scheme(Strict):
    """A whole scheme. See ``docs/scheme-language.md``.

    ``name`` is what a variant is called in reports; the scheme itself goes by its title.

    Examples
    --------
    >>> from hotline_analysis.schemes import load_scheme
    >>> scheme = load_scheme("yunxi-2022")
    >>> scheme
    <Scheme yunxi-2022: 1 item, full marks 100; variants as_printed>
    >>> [key for _, key, _ in scheme.items()], scheme.used_metrics()[:2]
    (['composite_index'], ('closure_rate', 'on_time_closure_rate'))
    >>> scheme.metric("closure_rate").zh, scheme.all_metrics()["on_time_closure_rate"].zh
    ('办结率', '按期办结率')
    >>> scheme.scored_metric("closure_rate").decimals, scheme.group_of("镇（街道）"), "closed" in scheme.known_counts()
    (2, 'towns', True)
    >>> scheme.variant_name("as_printed").en
    'as on the page: rates of units without tickets are 0'
    """

    scheme: str
    extends: str | None = None
    title: Name
    name: Name | None = None
    source: str
    valid: Validity = Validity()
    full_marks: Marks | None = None
    base: Marks = Decimal(0)
    groups: dict[str, Group] = {}
    counts: dict[str, Name] = {}
    counting: Counting = Counting()
    metrics: dict[str, MetricChange] = {}
    show: tuple[str, ...] = ()
    given_rates: GivenRates = "fill"
    no_denominator: NoDenominator = "missing"
    dimensions: dict[str, Dimension] = {}
    bonus: Adjustments = Adjustments()
    deductions: Adjustments = Adjustments()
    participation: tuple[Participation, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    rounding: Roundings = Roundings()
    ranking: Ranking | None = None
    grades: tuple[GradeBand, ...] | dict[str, tuple[GradeBand, ...]] = ()
    lists: dict[str, NamedList] = {}
    variants: dict[str, dict[str, Any]] = {}

    @model_validator(mode="before")
    @classmethod
    def _ranked(cls, data: Any) -> Any:
        """Rank what is scored, even where a scheme does not say how."""
        if isinstance(data, dict) and any(data.get(key) for key in ("dimensions", *ADJUSTMENTS)):
            return {"ranking": {}, **data}
        return data

    def __repr__(self) -> str:
        number = len([*self.items()])
        full = f", full marks {self.full_marks}" if isinstance(self.full_marks, Decimal) else ""
        variants = f"; variants {', '.join(self.variants)}" if self.variants else ""
        return f"<Scheme {self.scheme}: {number} item{'s' * (number != 1)}{full}{variants}>"

    def _repr_html_(self) -> str:
        rows = [
            {"item": item.zh, "key": key, "of": role, "marks": _marks_text(item.marks), "rule": item.rule.kind}
            for role, key, item in self.items()
        ]
        frame = pd.DataFrame(rows, columns=["item", "key", "of", "marks", "rule"])
        return frame_html(frame, caption=f"{self.title.zh} · {self.scheme}")

    @property
    def scores(self) -> bool:
        """Whether the scheme gives marks at all; one without items only defines and lists rates."""
        return bool(self.dimensions or self.deductions.items or self.bonus.items)

    def items(self) -> Iterator[tuple[str, str, Item]]:
        """Yield role (a dimension's key, ``bonus`` or ``deductions``), key and item of everything that is scored."""
        for name, dimension in self.dimensions.items():
            for key, item in dimension.items.items():
                yield name, key, item
        for role, adjustments in (("bonus", self.bonus), ("deductions", self.deductions)):
            for key, item in adjustments.items.items():
                yield role, key, item

    def variant_name(self, variant: str) -> Name:
        """Name one of the scheme's own variants: as its ``name`` says, else by its key."""
        own = self.variants[variant].get("name")
        return Name.model_validate(own) if own else Name(zh=variant, en=variant)

    def metric(self, key: str) -> Metric:
        """Return a metric as this scheme defines it.

        Raises
        ------
        KeyError
            If the dictionary has no such metric.
        """
        own = self.metrics.get(key)
        return metrics()[key].redefined(own.changes()) if own else metrics()[key]

    def scored_metric(self, key: str, unit: str | None = None) -> Metric | None:
        """Return a metric rounded as it is before it is scored (for a unit); None if the exact rate is scored."""
        own = self.metrics.get(key)
        if own is None:
            return self.metric(key)
        how = next((entry.scored_on for entry in own.scored_on_for if unit in entry.units), own.scored_on)
        if how == "printed":
            return self.metric(key)
        if how == "exact":
            return None
        return self.metric(key).redefined({"decimals": how.decimals, "rounding": how.mode})

    def all_metrics(self) -> Mapping[str, Metric]:
        """Return every metric of the dictionary as this scheme defines it."""
        return {key: self.metric(key) for key in metrics()}

    def used_metrics(self) -> tuple[str, ...]:
        """Return the metrics that the scheme scores or shows, in its order."""
        keys = [key for _, _, item in self.items() for key in item.rule.metrics()]
        return tuple(dict.fromkeys([*keys, *self.show]))

    def group_of(self, name: str) -> str:
        """Return the scheme's key for a group's name in a file."""
        for key, group in self.groups.items():
            if name in (key, group.zh, group.en, *group.also):
                return key
        return name

    @property
    def own_counts(self) -> dict[str, Name]:
        """Counts beside those of the dictionary: declared under ``counts``, or counted under ``counting``."""
        counted = {key: self.counting.names(key) for key in self.counting.counts if key not in counts()}
        return {key: Name(zh=zh, en=en) for key, (zh, en) in counted.items()} | self.counts

    def known_counts(self) -> set[str]:
        """Return the counts that rules may read, with those it declares itself and columns of given scores."""
        given = (column for _, _, item in self.items() for column in item.rule.columns())
        return {*counts(), *self.own_counts, *given}


def _marks_text(marks: Marks) -> str:
    return ", ".join(f"{group} {own}" for group, own in marks.items()) if isinstance(marks, dict) else str(marks)


def marks_of(marks: Marks, group: str) -> Decimal | None:
    """Return the marks of a group; None if they are given per group and not for this one."""
    return marks.get(group) if isinstance(marks, dict) else marks


def item_place(role: str, key: str) -> tuple[str, ...]:
    """Return the keys that lead to an item in the file."""
    return (role, "items", key) if role in ADJUSTMENTS else ("dimensions", role, "items", key)
