"""Limits of control charts against the published numbers of two packages."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from hotline_analysis.errors import InputError
from hotline_analysis.statistics.fair.control_charts import mean_moving_range, p_prime, u_prime, xmr

# R: set.seed(123); rnorm(20), to eight decimals as R prints them.
RNORM = [
    *(-0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621, -1.26506123),
    *(-0.68685285, -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272, -0.55584113, 1.78691314),
    *(0.49785048, -1.96661716, 0.70135590, -0.47279141),
]
# 20 weeks of attendances at English emergency departments, those seen within four hours and all: Mohammed, Panesar,
# Laney and Wilson 2013 (BMJ Quality & Safety 22:362-368). Limits of the p' chart (per cent) and of the
# u' chart as the tests of PowerBI-SPC print them: test/Chart Types/pprime.test.ts and uprime.test.ts.
WEEKS = [
    (266501, 280443, 94.013, 96.567, 0.9401, 0.9657),
    (264225, 276823, 94.0046, 96.5753, 0.940, 0.9658),
    (276532, 291681, 94.0378, 96.5421, 0.9404, 0.9654),
    (281461, 296155, 94.0473, 96.5326, 0.9405, 0.9653),
    (269071, 282343, 94.0173, 96.5627, 0.9402, 0.9656),
    (261215, 275888, 94.0025, 96.5775, 0.94, 0.9658),
    (270409, 283867, 94.0207, 96.5593, 0.9402, 0.9656),
    (279778, 295251, 94.0454, 96.5345, 0.9405, 0.9653),
    (270483, 284468, 94.022, 96.5579, 0.9402, 0.9656),
    (270320, 282529, 94.0177, 96.5623, 0.9402, 0.9656),
    (267923, 279618, 94.0111, 96.5689, 0.9401, 0.9657),
    (271478, 283932, 94.0208, 96.5591, 0.9402, 0.9656),
    (255353, 266629, 93.9803, 96.5996, 0.9398, 0.966),
    (256820, 268091, 93.9839, 96.5961, 0.9398, 0.966),
    (261835, 276803, 94.0046, 96.5753, 0.94, 0.9658),
    (259144, 271578, 93.9923, 96.5877, 0.9399, 0.9659),
    (255910, 266005, 93.9788, 96.6012, 0.9398, 0.966),
    (260863, 273520, 93.9969, 96.583, 0.94, 0.9658),
    (264465, 278574, 94.0087, 96.5713, 0.9401, 0.9657),
    (260989, 273772, 93.9975, 96.5824, 0.94, 0.9658),
]


# NHSRplotthedots, tests/testthat/_snaps/ptd_spc_standard.md: mean_col, lpl, upl of r1, r2, r3
@pytest.mark.parametrize(
    ("fifteenth", "screen", "expected"),
    [
        (None, True, (0.1416238, -3.01138, 3.294627)),
        (10, True, (0.6694159, -2.383666, 3.722497)),
        (10, False, (0.6694159, -4.596625, 5.935457)),
    ],
)
def test_xmr_limits(fifteenth: float | None, screen: bool, expected: tuple[float, ...]) -> None:
    values = list(RNORM)
    if fifteenth is not None:
        values[14] = fifteenth
    frame = xmr(values, screen=screen).frame
    for name, value in zip(("center", "lower", "upper"), expected, strict=True):
        assert frame[name].to_numpy() == pytest.approx(value, rel=2e-7)


def test_the_outlier_is_the_signal() -> None:
    values = list(RNORM)
    values[14] = 10
    found = xmr(values, [f"2020-{month:02}" for month in range(1, 21)]).signals
    assert found.loc[found["signal"] == "outside", ["period", "direction"]].to_numpy().tolist() == [["2020-15", 1]]


def test_sides_of_the_mean() -> None:
    """The snapshot's relative_to_mean, as far as it is printed."""
    values = list(RNORM)
    values[14] = 10
    frame = xmr(values).frame
    side = np.sign(frame["value"] - frame["center"]).astype(int).tolist()
    assert side[:14] == [-1, -1, 1, -1, -1, 1, -1, -1, -1, -1, 1, -1, -1, -1]


def test_a_rebase_begins_anew() -> None:
    """Groups of a rebase at the eleventh point: test-ptd_spc_standard.R, "it sets the rebase_group field"."""
    frame = xmr(RNORM, rebase=[11]).frame
    assert frame["stretch"].tolist() == [0] * 10 + [1] * 10
    for part in (slice(0, 10), slice(10, 20)):
        assert frame["center"].iloc[part].to_numpy() == pytest.approx(np.mean(RNORM[part]))
        assert xmr(RNORM[part]).frame["upper"].to_numpy() == pytest.approx(frame["upper"].iloc[part].to_numpy())


def test_runs_end_at_a_rebase() -> None:
    values = [10.0, 12, 10, 12, 10, 12, 13, 13, 13, 14, 20, 21, 20, 21, 20, 21, 20, 21]
    assert (xmr(values).frame["signal"] != "").any()
    assert not (xmr(values, rebase=[11]).frame["signal"].iloc[10:] != "").any()


