"""From a unit table and a scheme to items, subtotals, totals, places and grades."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from hotline_analysis.metrics import UnitTable
from hotline_analysis.schemes.columns import TOTAL, check_columns, column_notes, computable
from hotline_analysis.schemes.context import Context, Earlier
from hotline_analysis.schemes.items import full_marks, item_column, item_parts, round_by, taken_rows
from hotline_analysis.schemes.model import ADJUSTMENTS, Scheme, marks_of
from hotline_analysis.schemes.placing import Placing, left_out, place
from hotline_analysis.shown import Shown, frame_html, notes_html
from hotline_analysis.textual import aligned

Column = list[Fraction | None]
_HEADERS = {
    "unit": "单位",
    "group": "组别",
    "before_bonus": "加分前总分",
    "bonus": "加分",
    "deductions": "扣分",
    "total": "总分",
    "rank": "排名",
    "overall_rank": "总排名",
    "grade": "等级",
    "veto": "一票否决",
    "not_ranked": "不参加排名",
}


_FIRST = 5  # rows that a terminal shows


@dataclass(frozen=True, repr=False)
class Scores(Shown):
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

    Examples
    --------
    >>> from hotline_analysis.cases import load_case
    >>> from hotline_analysis.schemes import load_scheme, read_units
    >>> scheme = load_scheme("furong-2020")
    >>> scores = score(read_units(load_case("furong-2020-03").unit_table_files, scheme), scheme)
    >>> scores.units[5], scores.groups[5], scores.totals[5], scores.placing.ranks[5]
    ('东岸街道', 'streets', Fraction(70, 1), 1)
    >>> scores.scheme
    <Scheme furong-2020: 5 items, full marks 70; variants distinct_places, extension_streets_only>
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

    def _said(self) -> str:
        ranked = sum(rank is not None for rank in self.placing.ranks)
        return f"{self.scheme.scheme}, {len(self.units)} units, {ranked} ranked"

    def __repr__(self) -> str:
        from hotline_analysis.schemes.output import scores_frame

        frame = scores_frame(self)[["unit", "group", "total", "rank"]]
        return f"{super().__repr__()}\n{aligned(frame.head(_FIRST))}" + "\n…" * (len(frame) > _FIRST)

    def _repr_html_(self) -> str:
        from hotline_analysis.schemes.output import scores_frame

        frame = scores_frame(self)
        groups = {key: one.zh for key, one in self.scheme.groups.items()}
        frame["group"] = [groups.get(group, group) for group in frame["group"]]
        filled = frame.loc[:, [(frame[name] != "").any() for name in frame.columns]]
        named = {
            **{key: metric.zh for key, metric in self.context.metrics.items()},
            **{f"{key}_subtotal": one.zh for key, one in self.scheme.dimensions.items()},
            **{key: item.zh for _, key, item in self.scheme.items()},
            **_HEADERS,
        }
        titles = {named.get(name, name): name for name in filled.columns}
        return frame_html(filled.rename(columns=named), caption=self._said(), titles=titles) + notes_html(self.notes)

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

    Examples
    --------
    >>> from hotline_analysis.cases import load_case
    >>> from hotline_analysis.schemes import load_scheme, read_units
    >>> scheme = load_scheme("yunxi-2022")
    >>> found = score(read_units(load_case("yunxi-2022-Q3").unit_table_files, scheme), scheme)
    >>> found.placing.ranks[:5], [float(total) for total in found.totals[:3]]
    ([1, 3, 2, 4, 5], [97.6, 94.0, 94.5])
    """
    context = make_context(table, scheme, previous=previous, year_before=year_before)
    if TOTAL in table.figures:
        return _given_totals(context, scheme)
    check_columns(context, scheme)
    out, unchecked = left_out(scheme, context)
    context.taking = [reason is None for reason in out]
    rounding = scheme.rounding.item
    items = {key: item_column(context, role, key, item, rounding) for role, key, item in scheme.items()}
    none = [Fraction(0)] * len(context.units)
    marks: dict[str, Column] = {
        key: [*none] if role in ADJUSTMENTS else [*full_marks(context, item)] for role, key, item in scheme.items()
    }
    parts = {key: item_parts(context, role, item) for role, key, item in scheme.items() if computable(context, item)}
    subtotals = {
        name: _sum([items[key] for key in d.items], len(context.units)) for name, d in scheme.dimensions.items()
    }
    base = [Fraction(marks_of(scheme.base, group) or 0) for group in context.groups]
    before: Column = [None] * len(base)
    if scheme.scores:
        before = _sum([list(base), *subtotals.values()], len(base))
    bonus = _capped(_sum([items[key] for key in scheme.bonus.items], len(base)), scheme.bonus.cap, 1)
    off = _capped(_sum([items[key] for key in scheme.deductions.items], len(base)), scheme.deductions.cap, -1)
    totals = [round_by(value, scheme.rounding.total) for value in _sum([before, bonus, off], len(base))]
    placing = place(scheme, context, out, totals, {**subtotals, **items})
    taken = {key: taken_rows(context, key, item) for _, key, item in scheme.items()}
    notes = (*table.notes, *column_notes(scheme, context, taken), *unchecked, *placing.notes)
    return Scores(scheme, context, items, marks, parts, subtotals, before, bonus, off, placing.totals, placing, notes)


def _given_totals(context: Context, scheme: Scheme) -> Scores:
    """Rank a table that has totals alone, as a city's ranking of its districts has."""
    out, unchecked = left_out(scheme, context)
    none: Column = [None] * len(context.units)
    totals = [round_by(value, scheme.rounding.total) for value in context.table.frame[TOTAL]]
    placing = place(scheme, context, out, totals, {})
    items = {key: none for _, key, _ in scheme.items()}
    note = "totals taken from the table, which has neither counts nor scores to work them out from"
    notes = (*context.table.notes, note, *unchecked, *placing.notes)
    subtotals = dict.fromkeys(scheme.dimensions, none)
    return Scores(scheme, context, items, items, {}, subtotals, none, none, none, placing.totals, placing, notes)


def make_context(
    table: UnitTable, scheme: Scheme, *, previous: UnitTable | None = None, year_before: UnitTable | None = None
) -> Context:
    """Look at a table through a scheme: its groups, its definitions of rates.

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.metrics import exact_unit_table
    >>> from hotline_analysis.schemes import load_scheme
    >>> text = pd.DataFrame({"unit": ["甲"], "group": ["镇（街道）"], "closed": ["9"], "assigned": ["10"]})
    >>> context = make_context(exact_unit_table(text), load_scheme("yunxi-2022"))
    >>> context.groups, context.rates("closure_rate")
    (['towns'], [Fraction(90, 1)])
    """
    known = scheme.all_metrics()
    scored = {
        key: {unit: scheme.scored_metric(key, unit) for unit in (None, *own.units_scored_otherwise)}
        for key, own in scheme.metrics.items()
    }

    def view(one: UnitTable, earlier: Mapping[Earlier, Context]) -> Context:
        context = Context(
            one,
            metrics=known,
            scored=scored,
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

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.metrics import exact_unit_table
    >>> from hotline_analysis.schemes import load_scheme
    >>> text = pd.DataFrame({"unit": ["甲"], "group": ["streets"], "late_signed": ["3"]})
    >>> item_scores(exact_unit_table(text), load_scheme("furong-2022"), "on_time_signing")
    [Fraction(47, 10)]
    """
    found = {name: (role, item) for role, name, item in scheme.items()}
    role, item = found[key]
    return item_column(make_context(table, scheme), role, key, item, scheme.rounding.item)


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
