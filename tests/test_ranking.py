from __future__ import annotations

from fractions import Fraction

import pytest

from hotline_analysis.ranking import grade, moved, places, top

VALUES = [Fraction("98.33"), Fraction("97.83"), None, Fraction("98.33"), Fraction(50), Fraction("97.83")]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, [1, 3, None, 1, 5, 3]),
        ({"ties": "dense"}, [1, 2, None, 1, 3, 2]),
        ({"best": "lowest"}, [4, 2, None, 4, 1, 2]),
        ({"best": "lowest", "ties": "dense"}, [3, 2, None, 3, 1, 2]),
        ({"tie_decimals": 0}, [1, 1, None, 1, 5, 1]),
        ({"groups": ["a", "a", "a", "b", "b", "b"]}, [1, 2, None, 1, 3, 2]),
    ],
)
def test_places(options: dict[str, object], expected: list[int | None]) -> None:
    assert places(VALUES, **options) == expected


def test_exact_values_tie_only_when_equal() -> None:
    assert places([Fraction(1, 3), Fraction("0.3333"), Fraction(1, 3)]) == [1, 3, 1]
    assert places([Fraction(1, 3), Fraction("0.3333"), Fraction(1, 3)], tie_decimals=4) == [1, 1, 1]


def test_ties_are_rounded_half_up() -> None:
    assert places([Fraction("0.05"), Fraction("0.1"), Fraction("0.04")], tie_decimals=1) == [1, 1, 3]


def test_nobody() -> None:
    assert places([]) == []
    assert places([None]) == [None]


def test_the_argument_is_not_changed() -> None:
    values = list(VALUES)
    places(values, tie_decimals=0)
    assert values == VALUES


@pytest.mark.parametrize(("value", "expected"), [("95", "A"), ("94.99", "B"), ("90", "B"), ("0", None), (None, None)])
def test_grade(value: str | None, expected: str | None) -> None:
    bands = [("A", Fraction(95)), ("B", Fraction(90)), ("C", Fraction(80))]
    assert grade(None if value is None else Fraction(value), bands) == expected


def test_the_last_grade_may_take_the_rest() -> None:
    assert grade(Fraction(-5), [("A", Fraction(95)), ("E", None)]) == "E"


def test_top_is_extended_by_a_tie() -> None:
    assert top(VALUES, 1) == [0, 3]
    assert top(VALUES, 3) == [0, 3, 1, 5]
    assert top(VALUES, 1, best="lowest") == [4]
    assert top(VALUES, 99) == [0, 3, 1, 5, 4]


@pytest.mark.parametrize(
    ("now", "before", "change"), [(1, 3, 2), (3, 1, -2), (2, 2, 0), (None, 1, None), (1, None, None)]
)
def test_moved(now: int | None, before: int | None, change: int | None) -> None:
    assert moved(now, before) == change
