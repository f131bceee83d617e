"""Places under several schemes and roundings: the five published cases, and tables small enough to see through."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from hotline_analysis.cases import load_case, sample_names
from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.schemes import Scheme, Scores, load_scheme, read_units, score
from hotline_analysis.statistics.fair.scheme_changes import (
    elements,
    ranked_by,
    rounding_variants,
    with_rounding,
    without,
)
from hotline_analysis.statistics.fair.scored_items import full_marks_items, item_table, neighbours, scored_elements
from hotline_analysis.statistics.fair.sensitivity import (
    case_schemes,
    case_table,
    compare_roundings,
    compare_schemes,
    leave_one_out,
)

Scoring = Callable[..., Scores]
SCORED = [name for name in sample_names() if name != "xiangtan-2019-11"]


def scores_of(name: str) -> Scores:
    case = load_case(name)
    scheme = load_scheme(str(case.scheme))
    return score(case_table(case, scheme), scheme)


def test_six_of_twelve_items_distinguish_nobody_on_the_page_of_2022() -> None:
    """furong-2022-11, annex: 50 units, all with full marks in six of the twelve columns."""
    scores = scores_of("furong-2022-11")
    found = full_marks_items(scores)
    assert len(found) == 6
    assert set(found) == {"及时联系", "工单驳回", "重点督办", "重复交办", "即问即答", "知识库建设"}
    table = item_table(scores)
    assert len(table[table["role"] != "bonus"]) == 12
    assert set(table["units"]) == {50}


def test_the_columns_of_the_page_say_the_same() -> None:
    """Read from the printed table alone, without any scheme: columns whose cells are all one number."""
    case = load_case("furong-2022-11")
    page = case.table("units")
    names = {key: item.zh for _, key, item in load_scheme("furong-2022").items() if key in page}
    constant = {names[key] for key in names if page[key].nunique() == 1}
    assert constant == set(full_marks_items(scores_of("furong-2022-11")))


def test_every_ticket_was_closed_on_the_page_of_yunxi() -> None:
    """yunxi-2022-Q3: all 37 units with tickets have a closure rate of 100, the largest weight of the index."""
    assert full_marks_items(scores_of("yunxi-2022-Q3")) == ("综合指标值：办结率",)


@pytest.mark.parametrize("name", SCORED)
def test_weights_add_up_and_items_add_up_to_totals(name: str) -> None:
    scores = scores_of(name)
    assert item_table(scores)["weight"].sum() == pytest.approx(1)
    for i, total in enumerate(scores.before_bonus):
        if total is not None and scores.placing.ranks[i] is not None and scores.scheme.full_marks == 100:
            parts = [one.scores[i] for one in scored_elements(scores) if one.role not in ("bonus", "deductions")]
            assert abs(sum(part or Fraction(0) for part in parts) - total) <= Fraction(1, 20)


@pytest.mark.parametrize("name", [name for name in SCORED if len(case_schemes(load_case(name))) > 1])
def test_variants_of_the_published_schemes_give_the_printed_places(name: str) -> None:
    """All of them imitate the same page, so that no unit moves (tests/schemes/test_scheme_published.py)."""
    case = load_case(name)
    found = compare_schemes(case, case_schemes(case))
    assert found.moves.empty
    assert set(found.agreement["moved"]) == {0}
    assert found.agreement["tau_b"].to_numpy() == pytest.approx(1)


def test_units_that_only_a_variant_ranks_are_named() -> None:
    case = load_case("yunxi-2022-Q3")
    note = compare_schemes(case, case_schemes(case)).notes[-1]
    assert note.startswith("ranked by only one of yunxi-2022 and yunxi-2022:as_printed: ")
    assert (
        len(note.split(": ", 1)[1].split(": ")[-1].split(", ")) == 18
    )  # units without tickets, printed with 40 points


@pytest.mark.parametrize("name", SCORED)
def test_roundings_of_the_published_cases(name: str) -> None:
    case = load_case(name)
    scheme = load_scheme(str(case.scheme))
    found = compare_roundings(case, scheme)
    assert list(found.scores) == list(rounding_variants(scheme))
    assert found.agreement["tau_b"].dropna().between(-1, 1).all()
    moved = set(found.moves["unit"])
    base = found.places[["unit", "as it is"]]
    for column in list(found.scores)[1:]:
        differs = base.loc[(found.places[column] != base["as it is"]).fillna(False), "unit"]
        assert set(differs) <= moved


@pytest.mark.parametrize("name", SCORED)
def test_leaving_out_an_item_that_distinguishes_nobody_moves_nobody(name: str) -> None:
    case = load_case(name)
    scheme = load_scheme(str(case.scheme))
    found = leave_one_out(case, scheme)
    table = item_table(found.scores["as it is"])
    idle = {f"without {key}" for key in table.loc[table["values"] == 1, "item"]}
    assert not idle & set(found.moves["scheme"])
    assert set(found.scores) == {"as it is", *(f"without {key}" for key in elements(scheme))}
    assert not found.moves.empty


def test_the_bonus_makes_one_place() -> None:
    """furong-2022-11: 97.83 + 0.5 is fourth, 97.92 fifth, and 97.83 is less than 97.92."""
    case = load_case("furong-2022-11")
    pairs = neighbours(scores_of("furong-2022-11")).set_index("above")
    assert pairs.loc["东屯渡街道办事处", "deciding"] == ("campaign_bonus",)
    assert pairs.loc["东屯渡街道办事处", "below"] == "五里牌街道办事处"
    # the next two differ on one item alone: without it they would tie
    assert pairs.loc["五里牌街道办事处", ["gap", "lead"]].tolist() == pytest.approx([0.14, 0.14])
    assert pairs.loc["五里牌街道办事处", "deciding"] == ("problem_resolution",)
    found = leave_one_out(case, load_scheme("furong-2022"))
    moves = found.moves[found.moves["scheme"] == "without campaign_bonus"].set_index("unit")
    assert moves["place_then"].to_dict() == {"东屯渡街道办事处": 5, "五里牌街道办事处": 4}


def test_a_case_without_scores_is_ranked_by_its_rates() -> None:
    case = load_case("xiangtan-2019-11")
    scheme = load_scheme("xiangtan-2019")
    found = compare_schemes(
        case,
        {"satisfaction": ranked_by(scheme, "satisfaction_rate"), "time": ranked_by(scheme, "on_time_closure_rate")},
    )
    page = case.table("units")
    page = page[page["unit"] != "总计"]
    # 51 units have a printed satisfaction rate; three dashes (the total row left out)
    assert (page["satisfaction_rate"] != "").sum() == 51
    row = found.agreement.iloc[0]
    assert row["units"] == 51
    from scipy.stats import kendalltau

    both = page[page["satisfaction_rate"] != ""].astype({"satisfaction_rate": float, "on_time_closure_rate": float})
    expected = kendalltau(both["satisfaction_rate"], both["on_time_closure_rate"]).statistic
    assert row["tau_b"] == pytest.approx(expected)


def test_a_scheme_that_ranks_nobody_is_named() -> None:
    case = load_case("xiangtan-2019-11")
    scheme = load_scheme("xiangtan-2019")
    found = compare_schemes(case, {"own": scheme, "rate": ranked_by(scheme, "satisfaction_rate")})
    assert found.notes[0] == "own ranks nobody: the scheme gives no scores"
    assert found.agreement.empty
    with pytest.raises(UsageError, match="0 items"):
        leave_one_out(case, scheme)
    with pytest.raises(UsageError, match="ranks by nothing"):
        neighbours(found.scores["own"])
    with pytest.raises(UsageError, match="cannot rank by 'charm'"):
        ranked_by(scheme, "charm")


BODY = """\
full_marks: 30
groups: {g: {zh: 组, en: group}}
dimensions:
  d:
    zh: 全
    en: whole
    marks: 30
    items:
      x: {zh: 满意, en: satisfied, marks: 20, rule: {kind: rate, metric: satisfaction_rate}}
      y: {zh: 退单, en: returns, marks: 10, rule: {kind: per_case, cases: [{count: returned, off: 1}]}}
