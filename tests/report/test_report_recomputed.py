"""What the five bulletins say, worked out again from the sample tables by other code: pandas, no part of the package.

Expected numbers are those of the published bulletins, and of their own tables where the two disagree.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pandas as pd
import pytest
from shown import Shown

import hotline_analysis

SAMPLES = Path(hotline_analysis.__file__).parent / "samples"


def read(case: str, *names: str) -> pd.DataFrame:
    frames = [pd.read_csv(SAMPLES / case / f"{name}.csv", dtype={"unit": str}) for name in names]
    frame = pd.concat(frames, ignore_index=True)
    return frame[frame["row_type"] != "total"] if "row_type" in frame else frame


def percent(part: float, whole: float, digits: str = "0.01") -> str:
    return str((Decimal(100) * int(part) / int(whole)).quantize(Decimal(digits), ROUND_HALF_UP))


def members(text: str) -> dict[str, str]:
    """The names of a list with what stands in brackets behind each."""
    listed = text.rstrip("。").rpartition("：")[2]
    return dict(re.fullmatch(r"([^（]+(?:（区残联）)?)(?:（(.+)）)?", part).groups() for part in listed.split("、"))  # type: ignore[union-attr]


class TestFurong2022:
    @pytest.fixture
    def one(self, five: dict[str, Shown]) -> Shown:
        return five["furong-2022-11"]

    @pytest.fixture
    def units(self) -> pd.DataFrame:
        frame = read("furong-2022-11", "streets", "departments")
        frame["full"] = frame["total"] + frame["bonus"].fillna(0)
        return frame

    def test_good_units(self, one: Shown, units: pd.DataFrame) -> None:
        good = units[(units["full"] >= 95) & (units["signed"] >= 100)]
        said = members(one.part("完成度较好的单位"))
        assert set(said) == set(good["unit"])
        assert len(said) == 19
        assert {unit: int(mark.removesuffix("件")) for unit, mark in said.items()} == dict(
            zip(good["unit"], good["signed"], strict=True)
        )

    def test_busiest_units(self, one: Shown, units: pd.DataFrame) -> None:
        first = units.nlargest(5, "signed", keep="all")
        said = members(one.part("承办量较大的单位"))
        assert list(said) == list(first["unit"])
        assert list(said)[4] == "定王台街道办事处"  # the page names 马王堆街道办事处 (364)
        assert list(said.values()) == [f"{n}件" for n in first["signed"]]

    def test_units_below_the_district(self, one: Shown) -> None:
        low = read("furong-2022-11", "low_resolution_units")
        rates = [percent(r - u, r) for r, u in zip(low["revisited"], low["unresolved"], strict=True)]
        rows = one.table("问题解决率低于全区的单位")
        assert [row[0] for row in rows] == list(low["unit"])
        assert [row[3] for row in rows] == rates
        assert (rates[0], rates[-1], len(rates)) == ("86.36", "78.93", 9)
        assert all(Decimal(rate) < Decimal("86.43") for rate in rates)
        assert "低于全区86.43%（6923/8010）的单位共9个" in one.part("问题解决率低于全区的单位")

    def test_totals_are_sums_of_the_annex(self, one: Shown, units: pd.DataFrame) -> None:
        assert f"签收工单{units['signed'].sum()}件" in one.sentence("2022年11月，")

    def test_the_annex_lists_all_units_once_by_place(self, one: Shown, units: pd.DataFrame) -> None:
        rows = one.table("2022年11月主要考核指标综合得分排行榜（街道）")
        rows += one.table("2022年11月主要考核指标综合得分排行榜（区直部门）")
        assert sorted(row[0] for row in rows) == sorted(units["unit"])
        assert {row[0]: int(row[-1]) for row in rows} == dict(zip(units["unit"], units["rank"], strict=True))


class TestFurong2020:
    @pytest.fixture
    def one(self, five: dict[str, Shown]) -> Shown:
        return five["furong-2020-03"]

    @pytest.fixture
    def units(self) -> pd.DataFrame:
        return read("furong-2020-03", "streets", "departments")

    def test_good_units(self, one: Shown, units: pd.DataFrame) -> None:
        happy = units["satisfied"] == units["revisited"]
        good = units[(units["total"] >= 70) & happy & (units["revisited"] > 0) & (units["signed"] >= 30)]
        said = members(one.part("完成度较好的单位"))
        assert set(said) == set(good["unit"])
        assert len(said) == 14
        assert "行政审批服务局" in said  # missing from the page's own list
        assert said == {unit: f"{n}件" for unit, n in zip(good["unit"], good["signed"], strict=True)}

    def test_low_satisfaction(self, one: Shown, units: pd.DataFrame) -> None:
        low = units[units["satisfied"] / units["revisited"] < 0.97]
        assert (
            {row[0] for row in one.table("满意度较低的单位")}
            == set(low["unit"])
            == set(members(one.part("满意度较低的单位")))
        )
        assert len(low) == 4

    def test_drag_units_are_all_of_them_and_their_shares_add_up(self, one: Shown, units: pd.DataFrame) -> None:
        units = units.assign(bad=units["revisited"] - units["satisfied"])
        drag = units[units["bad"] > 0]
        rows = one.table("不满意工单单位分布")
        assert {row[0]: int(row[1]) for row in rows} == dict(zip(drag["unit"], drag["bad"], strict=True))
        assert (len(rows), sum(int(row[1]) for row in rows)) == (6, 10)
        assert [row[3] for row in rows] == ["30.0", "20.0", "20.0", "10.0", "10.0", "10.0"]
        assert "全区不满意工单10件，涉及6个单位" in one.part("影响全区满意度的单位")

    def test_whole_rates(self, one: Shown, units: pd.DataFrame) -> None:
        on_time, closed = (units["closed"] - units["late_closed"]).sum(), units["closed"].sum()
        text = one.sentence("3月份，按时办结率")
        assert f"（{on_time}/{closed}）" in text
        assert f"回访满意度{percent(units['satisfied'].sum(), units['revisited'].sum())}%（1718/1728）" in text

    def test_epidemic(self, one: Shown) -> None:
        topics = read("furong-2020-03", "epidemic_topics")
        rows = one.table("涉疫工单主要事项")
        assert [row[0] for row in rows] == list(topics.sort_values("tickets", ascending=False, kind="stable")["topic"])
        assert [row[2] for row in rows] == [percent(int(row[1]), 435, "0.1") for row in rows]


class TestYunxi:
    @pytest.fixture
    def one(self, five: dict[str, Shown]) -> Shown:
        return five["yunxi-2022-Q3"]

    @pytest.fixture
    def units(self) -> pd.DataFrame:
        frame = read("yunxi-2022-Q3", "towns", "departments", "resident_units")
        return frame[frame["due"] > 0]

    def test_busiest_units(self, one: Shown, units: pd.DataFrame) -> None:
        first = units.nlargest(6, "due", keep="all")
        said = members(one.part("办件量居前的单位"))
        assert list(said) == list(first["unit"])
        assert list(said.values()) == ["205件", "122件", "98件", "87件", "86件", "84件"]

    def test_high_rework(self, one: Shown, units: pd.DataFrame) -> None:
        high = units[units["reworked"] / units["handled"] >= 0.2]
        rows = one.table("返工率较高的单位")
        assert {row[0] for row in rows} == set(high["unit"])
        assert len(rows) == 2

    def test_highest_dissatisfaction(self, one: Shown, units: pd.DataFrame) -> None:
        rates = units.loc[units["due"] >= 20].set_index("unit")["dissatisfaction_rate"]
        said = one.part("回访不满意率最高的单位").splitlines()[0]
        assert (rates.idxmax(), f"{rates.max()}%") == ("区电信分局", "30.43%")
        assert said.endswith("回访不满意率最高的单位是区电信分局（30.43%）。")

    def test_whole(self, one: Shown, units: pd.DataFrame) -> None:
        assert f"应办理工单{units['due'].sum()}件" in one.sentence("2022年第三季度，")
        assert "1325件" in one.sentence("2022年第三季度，")
        rates = one.sentence("第三季度，办结率")
        assert f"按期办结率{percent(units['on_time_handled'].sum(), 1325)}%（1322/1325）" in rates
        assert f"返工率{percent(units['reworked'].sum(), 1325)}%（124/1325）" in rates

    def test_types_exceed_the_tickets_and_the_text_says_so(self, one: Shown) -> None:
        rows = one.table("热线工单按诉求类型分布")
        counts = [int(row[1]) for row in rows]
        assert (sum(counts[:-1]), counts[-1]) == (1351, 1351)
        (note,) = [text for text in one.paragraphs if "统计口径不同" in text]
        assert "1351件，多于附表应办理数1325件" in note

    def test_letters_and_proposals(self, one: Shown) -> None:
        letters, proposals = read("yunxi-2022-Q3", "letters"), read("yunxi-2022-Q3", "proposals")
        assert (letters["due"].sum(), proposals["due"].sum()) == (75, 16)
        assert "应办理75件" in one.part("市长信箱、区长信箱办理情况")
        assert "应办理16件" in one.part("政协委员微建议办理情况")
        for caption, frame in (
            ("第三季度市长信箱、区长信箱信件办理情况", letters),
            ("第三季度政协委员微建议办理情况", proposals),
        ):
            *rows, total = one.table(caption)
            assert [(row[0], int(row[1])) for row in rows] == list(zip(frame["unit"], frame["due"], strict=True))
            assert (total[0], int(total[1])) == ("合计", frame["due"].sum())

    def test_units_without_tickets_are_not_scored(self, one: Shown) -> None:
        none = read("yunxi-2022-Q3", "no_ticket_units")
        rows = one.table("2022年第三季度无工单单位")
        assert {row[0] for row in rows} == set(none["unit"])
        assert len(rows) == 18


class TestYueyang:
    @pytest.fixture
    def one(self, five: dict[str, Shown]) -> Shown:
        return five["yueyang-2017-Q2"]

    @pytest.fixture
    def units(self) -> pd.DataFrame:
        frame = read("yueyang-2017-Q2", "grade_a_units", "grade_b_units", "grade_c_and_below_units")
        frame.loc[frame["unit"] == "华容县政府", "overdue"] = 44  # two misprints, see the audit
        frame.loc[frame["unit"] == "市长江修防处", "overdue"] = 1
        return frame

    def test_grades(self, one: Shown) -> None:
        rows = one.table("综合评价等级分布")
        assert [int(row[1]) for row in rows] == [72, 4, 4, 1, 1, 82]
        assert [row[2] for row in rows] == ["87.8", "4.88", "4.88", "1.22", "1.22", "100"]

    def test_grade_c_and_below(self, one: Shown, units: pd.DataFrame) -> None:
        low = units[units["grade"] > "B"]
        (line,) = [line for line in one.part("等级评定").splitlines() if line.startswith("考核等级在C类及以下")]
        said = members(line)
        assert said == {unit: f"{grade}类" for unit, grade in zip(low["unit"], low["grade"], strict=True)}
        assert "单位6家" in one.part("等级评定")

    def test_changes_of_grade_agree_with_the_annex(self, one: Shown, units: pd.DataFrame) -> None:
        now = dict(zip(units["unit"], units["grade"], strict=True))
        before = read("yueyang-2017-Q2", "previous_grades")
        (text,) = [line for line in one.part("等级评定").splitlines() if line.startswith("与上季度相比")]
        for unit, grade in zip(before["unit"], before["grade"], strict=True):
            word = "升" if now[unit] < grade else "降"
            assert f"{unit}由{grade}类{word}为{now[unit]}类" in text
        assert re.findall(r"等级(..)(\d)家", text) == [("上升", "5"), ("下降", "1")]

    def test_busiest_counties_and_municipal_units(self, one: Shown, units: pd.DataFrame) -> None:
        counties = units["unit"].str.contains(r"县政府|区政府|市政府|管委会$")
        for title, chosen, expected in (
            ("办理量居前的县市区", units[counties], [4194, 3592, 3438, 3057, 2430]),
            ("办理量居前的市直单位", units[~counties], [1796, 1626, 1225, 1007, 957]),
        ):
            first = chosen.nlargest(5, "handled", keep="all")
            said = members(one.part(title))
            assert list(said) == list(first["unit"])
            assert [int(n.removesuffix("件")) for n in said.values()] == expected == list(first["handled"])

    def test_whole_rates_with_the_corrections(self, one: Shown, units: pd.DataFrame) -> None:
        on_time, due = (units["handled"] - units["overdue"]).sum(), units["due"].sum()
        text = one.sentence("第二季度，办结率")
        assert f"按期办结率{percent(on_time, due)}%（{on_time}/{due}）" in text
        assert "按期办结率99.08%" in text
        total = one.table("2017年第二季度12345公众服务热线综合评价情况")[-1]
        assert "99.08" in total

    def test_dissatisfied_is_the_sum_of_the_annex(self, one: Shown, units: pd.DataFrame) -> None:
        assert f"不满意{units['dissatisfied'].sum()}件" in one.sentence("有效回访")
        assert "不满意94件" in one.sentence("有效回访")  # the page's prose has 96

    def test_types_reach_the_whole_with_a_row_for_the_rest(self, one: Shown) -> None:
        rows = {row[0]: int(row[1]) for row in one.table("受理诉求按诉求类型分布")}
        assert rows["未列明类型"] == 5580
        assert rows.pop("合计") == sum(rows.values()) == 71266

    def test_units_without_tickets(self, one: Shown) -> None:
        none = {row[0] for row in one.table("2017年第二季度无工单单位")}
        assert none == set(read("yueyang-2017-Q2", "no_ticket_units")["unit"])


class TestXiangtan:
    @pytest.fixture
    def one(self, five: dict[str, Shown]) -> Shown:
        return five["xiangtan-2019-11"]

    @pytest.fixture
    def units(self) -> pd.DataFrame:
        return read("xiangtan-2019-11", "units")

    def test_satisfaction_lists(self, one: Shown, units: pd.DataFrame) -> None:
        rates = (100 * units["satisfied"] / units["revisited"]).round(10)
        high, low = units[rates > 80], units[rates < 50]
        above, below = one.sentence("回访满意率高于80%"), one.sentence("回访满意率低于50%")
        assert set(members(above)) == set(high["unit"])
        assert set(members(below)) == set(low["unit"])
        assert ("单位共11个" in above, "单位共14个" in below, "市人防办" in above) == (True, True, False)
        for text, chosen in ((above, high), (below, low)):
            pairs = zip(chosen["unit"], chosen["satisfied"], chosen["revisited"], strict=True)
            assert members(text) == {unit: f"{percent(s, r)}%" for unit, s, r in pairs}

    def test_not_told(self, one: Shown, units: pd.DataFrame) -> None:
        column = "unanswered_to_citizen"
        text = one.sentence("承办单位未将办理结果")
        assert f"{units[column].sum():.0f}件" in text
        assert "工单375件" in text
        first = units.nlargest(5, column, keep="all")
        assert members(text) == {u: f"{n:.0f}件" for u, n in zip(first["unit"], first[column], strict=True)}

    def test_returns(self, one: Shown, units: pd.DataFrame) -> None:
        assert units["returned"].sum() == 301
        text = one.sentence("本期被退回的工单")
        assert text == f"本期被退回的工单301件，累计退单396次，退单率{percent(301, 3297)}%（301/3297）。"
        *rows, total = one.table("退单工单按退单次数分布")
        assert [row[0] for row in rows] == [f"{n}次" for n in (5, 4, 3, 2, 1)]
        assert [int(row[2]) for row in rows] == [int(row[0][0]) * int(row[1]) for row in rows]
        assert [int(cell) for cell in total[1:]] == [301, 396]

    def test_supervision(self, one: Shown, units: pd.DataFrame) -> None:
        text = one.sentence("电话督办")
        assert (units["phone_supervised"].sum(), units["written_supervised"].sum()) == (199, 43)
        assert text.startswith("电话督办199件，已回复199件")
        assert "书面督办43件" in text
        units = units.assign(both=units["phone_supervised"] + units["written_supervised"])
        first = units.nlargest(5, "both", keep="all")
        said = members(one.sentence("督办数居前"))
        assert said == {u: f"{n:.0f}件" for u, n in zip(first["unit"], first["both"], strict=True)}

    def test_shares_of_types(self, one: Shown) -> None:
        *rows, total = one.table("交办工单按诉求类型分布")
        assert [row[2] for row in rows] == ["66.21", "25.33", "4.25", "4.16", "0.06"]
        assert sum(int(row[1]) for row in rows) == int(total[1]) == 3297
        assert any("相加为100.01%" in text for text in one.paragraphs)

    def test_categories_reach_the_whole(self, one: Shown) -> None:
        *rows, total = one.table("交办工单按大类分布")
        assert rows[-1][0] == "其他大类"
        assert sum(int(row[1]) for row in rows) == int(total[1]) == 3297

    def test_totals(self, one: Shown, units: pd.DataFrame) -> None:
        revisited, satisfied = int(units["revisited"].sum()), int(units["satisfied"].sum())
        assert f"满意率{percent(satisfied, revisited)}%（{satisfied}/{revisited}）" in one.sentence("共回访工单")
        total = one.table("2019年11月市长热线办理情况统计表")[-1]
        assert total[:5] == ["合计", "3297", "3265", "32", "301"]


def test_total_rows_add_up(shown: Shown) -> None:
    """Every table that ends in a total adds up to it, in every column of counts."""
    checked = 0
    for table in shown.soup.select("table"):
        rows = [row.select("th, td") for row in table.select("tbody tr")]
        if not rows or rows[-1][0].get_text() != "合计":
            continue
        for column in list(zip(*rows, strict=True))[1:]:
            facts = [cell.data for cell in column]
            # a rate of the whole is worked out from counts, a share of 100 from the whole
            if facts[-1] is None or any("分母" in fact["title"] or "率" in fact["title"] for fact in facts if fact):
                continue
            assert sum(int(fact["value"]) for fact in facts[:-1] if fact) == int(facts[-1]["value"]), table.caption
            checked += 1
    assert checked or shown.bulletin.report.jurisdiction == "furong"  # a page of scores has no total row


def test_units_that_lost_points_are_those_below_full_marks_in_the_annex(five: dict[str, Shown]) -> None:
    """One of Yueyang's 47 units with some loss is printed with 100: it is not counted as losing."""
    index = read("yueyang-2017-Q2", "grade_a_units", "grade_b_units", "grade_c_and_below_units")["composite_index"]
    lost = five["yueyang-2017-Q2"].sentence("参评的")
    assert lost.startswith(f"参评的{len(index)}个单位中，有失分的{(index < 100).sum()}个")
    assert (len(index), (index < 100).sum()) == (82, 46)
