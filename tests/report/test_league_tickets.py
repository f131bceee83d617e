"""The league table from tickets: the figures of the unit table of the same tickets, and what only tickets tell."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup, Tag
from stored_tickets import ticket, write_store

from hotline_analysis.metrics import unit_table
from hotline_analysis.report.league import LeaguePage, open_league
from hotline_analysis.statistics.fair import case_mix, period_charts, wilson
from hotline_analysis.synthetic import write_tickets

FURONG = {"jurisdiction": "furong-2020", "period": "2020-03", "date": "2020-04-15", "report": "league-table"}
ALONE = {"previous": "none", "year_before": "none"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tickets that add up to the page of March 2020, and twelve months before it."""
    file = tmp_path_factory.mktemp("league") / "tickets.parquet"
    write_tickets("furong-2020-03", file)
    return file


@pytest.fixture(scope="module")
def page(store: Path) -> LeaguePage:
    return open_league(**FURONG, **ALONE, data=str(store))


@pytest.fixture(scope="module")
def soup(page: LeaguePage) -> BeautifulSoup:
    return BeautifulSoup(page.body()._repr_html_(), "html.parser")


@pytest.fixture(scope="module")
def counted(store: Path) -> pd.DataFrame:
    """The unit table of the tickets, counted without the page."""
    return unit_table(str(store), period="2020-03").set_index("unit")


def chapters(soup: BeautifulSoup) -> dict[str, Tag]:
    return {part.select("h2")[0].get_text().partition("、")[2]: part for part in soup.select("section")}


def rows(soup: BeautifulSoup, key: str) -> dict[str, list[str]]:
    found = [[cell.get_text() for cell in row.select("th, td")] for row in soup.select(f"#{key} tbody tr")]
    return {name: cells for name, *cells in found}


def test_all_chapters_appear(soup: BeautifulSoup) -> None:
    assert list(chapters(soup)) == [
        "要点",
        "名次与可靠范围",
        "与总体的差别",
        "收缩估计",
        "考核办法的影响",
        "工单结构的影响",
        "各月变化",
    ]
    assert "工单明细统计" not in soup.get_text(), "where figures come from stands in facts, not in sentences"


def test_counts_rates_and_intervals_are_those_of_the_unit_table(soup: BeautifulSoup, counted: pd.DataFrame) -> None:
    shown = rows(soup, "league-streets") | rows(soup, "league-departments")
    assert len(shown) == 43
    low, high = wilson(counted["satisfied"], counted["revisited"])
    for i, (unit, one) in enumerate(counted[["satisfied", "revisited"]].iterrows()):
        n = int(one["revisited"])
        cases, rate, interval = shown[str(unit)][4:7]
        assert cases == str(n)
        assert float(rate) == pytest.approx(100 * one["satisfied"] / n, abs=0.0501)
        ends = [float(end) for end in interval.split("–")]
        assert ends == pytest.approx([100 * low[i], 100 * high[i]], abs=0.0501)


def test_places_and_sets_are_those_of_the_published_page(page: LeaguePage) -> None:
    """The tickets add up to the page, so that both give the same league."""
    printed = open_league(**FURONG, data="sample:furong-2020-03")
    columns = ["group", "unit", "place"]
    assert page.to_frame()[columns].values.tolist() == printed.to_frame()[columns].values.tolist()
    assert page.to_frame()["alone"].map(len).eq(2).all()
    assert page.reading.places.by == printed.reading.places.by == "score"


def test_the_whole_is_the_sum_of_the_units(page: LeaguePage, counted: pd.DataFrame) -> None:
    overall = next(fact for fact in page.book if fact.key == "league.funnel.overall")
    assert overall.numerator == counted["satisfied"].sum()
    assert overall.denominator == counted["revisited"].sum()
    assert overall.source == "工单明细统计"


def test_case_mix_is_that_of_the_tickets(soup: BeautifulSoup, store: Path) -> None:
    found = case_mix(str(store), period="2020-03").frame.set_index("unit")
    shown = rows(soup, "league-adjusted")
    assert shown
    for unit, (cases, rate, expected, ratio, *_) in shown.items():
        own = found.loc[unit]
        assert int(cases) == own["trials"]
        assert float(rate) == pytest.approx(100 * own["rate"], abs=0.0501)
        assert float(expected) == pytest.approx(100 * own["expected"] / own["trials"], abs=0.0501)
        assert float(ratio) == pytest.approx(own["ratio"], abs=0.00501)
    assert "一级分类、诉求类型、诉求渠道不同" in chapters(soup)["工单结构的影响"].get_text()


def test_control_charts_are_those_of_the_tickets(soup: BeautifulSoup, store: Path) -> None:
    months = unit_table(str(store), by="unit,period")
    found = period_charts(months[months["period"] <= "2020-03"], "satisfied", "revisited")
    part = chapters(soup)["各月变化"]
    assert len(part.select("img")) == 1
    text = part.get_text()
    assert f"工单跨{len(found.district.frame)}个月，2020年3月" in text
    assert f"σz＝{found.district.sigma_z[-1]:.2f}" in text
    last = found.district.frame.iloc[-1]
    assert ("有信号" in text) == (last["signal"] != "")


def test_tickets_without_kinds_or_months_have_neither_chapter(tmp_path: Path) -> None:
    made = []
    for number in range(60):
        unit = "甲局" if number % 3 else "乙局"
        answer = "yes" if number % 4 else "no"
        one = ticket(number, f"2020-03-{1 + number % 28:02}T09:00", unit, closed=f"2020-03-{1 + number % 28:02}T15:00")
        made.append({**one, "revisit": "revisited", "satisfied": answer})
    given = {**FURONG, **ALONE, "jurisdiction": "xiangtan", "data": str(write_store(tmp_path / "tickets", made))}
    soup = BeautifulSoup(open_league(**given).body()._repr_html_(), "html.parser")
    assert "各月变化" not in chapters(soup)
    assert re.search(r"未作工单结构调整：工单没有一级分类、诉求类型、诉求渠道等列", soup.get_text())