rounding: {item: {decimals: 2, mode: half_up}, total: {decimals: 1, mode: half_up}}
"""
# a: 18 + 10 = 28, b: 19 + 8 = 27, c: 20 + 6 = 26, d: 18 + 8 = 26
TABLE = """\
unit,group,revisited,satisfied,returned
a,g,20,18,0
b,g,20,19,2
c,g,20,20,4
d,g,20,18,2
"""


@pytest.fixture
def small(scheme_file: Callable[..., Path], table_file: Callable[..., Path]) -> Scores:
    scheme = load_scheme(scheme_file(BODY))
    return score(read_units([table_file(TABLE)], scheme), scheme)


def test_neighbours_by_hand(small: Scores) -> None:
    found = neighbours(small).to_dict("records")
    assert [(row["above"], row["below"], row["gap"]) for row in found] == [("a", "b", 1), ("b", "c", 1), ("c", "d", 0)]
    # a leads b by 2 on returns and is 1 behind on satisfaction; b leads c likewise; c and d tie
    assert [(row["item"], row["lead"], row["deciding"]) for row in found] == [
        ("y", 2, ("y",)),
        ("y", 2, ("y",)),
        ("", 0, ()),
    ]


def test_leave_one_out_by_hand(small: Scores) -> None:
    found = leave_one_out(small.context.table, small.scheme)
    places = found.places.set_index("unit")
    assert places["as it is"].tolist() == [1, 2, 3, 3]
    assert places["without x"].tolist() == [1, 2, 4, 2]  # by returns alone: 10, 8, 6, 8
    assert places["without y"].tolist() == [3, 2, 1, 3]  # by satisfaction alone: 18, 19, 20, 18
    assert found.moves.iloc[0][["unit", "scheme", "change"]].tolist() in (["a", "without y", -2], ["c", "without y", 2])
    row = found.agreement.set_index(["first", "second"]).loc[("as it is", "without y")]
    # bd stay in order, ab, ac and bc turn round, cd tie before and ad after: 1 - 3 of 5 untied pairs in each
    assert row["tau_b"] == pytest.approx((1 - 3) / 5)
    assert (row["units"], row["moved"], row["furthest"]) == (4, 2, 2)


def test_roundings_by_hand(scheme_file: Callable[..., Path], table_file: Callable[..., Path]) -> None:
    scheme = load_scheme(scheme_file(BODY))
    # 2 of 3 and 200 of 299: 66.666... and 66.889...; of 20 points 13.334 -> 13.33 and 13.378 -> 13.38
    table = read_units([table_file("unit,group,revisited,satisfied,returned\np,g,3,2,0\nq,g,299,200,0\n")], scheme)
    found = compare_roundings(table, scheme)
    totals = {name: one.totals for name, one in found.scores.items()}
    assert totals["as it is"] == [Fraction("23.3"), Fraction("23.4")]
    assert totals["truncate"] == [Fraction("23.3"), Fraction("23.3")]
    assert totals["one decimal more"] == [Fraction("23.33"), Fraction("23.38")]
    assert totals["one decimal less"] == [Fraction(23), Fraction(23)]
    assert set(found.moves["scheme"]) == {"truncate", "one decimal less"}
    assert found.moves[["unit", "place", "place_then", "change"]].drop_duplicates().to_numpy().tolist() == [
        ["p", 2, 1, 1]
    ]


def test_an_exact_rate_is_scored_exactly(small: Scores, table_file: Callable[..., Path]) -> None:
    scheme = with_rounding(small.scheme, exact_rates=True)
    table = read_units([table_file("unit,group,revisited,satisfied,returned\np,g,3,2,0\n")], small.scheme)
    raw = scheme.model_copy(update={"rounding": scheme.rounding.model_copy(update={"item": None})})
    assert score(table, raw).items["x"] == [Fraction(40, 3)]


def test_without(small: Scores) -> None:
    assert elements(small.scheme) == ("x", "y")
    assert [key for _, key, _ in without(small.scheme, "x").items()] == ["y"]
    assert elements(small.scheme) == ("x", "y")  # the scheme itself stays as it is
    with pytest.raises(UsageError, match="no item 'z'"):
        without(small.scheme, "z")


def test_a_scheme_of_one_item_has_nothing_to_leave_out(small: Scores) -> None:
    with pytest.raises(UsageError, match="1 items"):
        leave_one_out(small.context.table, without(small.scheme, "x"))


def test_one_scheme_is_no_comparison(small: Scores) -> None:
    with pytest.raises(UsageError, match="two or more"):
        compare_schemes(small.context.table, {"one": small.scheme})
    with pytest.raises(InputError, match="no such scheme"):
        compare_schemes(small.context.table, ["furong-2022", "nowhere"])


def test_a_part_of_a_mean_is_its_share(scored: Scoring) -> None:
    body = """\
