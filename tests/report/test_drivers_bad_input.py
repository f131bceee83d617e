"""Data that allow no estimate, or only a fallback: the page says which and why in Chinese, and estimates nothing."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from small_case import CASE, SCHEME
from stored_tickets import Ticket, ticket, write_store

from hotline_analysis.errors import InputError
from hotline_analysis.report.drivers import DriversPage, open_drivers

HEAD = "unit,assigned,closed_on_time,returned,overdue,revisited,satisfied\n"
ENGLISH = re.compile(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}")


def answers(unit: str, good: int, bad: int, **values: object) -> list[Ticket]:
    start = datetime(2024, 5, 6, 9)
    closed = {"closed": start + timedelta(days=2), "revisit": "revisited"}
    made = [ticket(0, start.isoformat(), unit, **{**closed, **values}) for _ in range(good + bad)]
    return [one | {"satisfied": "yes" if place < good else "no"} for place, one in enumerate(made)]


def many(**values: object) -> list[Ticket]:
    """Twelve units with 20 answers each, 14 to 16 of them good, half of them told."""
    made = []
    for unit in range(12):
        name, turn = f"单位{unit:02}", unit % 2
        made += answers(name, 8 + turn, 2 - turn, told_citizen=True, **values)
        made += answers(name, 5 + turn, 5 - turn, told_citizen=False, **values)
    return made


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def of_tickets(rows: list[Ticket], **parameters: object) -> DriversPage:
    write_store(Path("store"), [one | {"id": f"T{place:05}"} for place, one in enumerate(rows)])
    common = {"jurisdiction": "furong", "period": "2024-05", "data": "store", "date": "2024-06-05", "report": "drivers"}
    return open_drivers(**{**common, **parameters})


def of_units(rows: str, **parameters: object) -> DriversPage:
    folder = Path("case")
    folder.mkdir()
    for name, text in (("case.yaml", CASE), ("scheme.yaml", SCHEME), ("units.csv", HEAD + rows)):
        (folder / name).write_text(text, encoding="utf-8")
    given = {"jurisdiction": "xiangtan", "period": "2024-05", "date": "2024-06-05", "report": "drivers"}
    return open_drivers(**given, data=str(folder), scheme="case/scheme.yaml", **parameters)


def units(count: int, *, overdue: str = "{n}", satisfied: int | None = None) -> str:
    rows = []
    for n in range(1, count + 1):
        good = 30 - n + n % 3 if satisfied is None else satisfied
        rows.append(f"单位{n},100,90,{n % 4},{overdue.format(n=n)},40,{good}\n")
    return "".join(rows)


def text_of(page: DriversPage) -> str:
    return BeautifulSoup(f"{page.body().markup}{page.annexes().markup}", "html.parser").get_text()


def refused(page: DriversPage, reason: str) -> str:
    """Nothing is estimated, and the page says why, in Chinese."""
    text = text_of(page)
    assert page.estimates is None
    assert "无法作影响因素分析" in text
    assert "具体情形：" + reason in text
    assert "没有结论不等于没有影响" in text
    assert BeautifulSoup(str(page.body().markup), "html.parser").select("img, table#drivers-effects") == []
    assert ENGLISH.findall(text) == []
    return text


def test_all_satisfied() -> None:
    rows = [one | {"satisfied": "yes"} for one in many()]
    refused(of_tickets(rows, factors="told_citizen"), "所分析的评价全部满意，没有差异可供分析。")


def test_none_satisfied() -> None:
    rows = [one | {"satisfied": "no"} for one in many()]
    refused(of_tickets(rows, factors="told_citizen"), "所分析的评价全部不满意，没有差异可供分析。")


def test_perfect_separation_by_the_only_flag() -> None:
    """All told are satisfied, nobody else is: without the flag nothing would be left."""
    rows = [one | {"satisfied": "yes" if one["told_citizen"] else "no"} for one in many()]
    refused(of_tickets(rows, factors="told_citizen"), "“已答复当事人”为“是”的120件评价全部满意，影响大小无法估计。")


def test_perfect_separation_by_two_levels() -> None:
    rows = [one | {"channel": "网站" if one["satisfied"] == "yes" else "电话"} for one in many()]
    refused(of_tickets(rows, factors="channel"), "“诉求渠道”")


def test_a_factor_with_one_level_and_no_other() -> None:
    refused(of_tickets(many(reworked=0), factors="reworked"), "所选因素（“返工”）在所分析的评价中都没有变化。")


def test_a_formula_with_a_factor_that_does_not_vary() -> None:
    page = of_tickets(many(reworked=0), formula="told_citizen + reworked")
    refused(page, "公式中的“返工”在所分析的评价中没有变化。")


def test_factors_that_are_one() -> None:
    rows = [one | {"channel": "网站" if one["told_citizen"] else "电话"} for one in many()]
    text = refused(of_tickets(rows, factors="told_citizen,channel"), "")
    assert "互相重合，知道其一即知其余" in text
    assert "“已答复当事人”" in text


def test_so_few_dissatisfied_that_nothing_can_be_told() -> None:
    rows = [*answers("甲局", 60, 1, channel="电话"), *answers("乙局", 50, 0, channel="网站")]
    text = refused(of_tickets(rows, factors="channel"), "“诉求渠道”")
    assert "不满意的评价仅有1件，不足以估计任何因素的影响" in text
    assert "其中满意110件、不满意1件" in text


def test_few_dissatisfied_are_said_beside_the_estimates() -> None:
    rows = [one for place, one in enumerate(many()) if one["satisfied"] == "yes" or place % 10 == 9]
    bad = sum(one["satisfied"] == "no" for one in rows)
    rows = [one | {"channel": ("电话", "网站", "微信")[place % 3]} for place, one in enumerate(rows)]
    text = text_of(of_tickets(rows, factors="told_citizen,channel"))
    assert bad < 30
    assert f"不满意的评价只有{bad}件，而模型要估计的系数有3个" in text


def test_one_unit_only() -> None:
    page = of_tickets([one | {"unit": "甲局"} for one in many()], factors="told_citizen")
    text = text_of(page)
    assert "涉及1个责任单位" in text
    assert "只有一个单位，标准误按评价相互独立计算，可能偏小" in text
    assert "只有一个单位，未作随机截距模型核对" in text
    assert "责任单位比较" not in text.replace("责任单位比较只扣除", "")
    assert ENGLISH.findall(text) == []


def test_fewer_than_ten_units() -> None:
    page = of_tickets([one for one in many() if str(one["unit"]) < "单位05"], factors="told_citizen")
    text = text_of(page)
    assert "涉及5个责任单位" in text
    assert "采用适合单位较少情形的CR2修正" in text


def test_a_category_with_one_ticket_is_put_with_others() -> None:
    rows = [one | {"channel": ("电话", "网站", "微信")[place % 3]} for place, one in enumerate(many())]
    rows[0]["channel"] = "来信"
    text = text_of(of_tickets(rows, factors="channel"))
    assert "“诉求渠道”中件数很少的类别合并为“（其余）”" in text
    assert "来信1件" in text


def test_missing_outcomes_are_counted_and_not_analysed() -> None:
    rows = [{**one, "satisfied": None} if place % 7 == 0 else one for place, one in enumerate(many())]
    page = of_tickets(rows, factors="told_citizen")
    steps = BeautifulSoup(str(page.body().markup), "html.parser").select("table#drivers-flow tbody tr")
    cells = {row.th.get_text() if row.th else "": [cell.get_text() for cell in row.select("td")] for row in steps}
    assert cells["回访成功"][0] == "240"
    assert cells["已作评价"][:2] == ["205", "35"]


def test_no_outcome_at_all_is_one_message() -> None:
    rows = [{key: value for key, value in one.items() if key != "satisfied"} for one in many()]
    with pytest.raises(
        InputError, match="the tickets lack the outcome; found 'satisfied'; allowed: a column satisfied"
    ):
        of_tickets(rows, factors="told_citizen")
    with pytest.raises(InputError, match="the tickets lack the outcome"):
        of_tickets(many(), outcome="resolved", factors="told_citizen")


def test_a_wait_that_is_no_time_is_one_message() -> None:
    """Days are worked out from moments; a moment that is none is refused with its file."""
    lines = ["id,received,assigned,signed,closed,unit,revisit,satisfied"]
    lines += [
        f"T{n},2024-05-06 09:00,2024-05-06 09:00,2024-05-06 09:00,2024-05-08 09:00,甲,revisited,yes" for n in range(9)
    ]
    lines.append("T9,2024-05-06 09:00,2024-05-06 09:00,2024-05-06 09:00,三天左右,甲,revisited,no")
    Path("tickets.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    given = {"jurisdiction": "furong", "period": "2024-05", "date": "2024-06-05", "report": "drivers"}
    with pytest.raises(InputError, match="closed") as caught:
        open_drivers(**given, data="tickets.csv", factors="waiting_days")
    assert "三天左右" in str(caught.value)


def test_tickets_closed_before_they_came_have_no_wait_and_are_counted() -> None:
    rows = [one | ({"closed": datetime(2024, 5, 1)} if place % 12 == 0 else {}) for place, one in enumerate(many())]
    rows = [
        one | {"closed": one["closed"] + timedelta(days=place % 5)} if place % 12 else one
        for place, one in enumerate(rows)
    ]
    text = text_of(of_tickets(rows, factors="waiting_days,told_citizen"))
    assert "240件工单中有20件“办理天数”不详，未纳入" in text


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("甲,100,90,1,许多,40,30\n乙,100,90,2,3,40,20\n", "许多"),
        ("甲,100,90,1,2,40,50\n乙,100,90,2,3,40,20\n", "satisfied"),
        ("甲,100,90,1,2,0,\n乙,100,90,2,3,0,\n", "satisfied"),
    ],
)
def test_a_table_of_units_that_cannot_be_is_one_message(rows: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        of_units(rows)


def test_a_table_with_one_unit() -> None:
    refused(of_units(units(1)), "")


def test_a_table_with_fewer_units_than_factors() -> None:
    text = refused(of_units(units(3)), "")
    assert "应减少因素" in text


def test_a_table_in_which_all_are_satisfied() -> None:
    refused(of_units(units(12, satisfied=40)), "所分析的评价全部满意，没有差异可供分析。")


def test_a_table_with_a_factor_of_one_value() -> None:
    text = text_of(of_units(units(12, overdue="0")))
    assert "“逾期率”全部为“0”，没有差异，未纳入" in text
    assert ENGLISH.findall(text) == []


def test_a_level_that_decides_leaves_its_category_out_and_the_rest_is_analysed() -> None:
    """Two channels, of which one has nothing but satisfied citizens; the other factor is analysed."""
    rows = [one | {"channel": "网站" if place % 8 == 0 else "电话"} for place, one in enumerate(many())]
    rows = [one | {"satisfied": "yes"} if one["channel"] == "网站" else one for one in rows]
    web = sum(one["channel"] == "网站" for one in rows)
    page = of_tickets(rows, factors="told_citizen,channel")
    text = text_of(page)
    assert f"影响大小无法估计，未纳入模型：“诉求渠道”（网站，{web}件全部满意）。" in text
    assert page.evidence.found is not None
    assert page.evidence.found.fit.factors == ("told_citizen",)
    assert "无法作影响因素分析" not in text
    assert ENGLISH.findall(text) == []


def test_a_number_that_decides_is_said_with_its_bound() -> None:
    """Who waited four days or more was dissatisfied, and nobody else."""
    start = datetime(2024, 5, 6, 9)
    rows = [
        one | {"closed": start + timedelta(days=4 + place % 3 if one["satisfied"] == "no" else 1 + place % 2)}
        for place, one in enumerate(many())
    ]
    bad = sum(one["satisfied"] == "no" for one in rows)
    text = text_of(of_tickets(rows, factors="waiting_days,told_citizen"))
    assert f"“办理天数”（小于4，{240 - bad}件全部满意；大于2，{bad}件全部不满意）" in text
    assert ENGLISH.findall(text) == []


def test_of_many_levels_two_are_named() -> None:
    """All dissatisfied came by telephone: each of the other channels has satisfied citizens only."""
    ways = ("网站", "微信", "微信", "微信", "来访")
    rows = [
        one | {"channel": "电话" if one["satisfied"] == "no" else ways[place % 5]} for place, one in enumerate(many())
    ]
    (one, first), (two, second), *_ = Counter(str(one["channel"]) for one in rows).most_common()
    text = text_of(of_tickets(rows, factors="told_citizen,channel"))
    ends = {name: "不满意" if name == "电话" else "满意" for name in (one, two)}
    assert f"“诉求渠道”（{one}，{first}件全部{ends[one]}；{two}，{second}件全部{ends[two]}；共4类如此）" in text


def test_a_formula_is_not_changed_in_silence() -> None:
    rows = [one | {"channel": "网站" if place % 8 == 0 else "电话"} for place, one in enumerate(many())]
    rows = [one | {"satisfied": "yes"} if one["channel"] == "网站" else one for one in rows]
    refused(of_tickets(rows, formula="told_citizen + channel"), "“诉求渠道”")


def test_a_fold_that_separates_and_a_rate_that_is_nearly_all() -> None:
    """Of those reworked one alone was dissatisfied: without that unit the flag decides."""
    rows = [one | {"reworked": int(place % 10 == 0)} for place, one in enumerate(many())]
    first = next(place for place in range(10, len(rows), 10))
    rows = [
        one | {"satisfied": "no" if place == first else "yes"} if one["reworked"] else one
        for place, one in enumerate(rows)
    ]
    text = text_of(of_tickets(rows, factors="told_citizen,reworked"))
    assert "交叉验证的10组中，有1组去掉后个别因素与评价结果完全对应，这些组加入少量虚拟观测后估计" in text
    assert "未作交叉验证" not in text
    assert ENGLISH.findall(text) == []


def test_a_rate_that_is_nearly_all_does_not_read_as_all() -> None:
    rows = [one | {"satisfied": "yes"} for _ in range(10) for one in many()]
    days = timedelta(days=1)
    rows = [one | {"closed": one["closed"] + days * (place % 5)} for place, one in enumerate(rows)]
    rows[7]["satisfied"] = "no"
    text = text_of(of_tickets(rows, factors="waiting_days"))
    assert "满意率为99.96%（95%置信区间99.8" in text
    assert "不满意的评价只有1件，而模型要估计的系数有1个，难以可靠估计各因素的影响，以下数值仅供核对。" in text
    assert "去掉部分单位后评价结果全部相同，未作交叉验证" in text
    assert "低于预期（" not in text
