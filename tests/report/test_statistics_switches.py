"""What a jurisdiction may switch on: intervals, rank sets, small-number marks, funnels, control-chart signals."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from office import HEADER, SCHEME, UNITS, Office, soup_of
from stored_tickets import Ticket, tickets_of_units, write_store

from hotline_analysis.batch import sample_reports
from hotline_analysis.errors import InputError
from hotline_analysis.report import Bulletin, open_bulletin
from hotline_analysis.report.facts import Fact
from hotline_analysis.resources import shared_folder

TEXT = "[{section: text, text: a}]"
ANNEX = (
    "[{annex: units, title: 附表, by_group: false, total_row: true, intervals: true, rank_sets: true,"
    " columns: [assigned, revisited, satisfied, satisfaction_rate, total, rank]}]"
)
BELOW = "[{section: unit_list, below_whole: satisfaction_rate}]"
FUNNEL = "[{section: unit_list, below_whole: satisfaction_rate, funnel: true}]"
RULE = {"small_numbers": "{below: 5, of: revisited}"}
SIGNALS = (
    "[{section: overview, signals: true, counts: [{count: assigned, label: 交办工单}], rates: [satisfaction_rate]}]"
)

# Of 15 units 13 have 90 % of 100; one has 50 % of 100 and one, with two answers, none.
MANY = [(f"{i}街道", 120, 110, 100, 100, 90) for i in "甲乙丙丁戊己庚辛壬癸子丑寅"]
MANY += [("卯局", 120, 110, 100, 100, 50), ("辰所", 3, 3, 3, 2, 0)]


def facts(one: Bulletin) -> dict[str, Fact]:
    soup_of(one)
    return {fact.key: fact for fact in one.facts.book}


def rows(part: BeautifulSoup | Tag) -> dict[str, list[str]]:
    found = [[cell.get_text() for cell in row.select("th, td")] for row in part.select(".doc-annex tbody tr")]
    return {first: rest for first, *rest in found}


def notes(one: Bulletin) -> str:
    return "\n".join(part.get_text() for part in soup_of(one).select(".table-note"))


def message(office: Office, *args: Any, **options: Any) -> str:
    with pytest.raises(InputError) as raised:
        soup_of(office.open(*args, **options))
    assert "\n" not in str(raised.value)
    return str(raised.value).replace(f"{office.folder}/", "")


class TestIntervals:
    def test_wilson_beside_the_rate(self, office: Office) -> None:
        """Newcombe, Statistics in Medicine 17:857-872 (1998), Table I: 81/263 has 0.2553-0.3662, 0/20 has 0-0.1611."""
        office.case("now", [("甲街道", 300, 300, 300, 263, 81), ("乙街道", 60, 60, 60, 20, 0)])
        found = rows(soup_of(office.open(TEXT, ANNEX)))
        assert found["甲街道"][3:5] == ["30.80", "25.5–36.6"]
        assert found["乙街道"][3:5] == ["0.00", "0.0–16.1"]

    def test_facts_of_both_bounds(self, office: Office) -> None:
        office.case("now", [("甲街道", 300, 300, 300, 263, 81), ("乙街道", 60, 60, 60, 20, 0)])
        found = facts(office.open(TEXT, ANNEX))
        low, high = (found[f"a1-1.甲街道.satisfaction_rate.{end}"] for end in ("low", "high"))
        assert (low.text, high.text, low.decimals) == ("25.5", "36.6", 1)
        assert low.label == "甲街道满意率95%区间下限"
        assert low.source == "威尔逊（Wilson）法"

    def test_the_total_has_one_too(self, office: Office) -> None:
        """Newcombe 1998, Table I: 15 of 148 has 0.0624 to 0.1605."""
        office.case("now", [("甲街道", 300, 300, 300, 100, 10), ("乙街道", 60, 60, 60, 48, 5)])
        low, high = rows(soup_of(office.open(TEXT, ANNEX)))["合计"][4].split("–")
        assert low == "6.2"
        assert high in ("16.0", "16.1")

    def test_no_interval_without_counts_or_beyond_the_whole(self, office: Office) -> None:
        header = (*HEADER, "extension_rate", "revisit_unanswered")
        office.case("now", [(*row, 3, 70) for row in UNITS], header=header)
        columns = "[satisfaction_rate, extension_rate, rank]"
        one = office.open(TEXT, f"[{{annex: units, title: x, intervals: true, columns: {columns}}}]")
        assert len(soup_of(one).select("thead th")) == 5  # units, rate, interval, rate, place
        assert "延期办理率无分项数或可超过100%，不列区间" in notes(one)

    def test_a_unit_without_cases_has_none(self, office: Office) -> None:
        office.case("now", [*UNITS, ("丁局", 4, 4, 4, 0, 0)])
        annex = "[{annex: units, title: x, unranked: true, intervals: true, columns: [satisfaction_rate]}]"
        assert rows(soup_of(office.open(TEXT, annex)))["丁局"] == ["-", ""]

    def test_off_by_default(self, office: Office) -> None:
        one = office.open(TEXT, "[{annex: units, title: x, columns: [satisfaction_rate, rank]}]")
        assert len(soup_of(one).select("thead th")) == 3
        assert notes(one) == ""


class TestIntervalsOfGivenRates:
    """Yueyang 2017: the scheme takes the printed rates, and the counts stand beside them."""

    # 3438 of 3438: Wilson's lower bound of n of n is n / (n + z²) = 3438 / 3441.84 = 0.99888
    UNIT, WHOLE, FULL = "湘阴县政府", "3438,3438,100,0,100", "99.9–100.0"

    def opened(self, folder: Path, closure_rate: str = "100") -> Bulletin:
        shared = shared_folder("params")
        rules = (shared / "yueyang.yaml").read_text(encoding="utf-8")
        switched = rules.replace("  - annex: units\n", "  - annex: units\n    intervals: true\n")
        (folder / "yueyang.yaml").write_text(switched, encoding="utf-8")
        shutil.copytree(Path(str(files("hotline_analysis") / "samples" / "yueyang-2017-Q2")), folder / "case")
        table = folder / "case" / "grade_a_units.csv"
        text = table.read_text(encoding="utf-8")
        assert f"{self.UNIT},{self.WHOLE}" in text
        table.write_text(text.replace(self.WHOLE, f"3438,3438,{closure_rate},0,100"), encoding="utf-8")
        report = (shared / "reports" / "yueyang-2017-Q2.yaml").read_text(encoding="utf-8")
        (folder / "report.yaml").write_text(report.replace("sample:yueyang-2017-Q2", "case"), encoding="utf-8")
        return open_bulletin(folder / "report.yaml")

    def test_by_the_counts_where_they_make_the_printed_rate(self, tmp_path: Path) -> None:
        one = self.opened(tmp_path)
        assert rows(soup_of(one))[self.UNIT][2:4] == ["100", self.FULL]
        assert "公布值与分项数不符" not in notes(one)
        assert "群众满意率无分项数" in notes(one)

    def test_none_where_the_printed_rate_is_another(self, tmp_path: Path) -> None:
        one = self.opened(tmp_path, closure_rate="99.5")
        found = rows(soup_of(one))[self.UNIT]
        assert found[3] == ""
        assert self.FULL in found  # closed on time
        assert "办结率的公布值与分项数不符的单位，不列区间" in notes(one)


class TestRankSets:
    def test_sets_hold_the_place_and_tell_real_differences(self, office: Office) -> None:
        office.case("now", MANY)
        found = rows(soup_of(office.open(TEXT, ANNEX)))
        assert found["卯局"][-1] in ("14–15", "14", "15")
        for unit in (row[0] for row in MANY):
            low, high = ([int(part) for part in found[unit][-1].split("–")] * 2)[:2]
            assert low <= int(found[unit][-2]) <= high
        # thirteen units that are the same but for chance cannot be told apart
        assert len({found[row[0]][-1] for row in MANY[:13]}) == 1
        assert found["甲街道"][-1].startswith("1–1")

    def test_the_note_says_how(self, office: Office) -> None:
        assert "重复抽取工单10000次、按同一考核办法计分，以95%置信水平仍不能排除的名次" in notes(
            office.open(TEXT, ANNEX)
        )

    def test_one_unit_only(self, office: Office) -> None:
        office.case("now", [UNITS[0]])
        one = office.open(TEXT, ANNEX)
        assert len(rows(soup_of(one))["甲街道"]) == 7  # no column of sets
        assert "本期数据不足以计算名次区间。" in notes(one)
        assert any(note.startswith("rank_sets: ") and "nobody to compare" in note for note in one.notes)

    def test_all_satisfied_and_all_in_time(self, office: Office) -> None:
        office.case("now", [("甲街道", 10, 10, 10, 5, 5), ("乙街道", 20, 20, 20, 9, 9)])
        one = office.open(TEXT, ANNEX)
        assert [row[-1] for row in rows(soup_of(one)).values()] == ["1", "1", ""]  # no column of sets
        assert "本期数据不足以计算名次区间。" in notes(one)

    def test_only_scores(self, office: Office) -> None:
        scores = [("甲街道", 10, 60, 40), ("乙街道", 20, 50, 30)]
        office.case("now", scores, header=("unit", "assigned", "speed", "content"))
        annex = "[{annex: units, title: x, rank_sets: true, columns: [total, rank]}]"
        one = office.open(TEXT, annex)
        assert "本期数据不足以计算名次区间。" in notes(one)
        assert any("scores alone do not tell how many tickets they rest on" in note for note in one.notes)

    def test_without_the_place(self, office: Office) -> None:
        found = message(office, TEXT, "[{annex: units, title: x, rank_sets: true, columns: [total]}]")
        assert found.startswith("office.yaml, line 7, key annexes #1: rank_sets stand behind the place; add rank")

    def test_a_scheme_without_places(self, office: Office) -> None:
        annex = "[{annex: units, title: x, rank_sets: true, columns: [assigned, rank]}]"
        assert message(office, TEXT, annex, {"scheme": "xiangtan-2019"}) == (
            "office.yaml, line 7, key annexes #1.rank_sets: the scheme gives no places; found 'xiangtan-2019'; "
            "allowed: a scheme with scores, or with ranking.by; or leave rank_sets out"
        )


class TestSmallNumbers:
    def test_marked_in_the_annex_with_its_place(self, office: Office) -> None:
        one = office.open(TEXT, ANNEX, RULE)
        found = rows(soup_of(one))
        assert {"甲街道", "乙街道", "丙局*", "合计"} == set(found)
        assert found["丙局*"][-2] == "3"
        assert "带*的单位回访数不足5件，率受个别工单影响很大，只列示，不点名" in notes(one)
        assert "名次按考核办法计列，仅供参考。" in notes(one)

    def test_no_mark_and_no_note_where_all_have_enough(self, office: Office) -> None:
        one = office.open(TEXT, ANNEX, {"small_numbers": "{below: 4, of: revisited}"})
        assert "丙局" in rows(soup_of(one))
        assert "带*" not in notes(one)

    def test_not_named_below_the_whole(self, office: Office) -> None:
        office.case("now", [*UNITS, ("丁局", 30, 30, 30, 20, 10)])
        assert "的单位共2个：丁局、丙局。" in office.said(BELOW)
        assert "的单位共2个：丁局，其余1个单位回访数不足5件，不点名。" in office.said(BELOW, keys=RULE)

    def test_the_table_below_names_it_no_more(self, office: Office) -> None:
        office.case("now", [*UNITS, ("丁局", 30, 30, 30, 20, 10)])
        parts = "[{section: unit_list, below_whole: satisfaction_rate, columns: [revisited]}]"
        soup = soup_of(office.open(parts, keys=RULE))
        assert [row.th.get_text() for row in soup.select("tbody tr")] == ["丁局"]

    def test_nobody_left_to_name(self, office: Office) -> None:
        office.case("now", [("甲街道", 100, 100, 98, 50, 50), UNITS[2]])
        assert office.said(BELOW, keys=RULE).endswith("的单位：1个单位回访数不足5件，不点名。")

    def test_lists_by_a_count_name_everybody(self, office: Office) -> None:
        parts = "[{section: unit_list, list: {zh: x, en: x, by: assigned, bottom: 1}}]"
        assert office.said(parts, keys=RULE).endswith("是丙局。")

    @pytest.mark.parametrize(
        ("parts", "expected"),
        [
            ("[{section: revisits, below: 50}]", "满意率低于50%的单位共1个：1个单位回访数不足5件，不点名。"),
            (
                "[{section: drag_units, count: dissatisfied, of: revisited, label: 不满意工单}]",
                "涉及2个单位：甲街道（5件），其余1个单位回访数不足5件，不点名。",
            ),
            ("[{section: grades, names_from: C}]", "C类及以下的单位1家：1个单位回访数不足5件，不点名。"),
        ],
    )
    def test_other_sections(self, office: Office, parts: str, expected: str) -> None:
        text = office.said(parts, keys=RULE)
        assert expected in text
        assert "丙局" not in text.replace("丙局*", "")

    @pytest.mark.parametrize(
        ("rule", "expected"),
        [
            ("{below: 1, of: revisited}", "below: not valid; found 1; allowed: greater than or equal to 2"),
            ("{below: many, of: revisited}", "small_numbers.below: not valid; found 'many'; allowed: a whole number"),
            ("{below: 5}", "key small_numbers: missing key of"),
            ("{below: 5, of: revisitd}", "small_numbers.of: unknown count; found 'revisitd'; allowed: revisited"),
            ("{belo: 5, of: revisited}", "small_numbers.belo: unknown key; found 'belo'; allowed: below (nearest)"),
            ("5", "key small_numbers: not valid; found 5; allowed: key: value lines"),
            (
                "{below: 5, of: returned}",
                "small_numbers.of: no unit has this count in the data; found 'returned'; allowed: assigned, closed",
            ),
        ],
    )
    def test_bad_values(self, office: Office, rule: str, expected: str) -> None:
        found = message(office, TEXT, keys={"small_numbers": rule})
        assert found.startswith("office.yaml, line 8, key small_numbers")
        assert expected in found


class TestFunnel:
    def test_names_only_units_beyond_the_limits(self, office: Office) -> None:
        office.case("now", [*MANY, ("巳局", 120, 110, 100, 100, 84)])
        said = office.said(FUNNEL)
        assert "的单位共3个，其中超出95%界限的" in said
        assert "卯局（50.00%）" in said
        assert "巳局" not in said
        assert "不点名" in said

    def test_the_chart_and_phi(self, office: Office) -> None:
        office.case("now", MANY)
        one = office.open(FUNNEL, keys=RULE)
        (image,) = soup_of(one).select("img")
        assert "卯局低于下限" in image["alt"]
        assert "辰所" not in image["alt"]
        phi = facts(one)["s1-1.phi"]
        assert f"离散系数φ为{phi.text}" in notes(one)
        assert float(phi.text) > 0

    def test_nobody_beyond(self, office: Office) -> None:
        office.case("now", [(f"{i}局", 50, 50, 50, 40, 30 + k % 2) for k, i in enumerate("甲乙丙丁戊己庚辛壬癸")])
        said = office.said(FUNNEL)
        assert "的单位共5个，均未超出95%界限，与总体的差距未超出随机波动范围，不点名。" in said
        assert "甲局" not in said

    def test_one_unit_only(self, office: Office) -> None:
        office.case("now", [UNITS[0], ("丁局", 4, 4, 4, 0, 0)])
        one = office.open(FUNNEL)
        assert "有回访数的单位仅1个，不作单位间比较。" in soup_of(one).get_text()
        assert not soup_of(one).select("img")

    def test_all_satisfied(self, office: Office) -> None:
        office.case("now", [("甲街道", 10, 10, 10, 5, 5), ("乙街道", 20, 20, 20, 9, 9)])
        assert office.said(FUNNEL) == "各单位满意率均为100.00%，没有差异，不作单位间比较。"

    def test_few_units_make_phi_rough(self, office: Office) -> None:
        assert "φ由3个单位估计，仅供参考" in notes(office.open(FUNNEL))

    def test_above_the_whole(self, office: Office) -> None:
        office.case("now", [*[(*row[:5], 60) for row in MANY[:12]], ("午局", 120, 110, 100, 100, 99)])
        said = office.said("[{section: unit_list, above_whole: satisfaction_rate, funnel: true}]")
        assert "其中超出95%界限的1个：午局（99.00%）" in said

    @pytest.mark.parametrize(
        ("part", "expected"),
        [
            ("{section: unit_list, list: good, funnel: true}", "funnel goes with below_whole or above_whole"),
            (
                "{section: unit_list, below_whole: satisfaction_rate, table: t, funnel: true}",
                "leave list and table out",
            ),
            ("{section: unit_list, below_whole: satisfaction_rate, funel: true}", "allowed: funnel (nearest)"),
            ("{section: unit_list, below_whole: satisfaction_rate, funnel: 3}", "funnel: not valid; found 3"),
        ],
    )
    def test_bad_values(self, office: Office, part: str, expected: str) -> None:
        found = message(office, f"[{part}]")
        assert found.startswith("office.yaml, line 6, key chapters #1.parts #1")
        assert expected in found

    def test_counts_decide_also_where_the_scheme_takes_given_rates(self, office: Office) -> None:
        office.write("small.yaml", f"{SCHEME}given_rates: prefer\n")
        office.case("now", [(*row, 100 * row[5] / row[4]) for row in MANY], header=(*HEADER, "satisfaction_rate"))
        one = office.open(FUNNEL)
        (image,) = soup_of(one).select("img")
        assert "共15个单位" in image["alt"]
        assert "卯局低于下限" in image["alt"]

    def test_a_rate_without_counts(self, office: Office) -> None:
        header = (*HEADER, "extension_rate")
        office.case("now", [(*row, i) for i, row in enumerate(UNITS)], header=header)
        found = message(office, "[{section: unit_list, below_whole: extension_rate, funnel: true}]")
        assert found.startswith("section unit_list, key funnel: no unit has the counts that a funnel needs")
        assert "found 'extension_rate'; allowed: counts " in found


def month_of(number: int) -> str:
    return f"{2023 + (number + 5) // 12}-{(number + 5) % 12 + 1:02}"


def store(folder: Path, satisfied: Sequence[int], *, last: str = "2024-05") -> Path:
    """Write months that end with May 2024: 40 tickets each, 30 call-backs, so many satisfied."""
    months = [month_of(i) for i in range(12 - len(satisfied), 12)]
    assert months[-1] == last
    made: list[Ticket] = []
    for month, good in zip(months, satisfied, strict=True):
        row = {"unit": "甲街道", "assigned": 40, "signed": 40, "closed": 40, "revisited": 30, "satisfied": good}
        made += tickets_of_units([row], month)
    return write_store(folder / "tickets", made)


USUAL = [27, 26, 28, 27, 26, 27, 28, 26, 27, 28, 27]


class TestSignals:
    @pytest.mark.parametrize(("good", "word"), [(10, "低于控制下限"), (27, "属正常波动")])
    def test_the_period_against_those_before(self, office: Office, good: int, word: str) -> None:
        store(office.folder, [*USUAL, good])
        said = office.said(SIGNALS, data="tickets")
        (line,) = [line for line in said.splitlines() if "按控制图判断" in line]
        assert line.startswith("与此前11个月相比，按控制图判断：")
        assert word in line
        assert ("属异常波动，应查明原因；交办工单属正常波动" in line) == (good == 10)

    def test_limits_are_facts(self, office: Office) -> None:
        """The mean of all months lies between the limits, and the period below them."""
        store(office.folder, [*USUAL, 10])
        found = facts(office.open(SIGNALS, data="tickets"))
        low, high = (found[f"s1-1.signals.satisfaction_rate.{end}"] for end in ("lower", "upper"))
        middle = 100 * (sum(USUAL) + 10) / (30 * 12)
        assert low.value is not None
        assert high.value is not None
        assert float(low.value) < middle < float(high.value) <= 100
        assert float(low.value) > 100 * 10 / 30
        assert (low.unit, low.decimals) == ("%", 2)

    def test_a_run_of_seven(self, office: Office) -> None:
        store(office.folder, [20, 22, 21, 20, 22, 26, 28, 27, 26, 28, 27, 26])
        assert "满意率连续七期高于均值" in office.said(SIGNALS, data="tickets")

    def test_too_few_periods(self, office: Office) -> None:
        store(office.folder, USUAL[:6])
        one = office.open(SIGNALS, data="tickets")
        assert "控制图" not in soup_of(one).get_text()
        assert "signals: 5 earlier periods are known and 7 are needed; nothing is said of signals" in one.notes

    def test_seven_are_enough_and_provisional(self, office: Office) -> None:
        store(office.folder, USUAL[:8])
        one = office.open(SIGNALS, data="tickets")
        assert "与此前7个月相比" in soup_of(one).get_text()
        assert "不足十二期，控制限为暂定。" in notes(one)

    def test_a_gap_ends_the_history(self, office: Office) -> None:
        months = store(office.folder, [*USUAL, 27])
        content = (months / "store.json").read_text(encoding="utf-8")
        kept = json.loads(content)
        del kept["files"]["2024-01"]
        (months / "store.json").write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        one = office.open(SIGNALS, data="tickets")
        assert [*one.data.history] == ["2024-02", "2024-03", "2024-04"]

    def test_all_satisfied_always(self, office: Office) -> None:
        store(office.folder, [30] * 12)
        assert "交办工单、满意率属正常波动" in office.said(SIGNALS, data="tickets")

    def test_a_case_folder_that_names_tickets(self, office: Office) -> None:
        store(office.folder, [*USUAL, 10])
        office.write("case/case.yaml", "tickets: ../tickets\n")
        assert "满意率低于控制下限" in office.said(SIGNALS, data="case")

    def test_tables_have_no_history(self, office: Office) -> None:
        one = office.open(SIGNALS)
        assert "控制图" not in soup_of(one).get_text()
        assert any(note.startswith("signals: 0 earlier periods") for note in one.notes)

    def test_a_report_that_compares_with_nothing(self, office: Office) -> None:
        store(office.folder, [*USUAL, 10])
        assert "控制图" not in office.said(SIGNALS, data="tickets", previous="none")

    def test_not_counted_where_nobody_asks(self, office: Office) -> None:
        store(office.folder, [*USUAL, 10])
        one = office.open(SIGNALS.replace("signals: true, ", ""), data="tickets")
        assert one.data.history == {}
        assert not any("signals" in note for note in one.notes)

    def test_nothing_to_judge(self, office: Office) -> None:
        found = message(office, "[{section: overview, signals: true, counts: [{figure: x, label: y}]}]")
        assert "signals are of rates and of counts over the units; name one, or leave signals out" in found


def test_intervals_without_a_rate(office: Office) -> None:
    assert message(office, TEXT, "[{annex: units, title: x, intervals: true, columns: [assigned]}]") == (
        "office.yaml, line 7, key annexes #1.intervals: no column is a rate, and only rates have intervals; found "
        "'true'; allowed: a rate among columns, such as satisfaction_rate; or leave intervals out"
    )


def test_every_number_that_the_switches_print_is_a_fact(office: Office) -> None:
    office.case("now", MANY)
    soup = soup_of(office.open(FUNNEL, ANNEX, RULE))
    for data in soup.select("data"):
        data.replace_with("□")
    for part in soup.select("td, .doc-section p, .doc-annex p"):
        left = re.sub(r"（\d+/\d+）|\d+年\d+月(\d+日)?|附件\d*|可超过100%", "", part.get_text().replace("□", ""))
        assert not re.search(r"\d", left), left


@pytest.mark.parametrize("file", sample_reports(), ids=lambda file: file.stem)
def test_the_published_bulletins_have_all_switches_off(file: Path) -> None:
    one = open_bulletin(file)
    assert one.data.small_numbers is None
    assert one.data.history == {}
    text = one.jurisdiction.model_dump_json()
    assert '"intervals":true' not in text
    assert '"rank_sets":true' not in text
    assert '"funnel":true' not in text
    assert '"signals":true' not in text
