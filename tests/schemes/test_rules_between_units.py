"""Rules that compare a unit with others or with an earlier period. Every expected score is worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from hotline_analysis.schemes import Scores

Scoring = Callable[..., dict[str, Fraction | None]]


class TestPosition:
    # satisfaction: a 100, b 99.5, c 99.5, d 98, e 97, f none
    TABLE = "unit,group,revisited,satisfied\na,x,10,10\nb,x,200,199\nc,y,400,398\nd,x,100,98\ne,y,100,97\nf,y,0,0\n"
    BELOW = "kind: position, by: {metric: satisfaction_rate}, among: {below: 100}"

    def test_off_per_place_among_those_below_100(self, rule_scores: Scoring) -> None:
        rule = f"{{{self.BELOW}, scope: all, off_per_place: 0.2}}"
        expected = {
            "a": 10,
            "b": Fraction("9.8"),
            "c": Fraction("9.8"),
            "d": Fraction("9.4"),
            "e": Fraction("9.2"),
            "f": None,
        }
        assert rule_scores(rule, self.TABLE) == expected

    def test_dense_places(self, rule_scores: Scoring) -> None:
        rule = f"{{{self.BELOW}, scope: all, off_per_place: 0.2, places: dense}}"
        assert rule_scores(rule, self.TABLE)["d"] == Fraction("9.6")

    def test_inside_groups_by_default(self, rule_scores: Scoring) -> None:
        rule = f"{{{self.BELOW}, off_per_place: 0.2}}"
        expected = {
            "a": 10,
            "b": Fraction("9.8"),
            "c": Fraction("9.8"),
            "d": Fraction("9.6"),
            "e": Fraction("9.6"),
            "f": None,
        }
        assert rule_scores(rule, self.TABLE) == expected

    def test_ties_at_a_stated_precision(self, rule_scores: Scoring) -> None:
        table = "unit,revisited,satisfied\na,1000,992\nb,10000,9917\nc,100,50\n"
        rule = f"{{{self.BELOW}, off_per_place: 1, tie_decimals: %d}}"
        assert rule_scores(rule % 1, table) == {"a": 9, "b": 9, "c": 7}
        assert rule_scores(rule % 2, table) == {"a": 9, "b": 8, "c": 7}

    def test_the_lowest_may_be_best(self, rule_scores: Scoring) -> None:
        rule = "{kind: position, by: {count: reworked}, best: lowest, off_per_place: 1}"
        assert rule_scores(rule, "unit,reworked\na,5\nb,0\nc,2\n") == {"a": 7, "b": 9, "c": 8}

    def test_awards_for_the_first_places(self, rule_scores: Scoring) -> None:
        rule = "{kind: position, by: {count: closed}, awards: [5, 3, 1]}"
        table = "unit,closed\na,9\nb,8\nc,8\nd,7\ne,6\n"
        # b and c share the second place, so the third is not given
        assert rule_scores(rule, table) == {"a": 15, "b": 13, "c": 13, "d": 10, "e": 10}

    def test_a_ceiling_on_awards(self, rule_scores: Scoring) -> None:
        rule = "{kind: position, by: {count: closed}, awards: [5, 3], ceiling: 12}"
        assert rule_scores(rule, "unit,closed\na,9\nb,8\n") == {"a": 12, "b": 12}

    def test_by_the_change_on_the_previous_period(self, rule_scores: Scoring) -> None:
        rule = "{kind: position, by: {change: {count: assigned, measure: percent}}, best: lowest, off_per_place: 1}"
        found = rule_scores(rule, "unit,assigned\na,9\nb,8\nc,1\n", previous="unit,assigned\na,10\nb,10\n")
        assert found == {"a": 8, "b": 9, "c": None}

    def test_units_that_do_not_take_part_take_no_place(self, rule_scores: Scoring) -> None:
        rule = "{kind: position, by: {count: closed}, best: lowest, awards: [5]}"
        more = "participation: [{count: closed, at_least: 1, reason: {zh: 无, en: none}}]"
        assert rule_scores(rule, "unit,closed\na,0\nb,3\n", more=more) == {"a": 10, "b": 15}

    def test_units_to_which_the_item_does_not_apply_take_no_place(self, scored: Callable[..., Scores]) -> None:
        body = """
full_marks: {x: 10, y: 0}
groups: {x: {zh: 甲, en: x}, y: {zh: 乙, en: y}}
dimensions:
  d:
    zh: 维
    en: d
    marks: {x: 10, y: 0}
    items:
      i:
        zh: 项
        en: i
        marks: {x: 10}
        groups: [x]
        rule: {kind: position, by: {count: closed}, scope: all, off_per_place: 1}
