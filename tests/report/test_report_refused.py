"""Wrong names and wrong data: one message with file, line, key, value and what is allowed; never a traceback."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from office import HEADER, UNITS, Office, soup_of

from hotline_analysis.errors import InputError
from hotline_analysis.report import open_bulletin

TEXT = "[{section: text, text: a}]"


def message(office: Office, *args: str, **options: Any) -> str:
    with pytest.raises(InputError) as raised:
        soup_of(office.open(*args, **options))
    assert "\n" not in str(raised.value)
    return str(raised.value).replace(f"{office.folder}/", "")


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ("[{section: overvew}]", "parts #1.section: unknown section; found 'overvew'; allowed: overview (nearest)"),
        ("[{sectoin: overview}]", "parts #1: missing key section; allowed: overview, city_position"),
        (
            "[{section: overview, countz: []}]",
            "parts #1.countz: unknown key; found 'countz'; allowed: counts (nearest); change_decimals, counts, note,",
        ),
        ("[{section: overview, counts: []}]", "parts #1.counts: "),
        ("[{section: overview, counts: [{label: x}]}]", "counts #1: name either a count or a figure"),
        (
            "[{section: overview, counts: [{count: asigned, label: x}]}]",
            "counts #1.count: unknown count; found 'asigned'; allowed: assigned",
        ),
        (
            "[{section: overview, counts: [{count: assigned, label: x}], rates: [closure_rate, nonsense]}]",
            "rates #2: unknown metric; found 'nonsense'; allowed: answer_rate",
        ),
        ("[{section: calls, counts: [{count: assigned, label: x}], rates: {answer: null}}]", "rates.answer: unknown m"),
        ("[{section: unit_list, list: god}]", "list: unknown list; found 'god'; allowed: good (nearest); good"),
        ("[{section: unit_list}]", "name exactly one of list, below_whole, above_whole"),
        ("[{section: unit_list, list: good, show: totl}]", "show: unknown figure; found 'totl'; allowed: total, "),
        ("[{section: unit_list, list: good, columns: [x, y]}]", "columns #1: unknown figure; found 'x'"),
        ("[{section: unit_list, below_whole: assigned}]", "below_whole: unknown metric; found 'assigned'"),
        ("[{section: unit_list, list: {zh: a, en: b, by: clozed, top: 4}}]", "list.by: unknown figure; found 'clozed'"),
        (
            "[{section: unit_list, list: {zh: a, en: b, topp: 4}}]",
            "list.topp: unknown key; found 'topp'; allowed: top ",
        ),
        (
            "[{section: unit_list, list: {zh: a, en: b, where: [{of: x, above: 1}]}}]",
            "list.where #1.of: unknown figure; found 'x'",
        ),
        ("[{section: drag_units, count: x, of: assigned, label: y}]", "count: unknown count; found 'x'"),
        ("[{section: hot_topics, whole: x}]", "whole: unknown count; found 'x'"),
        ("[{section: hot_topics, top: 0}]", "top: not valid; found 0; allowed: greater than 0"),
        ("[{section: shares, table: t, label: l, whole_label: w, count: x}]", "count: unknown count; found 'x'"),
        ("[{section: revisits, metric: x}]", "metric: unknown metric; found 'x'"),
        ("[{section: volume_chart, metric: x, volume: revisited, caption: y}]", "metric: unknown metric; found 'x'"),
        ("[{section: point_losses, causes: {sped: {label: x, count: assigned}}}]", "causes.sped: unknown item"),
        ("[{section: point_losses, causes: {speed: {label: x, count: y}}}]", "causes.speed.count: unknown count"),
        ("[{section: city_position, table: t, own: x, by: [y]}]", "by: unknown figure; found 'y'"),
        ("[{section: city_position, own: x}]", "give either table or ranks"),
        ("[{section: side_channel, table: t, name: n, columns: {a: b}, due: c}]", "due, done and on_time are keys of"),
    ],
)
def test_names_in_sections(office: Office, parts: str, expected: str) -> None:
    found = message(office, parts)
    assert found.startswith("office.yaml, line 6, key chapters #1.parts #1")
    assert expected in found


@pytest.mark.parametrize(
    ("annexes", "expected"),
    [
        ("[{annex: unit, title: x}]", "annexes #1.annex: unknown annex; found 'unit'; allowed: units (nearest)"),
        ("[{annex: units, title: x, columns: [nonsense]}]", "columns #1: unknown column; found 'nonsense'"),
        ("[{annex: units, title: x, columns: [{span: s, columns: [y]}]}]", "columns #1.columns #1: unknown column"),
        ("[{annex: units, title: x, columns: [total], labels: {totl: y}}]", "labels.totl: unknown column"),
        ("[{annex: units, title: '{x}', columns: [total]}]", "title: only {period} may stand in braces"),
        ("[{annex: units, title: x, columns: [closed_subtotal]}]", "columns #1: unknown column"),
    ],
)
def test_names_in_annexes(office: Office, annexes: str, expected: str) -> None:
    found = message(office, TEXT, annexes)
    assert found.startswith("office.yaml, line 7, key annexes #1")
    assert expected in found


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"numbers": "{rates_of: {closed: keep}}"}, "key numbers.rates_of.closed: unknown metric"),
        ({"numbers": "{missing: n/a}"}, "key numbers.missing: not valid; found 'n/a'; allowed: "),
        ({"totals": "{close: x}"}, "key totals.close: unknown count"),
        ({"titel": "x"}, "key titel: unknown key; found 'titel'; allowed: title (nearest)"),
        ({"jurisdiction": "../x"}, "key jurisdiction: not a name"),
        ({"jurisdiction": "other"}, "the file is named otherwise; found 'other'; allowed: office"),
        ({"scheme": "nix"}, "no such scheme"),
        ({"chapters": "{}"}, "key chapters: not valid; allowed: a list"),
    ],
)
def test_keys_of_the_jurisdiction(office: Office, keys: dict[str, str], expected: str) -> None:
    assert expected in message(office, TEXT, keys=keys)


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        ({"period": "2022-13"}, "report.yaml, line 2, key period: not a period; write 2022, 2022-11, 2022-Q3 or"),
        ({"period": "2022-Q5"}, "key period: not a period"),
        ({"period": True}, "key period: not a period"),
        ({"jurisdiction": "../../x"}, "report.yaml, line 1, key jurisdiction: not a name; use small Latin letters"),
        ({"jurisdiction": "Office"}, "key jurisdiction: not a name"),
        ({"report": "../x"}, "key report: not a name"),
        ({"jurisdiction": "nowhere"}, "no such jurisdiction; found 'nowhere'; allowed: nowhere.yaml in one of"),
        ({"date": "2024-02-30"}, "report.yaml, line 4, key date: not a date; write 2022-12-05; found '2024-02-30'"),
        ({"date": "5 May"}, "key date: not a date"),
        ({"data": "nix"}, "report.yaml, line 3, key data: no such folder; found 'nix'; allowed: sample:NAME, or"),
        (
            {"data": "sample:furong-2022"},
            "line 3, key data: no such sample; found 'furong-2022'; allowed: furong-2022-11",
        ),
        ({"previous": "gone"}, "report.yaml, line 5, key previous: no such folder; found 'gone'"),
        ({"dat": "x"}, "report.yaml, line 5, key dat: unknown key; found 'dat'; allowed: date (nearest)"),
        ({"texts": {"b": "x"}}, "key texts.b: no section shows this text; found 'b'; allowed: a"),
        ({"texts": ["a"]}, "key texts: not valid; allowed: key: value lines"),
        ({"number": 5}, "key number: not valid; found 5; allowed: a text"),
    ],
)
def test_keys_of_the_report(office: Office, report: dict[str, Any], expected: str) -> None:
    assert expected in message(office, TEXT, **report)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a\n- b\n", "report.yaml"),
        ("", "report.yaml"),
        ("period: [", "not valid YAML"),
        ("period: 2022-11\nperiod: 2022-12\n", "a key stands twice"),
        ("jurisdiction: office\n", "missing key"),
    ],
)
def test_reports_that_are_no_reports(office: Office, text: str, expected: str) -> None:
    with pytest.raises(InputError, match=re.escape(expected)):
        open_bulletin(office.write("report.yaml", text))


def test_a_report_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.yaml: cannot be read \(No such file"):
        open_bulletin(tmp_path / "gone.yaml")


def test_parameters_of_a_notebook_are_checked_alike(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.jurisdiction(TEXT)
    monkeypatch.chdir(office.folder)
    given = {"jurisdiction": "office", "period": "2024-05", "data": "now", "date": "2024-06-03"}
    assert repr(open_bulletin(**given, number=None)) == "<Bulletin office 2024-05>"
    with pytest.raises(InputError, match=r"key period: not a period.*found '2024-00'"):
        open_bulletin(**{**given, "period": "2024-00"})


class TestPeriods:
    def test_data_of_another_period(self, office: Office) -> None:
        office.case("now", period="2024-04")
        assert message(office, TEXT) == (
            "report.yaml, line 2, key period: the data is of another period; found '2024-05'; allowed: 2024-04"
        )

    def test_a_previous_period_that_is_not_the_one_before(self, office: Office) -> None:
        """上月 must not name the month before last."""
        office.case("before", period="2024-03")
        assert message(office, TEXT, previous="before") == (
            "report.yaml, line 5, key previous: the data is of another period; found '2024-03'; allowed: 2024-04"
        )

    def test_a_year_before_that_is_another_year(self, office: Office) -> None:
        office.case("before", period="2022-05")
        assert "allowed: 2023-05" in message(office, TEXT, year_before="before")

    def test_a_column_that_needs_the_previous_period(self, office: Office) -> None:
        found = message(office, TEXT, "[{annex: units, title: x, columns: [rank_change]}]")
        assert found == "annex column rank_change: no previous period; allowed: previous: FOLDER in the report's file"


TYPES = "[{section: shares, table: t, label: 类型, whole_label: 工单}]"
UNITS_OF = "[{section: ticket_units, table: t}]"
LETTERS = "[{section: side_channel, table: t, name: 信件, columns: {due: 应办}, due: due, detail: true}]"
CITY = "[{section: city_position, table: t, own: 甲区, by: [satisfaction_rate]}]"
RETURNS = "[{section: returns, table: t}]"
BEFORE = "[{section: grades, before: t}]"


@pytest.mark.parametrize(
    ("parts", "rows", "expected"),
    [
        (TYPES, [("type", "n"), ("投诉", "many")], "t.csv, 投诉, column n: not a number; found 'many'"),
        (TYPES, [("type", "n"), ("投诉", "-3")], "not a count; found '-3'; allowed: a whole number, 0 or more"),
        (TYPES, [("type", "n"), ("投诉", "1.5")], "not a count; found '1.5'"),
        (TYPES, [("type", "n"), ("投诉", "")], "t.csv, 投诉, column n: a count is missing"),
        (TYPES, [("type", "n"), ("投诉", "3"), ("投诉", "4")], "t.csv: a name stands twice; found '投诉'"),
        (UNITS_OF, [("kind", "unit", "tickets"), ("投诉", "甲", 1)], "t.csv: no such column; found 'ticket_type'"),
        (UNITS_OF, [("ticket_type", "unit", "tickets"), ("投诉", "甲", "x")], "投诉, 甲: not a number; found 'x'"),
        (
            UNITS_OF,
            [("ticket_type", "unit", "tickets"), ("投诉", "甲", 1), ("投诉", "甲", 2)],
            "a name stands twice; found '甲'",
        ),
        (LETTERS, [("unit", "dew"), ("甲", 1)], "t.csv: no such column; found 'due'; allowed: unit, dew"),
        (LETTERS, [("unit", "due"), ("甲", "一")], "t.csv, 甲, column due: not a number; found '一'"),
        (LETTERS, [("unit", "due"), ("甲", 1), ("甲", 2)], "t.csv: a name stands twice; found '甲'"),
        (CITY, [("unit", "satisfaction_rate"), ("乙区", 99)], "no row for the district; found '甲区'; allowed: 乙区"),
        (CITY, [("unit", "rate"), ("甲区", 99)], "t.csv: no such column; found 'satisfaction_rate'"),
        (CITY, [("unit", "satisfaction_rate"), ("甲区", 99), ("甲区", 98)], "a name stands twice; found '甲区'"),
        (CITY, [("unit", "satisfaction_rate"), ("甲区", "good")], "not a number; found 'good'"),
        (RETURNS, [("times", "n"), ("often", 3)], "t.csv: no number of returns; found 'often'"),
        (RETURNS, [("times", "n"), ("²", 3)], "t.csv: no number of returns; found '²'"),
        (RETURNS, [("times", "n"), ("2次", 3), ("退单2次", 4)], "t.csv: a name stands twice; found '2次'"),
        (BEFORE, [("unit", "grad"), ("甲街道", "A")], "t.csv: no such column; found 'grade'"),
        (BEFORE, [("unit", "grade"), ("甲街道", "Z")], "unknown grade before; found 'Z'; allowed: A, B, C"),
        (BEFORE, [("unit", "grade"), ("甲街道", "A"), ("甲街道", "B")], "a name stands twice; found '甲街道'"),
    ],
)
def test_tables(office: Office, parts: str, rows: Sequence[Sequence[object]], expected: str) -> None:
    office.case("now", tables={"t": rows})
    assert expected in message(office, parts)


@pytest.mark.parametrize("parts", [TYPES, UNITS_OF, LETTERS, CITY, RETURNS, BEFORE])
def test_a_table_that_the_case_lacks(office: Office, parts: str) -> None:
    assert message(office, parts) == "now/case.yaml: unknown table; found 't'; allowed: units"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ("[{section: unit_list, list: good, among: x}]", "now/case.yaml, key sets: no such set of units; found 'x'"),
        ("[{section: overview, counts: [{figure: x, label: y}]}]", "now/case.yaml: unknown figure; found 'x'"),
        ("[{section: special_topic, name: 涉疫, tickets: x, of: closed}]", "unknown figure; found 'x'"),
        ("[{section: city_position, ranks: {7月: x}}]", "unknown figure; found 'x'"),
        ("[{section: supervision}]", "the data has no supervision; allowed: counts supervised_by_phone"),
        ("[{section: ranking_chart, group: x, caption: y}]", "no ranked unit to draw; found 'x'; allowed: units"),
        ("[{section: grades, names_from: X}]", "no such grade; found 'X'; allowed: A, B, C"),
    ],
)
def test_what_the_case_lacks(office: Office, parts: str, expected: str) -> None:
    assert expected in message(office, parts)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("丁局", 9, 9, 9, 4, 5), "satisfied exceeds revisited; found 5; allowed: at most 4"),
        (("丁局", 9, 9, 9, -4, 0), "a negative count"),
        (("丁局", 9, "nine", 9, 4, 4), "column closed: not a number; found 'nine'"),
        (("甲街道", 9, 9, 9, 4, 4), "a unit stands twice"),
        (("", 9, 9, 9, 4, 4), "a row without a unit"),
    ],
)
def test_unit_tables(office: Office, row: Sequence[object], expected: str) -> None:
    office.case("now", [*UNITS, row])
    found = message(office, TEXT)
    assert expected in found
    assert "units.csv, line 5" in found


def test_a_unit_table_without_what_the_scheme_needs(office: Office) -> None:
    office.case("now", [row[:4] for row in UNITS], header=HEADER[:4])
    assert "satisfied, revisited" in message(office, TEXT)


def test_messages_do_not_list_hundreds_of_names(office: Office) -> None:
    found = message(office, TEXT, "[{annex: units, title: x, columns: [clozed]}]")
    assert found.endswith(
        "found 'clozed'; allowed: closed, late_closed, contacted, closed_on_time, … (docs/metrics.md has them all)"
    )
    assert len(found) < 250