def attendances() -> pd.DataFrame:
    found = pd.DataFrame(WEEKS, columns=["within_4_hours", "attendances", "p_lower", "p_upper", "u_lower", "u_upper"])
    return found.assign(week=range(1, 21))


@pytest.mark.parametrize("screen", [True, False])
def test_p_prime_limits(screen: bool) -> None:
    """Mohammed et al. 2013, limits in per cent as in PowerBI-SPC, test/Chart Types/pprime.test.ts."""
    data = attendances()
    chart = p_prime(data["within_4_hours"], data["attendances"], data["week"].tolist(), screen=screen)
    for name in ("lower", "upper"):
        assert (100 * chart.frame[name]).to_numpy() == pytest.approx(data[f"p_{name}"].to_numpy(), abs=6e-5)
    assert not (chart.frame["outside"]).any()
    assert chart.sigma_z[0] > 10  # overdispersed: on an ordinary p chart most weeks lie outside


def test_p_prime_without_sigma_z_would_cry_wolf() -> None:
    data = attendances()
    rate = data["within_4_hours"] / data["attendances"]
    center = data["within_4_hours"].sum() / data["attendances"].sum()
    outside = (rate - center).abs() > 3 * np.sqrt(center * (1 - center) / data["attendances"])
    assert outside.sum() > 10


def test_u_prime_limits() -> None:
    """The same data as rates per attendance, four decimals: test/Chart Types/uprime.test.ts."""
    data = attendances()
    chart = u_prime(data["within_4_hours"], data["attendances"])
    for name in ("lower", "upper"):
        assert chart.frame[name].to_numpy() == pytest.approx(data[f"u_{name}"].to_numpy(), abs=6e-5)


def test_binomial_periods_have_a_sigma_z_of_one() -> None:
    rng = np.random.default_rng(20221101)
    sizes = rng.integers(50, 5000, 2000)
    chart = p_prime(rng.binomial(sizes, 0.9), sizes)
    assert chart.sigma_z[0] == pytest.approx(1, abs=0.06)
    assert chart.frame["outside"].mean() < 0.01


def test_screening_once() -> None:
    # ranges 1 x 9 and 100: mean 10.9, bound 35.6; without the 100 the mean is 1
    values = [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 101]
    assert mean_moving_range(values) == 1
    assert mean_moving_range(values, screen=False) == pytest.approx(10.9)


@pytest.mark.parametrize("draw", [p_prime, u_prime])
def test_all_satisfied(draw: type) -> None:
    chart = draw([5] * 14, [5] * 14)
    assert chart.signals.empty
    assert any("do not vary" in note for note in chart.notes)
    assert chart.frame["lower"].tolist() == [1.0] * 14


def test_limits_of_a_rate_stay_between_0_and_1() -> None:
    frame = p_prime([9, 10, 8, 10, 9, 10, 10], [10, 10, 10, 10, 10, 10, 10]).frame
    assert frame["upper"].max() == 1
    assert p_prime([0, 1, 0, 2, 0], [10] * 5).frame["lower"].min() == 0


def test_few_periods_are_provisional() -> None:
    assert any("provisional" in note for note in xmr(range(11)).notes)
    assert xmr([1, 2] * 6).notes == ()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: xmr([1]), ["too few periods", "1", "at least 2"]),
        (lambda: xmr([]), ["too few periods"]),
        (lambda: xmr([1, None, 3]), ["not a number", "period 2"]),
        (lambda: xmr([1, "many", 3]), ["not a number", "period 2", "'many'"]),
        (lambda: xmr([1, 2, 3], ["a", "b"]), ["not as many periods", "2", "3"]),
        (lambda: xmr([1, 2], ["a", "a"]), ["stands twice", "'a'"]),
        (lambda: xmr([1, 2, 3], rebase=[7]), ["no such period", "'7'", "1, 2, 3"]),
        (lambda: xmr([1, 2, 3], rebase=[3]), ["too few periods", "from period 3"]),
        (lambda: p_prime([3, 1], [2, 2]), ["more successes than trials", "period 1", "at most 2"]),
        (lambda: p_prime([0, 1], [0, 2], ["2022-01", "2022-02"]), ["nothing to take a rate of", "2022-01"]),
        (lambda: p_prime([0.5, 1], [2, 2]), ["not a whole number", "0.5"]),
        (lambda: p_prime([-1, 1], [2, 2]), ["negative", "-1"]),
        (lambda: u_prime(["many", 1], [2, 2]), ["not a number", "'many'"]),
        (lambda: u_prime([1, 2], [2, 2, 2]), ["not as many sizes"]),
    ],
)
def test_mistakes(call: object, words: list[str]) -> None:
    with pytest.raises(InputError) as error:
        call()  # type: ignore[operator]
    assert all(word in str(error.value) for word in words), str(error.value)
