"""Counts that a page does not print, worked out from its rates, scores and totals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from hotline_analysis.cases import Case
from hotline_analysis.exact import rounded, to_fraction
from hotline_analysis.schemes import Scheme
from hotline_analysis.synthetic.scores import counts_of_scores
from hotline_analysis.synthetic.solving import parts_of, wholes_for
from hotline_analysis.synthetic.spreading import spread

UnitCounts = Mapping[str, Sequence[int | None]]


def solve(case: Case, scheme: Scheme, units: Sequence[str], printed: UnitCounts) -> dict[str, list[int | None]]:
    """Return every count that follows from what a page prints beside its counts.

    Parameters
    ----------
    case : Case
    scheme : Scheme
        Whose items are taken for the printed scores.
    units : sequence of str
        All units, those without tickets last.
    printed : mapping of count to numbers
        Of every unit; None where a cell is blank.
    """
    found: dict[str, list[int | None]] = {}
    if "signed" not in printed:
        found["signed"] = list(printed["assigned"])
    found |= _closures(printed)
    for column, solver in _RATES.items():
        if column in case.table("units") and not ("satisf" in column and "revisited" in printed):
            found |= solver(case, _rates(case, units, column), {**printed, **found})
    if not any(key in printed for key in ("closed", "closed_on_time")):
        found |= counts_of_scores(case, scheme, units, [n or 0 for n in printed["signed"]])
    return found


def _closures(printed: UnitCounts) -> dict[str, list[int | None]]:
    """Work out closed and late from what is printed of on time, overdue and closed."""
    get = printed.get
    if "closed_on_time" in printed and "overdue" in printed:
        both = zip(printed["closed_on_time"], printed["overdue"], strict=True)
        return {"closed": [(a or 0) + (b or 0) for a, b in both], "late_closed": list(printed["overdue"])}
    if "closed" in printed and "closed_on_time" in printed:
        return {"late_closed": [_less(a, b) for a, b in zip(printed["closed"], printed["closed_on_time"], strict=True)]}
    overdue = get("overdue")
    return {} if overdue is None else {"late_closed": list(overdue)}


def _extensions(case: Case, shown: Sequence[Fraction | None], known: UnitCounts) -> dict[str, list[int | None]]:
    """Find extensions of closed tickets behind a rate in whole per cent."""

    def whole(share: Fraction) -> Fraction:
        return Fraction(rounded(100 * share, 0))

    pairs = zip(known["closed"], shown, strict=True)
    return {"extension": [0 if not rate else next(parts_of(n or 0, rate, whole)) for n, rate in pairs]}


def _reassignments(case: Case, shown: Sequence[Fraction | None], known: UnitCounts) -> dict[str, list[int | None]]:
    """Find tickets assigned again, of those signed for."""
    pairs = zip(known["signed"], shown, strict=True)
    return {"reassigned": [next(parts_of(n or 0, rate or Fraction(0), _two_decimals), 0) for n, rate in pairs]}


def _from_dissatisfaction(
    case: Case, shown: Sequence[Fraction | None], known: UnitCounts
) -> dict[str, list[int | None]]:
    """Find call-backs behind a rate of dissatisfaction; of a unit without any, as many as it closed."""
    revisited: list[int | None] = []
    for bad, rate, closed in zip(known["dissatisfied"], shown, known["closed"], strict=True):
        fits = wholes_for(bad, rate, _two_decimals, 4 * (closed or 0) + 8) if bad and rate else [closed or 0]
        revisited.append(fits[0])
    return {"revisited": revisited, "satisfied": _satisfied(revisited, known)}


def _from_satisfaction(case: Case, shown: Sequence[Fraction | None], known: UnitCounts) -> dict[str, list[int | None]]:
    """Find call-backs behind a rate of satisfaction, which is 100 less the rounded rate of dissatisfaction.

    One printed rate (97.34 with 4 dissatisfied) has no whole number behind it: the nearest is taken. Units in which
    nobody was dissatisfied share what is left of the printed total, in proportion to their closed tickets.
    """
    bad = [n or 0 for n in known["dissatisfied"]]
    closed = [n or 0 for n in known["closed"]]
    fixed = [
        _sample_behind(n, 100 - rate, most) if n and rate is not None else None
        for n, rate, most in zip(bad, shown, closed, strict=True)
    ]
    left = int(case.figure("revisited_total")) - sum(n for n in fixed if n is not None)
    free = [i for i, n in enumerate(fixed) if n is None]
    own = [closed[i] for i in free]
    # every unit with tickets has a rate, so somebody was called back; where nothing was closed, of an earlier ticket
    least = [min(1, known["signed"][i] or 0) for i in free]
    shares = spread(left, own, least, [max((n + 1) // 2, low) for n, low in zip(own, least, strict=True)])
    for i, n in zip(free, shares, strict=True):
        fixed[i] = n
    return {"revisited": fixed, "satisfied": _satisfied(fixed, known)}


def _sample_behind(bad: int, shown: Fraction, most: int) -> int:
    exact = wholes_for(bad, shown, _two_decimals, most)
    return exact[0] if exact else min(range(bad, most + 1), key=lambda n: abs(_two_decimals(Fraction(bad, n)) - shown))


def _two_decimals(share: Fraction) -> Fraction:
    return Fraction(rounded(100 * share, 2))


def _satisfied(revisited: Sequence[int | None], known: UnitCounts) -> list[int | None]:
    return [_less(n, bad) for n, bad in zip(revisited, known["dissatisfied"], strict=True)]


def _less(a: int | None, b: int | None) -> int:
    return (a or 0) - (b or 0)


def _rates(case: Case, units: Sequence[str], column: str) -> list[Fraction | None]:
    table = case.table("units", corrected=True)
    shown = dict(zip(table["unit"], table[column], strict=True))
    return [to_fraction(shown[unit]) if shown.get(unit) else None for unit in units]


_Solver = Callable[[Case, Sequence[Fraction | None], UnitCounts], dict[str, list[int | None]]]
_RATES: dict[str, _Solver] = {
    "extension_rate": _extensions,
    "repeat_assignment_rate": _reassignments,
    "dissatisfaction_rate": _from_dissatisfaction,
    "satisfaction_rate": _from_satisfaction,
}
