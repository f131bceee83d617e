"""The rule for small numbers in a bulletin: units with few cases are shown and marked, and no sentence names them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup
from pydantic import Field

from hotline_analysis.documents import Document, Strict
from hotline_analysis.metrics import counts
from hotline_analysis.schemes import Scores, figure

if TYPE_CHECKING:
    from hotline_analysis.report.data import ReportData
    from hotline_analysis.report.facts import Fact

MARK = "*"


class SmallNumberRule(Strict):
    """Units with fewer than ``below`` of a count: marked in annexes, not named for a rate, a score or a grade.

    A place is the scheme's and stays; a unit loses it by the scheme's ``participation``.
    """

    below: int = Field(ge=2)
    of: str

    def rows(self, scores: Scores) -> frozenset[int]:
        """Return the units that the rule is about; one whose number is not known is none of them."""
        return frozenset(i for i, n in enumerate(figure(scores, self.of)) if n is not None and n < self.below)


def check_rule(rule: SmallNumberRule | None, scores: Scores, rules: Document) -> None:
    """Refuse a rule by a count that no unit has: it would never say anything.

    Raises
    ------
    InputError
        With file, line, key and the counts that the units have.
    """
    if rule is None or any(n is not None for n in figure(scores, rule.of)):
        return
    known = [name for name in scores.context.table.figures if any(n is not None for n in figure(scores, name))]
    raise rules.error(
        "no unit has this count in the data", ("small_numbers", "of"), value=rule.of, allowed=", ".join(known)
    )


def small_rows(data: ReportData) -> frozenset[int]:
    """Return the units that the report's rule is about; none where it has no rule."""
    return frozenset() if data.small_numbers is None else data.small_numbers.rows(data.scores)


def bound(data: ReportData, section: str) -> Fact:
    """Make the fact of the rule's number.

    Raises
    ------
    ValueError
        If there is no rule.
    """
    rule = data.small_numbers
    if rule is None:
        raise ValueError("there is no rule for small numbers")
    label = data.label("点名所需的最少{count}", count=data.count_label(rule.of))
    return data.writer(section).whole("small.below", label, rule.below, source=data.label("报告参数"), unit="件")


def nameable(
    data: ReportData, section: str, rows: Sequence[int], *, key: str = "", by: str | None = None
) -> tuple[list[int], Markup]:
    """Split units into those that a sentence may name, and words about how many it may not.

    Parameters
    ----------
    data : ReportData
    section : str
    rows : sequence of int
        Units in the order of the scores.
    key : str
        Tells several lists of a section apart.
    by : str, optional
        The figure that put the units into the list. A count is what it is, also a small one: nobody is left out.

    Returns
    -------
    rows : list of int
    words : Markup
        Empty where all may be named; else, in Chinese, for example ``其余2个单位回访数不足5件，不点名``.
    """
    rule = data.small_numbers
    if rule is None or (by is not None and (by in counts() or by in data.scheme.own_counts)):
        return [*rows], Markup("")
    small = small_rows(data)
    kept = [i for i in rows if i not in small]
    if len(kept) == len(rows):
        return kept, Markup("")
    number = data.writer(section).whole(
        f"{key}.small" if key else "small",
        data.label("不点名的单位数"),
        len(rows) - len(kept),
        source=data.label("附表"),
        unit="个单位",
    )
    count, least = data.count_label(rule.of), bound(data, section)
    return kept, data.say("small.others" if kept else "small.all", number=number, count=count, least=least)


def marked(data: ReportData, i: int) -> str:
    """Return a unit's name, with a mark if the rule is about it."""
    name = data.scores.units[i]
    return f"{name}{MARK}" if i in small_rows(data) else name


def mark_note(data: ReportData, section: str, *, places: bool) -> Markup:
    """Say what the mark means."""
    assert data.small_numbers is not None
    stay = data.say("small.places") if places else ""
    count, least = data.count_label(data.small_numbers.of), bound(data, section)
    return data.say("small.mark", mark=MARK, count=count, least=least, places=stay)
