# ruff: noqa: E501
"""Rank sets of scores: the float scorer against the exact one, the draws, and the published cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray

from hotline_analysis.cases import load_case, sample_names
from hotline_analysis.errors import InputError
from hotline_analysis.metrics import UnitTable
from hotline_analysis.schemes import Scheme, Scores, load_scheme, read_units, score
from hotline_analysis.schemes.rules import AnyRule
from hotline_analysis.statistics.fair.float_rules import KINDS
from hotline_analysis.statistics.fair.float_scores import float_ranked
from hotline_analysis.statistics.fair.floats import rounded, steps
from hotline_analysis.statistics.fair.implied import implied_revisited
from hotline_analysis.statistics.fair.implied_scores import counts_behind_scores
from hotline_analysis.statistics.fair.redraw import Redraw
from hotline_analysis.statistics.fair.score_sets import score_rank_sets
from hotline_analysis.statistics.fair.sensitivity import case_table

SCORED = ("furong-2020-03", "furong-2022-11", "yueyang-2017-Q2", "yunxi-2022-Q3")


Drawn = Mapping[str, NDArray[np.float64]]


def exact_table(table: UnitTable, drawn: Drawn, draw: int) -> UnitTable:
    """One of many drawn tables, in fractions."""
    frame = table.frame.copy()
    for key, columns in drawn.items():
        values = columns[:, min(draw, columns.shape[1] - 1)]
        frame[key] = [None if np.isnan(value) else Fraction(int(value)) for value in values]
    return replace(table, frame=frame)


def exact_totals(table: UnitTable, scheme: Scheme, drawn: Drawn, draw: int) -> NDArray[np.float64]:
    """The totals of one drawn table."""
    return as_floats(score(exact_table(table, drawn, draw), scheme).totals)


def as_floats(values: list[Fraction | None]) -> NDArray[np.float64]:
    """Fractions as floats, NaN where one is missing."""
    return np.array([np.nan if value is None else float(value) for value in values])


def totals(scores: Scores) -> NDArray[np.float64]:
    """What the exact scorer gives."""
    return as_floats(list(scores.totals))


def opened(case: str, scheme: str | None = None) -> tuple[UnitTable, Scheme]:
    found = load_case(case)
    rules = load_scheme(scheme or str(found.scheme))
    return read_units(found.unit_table_files, rules), rules


def variants() -> list[tuple[str, str]]:
    names = [(case, str(load_case(case).scheme)) for case in SCORED]
    return [
        (case, full) for case, name in names for full in (name, *(f"{name}:{v}" for v in load_scheme(name).variants))
    ]


def test_every_kind_of_rule_has_a_float_form() -> None:
    assert set(KINDS) == set(AnyRule.__args__[0].__args__)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("case", "scheme"), variants())
def test_the_float_scorer_gives_the_exact_totals_of_the_published_tables(case: str, scheme: str) -> None:
    scores = score(*opened(case, scheme))
    np.testing.assert_allclose(float_ranked(scores)[:, 0], totals(scores), atol=1e-9)


@pytest.mark.parametrize("case", ["furong-2020-03", "yueyang-2017-Q2", "yunxi-2022-Q3"])
def test_it_gives_the_exact_totals_of_drawn_tables_too(case: str) -> None:
    table, scheme = opened(case)
    scores = score(table, scheme)
    drawn = Redraw(scores.context, scheme, draws=4, random=np.random.default_rng(2)).columns
    found = float_ranked(scores, drawn)
    # a drawn table's rates come from its counts, whatever the page prints
    exact = scheme.model_copy(update={"given_rates": "fill"})
    ranked = np.array([reason is None for reason in scores.placing.reasons])
    for draw in range(4):
        expected = exact_totals(table, exact, drawn, draw)
        np.testing.assert_allclose(found[ranked, draw], expected[ranked], atol=1e-9)
    assert (np.ptp(found[ranked], axis=1) > 0).any()


UNITS = """\
unit,group,assigned,signed,late_signed,closed,late_closed,revisited,satisfied,resolved,reworked,hand
a,north,120,118,3,110,7,80,77,71,2,9
b,north,60,60,0,58,0,40,40,38,0,
c,north,3,3,1,3,1,2,1,1,1,10
d,south,400,380,9,390,21,300,270,255,12,4.5
e,south,9,9,0,9,0,,,,0,2
f,south,33,33,2,30,2,0,0,0,1,1
"""
EARLIER = UNITS.replace("a,north,120", "a,north,100").replace("80,77", "80,70").replace("300,270", "300,280")

RULES = {
    "rate": "{kind: rate, metric: satisfaction_rate}",
    "complement": "{kind: rate, metric: rework_rate, complement: true}",
    "per_case": "{kind: per_case, cases: [{count: late_signed, off: 0.3}, {count: reworked, off: 0.1, factor: 2}], at_most: 2}",
    "floor": "{kind: per_case, cases: [{count: late_closed, off: 1}], floor: 2}",
    "shortfall": "{kind: shortfall, metric: resolution_rate, below: 95, off: 0.7, per: 1.5, counted: started, at_most: 6}",
    "completed": "{kind: shortfall, metric: resolution_rate, below: 100, off: 0.5, counted: completed}",
    "excess": "{kind: shortfall, metric: rework_rate, above: 1.2, off: 1}",
    "symmetric": "{kind: symmetric, metric: satisfaction_rate, base: 92, gain: 0.5, loss: 1, at_most_gain: 2, at_most_loss: 4}",
    "bands": "{kind: bands, metric: satisfaction_rate, bands: [{at_least: 95, share: 1}, {at_least: 90, share: 0.5}], otherwise: 1}",
    "points": "{kind: bands, count: closed - late_closed, bands: [{above: 100, points: 9}, {equals: 58, points: 7}]}",
    "condition": "{kind: condition, all: [{metric: satisfaction_rate, at_least: 90}, {count: late_signed, at_most: 3}], otherwise: 2}",
    "any": "{kind: condition, any: [{metric: satisfaction_rate, above: 99}, {count: late_signed, equals: 0}]}",
    "position": "{kind: position, by: {metric: satisfaction_rate}, among: {below: 100}, off_per_place: 0.4}",
    "awards": "{kind: position, by: {metric: satisfaction_rate}, scope: all, places: dense, awards: [3, 2, 1]}",
    "last": "{kind: position, by: {count: late_closed}, best: lowest, scope: all, off_per_place: 0.2}",
    "change": "{kind: change, metric: satisfaction_rate, measure: percentage_points, gain: 1, loss: 1}",
    "falls": "{kind: change, count: assigned, measure: percent, better: down, gain: 0.1, loss: 0.1, start: 5}",
    "volume": "{kind: volume, count: assigned, full_marks_at: largest, scope: group}",
    "share": "{kind: volume, count: revisited, points_per_percent: 0.2}",
    "index": "{kind: weighted_index, terms: [{metric: closure_rate, weight: 0.4}, {metric: rework_rate, weight: 0.6, complement: true}]}",
    "mean_of": "{kind: mean_of, of: {x1: {kind: rate, metric: resolution_rate}, x2: {kind: per_case, cases: [{count: late_signed, off: 4}]}}}",
    "given": "{kind: given, column: hand, default: full}",
    "of a share": "{kind: symmetric, share: {of: assigned, scope: group}, base: 30, gain: 0.1, loss: 0.1}",
}
BODY = """\
full_marks: 10
groups:
  north: {{zh: 北, en: north}}
  south: {{zh: 南, en: south}}
