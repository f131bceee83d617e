"""What-ifs as a report's parameters ask for them: ``waiting_days > 5: halve``, ``overdue: no``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hotline_analysis.documents import Document
from hotline_analysis.errors import InputError
from hotline_analysis.report.drivers.change_names import change_name
from hotline_analysis.report.params import Report
from hotline_analysis.report.references import nearest_of
from hotline_analysis.statistics.drivers.patterns import Patterns
from hotline_analysis.statistics.drivers.what_if import Change

SYNTAX = "factor: change, such as waiting_days > 5: halve, waiting_days: x 0.8, waiting_days: - 2, overdue: no"
NUMBERS = "halve, double, x 0.8, + 2, - 2, or a number"
_NUMBER = r"\d+(?:\.\d+)?"
_CHANGE = re.compile(rf"(?P<factor>\w+)\s*(?:(?P<side>[<>])\s*(?P<bound>{_NUMBER}))?\s*[:：]\s*(?P<to>\S.*)")
_ARITHMETIC = re.compile(rf"(?P<sign>[x×*+-])\s*(?P<by>{_NUMBER})")
_FLAGS = {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}
_TIMES = {"halve": 0.5, "减半": 0.5, "double": 2.0, "翻倍": 2.0}


@dataclass(frozen=True)
class Asked:
    """One change as it is written.

    Attributes
    ----------
    factor : str
    above, below : float or None
    to : str
        What becomes of it.
    """

    factor: str
    above: float | None
    below: float | None
    to: str


@dataclass(frozen=True)
class Wish:
    """A what-if: its name in Chinese, and the changes that are made at once."""

    name: str
    changes: tuple[Change, ...]

    @property
    def factors(self) -> tuple[str, ...]:
        """What is changed."""
        return tuple(dict.fromkeys(one.factor for one in self.changes))


def read_what_ifs(report: Report, document: Document) -> list[list[Asked]] | None:
    """Read what is asked for; None where nothing is said, so that those taken otherwise are.

    Raises
    ------
    InputError
        With key, value and the syntax.
    """
    if report.what_if is None:
        return None
    return [[_read(part, document) for part in re.split("[,，]", text)] for text in report.what_if]


def _read(text: str, document: Document) -> Asked:
    found = _CHANGE.fullmatch(text.strip())
    if found is None:
        raise document.error("not a change", ("what_if",), value=text.strip(), allowed=SYNTAX)
    bound = float(found["bound"]) if found["bound"] else None
    above, below = (bound, None) if found["side"] == ">" else (None, bound)
    return Asked(found["factor"], above, below, found["to"].strip())


def wishes_of(asked: Sequence[Sequence[Asked]], patterns: Patterns, document: Document) -> list[Wish]:
    """Turn what is asked for into changes of factors of these kinds.

    Parameters
    ----------
    asked : sequence of sequences of Asked
    patterns : Patterns
        What is analysed.
    document : Document

    Raises
    ------
    InputError
        For a factor that is not analysed, or a change that cannot be made to its kind.
    """
    kinds = {name: patterns.kind(name) for name in patterns.factors}
    made = []
    for one in asked:
        changes = tuple(_change(part, kinds, patterns, document) for part in one)
        made.append(Wish("且".join(change_name(change, patterns.aggregated) for change in changes), changes))
    return made


def _change(one: Asked, kinds: Mapping[str, str], patterns: Patterns, document: Document) -> Change:
    def wrong(problem: str, value: str, allowed: str) -> InputError:
        return document.error(problem, ("what_if",), value=value, allowed=allowed)

    if one.factor not in kinds:
        raise wrong("no such factor in this analysis", one.factor, nearest_of(one.factor, list(kinds)))
    kind = kinds[one.factor]
    if kind == "number":
        return _of_number(one, wrong(f"{one.factor} is a number", one.to, NUMBERS))
    if one.above is not None or one.below is not None:
        raise wrong(f"{one.factor} is no number", f"{one.factor} > or <", f"{one.factor}: and what it becomes")
    if kind == "flag":
        if one.to.lower() not in _FLAGS:
            raise wrong(f"{one.factor} is a flag", one.to, "yes or no")
        return Change(one.factor, to=_FLAGS[one.to.lower()])
    levels = [str(level) for level in patterns.frame[one.factor].cat.categories]
    if one.to not in levels:
        raise wrong(f"no such level of {one.factor}", one.to, nearest_of(one.to, levels))
    return Change(one.factor, to=one.to)


def _of_number(one: Asked, error: InputError) -> Change:
    """Read what becomes of a number, or raise the error."""
    bounds = {"above": one.above, "below": one.below}
    if one.to.lower() in _TIMES:
        return Change(one.factor, times=_TIMES[one.to.lower()], **bounds)
    if re.fullmatch(_NUMBER, one.to):
        return Change(one.factor, to=float(one.to), **bounds)
    found = _ARITHMETIC.fullmatch(one.to)
    if found is None:
        raise error
    by = float(found["by"])
    if found["sign"] in "+-":
        return Change(one.factor, add=by if found["sign"] == "+" else -by, **bounds)
    return Change(one.factor, times=by, **bounds)
