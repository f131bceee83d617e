"""Who takes part, places, ties, vetoes, grades, and the change on the previous period."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from hotline_analysis.schemes import Scores, ranking_order, scores_frame

Run = Callable[..., Scores]

HEAD = """
full_marks: 10
dimensions:
  d:
    zh: 维
    en: d
    marks: 10
    items: {i: {zh: 项, en: i, marks: 10, rule: {kind: per_case, cases: [{count: late_signed, off: 0.1}]}}}
"""
# totals: a 9, b 9, c 8, d 10, e 9
TABLE = "unit,group,late_signed,assigned\na,x,10,5\nb,x,10,7\nc,x,20,9\nd,y,0,2\ne,y,10,3\n"


def ranks(scores: Scores) -> dict[str, int | None]:
    return dict(zip(scores.units, scores.placing.ranks, strict=True))


class TestPlaces:
    @pytest.mark.parametrize(
        ("ranking", "places"),
        [
            ("{}", [1, 1, 3, 1, 2]),
            ("{places: dense}", [1, 1, 2, 1, 2]),
            ("{within: all}", [2, 2, 5, 1, 2]),
            ("{within: all, places: dense}", [2, 2, 3, 1, 2]),
            ("{within: all, best: lowest}", [2, 2, 1, 5, 2]),
            ("{within: all, by: assigned}", [3, 2, 1, 5, 4]),
            ("{within: all, by: assigned, best: lowest}", [3, 4, 5, 1, 2]),
            ("{within: all, by: i}", [2, 2, 5, 1, 2]),
            ("{within: all, by: d}", [2, 2, 5, 1, 2]),
        ],
    )
    def test_within_and_ties(self, scored: Run, ranking: str, places: list[int]) -> None:
        assert scored(HEAD + f"ranking: {ranking}", TABLE).placing.ranks == places

    def test_groups_are_the_default(self, scored: Run) -> None:
        assert scored(HEAD, TABLE).placing.ranks == [1, 1, 3, 1, 2]

    def test_a_scheme_may_do_without_places(self, scored: Run) -> None:
        assert scored(HEAD + "ranking: null", TABLE).placing.ranks == [None] * 5

    def test_both(self, scored: Run) -> None:
        scores = scored(HEAD + "ranking: {within: both}", TABLE)
        assert scores.placing.ranks == [1, 1, 3, 1, 2]
        assert scores.placing.overall_ranks == [2, 2, 5, 1, 2]
        assert list(scores_frame(scores)["overall_rank"]) == ["2", "2", "5", "1", "2"]

    def test_ties_at_a_stated_precision(self, scored: Run) -> None:
        table = "unit,late_signed\na,1\nb,4\nc,6\n"  # 9.9, 9.6, 9.4
        assert scored(HEAD + "ranking: {tie_decimals: 0}", table).placing.ranks == [1, 1, 3]
        assert scored(HEAD + "ranking: {tie_decimals: 1}", table).placing.ranks == [1, 2, 3]

    def test_the_rounded_total_decides_a_tie(self, scored: Run) -> None:
        assert scored(HEAD + "rounding: {total: {decimals: 0}}", "unit,late_signed\na,1\nb,4\n").placing.ranks == [1, 1]

    def test_a_scheme_without_scores_may_rank_by_a_rate(self, scored: Run) -> None:
        body = "show: [satisfaction_rate]\nranking: {by: satisfaction_rate}\n"
        scores = scored(body, "unit,revisited,satisfied\na,4,3\nb,4,4\nc,0,0\n")
        assert scores.placing.ranks == [2, 1, None]
        assert scores.placing.reasons[2].en == "no figure or no denominator for satisfaction_rate"
        assert scores.placing.reasons[0] is None


class TestOrderInsideATie:
    def test_by_volume_downward(self, scored: Run) -> None:
        frame = scores_frame(scored(HEAD + "ranking: {order: [-assigned]}", TABLE))
        assert list(frame["unit"]) == ["b", "a", "c", "d", "e"]

    def test_upward_and_missing_last(self, scored: Run) -> None:
        table = "unit,late_signed,assigned\na,0,5\nb,0,\nc,0,2\n"
        assert list(scores_frame(scored(HEAD + "ranking: {order: [assigned]}", table))["unit"]) == ["c", "a", "b"]

    def test_several(self, scored: Run) -> None:
        table = "unit,late_signed,assigned,closed\na,0,5,1\nb,0,5,2\nc,0,9,0\n"
        frame = scores_frame(scored(HEAD + "ranking: {order: [-assigned, -closed]}", table))
        assert list(frame["unit"]) == ["c", "b", "a"]

    def test_groups_in_the_order_of_the_scheme(self, scored: Run) -> None:
        body = HEAD + "groups: {y: {zh: 乙, en: y}, x: {zh: 甲, en: x}}"
        assert list(scores_frame(scored(body, TABLE))["group"]) == ["y", "y", "x", "x", "x"]

    def test_overall_ignores_groups(self, scored: Run) -> None:
        scores = scored(HEAD + "ranking: {within: all, order: [-assigned]}", TABLE)
        assert [scores.units[i] for i in ranking_order(scores)] == ["d", "b", "a", "e", "c"]

    def test_units_that_are_not_ranked_come_last(self, scored: Run) -> None:
        table = "unit,late_signed\na,\nb,3\n"
        assert list(scores_frame(scored(HEAD, table))["unit"]) == ["b", "a"]


class TestParticipation:
    BODY = HEAD + (
        "participation:\n"
        "  - {count: closed, at_least: 1, reason: {zh: 无办结, en: none closed}}\n"
        "  - {count: revisited, at_least: 5, reason: {zh: 回访不足5件, en: fewer than 5 revisited}}\n"
    )

    def test_the_first_reason_is_shown(self, scored: Run) -> None:
        table = "unit,late_signed,closed,revisited\na,0,0,0\nb,0,9,4\nc,5,9,5\nd,0,,9\n"
        scores = scored(self.BODY, table)
        assert ranks(scores) == {"a": None, "b": None, "c": 1, "d": None}
        frame = scores_frame(scores, language="zh").set_index("unit")["not_ranked"]
        assert dict(frame) == {"a": "无办结", "b": "回访不足5件", "c": "", "d": "无办结"}

    def test_what_the_table_cannot_answer_is_said(self, scored: Run) -> None:
        scores = scored(self.BODY, "unit,late_signed,closed\na,0,3\n")
        assert scores.placing.ranks == [1]
        assert "not checked, the table has no column for it: fewer than 5 revisited" in scores.notes

    def test_by_a_rate(self, scored: Run) -> None:
        body = HEAD + "participation: [{metric: closure_rate, above: 50, reason: {zh: 低, en: low}}]"
        scores = scored(body, "unit,late_signed,assigned,closed\na,0,4,2\nb,0,4,3\n")
        assert scores.placing.ranks == [None, 1]

    def test_a_unit_left_out_gets_no_grade(self, scored: Run) -> None:
        body = self.BODY + "grades: [{grade: A}]\n"
        scores = scored(body, "unit,late_signed,closed,revisited\na,0,0,0\nb,0,9,9\n")
        assert scores.placing.grades == [None, "A"]


class TestVeto:
    @staticmethod
    def body(effect: str, more: str = "") -> str:
        return HEAD + (
            "counts: {fraud: {zh: 弄虚作假, en: fraud}}\n"
            f"vetoes: [{{all: [{{count: fraud, above: 0}}], effect: {effect},"
            f" reason: {{zh: 弄虚作假, en: fraud}}}}{more}]\n"
            "grades: [{grade: A, at_least: 9.5}, {grade: B, at_least: 9}, {grade: C}]\n"
        )

    TABLE = "unit,late_signed,fraud\na,0,1\nb,5,0\nc,10,\nd,20,2\n"  # 10, 9.5, 9, 8

    def test_last_place(self, scored: Run) -> None:
        scores = scored(self.body("last_place"), self.TABLE)
        assert scores.placing.ranks == [3, 1, 2, 3]
        assert scores.placing.grades == ["A", "A", "B", "C"]
        assert scores.totals == [10, Fraction("9.5"), 9, 8]

    def test_last_place_inside_the_group(self, scored: Run) -> None:
        table = "unit,group,late_signed,fraud\na,x,0,1\nb,x,50,0\nc,y,0,0\n"
        scores = scored(self.body("last_place") + "ranking: {within: both}", table)
        assert scores.placing.ranks == [2, 1, 1]
        assert scores.placing.overall_ranks == [3, 2, 1]

    def test_last_place_where_the_lowest_is_best(self, scored: Run) -> None:
        scores = scored(self.body("last_place") + "ranking: {by: late_signed, best: lowest}", self.TABLE)
        assert scores.placing.ranks == [3, 1, 2, 3]

    def test_lowest_grade(self, scored: Run) -> None:
        scores = scored(self.body("lowest_grade"), self.TABLE)
        assert scores.placing.ranks == [1, 2, 3, 4]
        assert scores.placing.grades == ["C", "A", "B", "C"]

    def test_zero_total(self, scored: Run) -> None:
        scores = scored(self.body("zero_total"), self.TABLE)
        assert scores.totals == [0, Fraction("9.5"), 9, 0]
        assert scores.placing.ranks == [3, 1, 2, 3]
        assert scores.placing.grades == ["C", "A", "B", "C"]

    def test_the_reason_is_shown(self, scored: Run) -> None:
        frame = scores_frame(scored(self.body("last_place"), self.TABLE)).set_index("unit")
        assert dict(frame["veto"]) == {"a": "fraud", "b": "", "c": "", "d": "fraud"}

    def test_two_vetoes_both_take_effect(self, scored: Run) -> None:
        more = ", {any: [{count: fraud, at_least: 2}], effect: last_place, reason: {zh: 屡次, en: repeated}}"
        scores = scored(self.body("lowest_grade", more), self.TABLE)
        assert scores.placing.grades == ["C", "A", "B", "C"]
        assert scores.placing.ranks == [1, 2, 3, 4]
        assert scores.placing.vetoed[3].zh == "弄虚作假；屡次"

    def test_a_veto_that_the_table_cannot_answer_is_said(self, scored: Run) -> None:
        scores = scored(self.body("last_place"), "unit,late_signed\na,0\n")
        assert "not checked, the table has no column for it: fraud" in scores.notes

    def test_a_unit_without_data_does_not_get_a_total(self, scored: Run) -> None:
        scores = scored(self.body("zero_total"), "unit,late_signed,fraud\na,,1\nb,0,0\n")
        assert scores.totals == [None, 10]
        assert scores.placing.ranks == [None, 1]


class TestGrades:
    def test_bounds_belong_to_the_higher_grade(self, scored: Run) -> None:
        body = HEAD + "grades: [{grade: A, at_least: 9}, {grade: B, at_least: 8}]"
        scores = scored(body, "unit,late_signed\na,10\nb,11\nc,20\nd,21\n")
        assert scores.placing.grades == ["A", "B", "B", None]

    def test_by_group(self, scored: Run) -> None:
        body = HEAD + (
            "groups: {x: {zh: 甲, en: x}, y: {zh: 乙, en: y}}\n"
            "grades:\n"
            "  x: [{grade: 优秀, at_least: 9}, {grade: 合格}]\n"
            "  y: [{grade: 优秀, at_least: 10}, {grade: 合格}]\n"
        )
        assert scored(body, TABLE).placing.grades == ["优秀", "优秀", "合格", "优秀", "合格"]


class TestChangeOnThePreviousPeriod:
    def test_places_and_grades(self, scored: Run) -> None:
        body = HEAD + "grades: [{grade: A, at_least: 9.5}, {grade: B}]"
        now = scored(body, "unit,late_signed\na,0\nb,10\nc,20\nd,\n")
        before = scored(body, "unit,late_signed\na,20\nb,0\nd,10\n")
        frame = scores_frame(now, previous=before).set_index("unit")
        assert list(frame.columns)[-5:] == ["rank_before", "places_gained", "grade_before", "grade", "not_ranked"]
        assert dict(frame["rank_before"]) == {"a": "3", "b": "1", "c": "", "d": "2"}
        assert dict(frame["places_gained"]) == {"a": "2", "b": "-1", "c": "", "d": ""}
        assert dict(frame["grade_before"]) == {"a": "B", "b": "A", "c": "", "d": "B"}
