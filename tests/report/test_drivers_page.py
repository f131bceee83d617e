"""The page on drivers: what it says of tickets whose truth is plain by hand, and of the published table of Xiangtan."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup, Tag
from stored_tickets import Ticket, ticket, write_store

from hotline_analysis.batch import run_report, sample_reports
from hotline_analysis.errors import InputError
from hotline_analysis.report import open_audit, open_bulletin
from hotline_analysis.report.drivers import DriversPage, open_drivers
from hotline_analysis.report.drivers.notes import UNKNOWN
from hotline_analysis.report.params import OPTIONAL_KEYS, Report
from hotline_analysis.resources import shared_folder

UNITS = 12
XIANGTAN = {"jurisdiction": "xiangtan", "period": "2019-11", "data": "sample:xiangtan-2019-11", "date": "2019-12-26"}
NOTEBOOK = shared_folder("notebooks") / "drivers.ipynb"
# what may stand in a sentence without being a result: the period, a threshold, a step, the name of a method
WORDS = re.compile(
    r"\d{4}年(\d{1,2}月(\d{1,2}日)?)?|12345|附件\d|95%置信区间|95%界限|99\.8%界限|小于0\.05|不小于4|大于[15]须注意"
    r"|超过5天|不足10件|正负1(00)?个百分点|每增加\d+(天|件|个百分点)|CR[12]|第\d+组"
)


def tickets(*, told: bool = True) -> list[Ticket]:
    """Of every unit 60 tickets: 20 told (16 satisfied), 20 not told (10 satisfied), 10 not reached, 10 still open.

    Which half of them came by which channel changes from unit to unit. Units take turns: one ticket more satisfied
    among the told and one fewer among the others, or the reverse.
    """
    made: list[Ticket] = []
    for unit in range(UNITS):
        turn = 1 if unit % 2 else -1
        for place in range(60):
            group, inside = divmod(place, 20)
            good = (16 + turn, 10 - turn)
            one = _ticket(len(made), f"单位{unit:02}", place)
            if group < 2:
                one |= {"revisit": "revisited", "satisfied": "yes" if inside < good[group] else "no"}
                one |= {"told_citizen": group == 0} if told else {}
                one["channel"] = "网站" if (place + unit) % 2 else "电话"
            elif inside < 10:
                one |= {"revisit": "unanswered", "channel": "网站" if inside == 0 else "电话"}
            else:
                del one["closed"]
            made.append(one)
    return made


def _ticket(number: int, unit: str, place: int) -> Ticket:
    received = datetime(2022, 10, 10, 9) + timedelta(hours=place)
    return ticket(number, received.isoformat(), unit, closed=received + timedelta(days=2), channel="电话")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def opened(rows: list[Ticket], **parameters: object) -> DriversPage:
    write_store(Path("store"), rows)
    common = {"jurisdiction": "furong", "period": "2022-10", "data": "store", "date": "2022-11-05", "report": "drivers"}
    return open_drivers(**{**common, **parameters})


def soup_of(page: DriversPage) -> BeautifulSoup:
    pieces = (page.heading(), page.body(), page.annexes())
    return BeautifulSoup("\n".join(str(piece.markup) for piece in pieces), "html.parser")


def chapter(soup: BeautifulSoup, title: str) -> str:
    (found,) = [part for part in soup.select("section") if part.h2 is not None and part.h2.get_text().endswith(title)]
    return found.get_text()


def rows_of(soup: BeautifulSoup, key: str) -> list[list[str]]:
    table = soup.select_one(f"table#{key}")
    assert table is not None
    return [[cell.get_text() for cell in row.select("th, td")] for row in table.select("tbody tr")]


def outside_facts(part: Tag) -> str:
    return "".join(str(text) if text.find_parent("data") is None else "□" for text in part.find_all(string=True))


@pytest.fixture(scope="module")
def xiangtan() -> DriversPage:
    return open_drivers(**XIANGTAN, report="drivers")


def test_the_sentences_say_what_is_plain_by_hand(folder: Path) -> None:
    """312 of 480 are satisfied; 192 of 240 told and 120 of 240 not told: 30 points, and 80 % if all were told."""
    text = chapter(soup_of(opened(tickets(), factors=["told_citizen"])), "主要结论")
    assert "2022年10月，纳入分析的回访评价共480件，涉及12个责任单位，满意率为65.0%。" in text
    assert "“已答复当事人”工单的满意率平均高30.0个百分点（95%置信区间" in text
    assert "如全部答复当事人（涉及50.0%的评价），满意率预计由65.0%变为80.0%，提高15.0个百分点" in text
    assert text.count("。") == 4  # three sentences, and that association is not cause
    assert "不等于因果关系" in text


def test_the_rate_is_a_fact_with_its_counts(folder: Path) -> None:
    page = opened(tickets(), factors=["told_citizen"])
    soup_of(page)
    fact = {one.key: one for one in page.book}["drivers.rate"]
    assert (fact.text, fact.numerator, fact.denominator) == ("65.0", 312, 480)


def test_the_sample_flow_is_that_of_the_tickets(folder: Path) -> None:
    rows = rows_of(soup_of(opened(tickets(), factors=["told_citizen", "channel"])), "drivers-flow")
    assert [row[1] for row in rows] == ["720", "600", "600", "480", "480", "480"]
    assert [row[3] for row in rows] == ["—", "16.7", "0.0", "20.0", "0.0", "0.0"]


def test_those_who_did_not_answer_are_compared(folder: Path) -> None:
    soup = soup_of(opened(tickets(), factors=["told_citizen", "channel"]))
    assert "拨打回访的600件中，应答480件，占80.0%" in chapter(soup, "未应答的影响")
    assert [row[0] for row in rows_of(soup, "drivers-nonresponse")] == ["按实际应答", "逆概率加权", "边际加权"]
    assert rows_of(soup, "drivers-nonresponse")[0][1] == "65.00"


def test_nothing_is_said_where_nothing_stands(folder: Path) -> None:
    """The channel has nothing to do with the answers: no effect is named, and nothing is foreseen."""
    text = chapter(soup_of(opened(tickets(told=False), factors="channel")), "主要结论")
    assert "未发现与满意率存在可靠关联的因素" in text
    assert "不表示各因素没有影响" in text
    assert "按模型测算" not in text
    assert "诉求渠道" not in text


def test_all_satisfied_is_said_and_nothing_is_estimated(folder: Path) -> None:
    rows = [one | {"satisfied": "yes"} if "satisfied" in one else one for one in tickets()]
    page = opened(rows)
    soup = soup_of(page)
    assert "无法作影响因素分析。纳入分析的回访评价共480件，其中满意480件、不满意0件。" in chapter(soup, "主要结论")
    assert "全部评价结果相同" in chapter(soup, "主要结论")
    assert "720" in chapter(soup, "数据与样本")
    assert "具体情形：所分析的评价全部满意，没有差异可供分析。" in chapter(soup, "数据与样本")
    assert page.estimates is None
    assert soup.select("img, table#drivers-effects") == []


def test_a_rare_flag_that_decides_is_left_out_and_said(folder: Path) -> None:
    rows = tickets()
    for one in [one for one in rows if one.get("satisfied") == "yes"][:3]:
        one["reworked"] = 1
    page = opened(rows, factors=["told_citizen", "reworked"])
    assert page.evidence.found is not None
    assert page.evidence.found.fit.factors == ("told_citizen",)
    assert "影响大小无法估计，未纳入模型：“返工”（是，3件全部满意）。" in chapter(soup_of(page), "数据与样本")


def test_one_unit_is_a_stated_fallback(folder: Path) -> None:
    soup = soup_of(opened([one | {"unit": "甲局"} for one in tickets()], factors=["told_citizen"]))
    assert "只有一个单位，标准误按评价相互独立计算，可能偏小" in chapter(soup, "方法与模型检验")
    assert soup.select("table#drivers-units") == []


def test_few_units_are_a_stated_fallback(folder: Path) -> None:
    rows = [one for one in tickets() if str(one["unit"]) < "单位04"]
    text = chapter(soup_of(opened(rows, factors=["told_citizen"])), "方法与模型检验")
    assert "标准误按单位聚类（单位4个），采用适合单位较少情形的CR2修正" in text
    assert "单位共4个，标准误采用小样本修正" in text


def test_a_factor_with_one_value_and_a_category_with_one_ticket_are_noted(folder: Path) -> None:
    rows = [one | {"extension": False} for one in tickets()]
    next(one for one in rows if "satisfied" in one)["channel"] = "来信"
    text = chapter(soup_of(opened(rows, factors=["told_citizen", "extension", "channel"])), "方法与模型检验")
    assert "“延期”全部为“否”，没有差异，未纳入" in text
    assert "“诉求渠道”中件数很少的类别合并为“（其余）”" in text
    assert "来信1件" in text


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"factors": ["waiting_day"]}, r"key factors: no factor 'waiting_day' \(did you mean waiting_days\?\)"),
        ({"formula": "told_citizen +"}, "key formula: not a formula"),
        ({"factors": ["supervised"]}, "factor supervised"),
        ({"outcome": "happy"}, "key outcome: not valid; found 'happy'; allowed: 'satisfied' or 'resolved'"),
        ({"outcome": "resolved"}, "the tickets lack the outcome; found 'resolved'"),
        ({"period": "2022-09"}, "key period: no ticket was received in this period; found '2022-09'"),
        ({"district": "甲区"}, "the tickets lack districts"),
        ({"nonsense": "x"}, "nonsense"),
    ],
)
def test_what_cannot_be_asked_is_one_clear_message(folder: Path, parameters: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        opened(tickets(), **parameters)


def test_a_formula_takes_the_factors_that_it_names(folder: Path) -> None:
    page = opened(tickets(), formula="told_citizen * channel")
    assert page.evidence.found is not None
    assert page.evidence.found.fit.factors == ("told_citizen", "channel")
    assert "满意 ~ 已答复当事人 * 诉求渠道" in chapter(soup_of(page), "方法与模型检验")


def test_the_published_table_alone(xiangtan: DriversPage) -> None:
    """The page's totals: 1,218 satisfied of 2,251 revisited, in 51 of 54 units."""
    soup = soup_of(xiangtan)
    lead = chapter(soup, "主要结论")
    assert "回访评价共2251件，涉及51个责任单位，满意率为54.1%" in lead
    assert "评价2251件，其中满意1218件" in chapter(soup, "数据与样本")
    assert "过度离散" in chapter(soup, "各因素的关联")
    named = {row[0] for row in rows_of(soup, "drivers-effects")}
    assert named == {"退单率", "逾期率", "未答复当事人比例", "督办率", "交办量"}
    units = {row[0]: row for row in rows_of(soup, "drivers-units")}
    assert units["雨湖区人民政府"][1:3] == ["467", "48.4"]  # 226 of 467
    assert units["市民政局"][1:] == ["1", "100.0", "—", "—", "—", "—", "件数少"]  # 1 of 1: shown, not judged
    assert "未应答的影响" not in soup.get_text()  # tickets alone tell who did not answer


