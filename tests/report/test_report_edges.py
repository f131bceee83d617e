"""Sentences where the data is odd: nothing at all, ties, no previous period, a change of nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from office import HEADER, UNITS, Office

OVERVIEW = "[{section: overview, counts: [{count: assigned, label: 工单}], rates: [on_time_closure_rate]}]"
RETURNED = ("unit", "assigned", "closed", "closed_on_time", "revisited", "satisfied", "returned")


def returned(*numbers: int) -> list[Sequence[object]]:
    return [(f"单位{i}", 100, 90, 90, 10, 9, n) for i, n in enumerate(numbers, start=1)]


class TestChanges:
    def compared(self, office: Office, before: Sequence[Sequence[object]], **report: str) -> str:
        office.case("before", before)
        return office.said(OVERVIEW, previous="before", **report)

    def test_rise(self, office: Office) -> None:
        text = self.compared(office, [("甲街道", 100, 99, 90, 50, 45), ("乙街道", 50, 48, 45, 30, 30)])
        assert text.splitlines() == [
            "2024年5月，全区工单169件，较上月增加19件，增长12.67%。",
            "5月份，按时办结率97.04%（164/169），较上月提高7.04个百分点。",
        ]

    def test_fall(self, office: Office) -> None:
        text = self.compared(office, [("甲街道", 200, 200, 200, 50, 45)])
        assert "工单169件，较上月减少31件，下降15.50%。" in text
        assert "较上月降低2.96个百分点。" in text

    def test_no_change(self, office: Office) -> None:
        text = self.compared(office, UNITS)
        assert "工单169件，较上月持平。" in text
        assert "97.04%（164/169），较上月持平。" in text

    def test_a_change_below_what_is_printed_is_none(self, office: Office) -> None:
        office.case("now", [("甲街道", 1_000_001, 1_000_001, 1_000_000, 10, 9)])
        text = self.compared(office, [("甲街道", 1_000_000, 1_000_000, 999_998, 10, 9)])
        assert "较上月增加1件。" in text  # not: 增长0.00%
        assert "较上月持平。" in text  # not: 提高0.00个百分点

    def test_from_nothing(self, office: Office) -> None:
        text = self.compared(office, [("甲街道", 0, 0, 0, 0, 0)])
        assert "工单169件，较上月增加169件。" in text
        assert "97.04%（164/169）。" in text

    def test_both_periods(self, office: Office) -> None:
        office.case("last_year", [("甲街道", 338, 338, 338, 50, 45)])
        text = self.compared(office, UNITS, year_before="last_year")
        assert "较上月持平，同比减少169件，下降50.00%。" in text
        assert "较上月持平，同比降低2.96个百分点。" in text

    def test_quarters(self, office: Office) -> None:
        text = self.compared(office, UNITS, period="2024-Q1")
        assert text.startswith("2024年第一季度，全区工单169件，较上季度持平。")

    def test_an_increase_that_is_all_that_is_known(self, office: Office) -> None:
        office.case("now", figures={"calls": 71266, "more": 7181})
        line = "{figure: calls, label: 诉求, increase: more, on: year_before}"
        text = office.said(f"[{{section: overview, counts: [{line}], change_decimals: 1}}]")
        assert text == "2024年5月，全区诉求71266件，同比增加7181件，增长11.2%。"  # yueyang-2017-Q2, as printed

    def test_an_earlier_period_may_lack_a_figure(self, office: Office) -> None:
        office.case("now", figures={"calls": 10})
        text = office.said("[{section: overview, counts: [{figure: calls, label: 来电}]}]", previous="now")
        assert text == "2024年5月，全区来电10件，较上月持平。"
        office.case("before")
        text = office.said("[{section: overview, counts: [{figure: calls, label: 来电}]}]", previous="before")
        assert text == "2024年5月，全区来电10件。"

    def test_the_facts_keep_the_sign(self, office: Office) -> None:
        office.case("before", [("甲街道", 200, 200, 200, 50, 45)])
        bulletin = office.open(OVERVIEW, previous="before")
        bulletin.body()
        facts = {fact.key: fact.as_json() for fact in bulletin.facts.book}
        fell = facts["s1-1.assigned.previous.difference"]
        assert (fell["value"], fell["printed"], fell["unit"]) == ("-31", "31件", "件")
        points = facts["s1-1.on_time_closure_rate.previous"]
        assert (points["printed"], points["value"]) == ("2.96个百分点", "-2.96")


class TestPlacesAndGradesBefore:
    ANNEX = "[{annex: units, title: 附表, columns: [total, rank, rank_change, grade, grade_before]}]"

    @pytest.fixture
    def rows(self, office: Office) -> dict[str, list[str]]:
        before = [("乙街道", 60, 58, 30, 30, 10), ("甲街道", 100, 100, 98, 50, 45), ("戊局", 5, 5, 5, 1, 1)]
        office.case("before", before)
        html = str(office.open("[{section: grades}]", self.ANNEX, previous="before").annexes().markup)
        from bs4 import BeautifulSoup

        body = BeautifulSoup(html, "html.parser").select("tbody tr")
        return {row.th.get_text(): [cell.get_text() for cell in row.select("td")] for row in body}

    def test_changes_of_place(self, rows: dict[str, list[str]]) -> None:
        assert [rows[unit][2] for unit in ("乙街道", "甲街道", "丙局")] == ["升2", "持平", ""]

    def test_grades_before(self, rows: dict[str, list[str]]) -> None:
        assert rows["乙街道"][3:] == ["A", "C"]
        assert rows["丙局"][3:] == ["C", ""]

    def test_changes_of_grade_in_the_text(self, office: Office) -> None:
        office.case("before", [("乙街道", 60, 58, 30, 30, 10), ("甲街道", 100, 100, 98, 50, 45)])
        text = office.said("[{section: grades, names_from: B}]", previous="before")
        assert "与上月相比，等级上升1家：乙街道由C类升为A类；等级下降0家。" in text
        assert "注：参评单位3家，其中2家有上月等级可比。" in text
        assert "考核等级在B类及以下的单位2家：甲街道（B类）、丙局（C类）。" in text

    def test_no_previous_period(self, office: Office) -> None:
        said = office.said("[{section: grades}]")
        assert said == "参评单位3家，其中A类1家，占33.33%；B类1家，占33.33%；C类1家，占33.33%。"


class TestLists:
    def test_nobody(self, office: Office) -> None:
        text = office.said("[{section: unit_list, list: {zh: x, en: x, by: total, at_least: 99.5}}]")
        assert text == "总分99.5分及以上的单位：无。"

    def test_one_unit(self, office: Office) -> None:
        text = office.said("[{section: unit_list, list: {zh: x, en: x, by: total, below: 80}, show: total}]")
        assert text == "总分低于80分的单位共1个：丙局（63.33分）。"

    def test_thresholds_volume_and_groups_are_all_said(self, office: Office) -> None:
        wanted = "{zh: x, en: x, by: satisfaction_rate, above: 20, below: 99, where: [{of: assigned, at_least: 9}]}"
        text = office.said(f"[{{section: unit_list, list: {wanted}, show: assigned}}]")
        assert text == "满意率高于20%且低于99%、交办数9件及以上的单位共2个：甲街道（100件）、丙局（9件）。"

    def test_a_full_rate_is_reached_not_exceeded(self, office: Office) -> None:
        text = office.said("[{section: unit_list, list: {zh: x, en: x, by: satisfaction_rate, at_least: 100}}]")
        assert text == "满意率达到100%的单位共1个：乙街道。"

    def test_a_tie_extends_the_list_and_is_said(self, office: Office) -> None:
        office.case("now", returned(5, 9, 5, 1), header=RETURNED)
        text = office.said("[{section: unit_list, list: {zh: x, en: x, by: returned, top: 2}, show: returned}]")
        assert text == "退单数居前2位的单位共3个（末位并列）：单位2（9件）、单位1（5件）、单位3（5件）。"

    def test_the_one_at_the_top_and_at_the_bottom(self, office: Office) -> None:
        assert office.said("[{section: unit_list, list: {zh: x, en: x, by: assigned, top: 1}}]") == (
            "交办数最高的单位是甲街道。"
        )
        assert office.said("[{section: unit_list, list: {zh: x, en: x, by: assigned, bottom: 1}}]") == (
            "交办数最低的单位是丙局。"
        )

    def test_among_and_besides(self, office: Office) -> None:
        office.case("now", sets={"streets": ["甲街道", "乙街道"]})
        wanted = "list: {zh: x, en: x, by: assigned, top: 1}"
        assert office.said(f"[{{section: unit_list, {wanted}, besides: streets}}]").endswith("是丙局。")
        assert office.said(f"[{{section: unit_list, {wanted}, among: streets}}]").endswith("是甲街道。")

    def test_below_and_above_the_whole(self, office: Office) -> None:
        below = office.said("[{section: unit_list, below_whole: satisfaction_rate}]")
        assert below == "满意率低于全区90.48%（76/84）的单位共2个：甲街道、丙局。"
        above = office.said("[{section: unit_list, above_whole: satisfaction_rate}]")
        assert above == "满意率高于全区90.48%（76/84）的单位共1个：乙街道。"

    def test_a_unit_whose_rate_prints_like_the_whole_is_not_below_it(self, office: Office) -> None:
        # 90.0000 and 89.9995 both print 90.00
        office.case("now", [("甲", 9, 9, 9, 200_000, 179_999), ("乙", 9, 9, 9, 200_000, 180_001)])
        text = office.said("[{section: unit_list, below_whole: satisfaction_rate}]")
        assert text == "满意率低于全区90.00%（360000/400000）的单位：无。"

    def test_no_whole_to_compare_with(self, office: Office) -> None:
        office.case("now", [("甲", 9, 9, 9, 0, 0)])
        text = office.said("[{section: unit_list, above_whole: satisfaction_rate}]")
        assert text == "满意率高于全区-（无分母）的单位：无。"


class TestNothing:
    """A period without tickets is a bulletin too."""

    @pytest.fixture
    def empty(self, office: Office) -> Office:
        office.case("now", [("甲街道", 0, 0, 0, 0, 0), ("乙街道", 0, 0, 0, 0, 0)])
        return office

    def test_overview(self, empty: Office) -> None:
        assert empty.said(OVERVIEW).splitlines() == [
            "2024年5月，全区工单0件。",
            "5月份，按时办结率-（无分母）。",
        ]

    def test_revisits(self, empty: Office) -> None:
        text = empty.said("[{section: revisits, above: 80, below: 50}]")
        assert text.splitlines() == [
            "有效回访0件，满意0件，不满意0件，满意率-（无分母）。",
            "满意率高于80%的单位：无。",
            "满意率低于50%的单位：无。",
        ]

    def test_losses_and_drag(self, empty: Office) -> None:
        assert empty.said("[{section: point_losses}]") == "参评的0个单位均未失分。"
        drag = "[{section: drag_units, count: dissatisfied, of: assigned, label: 不满意工单}]"
        assert empty.said(drag) == "全区不满意工单0件。"

    def test_grades(self, empty: Office) -> None:
        assert (
            empty.said("[{section: grades, names_from: B}]") == "本期无参评单位。\n考核等级在B类及以下的单位0家：无。"
        )

    def test_no_topics_and_no_types(self, empty: Office) -> None:
        empty.case("now", tables={"topics": [("topic", "tickets")], "types": [("type", "tickets")]})
        assert empty.said("[{section: hot_topics, table: topics}]") == "5月份，无集中诉求事项。"
        shares = "[{section: shares, table: types, label: 类型, whole_label: 工单, chart: true}]"
        assert empty.said(shares) == "5月份，无类型数据。"


class TestMissingCounts:
    def test_a_count_that_no_unit_has_is_not_zero(self, office: Office) -> None:
        text = office.said("[{section: overview, counts: [{count: returned, label: 退单}]}]")
        assert text == "2024年5月，全区退单-。"

    @pytest.mark.parametrize(("missing", "shown"), [("-", "-"), ("—", "—"), ('""', "（无数据）"), ('"0"', "0")])
    def test_what_stands_for_a_missing_figure(self, office: Office, missing: str, shown: str) -> None:
        parts = "[{section: overview, counts: [{count: returned, label: 退单}]}]"
        text = office.said(parts, keys={"numbers": f"{{missing: {missing}}}"})
        assert text == f"2024年5月，全区退单{shown}。"

    def test_call_backs_that_nobody_counted_are_not_added_up(self, office: Office) -> None:
        text = office.said("[{section: revisits, attempts: true}]")
        assert text.startswith("共回访工单-，市民未接听、拒接或不愿评价-，应答率-（无分母）；")


class TestShares:
    PARTS = "[{section: shares, table: types, label: 类型, whole_label: 工单, count: assigned}]"

    def test_the_rest_gets_a_row(self, office: Office) -> None:
        office.case("now", tables={"types": [("type", "tickets"), ("投诉", 100), ("求助", 60)]})
        text = office.said(self.PARTS)
        assert "工单共169件，按类型分：投诉100件，占59.17%；求助60件，占35.50%；其他9件，占5.33%。" in text

    def test_a_part_that_is_called_the_rest(self, office: Office) -> None:
        office.case("now", tables={"types": [("type", "tickets"), ("投诉", 100), ("其他", 60)]})
        assert "其他60件，占35.50%；未列明其他9件，占5.33%。" in office.said(self.PARTS)

    def test_parts_beyond_the_whole(self, office: Office) -> None:
        office.case("now", tables={"types": [("type", "tickets"), ("投诉", 100), ("求助", 100)]})
        text = office.said(self.PARTS)
        assert "工单共200件，按类型分：投诉100件，占50.00%；求助100件，占50.00%。" in text
        assert "注：各类型合计200件，多于附表交办数169件，统计口径不同；占比以各类型合计为总体。" in text

    def test_rounded_shares_that_do_not_reach_100(self, office: Office) -> None:
        office.case("now", tables={"types": [("type", "tickets"), ("a", 56), ("b", 56), ("c", 57)]})
        assert "注：各项占比分别四舍五入，相加为100.01%，件数相加等于总体。" in office.said(self.PARTS)

    def test_names_that_look_like_keys(self, office: Office) -> None:
        """A part may be called like something the section counts itself."""
        names = ("whole", "合计占比", "total.share", "part.whole", "stated")
        rows = [("type", "tickets"), *((name, i) for i, name in enumerate(names, start=1)), ("合计", 15)]
        office.case("now", tables={"types": rows})
        text = office.said("[{section: shares, table: types, label: 类型, whole_label: 工单}]")
        assert "工单共15件" in text
        assert "whole1件" in text


class TestTopics:
    def test_a_tie_at_the_end_extends_the_list(self, office: Office) -> None:
        office.case("now", tables={"topics": [("topic", "n"), ("a", 1), ("b", 3), ("c", 2), ("d", 2)]})
        text = office.said("[{section: hot_topics, table: topics, top: 2, chart: false}]")
        assert text == "5月份，群众诉求较为集中的事项依次为：b3件、c2件、d2件。"


class TestFirstUnits:
    """Lists of the first so many by a count, in sections that have one of their own."""

    def test_ties_are_said(self, office: Office) -> None:
        office.case("now", returned(3, 3, 2, 0), header=RETURNED, tables={"t": [("times", "n"), ("1次", 8)]})
        text = office.said("[{section: returns, table: t, top: 1}]")
        assert "退单数最多的单位（末位并列）：单位1（3件）、单位2（3件）。" in text

    def test_fewer_than_asked_for(self, office: Office) -> None:
        office.case("now", returned(3, 0, 0), header=RETURNED, tables={"t": [("times", "n"), ("2次", 3)]})
        text = office.said("[{section: returns, table: t}]")
        assert "退单数最多的单位：单位1（3件）。" in text
        assert "本期被退回的工单3件，累计退单6次，退单率1.00%（3/300）。" in text

    def test_nobody(self, office: Office) -> None:
        office.case("now", returned(0, 0), header=RETURNED, tables={"t": [("times", "n"), ("1次", 0)]})
        text = office.said("[{section: returns, table: t}]")
        assert text == "本期被退回的工单0件，累计退单0次，退单率0.00%（0/200）。"

    def test_the_annex_and_the_table_of_times_may_differ_and_the_text_says_so(self, office: Office) -> None:
        office.case("now", returned(3, 0), header=RETURNED, tables={"t": [("times", "n"), ("1次", 5)]})
        text = office.said("[{section: returns, table: t}]")
        assert "注：附表退单数合计3件，与按次数统计的5件相差2件。" in text

    def test_nobody_was_left_untold(self, office: Office) -> None:
        header = (*HEADER, "unanswered_to_citizen")
        office.case("now", [("甲", 9, 9, 9, 5, 5, 0)], header=header)
        text = office.said("[{section: revisits, not_told_top: 5}]")
        assert text.endswith("\n承办单位未将办理结果答复当事人的工单0件。")

    def test_supervision_by_phone_alone(self, office: Office) -> None:
        office.case("now", [("甲", 9, 9, 9, 5, 5, 2)], header=(*HEADER, "supervised_by_phone"))
        assert office.said("[{section: supervision}]") == "电话督办2件。"


class TestCalls:
    def test_a_note_is_printed_here_too(self, office: Office) -> None:
        line = "{count: assigned, label: 交办工单, note: 含上月}"
        text = office.said(f"[{{section: calls, counts: [{line}], rates: {{answer_rate: null}}}}]")
        assert text == "5月份，交办工单169件（含上月），接通率-（无分母）。"

    def test_a_published_rate_says_that_its_counts_are_not(self, office: Office) -> None:
        office.case("now", figures={"answer": 97.71})
        parts = "[{section: calls, counts: [{count: assigned, label: 工单}], rates: {answer_rate: answer}}]"
        assert office.said(parts) == "5月份，工单169件，接通率97.71%（无分项数）。"

    def test_what_the_section_cannot_use_is_refused(self, office: Office) -> None:
        from hotline_analysis.errors import InputError

        with pytest.raises(InputError, match=r"office.yaml, line 6, .*increase: unknown key"):
            office.open("[{section: calls, counts: [{count: assigned, label: x, increase: y}]}]")


class TestCity:
    TABLE = "table: city, own: 乙区, peers: 内三区"
    PARTS = f"[{{section: city_position, {TABLE}, counts: [assigned], by: [satisfaction_rate]}}]"

    def city(self, office: Office, *rows: Sequence[object]) -> str:
        office.case("now", tables={"city": [("unit", "assigned", "satisfaction_rate"), *rows]})
        return office.said(self.PARTS, keys={"ours": "本区"})

    def test_places_are_worked_out_with_ties(self, office: Office) -> None:
        text = self.city(office, ("甲区", 200, "99.5"), ("乙区", 169, "98.00"), ("丙区", 30, "99.50"))
        assert text.startswith("5月份，本区在内三区中满意率98.00%，排名第三。")
        assert "注：表中乙区满意率为市级公布数，按附表合计数计算为90.48%（76/84）。" in text
        assert "统计口径" not in text  # 169 is the sum of the annex too

    def test_a_district_without_the_figure_has_no_place(self, office: Office) -> None:
        text = self.city(office, ("甲区", 200, "99.5"), ("乙区", 170, "-"))
        assert text.startswith("5月份，本区在内三区中满意率-，未参加排名。")
        assert "注：表中乙区交办数为市级统计口径，与附表各单位合计169件相差1件。" in text


class TestGroupsAndOwnCounts:
    def test_groups_are_named_as_the_scheme_does(self, office: Office, tmp_path: Path) -> None:
        scheme = (tmp_path / "small.yaml").read_text(encoding="utf-8")
        groups = "groups:\n  streets: {zh: 街镇, en: streets}\n  units: {zh: 部门, en: departments}\n"
        office.write("small.yaml", scheme.replace("ranking: {within: all", groups + "ranking: {within: group"))
        office.write("now/streets.csv", "unit,assigned,closed,closed_on_time,revisited,satisfied\n丁街道,7,7,7,3,3\n")
        office.write("now/case.yaml", "tables: {units: [{file: streets.csv, group: streets}, units.csv]}\n")
        parts = "[{section: unit_list, list: {zh: x, en: x, by: assigned, top: 2, groups: [streets]}}]"
        bulletin = office.open(parts, "[{annex: units, title: 表, columns: [assigned], total_row: true}]")
        assert "街镇、交办数居前2位的单位共1个：丁街道。" in str(bulletin.body().markup.striptags())
        annexes = str(bulletin.annexes().markup)
        assert annexes.index("（一）街镇") < annexes.index("（二）部门")
        assert "表（部门）</caption>" in annexes

    def test_a_count_of_the_scheme_itself_is_summed_and_named(self, office: Office, tmp_path: Path) -> None:
        scheme = (tmp_path / "small.yaml").read_text(encoding="utf-8")
        office.write("small.yaml", scheme + "counts:\n  letters: {zh: 来信数, en: letters}\n")
        office.case("now", [(*UNITS[0], 4), (*UNITS[1], 5)], header=(*HEADER, "来信数"))
        parts = "[{section: overview, counts: [{count: letters, label: 来信}]}]"
        assert office.said(parts) == "2024年5月，全区来信9件。"
