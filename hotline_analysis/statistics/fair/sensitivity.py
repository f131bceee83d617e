"""What of a ranking is the units', and what is the scheme's: the same units under several schemes or roundings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import ClassVar

import pandas as pd

from hotline_analysis.cases import Case
from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.metrics import UnitTable
from hotline_analysis.schemes import Scheme, Scores, load_scheme, score, stack_units
from hotline_analysis.shown import Shown, listed
from hotline_analysis.statistics.fair.kendall import kendall_tau_b
from hotline_analysis.statistics.fair.scheme_changes import elements, rounding_variants, without

AS_IT_IS = "as it is"


@dataclass(frozen=True, repr=False)
class Sensitivity(Shown):
    """The places of the same units under several schemes; the first scheme is what the others are held against.

    Attributes
    ----------
    scores : mapping of str to Scores
    places : DataFrame
        ``unit``, ``group`` (empty where all units are ranked together) and one column of places (Int64) a scheme.
    moves : DataFrame
        ``unit``, ``group``, ``scheme``, ``place`` under the first, ``place_then`` under this one, ``change`` (places
        gained); only units that move, the furthest first.
    agreement : DataFrame
        ``group``, ``first``, ``second``, ``units`` ranked by both, ``moved``, ``furthest`` (places), ``tau_b``.
    notes : tuple of str
        Schemes that rank nobody, units that only some of them rank, scores that no rounding can change.

    Examples
    --------
    >>> from hotline_analysis.cases import load_case
    >>> compare_schemes(load_case("furong-2020-03"), ["furong-2020", "furong-2020:distinct_places"])
    <Sensitivity: 2 schemes, 0 units move: furong-2020, furong-2020:distinct_places>
    """

    _shows: ClassVar[str] = "moves"

    scores: Mapping[str, Scores]
    places: pd.DataFrame
    moves: pd.DataFrame
    agreement: pd.DataFrame
    notes: tuple[str, ...] = ()

    def _said(self) -> str:
        return f"{len(self.scores)} schemes, {self.moves['unit'].nunique()} units move: {listed([*self.scores])}"


def case_schemes(case: Case) -> dict[str, Scheme]:
    """Return the scheme of a case and its variants.

    Raises
    ------
    InputError
        If the case names no scheme.

    Examples
    --------
    >>> from hotline_analysis.cases import load_case
    >>> list(case_schemes(load_case("yunxi-2022-Q3")))
    ['yunxi-2022', 'yunxi-2022:as_printed']
    """
    if case.scheme is None:
        raise InputError("the case names no scheme", file=case.document.file, allowed="scheme: NAME")
    own = load_scheme(case.scheme, beside=case.folder)
    names = [f"{case.scheme}:{variant}" for variant in own.variants]
    return {case.scheme: own} | {name: load_scheme(name, beside=case.folder) for name in names}


def case_table(case: Case, scheme: Scheme) -> UnitTable:
    """Return the unit table of a case as a scheme reads it, documented misprints corrected.

    Examples
    --------
    >>> from hotline_analysis.cases import load_case
    >>> from hotline_analysis.schemes import load_scheme
    >>> case_table(load_case("furong-2020-03"), load_scheme("furong-2020")).sums()["signed"]
    Fraction(2172, 1)
    """
    pieces = [
        (case.corrected(one), f"{case.name}/{one.label}", one.group or one.label.rpartition(".")[0] or "units")
        for key in ("units", "no_ticket_units")
        if key in case.table_keys
        for one in case.files(key)
    ]
    return stack_units(pieces, scheme, from_tickets=any(one.words for one in case.files("units")))


def compare_schemes(source: Case | UnitTable, schemes: Mapping[str, Scheme] | Sequence[str]) -> Sensitivity:
    """Rank the same units under several schemes.

    Parameters
    ----------
    source : Case or UnitTable
        A case is read anew for every scheme, because schemes may call its columns differently.
    schemes : mapping of str to Scheme, or sequence of names
        The first is what the others are held against.

    Raises
    ------
    UsageError
        For fewer than two schemes.
    InputError
        If the table lacks a column that a scheme needs.

    Examples
    --------
    >>> from hotline_analysis.cases import load_case
    >>> found = compare_schemes(load_case("furong-2020-03"), ["furong-2020", "furong-2020:distinct_places"])
    >>> found.agreement[["group", "units", "moved"]].values.tolist()
    [['streets', 14, 0], ['departments', 29, 0]]
    """
    known = schemes if isinstance(schemes, Mapping) else {name: load_scheme(name) for name in schemes}
    if len(known) < 2:
        raise UsageError(f"{len(known)} scheme to compare; allowed: two or more")
    scores = {name: score(_table(source, one), one) for name, one in known.items()}
    places = _places(scores)
    return Sensitivity(scores, places, _moves(places), _agreement(places), tuple(_notes(places, scores)))


def compare_roundings(source: Case | UnitTable, scheme: Scheme) -> Sensitivity:
    """Rank the same units under other roundings of one scheme, as `scheme_changes.rounding_variants` has them.

    Examples
    --------
    >>> from hotline_analysis.cases import load_case
    >>> from hotline_analysis.schemes import load_scheme
    >>> list(compare_roundings(load_case("yunxi-2022-Q3"), load_scheme("yunxi-2022")).scores)[:2]
    ['as it is', 'half_even']
    """
    return compare_schemes(_table(source, scheme), rounding_variants(scheme))


def leave_one_out(source: Case | UnitTable, scheme: Scheme) -> Sensitivity:
    """Rank the same units without one item, for every item (and every part of an index) in turn.

    Raises
    ------
    UsageError
        If the scheme has one item only, or gives no scores.

    Examples
    --------
    >>> from hotline_analysis.cases import load_case
    >>> from hotline_analysis.schemes import load_scheme
    >>> list(leave_one_out(load_case("furong-2020-03"), load_scheme("furong-2020")).scores)[:2]
    ['as it is', 'without late_cases']
    """
    keys = elements(scheme)
    if len(keys) < 2:
        raise UsageError(f"{scheme.scheme} has {len(keys)} items; allowed: two or more to leave one out")
    schemes = {AS_IT_IS: scheme} | {f"without {key}": without(scheme, key) for key in keys}
    return compare_schemes(_table(source, scheme), schemes)


def _table(source: Case | UnitTable, scheme: Scheme) -> UnitTable:
    return case_table(source, scheme) if isinstance(source, Case) else source


def _places(scores: Mapping[str, Scores]) -> pd.DataFrame:
    """Lay the places side by side, in the order of the first table."""
    first = next(iter(scores.values()))
    together = first.scheme.ranking is None or first.scheme.ranking.within == "all"
    groups = ["" for _ in first.units] if together else list(first.groups)
    found = pd.DataFrame({"unit": list(first.units), "group": groups})
    for name, one in scores.items():
        ranks = dict(zip(one.units, one.placing.ranks, strict=True))
        found[name] = pd.array([ranks.get(unit) for unit in first.units], dtype="Int64")
    return found


def _schemes(places: pd.DataFrame) -> list[str]:
    return [str(name) for name in places.columns if name not in ("unit", "group")]


def _moves(places: pd.DataFrame) -> pd.DataFrame:
    first, *others = _schemes(places)
    pieces = []
    for name in others:
        both = places.dropna(subset=[first, name])
        piece = both[["unit", "group"]].assign(scheme=name, place=both[first], place_then=both[name])
        pieces.append(piece.assign(change=both[first] - both[name]))
    found = pd.concat(pieces, ignore_index=True)
    found = found[found["change"] != 0]
    order = found["change"].abs().sort_values(ascending=False, kind="stable").index
    return found.loc[order].reset_index(drop=True)


def _agreement(places: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for group, part in places.groupby("group", sort=False):
        for first, second in combinations(_schemes(places), 2):
            both = part[[first, second]].dropna().astype(int)
            if both.empty:
                continue
            apart = (both[first] - both[second]).abs()
            tau = kendall_tau_b(both[first], both[second])
            rows.append((group, first, second, len(both), int((apart > 0).sum()), int(apart.max()), tau))
    return pd.DataFrame(rows, columns=["group", "first", "second", "units", "moved", "furthest", "tau_b"])


def _notes(places: pd.DataFrame, scores: Mapping[str, Scores]) -> Iterator[str]:
    ranked = {name: set(places.loc[places[name].notna(), "unit"]) for name in scores}
    for name, units in ranked.items():
        if not units:
            reasons = dict.fromkeys(reason.en for reason in scores[name].placing.reasons if reason is not None)
            yield f"{name} ranks nobody: {'; '.join(reasons) or 'it has no ranking'}"
    first, *others = [name for name in scores if ranked[name]] or [""]
    for note in [] if first == "" else scores[first].notes:
        if "taken from the table" in note or "taken as printed" in note:
            yield f"{note}; no scheme or rounding can change it"
    for name in others:
        only = ranked[first] ^ ranked[name]
        if only:
            yield f"ranked by only one of {first} and {name}: {', '.join(sorted(only))}"
