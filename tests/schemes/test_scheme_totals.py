"""From items to totals: groups, bonus, deductions, caps, rounding, missing figures, scores instead of counts."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from hotline_analysis.errors import InputError
from hotline_analysis.schemes import Scores, load_scheme, read_units, score, scores_frame

Run = Callable[..., Scores]

ITEM = "{zh: 项, en: i, marks: 10, rule: {kind: per_case, cases: [{count: late_signed, off: 1}]}}"
PLAIN = f"full_marks: 10\ndimensions: {{d: {{zh: 维, en: d, marks: 10, items: {{i: {ITEM}}}}}}}\n"


def only(rule: str, more: str = "") -> str:
    return f"""
full_marks: 10
dimensions: {{d: {{zh: 维, en: d, marks: 10, items: {{i: {{zh: 项, en: i, marks: 10, rule: {rule}}}}}}}}}
{more}
"""


class TestGroups:
    BODY = """
full_marks: {streets: 15, departments: 10}
base: {streets: 5, departments: 0}
groups:
  streets: {zh: 街道, en: streets, also: [jiedao]}
  departments: {zh: 区直部门, en: departments}
dimensions:
  d:
    zh: 维
    en: d
    marks: 10
    items:
      both:
        zh: 甲
        en: both
        marks: {streets: 6, departments: 10}
        rule: {kind: per_case, cases: [{count: late_signed, off: 1}]}
      one: {zh: 乙, en: one, marks: 4, groups: [streets], rule: {kind: per_case, cases: [{count: reworked, off: 1}]}}
