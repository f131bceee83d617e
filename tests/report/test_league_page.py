"""The league table read fairly: figures against the published pages, the rule for small numbers, bad input."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from fractions import Fraction
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from hotline_analysis.batch import sample_reports
from hotline_analysis.documents import load_document
from hotline_analysis.report.league import LeaguePage, open_league

FIVE = {file.stem: file for file in sample_reports()}
# furong-2022-11, departments.csv: signed 1 to 6 and 8 tickets, all with full marks for resolution
TINY = [
    "退役军人事务局",
    "隆平水稻博物馆",
    "征收办",
    "总工会",
    "团委",
    "现代服务业发展中心",
    "信访局",
    "财政局",
    "应急管理局",
    "残联",
    "自然资源和规划分局",
    "科学技术局",
    "机关事务中心",
]


Pages = Callable[[str], tuple[LeaguePage, BeautifulSoup]]


def opened(name: str, **changes: str) -> LeaguePage:
    given = {key: value for key, value in load_document(FIVE[name]).data.items() if key != "texts"}
    return open_league(**{**given, "report": "league-table", **changes})


@pytest.fixture(scope="module")
def page_of() -> Pages:
    made: dict[str, tuple[LeaguePage, BeautifulSoup]] = {}

    def page(name: str) -> tuple[LeaguePage, BeautifulSoup]:
        if name not in made:
            found = opened(name)
            made[name] = found, BeautifulSoup(str(found.body()._repr_html_()), "html.parser")
        return made[name]

    return page


def rows(soup: BeautifulSoup, key: str) -> dict[str, list[str]]:
    """The cells of a table by the unit that heads their row."""
    found = [[cell.get_text() for cell in row.select("th, td")] for row in soup.select(f"#{key} tbody tr")]
    return {name: cells for name, *cells in found}


def summary(soup: BeautifulSoup) -> str:
    first = soup.select_one("#sec-1 p")
    assert first is not None
    return first.get_text()


@pytest.mark.parametrize("name", FIVE)
def test_all_five_open_and_give_numbers_that_are_facts(name: str, page_of: Pages) -> None:
    page, shown = page_of(name)
    soup = copy(shown)
    assert len(soup.select("figure img")) >= 2, "a funnel plot and a caterpillar plot"
    assert all(img["alt"] for img in soup.select("img"))
    for data in soup.select("data.fact"):
        data.decompose()
    loose = {text for p in soup.select("p") for text in re.findall(r"\d+(?:\.\d+)?%?", p.get_text())}
    # levels of confidence, and the ends of a scale
    assert loose <= {"95%", "99.8%", "100%", "1"}, loose
    assert len(page.book) > 100


@pytest.mark.parametrize(
    ("name", "successes", "trials"),
    [
        # furong-2020-03: ten dissatisfied of 1,728 called back; xiangtan-2019-11: 1,218 satisfied of 2,251;
        # yunxi-2022-Q3: the total row prints 217 dissatisfied, and 1,312 called back follow from its 16.54 %
        ("furong-2020-03", 1718, 1728),
        ("xiangtan-2019-11", 1218, 2251),
        ("yunxi-2022-Q3", 1312 - 217, 1312),
    ],
)
def test_the_whole_is_what_the_page_prints(name: str, successes: int, trials: int, page_of: Pages) -> None:
    page, _ = page_of(name)
    overall = next(fact for fact in page.book if fact.key == "league.funnel.overall")
    assert overall.value == Fraction(100 * successes, trials)
    assert (overall.numerator, overall.denominator) == (successes, trials)


def test_furong_2022_items_that_distinguish_nobody(page_of: Pages) -> None:
    """Six of the twelve items give all 50 units full marks; the column of each is constant on the page."""
    page, soup = page_of("furong-2022-11")
    assert "12项计分指标中有6项各单位均得满分" in summary(soup)
    assert set(page.changes.same) == {"及时联系", "工单驳回", "重点督办", "重复交办", "即问即答", "知识库建设"}


def test_furong_2022_counts_are_those_printed_for_nine_units(page_of: Pages) -> None:
    """The table of low resolution prints 1,961 called back and 411 unresolved, a rate of 79.04 %."""
    page, soup = page_of("furong-2022-11")
    assert page.reading.rate is not None
    assert len(page.reading.rate.exact) == 9
    cells = rows(soup, "league-departments")["市场监督管理局"]
    assert cells[0] == "37", "its place on the page"
    assert cells[4:6] == ["1961", "79.0"]


def test_small_units_are_shown_and_neither_ranked_nor_named(page_of: Pages) -> None:
    page, soup = page_of("furong-2022-11")
    table = rows(soup, "league-departments")
    assert "另有13个单位回访件数不足10件" in summary(soup)
    for unit in TINY:
        assert table[unit][1:4] == ["不参评", "—", "—"]
        assert table[unit][-1] == "不评"
        assert not any(unit in p.get_text() for p in soup.select("p"))
    placed = set(page.to_frame()["unit"])
    assert len(placed) == 37
    assert not placed & set(TINY)
    # the page puts nine units first; two of them have ten tickets
    assert [table[unit][0] for unit in TINY[:7]] == ["1"] * 7


@pytest.mark.parametrize("name", FIVE)
def test_sets_hold_the_place_and_the_sets_of_all_are_wider(name: str, page_of: Pages) -> None:
    frame = page_of(name)[0].to_frame()
    assert not frame.empty
    for one in frame.itertuples():
        assert 1 <= one.alone[0] <= one.place <= one.alone[1]
        assert one.together[0] <= one.place <= one.together[1] <= len(frame)


def test_ten_good_answers_of_ten_are_not_unusual(page_of: Pages) -> None:
    """0.856 to the tenth power is 0.21: no level calls that unusual, though the limits on the arcsine scale do."""
    page, _ = page_of("furong-2022-11")
    named = [*page.reading.differing("higher"), *page.reading.differing("lower")]
    assert not {"金融事务中心", "人居环境局"} & set(named)


def test_a_summary_names_nobody_where_nobody_is_beyond_the_wide_limits(page_of: Pages) -> None:
    page, soup = page_of("furong-2020-03")
    assert not page.reading.differing("higher", 0.998)
    assert not page.reading.differing("lower", 0.998)
    assert not any(unit in summary(soup) for unit in page.reading.units)


def test_the_funnel_prints_its_phi_and_tau(page_of: Pages) -> None:
    page, soup = page_of("xiangtan-2019-11")
    assert page.reading.funnel is not None
    assert f"φ＝{page.reading.funnel.phi:.2f}" in soup.get_text()
    assert f"τ＝{page.reading.funnel.tau2**0.5:.3f}" in soup.get_text()


def test_a_scheme_without_places_ranks_by_the_rate(page_of: Pages) -> None:
    page, soup = page_of("xiangtan-2019-11")
    assert page.reading.places.by == "rate"
    assert "考核名次" not in soup.get_text()
    assert "考核办法不排名，参评名次按回访满意率排列" in soup.get_text()
    # 56 of 65 is the highest rate of those with ten call-backs or more
    assert page.to_frame()["unit"].iloc[0] == "市交通局"


CASE = "period: 2024-05\nscheme: scheme.yaml\ntables: {units: units.csv}\nsource: {title: 试例}\n"
SCHEME = """scheme: small
title: {zh: 试行办法, en: trial}
source: invented
full_marks: 100
dimensions:
  all:
    zh: 全部
    en: all
    marks: 100
    items:
      closing: {zh: 按时办结, en: on time, marks: 100, rule: {kind: rate, metric: on_time_closure_rate}}