def test_only_what_stands_is_named(xiangtan: DriversPage) -> None:
    found = xiangtan.evidence.found
    assert found is not None
    claimed = set(found.effects.loc[found.effects["claimed"], "zh"])
    lead = chapter(soup_of(xiangtan), "主要结论")
    assert {name for name in found.effects["zh"] if f"“{name}”" in lead} <= claimed
    reliable = {row[0] for row in rows_of(soup_of(xiangtan), "drivers-effects") if row[-1] == "是"}
    assert reliable == claimed


def test_the_table_prints_the_estimates(xiangtan: DriversPage) -> None:
    found = xiangtan.evidence.found
    assert found is not None
    printed = {row[0]: row[2:5] for row in rows_of(soup_of(xiangtan), "drivers-effects")}
    for row in found.effects.itertuples():
        assert [float(text) for text in printed[row.zh]] == pytest.approx(
            [row.effect_pp, row.low, row.high], abs=0.0051
        )


@pytest.mark.parametrize("kind", ["tickets", "units"])
def test_every_number_is_a_fact_and_every_fact_is_printed(folder: Path, xiangtan: DriversPage, kind: str) -> None:
    page = xiangtan if kind == "units" else opened(tickets(), factors=["told_citizen", "channel"])
    soup = soup_of(page)
    parts = soup.select("section p, caption, figcaption, h2, td")
    assert [text for part in parts if re.search(r"\d", text := WORDS.sub("", outside_facts(part)))] == []
    printed = {data.get_text() for data in soup.select("data")}
    alternatives = "".join(str(image["alt"]) for image in soup.select("img"))
    facts = [fact for fact in page.book if fact.value is not None]
    assert [fact.key for fact in facts if not {str(fact), fact.text} & printed and str(fact) not in alternatives] == []


