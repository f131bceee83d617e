"""The total and the places at a glance: every number that of the facts, and the pictures those numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import Tag
from shelving import Shelf, fact, places, report, total


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def text(row: Tag, part: str) -> str:
    found = row.select_one(part)
    assert found is not None, row
    return " ".join(found.get_text(" ").split())


def heights(row: Tag) -> list[float]:
    return [float(str(bar["height"])) for bar in row.select(".bars rect")]


def test_a_total_beside_that_of_the_month_before(shelf: Shelf) -> None:
    shelf.put("2024-04", total(400))
    shelf.put("2024-05", total(300))
    page = shelf.index()
    row = report(page, "2024年5月")
    assert text(row, ".total") == "全区签收工单 300件 比上月 −100件（−25.00%）"
    assert text(row, ".bars title") == "全区签收工单：2024年4月 400件，2024年5月 300件"
    before, now = heights(row)
    assert now / before == pytest.approx(0.75)  # bars begin at nought
    assert text(report(page, "2024年4月"), ".total") == "全区签收工单 400件 没有上月的报告可比"
    assert report(page, "2024年4月").select("svg") == []


def test_periods_are_compared_with_their_own_kind(shelf: Shelf) -> None:
    for period, value in (("2021", 9), ("2022-Q3", 30), ("2022-10", 8), ("2022-11", 10), ("2022-Q4", 33), ("2022", 12)):
        shelf.put(period, total(value))
    page = shelf.index()
    titles = [heading.get_text() for heading in page.select("h3")]
    assert titles == ["2022年", "2022年第四季度", "2022年11月", "2022年10月", "2022年第三季度", "2021年"]
    changes = [text(row, ".change") for row in page.select(".report")]
    assert changes[:3] == ["比上年 +3件（+33.33%）", "比上季度 +3件（+10.00%）", "比上月 +2件（+25.00%）"]
    assert changes[5] == "没有上年的报告可比"


def test_six_periods_at_most_and_none_behind_a_gap(shelf: Shelf) -> None:
    for month in (1, 3, 4, 5, 6, 7, 8, 9):
        shelf.put(f"2024-{month:02}", total(month))
    page = shelf.index()
    assert len(heights(report(page, "2024年9月"))) == 6
    assert len(heights(report(page, "2024年5月"))) == 3


def test_what_the_report_itself_says_goes_before_another_report(shelf: Shelf) -> None:
    """The report of April was made from earlier data; that of May knows what April has become."""
    shelf.put("2024-03", total(200))
    shelf.put("2024-04", total(400))
    own = (
        fact("s1-1.signed.previous.difference", -20, "较上月增减"),
        {
            **fact("s1-1.signed.previous.percent", 0, "较上月增减幅度", "%"),
            "value": "-6.25",
            "printed": "6.3%",
        },
    )
    shelf.put("2024-05", [*total(300), *own])
    row = report(shelf.index(), "2024年5月")
    assert text(row, ".change") == "比上月 −20件（−6.3%）"
    assert text(row, ".bars title") == "全区签收工单：2024年4月 320件，2024年5月 300件"


def test_nothing_stays_the_same_and_nothing_is_divided_by_nought(shelf: Shelf) -> None:
    for month, value in ((3, 0), (4, 5), (5, 5)):
        shelf.put(f"2024-{month:02}", total(value))
    page = shelf.index()
    assert text(report(page, "2024年5月"), ".change") == "与上月持平"
    assert text(report(page, "2024年4月"), ".change") == "比上月 +5件"


def test_totals_of_other_things_are_not_compared(shelf: Shelf) -> None:
    shelf.put("2024-04", [fact("s1-1.calls_total", 900, "来电", "次")])
    shelf.put("2024-05", total(300))
    assert text(report(shelf.index(), "2024年5月"), ".change") == "没有上月的报告可比"


def test_rates_and_figures_of_units_are_no_totals(shelf: Shelf) -> None:
    rate = fact("s1-1.closure_rate", 99, "办结率", "%", metric="closure_rate")
    unit = fact("s1-1.甲街道.signed", 5)
    shelf.put("2024-05", [rate, unit, fact("s1-1.closed", 7, "办结工单")])
    assert text(report(shelf.index(), "2024年5月"), ".total").startswith("办结工单 7件")


def test_places_that_rose_and_fell(shelf: Shelf) -> None:
    shelf.put("2024-04", places({"甲": 1, "乙": 2, "丙": 3, "丁": 4, "戊": 5}))
    shelf.put("2024-05", places({"乙": 1, "甲": 3, "丙": 4, "己": 2, "丁": 4}))
    row = report(shelf.index(), "2024年5月")
    assert text(row, ".moved") == "名次 升1 降2 平1 新列1 退出1 升幅最大：乙（2→1） 降幅最大：甲（1→3）"
    told = "4个单位的名次与上月相比：升1，降2，平1，新列1，退出1。升幅最大：乙（2→1）。降幅最大：甲（1→3），丙（3→4）"
    assert text(row, ".slopes title") == told
    lines = {str(path["class"][0]): str(path["d"]).count("M") for path in row.select(".slopes path")}
    assert lines == {"same": 1, "down": 2, "up": 1}


def test_a_line_leads_from_the_place_before_to_the_place_now(shelf: Shelf) -> None:
    shelf.put("2024-04", places({"甲": 3, "乙": 1}))
    shelf.put("2024-05", places({"甲": 1, "乙": 1}))
    row = report(shelf.index(), "2024年5月")
    (up,) = row.select(".slopes path.up")
    assert up["d"] == "M3 49.0L75 3.0"  # from the lowest of three places to the highest


def test_every_group_of_units_has_a_picture_and_they_share_one_line(shelf: Shelf) -> None:
    for month, (one, two) in ((4, (1, 2)), (5, (2, 1))):
        facts = [*places({"甲": one, "乙": two}), *places({"丙": two, "丁": one}, "a1-2")]
        shelf.put(f"2024-{month:02}", facts)
    row = report(shelf.index(), "2024年5月")
    assert len(row.select(".slopes")) == 2
    assert text(row, ".moved").startswith("名次 升2 降2 平0")


def test_a_change_of_places_that_the_report_prints_needs_no_other_report(shelf: Shelf) -> None:
    shelf.put("2024-05", [*places({"甲": 1, "乙": 2}), fact("a1-1.甲.rank_change", 4, "甲名次变化", "")])
    assert text(report(shelf.index(), "2024年5月"), ".moved") == "名次 升1 降0 平0 新列1 升幅最大：甲（5→1）"


def test_districts_and_kinds_of_reports_are_compared_among_themselves(shelf: Shelf) -> None:
    for month in (4, 5):
        shelf.put(f"2024-{month:02}", total(month))
        shelf.put(f"2024-{month:02}", total(10 * month), report="weekly")
    page = shelf.index()
    assert text(report(page, "2024年5月"), ".change") == "比上月 +1件（+25.00%）"
    assert text(report(page, "2024年5月", "weekly"), ".change") == "比上月 +10件（+25.00%）"


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", "[3]", '[{"key": "s1-1.signed", "value": "9e9", "unit": "件"}]']
)
def test_facts_that_are_none_show_nothing(shelf: Shelf, content: str) -> None:
    folder = shelf.put("2024-05", total(3))
    (folder / "facts.json").write_text(content, encoding="utf-8")
    assert report(shelf.index(), "2024年5月").select(".figures") == []


def test_the_index_of_facts_that_changed_is_not_that_of_before(shelf: Shelf) -> None:
    folder = shelf.put("2024-05", total(3))
    assert "3件" in shelf.index().get_text()
    (folder / "facts.json").write_text(json.dumps(total(4)), encoding="utf-8")
    assert "4件" in shelf.index().get_text()
