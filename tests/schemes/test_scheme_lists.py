"""Named lists: thresholds, minimum volumes, the first and the last so many, ties."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hotline_analysis.schemes import Scores, load_scheme, read_units, score, select

Run = Callable[..., Scores]

HEAD = """
full_marks: 10
groups: {x: {zh: 甲, en: x}, y: {zh: 乙, en: y}}
dimensions:
  d:
    zh: 维
    en: d
    marks: 10
    items: {i: {zh: 项, en: i, marks: 10, rule: {kind: per_case, cases: [{count: late_signed, off: 0.1}]}}}
participation: [{count: assigned, at_least: 1, reason: {zh: 无工单, en: no tickets}}]
"""
# totals: a 9, b 9, c 8, d 10, e 9.5, f 10 but without tickets; satisfaction: 100, 97, 50, none, 97, none
TABLE = (
    "unit,group,late_signed,assigned,revisited,satisfied\n"
    "a,x,10,50,10,10\nb,x,10,70,100,97\nc,x,20,9,4,2\nd,y,0,2,0,0\ne,y,5,70,100,97\nf,y,0,0,0,0\n"
)


@pytest.mark.parametrize(
    ("wanted", "units"),
    [
        ("at_least: 9", "a b d e"),
        ("above: 9", "d e"),
        ("below: 9", "c"),
        ("at_most: 9", "a b c"),
        ("equals: 9", "a b"),
        ("at_least: 9, where: [{of: assigned, at_least: 50}]", "a b e"),
        ("at_least: 9, where: [{of: assigned, at_least: 50}, {of: satisfaction_rate, at_least: 100}]", "a"),
        ("where: [{of: assigned, above: 50}]", "b e"),
        ("at_least: 9, order: -assigned", "b e a d"),
        ("at_least: 9, order: assigned", "d a b e"),
        ("at_least: 9, groups: [y]", "d e"),
        ("top: 1", "d"),
        ("top: 2", "d e"),
        ("top: 3", "d e a b"),
        ("top: 3, order: -assigned", "e b a d"),
        ("bottom: 1", "c"),
        ("bottom: 2", "c a b"),
        ("by: assigned, top: 1", "b e"),
        ("by: assigned, top: 1, groups: [x]", "b"),
        ("by: assigned, bottom: 2", "f d"),
        ("by: satisfaction_rate, below: 97.5", "b c e"),
        ("by: satisfaction_rate, bottom: 1, where: [{of: revisited, at_least: 10}]", "b e"),
        ("by: satisfaction_rate, top: 5", "a b e c"),
        ("by: i, at_most: 8", "c"),
        ("by: d, at_most: 8", "c"),
        ("by: rank, at_most: 1", "a b d"),
        ("by: rank, top: 1", "a b d"),
        ("by: rank, bottom: 1", "c"),
    ],
)
def test_lists(scored: Run, wanted: str, units: str) -> None:
    scores = scored(HEAD + f"lists: {{l: {{zh: 单, en: list, {wanted}}}}}", TABLE)
    assert " ".join(scores.units[i] for i in select(scores, scores.scheme.lists["l"])) == units


def test_a_printed_rate_meets_a_threshold_as_printed(scored: Run) -> None:
    # 4 of 5 is 80.00 %: not above 80
    body = "lists: {l: {zh: 单, en: list, by: satisfaction_rate, above: 80}}\n"
    scores = scored(body, "unit,revisited,satisfied\na,5,4\nb,6,5\n")
    assert [scores.units[i] for i in select(scores, scores.scheme.lists["l"])] == ["b"]


@pytest.mark.parametrize("how", ["printed", "exact", "{decimals: 0}"])
def test_a_list_agrees_with_the_printed_rate_however_it_is_scored(scored: Run, how: str) -> None:
    body = (
        f"metrics: {{satisfaction_rate: {{scored_on: {how}}}}}\n"
        "lists: {l: {zh: 单, en: list, by: satisfaction_rate, at_least: 66.67}}\n"
    )
    scores = scored(body, "unit,revisited,satisfied\na,3,2\nb,10000,6666\n")  # 66.67 and 66.66 printed
    assert [scores.units[i] for i in select(scores, scores.scheme.lists["l"])] == ["a"]


def test_published_lists_of_furong_2020(sample: Callable[..., list[Path]]) -> None:
    scheme = load_scheme("furong-2020")
    scores = score(read_units(sample("furong-2020-03", "streets", "departments"), scheme), scheme)
    low = [scores.units[i] for i in select(scores, scheme.lists["low_satisfaction_units"])]
    assert low == ["马坡岭街道", "荷花园街道", "湘湖管理局", "隆平高科技园"]
    good = [scores.units[i] for i in select(scores, scheme.lists["good_units"])]
    assert "行政审批服务局" in good  # 70 points, 100 %, 32 signed; the page leaves it out
