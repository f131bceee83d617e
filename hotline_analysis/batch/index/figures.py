"""The figures that the index shows of a report: its total and the places of its units, out of its facts."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hotline_analysis.batch.plan.hashes import Hashes

# the key of a count of the whole in a sentence, such as s1-1.signed; those of units and of changes have more parts
_TOTAL = re.compile(r"s[0-9]+-[0-9]+\.[a-z_]+")
RANK = ".rank"
# measure words of counted things: tickets, calls
_COUNTED = ("件", "次", "")
# what is remembered is what this version of the code reads
_WHAT = "index-1"


@dataclass(frozen=True)
class Total:
    """The first count of the whole that a report states.

    Attributes
    ----------
    key, label, printed, unit : str
    value : int
    difference : int or None
        What the report itself says that it grew by since the period before.
    percent : str or None
        The same as a percentage, as the report prints it, without a sign.
    """

    key: str
    label: str
    printed: str
    unit: str
    value: int
    difference: int | None = None
    percent: str | None = None


Places = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Figures:
    """What of a report's facts is shown.

    Attributes
    ----------
    total : Total or None
    places : mapping of str to mapping of str to int
        Annex → unit → place.
    before : mapping of str to mapping of str to int
        The same of the period before, where the report says how places changed.
    """

    total: Total | None = None
    places: Places = field(default_factory=dict)
    before: Places = field(default_factory=dict)


def figures_of(file: Path, hashes: Hashes) -> Figures:
    """Return the figures of a file of facts; none of one that cannot be read.

    Parameters
    ----------
    file : path
    hashes : Hashes
        Remembers them, so that facts are read once.
    """
    try:
        found = hashes.read(_WHAT, file, _extract)
        total = found["total"]
        return Figures(None if total is None else Total(**total), found["places"], found["before"])
    except (OSError, LookupError, TypeError):
        return Figures()


def _extract(file: Path) -> dict[str, Any]:
    facts = _facts(file)
    ranks = {key: value for key in facts if key.endswith(RANK) and (value := _whole(facts[key])) and value > 0}
    places: dict[str, dict[str, int]] = {}
    before: dict[str, dict[str, int]] = {}
    for key, place in ranks.items():
        part, _, unit = key.removesuffix(RANK).partition(".")
        rise = _whole(facts.get(f"{key}_change", {}))
        places.setdefault(part, {})[unit] = place
        if rise is not None:
            before.setdefault(part, {})[unit] = place + rise
    return {"total": _total(facts), "places": places, "before": before}


def _facts(file: Path) -> dict[str, Mapping[str, Any]]:
    """Return facts by their keys; what is none is passed over."""
    try:
        content = json.loads(file.read_bytes())
    except (ValueError, RecursionError):
        return {}
    known = [one for one in content if isinstance(one, dict)] if isinstance(content, list) else []
    return {one["key"]: one for one in known if isinstance(one.get("key"), str)}


def _total(facts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any] | None:
    for key, fact in facts.items():
        value = _whole(fact)
        if value is None or value < 0 or fact.get("metric") is not None or fact.get("unit") not in _COUNTED:
            continue
        if _TOTAL.fullmatch(key):
            texts = {name: str(fact.get(name)) for name in ("key", "label", "printed", "unit")}
            percent = facts.get(f"{key}.previous.percent", {}).get("printed")
            shown = percent.lstrip("+-−") if isinstance(percent, str) else None
            return texts | {
                "value": value,
                "difference": _whole(facts.get(f"{key}.previous.difference", {})),
                "percent": shown,
            }
    return None


def _whole(fact: Mapping[str, Any]) -> int | None:
    """Return a fact's whole number; None for what is none."""
    value = fact.get("value")
    whole = isinstance(value, str) and re.fullmatch("-?[0-9]{1,15}", value) is not None
    return int(str(value)) if whole else None
