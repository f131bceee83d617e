"""The invented 青禾区 from tickets that add up to its unit tables: the same facts as from the tables, one for one."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import yaml
from office import soup_of
from stored_tickets import Ticket, tickets_of_units, write_store

from hotline_analysis.metrics.dictionary import canonical_headers
from hotline_analysis.report import Bulletin, open_bulletin
from hotline_analysis.report.facts import Fact

SIXTH = Path(__file__).resolve().parents[1] / "sixth"
GROUPS = ("streets", "departments", "resident_units")
GIVEN = ("弄虚作假件数", "表扬件数", "知识库建设", "knowledge_base_reason")
TYPES = {"投诉": 512, "求助": 401, "咨询": 179, "建议": 62}
EXAM_TYPES = {"投诉": 51, "求助": 13}
EXAM_TOPICS = {"工地噪声": 38, "广场音乐": 17, "其他": 9}
APP = {"2024-04": 188, "2024-05": 212}


def unit_rows(month: str) -> list[dict[str, str]]:
    rows = []
    for group in GROUPS:
        with (SIXTH / "data" / month / f"{group}.csv").open(encoding="utf-8") as file:
            rows += [{**row, "group": group} for row in csv.DictReader(file)]
    return rows


def counted(row: dict[str, str]) -> dict[str, int | str]:
    """The counts of a row under their keys, without what people give by hand."""
    keys = canonical_headers()
    numbers = {keys[name]: int(cell) for name, cell in row.items() if name in keys and name not in GIVEN}
    return {"unit": row["责任单位"], **numbers}


def topics() -> dict[str, int]:
    with (SIXTH / "data/2024-05/topics.csv").open(encoding="utf-8") as file:
        return {row["事项"]: int(row["件数"]) for row in csv.DictReader(file)}


def label(tickets: Iterator[Ticket], column: str, counts: dict[str, int]) -> None:
    for value, number in counts.items():
        for one in islice(tickets, number):
            one[column] = value


def exam(tickets: list[Ticket]) -> None:
    """64 tickets of the special topic, three of them dissatisfied, by type and by subject as the tables have them."""
    unhappy = [one for one in tickets if one.get("satisfied") == "no" and one.get("request_type") == "投诉"][:3]
    others = [one for one in tickets if one.get("satisfied") != "no"]
    chosen = [*unhappy]
    for kind, number in EXAM_TYPES.items():
        already = sum(one["request_type"] == kind for one in unhappy)
        chosen += [one for one in others if one.get("request_type") == kind][: number - already]
    label(iter(chosen), "subcategory", EXAM_TOPICS)
    for one in chosen:
        one["special_topic"] = True


def tickets() -> list[Ticket]:
    made = []
    for month in APP:
        own = tickets_of_units([counted(row) for row in unit_rows(month)], month)
        label(iter(own), "channel", {"手机端": APP[month]})
        if month == "2024-05":
            label(iter(own), "topic", topics())
            label(iter(own), "request_type", TYPES)
            exam(own)
        made += own
    return made


CASE: dict[str, Any] = {
    "scheme": "../../qinghe-scheme.yaml",
    "tickets": "../../tickets",
    "given": "given.csv",
    "tables": {
        "hot_topics": {"tickets": {"by": "topic"}, "name": "事项", "count": "件数"},
        "request_types": {"tickets": {"by": "request_type"}},
        "exam_topics": {"tickets": {"by": "subcategory", "where": {"special_topic": True}}},
        "exam_types": {"tickets": {"by": "request_type", "where": {"special_topic": True}}},
        "returns_by_times": {"file": "returns.csv", "name": "次数", "count": "件数"},
        "praise_and_complaints": "praise_and_complaints.csv",
        "districts": "districts.csv",
        "letters": "letters.csv",
    },
}
COUNTED = {
    "app_total": {"count": "received", "where": {"channel": "手机端"}},
    "exam_tickets": {"where": {"special_topic": True}},
    "exam_dissatisfied": {"count": "dissatisfied", "where": {"special_topic": True}},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sixth jurisdiction with a case folder of tickets beside that of tables."""
    folder = tmp_path_factory.mktemp("qinghe")
    shutil.copytree(SIXTH, folder, dirs_exist_ok=True)
    # the course of a unit over the periods is told by tickets only
    office = folder / "qinghe.yaml"
    office.write_text(
        office.read_text(encoding="utf-8").replace("peers: 1}", "peers: 1, periods: 0}"), encoding="utf-8"
    )
    units = {row["责任单位"]: {"group": row["group"]} for row in unit_rows("2024-05")}
    write_store(folder / "tickets", tickets(), units)
    case = folder / "data/tickets"
    case.mkdir()
    for name in ("returns", "praise_and_complaints", "districts", "letters"):
        shutil.copy(folder / f"data/2024-05/{name}.csv", case)
    tables = yaml.safe_load((folder / "data/2024-05/case.yaml").read_text(encoding="utf-8"))
    figures = tables["figures"] | {key: {"tickets": recipe} for key, recipe in COUNTED.items()}
    content = {**CASE, "figures": figures, "sets": tables["sets"]}
    (case / "case.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    with (case / "given.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["period", "责任单位", *GIVEN], extrasaction="ignore")
        writer.writeheader()
        writer.writerows({**row, "period": month} for month in APP for row in unit_rows(month))
    return folder


