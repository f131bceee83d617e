"""What a scheme must fulfil beyond its form: known metrics, known counts, marks that add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from hotline_analysis.documents import Document
from hotline_analysis.metrics import CountExpression, metrics
from hotline_analysis.metrics.unit_table import nearest
from hotline_analysis.schemes.model import Marks, NamedList, Scheme, marks_of
from hotline_analysis.schemes.rules import GivenRule
from hotline_analysis.schemes.values import Condition

Path_ = tuple[str | int, ...]


def check_scheme(scheme: Scheme, document: Document) -> None:
    """Refuse a scheme that names something unknown or whose marks do not add up.

    Raises
    ------
    InputError
        With file, line, key, value and what is allowed.
    """
    _check_names(scheme, document)
    _check_marks(scheme, document)
    _check_grades(scheme, document)


def _check_names(scheme: Scheme, document: Document) -> None:
    _check_metrics(scheme, document)
    _check_items(scheme, document)
    for position, wanted in enumerate(scheme.participation):
        _known_value(wanted, ("participation", position), scheme, document)
    for position, veto in enumerate(scheme.vetoes):
        for condition in veto.conditions():
            _known_value(condition, ("vetoes", position), scheme, document)
    for key, named in scheme.lists.items():
        _check_list(scheme, key, named, document)
    if scheme.ranking is not None:
        _known_figure(scheme.ranking.by, ("ranking", "by"), scheme, document)
        for position, name in enumerate(scheme.ranking.order):
            _known_figure(name.removeprefix("-"), ("ranking", "order", position), scheme, document)


def _check_metrics(scheme: Scheme, document: Document) -> None:
    for key, own in scheme.metrics.items():
        _known_metric(key, ("metrics", key), document)
        for side, text in (("numerator", own.numerator), ("denominator", own.denominator)):
            if text is not None:
                path: Path_ = ("metrics", key, side)
                _known_counts(_parsed(text, path, document), path, scheme, document)
    for position, key in enumerate(scheme.show):
        _known_metric(key, ("show", position), document)


def _check_items(scheme: Scheme, document: Document) -> None:
    seen: set[str] = set()
    for role, key, item in scheme.items():
        place = _place(role, key)
        if key in seen or key in metrics():
            raise document.error("an item's key is taken", place, value=key, allowed="a key of its own")
        seen.add(key)
        for metric in item.rule.metrics():
            _known_metric(metric, (*place, "rule"), document)
        if not isinstance(item.rule, GivenRule):
            _known_counts(item.rule.counts(), (*place, "rule"), scheme, document)
        for group in item.groups:
            _known_group(group, (*place, "groups"), scheme, document)


def _known_value(condition: Condition, path: Path_, scheme: Scheme, document: Document) -> None:
    for metric in condition.metrics():
        _known_metric(metric, path, document)
    _known_counts(condition.counts(), path, scheme, document)


def _check_list(scheme: Scheme, key: str, wanted: NamedList, document: Document) -> None:
    _known_figure(wanted.by, ("lists", key, "by"), scheme, document)
    if wanted.order is not None:
        _known_figure(wanted.order.removeprefix("-"), ("lists", key, "order"), scheme, document)
    for position, minimum in enumerate(wanted.where):
        _known_figure(minimum.of, ("lists", key, "where", position, "of"), scheme, document)
    for group in wanted.groups:
        _known_group(group, ("lists", key, "groups"), scheme, document)


def _check_marks(scheme: Scheme, document: Document) -> None:
    if scheme.scores and scheme.full_marks is None:
        raise document.error("missing key full_marks", ("scheme",), allowed="the marks of a unit without any loss")
    for group in _groups(scheme):
        for name, dimension in scheme.dimensions.items():
            parts = [
                _marks(item.marks, group, ("dimensions", name, "items", key, "marks"), document)
                for key, item in dimension.items.items()
                if not item.groups or group in item.groups or group is None
            ]
            whole = _marks(dimension.marks, group, ("dimensions", name, "marks"), document)
            _must_equal(sum(parts, Decimal(0)), whole, "items", ("dimensions", name, "marks"), group, document)
        if scheme.full_marks is not None:
            dimensions = [
                _marks(dimension.marks, group, ("dimensions", name, "marks"), document)
                for name, dimension in scheme.dimensions.items()
            ]
            total = sum(dimensions, _marks(scheme.base, group, ("base",), document))
            full = _marks(scheme.full_marks, group, ("full_marks",), document)
            _must_equal(total, full, "base and dimensions", ("full_marks",), group, document)


def _must_equal(parts: Decimal, whole: Decimal, what: str, path: Path_, group: str | None, document: Document) -> None:
    if parts != whole:
        within = f" of group {group}" if group else ""
        raise document.error(
            f"marks do not add up{within}", path, value=str(whole), allowed=f"{parts}, the sum of its {what}"
        )


def _groups(scheme: Scheme) -> Iterable[str | None]:
    return list(scheme.groups) or [None]


def _marks(marks: Marks, group: str | None, path: Path_, document: Document) -> Decimal:
    found = marks_of(marks, group or "")
    if found is None:
        raise document.error(f"no marks for group {group}", path, allowed="one number, or marks for every group")
    if found < 0:
        raise document.error("negative marks", path, value=str(found), allowed="0 or more; use deductions to take off")
    return found


def _check_grades(scheme: Scheme, document: Document) -> None:
    several = scheme.grades.items() if isinstance(scheme.grades, dict) else [("", scheme.grades)]
    for group, bands in several:
        path: Path_ = ("grades", group) if group else ("grades",)
        if group:
            _known_group(group, path, scheme, document)
        for position, (band, following) in enumerate(pairwise(bands)):
            if band.at_least is None or (following.at_least is not None and following.at_least >= band.at_least):
                raise document.error(
                    "grade bounds must fall", (*path, position), value=band.grade, allowed="the highest grade first"
                )


def _place(role: str, key: str) -> Path_:
    return (role, "items", key) if role in ("bonus", "deductions") else ("dimensions", role, "items", key)


def _parsed(text: str, path: Path_, document: Document) -> Iterator[str]:
    try:
        yield from CountExpression.parse(text).keys
    except ValueError:
        raise document.error(
            "not a sum of counts", path, value=text, allowed="for example: closed - late_closed"
        ) from None


def _known_metric(key: str, path: Path_, document: Document) -> None:
    if key not in metrics():
        raise document.error(f"unknown metric{nearest(key, metrics())}", path, value=key, allowed=", ".join(metrics()))


def _known_counts(keys: Iterable[str], path: Path_, scheme: Scheme, document: Document) -> None:
    known = scheme.known_counts()
    for key in keys:
        if key not in known:
            raise document.error(
                f"unknown count{nearest(key, known)}",
                path,
                value=key,
                allowed=", ".join(sorted(known)) + ", or one declared under counts",
            )


def _known_group(key: str, path: Path_, scheme: Scheme, document: Document) -> None:
    if key not in scheme.groups:
        raise document.error(
            f"unknown group{nearest(key, scheme.groups)}", path, value=key, allowed=", ".join(scheme.groups)
        )


def _known_figure(name: str, path: Path_, scheme: Scheme, document: Document) -> None:
    known = {
        "total",
        "rank",
        "unit",
        *metrics(),
        *scheme.known_counts(),
        *scheme.dimensions,
        *(key for _, key, _ in scheme.items()),
    }
    if name not in known:
        raise document.error(
            f"unknown figure{nearest(name, known)}", path, value=name, allowed="total, a metric, a count or an item"
        )
