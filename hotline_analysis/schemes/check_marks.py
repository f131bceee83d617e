"""Marks that must add up, and grades that must fall."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from hotline_analysis.documents import Document, Path_
from hotline_analysis.schemes.model import ADJUSTMENTS, Item, Marks, Scheme, item_place, marks_of
from hotline_analysis.validation import nearest


def check_marks(scheme: Scheme, document: Document) -> None:
    """Refuse marks that do not add up for some group, and rules that need marks and have none.

    Raises
    ------
    InputError
        With file, line, key, value and the sum.
    """
    if scheme.scores and scheme.full_marks is None:
        raise document.error("missing key full_marks", (), allowed="the marks of a unit without any loss")
    for role, key, item in scheme.items():
        _check_item(item, role, item_place(role, key), document)
    checker = _Sums(scheme, document)
    groups: list[str | None] = [*scheme.groups] or [None]
    for group in groups:
        checker.check(group)


def _check_item(item: Item, role: str, place: Path_, document: Document) -> None:
    marks = item.marks.values() if isinstance(item.marks, dict) else [item.marks]
    if item.rule.needs_marks() and not any(marks):
        raise document.error("the rule gives a part of the item's marks, and it has none", place, allowed="marks: 10")
    if role == "deductions" and item.rule.kind == "mean_of":
        raise document.error(
            "a deduction cannot be a mean", (*place, "rule"), allowed="mean_of in a dimension or bonus"
        )
    if role in ADJUSTMENTS:
        for amount in marks:
            if amount < 0:
                raise document.error("negative marks", (*place, "marks"), value=str(amount), allowed="0 or more")


class _Sums:
    """Adds up marks for one group after the other."""

    def __init__(self, scheme: Scheme, document: Document) -> None:
        self.scheme, self.document = scheme, document

    def check(self, group: str | None) -> None:
        """Compare items with dimensions, and dimensions with the full marks."""
        for name, dimension in self.scheme.dimensions.items():
            place: Path_ = ("dimensions", name)
            parts = [
                self._marks(item.marks, group, (*place, "items", key, "marks"))
                for key, item in dimension.items.items()
                if not item.groups or group in item.groups
            ]
            whole = self._marks(dimension.marks, group, (*place, "marks"))
            self._must_equal(sum(parts, Decimal(0)), whole, "items", (*place, "marks"), group)
        if self.scheme.full_marks is not None:
            parts = [
                self._marks(dimension.marks, group, ("dimensions", name, "marks"))
                for name, dimension in self.scheme.dimensions.items()
            ]
            total = sum(parts, self._marks(self.scheme.base, group, ("base",)))
            full = self._marks(self.scheme.full_marks, group, ("full_marks",))
            self._must_equal(total, full, "base and dimensions", ("full_marks",), group)

    def _must_equal(self, parts: Decimal, whole: Decimal, what: str, path: Path_, group: str | None) -> None:
        if parts != whole:
            raise self.document.error(
                "marks do not add up" + (f" for group {group}" if group else ""),
                path,
                value=str(whole),
                allowed=f"{parts}, the sum of its {what}",
            )

    def _marks(self, marks: Marks, group: str | None, path: Path_) -> Decimal:
        known = self.scheme.groups
        for name in marks if isinstance(marks, dict) else ():
            if name not in known:
                raise self.document.error(
                    f"marks for an unknown group{nearest(name, known)}",
                    (*path, name),
                    value=name,
                    allowed=", ".join(known) or "one number; the scheme declares no groups",
                )
        found = marks_of(marks, group or "")
        if found is None:
            raise self.document.error(
                f"no marks for group {group}", path, allowed="one number, or marks for every group"
            )
        if found < 0:
            raise self.document.error(
                "negative marks", path, value=str(found), allowed="0 or more; use deductions to take off"
            )
        return found


def check_grades(scheme: Scheme, document: Document) -> None:
    """Refuse grades whose bounds do not fall.

    Raises
    ------
    InputError
        At the band that stands in the wrong place.
    """
    several = scheme.grades.items() if isinstance(scheme.grades, dict) else [("", scheme.grades)]
    for group, bands in several:
        path: Path_ = ("grades", group) if group else ("grades",)
        if group and group not in scheme.groups:
            raise document.error(
                f"unknown group{nearest(group, scheme.groups)}",
                path,
                value=group,
                allowed=", ".join(scheme.groups) or "none; the scheme declares no groups",
            )
        for position, (band, following) in enumerate(pairwise(bands)):
            if band.at_least is None:
                problem, wrong = "only the last grade may do without at_least", position
            elif following.at_least is not None and following.at_least >= band.at_least:
                problem, wrong = "grade bounds must fall", position + 1
            else:
                continue
            raise document.error(problem, (*path, wrong), value=bands[wrong].grade, allowed="the highest grade first")