"""
        scores = scored(body, "unit,group,closed\na,y,9\nb,x,3\nc,x,2\n")
        assert scores.items["i"] == [0, 9, 8]


class TestChange:
    def test_of_a_count_in_per_cent(self, rule_scores: Scoring) -> None:
        rule = "{kind: change, count: assigned, measure: percent, better: down, gain: 0.1, loss: 0.2, start: 5}"
        now, before = "unit,assigned\na,8\nb,12\nc,5\nd,5\n", "unit,assigned\na,10\nb,10\nc,0\n"
        # -20 % gains 2, +20 % loses 4; no base and no earlier row: missing
        assert rule_scores(rule, now, previous=before) == {"a": 7, "b": 1, "c": None, "d": None}

    def test_of_a_count_as_a_difference(self, rule_scores: Scoring) -> None:
        rule = "{kind: change, count: assigned, measure: difference, gain: 1, loss: 1}"
        now, before = "unit,assigned\na,8\nb,12\n", "unit,assigned\na,10\nb,9\n"
        assert rule_scores(rule, now, previous=before) == {"a": 8, "b": 13}

    def test_of_a_rate_in_percentage_points_on_the_year_before(self, rule_scores: Scoring) -> None:
        rule = (
            "{kind: change, metric: satisfaction_rate, measure: percentage_points, on: year_before, gain: 2, loss: 1,"
            " at_most_gain: 3, at_most_loss: 4}"
        )
        now = "unit,revisited,satisfied\na,10,9\nb,10,7\nc,100,81\n"
        before = "unit,revisited,satisfied\na,10,8\nb,10,8\nc,100,80\n"
        assert rule_scores(rule, now, year_before=before) == {"a": 13, "b": 6, "c": 12}

    @pytest.mark.parametrize(("counted", "expected"), [("started", 8), ("completed", 9), ("exact", Fraction("8.5"))])
    def test_steps(self, rule_scores: Scoring, counted: str, expected: object) -> None:
        rule = f"{{kind: change, count: assigned, measure: percent, loss: 1, per: 10, counted: {counted}}}"
        found = rule_scores(rule, "unit,assigned\na,85\n", previous="unit,assigned\na,100\n")
        assert found == {"a": expected}

    def test_without_the_earlier_table_it_is_missing_and_said(self, scored: Callable[..., Scores]) -> None:
        body = """
full_marks: 10
dimensions:
  d:
    zh: 维
    en: d
    marks: 10
    items:
      i:
        zh: 升幅
        en: growth
        marks: 10
        rule: {kind: change, count: closed, measure: percent, on: year_before, gain: 1}
"""
        scores = scored(body, "unit,closed\na,1\n")
        assert scores.items["i"] == [None]
        assert scores.placing.reasons[0].zh == "缺少数据：升幅"
        assert "i is a change, and no table of the same period a year earlier was given" in scores.notes


class TestVolume:
    TABLE = "unit,group,assigned\na,x,50\nb,x,30\nc,y,20\nd,y,\n"

    def test_points_per_per_cent_of_all_tickets(self, rule_scores: Scoring) -> None:
        rule = "{kind: volume, count: assigned, points_per_percent: 0.1}"
        assert rule_scores(rule, self.TABLE) == {"a": 5, "b": 3, "c": 2, "d": None}

    def test_no_more_than_the_marks(self, rule_scores: Scoring) -> None:
        rule = "{kind: volume, count: assigned, points_per_percent: 1}"
        assert rule_scores(rule, self.TABLE) == {"a": 10, "b": 10, "c": 10, "d": None}

    def test_share_of_the_group(self, rule_scores: Scoring) -> None:
        rule = "{kind: volume, count: assigned, points_per_percent: 0.08, scope: group}"
        assert rule_scores(rule, self.TABLE) == {"a": 5, "b": 3, "c": 8, "d": None}

    def test_full_marks_for_the_largest(self, rule_scores: Scoring) -> None:
        rule = "{kind: volume, count: assigned, full_marks_at: largest%s}"
        assert rule_scores(rule % "", self.TABLE) == {"a": 10, "b": 6, "c": 4, "d": None}
        assert rule_scores(rule % ", scope: group", self.TABLE) == {"a": 10, "b": 6, "c": 10, "d": None}

    def test_no_tickets_at_all(self, rule_scores: Scoring) -> None:
        rule = "{kind: volume, count: assigned, full_marks_at: largest}"
        assert rule_scores(rule, "unit,assigned\na,0\n") == {"a": None}

    def test_the_largest_is_one_that_takes_part(self, rule_scores: Scoring) -> None:
        rule = "{kind: volume, count: assigned, full_marks_at: largest}"
        more = "participation: [{count: closed, at_least: 1, reason: {zh: 无, en: none}}]"
        found = rule_scores(rule, "unit,assigned,closed\na,50,0\nb,20,9\nc,10,9\n", more=more)
        assert found == {"a": 10, "b": 10, "c": 5}
