"""Below k: shown, not ranked, not named."""

from __future__ import annotations

import pytest

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.statistics.fair.small import SmallNumbers

UNITS = ["one ticket", "edge", "large", "worst"]


def test_units_below_k_take_no_place_and_the_next_moves_up() -> None:
    assert SmallNumbers(10).rank([1, 10, 95, 40], [1, 10, 100, 50], UNITS) == [None, 1, 2, 3]
    assert SmallNumbers(1).rank([1, 10, 95, 40], [1, 10, 100, 50], UNITS) == [1, 1, 3, 4]


def test_rates_tie_exactly_and_lowest_may_be_best() -> None:
    rule = SmallNumbers(3)
    assert rule.rank([1, 10, 0], [3, 30, 5], best="lowest") == [2, 2, 1]
    assert rule.rank([1, 10, 0], [3, 30, 5], ties="dense") == [1, 1, 2]


def test_units_below_k_are_not_named_and_the_rule_is_said() -> None:
    rule = SmallNumbers(10)
    assert rule.named(UNITS, [9, 10, 100, 50]) == ["edge", "large", "worst"]
    note = rule.note(UNITS, [9, 10, 100, 50])
    assert note is not None
    assert "fewer than 10" in note
    assert "one ticket" in note
    assert rule.note(UNITS, [10, 10, 10, 10]) is None


@pytest.mark.parametrize("k", [0, -3, 2.5, True])
def test_a_k_that_is_none_is_refused(k: int) -> None:
    with pytest.raises(UsageError, match="a whole number, 1 or more"):
        SmallNumbers(k)


def test_a_wrong_count_names_its_unit() -> None:
    with pytest.raises(InputError, match="large, column trials"):
        SmallNumbers(10).named(UNITS, [1, 2, -5, 3])