def bulletin(folder: Path, **changes: Any) -> Bulletin:
    report = yaml.load((folder / "reports/2024-05.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    report = {key: value for key, value in {**report, **changes}.items() if value is not None}
    file = folder / "reports/changed.yaml"
    file.write_text(yaml.safe_dump(report, allow_unicode=True), encoding="utf-8")
    return open_bulletin(file)


def facts(one: Bulletin) -> dict[str, Fact]:
    soup_of(one)
    return {fact.key: fact for fact in one.facts.book}


@pytest.fixture(scope="module")
def from_tables(folder: Path) -> dict[str, Fact]:
    return facts(bulletin(folder))


@pytest.fixture(scope="module")
def from_tickets(folder: Path) -> dict[str, Fact]:
    return facts(bulletin(folder, data="../data/tickets", previous=None))


def shown(fact: Fact) -> tuple[object, ...]:
    return fact.value, fact.text, fact.unit, fact.numerator, fact.denominator, fact.definition, fact.label


def test_every_fact_is_the_same(from_tables: dict[str, Fact], from_tickets: dict[str, Fact]) -> None:
    assert len(from_tables) > 300
    assert [*from_tickets] == [*from_tables]
    assert {key: shown(fact) for key, fact in from_tickets.items()} == {
        key: shown(fact) for key, fact in from_tables.items()
    }


def test_the_page_is_the_same(folder: Path) -> None:
    tables, tickets_ = (
        soup_of(bulletin(folder, **changes)).get_text()
        for changes in ({}, {"data": "../data/tickets", "previous": None})
    )
    assert tickets_ == tables


def test_only_tickets_tell_a_course(folder: Path) -> None:
    office = folder / "qinghe.yaml"
    without = office.read_text(encoding="utf-8")
    office.write_text(without.replace("peers: 1, periods: 0}", "peers: 1}"), encoding="utf-8")
    course = [key for key in facts(bulletin(folder, data="../data/tickets", previous=None)) if ".course." in key]
    assert [key.rpartition(".")[2] for key in course[:2]] == ["2024-04", "2024-05"]
    assert [key for key in facts(bulletin(folder)) if ".course." in key] == []
    office.write_text(without, encoding="utf-8")


def test_changes_on_the_month_before_are_there(from_tickets: dict[str, Fact]) -> None:
    assert from_tickets["s1-2.app_total.previous.difference"].value == 212 - 188
    assert any(key.endswith(".rank_change") for key in from_tickets)


def test_figures_say_that_they_were_counted(from_tickets: dict[str, Fact]) -> None:
    sources = {key: fact.source for key, fact in from_tickets.items()}
    assert sources["s1-2.assigned"] == "工单明细统计，交办数：有交办时间；按交办时间计入周期"
    assert sources["s1-2.app_total"].startswith("工单明细统计，受理数")
    assert "诉求渠道为手机端" in sources["s1-2.app_total"]
    assert sources["s3-1.part.投诉"].startswith("工单明细统计，交办数")
    assert sources["s5-1.应办理"] == "本期数据 letters"
