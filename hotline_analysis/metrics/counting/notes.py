"""What the reader of counts should know: choices, columns that are missing, tickets that count nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from hotline_analysis.metrics.counting.choices import Counting
from hotline_analysis.metrics.counting.count import Counted
from hotline_analysis.metrics.counting.plan import Cell, Plan
from hotline_analysis.metrics.counting.words import in_words

if TYPE_CHECKING:
    import pandas as pd

_UNDECIDED = {
    "late_signed": ("signed tickets", "sign_due", "signed for on time nor late"),
    "late_contacted": ("contacted tickets", "contact_due", "contacted on time nor late"),
    "late_closed": ("closed tickets", "due", "closed on time nor late"),
}


def counting_notes(
    frame: pd.DataFrame,
    plan: Plan,
    found: Counted,
    counting: Counting,
    absent: Mapping[str, tuple[str, ...]],
    renamed: Mapping[str, str],
    *,
    in_period: bool,
) -> list[str]:
    """Say what goes beyond the figures, in the order in which an analyst would ask.

    Parameters
    ----------
    frame : DataFrame
        The cells, added up by the dimensions.
    plan, found, counting, absent, renamed
        As they were worked out.
    in_period : bool
        Whether a period was asked for, so that tickets without a time count nowhere.
    """
    return [
        *_choices(plan, counting),
        *_fallbacks(plan, counting),
        *_other_times(plan),
        *_absent(absent),
        *_carried_over(frame, plan, found),
        *_undecided(frame, plan, found),
        *(_undated(plan, found) if in_period else ()),
        *([f"open tickets that were due before {found.as_of:%Y-%m-%d %H:%M:%S} are overdue"] if found.as_of else ()),
        *(f"{name} is counted as {unit}" for name, unit in sorted(renamed.items())),
    ]


def _choices(plan: Plan, counting: Counting) -> list[str]:
    chosen = [*counting.counts, *(["satisfied"] if counting.satisfied_is else [])]
    if counting.in_ or counting.where:
        chosen = list(plan.definitions)
    keys = dict.fromkeys(key for key in chosen if key in plan.definitions)
    return [f"chosen: {in_words(plan.definitions[key], counting, 'en')}" for key in keys]


def _fallbacks(plan: Plan, counting: Counting) -> list[str]:
    said = (one for one in plan.definitions.values() if one.fallback)
    return [f"for want of other columns: {in_words(one, counting, 'en')}" for one in said]


def _other_times(plan: Plan) -> list[str]:
    """Say which counts take another time than the first that their definition names."""
    together: dict[tuple[str, str], list[str]] = {}
    for key, one in plan.definitions.items():
        if one.way.in_ and one.way.in_[0] != one.cell.event:
            together.setdefault((one.way.in_[0], one.cell.event), []).append(key)
    return [
        f"for want of {first}, in the period of {event}: {', '.join(keys)}" for (first, event), keys in together.items()
    ]


def _absent(absent: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Name what cannot be counted, together where the same columns are missing."""
    together: dict[tuple[str, ...], list[str]] = {}
    for key, lacking in absent.items():
        together.setdefault(lacking, []).append(key)
    return [
        f"absent, because the tickets have no {', '.join(lacking)}: {', '.join(keys)}"
        for lacking, keys in together.items()
    ]


def _carried_over(frame: pd.DataFrame, plan: Plan, found: Counted) -> list[str]:
    if not {"carried_over", "closed"} <= set(plan.definitions):
        return []
    part, whole = (_sum(frame, found, plan.definitions[key].cell) for key in ("carried_over", "closed"))
    return [f"carried over: {part} of {whole} closed tickets were received in an earlier period"] if part else []


def _undecided(frame: pd.DataFrame, plan: Plan, found: Counted) -> list[str]:
    notes = []
    for key, (what, column, neither) in _UNDECIDED.items():
        one = plan.definitions.get(key)
        if one is None or one.base is None or one.decided is None:
            continue
        whole, decided = _sum(frame, found, one.base), _sum(frame, found, one.decided)
        if decided < whole:
            lacks = "late flag" if one.fallback else column
            notes.append(f"{whole - decided} of {whole} {what} have no {lacks}; they are neither {neither}")
    return notes


def _undated(plan: Plan, found: Counted) -> list[str]:
    return [
        f"{key}: {found.undated[one.cell]} tickets without {one.cell.event} count in no period"
        for key, one in plan.definitions.items()
        if found.undated.get(one.cell) and not one.cell.sum
    ]


def _sum(frame: pd.DataFrame, found: Counted, cell: Cell) -> int:
    return int(frame[found.names[cell]].sum())