@pytest.mark.parametrize("kind", ["tickets", "units"])
def test_no_note_is_left_in_english(folder: Path, xiangtan: DriversPage, kind: str) -> None:
    page = xiangtan if kind == "units" else opened(tickets())
    text = soup_of(page).get_text()
    assert UNKNOWN not in text
    assert re.findall(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}", text) == []


def test_showing_a_page_twice_changes_nothing(xiangtan: DriversPage) -> None:
    first, before = str(soup_of(xiangtan)), xiangtan.book.to_json()
    assert str(soup_of(xiangtan)) == first
    assert xiangtan.book.to_json() == before


def test_charts_have_a_text_and_lie_in_the_page(xiangtan: DriversPage) -> None:
    images = soup_of(xiangtan).select("figure.doc-chart img")
    assert len(images) == 3
    assert all(str(image["src"]).startswith("data:image/png") and image["alt"] for image in images)


def test_the_table_of_units_knows_no_districts_and_no_factors_of_tickets() -> None:
    with pytest.raises(InputError, match="key district: only tickets have districts; found '岳塘区'"):
        open_drivers(**XIANGTAN, district="岳塘区")
    with pytest.raises(InputError, match="key factors: no such factor in the unit table; found 'waiting_days'"):
        open_drivers(**XIANGTAN, factors=["waiting_days"])
    with pytest.raises(InputError, match="key data: the unit table does not count resolved"):
        open_drivers(**XIANGTAN, outcome="resolved")


