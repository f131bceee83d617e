"""Whole numbers worked out from rates and scores: they give what is printed, by plain decimal arithmetic."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from making_tickets import fact, table, units

from hotline_analysis.errors import InputError
from hotline_analysis.exact import rounded
from hotline_analysis.synthetic import published
from hotline_analysis.synthetic.solving import cases_behind, parts_of, wholes_for
from hotline_analysis.synthetic.spreading import choose_to_total, spread


def half_up(value: Fraction, places: str) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal(places), ROUND_HALF_UP)


def test_extensions_of_furong_2020_give_the_printed_whole_per_cents() -> None:
    page, solved = units("furong-2020-03"), published("furong-2020-03").solved["extension"]
    for unit, row in page.iterrows():
        assert half_up(Fraction(100 * solved[str(unit)], int(row["closed"])), "1") == Decimal(row["extension_rate"])


def test_call_backs_of_yunxi_give_the_printed_rates_and_the_district_s() -> None:
    page, solved = units("yunxi-2022-Q3"), published("yunxi-2022-Q3").solved["revisited"]
    for unit, row in page.iterrows():
        if row["dissatisfied"] != "0":
            rate = Fraction(100 * int(row["dissatisfied"]), solved[str(unit)])
            assert half_up(rate, "0.01") == Decimal(row["dissatisfaction_rate"])
        else:
            assert solved[str(unit)] == int(row["handled"])
    bad = page["dissatisfied"].astype(int).sum()
    assert half_up(100 - Fraction(100 * int(bad), sum(solved.values())), "0.01") == fact(
        "yunxi-2022-Q3", "satisfaction_rate"
    )


def test_call_backs_of_yueyang_give_the_printed_rates_but_one() -> None:
    page, solved = units("yueyang-2017-Q2"), published("yueyang-2017-Q2").solved["revisited"]
    wrong = {}
    for unit, row in page.iterrows():
        bad = half_up(Fraction(100 * int(row["dissatisfied"]), solved[str(unit)]), "0.01")
        if 100 - bad != Decimal(row["satisfaction_rate"]):
            wrong[unit] = 100 - bad
    # 4 of 150 is the nearest that whole numbers come to the printed 97.34
    assert wrong == {"市城管局": Decimal("97.33")}
    assert sum(solved.values()) == fact("yueyang-2017-Q2", "revisited_total")


@pytest.mark.parametrize(
    ("unit", "revisited"),
    # denominators that were found apart from this code, one unit of every size
    [("岳阳县政府", 231), ("市交警支队", 159), ("市教育体育局", 32), ("市规划局", 16), ("云溪区政府", 58)],
)
def test_known_denominators_of_yueyang(unit: str, revisited: int) -> None:
    assert published("yueyang-2017-Q2").solved["revisited"][unit] == revisited


class TestFurong2022:
    def test_resolution_scores_follow_one_of_the_two_roundings(self) -> None:
        page, solved = units("furong-2022-11"), published("furong-2022-11").solved
        for unit, row in page.iterrows():
            n, good, shown = solved["revisited"][str(unit)], solved["resolved"][str(unit)], row["problem_resolution"]
            tenth = half_up(Fraction(100 * good, n), "0.1")
            score = half_up(Fraction(20 * good, n), "0.01")
            if int(Decimal(shown) * 100) % 2 == 0:
                score = (Decimal(20) * tenth / 100).quantize(Decimal("0.01"))
            assert score == Decimal(shown), unit

    def test_printed_counts_stay_and_totals_add_up(self) -> None:
        low, solved = table("furong-2022-11", "low_resolution_units"), published("furong-2022-11").solved
        for unit, n, bad in low[["unit", "revisited", "unresolved"]].itertuples(index=False):
            assert (solved["revisited"][unit], solved["revisited"][unit] - solved["resolved"][unit]) == (
                int(n),
                int(bad),
            )
        assert sum(solved["revisited"].values()) == fact("furong-2022-11", "revisited_total")
        assert sum(solved["closed"].values()) == fact("furong-2022-11", "closed_total")

    def test_the_one_evaluation_below_full_marks(self) -> None:
        solved = published("furong-2022-11").solved
        # 15 x 24/25 = 14.4; 22 answers are printed, so three calls were not answered
        assert solved["revisit_unanswered"] == {"征地事务中心": 3}
        assert solved["satisfied"]["征地事务中心"] == 21

    def test_no_marks_left_means_at_least_fifty_late_signings(self) -> None:
        assert published("furong-2022-11").solved["late_signed"]["市场监督管理局"] == 50


def test_a_rate_that_no_whole_number_has() -> None:
    two = lambda share: Fraction(rounded(100 * share, 2))  # noqa: E731
    assert wholes_for(4, Fraction("2.66"), two, 10_000) == []
    assert list(parts_of(7, Fraction("50"), two)) == []


def test_points_that_are_no_whole_number_of_cases() -> None:
    with pytest.raises(InputError, match="no whole number of cases"):
        cases_behind(Fraction("0.25"), Fraction("0.1"), "signing of A")


def test_a_total_that_does_not_fit() -> None:
    with pytest.raises(InputError, match="does not fit"):
        spread(11, [1, 1], [0, 0], [5, 5])
    with pytest.raises(InputError, match="adds up"):
        choose_to_total(5, [[2, 4], [2, 4]], [2, 2])


def test_spreading_keeps_to_total_and_bounds() -> None:
    found = spread(100, [50, 30, 20, 0], [0, 0, 25, 1], [40, 100, 100, 9])
    assert sum(found) == 100
    assert found[0] <= 40
    assert found[2] >= 25
    assert found[3] >= 1