"""
    TABLE = "unit,group,late_signed,reworked\na,streets,1,1\nb,departments,1,9\nc,街道,0,0\nd,jiedao,0,0\n"

    def test_marks_by_group_and_items_for_some_groups(self, scored: Run) -> None:
        scores = scored(self.BODY, self.TABLE)
        assert scores.items["both"] == [5, 9, 6, 6]
        assert scores.items["one"] == [3, 0, 4, 4]
        assert scores.totals == [13, 9, 15, 15]
        assert scores.marks["both"] == [6, 10, 6, 6]
        assert scores.marks["one"] == [4, 0, 4, 4]

    def test_a_group_goes_by_its_key_its_names_and_others(self, scored: Run) -> None:
        assert scored(self.BODY, self.TABLE).groups == ["streets", "departments", "streets", "streets"]

    def test_a_missing_figure_of_an_item_for_others_does_not_matter(self, scored: Run) -> None:
        scores = scored(self.BODY, "unit,group,late_signed,reworked\nb,departments,0,\n")
        assert scores.totals == [10]

    def test_a_group_without_marks_is_refused(self, scored: Run) -> None:
        with pytest.raises(InputError) as caught:
            scored(self.BODY, "unit,group,late_signed,reworked\na,villages,0,0\n")
        text = str(caught.value)
        for part in ("units.csv, line 2", "no marks for this group", "'villages'", "streets, departments"):
            assert part in text

    def test_an_unknown_group_is_said(self, scored: Run) -> None:
        body = PLAIN + "groups: {streets: {zh: 街道, en: streets}}\n"
        scores = scored(body, "unit,late_signed\na,0\n")
        assert "units is not a group of the scheme, which has streets" in scores.notes


class TestBonusAndDeductions:
    def test_a_bonus_starts_at_0_and_lifts_the_total_above_full_marks(self, scored: Run) -> None:
        body = PLAIN + (
            "bonus: {items: {praise: {zh: 表扬, en: praise,"
            " rule: {kind: per_case, cases: [{count: extension, add: 0.5}]}}}}"
        )
        scores = scored(body, "unit,late_signed,extension\na,0,3\nb,1,0\n")
        assert scores.before_bonus == [10, 9]
        assert scores.bonus == [Fraction("1.5"), 0]
        assert scores.totals == [Fraction("11.5"), 9]

    def test_caps_hold_for_all_items_together(self, scored: Run) -> None:
        case = "{zh: 件, en: case, rule: {kind: per_case, cases: [{count: reworked, %s: 1}]}}"
        body = PLAIN + (
            f"bonus: {{cap: 3, items: {{p: {case % 'add'}, q: {case % 'add'}}}}}\n"
            f"deductions: {{cap: 5, items: {{r: {case % 'off'}, s: {case % 'off'}}}}}\n"
        )
        scores = scored(body, "unit,late_signed,reworked\na,0,1\nb,0,4\n")
        assert scores.bonus == [2, 3]
        assert scores.deductions == [-2, -5]
        assert scores.totals == [10, 8]

    def test_a_bonus_never_takes_and_a_deduction_never_gives(self, scored: Run) -> None:
        case = "{zh: 件, en: case, rule: {kind: per_case, cases: [{count: reworked, %s: 1}]}}"
        body = PLAIN + f"bonus: {{items: {{p: {case % 'off'}}}}}\ndeductions: {{items: {{q: {case % 'add'}}}}}\n"
        scores = scored(body, "unit,late_signed,reworked\na,0,4\n")
        assert (scores.bonus, scores.deductions, scores.totals) == ([0], [0], [10])

    def test_marks_are_the_most_that_a_bonus_gives_and_a_deduction_takes(self, scored: Run) -> None:
        case = "{zh: 件, en: case, marks: 2, rule: {kind: per_case, cases: [{count: reworked, %s: 1}]}}"
        body = PLAIN + f"bonus: {{items: {{p: {case % 'add'}}}}}\ndeductions: {{items: {{q: {case % 'off'}}}}}\n"
        scores = scored(body, "unit,late_signed,reworked\na,0,1\nb,0,7\n")
        assert scores.bonus == [1, 2]
        assert scores.deductions == [-1, -2]

    @pytest.mark.parametrize(
        ("rule", "bonus"),
        [
            ("{kind: rate, metric: satisfaction_rate}", [4, 3]),
            ("{kind: condition, all: [{metric: satisfaction_rate, at_least: 100}]}", [4, 0]),
            (
                "{kind: bands, metric: satisfaction_rate,"
                " bands: [{at_least: 100, share: 1}, {at_least: 70, share: 0.5}]}",
                [4, 2],
            ),
            ("{kind: bands, metric: satisfaction_rate, bands: [{at_least: 100, points: 2.5}]}", [Fraction("2.5"), 0]),
            ("{kind: volume, count: revisited, full_marks_at: largest}", [4, 4]),
        ],
    )
    def test_a_part_of_the_marks_as_bonus_and_as_deduction(self, scored: Run, rule: str, bonus: list[object]) -> None:
        table = "unit,late_signed,revisited,satisfied\na,0,4,4\nb,0,4,3\n"
        item = f"{{zh: 件, en: case, marks: 4, rule: {rule}}}"
        assert scored(PLAIN + f"bonus: {{items: {{p: {item}}}}}\n", table).bonus == bonus
        if "points" not in rule:
            deducted = scored(PLAIN + f"deductions: {{items: {{p: {item}}}}}\n", table).deductions
            assert deducted == [-Fraction(value) for value in bonus]

    def test_a_position_award_as_bonus(self, scored: Run) -> None:
        rule = "{kind: position, by: {count: closed}, awards: [5, 4, 3, 2, 1]}"
        body = PLAIN + f"bonus: {{items: {{p: {{zh: 名次, en: place, rule: {rule}}}}}}}\n"
        table = "unit,late_signed,closed\n" + "".join(f"u{n},0,{n}\n" for n in range(1, 8))
        assert scored(body, table).bonus == [0, 0, 1, 2, 3, 4, 5]

    def test_a_shortfall_as_deduction(self, scored: Run) -> None:
        rule = "{kind: shortfall, metric: satisfaction_rate, below: 90, off: 1, at_most: 8}"
        body = PLAIN + f"deductions: {{items: {{p: {{zh: 满意, en: sat, rule: {rule}}}}}}}\n"
        scores = scored(body, "unit,late_signed,revisited,satisfied\na,0,10,9\nb,0,100,86\nc,0,10,1\n")
        assert scores.deductions == [0, -4, -8]

    def test_deductions_alone_take_from_the_base(self, scored: Run) -> None:
        body = (
            "full_marks: 70\nbase: 70\n"
            "deductions: {items: {p: {zh: 件, en: case,"
            " rule: {kind: per_case, cases: [{count: reworked, off: 0.2}]}}}}\n"
        )
        assert scored(body, "unit,reworked\na,3\n").totals == [Fraction("69.4")]


ROUNDED = """
full_marks: 100
metrics: {satisfaction_rate: {scored_on: exact}}
dimensions:
  d:
    zh: 维
    en: d
    marks: 100
    items: {i: {zh: 项, en: i, marks: 100, rule: {kind: rate, metric: satisfaction_rate}}}
