"""From a unit table and a scheme to items, subtotals, totals, places and grades."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from hotline_analysis.errors import InputError
from hotline_analysis.exact import rounded
from hotline_analysis.metrics import UnitTable
from hotline_analysis.schemes.columns import check_columns, column_notes, computable
from hotline_analysis.schemes.context import Context, Earlier
from hotline_analysis.schemes.model import Item, Rounding, Scheme, marks_of
from hotline_analysis.schemes.placing import Placing, place
from hotline_analysis.schemes.rules import GivenRule, bounded, clip

Column = list[Fraction | None]


@dataclass(frozen=True)
class Scores:
    """What a scheme makes of a unit table; all sequences follow the table's rows.

    Attributes
    ----------
    items, subtotals : mapping of key to column
        Marks of every item and dimension; None where a figure is missing.
    marks : mapping of key to column
        Full marks of every item, by the unit's group; 0 for bonus items and deductions.
    parts : mapping of item to mapping of part to (full marks, column)
        The terms of a weighted index and the sub-items of a mean.
    before_bonus, bonus, deductions, totals : column
        ``totals`` is rounded as the scheme says and includes bonus and deductions; it is what is ranked.
    placing : Placing
        Places, grades, and why a unit is not ranked.
    notes : tuple of str
        What was taken as printed, not checked, or differs from the counts.
    """

    scheme: Scheme
    context: Context
    items: Mapping[str, Column]
    marks: Mapping[str, Column]
    parts: Mapping[str, Mapping[str, tuple[Sequence[Fraction], Column]]]
    subtotals: Mapping[str, Column]
    before_bonus: Column
    bonus: Column
    deductions: Column
    totals: Column
    placing: Placing
    notes: tuple[str, ...] = field(default=())

    @property
    def units(self) -> list[str]:
        """The units, in the table's order."""
        return self.context.units

    @property
    def groups(self) -> list[str]:
        """Every unit's group."""
        return self.context.groups


def score(
    table: UnitTable,
    scheme: Scheme,
    *,
    previous: UnitTable | None = None,
    year_before: UnitTable | None = None,
) -> Scores:
    """Score, rank and grade every unit of a table.

    Parameters
    ----------
    table : UnitTable
    scheme : Scheme
    previous, year_before : UnitTable, optional
        Earlier periods, for rules on changes.

    Raises
    ------
    InputError
        If a column that the scheme needs is missing, or a given score is not valid.
    """
    context = make_context(table, scheme, previous=previous, year_before=year_before)
    taken = check_columns(context, scheme)
    items = {key: _item_column(context, role, key, item) for role, key, item in scheme.items()}
    marks = {key: _marks_column(context, role, item) for role, key, item in scheme.items()}
    rounding = scheme.rounding.item
    if rounding is not None:
        items = {key: [_round(value, rounding) for value in column] for key, column in items.items()}
    parts = {
        key: item.rule.parts(context, _start(context, role, item))
        for role, key, item in scheme.items()
        if key not in taken
    }
    subtotals = {
        name: _sum([items[key] for key in d.items], len(context.units)) for name, d in scheme.dimensions.items()
    }
    base = [Fraction(marks_of(scheme.base, group) or 0) for group in context.groups]
    before: Column = [None] * len(base)
    if scheme.scores:
        before = _sum([list(base), *subtotals.values()], len(base))
    bonus = _capped(_sum([items[key] for key in scheme.bonus.items], len(base)), scheme.bonus.cap, 1)
    off = _capped(_sum([items[key] for key in scheme.deductions.items], len(base)), scheme.deductions.cap, -1)
    totals = [_round(value, scheme.rounding.total) for value in _sum([before, bonus, off], len(base))]
    placing = place(scheme, context, totals, items)
    notes = (*table.notes, *column_notes(scheme, context, taken), *placing.notes)
    return Scores(scheme, context, items, marks, parts, subtotals, before, bonus, off, placing.totals, placing, notes)


