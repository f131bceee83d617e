"""Two versions of a report's facts side by side."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from hotline_analysis.batch.proof.facts_file import PrintedFact
from hotline_analysis.exact import printed

Pair = tuple[PrintedFact | None, PrintedFact | None]
DETAILS = ("numerator", "denominator", "exact", "unit", "decimals", "definition", "source", "metric", "label")


@dataclass(frozen=True)
class FactChange:
    """A fact that differs, or that only one of two versions has.

    Attributes
    ----------
    key, label : str
        Of the newer version, where both have it.
    old, new : str or None
        What is printed; where that is the same, with what differs. None where the fact is missing.
    change : str or None
        New minus old, of the printed values, exact; None where that cannot be said.
    """

    key: str
    label: str
    old: str | None
    new: str | None
    change: str | None

    def __str__(self) -> str:
        change = f" ({self.change})" if self.change else ""
        return f"{self.label} [{self.key}]: {self.old or 'no such fact'} → {self.new or 'no such fact'}{change}"


def fact_changes(old: Sequence[PrintedFact], new: Sequence[PrintedFact]) -> list[FactChange]:
    """Return the facts that differ, in the order of the new version, then those that only the old one has.

    Facts belong together that have one key and one label; then, because keys count rows and sections, those whose keys
    differ only in numbers and whose labels, which name the unit, are the same; then those with one key that counts
    nothing.
    """
    return [change for pair in paired(old, new) if (change := _change(*pair)) is not None]


def paired(old: Sequence[PrintedFact], new: Sequence[PrintedFact]) -> Iterator[Pair]:
    """Yield what belongs together; None stands for what one version lacks."""
    partners: dict[str, PrintedFact] = {}
    left = list(old)
    for identity in (_same, _moved, _renamed):
        left = _match(left, [fact for fact in new if fact.key not in partners], identity, partners)
    yield from ((partners.get(fact.key), fact) for fact in new)
    yield from ((fact, None) for fact in left)


def _same(fact: PrintedFact) -> Hashable:
    return fact.key, fact.label


def _moved(fact: PrintedFact) -> Hashable:
    return re.sub(r"[0-9]+", "#", fact.key), fact.label


def _renamed(fact: PrintedFact) -> Hashable:
    # a part that is a number is the number of a row: another unit may stand there now
    return None if any(part.isdecimal() for part in fact.key.split(".")) else fact.key


def _match(
    old: list[PrintedFact],
    new: list[PrintedFact],
    identity: Callable[[PrintedFact], Hashable],
    partners: dict[str, PrintedFact],
) -> list[PrintedFact]:
    """Pair facts of one identity, in order where there are several; return the old ones that are left."""
    waiting: dict[Hashable, list[PrintedFact]] = defaultdict(list)
    for fact in new:
        waiting[identity(fact)].append(fact)
    waiting.pop(None, None)
    left = []
    for fact in old:
        candidates = waiting.get(identity(fact))
        if candidates:
            partners[candidates.pop(0).key] = fact
        else:
            left.append(fact)
    return left


def _change(old: PrintedFact | None, new: PrintedFact | None) -> FactChange | None:
    fact = new or old
    assert fact is not None
    if old is None or new is None:
        return FactChange(fact.key, fact.label, _shown(old), _shown(new), None)
    if old.printed != new.printed:
        return FactChange(fact.key, fact.label, _shown(old), _shown(new), _difference(old, new))
    name = next((name for name in DETAILS if getattr(old, name) != getattr(new, name)), None)
    if name is None and old.value == new.value:
        return None
    name = name or "value"
    before, after = (f"{_shown(one)} [{name} {getattr(one, name)}]" for one in (old, new))
    return FactChange(fact.key, fact.label, before, after, None)


def _shown(fact: PrintedFact | None) -> str | None:
    return None if fact is None else fact.printed or "–"


def _difference(old: PrintedFact, new: PrintedFact) -> str | None:
    """Return new minus old; the difference of two percentages is in points (百分点)."""
    before, after = _number(old), _number(new)
    if before is None or after is None or old.unit != new.unit:
        return None
    difference = after - before
    sign = "+" if difference > 0 else ""
    return f"{sign}{printed(difference)}{'个百分点' if new.unit == '%' else new.unit}"


def _number(fact: PrintedFact) -> Decimal | None:
    """Return the number that is printed; what is printed in words, such as 持平 or 升1, is what its value says.

    A sentence may say the sign in words: the printed 2.84 of the value -2.84 is a fall.
    """
    if fact.value is None:
        return None
    value = Decimal(fact.value)
    try:
        shown = Decimal(fact.bare)
    except InvalidOperation:
        return value
    if not shown.is_finite():
        return value
    return -shown if value < 0 < shown else shown
