"""What a scheme must fulfil beyond its form: it names only what exists, and its marks add up."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hotline_analysis.documents import Document, Path_
from hotline_analysis.metrics import CountExpression, counts, metrics
from hotline_analysis.schemes.check_marks import check_grades, check_marks
from hotline_analysis.schemes.model import NamedList, Scheme, item_place
from hotline_analysis.schemes.values import Condition
from hotline_analysis.validation import nearest

# Columns of the result and of a unit table, which an item's key must not hide.
RESERVED = {"unit", "group", "source", "row_type", "total", "bonus", "deductions", "before_bonus", "veto"}
RESERVED |= {"rank", "overall_rank", "rank_before", "places_gained", "grade", "grade_before", "not_ranked"}


def check_scheme(scheme: Scheme, document: Document) -> None:
    """Refuse a scheme that names something unknown or whose marks do not add up.

    Raises
    ------
    InputError
        With file, line, key, value and what is allowed.
    """
    _Names(scheme, document).check()
    check_marks(scheme, document)
    check_grades(scheme, document)


class _Names:
    """Checks every name in a scheme against what there is."""

    def __init__(self, scheme: Scheme, document: Document) -> None:
        self.scheme, self.document = scheme, document
        self.counts = scheme.known_counts()
        items = [key for _, key, _ in scheme.items()]
        self.figures = {"total", *metrics(), *self.counts, *scheme.dimensions, *items}

    def check(self) -> None:
        """Check all parts of the scheme."""
        self._own_counts()
        self._own_metrics()
        self._items()
        for position, wanted in enumerate(self.scheme.participation):
            self._condition(wanted, ("participation", position))
        for position, veto in enumerate(self.scheme.vetoes):
            for condition in veto.conditions():
                self._condition(condition, ("vetoes", position))
        for key, named in self.scheme.lists.items():
            self._list(named, ("lists", key))
        if self.scheme.ranking is not None:
            self._figure(self.scheme.ranking.by, ("ranking", "by"))
            for position, name in enumerate(self.scheme.ranking.order):
                self._figure(name.removeprefix("-"), ("ranking", "order", position))

    def _own_counts(self) -> None:
        for key in self.scheme.counts:
            if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", key) or key in metrics() or key in RESERVED:
                raise self.document.error(
                    "a count cannot have this key", ("counts", key), value=key, allowed="a new word of a-z, 0-9 and _"
                )

    def _own_metrics(self) -> None:
        for key, own in self.scheme.metrics.items():
            self._metric(key, ("metrics", key))
            for side, text in (("numerator", own.numerator), ("denominator", own.denominator)):
                if text is not None:
                    self._expression(text, ("metrics", key, side))
        for position, key in enumerate(self.scheme.show):
            self._metric(key, ("show", position))

    def _items(self) -> None:
        seen = {*counts(), *metrics(), *self.scheme.counts, *RESERVED}
        for role, key, item in self.scheme.items():
            place = item_place(role, key)
            if key in seen:
                raise self.document.error(
                    "an item's key is taken", place, value=key, allowed="a key of its own, not a count's or a metric's"
                )
            seen.add(key)
            for metric in item.rule.metrics():
                self._metric(metric, (*place, "rule"))
            self._counts(item.rule.counts(), (*place, "rule"))
            for column in item.rule.columns():
                if column in counts() or column in metrics():
                    raise self.document.error(
                        "a given score cannot stand in a count's or a metric's column",
                        self._find(column, (*place, "rule")),
                        value=column,
                        allowed="a column of its own",
                    )
            for group in item.groups:
                self._group(group, (*place, "groups"))

    def _list(self, wanted: NamedList, place: Path_) -> None:
        more = {"rank", "bonus", "deductions", "before_bonus"}
        self._figure(wanted.by, (*place, "by"), more)
        if wanted.order is not None:
            self._figure(wanted.order.removeprefix("-"), (*place, "order"), more)
        for position, minimum in enumerate(wanted.where):
            self._figure(minimum.of, (*place, "where", position, "of"), more)
        for group in wanted.groups:
            self._group(group, (*place, "groups"))

    def _condition(self, condition: Condition, path: Path_) -> None:
        for metric in condition.metrics():
            self._metric(metric, path)
        self._counts(condition.counts(), path)

    def _expression(self, text: str, path: Path_) -> None:
        try:
            keys = CountExpression.parse(text).keys
        except ValueError:
            raise self.document.error(
                "not a sum of counts", path, value=text, allowed="for example: closed - late_closed"
            ) from None
        self._counts(keys, path)

    def _metric(self, key: str, path: Path_) -> None:
        known = [name for name in metrics() if name != "share"]  # a share has no counts of its own
        if key not in known:
            raise self.document.error(
                f"unknown metric{nearest(key, known)}", self._find(key, path), value=key, allowed=", ".join(known)
            )

    def _counts(self, keys: Iterable[str], path: Path_) -> None:
        for key in keys:
            if key not in self.counts:
                raise self.document.error(
                    f"unknown count{nearest(key, self.counts)}",
                    self._find(key, path),
                    value=key,
                    allowed=", ".join(sorted(self.counts)) + ", or one declared under counts",
                )

    def _group(self, key: str, path: Path_) -> None:
        if key not in self.scheme.groups:
            raise self.document.error(
                f"unknown group{nearest(key, self.scheme.groups)}",
                self._find(key, path),
                value=key,
                allowed=", ".join(self.scheme.groups) or "none; the scheme declares no groups",
            )

    def _figure(self, name: str, path: Path_, more: Iterable[str] = ()) -> None:
        known = self.figures | set(more)
        if name not in known:
            extra = "".join(f", {one}" for one in sorted(more))
            raise self.document.error(
                f"unknown figure{nearest(name, known)}",
                path,
                value=name,
                allowed=f"total, a metric, a count, an item or a dimension{extra}",
            )

    def _find(self, word: str, path: Path_) -> Path_:
        """Return the place below a path where a word stands, so that a message names its line."""
        data = self.document.data
        for part in path:
            data = data[part]
        return _below(word, data, path) or path


def _below(word: str, data: object, path: Path_) -> Path_ | None:
    if isinstance(data, str):
        return path if word in re.findall(r"\w+", data) or word == data else None
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    found = (_below(word, value, (*path, key)) for key, value in pairs)
    return next((place for place in found if place is not None), None)