def make_context(
    table: UnitTable, scheme: Scheme, *, previous: UnitTable | None = None, year_before: UnitTable | None = None
) -> Context:
    """Look at a table through a scheme: its groups, its definitions of rates."""
    known = scheme.all_metrics()
    exact = {key for key, change in scheme.metrics.items() if change.scored_on == "exact"}

    def view(one: UnitTable, earlier: Mapping[Earlier, Context]) -> Context:
        context = Context(
            one,
            metrics=known,
            exact=exact,
            given_rates=scheme.given_rates,
            no_denominator=scheme.no_denominator,
            earlier=earlier,
        )
        context.groups = [scheme.group_of(group) for group in context.groups]
        return context

    tables: dict[Earlier, UnitTable | None] = {"previous": previous, "year_before": year_before}
    return view(table, {which: view(one, {}) for which, one in tables.items() if one is not None})


def item_scores(table: UnitTable, scheme: Scheme, key: str) -> Column:
    """Score a single item of a scheme, for a table that has only this item's counts.

    Raises
    ------
    KeyError
        If the scheme has no such item.
    """
    context = make_context(table, scheme)
    role, item = next((role, item) for role, name, item in scheme.items() if name == key)
    column = _item_column(context, role, key, item)
    return column if scheme.rounding.item is None else [_round(value, scheme.rounding.item) for value in column]


def _start(context: Context, role: str, item: Item) -> list[Fraction]:
    return [value or Fraction(0) for value in _marks_column(context, role, item)]


def _marks_column(context: Context, role: str, item: Item) -> Column:
    column: Column = []
    for group, source in zip(context.groups, context.table.frame["source"], strict=True):
        marks = marks_of(item.marks, group)
        if marks is None:
            raise InputError(
                f"the scheme has no marks for this group in {item.en}",
                file=source,
                where="column group",
                value=group,
                allowed=", ".join(item.marks) if isinstance(item.marks, dict) else None,
            )
        column.append(Fraction(0) if role in ("bonus", "deductions") else Fraction(marks))
    return column


def _item_column(context: Context, role: str, key: str, item: Item) -> Column:
    start = _start(context, role, item)
    if not computable(context, item) and key in context.table.figures:
        column = list(context.table.frame[key])
        _check_given(context, key, column, start, role)
    elif isinstance(item.rule, GivenRule):
        column = item.rule.scores(context, start)
        _check_given(context, item.rule.column, column, start, role)
    elif role in ("bonus", "deductions"):
        column = _adjusted(context, role, item, start)
    else:
        column = bounded(item.rule, context, start)
    return [
        Fraction(0) if item.groups and group not in item.groups else _filled(value, item, marks)
        for value, group, marks in zip(column, context.groups, start, strict=True)
    ]


def _filled(value: Fraction | None, item: Item, marks: Fraction) -> Fraction | None:
    if value is not None or item.when_missing == "not_ranked":
        return value
    return marks if item.when_missing == "full" else Fraction(0)


def _adjusted(context: Context, role: str, item: Item, start: list[Fraction]) -> Column:
    """Score a bonus item (never below 0) or a deduction (never above 0)."""
    rule, zero = item.rule, Fraction(0)
    low = zero if role == "bonus" else None if rule.floor is None else Fraction(rule.floor)
    high = zero if role == "deductions" else None if rule.ceiling is None else Fraction(rule.ceiling)
    return [clip(value, low, high) for value in rule.scores(context, start)]


def _check_given(context: Context, column: str, scores: Column, start: list[Fraction], role: str) -> None:
    """Refuse a score entered by hand that the item cannot give."""
    for i, (value, marks) in enumerate(zip(scores, start, strict=True)):
        low = None if role == "deductions" else Fraction(0)
        high = None if role == "bonus" else marks
        if value != clip(value, low, high):
            raise InputError(
                "a given score out of range",
                file=context.table.frame["source"].iloc[i],
                where=f"unit {context.units[i]}, column {column}",
                value=context.table.text[column].iloc[i],
                allowed={"bonus": "0 or more", "deductions": "0 or less"}.get(role, f"0 to {marks}"),
            )


def _sum(columns: Sequence[Sequence[Fraction | None]], length: int) -> Column:
    found: Column = []
    for i in range(length):
        values = [column[i] for column in columns]
        found.append(None if any(v is None for v in values) else sum((v or Fraction(0) for v in values), Fraction(0)))
    return found


def _capped(column: Column, cap: object, sign: int) -> Column:
    if cap is None:
        return column
    limit = Fraction(str(cap))
    return [None if value is None else sign * min(abs(value), limit) for value in column]


def _round(value: Fraction | None, rounding: Rounding) -> Fraction | None:
    return None if value is None else Fraction(rounded(value, rounding.decimals, rounding.mode))
