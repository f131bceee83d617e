"""Funnel limits and over-dispersion: published limits and figures, small tables by hand, the branch rules."""

from __future__ import annotations

import numpy as np
import pytest

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.statistics.fair.dispersion import (
    arcsine_scores,
    dispersion,
    kept_by_truncation,
    phi_of,
    tau2_of,
    winsorised,
)
from hotline_analysis.statistics.fair.funnel import funnel
from hotline_analysis.statistics.fair.intervals import normal_quantile

# Panjin, January to April 2023, satisfaction in per cent of orders: Dawa, Panshan, Xinglongtai, Shuangtaizi,
# High-tech zone, Liaobin, as published
PANJIN_N = np.array([4226, 1922, 6530, 2584, 22, 268])
PANJIN_X = np.round(PANJIN_N * np.array([99.00, 98.37, 98.44, 94.01, 100, 97.02]) / 100)
PANJIN = ("Dawa", "Panshan", "Xinglongtai", "Shuangtaizi", "High-tech zone", "Liaobin")


def test_limits_are_those_of_public_health_england() -> None:
    # PHEindicatormethods, tests/testthat/testdata_funnel_prop_outputs.csv: baseline 80.642448 %, limits in per cent
    found = funnel([40_321_224] * 2, [50_000_000] * 2, overdispersion="none")
    assert 100 * found.center == pytest.approx(80.642448, abs=1e-9)
    for level, lower in ((0.95, [3.204264, 25.885383, 46.011039]), (0.998, [0, 0, 26.039864])):
        low, high = found.limits([1, 2, 5], level)
        assert 100 * low == pytest.approx(lower, abs=1e-6)
        assert high.tolist() == [1, 1, 1]
    assert [normal_quantile(level) for level in (0.95, 0.998)] == pytest.approx([1.959964, 3.090232], abs=5e-7)


# PHEindicatormethods, tests/testthat/testdata_funnel_prop_outputs.csv: volume and both limits of both levels, per cent
PHE_LIMITS = [
    (20, 63.326743, 97.958152, 53.341156, 100),
    (102, 72.974925, 88.309971, 68.553233, 92.731663),
    (1008, 78.203374, 83.081521, 76.796814, 84.488082),
    (11097, 79.907338, 81.377558, 79.483416, 81.80148),
    (110000, 80.408963, 80.875933, 80.274317, 81.010578),
]
# testdata_funnel_prop_inputs.csv: areas with what they are called there
PHE_AREAS = {
    "New Forest": (35078.488, 41980, "higher", 0.998),
    "Norwich": (24803.6256, 31824, "lower", 0.998),
    "South Gloucestershire": (50050.7443, 61921, "as expected", np.nan),
    "West Norfolk": (26789.238, 33012, "higher", 0.95),
    "North Tees": (36850.0492, 45449, "higher", 0.95),
    "Mid-Hampshire": (34502.0685, 42485, "higher", 0.95),
    "North Devon": (30277.5312, 37828, "lower", 0.95),
    "Hartlepool": (17321.4088, 21587, "as expected", np.nan),
    "Camden": (50161.2996, 68043, "lower", 0.998),
}


@pytest.mark.parametrize("row", PHE_LIMITS)
def test_limits_at_every_size_are_those_of_public_health_england(row: tuple[float, ...]) -> None:
    found = funnel([40_321_224] * 2, [50_000_000] * 2, overdispersion="none")
    limits = [100 * found.limits([row[0]], level)[side][0] for level in (0.95, 0.998) for side in (0, 1)]
    assert limits == pytest.approx(row[1:], abs=1e-6)


def test_areas_are_labelled_as_public_health_england_does() -> None:
    counts, sizes, labels, beyond = (list(column) for column in zip(*PHE_AREAS.values(), strict=True))
    # all other areas in one row, so that the rate of all is the published baseline
    rest = (40_321_224 - sum(counts), 50_000_000 - sum(sizes))
    found = funnel([*counts, rest[0]], [*sizes, rest[1]], [*PHE_AREAS, "rest"], overdispersion="none", weighted=True)
    assert 100 * found.center == pytest.approx(80.642448, abs=1e-6)
    assert list(found.labels[:-1]) == labels
    np.testing.assert_array_equal(found.beyond[:-1], beyond)


