"""The four rules of control charts against the truth tables of NHSRplotthedots.

Source of inputs and expected outputs: nhs-r-community/NHSRplotthedots, tests/testthat/test-ptd_calculate_point_type.R.
"""

from __future__ import annotations

import numpy as np
import pytest

from hotline_analysis.statistics.fair.point_rules import part_of, run_ends, signals, trend_ends, two_of_three


@pytest.mark.parametrize(
    ("side", "expected"),
    [
        ([], []),
        ([1] * 6, [0] * 6),
        ([1] * 6 + [-1], [0] * 7),
        ([1] * 8 + [-1], [0, 0, 0, 0, 0, 0, 1, 1, 0]),
        ([-1] * 8 + [1], [0, 0, 0, 0, 0, 0, 1, 1, 0]),
    ],
)
def test_seven_on_one_side(side: list[int], expected: list[int]) -> None:
    assert run_ends(side).astype(int).tolist() == expected


def test_points_on_the_mean_are_on_no_side() -> None:
    assert not run_ends([0] * 9).any()


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ([], []),
        ([0] * 6, [0] * 6),
        ([0] * 6 + [1, 0], [1] * 7 + [0]),
        ([0] * 7 + [1, 0], [0] + [1] * 7 + [0]),
        ([0] * 6 + [-1, 0], [1] * 7 + [0]),
        ([0] * 7 + [-1, 0], [0] + [1] * 7 + [0]),
    ],
)
def test_part_of_seven(ends: list[int], expected: list[int]) -> None:
    assert np.abs(part_of(ends)).tolist() == expected
    assert set(part_of(ends).tolist()) <= {0, *ends}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], []),
        ([1, 2, 3, 4, 5, 6], [0] * 6),
        ([1, 2, 3, 3, 4, 5, 6], [0] * 7),
        ([1, 2, 3, 4, 5, 6, 7], [0] * 6 + [1]),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], [0] * 7 + [1, 0]),
        ([7, 6, 5, 4, 3, 2, 1], [0] * 6 + [-1]),
        ([2, 7, 6, 5, 4, 3, 2, 1, 3], [0] * 7 + [-1, 0]),
    ],
)
def test_trend_of_seven(values: list[int], expected: list[int]) -> None:
    assert trend_ends(values).tolist() == expected


@pytest.mark.parametrize(
    ("close", "side", "expected"),
    [
        ([], [], []),
        ([0, 0, 0], [0, 0, 0], [0, 0, 0]),
        ([1, 0, 1], [1, 1, 1], [1, 1, 1]),
        ([0, 1, 1], [1, 1, 1], [1, 1, 1]),
        ([1, 1, 0], [1, 1, 1], [1, 1, 1]),
        ([0, 0, 1, 0, 1, 0, 0], [1] * 7, [0, 0, 1, 1, 1, 0, 0]),
        ([0, 0, 1, 1, 0, 0, 0], [1] * 7, [0, 1, 1, 1, 1, 0, 0]),
        ([1, 0, 1], [1, -1, 1], [0, 0, 0]),
        ([0, 1, 1], [1, -1, 1], [0, 0, 0]),
        ([1, 1, 0], [1, -1, 1], [0, 0, 0]),
        ([0, 0, 1, 0, 1, 0, 0], [1, -1, 1, -1, 1, -1, 1], [0] * 7),
        ([0, 0, 1, 1, 0, 0, 0], [-1, 1, -1, 1, -1, 1, -1], [0] * 7),
        ([1, 0, 0, 1], [1] * 4, [0] * 4),
        ([1, 0, 0, 1, 1], [1] * 5, [0, 0, 1, 1, 1]),
    ],
)
def test_two_of_three(close: list[int], side: list[int], expected: list[int]) -> None:
    assert two_of_three(close, side).astype(int).tolist() == expected


@pytest.mark.parametrize(("close", "marked"), [([1, 0, 0, 1], [0, 0, 0, 0]), ([1, 0, 0, 1, 1], [0, 0, 0, 1, 1])])
def test_only_close_points_are_marked(close: list[int], marked: list[int]) -> None:
    values = [2.5 if one else 1.0 for one in close]  # limits at 3, two thirds of the way is 2
    center = np.zeros(len(close))
    flags, direction = signals(values, center, center - 3, center + 3)
    assert flags["two_of_three"].astype(int).tolist() == marked
    assert direction.tolist() == marked


def test_opposite_sides_are_no_signal() -> None:
    """ptd_spc_standard: "only reports special cause for 2of3 points ... when they are on the same side"."""
    center = np.zeros(16)
    values = [*[1.0, -1.0] * 7, 5.5, -5.5]
    flags, _ = signals(values, center, center - 7, center + 7)
    assert not flags["two_of_three"].any()


def test_a_point_outside_is_not_close_as_well() -> None:
    center = np.zeros(3)
    flags, _ = signals([4.0, 2.5, 1.0], center, center - 3, center + 3)
    assert flags["outside"].tolist() == [True, False, False]
    assert not flags["two_of_three"].any()


def test_a_falling_trend_above_the_mean_points_down() -> None:
    values = [8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0]
    center = np.zeros(7)
    flags, direction = signals(values, center, center - 30, center + 30)
    assert flags["trend"].all()
    assert direction.tolist() == [-1] * 7


def test_numbers_that_are_equal_but_for_the_last_digit_are_on_no_side() -> None:
    center = np.full(9, np.nextafter(0.1, 1))
    flags, direction = signals(np.full(9, 0.1), center, center, center)
    assert not any(one.any() for one in flags.values())
    assert not direction.any()


@pytest.mark.parametrize("sign", [1, -1])
def test_close_is_beyond_two_thirds_on_either_side(sign: int) -> None:
    center = np.zeros(3)
    for value, expected in ((1.9, False), (2.1, True)):
        flags, _ = signals(np.full(3, sign * value), center, center - 3, center + 3)
        assert flags["two_of_three"].all() == expected
        assert flags["two_of_three"].any() == expected
