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


def left_out(scheme: Scheme, context: Context) -> tuple[list[Name | None], list[str]]:
    """Say which units do not take part and why, and which conditions the table leaves unchecked."""
    reasons: list[Name | None] = [None] * len(context.units)
    notes = []
    for condition in scheme.participation:
        values = condition.values(context)
        if all(value is None for value in values) and not _present(context, condition):
            notes.append(f"not checked, the table has no column for it: {condition.reason.en}")
            continue
        for i, value in enumerate(values):
            if reasons[i] is None and (value is None or not condition.holds(value)):
                reasons[i] = condition.reason
    return reasons, notes


def place(
    scheme: Scheme,
    context: Context,
    reasons: Sequence[Name | None],
    totals: Column,
    columns: Mapping[str, Column],
) -> Placing:
    """Rank and grade every unit that takes part; ``columns`` are its items and subtotals."""
    vetoes = [_vetoes(scheme, context, i) for i in range(len(totals))]
    effects = [{veto.effect for veto in found} for found in vetoes]
    totals = [
        Fraction(0) if "zero_total" in effect and total is not None else total
        for total, effect in zip(totals, effects, strict=True)
    ]
    values = _ranked_by(scheme, context, totals, columns)
    reasons = _with_missing(scheme, reasons, values, columns)
    taking = [None if reason else value for value, reason in zip(values, reasons, strict=True)]
    ranks, overall = _ranks(scheme, context, taking, ["last_place" in effect for effect in effects])
    grades: list[str | None] = []
    for total, reason, group, effect in zip(totals, reasons, context.groups, effects, strict=True):
        bands = [] if reason else _bands(scheme, group)
        lowest = bands[-1][0] if bands and total is not None else None
        grades.append(lowest if "lowest_grade" in effect else grade(total, bands))
    unchecked = [
        f"not checked, the table has no column for it: {veto.reason.en}"
        for veto in scheme.vetoes
        if not _present(context, veto)
    ]
    return Placing(
        ranks, overall, grades, list(reasons), [_joined(found) for found in vetoes], totals, tuple(unchecked)
    )


def _present(context: Context, condition: Participation | Veto) -> bool:
    read = {*condition.counts()}
    for key in condition.metrics():
        metric = context.metrics[key]
        read |= {key, *metric.numerator.keys, *metric.denominator.keys}
    return not read.isdisjoint(context.table.figures)


def _vetoes(scheme: Scheme, context: Context, i: int) -> list[Veto]:
    return [veto for veto in scheme.vetoes if veto.hold(context)[i]]


def _joined(vetoes: Sequence[Veto]) -> Name | None:
    if not vetoes:
        return None
    return Name(zh="；".join(veto.reason.zh for veto in vetoes), en="; ".join(veto.reason.en for veto in vetoes))


def _ranked_by(scheme: Scheme, context: Context, totals: Column, columns: Mapping[str, Column]) -> Column:
    by = "total" if scheme.ranking is None else scheme.ranking.by
    if by == "total":
        return totals
    if by in columns:
        return columns[by]
    return context.rates(by) if by in context.metrics else context.column(by)


def _with_missing(
    scheme: Scheme, reasons: Sequence[Name | None], values: Column, columns: Mapping[str, Column]
) -> list[Name | None]:
    """Add a reason for every unit without the figure that is ranked."""
    by = "total" if scheme.ranking is None else scheme.ranking.by
    if by == "total" and not scheme.scores:
        unscored = Name(zh="本办法不计分", en="the scheme gives no scores")
        return [reason or unscored for reason in reasons]
    names = {key: item for _, key, item in scheme.items()}
    found = list(reasons)
    for i, value in enumerate(values):
        if found[i] is None and value is None:
            lacking = [item for key, item in names.items() if columns[key][i] is None] if by == "total" else []
            found[i] = Name(
                zh="缺少数据：" + ("、".join(item.zh for item in lacking) or by),
                en="no figure or no denominator for " + (", ".join(item.en for item in lacking) or by),
            )
    return found


def _ranks(
    scheme: Scheme, context: Context, values: Column, last: Sequence[bool]
) -> tuple[list[int | None], list[int | None]]:
    """Place the units; one forced to the last place comes after all others of its group."""
    ranking = scheme.ranking
    none: list[int | None] = [None] * len(values)
    if ranking is None:
        return none, none
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


def _bands(scheme: Scheme, group: str) -> list[tuple[str, Fraction | None]]:
    bands: tuple[GradeBand, ...] = scheme.grades.get(group, ()) if isinstance(scheme.grades, dict) else scheme.grades
    return [(band.grade, None if band.at_least is None else Fraction(band.at_least)) for band in bands]
