from __future__ import annotations

from fractions import Fraction

import pytest

from hotline_analysis.report.formats import NumberFormats
from hotline_analysis.report.phrases import (
    numeral,
    period_name,
    previous_name,
    previous_period,
    rise_or_fall,
    short_period,
    year_earlier,
)

WHOLE, EXACT = Fraction(96), Fraction("98.8")


@pytest.mark.parametrize(
    ("zeros", "whole", "part"),
    [("keep", "96.00", "98.80"), ("drop", "96", "98.8"), ("drop_if_whole", "96", "98.80")],
)
def test_trailing_zeros_of_rates(zeros: str, whole: str, part: str) -> None:
    formats = NumberFormats(rates=zeros)  # type: ignore[arg-type]
    assert (formats.rate("closure_rate", WHOLE, 2), formats.rate("closure_rate", EXACT, 2)) == (whole, part)


def test_one_rate_may_have_its_own_format() -> None:
    # yueyang-2017-Q2 drops zeros everywhere but in 群众满意率 below 100
    formats = NumberFormats(rates="drop", rates_of={"satisfaction_rate": "drop_if_whole"})
    assert formats.rate("satisfaction_rate", EXACT, 2) == "98.80"
    assert formats.rate("closure_rate", EXACT, 2) == "98.8"
    assert formats.rate("satisfaction_rate", Fraction(100), 2) == "100"


def test_dropping_zeros_never_touches_a_whole_number() -> None:
    assert NumberFormats().count(Fraction(1000)) == "1000"
    assert NumberFormats(scores="drop").score(Fraction(100), 0) == "100"


def test_rates_are_rounded_as_their_metric_says() -> None:
    # furong-2020-03, annex: 36 of 37 is printed 97.29
    rate = Fraction(3600, 37)
    assert NumberFormats().rate("on_time_closure_rate", rate, 2, "truncate") == "97.29"
    assert NumberFormats().rate("on_time_closure_rate", rate, 2) == "97.30"


@pytest.mark.parametrize("missing", ["-", "—", "", "0"])
def test_a_missing_figure_is_what_the_jurisdiction_chose(missing: str) -> None:
    formats = NumberFormats(missing=missing)  # type: ignore[arg-type]
    assert {formats.rate("x", None, 2), formats.share(None), formats.score(None, 1), formats.count(None)} == {missing}


@pytest.mark.parametrize(
    ("period", "name", "short", "before"),
    [
        ("2022-11", "2022年11月", "11月份", "上月"),
        ("2022-01", "2022年1月", "1月份", "上月"),
        ("2017-Q4", "2017年第四季度", "第四季度", "上季度"),
        ("2023-H1", "2023年上半年", "上半年", "上年下半年"),
        ("2023-H2", "2023年下半年", "下半年", "上半年"),
        ("2023", "2023年", "2023年", "上年"),
    ],
)
def test_periods_in_chinese(period: str, name: str, short: str, before: str) -> None:
    assert (period_name(period), short_period(period), previous_name(period)) == (name, short, before)


@pytest.mark.parametrize(
    ("period", "before", "year"),
    [
        ("2022-11", "2022-10", "2021-11"),
        ("2022-01", "2021-12", "2021-01"),
        ("2022-10", "2022-09", "2021-10"),
        ("2022-Q1", "2021-Q4", "2021-Q1"),
        ("2022-H1", "2021-H2", "2021-H1"),
        ("2022-H2", "2022-H1", "2021-H2"),
        ("2022", "2021", "2021"),
    ],
)
def test_periods_that_are_compared_with(period: str, before: str, year: str) -> None:
    assert (previous_period(period), year_earlier(period)) == (before, year)


def test_chinese_numerals() -> None:
    said = [numeral(n) for n in (1, 9, 10, 11, 19, 20, 21, 99)]
    assert said == ["一", "九", "十", "十一", "十九", "二十", "二十一", "九十九"]


@pytest.mark.parametrize("number", [0, -1, 100])
def test_numerals_beyond_their_range_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 99"):
        numeral(number)


def test_words_for_a_change() -> None:
    assert [rise_or_fall(Fraction(n)) for n in (1, -1, 0)] == ["上升", "下降", "持平"]