def test_labels_by_hand() -> None:
    # around one half a hundred answers have a standard error of 0.05: limits at 40.2, 59.8 and at 34.5, 65.5
    counts = [50, 59, 60, 65, 66, 41, 40, 35, 34]
    found = funnel(counts, [100] * 9, overdispersion="none")
    assert found.center == 0.5
    assert found.z == pytest.approx([(count - 50) / 5 for count in counts])
    sides = [0, 0, 1, 1, 1, 0, -1, -1, -1]
    assert found.labels == tuple(("as expected", "higher", "lower")[side] for side in sides)
    expected = [np.nan, np.nan, 0.95, 0.95, 0.998, np.nan, 0.95, 0.95, 0.998]
    np.testing.assert_array_equal(found.beyond, expected)


def test_overdispersion_by_hand() -> None:
    # FunnelPlotR, R/od_adjustment.R, data of type PR. arcsin(sqrt(p)) of 1/4, 1/2, 3/4 is pi/6, pi/4, pi/3, and with
    # 100 trials s = 1/20, so z = -a, 0, a for a = 20 pi / 12. Quantiles 0.1 and 0.9 of these are -0.8 a and 0.8 a.
    a = 20 * np.pi / 12
    found = funnel([25, 50, 75], [100] * 3)
    phi = 2 * (0.8 * a) ** 2 / 3
    assert found.phi == pytest.approx(phi)
    # weights are 400 each: (3 phi - 2) / (1200 - 3 * 160000 / 1200)
    assert found.tau2 == pytest.approx((3 * phi - 2) / 800)
    assert found.adjusted_z == pytest.approx(np.array([-1, 0, 1]) * (np.pi / 12) / np.sqrt(1 / 400 + found.tau2))
    assert found.notes[0] == f"phi = {phi:.3g} from 3 units"
    kept = funnel([25, 50, 75], [100] * 3, outliers="keep", overdispersion="multiplicative")
    assert kept.phi == pytest.approx(2 * a**2 / 3)
    assert kept.adjusted_z == pytest.approx(np.array([-a, 0, a]) / np.sqrt(kept.phi))


def test_overdispersion_with_unequal_units_by_hand() -> None:
    # rates 1/4 and 3/4 with 400, 1/2 with 100 trials: s = 1/40 and 1/20, z = -2a, 0, 2a, weights 1600 and 400
    a = 20 * np.pi / 12
    found = funnel([100, 50, 300], [400, 100, 400], outliers="keep")
    phi = 2 * (2 * a) ** 2 / 3
    assert found.phi == pytest.approx(phi)
    assert found.tau2 == pytest.approx((3 * phi - 2) / (3600 - (2 * 1600**2 + 400**2) / 3600))


def test_labels_and_limits_agree() -> None:
    random = np.random.default_rng(4)
    trials = random.integers(20, 40_000, 300)
    counts = random.binomial(trials, random.beta(40, 10, 300))
    for method in ("additive", "multiplicative", "none"):
        found = funnel(counts, trials, overdispersion=method)  # type: ignore[arg-type]
        frame = found.frame
        outside = (frame["rate"] < frame["low_95"]) | (frame["rate"] > frame["high_95"])
        assert (outside == (frame["label"] != "as expected")).all()
        wide = (frame["rate"] < frame["low_99.8"]) | (frame["rate"] > frame["high_99.8"])
        assert (wide == (frame["beyond"] == 0.998)).all()
        # with thousands of answers, limits of chance alone call most units different
        assert (outside.mean() > 0.7) == (method == "none")


def test_tau2_is_zero_where_n_phi_falls_below_n_minus_1() -> None:
    # the branch in tau_func of FunnelPlotR; at n phi = n - 1 the numerator is 0 as well
    errors = np.array([0.1, 0.2, 0.3, 0.4])
    assert tau2_of(0.74, errors) == 0
    assert tau2_of(0.75, errors) == 0
    # equal errors s: (n phi - (n - 1)) / (n w - w) with w = 1 / s^2, here (8 - 3) / (3 * 100)
    assert tau2_of(2.0, [0.1] * 4) == pytest.approx(5 / 300)


