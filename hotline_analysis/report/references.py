"""Names that a jurisdiction's file uses: every metric, figure, list and text must be known before a report is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from hotline_analysis.documents import Document
from hotline_analysis.metrics import counts, metrics
from hotline_analysis.report.language import msgid
from hotline_analysis.schemes import Scheme, scheme_knobs
from hotline_analysis.validation import nearest_first

Kind = Literal["metric", "count", "item", "figure", "column", "list", "group", "number"]
# what every scheme gives beside its own items and dimensions
FIGURES = {
    "total": msgid("总分"),
    "before_bonus": msgid("加分前总分"),
    "bonus": msgid("加分"),
    "deductions": msgid("扣分"),
    "rank": msgid("排名"),
}
_MOST_NAMED = 40
COLUMNS = ("grade", "rank_change", "grade_before", "remark")


@dataclass(frozen=True)
class Reference:
    """A name and where it stands in the section or annex that uses it.

    Attributes
    ----------
    place : tuple
        Keys and positions within the section.
    kind : str
        A ``metric``; a ``count``; an ``item``, a ``list`` or a ``group`` of the scheme; any ``figure`` of a unit; a
        ``column`` of an annex.
    """

    place: tuple[str | int, ...]
    kind: Kind
    name: str


def references(kind: Kind, key: str, names: Iterable[str | None]) -> list[Reference]:
    """Refer to the items of a list, or to the one name of a key."""
    found = [*names]
    several = len(found) != 1
    return [Reference((key, i) if several else (key,), kind, name) for i, name in enumerate(found) if name is not None]


def check_reference(reference: Reference, scheme: Scheme, document: Document, path: tuple[str | int, ...]) -> None:
    """Refuse a name that neither the dictionary nor the scheme knows.

    Raises
    ------
    InputError
        With file, line, key, the name and the nearest known ones.
    """
    known = _known(reference.kind, scheme)
    if reference.name not in known and (known or reference.kind != "group"):  # without groups, files name them
        problem = f"unknown {reference.kind}"
        allowed = nearest_of(reference.name, known)
        raise document.error(problem, (*path, *reference.place), value=reference.name, allowed=allowed)


def nearest_of(name: str, known: Iterable[str]) -> str:
    """Say what is allowed, the nearest name first."""
    names = [*known]
    if len(names) <= _MOST_NAMED:
        return nearest_first(name, names) or "none"
    close = get_close_matches(name, names, n=4, cutoff=0.5)
    return ", ".join([*close, "… (docs/metrics.md has them all)"])


def _known(kind: Kind, scheme: Scheme) -> Mapping[str, None]:
    own = [*scheme.dimensions, *(key for _, key, _ in scheme.items())]
    figures = [*FIGURES, *own, *metrics(), *counts(), *scheme.own_counts]
    subtotals = [f"{key}_subtotal" for key in scheme.dimensions]
    names: dict[Kind, Iterable[str]] = {
        "metric": metrics(),
        "count": [*counts(), *scheme.own_counts],
        "item": [key for _, key, _ in scheme.items()],
        "figure": figures,
        "column": [*COLUMNS, *subtotals, *figures],
        "list": scheme.lists,
        "group": scheme.groups,
        "number": (knob.key for knob in scheme_knobs(scheme)),
    }
    return dict.fromkeys(names[kind])