counts:
  {more}
dimensions:
  whole:
    zh: 全部
    en: whole
    marks: 10
    items:
      x: {{zh: 项, en: x, marks: 10, rule: {rule}{missing}}}
deductions:
  cap: 1.5
  items:
    y: {{zh: 扣, en: y, rule: {{kind: per_case, cases: [{{count: reworked, off: 0.5}}]}}}}
rounding: {{item: {{decimals: 2, mode: {mode}}}, total: {{decimals: 1, mode: half_even}}}}
"""


@pytest.mark.parametrize("missing", ["", ", when_missing: full", ", when_missing: none"])
@pytest.mark.parametrize("rule", RULES)
def test_every_rule_scores_as_the_exact_scorer_does(rule: str, missing: str, scored: Callable[..., Scores]) -> None:
    modes = {"": "half_up", ", when_missing: full": "truncate", ", when_missing: none": "up"}
    body = BODY.format(rule=RULES[rule], missing=missing, mode=modes[missing], more="extra: {zh: 其他, en: extra}")
    scores = scored(body, UNITS, previous=EARLIER)
    np.testing.assert_allclose(float_ranked(scores)[:, 0], totals(scores), atol=1e-9)
    drawn = Redraw(scores.context, scores.scheme, draws=5, random=np.random.default_rng(9)).columns
    if rule in ("change", "falls"):
        return  # the exact scorer of drawn_tables knows no earlier table
    found = np.broadcast_to(float_ranked(scores, drawn), (6, 5))
    for draw in range(5):
        expected = exact_totals(scores.context.table, scores.scheme, drawn, draw)
        np.testing.assert_allclose(found[:, draw], expected, atol=1e-9)


def test_draws_keep_wholes_and_vary_as_the_posterior() -> None:
    table, scheme = opened("furong-2020-03")
    scores = score(table, scheme)
    drawn = Redraw(scores.context, scheme, draws=4000, random=np.random.default_rng(1)).columns
    frame = table.frame.set_index("unit")
    assert "revisited" not in drawn
    revisited = frame["revisited"].astype(float).to_numpy()
    satisfied = drawn["satisfied"]
    assert (satisfied <= revisited[:, None]).all()
    assert (satisfied >= 0).all()
    i = int(np.argmax(revisited))
    n, x = revisited[i], float(frame["satisfied"].iloc[i])
    share = (x + 0.5) / (n + 1)  # the mean of Jeffreys' posterior
    assert satisfied[i].mean() == pytest.approx(n * share, abs=5 * np.sqrt(n * share * (1 - share) / 4000))
    assert satisfied[i].std() == pytest.approx(np.sqrt(n * share * (1 - share)), rel=0.1)


def test_answers_that_exclude_each_other_add_up(scored: Callable[..., Scores]) -> None:
    table = "unit,group,closed,closed_on_time,late_closed\na,g,50,45,5\nb,g,80,80,0\n"
    rule = "{kind: per_case, cases: [{count: late_closed, off: 0.1}, {count: closed_on_time, add: 0.1}]}"
    body = BODY.split("deductions:")[0].format(rule=rule, missing="", more="extra: {zh: 其他, en: extra}")
    scores = scored(body.replace("north", "g"), table)
    drawn = Redraw(scores.context, scores.scheme, draws=500, random=np.random.default_rng(1)).columns
    assert (drawn["closed_on_time"] + drawn["late_closed"] == [[50], [80]]).all()
    assert drawn["late_closed"][1].max() > 0  # none late of 80 is no proof that none will be


def test_a_unit_with_one_happy_citizen_is_not_certainly_first(scored: Callable[..., Scores]) -> None:
    body = BODY.split("deductions:")[0].format(
        rule="{kind: rate, metric: satisfaction_rate}", missing="", more="extra: {zh: 其他, en: extra}"
    )
    table = "unit,group,revisited,satisfied\none,north,1,1\nbig,north,5000,4900\nbad,north,5000,3500\nfew,north,6,5\n"
    scores = scored(body, table)
    found = score_rank_sets(scores.context.table, scores.scheme, draws=2000)
    sets = found.frame.set_index("unit")
    assert sets.loc["one", "rank"] == 1
    assert sets.loc["one", "simultaneous_high"] == 4
    assert sets.loc["big", "simultaneous_high"] <= 3
    assert sets.loc["bad", "simultaneous_low"] >= 2
    assert sets.loc["bad", "p_first"] == 0


def test_the_published_leagues_have_sets_that_hold_their_places() -> None:
    for case in ("furong-2020-03", "yueyang-2017-Q2", "yunxi-2022-Q3"):
        table, scheme = opened(case)
        found = score_rank_sets(table, scheme, draws=300)
        sets = found.frame
        assert (sets["simultaneous_low"] <= sets["marginal_low"]).all()
        assert (sets["marginal_low"] <= sets["rank"]).all()
        assert (sets["rank"] <= sets["marginal_high"]).all()
        assert (sets["marginal_high"] <= sets["simultaneous_high"]).all()
        ranks = dict(zip(found.scores.units, found.scores.placing.ranks, strict=True))
        assert [ranks[unit] for unit in sets["unit"]] == sets["rank"].tolist()
        assert set(found.left_out) | set(sets["unit"]) == set(table.frame["unit"])
    assert any("revisited is not printed" in note for note in found.notes)


def test_a_unit_without_call_backs_does_not_void_the_sets_of_others() -> None:
    """In yueyang-2017-Q2 one ranked unit closed none of its tickets: its call-backs are worked out as 0."""
    found = score_rank_sets(*opened("yueyang-2017-Q2"), draws=2000)
    assert "draws without a score, so nothing is said of: 市审计局" in found.notes
    sets = found.frame.set_index("unit")
    # 97.7 points from 3,068 tickets are fewer than 99.6 from 2,430: one missing number must not hide that
    assert sets.loc["临湘市政府", "marginal_low"] > 1
    # and of that unit, with one ticket, nothing is claimed
    assert sets.loc["市审计局", ["simultaneous_low", "simultaneous_high"]].tolist() == [1, 82]


def test_unprinted_call_backs_follow_from_rate_and_cases() -> None:
    table, scheme = opened("yunxi-2022-Q3")
    scores = score(table, scheme)
    drawn = Redraw(scores.context, scheme, draws=100, random=np.random.default_rng(1)).columns
    i = scores.units.index("区市场监督管理局")  # 34 dissatisfied at 16.59 %: 34 / 205 = 16.585 %
    assert drawn["revisited"][i].tolist() == [205]


def test_a_unit_without_tickets_was_not_called_back() -> None:
    """yunxi-2022-Q3 lists 18 units without any ticket in the quarter."""
    case = load_case("yunxi-2022-Q3")
    for name in ("yunxi-2022", "yunxi-2022:as_printed"):
        scheme = load_scheme(name)
        table = case_table(case, scheme)
        scores = score(table, scheme)
        called, note = implied_revisited(scores.context)
        assert called is not None
        assert "revisited is not printed" in str(note)
        silent = [unit for unit, n in zip(table.frame["unit"], table.frame["assigned"], strict=True) if not n]
        assert len(silent) == 18
        assert [int(called[scores.units.index(unit)][0]) for unit in silent] == [0] * 18
        assert all(int(n[0]) > 0 for unit, n in zip(scores.units, called, strict=True) if unit not in silent)


def test_call_backs_are_implied_by_hand(scored: Callable[..., Scores]) -> None:
    # a: 5 dissatisfied at 10 %, so 50 calls of 200 closed; b has none and 41 closed: 41 / 4; c closed nothing
    table = "unit,group,closed,dissatisfied,dissatisfaction_rate\na,north,200,5,10\nb,north,41,0,0\nc,north,0,0,\nd,north,1,0,0\n"
    rule = "{kind: rate, metric: dissatisfaction_rate, complement: true}"
    scores = scored(
        BODY.split("deductions:")[0].format(rule=rule, missing="", more="extra: {zh: 其他, en: extra}"), table
    )
    called, _ = implied_revisited(scores.context)
    assert called is not None
    assert called[:, 0].tolist() == [50, 10, 0, 1]


def test_a_page_of_scores_has_its_counts_worked_out() -> None:
    """furong-2022-11 prints scores, and 1,961 called back and 411 unresolved of 市场监督管理局 in another table."""
    case, scheme = load_case("furong-2022-11"), load_scheme("furong-2022")
    found = score_rank_sets(case, scheme, draws=300)
    assert found.notes[0] == (
        "resolved and revisited worked out from the scores of problem_resolution; printed for 9 of 50 units; "
        "places are those of the printed scores"
    )
    sets, page = found.frame.set_index("unit"), case.table("units").set_index("unit")["rank"]
    assert sets["rank"].astype(str).to_dict() == page[sets.index].to_dict()
    assert (sets["marginal_low"] <= sets["rank"]).all()
    assert (sets["rank"] <= sets["marginal_high"]).all()
    assert sets.loc["市场监督管理局", "simultaneous_low"] > 10  # 88.60 points, the last by far, of 1,961 calls
    assert sets.loc["金融事务中心", "simultaneous_high"] > 10  # first, with 10 tickets


def test_counts_behind_scores_by_hand() -> None:
    case, scheme = load_case("furong-2022-11"), load_scheme("furong-2022")
    # as if there had been one call for every two tickets of all 50 units
    signed = sum(int(n) for n in case.table("units")["signed"])
    table, _ = counts_behind_scores(case, scheme, totals={"revisited": Fraction(signed, 2)})
    frame = table.frame.set_index("unit")
    assert frame.loc["市场监督管理局", ["revisited", "resolved"]].tolist() == [1961, 1550]
    # 10 tickets and 20 of 20 marks: 5 calls, all resolved
    assert frame.loc["金融事务中心", ["revisited", "resolved"]].tolist() == [5, 5]
    assert "problem_resolution" not in frame
    assert "revisit_evaluation" in frame  # a score whose counts nobody knows stays


def test_a_case_without_scores_of_rates_has_none_behind_them() -> None:
    case = load_case("yueyang-2017-Q2")
    with pytest.raises(InputError, match="no score of a rate that counts could be worked out from"):
        counts_behind_scores(case, load_scheme("yueyang-2017"))


def test_a_case_is_read_with_its_corrections() -> None:
    case = load_case("yunxi-2022-Q3")
    scheme = load_scheme("yunxi-2022")
    found = score_rank_sets(case, scheme, draws=200)
    assert found.left_out
    assert "resident_units" in found.groups


def test_a_table_that_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(InputError, match=r"no count that a score is made of .*counts_behind_scores\(case, scheme\)"):
        score_rank_sets(*opened("furong-2022-11"))
    with pytest.raises(InputError, match="the scheme gives no places"):
        score_rank_sets(*opened("xiangtan-2019-11"))


def test_one_unit_in_a_group_is_said(scored: Callable[..., Scores]) -> None:
    body = BODY.format(rule=RULES["rate"], missing="", mode="half_up", more="extra: {zh: 其他, en: extra}")
    scores = scored(body, "\n".join(UNITS.splitlines()[:4] + UNITS.splitlines()[4:5]) + "\n")
    found = score_rank_sets(scores.context.table, scores.scheme, draws=200)
    assert list(found.groups) == ["north"]
    assert any("south: one unit" in note and "d" in note for note in found.notes)


def test_the_same_seed_gives_the_same_sets() -> None:
    table, scheme = opened("yunxi-2022-Q3")
    one, two = (score_rank_sets(table, scheme, draws=300, seed=6).frame for _ in range(2))
    assert one.equals(two)


def test_events_and_other_rankings_stay_as_the_scheme_says(scored: Callable[..., Scores]) -> None:
    table = (
        "unit,group,revisited,satisfied,reworked,closed\na,north,50,50,0,60\nb,north,50,40,1,60\nc,north,50,30,9,60\n"
    )
    plain = BODY.split("deductions:")[0].format(rule=RULES["rate"], missing="", more="extra: {zh: 其他, en: extra}")
    event = "vetoes:\n  - {effect: EFFECT, reason: {zh: 事件, en: event}, all: [{count: satisfied, equals: 50}]}\n"
    for effect in ("last_place", "zero_total"):
        scores = scored(plain + event.replace("EFFECT", effect), table)
        found = score_rank_sets(scores.context.table, scores.scheme, draws=200).frame.set_index("unit")
        assert found.loc["a", ["rank", "simultaneous_low", "p_first"]].tolist() == [3, 3, 0]
    ranking = "ranking: {by: rework_rate, best: lowest}\nmetrics: {rework_rate: {denominator: closed}}\n"
    scores = scored(plain + ranking, table)
    found = score_rank_sets(scores.context.table, scores.scheme, draws=200).frame.set_index("unit")
    assert found["rank"].to_dict() == {"a": 1, "b": 2, "c": 3}
    assert found.loc["c", "simultaneous_high"] == 3
    assert found.loc["a", "p_first"] > found.loc["c", "p_first"]


def test_all_samples_are_looked_at() -> None:
    assert {*SCORED, "xiangtan-2019-11"} == set(sample_names())


def test_rounding_sees_ties_that_floats_hide() -> None:
    # as floats 2.675 and 1.005 lie below the tie, and 0.3 / 0.1 lies below 3
    assert rounded(np.array([2.675, 1.005, -2.675]), 2).tolist() == [2.68, 1.01, -2.68]
    assert rounded(np.array([2.675, 2.665]), 2, "half_even").tolist() == [2.68, 2.66]
    assert rounded(np.array([0.29 * 100]), 0, "truncate").tolist() == [29]
    assert rounded(np.array([1.1 * 1.1]), 2, "up").tolist() == [1.21]
    assert steps(np.array([0.3]), 0.1, "completed").tolist() == [3]


def test_a_unit_does_not_lose_its_denominator_by_chance(scored: Callable[..., Scores]) -> None:
    body = BODY.split("deductions:")[0].format(rule=RULES["index"], missing="", more="extra: {zh: 其他, en: extra}")
    table = "unit,group,assigned,closed,reworked\na,north,1,1,0\nb,north,50,40,3\n"
    scores = scored(body + "metrics: {rework_rate: {denominator: closed}}\n", table)
    drawn = Redraw(scores.context, scores.scheme, draws=500, random=np.random.default_rng(1)).columns
    assert drawn["closed"].min() == 1
    assert np.isfinite(float_ranked(scores, drawn)).all()
