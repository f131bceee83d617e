"""Exact limits of a funnel where few cases are expected: against the binomial distribution, draws, and labels."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from hotline_analysis.statistics.fair.dispersion import Overdispersion
from hotline_analysis.statistics.fair.exact_tails import (
    blended_limits,
    blended_scores,
    exact_share,
    tail_scores,
    upper_tail,
)
from hotline_analysis.statistics.fair.funnel import funnel

METHODS: tuple[Overdispersion, ...] = ("additive", "multiplicative")


def column(*values: float) -> np.ndarray:
    return np.array(values, dtype=float)


@pytest.mark.parametrize("center", [0.05, 0.5, 0.856, 0.99])
def test_tails_of_chance_alone_are_binomial(center: float) -> None:
    x = np.arange(13.0)
    n, none = np.full(13, 12.0), np.zeros(13)
    assert upper_tail(x, n, center, none) == pytest.approx(stats.binom.sf(x - 1, 12, center), rel=1e-9)


def test_tails_with_a_spread_are_those_of_draws() -> None:
    random = np.random.default_rng(1)
    angles = np.arcsin(np.sqrt(0.8)) + 0.1 * random.standard_normal(400_000)
    drawn = random.binomial(9, np.sin(np.clip(angles, 0, np.pi / 2)) ** 2)
    for x in (5, 8, 9):
        found = upper_tail(column(x), column(9), 0.8, column(0.01))
        assert found[0] == pytest.approx((drawn >= x).mean(), abs=0.003)


def test_scores_by_hand() -> None:
    # 10 of 10 at 0.856: 0.856 ** 10; none of 3 at 0.9: 0.1 ** 3
    scores = tail_scores(column(10, 0, 9), column(10, 3, 10), 0.856, np.zeros(3))
    assert scores[0] == pytest.approx(-stats.norm.ppf(0.856**10))
    assert scores[1] == pytest.approx(stats.norm.ppf(0.144**3))
    assert scores[2] == 0  # more than half the time nine or more


def test_a_limit_lies_where_the_tail_falls_below_its_share() -> None:
    n = column(1, 10, 30, 60)
    low, high = blended_limits(n, 0.856, np.zeros(4), 1.959964)
    assert low[0] == 0  # none of one happens in 14 % of all cases
    assert high[:2].tolist() == [1, 1]  # 0.856 ** 10 is 0.21
    for share, size in zip(low[1:], n[1:], strict=True):
        assert stats.binom.cdf(np.floor(share * size), size, 0.856) < 0.025
        assert stats.binom.cdf(np.ceil(share * size), size, 0.856) >= 0.025
    assert (
        stats.binom.sf(np.ceil(high[3] * 60) - 1, 60, 0.856)
        < 0.025
        <= stats.binom.sf(np.floor(high[3] * 60) - 1, 60, 0.856)
    )


def test_exact_chances_count_where_few_are_expected_at_either_end() -> None:
    assert exact_share(column(0, 10, 100, 250, 400), 0.1) == pytest.approx([0, 1, 1, 0.5, 0])
    assert exact_share(column(100, 250), 0.9) == pytest.approx([1, 0.5])


def test_scores_are_those_of_the_arcsine_scale_where_many_are_expected() -> None:
    # arcsin(sqrt(3/4)) - arcsin(sqrt(1/2)) is pi / 12, and 1 / (2 sqrt(100)) is 1/20
    found = blended_scores(column(75), column(100), 0.5, column(0))
    assert found[0] == pytest.approx(20 * np.pi / 12)


def test_limits_pass_over_without_a_step() -> None:
    n = np.geomspace(20, 600, 2000)
    for between in (0.0, 0.01):
        for z in (1.96, 3.09):
            low, high = blended_limits(n, 0.856, np.full(n.shape, between), z)
            assert (np.diff(high) <= 1e-9).all()
            assert (np.diff(low) >= -1e-9).all()
            assert max(np.abs(np.diff(low)).max(), np.abs(np.diff(high)).max()) < 0.002


@pytest.mark.parametrize("method", METHODS)
def test_ten_of_ten_are_as_expected_where_six_of_seven_are(method: Overdispersion) -> None:
    counts, trials = [856, 842, 870, 856, 10, 2, 0], [1000, 1000, 1000, 1000, 10, 2, 1]
    found = funnel(counts, trials, overdispersion=method)
    assert found.center == pytest.approx(0.856, abs=0.001)
    assert found.labels == ("as expected",) * 7
    low, high = found.limits([10], 0.95)
    assert high[0] == 1
    assert low[0] < 0.6


@pytest.mark.parametrize("method", METHODS)
def test_what_is_rare_is_still_labelled(method: Overdispersion) -> None:
    # none of 8 where six of seven are expected: 0.144 ** 8
    found = funnel([856, 842, 870, 856] * 5 + [0], [1000] * 20 + [8], overdispersion=method)
    assert found.labels[-1] == "lower"
    assert found.beyond[-1] == 0.998


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("spread", [0.0, 0.12])
def test_labels_and_drawn_limits_agree_for_small_units(method: Overdispersion, spread: float) -> None:
    random = np.random.default_rng(8)
    trials = np.concatenate([np.arange(1, 120), random.integers(100, 3000, 40)])
    angles = np.arcsin(np.sqrt(0.93)) + spread * random.standard_normal(len(trials))
    counts = random.binomial(trials, np.sin(np.clip(angles, 0, np.pi / 2)) ** 2)
    frame = funnel(counts, trials, overdispersion=method).frame
    for level, low, high in ((0.95, "low_95", "high_95"), (0.998, "low_99.8", "high_99.8")):
        outside = (frame["rate"] < frame[low] - 1e-9) | (frame["rate"] > frame[high] + 1e-9)
        assert (outside == (frame["beyond"] >= level)).all()
    above = frame["rate"] > frame["high_95"] + 1e-9
    assert (above == (frame["label"] == "higher")).all()


@pytest.mark.parametrize("center", [0.86, 0.97])
def test_false_labels_of_small_units_are_no_more_than_said(center: float) -> None:
    """With units that do not differ, at most 5 % lie outside the inner limits, and on the arcsine scale far more."""
    random = np.random.default_rng(3)
    trials = np.tile(np.array([1, 2, 3, 5, 8, 10, 15, 20, 40, 60]), 400)
    found = funnel(random.binomial(trials, center), trials)
    labels = np.array(found.labels) != "as expected"
    assert labels.mean() < 0.05
    for size in (1, 2, 3, 5, 8, 10, 15, 20, 40, 60):
        assert labels[trials == size].mean() < 0.05 + 0.03
    rates = found.successes / found.trials
    arcsine = 2 * np.sqrt(trials) * (np.arcsin(np.sqrt(rates)) - np.arcsin(np.sqrt(found.center)))
    assert max((np.abs(arcsine[trials == size]) > 1.96).mean() for size in (8, 10, 60)) > 0.1


def test_normal_limits_say_where_they_are_rough() -> None:
    found = funnel([900, 890, 9], [1000, 1000, 10], ["a", "b", "c"], overdispersion="none")
    assert "fewer than 10 successes or failures expected, so normal limits are rough: c" in found.notes
    assert not any("rough: " in note for note in funnel([900, 890, 9], [1000, 1000, 10], ["a", "b", "c"]).notes)


def test_the_ends_have_no_limit_to_cross() -> None:
    found = funnel([5, 8, 100], [5, 8, 100])
    low, high = found.limits([1, 5, 50], 0.95)
    assert high.tolist() == [1, 1, 1]
    assert low == pytest.approx([1, 1, 1])
    assert found.adjusted_z.tolist() == [0, 0, 0]


@pytest.mark.parametrize("method", METHODS)
def test_no_trials_have_no_limits(method: Overdispersion) -> None:
    frame = funnel([50, 49, 0], [100, 100, 0], overdispersion=method).frame
    assert frame.loc[2, ["low_95", "high_95", "label"]].tolist() == [0, 1, "no trials"]
    assert np.isnan(frame.loc[2, "adjusted_z"])
