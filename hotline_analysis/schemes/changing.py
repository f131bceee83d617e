"""The numbers that a scheme states: marks, points a case, bounds, weights; and the scheme with other numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path
from typing import Any

from hotline_analysis.documents import Document, Path_, validate
from hotline_analysis.errors import UsageError
from hotline_analysis.schemes.checks import check_scheme
from hotline_analysis.schemes.layers import lay_over
from hotline_analysis.schemes.model import Item, Marks, Scheme, item_place, marks_of
from hotline_analysis.validation import nearest_first

# words of a path that a reader does not need: what they lead to says it
_SILENT = {"dimensions", "items", "bonus", "deductions", "rule", "cases", "terms", "all", "any"}
_PLACES = Decimal("0.000001")


@dataclass(frozen=True)
class Knob:
    """One number that a scheme states.

    Attributes
    ----------
    key : str
        ``lateness.off``, ``on_time_signing.late_signed.off``, ``composite_index.closure_rate.weight``,
        ``participation.closed.at_least``, ``rounding.total.decimals``.
    value : Decimal
    item : Item or None
        The item it belongs to.
    path : tuple
        The keys and positions that lead to it in the scheme's file.

    Examples
    --------
    >>> from hotline_analysis.schemes import load_scheme
    >>> scheme_knobs(load_scheme("furong-2020"))[0]
    Knob(late_cases.late_signed.off = 0.1)
    """

    key: str
    value: Decimal
    item: Item | None
    path: Path_

    def __repr__(self) -> str:
        return f"Knob({self.key} = {self.value})"


def scheme_knobs(scheme: Scheme) -> list[Knob]:
    """Return every number that a scheme states for its items, for who takes part, and for rounding.

    Examples
    --------
    >>> from hotline_analysis.schemes import load_scheme
    >>> [knob.key for knob in scheme_knobs(load_scheme("furong-2020"))][4:7]
    ['lateness.below', 'lateness.off', 'lateness.at_most']
    """
    data = _data(scheme)
    places: list[tuple[Item | None, Path_]] = [(item, item_place(role, key)) for role, key, item in scheme.items()]
    places += [(None, ("participation",)), (None, ("rounding",))]
    found = [
        (item, (*place, *below), value)
        for item, place in places
        for below, value in _numbers(_at(data, place) if place[0] in data else {})
    ]
    names = [_name(data, path) for _, path, _ in found]
    return [
        Knob(name if names.count(name) == 1 else ".".join(map(str, path)), value, item, path)
        for name, (item, path, value) in zip(names, found, strict=True)
    ]


def scheme_changes(scheme: Scheme, values: Mapping[str, object]) -> dict[str, Any]:
    """Return the keys of a scheme that say other numbers, as a file that extends it would have them.

    Parameters
    ----------
    scheme : Scheme
    values : mapping of str to number
        The key of a knob → its new value. Marks of dimensions and the full marks follow those of the items; the other
        weights of an index share what is left of 1, in their proportions.

    Raises
    ------
    UsageError
        For a key that no knob has, or a value that is no number.

    Examples
    --------
    >>> from hotline_analysis.schemes import load_scheme
    >>> scheme_changes(load_scheme("furong-2020"), {"lateness.off": 3})
    {'deductions': {'items': {'lateness': {'rule': {'off': 3}}}}}
    """
    knobs = {knob.key: knob for knob in scheme_knobs(scheme)}
    data, layer = _data(scheme), dict[str, Any]()
    for key, value in values.items():
        if key not in knobs:
            raise UsageError(f"the scheme states no number {key!r}; allowed: {nearest_first(key, knobs)}")
        _put(layer, data, knobs[key].path, _number(key, value))
    for terms in dict.fromkeys(knobs[key].path[:-2] for key in values if knobs[key].path[-1] == "weight"):
        _share_out(layer, terms, {knobs[key].path[-2] for key in values if knobs[key].path[:-2] == terms})
    if any(knobs[key].path[0] == "dimensions" and "marks" in knobs[key].path for key in values):
        _add_up(scheme, data, layer)
    return layer


def changed_scheme(scheme: Scheme, values: Mapping[str, object]) -> Scheme:
    """Return a scheme with other numbers, checked like one that was read from a file.

    Parameters
    ----------
    scheme : Scheme
    values : mapping of str to number
        As `scheme_changes`.

    Raises
    ------
    UsageError
        As `scheme_changes`.
    InputError
        If the scheme would not be valid with these numbers.

    Examples
    --------
    >>> from hotline_analysis.schemes import load_scheme
    >>> milder = changed_scheme(load_scheme("furong-2020"), {"lateness.off": 1})
    >>> milder.deductions.items["lateness"].rule.off
    Decimal('1')
    """
    file = Path(f"{scheme.scheme}, changed")
    document = lay_over(Document(file, _data(scheme), {}), Document(file, scheme_changes(scheme, values), {}))
    changed = validate(Scheme, document)
    check_scheme(changed, document)
    return changed


def _data(scheme: Scheme) -> dict[str, Any]:
    return scheme.model_dump(by_alias=True, exclude_unset=True)


def _name(data: Mapping[str, Any], path: Path_) -> str:
    """Name a number by its item and by what it is about; entries of lists by the count or the metric that they name."""
    words, here = list[str](), data
    for depth, part in enumerate(path):
        here = here[part]  # type: ignore[index]
        if isinstance(part, int):
            about = (here.get("count") or here.get("metric")) if isinstance(here, Mapping) else None
            words.append(about or str(part + 1))
        elif part not in _SILENT and not (depth == 1 and path[0] == "dimensions"):
            words.append(part)
    return ".".join(words)


def _numbers(data: Any, path: Path_ = ()) -> Iterator[tuple[Path_, Decimal]]:
    """Yield every number below a place, and the way to it."""
    if isinstance(data, int | Decimal) and not isinstance(data, bool):
        yield path, Decimal(data)
    elif isinstance(data, Mapping):
        for key, value in data.items():
            yield from _numbers(value, (*path, key))
    elif isinstance(data, list | tuple):
        for position, value in enumerate(data):
            yield from _numbers(value, (*path, position))


def _at(data: Any, path: Path_) -> Any:
    for part in path:
        if isinstance(data, Mapping) and part not in data:
            return None
        data = data[part]
    return data


def _number(key: str, value: object) -> int | Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise UsageError(f"{key}: {value!r} is no number; allowed: 3, 0.5, …")
    return int(number) if number == number.to_integral_value() else number


def _put(layer: dict[str, Any], data: Any, path: Path_, value: object) -> None:
    """Put a number where the path leads; lists are replaced as wholes by the layer, so they are copied first."""
    here: Any = layer
    for position, (part, following) in enumerate(pairwise(path)):
        if isinstance(following, int) and not (isinstance(here, list) or part in here):
            here[part] = [deepcopy(one) for one in _at(data, path[: position + 1])]
        elif isinstance(here, dict):
            here.setdefault(part, {})
        here = here[part]
    here[path[-1]] = value


def _share_out(layer: dict[str, Any], path: Path_, given: set[str | int]) -> None:
    """Let the weights that nobody gave share what the given ones leave of 1; the last takes what rounding leaves."""
    terms = _at(layer, path)
    others = [term for position, term in enumerate(terms) if position not in given]
    rest = 1 - sum((Decimal(terms[position]["weight"]) for position in given), Decimal(0))
    whole = sum((Decimal(term["weight"]) for term in others), Decimal(0))
    if whole and rest > 0:  # else the check of the scheme says what is wrong
        for term in others:
            term["weight"] = (rest * Decimal(term["weight"]) / whole).quantize(_PLACES)
        others[-1]["weight"] += rest - sum(term["weight"] for term in others)


def _add_up(scheme: Scheme, data: Mapping[str, Any], layer: dict[str, Any]) -> None:
    """Let the marks of dimensions and the full marks be the sums that the changed marks of the items give."""
    full: list[Marks] = [scheme.base]
    for name, dimension in scheme.dimensions.items():
        marks = {
            key: _at(layer, ("dimensions", name, "items", key, "marks")) or _at(data, (*item_place(name, key), "marks"))
            for key in dimension.items
        }
        parts = [_merged(item.marks, marks[key], item.groups) for key, item in dimension.items.items()]
        whole = _sum(scheme, parts)
        if whole != dimension.marks:
            _put(layer, data, ("dimensions", name, "marks"), whole)
        full.append(whole)
    _put(layer, data, ("full_marks",), _sum(scheme, full))


def _merged(own: Marks, new: Any, groups: tuple[str, ...]) -> Marks:
    """Return the marks of an item after a change; for an item of some groups only, those of each of them."""
    marks: Marks = {**own, **new} if isinstance(own, dict) and isinstance(new, dict) else own if new is None else new
    return {group: marks_of(marks, group) or Decimal(0) for group in groups} if groups else marks


def _sum(scheme: Scheme, parts: list[Marks]) -> Marks:
    if not any(isinstance(part, dict) for part in parts):
        return sum((part for part in parts if not isinstance(part, dict)), Decimal(0))
    return {
        group: sum(((marks_of(part, group) or Decimal(0)) for part in parts), Decimal(0)) for group in scheme.groups
    }
