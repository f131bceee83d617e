"""Case folders that name tickets: tables and figures counted from them, given scores, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from stored_tickets import ticket, write_store

from hotline_analysis.cases import Case, earlier_case, load_case
from hotline_analysis.errors import InputError

UNITS = {
    "东街道": {"group": "streets"},
    "旧局": {"group": "departments", "became": {"unit": "新局", "from": "2024-05-01"}},
    "新局": {"group": "departments", "aliases": ["新城局"]},
    "闲局": {"group": "departments"},
}
APRIL, MAY = "2024-04-10 08:00:00", "2024-05-10 08:00:00"
TICKETS = [
    ticket(1, APRIL, "旧局", closed="2024-05-02 08:00:00", due="2024-05-01 08:00:00", topic="噪声"),
    ticket(2, APRIL, "东街道", closed="2024-04-12 08:00:00", due="2024-05-01 08:00:00", topic="路灯"),
    ticket(3, MAY, "东街道", topic="噪声", channel="市长信箱", request_type="投诉", urgent=True, returned=2),
    ticket(4, MAY, "东街道", topic="噪声", channel="12345", request_type="求助", urgent=False, returned=1),
    ticket(5, MAY, "新局", topic="路灯", channel="12345", request_type="求助", urgent=True, returned=1),
    ticket(6, MAY, "新局", topic="占道", channel="手机端", request_type="咨询", returned=0),
    ticket(7, MAY, "新局", channel="手机端", request_type="求助"),
    ticket(8, MAY, None, topic="占道", channel="12345", request_type="求助"),
]


def folder(place: Path, text: str = "", given: str = "", *, period: str = "period: 2024-05\n") -> Path:
    write_store(place / "tickets", TICKETS, UNITS)
    case = place / "case"
    case.mkdir()
    (case / "case.yaml").write_text(f"{period}tickets: ../tickets\n{text}", encoding="utf-8")
    if given:
        (case / "given.csv").write_text(given, encoding="utf-8")
    return case


def counted(place: Path, recipe: dict[str, Any], key: str = "t", **entry: Any) -> list[list[str]]:
    text = yaml.safe_dump({"tables": {key: {"tickets": recipe, **entry}}}, allow_unicode=True, sort_keys=False)
    frame = load_case(folder(place, text)).table(key)
    return [list(frame.columns), *frame.to_numpy().tolist()]


def column(case: Case, key: str) -> dict[str, str]:
    frame = case.table("units")
    return dict(zip(frame["unit"], frame[key], strict=True))


class TestUnits:
    def test_every_unit_of_the_registry_that_exists_stands_in_its_order(self, tmp_path: Path) -> None:
        case = load_case(folder(tmp_path))
        frame = case.table("units")
        assert list(frame["unit"]) == ["东街道", "新局", "闲局"]
        assert list(frame["group"]) == ["streets", "departments", "departments"]
        assert column(case, "assigned") == {"东街道": "2", "新局": "3", "闲局": "0"}

    def test_what_was_carried_over_counts_under_the_present_name(self, tmp_path: Path) -> None:
        case = load_case(folder(tmp_path))
        assert column(case, "closed") == {"东街道": "0", "新局": "1", "闲局": "0"}
        assert column(case, "carried_over")["新局"] == "1"
        # more is closed late than was closed of what was assigned in May: no table of a page could say that
        assert column(case, "late_closed")["新局"] == "1"

    def test_an_earlier_period_under_the_names_of_a_later_day(self, tmp_path: Path) -> None:
        place = folder(tmp_path, period="")
        then = load_case(place, period="2024-04")
        assert list(column(then, "assigned")) == ["东街道", "旧局", "闲局"]
        renamed = load_case(place, period="2024-04", names_on=date(2024, 5, 31))
        assert column(renamed, "assigned") == {"东街道": "1", "新局": "1", "闲局": "0"}

    def test_tickets_without_a_unit_are_counted_in_a_note(self, tmp_path: Path) -> None:
        case = load_case(folder(tmp_path))
        assert case.tickets is not None
        assert "units: 1 tickets without unit stand in no row" in case.tickets.notes

    def test_only_the_counts_that_are_asked_for(self, tmp_path: Path) -> None:
        rows = counted(tmp_path, {"by": "unit", "counts": ["assigned", "closed"]}, key="units")
        assert rows == [["unit", "assigned", "closed"], ["东街道", "2", "0"], ["新局", "3", "1"], ["闲局", "0", "0"]]

    def test_a_unit_in_two_groups(self, tmp_path: Path) -> None:
        tickets = [ticket(1, MAY, "甲", group="streets"), ticket(2, MAY, "甲", group="departments")]
        write_store(tmp_path / "tickets", tickets)
        (tmp_path / "case.yaml").write_text("period: 2024-05\ntickets: tickets\n", encoding="utf-8")
        with pytest.raises(InputError, match=r"unit 甲: a unit stands in two groups; found 'departments, streets'"):
            load_case(tmp_path)

    def test_tickets_without_a_group_go_with_the_others(self, tmp_path: Path) -> None:
        tickets = [ticket(1, MAY, "甲", group="streets"), ticket(2, MAY, "甲"), ticket(3, MAY, "乙")]
        write_store(tmp_path / "tickets", tickets)
        (tmp_path / "case.yaml").write_text("period: 2024-05\ntickets: tickets\n", encoding="utf-8")
        rows = load_case(tmp_path).table("units")[["unit", "group", "assigned"]]
        assert rows.to_numpy().tolist() == [["乙", "", "1"], ["甲", "streets", "2"]]


class TestTables:
    def test_the_largest_first_and_no_row_without_a_name(self, tmp_path: Path) -> None:
        assert counted(tmp_path, {"by": "topic"}) == [["topic", "tickets"], ["占道", "2"], ["噪声", "2"], ["路灯", "1"]]

    def test_a_tie_makes_the_list_longer(self, tmp_path: Path) -> None:
        rows = counted(tmp_path, {"by": "topic", "top": 1}, name="事项", count="件数")
        assert rows == [["事项", "件数"], ["占道", "2"], ["噪声", "2"]]

    def test_only_some_values_in_this_order_with_a_zero(self, tmp_path: Path) -> None:
        rows = counted(tmp_path, {"by": "channel", "count": "received", "only": ["手机端", "省平台", "市长信箱"]})
        assert rows[1:] == [["手机端", "2"], ["省平台", "0"], ["市长信箱", "1"]]

    @pytest.mark.parametrize(
        ("where", "number"),
        [
            ({"channel": "市长信箱"}, {"投诉": "1"}),
            ({"channel": ["市长信箱", "手机端"]}, {"求助": "1", "咨询": "1", "投诉": "1"}),
            ({"urgent": True, "channel": "12345"}, {"求助": "1"}),
            ([{"column": "channel", "is_not": ["12345"]}], {"投诉": "1", "咨询": "1", "求助": "1"}),
            ([{"column": "returned", "at_least": 1}], {"求助": "2", "投诉": "1"}),
        ],
    )
    def test_only_tickets_that_meet_conditions(self, tmp_path: Path, where: Any, number: dict[str, str]) -> None:
        assert dict(counted(tmp_path, {"by": "request_type", "where": where})[1:]) == number

    def test_by_two_columns_under_other_names(self, tmp_path: Path) -> None:
        recipe = {"by": {"ticket_type": "request_type", "unit": "unit"}, "where": {"urgent": True}}
        rows = counted(tmp_path, recipe)
        assert rows[0] == ["ticket_type", "unit", "tickets"]
        assert sorted(rows[1:]) == [["投诉", "东街道", "1"], ["求助", "新局", "1"]]

    def test_several_counts(self, tmp_path: Path) -> None:
        rows = counted(tmp_path, {"by": "unit", "counts": {"应办": "assigned", "已办": "closed"}})
        assert rows == [["unit", "应办", "已办"], ["新局", "3", "1"], ["东街道", "2", "0"]]

    def test_by_the_number_of_returns(self, tmp_path: Path) -> None:
        assert sorted(counted(tmp_path, {"by": "returned"})) == [["1", "2"], ["2", "1"], ["returned", "tickets"]]

    def test_by_a_number_that_goes_far(self, tmp_path: Path) -> None:
        tickets = [ticket(n, MAY, "甲", returned=n) for n in range(20)]
        write_store(tmp_path / "tickets", tickets)
        text = "period: 2024-05\ntickets: tickets\ntables: {r: {tickets: {by: returned}}}\n"
        (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
        frame = load_case(tmp_path).table("r")
        assert dict(zip(frame["returned"], frame["tickets"], strict=True)) == {str(n): "1" for n in range(1, 20)}

    def test_tables_say_what_they_count(self, tmp_path: Path) -> None:
        text = "tables: {t: {tickets: {by: topic, where: {channel: '12345'}}}}\n"
        (source,) = load_case(folder(tmp_path, text)).files("t")
        assert source.words["tickets"] == {
            "zh": "交办数：有交办时间，且诉求渠道为12345；按交办时间计入周期",
            "en": "tickets assigned: there is assigned and channel is 12345; in the period of assigned",
        }
        assert source.derived


class TestFigures:
    def test_numbers_of_tickets(self, tmp_path: Path) -> None:
        text = (
            "figures:\n  app: {tickets: {count: received, where: {channel: 手机端}}}\n  calls: 9744\n"
            "tables: {sources: {from_facts: {手机端: app, 电话: calls}}}\n"
        )
        case = load_case(folder(tmp_path, text))
        assert case.figure("app") == 2
        assert case.figure("calls") == 9744
        assert case.table("sources")["count"].tolist() == ["2", "9744"]
        assert case.tickets is not None
        assert case.tickets.figures["app"]["zh"].startswith("受理数：")

    def test_of_an_earlier_period_only_what_tickets_give(self, tmp_path: Path) -> None:
        text = "figures: {all: {tickets: {count: received}}, calls: 7}\ntables: {t: {tickets: {by: topic, top: 1}}}\n"
        case = load_case(folder(tmp_path, text))
        before = earlier_case(case, period="2024-04")
        assert before.period == "2024-04"
        assert set(before.facts) == {"all"}
        assert before.figure("all") == 2
        # not cut, so that a topic which stands in no row was not there
        assert before.table("t").to_numpy().tolist() == [["噪声", "1"], ["路灯", "1"]]


GIVEN = "unit,knowledge_base,bonus\n东街道,10,\n新城局,9.50,0.5\n"


class TestGiven:
    def test_joined_by_unit_whatever_it_is_called(self, tmp_path: Path) -> None:
        case = load_case(folder(tmp_path, "given: given.csv\n", GIVEN))
        assert column(case, "knowledge_base") == {"东街道": "10", "新局": "9.50", "闲局": ""}
        assert column(case, "bonus") == {"东街道": "", "新局": "0.5", "闲局": ""}

    def test_rows_of_several_periods(self, tmp_path: Path) -> None:
        given = "period,unit,bonus\n2024-04,东街道,1\n2024-05,东街道,2\n2024-05,新局,3\n"
        case = load_case(folder(tmp_path, "given: given.csv\n", given))
        assert column(case, "bonus") == {"东街道": "2", "新局": "3", "闲局": ""}
        before = earlier_case(case, period="2024-04", names_on=date(2024, 5, 31))
        assert column(before, "bonus") == {"东街道": "1", "新局": "", "闲局": ""}

    def test_an_earlier_period_without_given_scores(self, tmp_path: Path) -> None:
        before = earlier_case(load_case(folder(tmp_path, "given: given.csv\n", GIVEN)), period="2024-04")
        assert set(column(before, "bonus").values()) == {""}
        assert before.tickets is not None
        assert "given.csv has no scores of 2024-04" in before.tickets.notes

    def test_a_file_that_names_only_some_units(self, tmp_path: Path) -> None:
        place = folder(tmp_path, "given: [given.csv, {file: bonus.csv, some: true}]\n", "unit,kb\n东街道,1\n新局,2\n")
        (place / "bonus.csv").write_text("unit,bonus\n新局,0.5\n", encoding="utf-8")
        case = load_case(place)
        assert column(case, "kb") == {"东街道": "1", "新局": "2", "闲局": ""}
        assert column(case, "bonus") == {"东街道": "", "新局": "0.5", "闲局": ""}
        assert [path.name for path in case.paths()][-2:] == ["given.csv", "bonus.csv"]

    @pytest.mark.parametrize(
        ("given", "message"),
        [
            (GIVEN + "西街道,1,\n", r"given\.csv, line 4, column unit: unknown unit; found '西街道'; allowed: 东街道 "),
            (GIVEN + "新局,1,\n", r"given\.csv, line 4, column unit: a unit stands twice; found '新局'.*line 3"),
            ("unit,bonus\n东街道,1\n", r"given\.csv: no row for a unit with tickets; found '新局'; allowed: a row for"),
            ("period,unit,bonus\n2024-04,东街道,1\n", r"no row of 2024-05 for a unit with tickets; found '东街道'"),
            ("period,unit,bonus\n2024-5,东街道,1\n", r"line 2, column period: not a period; found '2024-5'"),
            (
                "unit,bonus,办结数\n东街道,1,1\n",
                r"given\.csv, header: the units have closed already.*; found '办结数'",
            ),
            ("name,bonus\n东街道,1\n", r"given\.csv: no column names the unit; found \['name', 'bonus'\]"),
            ("unit\n东街道\n", r"given\.csv: no column of scores"),
        ],
    )
    def test_mistakes(self, tmp_path: Path, given: str, message: str) -> None:
        with pytest.raises(InputError, match=message):
            load_case(folder(tmp_path, "given: given.csv\n", given))


class TestValuesThatNoTicketHas:
    def test_of_a_figure_and_of_a_table(self, tmp_path: Path) -> None:
        text = (
            "tables: {t: {tickets: {by: topic, where: {request_type: [投拆, 求助]}}}}\n"
            "figures: {f: {tickets: {where: {channel: 市长信厢}}}}\n"
        )
        case = load_case(folder(tmp_path, text))
        assert case.tickets is not None
        assert [note for note in case.tickets.notes if "no ticket has" in note] == [
            "figures.f.where: no ticket has channel 市长信厢; values that there are: 市长信箱, 12345, 手机端",
            "tables.t.where: no ticket has request_type 投拆; values that there are: 投诉, 求助, 咨询",
        ]

    def test_a_value_of_another_period_is_one(self, tmp_path: Path) -> None:
        tickets = [ticket(1, APRIL, "甲", channel="网站"), ticket(2, MAY, "甲", channel="12345")]
        write_store(tmp_path / "tickets", tickets)
        text = "period: 2024-05\ntickets: tickets\nfigures: {f: {tickets: {where: {channel: 网站}}}}\n"
        (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
        case = load_case(tmp_path)
        assert case.figure("f") == 0
        assert case.tickets is not None
        assert not any("no ticket has" in note for note in case.tickets.notes)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "figures:\n  f:\n    tickets: {where: {chanel: 电话}}",
            r"case\.yaml, line 5, key figures\.f\.tickets\.where\.chanel: no column chanel \(did you mean channel\?\)",
        ),
        (
            "figures:\n  f:\n    tickets:\n      where:\n        - {column: chanel, is: [电话]}",
            r"case\.yaml, line 7, key figures\.f\.tickets\.where #1: no column chanel \(did you mean channel\?\)",
        ),
        (
            "tables:\n  t:\n    tickets:\n      by: topic\n      where:\n        urgent: true\n        chanel: 电话",
            r"case\.yaml, line 9, key tables\.t\.tickets\.where\.chanel: no column chanel \(did you mean channel\?\)",
        ),
        (
            "figures: {f: {tickets: {wher: {channel: 电话}}}}",
            r"figures\.f\.tickets\.wher: unknown key.*where \(nearest\)",
        ),
        ("figures: {f: {vaule: 3}}", r"figures\.f\.vaule: unknown key; found 'vaule'; allowed: value \(nearest\)"),
        (
            "figures: {f: {tickets: {where: {channel: {is: 电话}}}}}",
            r"where\.channel: not a value; allowed: a value or",
        ),
        ("tables: {t: {tickets: {by: topic, top: '3'}}}", r"tickets\.top: not valid; found '3'; allowed: a whole num"),
        ("tables: {t: {tickets: {by: topik}}}", r"tables\.t\.tickets\.by\.topik: not a column of tickets.*topic \(nea"),
        ("tables: {t: {tickets: {by: category}}}", r"by\.category: the tickets have no such column; found 'category'"),
        ("tables: {t: {tickets: {by: topic, count: asigned}}}", r"t\.tickets: .*asigned.*assigned"),
        ("tables: {t: {tickets: {by: topic, count: satisfied}}}", r"t\.tickets: the tickets have no .*; found 'satisf"),
        ("tables: {t: {tickets: {by: due}}}", r"tables\.t\.tickets: cannot count by 'due'"),
        ("tables: {t: {tickets: {count: closed}}}", r"tables\.t\.tickets: missing key by"),
        ("tables: {t: {tickets: {by: topic, count: closed, counts: [closed]}}}", r"name either a count or counts"),
        ("tables: {t: {tickets: {by: topic, file: x.csv}}}", r"t\.tickets\.file: unknown key"),
        ("tables: {t: {tickets: {by: topic}, file: x.csv}}", r"a table has either a file, from_facts or tickets"),
        (
            "tables: {t: {tickets: {by: topic, where: {chanel: x}}}}",
            r"t\.tickets\.where\.chanel: no column chanel.*channel",
        ),
        ("tables: {t: {tickets: {by: topic, where: {urgent: yes}}}}", r"urgent cannot be yes; allowed: true, false"),
        ("tables: {t: {tickets: {by: topic, where: {business: true}}}}", r"where: the tickets have no such column"),
        ("figures: {x: {tickets: {cuont: closed}}}", r"figures\.x\.tickets\.cuont: unknown key.*count \(nearest\)"),
        ("figures: {x: {tickets: {count: nothing}}}", r"figures\.x\.tickets: .*nothing"),
        ("given: ../given.csv", r"key given: the path leaves the case folder"),
        ("given: {fiel: given.csv}", r"given.*fiel: unknown key.*file \(nearest\)"),
        (
            "tables: {units: {tickets: {by: topic}}}",
            r"units\.tickets\.by: not a table of units; found 'topic'; allowed: \[",
        ),
        ("given: gone.csv", r"gone\.csv: cannot be read"),
    ],
)
def test_mistakes_in_recipes(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as raised:
        load_case(folder(tmp_path, f"{text}\n"))
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tickets: nowhere\nperiod: 2024-05\n", r"case\.yaml, line 1, key tickets: no such tickets; found 'nowhere'"),
        ("tickets: case.yaml\nperiod: 2024-05\n", r"key tickets: not tickets; found 'case\.yaml'"),
        ("tickets: tickets\n", r"key tickets: no period to count the tickets of; allowed: period: 2022-11"),
        ("tables: {units: u.csv, t: {tickets: {by: topic}}}\n", r"tables\.t\.tickets: the case names no tickets"),
        ("tables: {units: u.csv}\nfigures: {x: {tickets: {}}}\n", r"figures\.x\.tickets: the case names no tickets"),
        ("tables: {units: u.csv}\ngiven: g.csv\n", r"given scores are joined to units that tickets give"),
        ("period: 2024-05\n", r"tables must name the unit table, as units: FILE"),
    ],
)
def test_mistakes_about_tickets(tmp_path: Path, text: str, message: str) -> None:
    write_store(tmp_path / "tickets", TICKETS, UNITS)
    (tmp_path / "u.csv").write_text("unit,assigned\n甲,1\n", encoding="utf-8")
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        load_case(tmp_path)


def test_the_files_that_were_read(tmp_path: Path) -> None:
    case = load_case(folder(tmp_path, "given: given.csv\n", GIVEN))
    read = {path.resolve().relative_to(tmp_path.resolve()).as_posix() for path in case.paths()}
    months = {f"tickets/period=2024-{month}/tickets.parquet" for month in ("04", "05")}
    assert read == {"case/case.yaml", "case/given.csv", "tickets/store.json", *months}


def test_units_from_a_file_and_topics_from_tickets(tmp_path: Path) -> None:
    place = folder(tmp_path, "tables: {units: units.csv, topics: {tickets: {by: topic}}}\n")
    (place / "units.csv").write_text("unit,assigned\n东街道,2\n", encoding="utf-8")
    case = load_case(place)
    assert case.table("units").to_numpy().tolist() == [["东街道", "2"]]
    assert len(case.table("topics")) == 3


def test_the_example_of_the_docs(tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs/case-folder.md").read_text(encoding="utf-8")
    example = page.partition("### Tables made of tickets")[2].partition("    period: 2024-05\n")[2]
    lines = ["period: 2024-05"]
    for line in example.splitlines():
        if line and not line.startswith("    "):
            break
        lines.append(line.removeprefix("    "))
    tickets = [{**one, "business": True} for one in TICKETS]
    write_store(tmp_path / "tickets", tickets, UNITS)
    place = tmp_path / "case"
    place.mkdir()
    (place / "case.yaml").write_text("\n".join(lines), encoding="utf-8")
    (place / "given.csv").write_text(GIVEN, encoding="utf-8")
    (place / "city_ranking.csv").write_text("unit,total\n甲区,97\n", encoding="utf-8")
    case = load_case(place)
    assert len(case.table_keys) == 9
    assert case.table("loud_returns").to_numpy().tolist() == [["东街道", "1"]]
    assert case.table("letters").to_numpy().tolist() == [["东街道", "1", "0", "0"]]
    assert case.figure("app_total") == 2
