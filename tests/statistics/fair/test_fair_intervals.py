"""Wilson, Byar and comparison bars against published values."""

from __future__ import annotations

import numpy as np
import pytest

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.statistics.fair.intervals import byar, comparison_bars, normal_quantile, wilson


@pytest.mark.parametrize(
    ("x", "n", "level", "low", "high"),
    [
        # PHEindicatormethods, tests/testthat/testdata_Byars_Wilson.xlsx
        (65, 100, 0.95, 0.5525444329688797, 0.7363575175690247),
        (1045, 5000, 0.95, 0.19795549880013297, 0.22049130373189027),
        (65, 100, 0.998, 0.4954946574070431, 0.7783540614089697),
        (1045, 5000, 0.998, 0.19179381799015244, 0.22731562902525818),
        (0.445, 1, 0.95, 0.04381744772, 0.93346212770),
    ],
)
def test_wilson_gives_the_values_of_public_health_england(
    x: float, n: float, level: float, low: float, high: float
) -> None:
    found = wilson([x], [n], level)
    assert found[0][0] == pytest.approx(low, abs=1e-10)
    assert found[1][0] == pytest.approx(high, abs=1e-10)


@pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    # Newcombe, R. G. (1998), Statistics in Medicine 17:857-872, table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_newcombes_table(x: int, n: int, low: float, high: float) -> None:
    found = wilson([x], [n])
    assert (round(found[0][0], 4), round(found[1][0], 4)) == (low, high)


def test_a_perfect_rate_of_few_answers_is_hardly_known() -> None:
    # statistics.md, 8: the High-tech zone of Panjin, 22 of 22, 2023: .8513 to 1
    low, high = wilson([22], [22])
    assert round(low[0], 4) == 0.8513
    assert high[0] == 1


def test_the_ends_are_exact_and_no_trials_give_no_interval() -> None:
    low, high = wilson([0, 20, 0], [20, 20, 0])
    assert low[0] == 0
    assert high[1] == 1
    assert np.isnan([low[2], high[2]]).all()


def test_byar_gives_the_value_of_public_health_england() -> None:
    low, high = byar([65, 0])  # testdata_Byars_Wilson.xlsx
    assert low[0] == pytest.approx(50.163187710459454, abs=1e-10)
    assert high[0] == pytest.approx(82.84913854593984, abs=1e-10)
    assert low[1] == 0
    assert high[1] > 3


def test_bars_for_comparison_are_139_standard_errors_long() -> None:
    low, high = comparison_bars([0.0], [1.0])  # Goldstein and Healy (1995): 1.39
    assert high[0] == pytest.approx(1.385904, abs=1e-6)
    assert low[0] == -high[0]


def test_bars_are_not_made_of_what_is_no_error() -> None:
    with pytest.raises(InputError, match="unit 1: not a standard error; found -1"):
        comparison_bars([0.0], [-1.0])
    with pytest.raises(InputError, match="not a number; found 'x'"):
        comparison_bars(["x"], [1.0])  # type: ignore[list-item]
    with pytest.raises(UsageError, match="differ in length"):
        comparison_bars([1.0, 2.0], [1.0])


@pytest.mark.parametrize(
    ("x", "n", "words"),
    [
        ([3, 7], [5, 6], ("unit 2, column successes", "more successes than trials", "found 7.0", "at most 6")),
        ([-1], [5], ("unit 1", "a negative count", "found -1")),
        ([None], [5], ("unit 1", "a missing count")),
        ([float("nan")], [5], ("a missing count",)),
        (["many"], [5], ("not a number", "many")),
    ],
)
def test_wrong_counts_are_named(x: list[object], n: list[int], words: tuple[str, ...]) -> None:
    with pytest.raises(InputError) as caught:
        wilson(x, n)  # type: ignore[arg-type]
    assert all(word in str(caught.value) for word in words)


def test_a_broken_count_of_events_is_refused() -> None:
    with pytest.raises(InputError, match=r"not a whole number; found 2\.5"):
        byar([2.5])


def test_lengths_and_levels_are_checked() -> None:
    with pytest.raises(UsageError, match="differ in length"):
        wilson([1], [2, 3])
    with pytest.raises(UsageError, match="between 0 and 1; found 95"):
        normal_quantile(95)