full_marks: 20
dimensions:
  d:
    zh: 全
    en: whole
    marks: 20
    items:
      x:
        zh: 均
        en: mean
        marks: 20
        rule:
          kind: mean_of
          of:
            s: {kind: rate, metric: satisfaction_rate}
            r: {kind: rate, metric: resolution_rate}
"""
    scores = scored(body, "unit,group,revisited,satisfied,resolved\na,g,10,5,10\nb,g,10,10,10\n")
    found = {one.key: one for one in scored_elements(scores)}
    assert list(found) == ["x/s", "x/r"]
    assert found["x/s"].scores == [Fraction(5), Fraction(10)]
    assert found["x/r"].full == [Fraction(10), Fraction(10)]
    assert full_marks_items(scores) == ("均：r",)
    less: Scheme = without(scores.scheme, "x/s")
    assert score(scores.context.table, less).totals == [Fraction(20), Fraction(20)]


def test_a_bonus_that_nobody_has_is_no_item_of_full_marks(scored: Scoring) -> None:
    body = BODY + "bonus: {items: {extra: {zh: 加分, en: extra, rule: {kind: given, column: more, default: none}}}}\n"
    table = "unit,group,revisited,satisfied,returned,more\na,g,10,10,0,\nb,g,10,9,0,\n"
    scores = scored(body, table)
    assert full_marks_items(scores) == ("退单",)
    assert item_table(scores).set_index("item").loc["extra", ["full", "values"]].tolist() == [2, 1]