def test_winsorising_pulls_in_and_truncating_leaves_out() -> None:
    z = np.arange(19.0)  # deciles by hand: type 7 quantiles 0.1 and 0.9 of 0..18 are 1.8 and 16.2
    assert winsorised(z, 0.1).min() == pytest.approx(1.8)
    assert winsorised(z, 0.1).max() == pytest.approx(16.2)
    # SHMI: group = floor(rank * 10 / 20); rank 1 is in group 0, ranks 18 and 19 in group 9
    assert np.flatnonzero(~kept_by_truncation(z, 0.1)).tolist() == [0, 17, 18]
    kept = dispersion(z, np.full(19, 0.1), outliers="truncate", share=0.1)
    assert kept.units == 16
    assert kept.phi == pytest.approx(phi_of(z[1:17]))
    assert dispersion(z, np.full(19, 0.1), outliers="keep", share=0.1).phi == pytest.approx(np.mean(z**2))


def test_the_arcsine_scale_has_error_one_over_two_root_n() -> None:
    z, errors = arcsine_scores([25, 100], [100, 100], 0.25)
    assert errors.tolist() == [0.05, 0.05]
    assert z[0] == 0
    assert z[1] == pytest.approx((np.pi / 2 - np.pi / 6) / 0.05)  # arcsin(1) and arcsin(1/2)


def test_limits_of_overdispersion_are_never_narrower_than_chance() -> None:
    x, n = [50, 51, 49, 50], [100, 100, 100, 100]
    plain = funnel(x, n, overdispersion="none")
    assert plain.phi < 1
    for method in ("additive", "multiplicative"):
        found = funnel(x, n, overdispersion=method)  # type: ignore[arg-type]
        low, high = found.limits([100], 0.95)
        # by hand: sin^2(pi/4 -/+ 1.959964 / 20)
        assert low[0] == pytest.approx(np.sin(np.pi / 4 - 1.959964 / 20) ** 2, abs=1e-7)
        assert high[0] == pytest.approx(np.sin(np.pi / 4 + 1.959964 / 20) ** 2, abs=1e-7)


def test_panjin_the_published_first_is_not_unusual() -> None:
    # statistics.md, 8: mean 97.83 %, z of High-tech zone +0.70, Shuangtaizi -13.3, Dawa +5.2
    found = funnel(PANJIN_X, PANJIN_N, PANJIN, overdispersion="none")
    z = dict(zip(PANJIN, found.z, strict=True))
    assert round(100 * found.center, 2) == 97.83
    assert round(z["High-tech zone"], 1) == 0.7
    assert round(z["Shuangtaizi"], 0) == -13
    assert z["Dawa"] == pytest.approx(5.2, abs=0.1)
    labels = dict(zip(PANJIN, found.labels, strict=True))
    assert labels["High-tech zone"] == "as expected"
    assert labels["Shuangtaizi"] == "lower"
    assert any("fewer than 10 units" in note for note in found.notes)


def test_nothing_to_tell_apart_and_nothing_to_compare_are_said() -> None:
    found = funnel([5, 8, 100], [5, 8, 100])
    assert found.labels == ("as expected",) * 3
    assert found.z.tolist() == [0, 0, 0]
    assert any("nothing to tell apart" in note for note in found.notes)
    found = funnel([5, 0, 90], [10, 0, 100], ["a", "b", "c"])
    assert found.labels[1] == "no trials"
    assert np.isnan(found.z[1])
    assert any("b" in note and "no trials" in note for note in found.notes)
    with pytest.raises(InputError, match="a funnel compares units"):
        funnel([5, 0], [10, 0])


def test_wrong_choices_are_named() -> None:
    with pytest.raises(UsageError, match="additive, multiplicative, none"):
        funnel([1, 2], [3, 4], overdispersion="both")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match=r"above 0 and below 0\.5"):
        funnel([1, 2], [3, 4], winsorise=0.6)
    with pytest.raises(UsageError, match="winsorise, truncate, keep"):
        funnel([1, 2], [3, 4], outliers="drop")  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"streets.*not a whole number"):
        funnel([35078.488, 1], [41980, 2], ["streets", "water"])
    with pytest.raises(InputError, match="a unit stands twice; found 'a'"):
        funnel([1, 2], [3, 4], ["a", "a"])