@pytest.mark.parametrize("key", OPTIONAL_KEYS)
def test_reports_that_do_not_use_a_key_refuse_it(key: str) -> None:
    given = {**XIANGTAN, key: "resolved"}
    for page in (open_audit,) if key == "district" else (open_bulletin, open_audit):
        with pytest.raises(InputError, match=f"key {key}: this report does not use the key; found 'resolved'"):
            page(**given)


def test_the_notebook_takes_all_parameters_and_holds_no_outputs() -> None:
    book = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(book)
    (cell,) = [cell for cell in book.cells if "parameters" in cell.metadata.get("tags", [])]
    assert {line.partition(" = ")[0] for line in cell.source.splitlines()} >= {*OPTIONAL_KEYS, "jurisdiction", "period"}
    assert {line.partition(" = ")[0] for line in cell.source.splitlines()} <= set(Report.model_fields)
    assert all(not one.outputs and one.execution_count is None for one in book.cells if one.cell_type == "code")


def test_a_run_leaves_the_page_beside_the_bulletin(tmp_path: Path) -> None:
    (params,) = [file for file in sample_reports() if file.stem == "xiangtan-2019-11"]
    changes = {"factors": "returned,unanswered_to_citizen"}
    made = run_report(NOTEBOOK, params, changes=changes, formats=["html"], outputs=tmp_path)
    assert {file.name for file in made.files.values()} == {
        "drivers.html", "drivers.ipynb", "drivers.facts.json", "drivers.manifest.json",
    }  # fmt: skip
    facts = {one["key"]: one for one in json.loads(made.files["facts"].read_text(encoding="utf-8"))}
    assert (facts["drivers.rate"]["numerator"], facts["drivers.rate"]["denominator"]) == ("1218", "2251")
    page = BeautifulSoup(made.files["html"].read_text(encoding="utf-8"), "html.parser")
    assert {row[0] for row in rows_of(page, "drivers-effects")} == {"退单率", "未答复当事人比例"}


def test_a_bulletin_is_not_run_with_a_key_that_it_does_not_use(tmp_path: Path) -> None:
    (params,) = [file for file in sample_reports() if file.stem == "xiangtan-2019-11"]
    bulletin = shared_folder("notebooks") / "bulletin.ipynb"
    with pytest.raises(InputError, match="key outcome: this report does not use the key"):
        run_report(bulletin, params, changes={"outcome": "resolved"}, outputs=tmp_path)
    assert list(tmp_path.iterdir()) == []
