"""Bulletins straight from tickets, and from case folders that name tickets: the same figures, comparisons, refusals."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from office import SCHEME, Office, said, soup_of, table
from stored_tickets import Ticket, ticket, tickets_of_units, write_store

from hotline_analysis.documents import load_document
from hotline_analysis.errors import InputError
from hotline_analysis.report import Bulletin, load_report, open_sources
from hotline_analysis.report.facts import Fact

HEADER = ("unit", "group", "assigned", "signed", "closed", "late_closed", "revisited", "satisfied", "returned")
UNITS = (
    ("甲街道", "streets", 40, 40, 39, 2, 20, 18, 3),
    ("乙街道", "streets", 25, 25, 25, 0, 10, 10, 0),
    ("丙局", "departments", 9, 9, 8, 1, 4, 1, 2),
    ("丁局", "departments", 0, 0, 0, 0, 0, 0, 0),
)
REGISTRY = {unit: {"group": group} for unit, group, *_ in UNITS}
TOPICS = {"噪声": 30, "路灯": 14, "占道": 14}
PARTS = """[
  {section: overview, counts: [{count: assigned, label: 交办}, {count: closed, label: 办结}],
   rates: [on_time_closure_rate, satisfaction_rate]},
  {section: hot_topics, whole: assigned, growth: 0},
  {section: unit_list, list: good, show: total},
  {section: revisits, below: 50},
]""".replace("\n", " ")
ANNEXES = (
    "[{annex: units, title: 附表, by_group: false, total_row: true, columns: [assigned, late_closed, satisfaction_rate,"
    " returned, total, rank, grade]}, {annex: unranked, title: 未排名}]"
)
ONE_SECTION = "[{section: overview, counts: [{count: assigned, label: 交办}]}]"
AS_COUNTED = "[{section: overview, counts: [{count: received, label: 受理}]}]"


def of_units(month: str, rows: Sequence[Sequence[Any]] = UNITS, topics: dict[str, int] | None = None) -> list[Ticket]:
    made = tickets_of_units([dict(zip(HEADER, row, strict=True)) for row in rows], month)
    names = [name for name, number in (TOPICS if topics is None else topics).items() for _ in range(number)]
    for one, name in zip(made, names, strict=False):
        one["topic"] = name
    return made


def facts(one: Bulletin) -> dict[str, Fact]:
    soup_of(one)
    return {fact.key: fact for fact in one.facts.book}


def shown(found: dict[str, Fact]) -> dict[str, tuple[object, ...]]:
    return {key: (one.value, one.text, one.unit, one.numerator, one.denominator) for key, one in found.items()}


@pytest.fixture
def from_table(office: Office) -> Bulletin:
    office.case("now", UNITS, header=HEADER, tables={"hot_topics": [("topic", "tickets"), *TOPICS.items()]})
    return office.open(PARTS, ANNEXES)


class TestTheSameFigures:
    @pytest.mark.parametrize("data", ["tickets", "tickets.parquet", "case"])
    def test_as_from_the_unit_table(self, office: Office, from_table: Bulletin, data: str) -> None:
        store = write_store(office.folder / "tickets", of_units("2024-05"), REGISTRY)
        if data == "tickets.parquet":
            (store / "period=2024-05/tickets.parquet").rename(office.folder / data)
        office.write("case/case.yaml", "tickets: ../tickets\ntables: {hot_topics: {tickets: {by: topic}}}\n")
        found, wanted = shown(facts(office.open(PARTS, ANNEXES, data=data))), shown(facts(from_table))
        if data == "tickets.parquet":  # without its registry nobody knows of a unit without tickets
            assert not any("丁局" in key for key in found)
            wanted = {key: value for key, value in wanted.items() if "丁局" not in key}
            assert {key: found[key] for key in wanted} == wanted
        else:
            assert found == wanted
            assert len(found) > 30

    def test_from_a_csv_file(self, office: Office, from_table: Bulletin) -> None:
        names = list(dict.fromkeys(name for one in of_units("2024-05") for name in one))
        rows = [[one.get(name, "") for name in names] for one in of_units("2024-05")]
        office.write("tickets.csv", table([names, *rows]))
        found, wanted = shown(facts(office.open(PARTS, ANNEXES, data="tickets.csv"))), shown(facts(from_table))
        assert {key: found[key] for key in wanted if key in found} == {k: v for k, v in wanted.items() if k in found}
        assert found["a1-1.甲街道.total"] == wanted["a1-1.甲街道.total"]

    def test_units_without_tickets_are_listed_and_not_ranked(self, office: Office) -> None:
        write_store(office.folder / "tickets", of_units("2024-05"), REGISTRY)
        soup = soup_of(office.open(PARTS, ANNEXES, data="tickets"))
        unranked = soup.select_one("#annex-2").get_text()
        assert "丁局" in unranked
        assert "本期无工单" in unranked
        assert "甲街道" not in unranked

    def test_units_without_a_group(self, office: Office) -> None:
        tickets = [{key: value for key, value in one.items() if key != "group"} for one in of_units("2024-05")]
        write_store(office.folder / "tickets", tickets)
        one = office.open(PARTS, "[{annex: units, title: 附表, columns: [assigned]}]", data="tickets")
        assert set(one.data.scores.groups) == {"units"}
        assert [caption.get_text() for caption in soup_of(one).select(".doc-annex caption")] == ["附表"]
        profile = "[{section: unit_profile, unit: 甲街道}]"
        assert "units" not in soup_of(office.open(profile, data="tickets")).get_text()
        write_store(office.folder / "tickets", tickets, {"甲街道": {"group": "街道"}, "乙街道": {}, "丙局": {}})
        one = office.open(PARTS, "[{annex: units, title: 附表, columns: [assigned]}]", data="tickets")
        assert one.data.scores.groups == ["街道", "未分组", "未分组"]
        assert "附表（未分组）" in soup_of(one).get_text()

    def test_where_figures_come_from(self, office: Office) -> None:
        write_store(office.folder / "tickets", of_units("2024-05"), REGISTRY)
        found = facts(office.open(PARTS, ANNEXES, data="tickets"))
        assert found["s1-1.assigned"].source == "工单明细统计，交办数：有交办时间；按交办时间计入周期"
        assert found["a1-1.甲街道.late_closed"].source.startswith("工单明细统计，未按时办结数")
        rate = found["a1-1.甲街道.satisfaction_rate"].source
        assert rate.count("工单明细统计") == 1
        assert "满意数" in rate
        assert "回访数" in rate
        assert found["s1-2.part.噪声"].source.startswith("工单明细统计，交办数")
        assert found["a1-1.甲街道.total"].source == "考核办法 small"


class TestEarlierPeriods:
    def write(self, office: Office, *months: str, now: int = 0, **options: Any) -> Path:
        tickets = of_units("2024-05", topics={"噪声": 40, "路灯": 12, "新事": 12, "少见": 3})
        for month in months:
            tickets += of_units(month, UNITS[:2], topics={"噪声": 20, "路灯": 11, "少见": 1})
        return write_store(office.folder / "tickets", tickets, REGISTRY, **options)

    def test_both_are_counted_from_the_same_tickets(self, office: Office) -> None:
        self.write(office, "2024-04", "2023-05")
        one = office.open(AS_COUNTED, data="tickets")
        # 74 in May, 65 of the same units in April and a year before
        assert said(one) == ("2024年5月，全区受理74件，较上月增加9件，增长13.85%，同比增加9件，增长13.85%。")
        assert one.notes[0] == "previous: 2024-04 was counted from the same tickets; previous: none leaves it out"
        assert one.notes[1].startswith("year_before: 2023-05 was counted")

    def test_only_what_the_tickets_hold(self, office: Office) -> None:
        self.write(office, "2024-04")
        assert "同比" not in office.said(AS_COUNTED, data="tickets")

    def test_of_a_quarter_every_month_must_be_there(self, office: Office) -> None:
        self.write(office, "2024-04", "2024-06", "2024-03", "2024-02")
        assert said(office.open(AS_COUNTED, data="tickets", period="2024-Q2")).count("较上季度") == 0
        self.write(office, "2024-04", "2024-06", "2024-03", "2024-02", "2024-01")
        text = said(office.open(AS_COUNTED, data="tickets", period="2024-Q2"))
        assert text == "2024年第二季度，全区受理204件，较上季度增加9件，增长4.62%。"

    def test_none_compares_with_nothing(self, office: Office) -> None:
        self.write(office, "2024-04", "2023-05")
        one = office.open(AS_COUNTED, data="tickets", previous="none", year_before="none")
        assert said(one) == "2024年5月，全区受理74件。"

    def test_what_the_report_names_goes_before(self, office: Office) -> None:
        self.write(office, "2024-04")
        office.case("before", [("甲街道", 70, 9, 9, 9, 9)], period="2024-04")
        text = office.said(ONE_SECTION, data="tickets", previous="before")
        assert text == "2024年5月，全区交办74件，较上月增加4件，增长5.71%。"

    def test_a_rest_that_was_carried_over_is_no_month(self, office: Office) -> None:
        rest = [("甲街道", "streets", 18, 18, 18, 0, 0, 0, 0)]
        write_store(office.folder / "tickets", [*of_units("2024-05"), *of_units("2024-04", rest)], REGISTRY)
        one = office.open(AS_COUNTED, data="tickets")
        assert said(one) == "2024年5月，全区受理74件。"
        assert one.notes[0] == (
            "previous: only 18 tickets were received in 2024-04, 74 in 2024-05; that may be a rest and is not compared;"
            " previous: tickets compares it all the same"
        )
        text = office.said(AS_COUNTED, data="tickets", previous="tickets")
        assert text == "2024年5月，全区受理74件，较上月增加56件，增长311.11%。"

    def test_a_case_folder_without_a_period_serves_every_month(self, office: Office) -> None:
        self.write(office, "2024-04")
        office.write("case/case.yaml", "tickets: ../tickets\n")
        assert office.said(AS_COUNTED, data="case").startswith("2024年5月，全区受理74件，较上月增加9件")
        assert office.said(AS_COUNTED, data="case", period="2024-04") == "2024年4月，全区受理65件。"

    def test_figures_of_a_case_folder_are_compared(self, office: Office) -> None:
        self.write(office, "2024-04")
        office.write(
            "case/case.yaml",
            "tickets: ../tickets\nfigures: {loud: {tickets: {count: received, where: {topic: 噪声}}}, calls: 5}\n",
        )
        parts = "[{section: overview, counts: [{figure: loud, label: 噪声}, {figure: calls, label: 来电}]}]"
        assert office.said(parts, data="case") == "2024年5月，全区噪声40件，较上月增加20件，增长100.00%，来电5件。"

    def test_months_from_the_26th(self, office: Office) -> None:
        times = ("2024-04-25 08:00:00", "2024-04-26 08:00:00", "2024-05-25 08:00:00", "2024-05-26 08:00:00")
        tickets = [ticket(i, time, "甲街道") for i, time in enumerate(times)]
        write_store(office.folder / "tickets", tickets, month_starts_on=26)
        office.write("small.yaml", OPEN_SCHEME)
        one = office.open(AS_COUNTED, data="tickets")
        assert said(one) == "2024年5月，全区受理2件，较上月增加1件，增长100.00%。"


OPEN_SCHEME = """\
scheme: open
title: {zh: 无考核, en: none}
source: made up for a test
"""
COUNTED_OTHERWISE = """\
counting: {in: received, counts: {loud: {zh: 噪声件数, en: loud, of: received, where: [{column: topic, is: [噪声]}]}}}
"""


class TestNamesOfUnits:
    def test_merged_units_are_compared_with_what_they_were_made_of(self, office: Office) -> None:
        units: dict[str, Any] = {"甲街道": {}, "乙局": {"became": {"unit": "新局", "from": "2024-05-01"}}}
        units |= {"丙局": {"became": {"unit": "新局", "from": "2024-05-01"}}, "新局": {}}
        tickets = tickets_of_units(
            [
                {"unit": unit, "assigned": n, "signed": n, "closed": n, "revisited": n, "satisfied": m}
                for unit, n, m in (("甲街道", 10, 5), ("乙局", 4, 4), ("丙局", 6, 3))
            ],
            "2024-04",
        )
        tickets += tickets_of_units(
            [
                {"unit": unit, "assigned": n, "signed": n, "closed": n, "revisited": n, "satisfied": n}
                for unit, n in (("甲街道", 5), ("新局", 8))
            ],
            "2024-05",
        )
        write_store(office.folder / "tickets", tickets, units)
        columns = "[assigned, total, rank, rank_change, grade_before]"
        annex = f"[{{annex: units, title: 附表, by_group: false, columns: {columns}}}]"
        one = office.open(ONE_SECTION, annex, data="tickets")
        rows = [row.get_text(" ", strip=True) for row in soup_of(one).select("#annex-1 tbody tr")]
        # in April 新局 would have been first: 60 + 40 x 7/10, before 60 + 40 x 5/10
        assert rows == ["新局 8 100 1 持平 B", "甲街道 5 100 1 升1 B"]
        assert {"previous: 乙局 is counted as 新局", "previous: 丙局 is counted as 新局"} <= set(one.notes)
        assert one.data.previous is not None
        assert list(one.data.previous.scores.units) == ["甲街道", "新局"]

    def test_a_scheme_of_the_report_counts_as_it_says(self, office: Office) -> None:
        write_store(office.folder / "tickets", of_units("2024-05"), REGISTRY)
        office.write("other.yaml", OPEN_SCHEME + COUNTED_OTHERWISE)
        parts = "[{section: overview, counts: [{count: loud, label: 噪声}]}]"
        assert "unknown count; found 'loud'" in refused(office, parts, data="tickets")
        text = office.said(parts, data="tickets", scheme="other.yaml")
        assert text == "2024年5月，全区噪声30件。"

    def test_the_scheme_of_the_report_is_one_of_the_files(self, office: Office) -> None:
        office.write("other.yaml", OPEN_SCHEME)
        office.jurisdiction(ONE_SECTION)
        sources = open_sources(*load_report(office.report(scheme="other.yaml")))
        names = [path.name for path in sources.paths()]
        assert "other.yaml" in names
        assert "small.yaml" not in names


class TestGrowth:
    PARTS = "[{section: hot_topics, chart: false}]"

    def test_growth_beside_volume_with_a_guard(self, office: Office) -> None:
        TestEarlierPeriods().write(office, "2024-04")
        text = office.said(self.PARTS, data="tickets")
        assert text.splitlines()[1:] == [
            "与上月相比，增长较快的事项：噪声由20件增至40件，增长100.00%；路灯由11件增至12件，增长9.09%。",
            "上月没有、本期新出现的事项：新事12件。",
            "注：只对两期均不少于10件的事项比较增长。",
        ]

    def test_how_many_and_from_what_number(self, office: Office) -> None:
        TestEarlierPeriods().write(office, "2024-04")
        text = office.said("[{section: hot_topics, chart: false, growth: 1, min_base: 12}]", data="tickets")
        assert "增长较快的事项：噪声由20件增至40件，增长100.00%。" in text
        assert "路灯由" not in text
        assert "少见" not in text.splitlines()[1]
        assert "两期均不少于12件" in text

    def test_not_where_it_is_not_wanted_or_known(self, office: Office) -> None:
        TestEarlierPeriods().write(office, "2024-04")
        assert "相比" not in office.said("[{section: hot_topics, chart: false, growth: 0}]", data="tickets")
        assert "相比" not in office.said(self.PARTS, data="tickets", previous="none")

    def test_the_year_before_where_the_month_before_is_not_known(self, office: Office) -> None:
        TestEarlierPeriods().write(office, "2023-05")
        assert "与上年同期相比，增长较快的事项：噪声由20件" in office.said(self.PARTS, data="tickets")

    def test_of_printed_tables_nothing_is_called_new(self, office: Office) -> None:
        topics = {"hot_topics": [("topic", "tickets"), ("噪声", 40), ("路灯", 30)]}
        office.case("now", tables=topics)
        office.case("before", tables={"hot_topics": [("topic", "tickets"), ("噪声", 20)]}, period="2024-04")
        text = office.said(self.PARTS, previous="before")
        assert "噪声由20件增至40件" in text
        assert "新出现" not in text

    def test_nothing_grew(self, office: Office) -> None:
        topics = {"hot_topics": [("topic", "tickets"), ("噪声", 20)]}
        office.case("now", tables=topics)
        office.case("before", tables=topics, period="2024-04")
        assert "与上月相比，没有明显增长的事项。" in office.said(self.PARTS, previous="before")


def refused(office: Office, *args: Any, **options: Any) -> str:
    with pytest.raises(InputError) as raised:
        soup_of(office.open(*args, **options))
    assert "\n" not in str(raised.value)
    return str(raised.value).replace(f"{office.folder}/", "")


class TestRefused:
    @pytest.mark.parametrize(
        ("section", "place", "kind", "name"),
        [
            ("{section: city_position, table: city, own: 甲区}", "table", "table", "city"),
            ("{section: ticket_units, table: kinds}", "table", "table", "kinds"),
            ("{section: overview, counts: [{figure: calls, label: x}]}", "counts #1.figure", "figure", "calls"),
            (
                "{section: overview, counts: [{count: closed, label: x}], sources: {信箱: box}}",
                "sources.信箱",
                "figure",
                "box",
            ),
            ("{section: special_topic, name: 涉疫, tickets: sick, of: closed}", "tickets", "figure", "sick"),
            ("{section: city_position, ranks: {7月: july}}", "ranks.7月", "figure", "july"),
            (
                "{section: calls, counts: [{count: closed, label: x}], rates: {answer_rate: ar}}",
                "rates.answer_rate",
                "figure",
                "ar",
            ),
            ("{section: grades, before: grades_before}", "before", "table", "grades_before"),
            ("{section: hot_topics}", "table", "table", "hot_topics"),
        ],
    )
    def test_a_section_whose_data_tickets_cannot_give(
        self, office: Office, section: str, place: str, kind: str, name: str
    ) -> None:
        tickets = [{key: value for key, value in one.items() if key != "topic"} for one in of_units("2024-05")]
        write_store(office.folder / "tickets", tickets, REGISTRY)
        found = refused(office, f"[{ONE_SECTION[1:-1]}, {section}]", data="tickets")
        why = ": no ticket has the column topic" if name == "hot_topics" else ""
        where = f"office.yaml, line 6, key chapters #1.parts #2.{place}: the tickets do not give this {kind}{why}; "
        assert found.startswith(f"{where}found '{name}'; allowed: ")
        assert f"or add {kind}s: {{{name}: " in found
        assert "to the case.yaml of a case folder (docs/case-folder.md)" in found

    def test_it_is_said_before_anything_is_made(self, office: Office) -> None:
        write_store(office.folder / "tickets", of_units("2024-05"), REGISTRY)
        office.write("case/case.yaml", "tickets: ../tickets\n")
        office.jurisdiction("[{section: returns, table: returns_by_times}]")
        with pytest.raises(
            InputError, match=r"add tables: \{returns_by_times: \{tickets: \{by: returned\}\}\} to .*case\.yaml"
        ):
            open_sources(*load_report(office.report(data="case")))

    def test_a_count_that_the_tickets_cannot_give(self, office: Office) -> None:
        tickets = [ticket(1, "2024-05-03 08:00:00", "甲街道")]
        write_store(office.folder / "tickets", tickets)
        found = refused(office, ONE_SECTION, data="tickets")
        assert "missing column closed_on_time, needed for speed (按时办结)" in found
        assert (
            "tickets with these columns (closed_on_time needs closed, due), or these counts, or a column speed" in found
        )

    @pytest.mark.parametrize(
        ("data", "expected"),
        [
            ("nowhere.parquet", "nowhere.parquet: no such tickets"),
            ("bad.csv", "bad.csv: no canonical tickets"),
            ("empty", "empty: the folder has no case.yaml"),
        ],
    )
    def test_data_that_is_none(self, office: Office, data: str, expected: str) -> None:
        office.write("bad.csv", "unit,assigned\n甲,1\n")
        (office.folder / "empty").mkdir()
        found = refused(office, ONE_SECTION, data=data)
        assert expected in found or "no such tickets; found" in found

    @pytest.mark.parametrize(
        ("rows", "expected"),
        [
            ("甲街道,0.5\n乙街道,多\n", "bonus.csv, line 3, unit 乙街道, column campaign: not a number; found '多'"),
            ("甲街道,9\n", "bonus.csv, line 2, unit 甲街道, column campaign: a given score out of range; found '9'"),
            ("甲街到,0.5\n", "bonus.csv, line 2, column unit: unknown unit; found '甲街到'; allowed: 甲街道 (nearest)"),
        ],
    )
    @pytest.mark.parametrize("header", ["campaign", "专项加分"])
    def test_a_mistake_in_a_score_that_is_given(self, office: Office, header: str, rows: str, expected: str) -> None:
        write_store(office.folder / "tickets", of_units("2024-05"), REGISTRY)
        given = "{kind: given, column: campaign, default: none}"
        office.write(
            "small.yaml",
            f"{SCHEME}bonus:\n  cap: 1\n  items:\n    campaign: {{zh: 专项加分, en: own, marks: 1, rule: {given}}}\n",
        )
        office.write("case/case.yaml", "tickets: ../tickets\ngiven: {file: bonus.csv, some: true}\n")
        office.write("case/bonus.csv", f"unit,{header}\n{rows}")
        assert refused(office, ONE_SECTION, data="case").startswith(f"case/{expected}")

    def test_a_period_without_a_ticket(self, office: Office) -> None:
        write_store(office.folder / "tickets", of_units("2024-05"))
        said = refused(office, ONE_SECTION, data="tickets", period="2024-07")
        assert (
            "no ticket was received in this period; found '2024-07'; allowed: a period of the tickets: 2024-05" in said
        )


def test_the_files_that_were_read(office: Office) -> None:
    write_store(office.folder / "tickets", [*of_units("2024-05"), *of_units("2024-04")], REGISTRY)
    office.jurisdiction(ONE_SECTION)
    sources = open_sources(*load_report(office.report(data="tickets")))
    read = {path.resolve().relative_to(office.folder.resolve()).as_posix() for path in sources.paths()}
    assert {"tickets/store.json", "tickets/period=2024-05/tickets.parquet", "office.yaml", "small.yaml"} <= read


def test_tickets_cannot_be_audited(office: Office) -> None:
    from hotline_analysis.report.data_sources import open_printed

    write_store(office.folder / "tickets", of_units("2024-05"), REGISTRY)
    report, _ = load_report(office.report(data="tickets"))
    with pytest.raises(
        InputError, match=r"report\.yaml, line 3, key data: tickets print nothing that could be audited"
    ):
        open_printed(report, load_document(office.folder / "report.yaml"))