ranking: {within: all}
"""


def small_office(tmp_path: Path, units: str) -> LeaguePage:
    """A case of an invented office, in a folder, under the rules of Xiangtan."""
    folder = tmp_path / "case"
    folder.mkdir()
    for name, text in (("case.yaml", CASE), ("scheme.yaml", SCHEME), ("units.csv", units)):
        (folder / name).write_text(text, encoding="utf-8")
    given = {"jurisdiction": "xiangtan", "period": "2024-05", "date": "2024-06-05", "report": "league-table"}
    return open_league(**given, data=str(folder), scheme=str(folder / "scheme.yaml"))


def test_one_unit_only(tmp_path: Path) -> None:
    page = small_office(tmp_path, "unit,assigned,closed_on_time\n甲,50,40\n")
    text = BeautifulSoup(page.body()._repr_html_(), "html.parser").get_text()
    assert "件数达到10件的单位不足两个，无从比较，不作名次分析。" in text
    assert page.reading.funnel is None


def test_no_call_backs_falls_back_to_another_rate(tmp_path: Path) -> None:
    page = small_office(tmp_path, "unit,assigned,closed_on_time,revisited,satisfied\n甲,50,40,0,0\n乙,60,60,0,0\n")
    assert page.reading.rate is not None
    assert page.reading.rate.metric.key == "on_time_closure_rate"
    assert page.reading.rate.overall == Fraction(100 * 100, 110)
    assert "100.0" in page.body()._repr_html_()


def test_no_rate_at_all_is_said(tmp_path: Path) -> None:
    page = small_office(tmp_path, "unit,assigned,on_time_closure_rate\n甲,50,80\n乙,60,90\n")
    text = BeautifulSoup(page.body()._repr_html_(), "html.parser").get_text()
    assert "本期数据没有可以核算件数的比率" in text
