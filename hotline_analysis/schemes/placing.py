"""Who is ranked and where: participation, vetoes, places and grades."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hotline_analysis.ranking import grade, places
from hotline_analysis.schemes.context import Context
from hotline_analysis.schemes.model import GradeBand, Name, Participation, Scheme, Veto

Column = list[Fraction | None]


@dataclass(frozen=True)
class Placing:
    """Places and grades, in the table's order.

    Attributes
    ----------
    ranks, overall_ranks : list of int or None
        Place inside the group (or overall, as the scheme says), and overall where the scheme asks for both.
    grades : list of str or None
    reasons : list of Name or None
        Why a unit is not ranked.
    vetoed : list of Name or None
        The event that moved a unit to the end or down to a grade.
    totals : list of Fraction or None
        Totals after vetoes that take all marks.
    notes : tuple of str
    """

    ranks: list[int | None]
    overall_ranks: list[int | None]
    grades: list[str | None]
    reasons: list[Name | None]
    vetoed: list[Name | None]
    totals: Column
    notes: tuple[str, ...] = ()


def place(scheme: Scheme, context: Context, totals: Column, items: Mapping[str, Column]) -> Placing:
    """Rank and grade every unit that takes part."""
    reasons, notes = _reasons(scheme, context, totals, items)
    vetoes = [_veto(scheme, context, i) for i in range(len(totals))]
    effects = [veto.effect if veto else None for veto in vetoes]
    totals = [Fraction(0) if effect == "zero_total" else total for total, effect in zip(totals, effects, strict=True)]
    taking = [None if reason else total for total, reason in zip(totals, reasons, strict=True)]
    ranks, overall = _ranks(scheme, context, taking, [effect == "last_place" for effect in effects])
    grades: list[str | None] = []
    for total, group, effect in zip(taking, context.groups, effects, strict=True):
        bands = _bands(scheme, group)
        lowest = bands[-1][0] if bands and total is not None else None
        grades.append(lowest if effect == "lowest_grade" else grade(total, bands))
    return Placing(ranks, overall, grades, reasons, [veto.reason if veto else None for veto in vetoes], totals, notes)


def _reasons(
    scheme: Scheme, context: Context, totals: Column, items: Mapping[str, Column]
) -> tuple[list[Name | None], tuple[str, ...]]:
    length, notes = len(totals), []
    reasons: list[Name | None] = [None] * length
    for condition in scheme.participation:
        values = condition.values(context)
        if all(value is None for value in values) and not _present(context, condition):
            notes.append(f"not checked, the table has no column for it: {condition.reason.en}")
            continue
        for i, value in enumerate(values):
            if reasons[i] is None and (value is None or not condition.holds(value)):
                reasons[i] = condition.reason
    if not scheme.scores:
        missing = Name(zh="本办法不计分", en="the scheme gives no scores")
        return [reason or missing for reason in reasons], tuple(notes)
    names = {key: item for _, key, item in scheme.items()}
    for i, total in enumerate(totals):
        lacking = [names[key] for key, column in items.items() if column[i] is None]
        if reasons[i] is None and total is None and lacking:
            reasons[i] = Name(
                zh="缺少数据：" + "、".join(item.zh for item in lacking),
                en="no figure or no denominator for " + ", ".join(item.en for item in lacking),
            )
    return reasons, tuple(notes)


def _present(context: Context, condition: Participation) -> bool:
    return not {*condition.counts(), *condition.metrics()}.isdisjoint(context.table.figures)


def _veto(scheme: Scheme, context: Context, i: int) -> Veto | None:
    return next((veto for veto in scheme.vetoes if veto.hold(context)[i]), None)


def _ranks(
    scheme: Scheme, context: Context, taking: Column, last: list[bool]
) -> tuple[list[int | None], list[int | None]]:
    """Place the units; one forced to the last place comes after all others of its group."""
    ranking = scheme.ranking
    none: list[int | None] = [None] * len(taking)
    if ranking is None:
        return none, none
    values = taking if ranking.by == "total" else _figure(context, ranking.by, taking)
    sign = 1 if ranking.best == "highest" else -1
    known = [value for value in values if value is not None]
    beyond = (min(known) if sign > 0 else max(known)) - sign if known else Fraction(0)
    values = [beyond if end and value is not None else value for value, end in zip(values, last, strict=True)]

    def placed(groups: Sequence[str] | None) -> list[int | None]:
        return places(values, groups=groups, ties=ranking.places, tie_decimals=ranking.tie_decimals, best=ranking.best)

    overall = placed(None)
    if ranking.within == "all":
        return overall, none
    return placed(context.groups), overall if ranking.within == "both" else none


def _figure(context: Context, key: str, taking: Column) -> Column:
    values = context.rates(key) if key in context.metrics else context.counted(key)
    return [None if total is None else value for value, total in zip(values, taking, strict=True)]


def _bands(scheme: Scheme, group: str) -> list[tuple[str, Fraction | None]]:
    bands: tuple[GradeBand, ...] = scheme.grades.get(group, ()) if isinstance(scheme.grades, dict) else scheme.grades
    return [(band.grade, None if band.at_least is None else Fraction(band.at_least)) for band in bands]
