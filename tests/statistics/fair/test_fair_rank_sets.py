"""Rank sets: the example of csranks, PISA, the published Panjin figures, and what must always hold."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.statistics.fair.places import ahead_and_behind, chances
from hotline_analysis.statistics.fair.rank_sets import RankSets, rank_sets
from hotline_analysis.statistics.fair.rate_sets import posterior_draws, rank_sets_of_rates

# OECD, PISA 2018, mathematics: mean score and standard error, as in csranks, data-raw/pisa.csv
PISA = {
    "Australia": (491.3600252, 1.939833031),
    "Austria": (498.9423138, 2.970998694),
    "Belgium": (508.0703063, 2.262662011),
    "Canada": (512.0169429, 2.357475749),
    "Chile": (417.4065563, 2.41588757),
    "Colombia": (390.9322732, 2.989559274),
    "Czech Republic": (499.4676508, 2.460661531),
    "Denmark": (509.3983746, 1.735002337),
    "Estonia": (523.4145802, 1.743602224),
    "Finland": (507.3013618, 1.967920411),
    "France": (495.4075794, 2.320214487),
    "Germany": (500.0437805, 2.647083096),
    "Greece": (451.3703438, 3.091228197),
    "Hungary": (481.0826364, 2.319596741),
    "Iceland": (495.1873762, 1.953082603),
    "Ireland": (499.632894, 2.198621128),
    "Israel": (463.0345488, 3.498563228),
    "Italy": (486.5898573, 2.780045867),
    "Japan": (526.9732502, 2.471475318),
    "Korea": (525.933002, 3.121394315),
    "Latvia": (496.1263306, 1.962766789),
    "Lithuania": (481.1911884, 1.953282039),
    "Luxembourg": (483.421485, 1.097632409),
    "Mexico": (408.8014734, 2.493225544),
    "Netherlands": (519.2309824, 2.632277885),
    "New Zealand": (494.489676, 1.705942856),
    "Norway": (500.9637885, 2.219044878),
    "Poland": (515.6478747, 2.602085176),
    "Portugal": (492.4874062, 2.684570081),
    "Slovak Republic": (486.1648542, 2.555595707),
    "Slovenia": (508.8975441, 1.363877596),
    "Spain": (481.3926126, 1.462417763),
    "Sweden": (502.3877022, 2.654250935),
    "Switzerland": (515.3147131, 2.908003898),
    "Turkey": (453.5077774, 2.260406789),
    "United Kingdom": (501.7698992, 2.564428111),
    "United States": (478.2447174, 3.235444099),
}
PANJIN_N = np.array([4226, 1922, 6530, 2584, 22, 268])
PANJIN_X = np.round(PANJIN_N * np.array([99.00, 98.37, 98.44, 94.01, 100, 97.02]) / 100)
PANJIN = ("Dawa", "Panshan", "Xinglongtai", "Shuangtaizi", "High-tech zone", "Liaobin")


def span(found: RankSets, unit: str) -> tuple[int, int]:
    i = found.names.index(unit)
    return int(found.simultaneous_low[i]), int(found.simultaneous_high[i])


@pytest.mark.parametrize("seed", [1, 2])
def test_the_example_of_csranks(seed: int) -> None:
    # danielwilhelm/R-CS-ranks, docs/reference/csranks.html: x <- seq(1,3,length=10); csranks(x, rep(0.2,10))
    found = rank_sets(np.linspace(1, 3, 10), [0.2] * 10, seed=seed)
    assert found.simultaneous_low.tolist() == [7, 6, 5, 4, 3, 2, 1, 1, 1, 1]
    assert found.simultaneous_high.tolist() == [10, 10, 10, 10, 9, 8, 7, 6, 5, 4]


def test_pisa_2018_within_one_place() -> None:
    # statistics.md, 4, oracle 2, from the method of csranks on its data-raw/pisa.csv; ends may move by one
    means, errors = zip(*PISA.values(), strict=True)
    found = rank_sets(means, errors, list(PISA))
    expected = {
        "Japan": (1, 1, 6),
        "Korea": (2, 1, 7),
        "Estonia": (3, 1, 6),
        "Netherlands": (4, 1, 10),
        "Poland": (5, 1, 12),
        "Belgium": (10, 4, 18),
        "Latvia": (19, 12, 26),
        "United States": (31, 23, 32),
        "Mexico": (36, 35, 36),
        "Colombia": (37, 37, 37),
    }
    for country, (rank, low, high) in expected.items():
        assert found.rank[found.names.index(country)] == rank
        assert span(found, country) == (pytest.approx(low, abs=1), pytest.approx(high, abs=1))


def test_panjin_the_published_first_may_be_anywhere() -> None:
    # statistics.md, 8: High-tech zone (22 of 22) 1-6, Shuangtaizi 4-6, Dawa 1-5
    found = rank_sets_of_rates(PANJIN_X, PANJIN_N, PANJIN)
    assert found.rank[PANJIN.index("High-tech zone")] == 1
    assert span(found, "High-tech zone") == (1, 6)
    assert span(found, "Shuangtaizi") == (4, 6)
    assert span(found, "Dawa") == (1, 5)
    first = dict(zip(PANJIN, found.p_first, strict=True))
    assert first["Dawa"] > first["High-tech zone"]
    assert found.p_bottom5[PANJIN.index("Shuangtaizi")] == 1


@pytest.mark.parametrize("side", ["both", "best", "worst"])
@pytest.mark.parametrize("rates", [True, False])
def test_what_always_holds(side: str, rates: bool) -> None:
    # tests/testthat/test_csranks_{simul,marg}.R: sets hold the rank, one-sided ones touch an end
    random = np.random.default_rng(8)
    if rates:
        n = random.integers(1, 400, 25)
        found = rank_sets_of_rates(random.binomial(n, random.beta(9, 1, 25)), n, side=side, draws=1000)  # type: ignore[arg-type]
    else:
        found = rank_sets(random.normal(size=25), random.uniform(0.05, 0.6, 25), side=side, draws=1000)  # type: ignore[arg-type]
    assert (found.simultaneous_low <= found.marginal_low).all()
    assert (found.marginal_low <= found.rank).all()
    assert (found.rank <= found.marginal_high).all()
    assert (found.marginal_high <= found.simultaneous_high).all()
    assert found.simultaneous_low.min() >= 1
    assert found.simultaneous_high.max() <= 25
    if side == "best":
        assert set(found.marginal_high) == set(found.simultaneous_high) == {25}
    if side == "worst":
        assert set(found.marginal_low) == set(found.simultaneous_low) == {1}
    if side == "both":
        assert (found.simultaneous_high - found.simultaneous_low).min() < 24  # they say something


def test_a_one_sided_marginal_set_bounds_closer() -> None:
    y, se = np.linspace(1, 3, 10), [0.2] * 10
    both, best = rank_sets(y, se), rank_sets(y, se, side="best")
    assert (best.marginal_low >= both.marginal_low).all()
    assert (best.marginal_low > both.marginal_low).any()


def test_low_may_be_best() -> None:
    y, se = np.array([1.0, 2.5, 2.0, 4.0]), [0.3] * 4
    high, low = rank_sets(-y, se), rank_sets(y, se, best="low")
    assert low.rank.tolist() == high.rank.tolist() == [1, 3, 2, 4]
    assert low.simultaneous_low.tolist() == high.simultaneous_low.tolist()
    assert low.p_first[0] > 0.9


def test_the_same_seed_gives_the_same_draws() -> None:
    one, two = (rank_sets_of_rates(PANJIN_X, PANJIN_N, seed=4).frame for _ in range(2))
    pd.testing.assert_frame_equal(one, two)
    assert (rank_sets_of_rates(PANJIN_X, PANJIN_N, seed=5).p_first != one["p_first"]).any()


def test_two_units_are_told_apart_beyond_the_normal_quantile() -> None:
    # one pair: |difference| / sqrt(2) against 1.959964
    near, far = 1.94 * np.sqrt(2), 1.99 * np.sqrt(2)
    assert rank_sets([0.0, near], [1.0, 1.0], draws=200_000).simultaneous_low.tolist() == [1, 1]
    assert rank_sets([0.0, far], [1.0, 1.0], draws=200_000).simultaneous_low.tolist() == [2, 1]


def test_false_claims_are_rare_among_equal_units_of_any_size() -> None:
    # all true rates are equal, so every claim "certainly better" is false; at most 5 % of tables may hold one
    random, wrong = np.random.default_rng(3), 0
    n = np.array([1, 1, 2, 3, 5, 10, 20, 50, 200, 1000])
    for seed in range(120):
        found = rank_sets_of_rates(random.binomial(n, 0.8), n, draws=400, seed=seed)
        wrong += bool((found.simultaneous_low > 1).any())
    assert wrong <= 12  # 6 expected at the most; 12 or fewer with probability 0.99


def test_values_without_error_are_certain_and_ties_share_a_place() -> None:
    found = rank_sets([3.0, 3.0, 1.0], [0.0, 0.0, 0.0])
    assert found.rank.tolist() == [1, 1, 3]
    assert found.simultaneous_low.tolist() == [1, 1, 3]
    assert found.simultaneous_high.tolist() == [2, 2, 3]
    assert found.p_first.tolist() == [1, 1, 0]


def test_places_in_draws_by_hand() -> None:
    values = np.array([[5.0, 1.0], [5.0, 2.0], [3.0, 3.0], [4.0, 3.0]])
    above, below = ahead_and_behind(values)
    assert above.T.tolist() == [[0, 0, 3, 2], [3, 2, 0, 0]]
    assert below.T.tolist() == [[2, 2, 0, 1], [0, 1, 2, 2]]
    assert chances(values).first.tolist() == [0.5, 0.5, 0.5, 0.5]
    many = np.arange(12.0)[:, None]
    assert np.flatnonzero(chances(many).top5).tolist() == [7, 8, 9, 10, 11]
    assert np.flatnonzero(chances(many).bottom5).tolist() == [0, 1, 2, 3, 4]


def test_chances_follow_the_posterior_given_the_spread_between_units() -> None:
    x, n = np.array([2.0, 950, 900, 880]), np.array([2.0, 1000, 1000, 1000])
    drawn, note = posterior_draws(x, n, draws=2000, seed=1)
    assert note is None
    assert drawn[0].mean() < 0.95  # 2 of 2 is hardly more than the rate of all
    assert drawn[1].mean() == pytest.approx(0.95, abs=0.01)


def test_fallbacks_are_said() -> None:
    found = rank_sets_of_rates([5, 0, 9, 1], [10, 0, 10, 10], ["a", "none", "c", "d"])
    assert found.names == ("a", "c", "d")
    assert "none" in found.notes[0]
    perfect = rank_sets_of_rates([1, 20, 300], [1, 20, 300])
    assert perfect.rank.tolist() == [1, 1, 1]
    assert set(perfect.simultaneous_high) == {3}
    assert "0 or 100 %" in perfect.notes[0]
    alike = rank_sets_of_rates([50, 49, 51, 50], [100] * 4)
    assert "no more than chance" in alike.notes[0]
    assert alike.p_first == pytest.approx([0.25] * 4, abs=0.03)


def test_bad_input_is_named() -> None:
    with pytest.raises(InputError, match="a ranking compares units"):
        rank_sets_of_rates([5, 0], [10, 0])
    with pytest.raises(InputError, match="a ranking compares units"):
        rank_sets([1.0], [0.1])
    with pytest.raises(InputError, match="b: a missing standard error"):
        rank_sets([1.0, 2.0], [0.1, np.nan], ["a", "b"])
    with pytest.raises(InputError, match=r"b, column estimate: not a number; found 'many'"):
        rank_sets([1.0, "many"], [0.1, 0.1], ["a", "b"])  # type: ignore[list-item]
    with pytest.raises(InputError, match=r"a: not a standard error; found -0\.1"):
        rank_sets([1.0, 2.0], [-0.1, 0.1], ["a", "b"])
    with pytest.raises(UsageError, match="too few; allowed: 100 or more"):
        rank_sets([1.0, 2.0], [0.1, 0.1], draws=10)
    with pytest.raises(UsageError, match="both, best, worst"):
        rank_sets([1.0, 2.0], [0.1, 0.1], side="top")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="high, low"):
        rank_sets([1.0, 2.0], [0.1, 0.1], best="up")  # type: ignore[arg-type]
