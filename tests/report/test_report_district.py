"""Reports on one district: exactly as from a store that holds nothing but its tickets; what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from office import HEADER, UNITS, Office, said, soup_of
from stored_tickets import Ticket, tickets_of_units, write_store

from hotline_analysis.errors import InputError
from hotline_analysis.report import Bulletin, load_report, open_quality, open_sources
from hotline_analysis.report.league import open_league

# unit, assigned, closed, late_closed, revisited, satisfied
WEST = (("甲街道", 40, 39, 2, 20, 18), ("乙街道", 25, 25, 0, 10, 10))
EAST = (("丙局", 31, 29, 3, 14, 2), ("甲街道", 7, 7, 1, 3, 1))
KEYS = ("unit", "assigned", "closed", "late_closed", "revisited", "satisfied")
REGISTRY = {unit: {"group": "单位"} for unit in ("甲街道", "乙街道", "丙局", "丁局")}
PARTS = """[
  {section: overview, counts: [{count: assigned, label: 交办}, {count: closed, label: 办结}], signals: true,
   rates: [on_time_closure_rate, satisfaction_rate]},
  {section: hot_topics, whole: assigned, growth: 0},
  {section: unit_list, list: good, show: total},
  {section: revisits, below: 50},
]""".replace("\n", " ")
ANNEXES = (
    "[{annex: units, title: 附表, by_group: false, total_row: true, columns: [assigned, late_closed, satisfaction_rate,"
    " total, rank, grade]}, {annex: unranked, title: 未排名}]"
)
MONTHS = ("2024-04", "2024-05", "2023-05")


def tickets(*districts: tuple[str | None, Sequence[Sequence[Any]]]) -> list[Ticket]:
    """Tickets of three months; those of a month are one part fewer than those of the month after it."""
    made: list[Ticket] = []
    for district, rows in districts:
        for less, month in enumerate(MONTHS):
            fewer = [(unit, assigned - less, closed - less, *rest) for unit, assigned, closed, *rest in rows]
            units = [dict(zip(KEYS, row, strict=True)) for row in fewer]
            made += [{**one, "district": district, "topic": "噪声"} for one in tickets_of_units(units, month)]
    return [{**one, "id": f"{number:06}"} for number, one in enumerate(made)]


@pytest.fixture
def both(office: Office) -> Path:
    return write_store(office.folder / "tickets", tickets(("芙蓉区", WEST), ("010101", EAST), (None, WEST)), REGISTRY)


def figures(one: Bulletin) -> dict[str, tuple[object, ...]]:
    soup_of(one)
    return {fact.key: (fact.value, fact.text, fact.numerator, fact.denominator) for fact in one.facts.book}


class TestBulletin:
    @pytest.mark.parametrize(("district", "rows"), [("芙蓉区", WEST), ("010101", EAST)])
    def test_as_from_a_store_of_its_tickets_alone(
        self, office: Office, both: Path, district: str, rows: Sequence[Sequence[Any]]
    ) -> None:
        names = [row[0] for row in rows]
        write_store(office.folder / "alone", tickets((district, rows)), {name: REGISTRY[name] for name in names})
        found = figures(office.open(PARTS, ANNEXES, data="tickets", district=district))
        alone = figures(office.open(PARTS, ANNEXES, data="alone"))
        assert found == alone
        assert len(found) > 30
        assert any("previous" in key or "change" in key for key in found)

    def test_the_whole_is_not_the_district(self, office: Office, both: Path) -> None:
        whole = office.open(PARTS, ANNEXES, data="tickets")
        assert "全区交办" in said(whole)
        assert int(whole.data.now.totals["assigned"] or 0) == 40 + 25 + 31 + 7 + 40 + 25 - 6

    def test_it_says_of_which_district_it_is(self, office: Office, both: Path) -> None:
        one = office.open(PARTS, ANNEXES, data="tickets", district="芙蓉区")
        heading = BeautifulSoup(str(one.heading().markup), "html.parser")
        assert heading.select_one("h1").get_text() == "2024年5月通报（芙蓉区）"
        assert heading.select_one("header")["data-title"] == "2024年5月通报（芙蓉区）"
        assert heading.select_one(".doc-issuer").get_text() == "小区热线办"
        # 40 + 25, and May has one fewer a unit than April
        assert said(one).startswith("2024年5月，芙蓉区交办63件")
        assert "全区" not in said(one)
        assert "所属区域" in next(fact.source for fact in one.facts.book if fact.key == "s1-1.assigned")

    def test_units_of_other_districts_stay_out(self, office: Office, both: Path) -> None:
        page = soup_of(office.open(PARTS, ANNEXES, data="tickets", district="芙蓉区")).get_text()
        assert "甲街道" in page
        assert "丙局" not in page
        assert "丁局" not in page

    def test_from_a_case_folder_that_names_tickets(self, office: Office, both: Path) -> None:
        office.write("case/case.yaml", "tickets: ../tickets\ntables: {hot_topics: {tickets: {by: topic}}}\n")
        found = figures(office.open(PARTS, ANNEXES, data="case", district="芙蓉区"))
        assert found["s1-1.assigned"][0] == 63

    def test_what_it_is_compared_with_is_of_the_district_too(self, office: Office, both: Path) -> None:
        write_store(office.folder / "before", tickets(("芙蓉区", WEST), ("010101", EAST)), REGISTRY)
        one = office.open(PARTS, ANNEXES, data="tickets", district="010101", previous="before", year_before="none")
        assert one.data.previous is not None
        assert one.data.previous.totals["assigned"] == 31 + 7


class TestOtherPages:
    @pytest.fixture(autouse=True)
    def _here(self, office: Office, both: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        office.jurisdiction(PARTS, ANNEXES)
        monkeypatch.chdir(office.folder)

    def given(self, report: str) -> dict[str, Any]:
        return {
            "jurisdiction": "office",
            "period": "2024-05",
            "data": "tickets",
            "date": "2024-06-03",
            "report": report,
        }

    def test_the_league_table(self) -> None:
        page = open_league(**self.given("league-table"), district="芙蓉区")
        assert "小区芙蓉区12345热线2024年5月" in str(page.heading().markup)
        assert set(page.reading.units) == {"甲街道", "乙街道"}
        assert "丙局" not in str(page.body().markup)

    def test_the_quality_of_tickets(self) -> None:
        page = open_quality(**self.given("quality"), district="010101")
        assert page.quality.read == 31 + 7 + 30 + 6 + 29 + 5
        assert "2024年5月010101工单" in str(page.heading().markup)
        assert "检查的是已入库的010101工单" in str(page.body().markup)
        assert open_quality(**self.given("quality")).quality.read > page.quality.read


def refused(office: Office, **report: Any) -> str:
    office.jurisdiction(PARTS, ANNEXES)
    with pytest.raises(InputError) as raised:
        open_sources(*load_report(office.report(**report)))
    return str(raised.value)


class TestRefused:
    def test_a_district_that_no_ticket_has(self, office: Office, both: Path) -> None:
        said = refused(office, data="tickets", district="芙容区")
        assert "report.yaml, line 5, key district: no such district; found '芙容区'" in said
        assert said.endswith("; allowed: 芙蓉区 (nearest); 010101, 芙蓉区")

    def test_tickets_without_districts(self, office: Office) -> None:
        write_store(office.folder / "tickets", tickets((None, WEST)), REGISTRY)
        assert "key district: the tickets lack districts; found '芙蓉区'" in refused(
            office, data="tickets", district="芙蓉区"
        )

    @pytest.mark.parametrize("data", ["now", "sample:furong-2022-11"])
    def test_data_that_is_no_tickets(self, office: Office, data: str) -> None:
        assert "key district: only tickets have districts; found '芙蓉区'" in refused(
            office, data=data, district="芙蓉区"
        )

    def test_tables_of_the_whole_beside_tickets(self, office: Office, both: Path) -> None:
        office.case("mixed", UNITS, header=HEADER, tickets="../tickets")
        assert "the data holds more than tickets, and that is of the whole jurisdiction; found 'units.csv'" in refused(
            office, data="mixed", district="芙蓉区"
        )

    @pytest.mark.parametrize("district", [10101, "../x", "a/b", "", "芙蓉 区", "-x", "."])
    def test_what_cannot_be_a_district(self, office: Office, both: Path, district: object) -> None:
        assert "key district: not a" in refused(office, data="tickets", district=district)

    def test_a_period_in_which_the_district_has_no_ticket(self, office: Office) -> None:
        made = tickets(("芙蓉区", WEST), ("010101", EAST))
        kept = [one for one in made if one["district"] == "芙蓉区" or one["received"].year == 2023]
        write_store(office.folder / "tickets", kept, REGISTRY)
        assert "key district: the district has no ticket in 2024-05; found '010101'" in refused(
            office, data="tickets", district="010101"
        )