rounding: ROUNDING
"""


class TestRounding:
    TABLE = "unit,revisited,satisfied\na,64,2\nb,64,6\n"  # 3.125 %, 9.375 %

    @pytest.mark.parametrize(
        ("rounding", "totals"),
        [
            ("{item: {decimals: 2}}", ["3.13", "9.38"]),
            ("{item: {decimals: 2, mode: half_even}}", ["3.12", "9.38"]),
            ("{item: {decimals: 2, mode: truncate}}", ["3.12", "9.37"]),
            ("{item: {decimals: 2, mode: up}}", ["3.13", "9.38"]),
            ("{total: {decimals: 1}}", ["3.1", "9.4"]),
            ("{total: {decimals: 0, mode: up}}", ["4", "10"]),
            ("{item: {decimals: 1}, total: {decimals: 0, mode: truncate}}", ["3", "9"]),
        ],
    )
    def test_of_items_and_totals(self, scored: Run, rounding: str, totals: list[str]) -> None:
        body = ROUNDED.replace("ROUNDING", rounding)
        assert scored(body, self.TABLE).totals == [Fraction(total) for total in totals]

    def test_totals_are_not_made_of_binary_floats(self, scored: Run) -> None:
        # 0.1 + 0.2 + ... as floats: 10 - 3 x 0.1 = 9.7 and 2.675 rounded to 2.67
        rule = "{kind: per_case, cases: [{count: late_signed, off: 0.065}]}"
        body = only(rule).replace("marks: 10", "marks: 3")
        scores = scored(body, "unit,late_signed\na,5\n")
        assert scores.items["i"] == [Fraction("2.675")]
        assert scores.totals == [Fraction("2.68")]


class TestMissing:
    RULE = "{kind: rate, metric: satisfaction_rate}"
    TABLE = "unit,revisited,satisfied\na,0,0\nb,,\nc,4,3\n"

    def test_no_denominator_is_not_ranked_and_says_why(self, scored: Run) -> None:
        scores = scored(only(self.RULE), self.TABLE)
        assert scores.totals == [None, None, Fraction("7.5")]
        assert scores.placing.ranks == [None, None, 1]
        assert [reason and reason.en for reason in scores.placing.reasons] == [
            "no figure or no denominator for i",
            "no figure or no denominator for i",
            None,
        ]

    def test_zero_imitates_a_page_but_only_without_a_denominator(self, scored: Run) -> None:
        scores = scored(only(self.RULE, "no_denominator: zero"), self.TABLE)
        assert scores.totals == [0, None, Fraction("7.5")]

    @pytest.mark.parametrize(("how", "first"), [("full", 10), ("none", 0), ("not_ranked", None)])
    def test_an_item_says_what_a_missing_figure_is(self, scored: Run, how: str, first: object) -> None:
        body = only(self.RULE).replace("marks: 10, rule", f"marks: 10, when_missing: {how}, rule")
        assert scored(body, self.TABLE).totals == [first, first, Fraction("7.5")]


class TestScoresInsteadOfCounts:
    def test_a_column_of_scores_replaces_missing_counts(self, scored: Run) -> None:
        scores = scored(PLAIN, "unit,i\na,9.5\nb,\n")
        assert scores.totals == [Fraction("9.5"), None]

    def test_under_the_chinese_name_too(self, scored: Run) -> None:
        assert scored(PLAIN, "单位,项\na,9.5\n").totals == [Fraction("9.5")]

    def test_counts_go_before_scores(self, scored: Run) -> None:
        assert scored(PLAIN, "unit,late_signed,i\na,2,9.5\n").totals == [8]

    def test_row_by_row(self, scored: Run) -> None:
        scores = scored(PLAIN, "unit,late_signed,i\na,2,\nb,,9.5\nc,,\n")
        assert scores.totals == [8, Fraction("9.5"), None]
        assert "i taken from the table for units without counts for it: b" in scores.notes

    def test_a_zero_denominator_is_not_a_missing_count(self, scored: Run) -> None:
        body = only("{kind: rate, metric: satisfaction_rate}")
        assert scored(body, "unit,revisited,satisfied,i\na,0,0,4\n").totals == [None]

    def test_it_is_said(self, scored: Run) -> None:
        notes = scored(PLAIN, "unit,i\na,9.5\n").notes
        assert "scores taken from the table, which has no counts for them: i" in notes

    @pytest.mark.parametrize("cell", ["10.01", "-0.1"])
    def test_a_score_that_the_item_cannot_give(self, scored: Run, cell: str) -> None:
        with pytest.raises(InputError) as caught:
            scored(PLAIN, f"unit,i\nx,1\na,{cell}\n")
        text = str(caught.value)
        for part in ("units.csv, line 3", "unit a, column i", "out of range", repr(cell), "0 to 10"):
            assert part in text

    def test_a_missing_column_names_what_is_needed(self, scored: Run) -> None:
        with pytest.raises(InputError) as caught:
            scored(PLAIN, "unit,late_sign\na,0\n")
        text = str(caught.value)
        for part in ("units.csv", "missing column late_signed", "i (项)", "a column i with the item's score"):
            assert part in text

    def test_a_count_that_follows_from_others_is_not_missing(self, scored: Run) -> None:
        assert scored(PLAIN, "unit,signed,signed_on_time\na,9,7\n").totals == [8]

    def test_a_given_score_without_column_or_default(self, scored: Run) -> None:
        with pytest.raises(InputError, match="missing column interview, needed for i"):
            scored(only("{kind: given, column: interview}"), "unit,late_signed\na,0\n")

    @pytest.mark.parametrize("cell", ["11", "-1"])
    def test_a_given_score_out_of_range(self, scored: Run, cell: str) -> None:
        with pytest.raises(InputError, match=r"unit a, column interview: a given score out of range; .* 0 to 10"):
            scored(only("{kind: given, column: interview}"), f"unit,interview\na,{cell}\n")

    def test_a_given_score_without_its_reason(self, scored: Run) -> None:
        rule = "{kind: given, column: interview, default: full, reason: required}"
        with pytest.raises(InputError, match=r"line 3, unit b, .*without its reason; found '7'; .* interview_reason"):
            scored(only(rule), "unit,interview,interview_reason\na,,\nb,7,\n")

    def test_a_bound_of_the_given_rule(self, scored: Run) -> None:
        with pytest.raises(InputError, match="0 to 4"):
            scored(only("{kind: given, column: interview, ceiling: 4}"), "unit,interview\na,5\n")

    def test_an_earlier_table_must_have_the_columns_too(self, scored: Run) -> None:
        body = only("{kind: change, count: closed, measure: percent, gain: 1}")
        with pytest.raises(InputError, match=r"p\.csv: missing column closed"):
            scored(body, "unit,closed\na,1\n", previous="unit,signed\na,1\n")


class TestGivenRates:
    RULE = "{kind: rate, metric: satisfaction_rate}"

    def test_a_printed_rate_fills_in_for_counts(self, scored: Run) -> None:
        scores = scored(only(self.RULE), "unit,revisited,satisfied,satisfaction_rate\na,4,3,80\nb,,,80%\n")
        assert scores.totals == [Fraction("7.5"), 8]
        assert any("satisfaction_rate taken as printed" in note for note in scores.notes)

    def test_or_goes_before_them_and_the_difference_is_told(self, scored: Run) -> None:
        body = only(self.RULE, "given_rates: prefer")
        scores = scored(body, "unit,revisited,satisfied,satisfaction_rate\na,4,3,80\nb,4,3,75.00\nc,4,3,\n")
        assert scores.totals == [8, Fraction("7.5"), Fraction("7.5")]
        (note,) = [note for note in scores.notes if "is printed as" in note]
        assert "units.csv, line 2: a: satisfaction_rate is printed as 80.00, its counts give 75.00" in note


def test_a_unit_in_two_groups_with_other_counts_is_refused(
    loaded: Callable[..., Any], table_file: Callable[..., Any]
) -> None:
    scheme = loaded(PLAIN)
    one, two = table_file("unit,late_signed\na,0\n", "one.csv"), table_file("unit,late_signed\na,1\n", "two.csv")
    with pytest.raises(InputError, match=r"two\.csv, line 2, column unit: a unit stands twice; found 'a'"):
        read_units([one, two], scheme)
    both = read_units([one, table_file("unit,late_signed\na,0\n", "three.csv")], scheme)
    assert list(score(both, scheme).groups) == ["one"]


def test_the_frame_is_not_changed_by_scoring(loaded: Callable[..., Any], table_file: Callable[..., Any]) -> None:
    scheme = loaded(PLAIN)
    table = read_units([table_file("unit,late_signed\na,3\n")], scheme)
    before = table.frame.copy(deep=True)
    scores_frame(score(table, scheme))
    assert table.frame.equals(before)


def test_a_scheme_without_groups_loads_by_name() -> None:
    assert load_scheme("xiangtan-2019").groups == {}
