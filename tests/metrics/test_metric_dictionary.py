from __future__ import annotations

import re
from fractions import Fraction

import pytest

from hotline_analysis.metrics import CountExpression, counts, metrics
from hotline_analysis.metrics.dictionary import canonical_headers

WANTED = [
    "closure_rate",
    "on_time_closure_rate",
    "signing_on_time_rate",
    "resolution_rate",
    "satisfaction_rate",
    "dissatisfaction_rate",
    "rework_rate",
    "return_rate",
    "extension_rate",
    "revisit_rate",
    "answer_rate",
    "first_contact_resolution_rate",
    "share",
]


def test_every_rate_of_the_bulletins_is_there() -> None:
    assert set(WANTED) <= set(metrics())


@pytest.mark.parametrize("key", list(metrics()))
def test_every_metric_is_complete(key: str) -> None:
    metric = metrics()[key]
    assert re.search(r"[一-鿿]", metric.zh)
    assert metric.en
    assert metric.source
    assert metric.direction in ("up", "down", "none")
    if key != "share":
        assert {*metric.numerator.keys, *metric.denominator.keys} <= set(counts())


@pytest.mark.parametrize("key", list(counts()))
def test_every_count_is_complete(key: str) -> None:
    count = counts()[key]
    assert re.search(r"[一-鿿]", count.zh)
    assert count.en
    assert set(count.within) <= set(counts())
    if count.identity is not None:
        assert set(count.identity.keys) <= set(counts())
        assert key not in count.identity.keys


def test_no_header_stands_for_two_things() -> None:
    headers = [h for entry in (*counts().values(), *metrics().values()) for h in {entry.key, entry.zh, *entry.aliases}]
    assert len(headers) == len(set(headers)) == len(canonical_headers())


class TestRate:
    ROW = {"assigned": Fraction(566), "closed": Fraction(562), "revisited": Fraction(0), "satisfied": Fraction(0)}

    def test_by_hand(self) -> None:
        # yueyang-2017-Q2, 市住建局: 562 of 566 is printed as 99.29
        rate = metrics()["closure_rate"].rate(self.ROW)
        assert rate.value == Fraction(56200, 566)
        assert str(metrics()["closure_rate"].round(rate.value)) == "99.29"
        assert (rate.numerator, rate.denominator, rate.given) == (562, 566, False)

    def test_without_a_denominator_it_is_missing_never_0_nor_100(self) -> None:
        rate = metrics()["satisfaction_rate"].rate(self.ROW)
        assert (rate.value, rate.denominator, rate.uncounted) == (None, 0, False)

    def test_without_a_count_it_is_missing(self) -> None:
        rate = metrics()["rework_rate"].rate(self.ROW)
        assert (rate.value, rate.numerator, rate.uncounted) == (None, None, True)

    def test_several_counts_above_and_below(self) -> None:
        rate = metrics()["revisit_rate"].rate(
            {"revisited": Fraction(467), "revisit_unanswered": Fraction(175), "assigned": Fraction(642)}
        )
        assert rate.value == 100  # xiangtan-2019-11, 雨湖区

    def test_above_100(self) -> None:
        assert (
            metrics()["revisit_rate"]
            .rate({"revisited": Fraction(3), "revisit_unanswered": Fraction(1), "assigned": Fraction(2)})
            .value
            == 200
        )


class TestRedefined:
    def test_a_copy(self) -> None:
        own = metrics()["rework_rate"].redefined({"denominator": "closed", "decimals": 1, "rounding": "truncate"})
        assert own.denominator.keys == ("closed",)
        assert metrics()["rework_rate"].denominator.keys == ("assigned",)
        assert str(own.round(Fraction("2.99"))) == "2.9"

    def test_definitions_in_words(self) -> None:
        own = metrics()["on_time_closure_rate"].redefined(
            {"numerator": "closed - late_closed", "denominator": "closed"}
        )
        assert own.definition() == "按时办结率＝（办结数−未按时办结数）÷办结数"
        assert own.definition(language="en") == "on-time closure rate = (tickets closed − closed late) / tickets closed"
        assert metrics()["revisit_rate"].definition() == "回访率＝（回访数＋回访未应答数）÷交办数"
        assert metrics()["share"].definition() == "占比＝部分÷总体"


class TestExpression:
    @pytest.mark.parametrize(
        ("text", "value"),
        [("a", 5), ("a + b", 8), ("a - b", 2), ("-a + b", -2), ("a-b-c", 1), ("  a  +  b  ", 8), ("a - a", 0)],
    )
    def test_sums(self, text: str, value: int) -> None:
        assert CountExpression.parse(text).value({"a": Fraction(5), "b": Fraction(3), "c": Fraction(1)}) == value

    @pytest.mark.parametrize(
        "text", ["", " ", "a b", "a / b", "a * 2", "3", "a + 3", "a +", "+", "a..b", "(a)", "办结数"]
    )
    def test_nothing_else(self, text: str) -> None:
        with pytest.raises(ValueError, match="sum of counts"):
            CountExpression.parse(text)

    def test_missing_as_soon_as_one_count_is(self) -> None:
        assert CountExpression.parse("a + b").value({"a": Fraction(5), "b": None}) is None
        assert CountExpression.parse("a + b").value({"a": Fraction(5)}) is None

    def test_prints_itself(self) -> None:
        assert str(CountExpression.parse("-a+b  - c")) == "-a + b - c"
