"""Rules that look at a unit alone. Every expected score is worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from hotline_analysis.errors import InputError

Scoring = Callable[..., dict[str, Fraction | None]]

# satisfaction: a 75 %, b 100 %, c 90 %, d without denominator
REVISITED = "unit,revisited,satisfied\na,4,3\nb,5,5\nc,10,9\nd,0,0\n"
# one column of counts
CASES = "unit,late_signed,reworked,urgent\na,0,0,0\nb,3,1,2\nc,40,5,0\nd,,1,1\n"


class TestRate:
    def test_marks_times_rate(self, rule_scores: Scoring) -> None:
        found = rule_scores("{kind: rate, metric: satisfaction_rate}", REVISITED, marks=20)
        assert found == {"a": 15, "b": 20, "c": 18, "d": None}

    def test_complement(self, rule_scores: Scoring) -> None:
        found = rule_scores("{kind: rate, metric: dissatisfaction_rate, complement: true}", REVISITED, marks=20)
        assert found == {"a": 15, "b": 20, "c": 18, "d": None}

    def test_a_complement_is_not_the_rate(self, rule_scores: Scoring) -> None:
        found = rule_scores("{kind: rate, metric: satisfaction_rate, complement: true}", REVISITED)
        assert found == {"a": Fraction("2.5"), "b": 0, "c": 1, "d": None}

    def test_the_rate_is_scored_as_printed(self, rule_scores: Scoring) -> None:
        table = "unit,revisited,satisfied\na,3,2\n"
        rule = "{kind: rate, metric: satisfaction_rate}"
        assert rule_scores(rule, table, marks=20) == {"a": Fraction("13.334")}  # 20 x 66.67 %

    @pytest.mark.parametrize(
        ("own", "score"),
        [
            ("decimals: 1", Fraction("13.34")),  # 66.7
            ("decimals: 1, rounding: truncate", Fraction("13.32")),  # 66.6
            ("decimals: 0, rounding: up", Fraction("13.4")),  # 67
            ("scored_on: exact", Fraction(40, 3)),
            ("scored_on: {decimals: 1}", Fraction("13.34")),
            ("scored_on: {decimals: 0, mode: truncate}", Fraction("13.2")),
            ("numerator: revisited - satisfied", Fraction("6.666")),
        ],
    )
    def test_a_jurisdiction_defines_the_rate(self, rule_scores: Scoring, own: str, score: Fraction) -> None:
        table = "unit,revisited,satisfied\na,3,2\n"
        more = f"metrics: {{satisfaction_rate: {{{own}}}}}"
        assert rule_scores("{kind: rate, metric: satisfaction_rate}", table, marks=20, more=more) == {"a": score}

    def test_half_even(self, rule_scores: Scoring) -> None:
        # 2 of 64 is 3.125 %: half up 3.13, half even 3.12
        table = "unit,assigned,reworked\na,64,2\n"
        rule = "{kind: rate, metric: rework_rate}"
        assert rule_scores(rule, table, marks=100) == {"a": Fraction("3.13")}
        more = "metrics: {rework_rate: {rounding: half_even}}"
        assert rule_scores(rule, table, marks=100, more=more) == {"a": Fraction("3.12")}

    def test_floor_and_ceiling(self, rule_scores: Scoring) -> None:
        rule = "{kind: rate, metric: satisfaction_rate, floor: 8, ceiling: 9.5}"
        assert rule_scores(rule, REVISITED) == {"a": 8, "b": Fraction("9.5"), "c": 9, "d": None}


class TestPerCase:
    def test_off_for_each_case_never_below_zero(self, rule_scores: Scoring) -> None:
        found = rule_scores("{kind: per_case, cases: [{count: late_signed, off: 0.5}]}", CASES)
        assert found == {"a": 10, "b": Fraction("8.5"), "c": 0, "d": None}

    def test_several_kinds_share_a_cap(self, rule_scores: Scoring) -> None:
        rule = "{kind: per_case, cases: [{count: late_signed, off: 0.1}, {count: reworked, off: 1}], at_most: 6}"
        assert rule_scores(rule, CASES) == {"a": 10, "b": Fraction("8.7"), "c": 4, "d": None}

    def test_a_factor_for_a_class_of_tickets(self, rule_scores: Scoring) -> None:
        rule = "{kind: per_case, cases: [{count: reworked, off: 0.2}, {count: urgent, off: 0.2, factor: 2.5}]}"
        assert rule_scores(rule, CASES) == {"a": 10, "b": Fraction("8.8"), "c": 9, "d": Fraction("9.3")}

    def test_added_points_stop_at_the_marks_unless_a_ceiling_lifts_them(self, rule_scores: Scoring) -> None:
        cases = "cases: [{count: reworked, add: 1}]"
        assert rule_scores(f"{{kind: per_case, {cases}}}", CASES)["c"] == 10
        assert rule_scores(f"{{kind: per_case, {cases}, ceiling: 12}}", CASES)["c"] == 12

    def test_a_sum_of_counts(self, rule_scores: Scoring) -> None:
        rule = "{kind: per_case, cases: [{count: late_signed - reworked, off: 1}]}"
        assert rule_scores(rule, CASES) == {"a": 10, "b": 8, "c": 0, "d": None}

    def test_a_floor(self, rule_scores: Scoring) -> None:
        rule = "{kind: per_case, cases: [{count: late_signed, off: 1}], floor: 2}"
        assert rule_scores(rule, CASES)["c"] == 2

    def test_a_count_of_its_own(self, rule_scores: Scoring) -> None:
        table = "unit,弄虚作假\na,2\n"
        more = "counts: {fraud: {zh: 弄虚作假, en: fraud}}"
        assert rule_scores("{kind: per_case, cases: [{count: fraud, off: 3}]}", table, more=more) == {"a": 4}


class TestShortfall:
    # on-time rate of a 3/4 = 75 %, of b 973/1000 = 97.3 %, of c 100 %
    TABLE = "unit,assigned,closed_on_time\na,4,3\nb,1000,973\nc,7,7\n"

    @pytest.mark.parametrize(
        ("options", "a", "b"),
        [
            ("off: 2", -40, Fraction("4.6")),  # 10 - 2 x 25, 10 - 2 x 2.7
            ("off: 2, counted: started", -40, 4),  # 3 points begun
            ("off: 2, counted: completed", -40, 6),  # 2 points completed
            ("off: 2, at_most: 10", 0, Fraction("4.6")),
            ("off: 1, per: 0.5", -40, Fraction("4.6")),
            ("off: 0.2, per: 0.1, counted: started", -40, Fraction("4.6")),
            ("off: 2, floor: 3", 3, Fraction("4.6")),
            ("off: 2, floor: 6", 6, 6),
        ],
    )
    def test_off_per_point_below_100(self, rule_scores: Scoring, options: str, a: object, b: object) -> None:
        rule = f"{{kind: shortfall, metric: on_time_closure_rate, below: 100, {options}}}"
        expected = {"a": max(Fraction(0), Fraction(str(a))), "b": b, "c": 10}
        assert rule_scores(rule, self.TABLE) == expected

    def test_above_a_bound(self, rule_scores: Scoring) -> None:
        rule = "{kind: shortfall, count: reworked, above: 2, off: 1.5}"
        assert rule_scores(rule, CASES) == {"a": 10, "b": 10, "c": Fraction("5.5"), "d": 10}

    def test_a_started_step_is_not_counted_twice_when_it_is_whole(self, rule_scores: Scoring) -> None:
        rule = "{kind: shortfall, metric: on_time_closure_rate, below: 99, off: 1, counted: started}"
        table = "unit,assigned,closed_on_time\na,100,97\nb,1000,969\n"
        assert rule_scores(rule, table) == {"a": 8, "b": 7}


class TestSymmetric:
    TABLE = "unit,revisited,satisfied\na,100,94\nb,100,90\nc,1000,877\n"

    def test_gains_above_and_loses_below(self, rule_scores: Scoring) -> None:
        rule = "{kind: symmetric, metric: satisfaction_rate, base: 90, gain: 0.5, loss: 1, start: 6}"
        assert rule_scores(rule, self.TABLE) == {"a": 8, "b": 6, "c": Fraction("3.7")}

    def test_may_exceed_the_marks(self, rule_scores: Scoring) -> None:
        rule = "{kind: symmetric, metric: satisfaction_rate, base: 90, gain: 1}"
        assert rule_scores(rule, self.TABLE) == {"a": 14, "b": 10, "c": 10}

    @pytest.mark.parametrize(
        ("options", "a", "c"),
        [
            ("at_most_gain: 3", 13, Fraction("5.4")),
            ("at_most_loss: 2", 14, 8),
            ("ceiling: 12", 12, Fraction("5.4")),
            ("floor: 7", 14, 7),
            ("counted: started", 14, 4),
            ("counted: completed", 14, 6),
            ("per: 2", 12, Fraction("7.7")),
        ],
    )
    def test_options(self, rule_scores: Scoring, options: str, a: object, c: object) -> None:
        rule = f"{{kind: symmetric, metric: satisfaction_rate, base: 90, gain: 1, loss: 2, {options}}}"
        found = rule_scores(rule, self.TABLE)
        assert (found["a"], found["b"], found["c"]) == (a, 10, c)


class TestBands:
    TABLE = "unit,revisited,satisfied\na,100,95\nb,1000,949\nc,100,90\nd,1000,899\ne,0,0\n"

    def test_shares_of_the_marks(self, rule_scores: Scoring) -> None:
        rule = "{kind: bands, metric: satisfaction_rate, bands: [{at_least: 95, share: 1}, {at_least: 90, share: 0.5}]}"
        assert rule_scores(rule, self.TABLE) == {"a": 10, "b": 5, "c": 5, "d": 0, "e": None}

    def test_points_and_otherwise(self, rule_scores: Scoring) -> None:
        rule = (
            "{kind: bands, metric: satisfaction_rate, otherwise: 1,"
            " bands: [{above: 95, points: 10}, {above: 90, at_most: 95, points: 7.5}]}"
        )
        assert rule_scores(rule, self.TABLE) == {"a": Fraction("7.5"), "b": Fraction("7.5"), "c": 1, "d": 1, "e": None}

    def test_of_a_count_and_equals(self, rule_scores: Scoring) -> None:
        rule = "{kind: bands, count: late_signed, bands: [{equals: 0, points: 10}, {below: 10, points: 4}]}"
        assert rule_scores(rule, CASES) == {"a": 10, "b": 4, "c": 0, "d": None}

    def test_of_a_share_of_all_tickets(self, rule_scores: Scoring) -> None:
        rule = "{kind: bands, share: {of: assigned}, bands: [{at_least: 50, share: 1}, {at_least: 20, share: 0.2}]}"
        assert rule_scores(rule, "unit,assigned\na,5\nb,3\nc,2\n") == {"a": 10, "b": 2, "c": 2}

    def test_points_never_exceed_the_marks(self, rule_scores: Scoring) -> None:
        rule = "{kind: bands, count: late_signed, bands: [{equals: 0, points: 12}], %s}"
        assert rule_scores(rule % "otherwise: 0", CASES)["a"] == 10
        assert rule_scores(rule % "ceiling: 12", CASES)["a"] == 12


class TestCondition:
    TABLE = "unit,assigned,closed_on_time,reworked\na,10,10,0\nb,10,10,1\nc,10,9,0\nd,10,,0\ne,10,,1\nf,10,9,2\n"

    def test_all_must_hold(self, rule_scores: Scoring) -> None:
        rule = (
            "{kind: condition, all: [{metric: on_time_closure_rate, at_least: 100}, {count: reworked, equals: 0}],"
            " otherwise: 2}"
        )
        # d: one holds, the other is unknown; e: one fails, so the answer is known
        assert rule_scores(rule, self.TABLE) == {"a": 10, "b": 2, "c": 2, "d": None, "e": 2, "f": 2}

    def test_any_may_hold(self, rule_scores: Scoring) -> None:
        rule = "{kind: condition, any: [{metric: on_time_closure_rate, at_least: 100}, {count: reworked, equals: 0}]}"
        assert rule_scores(rule, self.TABLE) == {"a": 10, "b": 10, "c": 10, "d": 10, "e": None, "f": 0}


class TestWeightedIndex:
    def test_by_hand(self, rule_scores: Scoring) -> None:
        rule = (
            "{kind: weighted_index, terms: [{metric: closure_rate, weight: 0.3}, {metric: on_time_closure_rate,"
            " weight: 0.3}, {metric: rework_rate, weight: 0.2, complement: true},"
            " {metric: dissatisfaction_rate, weight: 0.2, complement: true}]}"
        )
        table = "unit,assigned,closed,closed_on_time,reworked,revisited,dissatisfied\na,10,9,8,1,5,1\nb,10,9,8,1,0,0\n"
        # 0.3 x 90 + 0.3 x 80 + 0.2 x 90 + 0.2 x 80
        assert rule_scores(rule, table, marks=100) == {"a": 85, "b": None}
        assert rule_scores(rule, table, marks=10)["a"] == Fraction("8.5")


class TestMeanOf:
    TABLE = "unit,revisited,satisfied,late_signed,interview\na,10,9,2,7\nb,10,10,0,\nc,0,0,0,4\n"

    def test_the_mean_of_sub_items(self, rule_scores: Scoring) -> None:
        rule = (
            "{kind: mean_of, of: {calls: {kind: rate, metric: satisfaction_rate},"
            " signing: {kind: per_case, cases: [{count: late_signed, off: 0.5}]}}}"
        )
        assert rule_scores(rule, self.TABLE) == {"a": 9, "b": 10, "c": None}

    def test_a_given_score_among_them(self, rule_scores: Scoring) -> None:
        rule = (
            "{kind: mean_of, of: {calls: {kind: rate, metric: satisfaction_rate},"
            " interview: {kind: given, column: interview, default: full}}}"
        )
        assert rule_scores(rule, self.TABLE) == {"a": 8, "b": 10, "c": None}

    def test_a_given_score_among_them_is_refused_out_of_range(self, rule_scores: Scoring) -> None:
        rule = "{kind: mean_of, of: {interview: {kind: given, column: interview, default: full}}}"
        with pytest.raises(InputError, match=r"line 2.*unit a, column interview.*out of range.*'80'.*0 to 10"):
            rule_scores(rule, "unit,interview\na,80\n")

    def test_sub_items_keep_their_own_floor(self, rule_scores: Scoring) -> None:
        rule = (
            "{kind: mean_of, of: {one: {kind: per_case, cases: [{count: late_signed, off: 100}], floor: 2},"
            " two: {kind: per_case, cases: [{count: late_signed, off: 100}]}}}"
        )
        assert rule_scores(rule, self.TABLE)["a"] == 1


class TestGiven:
    TABLE = "unit,interview,interview_reason\na,7,visited\nb,,\nc,0,never came\n"

    @pytest.mark.parametrize(("default", "b"), [("full", 10), ("none", 0), ("missing", None)])
    def test_the_default_of_an_empty_cell(self, rule_scores: Scoring, default: str, b: object) -> None:
        rule = f"{{kind: given, column: interview, default: {default}}}"
        assert rule_scores(rule, self.TABLE) == {"a": 7, "b": b, "c": 0}

    def test_a_reason_is_there(self, rule_scores: Scoring) -> None:
        rule = "{kind: given, column: interview, default: full, reason: required}"
        assert rule_scores(rule, self.TABLE) == {"a": 7, "b": 10, "c": 0}

    def test_the_default_needs_no_reason(self, rule_scores: Scoring) -> None:
        rule = "{kind: given, column: interview, default: full, reason: required}"
        assert rule_scores(rule, "unit,interview,interview_reason\na,10,\n") == {"a": 10}

    def test_no_column_with_a_default(self, rule_scores: Scoring) -> None:
        assert rule_scores("{kind: given, column: interview, default: full}", "unit\na\n") == {"a": 10}

    def test_a_column_with_a_chinese_name(self, rule_scores: Scoring) -> None:
        rule = "{kind: given, column: 知识库（分）, default: full}"
        assert rule_scores(rule, "unit,知识库（分）\na,7\nb,\n") == {"a": 7, "b": 10}
        assert rule_scores(rule, "unit\na\n") == {"a": 10}
