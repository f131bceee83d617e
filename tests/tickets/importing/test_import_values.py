"""Cells: words, counts, units, empty cells, constants, and what is masked."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from import_desk import HEADER, Desk, row, rows

PHONE = "请回电13800138000谢谢"


@pytest.mark.parametrize(
    ("word", "means"),
    [("满意", "yes"), (" 基本满意　", "rather"), ("非常不满意", "no"), ("", None), ("—", None), ("yes", "yes")],
)
def test_usual_words(desk: Desk, word: str, means: str | None) -> None:
    desk.done(desk.csv([row(satisfied=word)]))
    assert desk.stored("satisfied") == [means]


@pytest.mark.parametrize(
    ("word", "means"), [("是", True), ("未解决", False), ("TRUE", True), ("n", False), ("/", None)]
)
def test_flags(desk: Desk, word: str, means: bool | None) -> None:
    desk.done(desk.csv([row(resolved=word)]))
    assert desk.stored("resolved") == [means]


@pytest.mark.parametrize(("text", "means"), [("0", 0), ("12", 12), ("2.0", 2), ("", None)])
def test_counts(desk: Desk, text: str, means: int | None) -> None:
    desk.done(desk.csv([row(returned=text)]))
    assert desk.stored("returned") == [means]


@pytest.mark.parametrize("text", ["1.5", "-1", "1e3", "两次", "99999999999"])
def test_what_is_no_count_stops_the_import(desk: Desk, text: str) -> None:
    message = desk.refused(desk.csv([row(), row(id="A2", returned=text)]))
    assert "row 3, column returned (退单次数): " in message
    assert repr(text) in message


def test_an_unknown_word_is_named_and_can_be_placed(desk: Desk) -> None:
    export = desk.csv([row(satisfied="未接听"), row(id="A2", satisfied="好评")])
    message = desk.refused(export)
    assert "'好评'" in message
    assert "words" in message
    text = (
        "columns: {id: 工单编号, received: 受理时间,\n"
        "  satisfied: {header: 满意情况, words: {yes: [好评], none: [未接听]}},\n"
        "  revisit: {header: 满意情况, words: {revisited: [好评], unanswered: [未接听]}}}\n"
    )
    result = desk.hotline("import", export, "--mapping", desk.mapping(text=text), "--out", desk.store)
    assert result.code == 0, result.err
    assert desk.stored("satisfied", "revisit") == [(None, "unanswered"), ("yes", "revisited")]


def test_the_mappings_word_goes_before_the_usual_one(desk: Desk) -> None:
    text = "columns: {id: 工单编号, received: 受理时间, satisfied: {header: 满意情况, words: {yes: [基本满意]}}}\n"
    export = desk.csv([row(satisfied="基本满意")])
    assert desk.hotline("import", export, "--mapping", desk.mapping(text=text), "--out", desk.store).code == 0
    assert desk.stored("satisfied") == ["yes"]


def test_counts_may_have_words(desk: Desk) -> None:
    text = "columns: {id: 工单编号, received: 受理时间, returned: {header: 退单次数, words: {1: [是], 0: [否]}}}\n"
    export = desk.csv([row(returned="是"), row(id="A2", returned="3")])
    assert desk.hotline("import", export, "--mapping", desk.mapping(text=text), "--out", desk.store).code == 0
    assert desk.stored("returned") == [1, 3]


UNITS = """\
units:
  城建投资公司: {aliases: [城建投]}
  城建投公司: {became: {unit: 城建投资公司, from: 2022-06-01}}
  湘江新区（岳麓区）: {}
"""


def test_units_are_stored_under_their_registered_names(desk: Desk) -> None:
    cells = ["城建投", "湘江新区(岳麓区)", "　城建投资公司 ", "城建投公司"]
    desk.done(desk.csv([row(id=f"A{n}", unit=one) for n, one in enumerate(cells)]), more=UNITS)
    # a former name stays: what it had become by then is worked out when tickets are counted
    assert desk.stored("unit") == ["城建投资公司", "湘江新区（岳麓区）", "城建投资公司", "城建投公司"]
    store = json.loads((desk.store / "store.json").read_text())
    assert store["units"]["城建投公司"] == {"became": {"unit": "城建投资公司", "from": "2022-06-01"}}


def test_an_unknown_unit_stops_the_import(desk: Desk) -> None:
    message = desk.refused(desk.csv([row(unit="城建投资公"), row(id="A2", unit="城建投")]), more=UNITS)
    assert "'城建投资公'" in message
    assert "城建投资公司" in message


def test_rare_cells_are_read_as_frequent_ones_are(desk: Desk) -> None:
    # the last rows are none of those that are looked at first: each cell there is written in an unusual way
    rare = row(id=" B　", unit=" 城建投 ", resolved="已解决", returned="7", satisfied="很满意", text="　" + PHONE)
    desk.done(desk.csv([*rows(6_000, unit="城建投资公司"), rare]), more=UNITS)
    assert desk.stored("id", "unit", "resolved", "returned", "satisfied", "text")[-1] == (
        "B", "城建投资公司", True, 7, "yes", "请回电［手机号］谢谢",
    )  # fmt: skip


def test_personal_numbers_are_masked_and_counted(desk: Desk) -> None:
    content = [*rows(5_000), *(row(id=f"B{n}", text=PHONE, unit="张三13800138000") for n in range(3))]
    result = desk.done(desk.csv(content))
    assert desk.stored("text", "unit")[-1] == ("请回电［手机号］谢谢", "张三［手机号］")
    report = json.loads((desk.store / "quality.json").read_text())
    assert report["masked"] == {"unit": {"phone": 3}, "text": {"phone": 3}}
    assert "masked in text: phone 3" in result.err
    for file in desk.store.rglob("*"):
        assert file.is_dir() or b"13800138000" not in file.read_bytes()


def test_what_is_masked_among_the_first_rows_is_counted_once(desk: Desk) -> None:
    desk.done(desk.csv(rows(50, text=PHONE)))
    assert json.loads((desk.store / "quality.json").read_text())["masked"] == {"text": {"phone": 50}}


def test_a_kind_may_stay_where_the_mapping_says_so(desk: Desk) -> None:
    export = desk.csv([row(text=PHONE + " a@b.cn", unit=PHONE)])
    text = (
        "columns: {id: 工单编号, received: 受理时间, unit: 责任单位,\n"
        "  text: {header: 诉求内容, mask: {phone: false}}}\n"
    )
    desk.hotline("import", export, "--mapping", desk.mapping(text=text), "--out", desk.store)
    assert desk.stored("text", "unit") == [(PHONE + " ［邮箱］", "请回电［手机号］谢谢")]
    desk.done(export, more="mask: {phone: false}\n")
    assert desk.stored("text", "unit") == [(PHONE + " ［邮箱］", PHONE)]


def test_a_personal_column_says_only_that_there_was_something(desk: Desk) -> None:
    text = "columns: {id: 工单编号, received: 受理时间, area: {header: 责任单位, personal: true}}\n"
    export = desk.csv([row(unit="芙蓉路1号302室"), row(id="A2", unit="")])
    assert desk.hotline("import", export, "--mapping", desk.mapping(text=text), "--out", desk.store).code == 0
    assert desk.stored("area") == ["［已隐去］", None]
    assert json.loads((desk.store / "quality.json").read_text())["masked"] == {"area": {"personal": 1}}


def test_personal_and_unused_headers_are_named_and_never_stored(desk: Desk) -> None:
    export = desk.csv([(*row(), "李四", "内部备注")], header=(*HEADER, "联系人", "备注"))
    result = desk.done(export, more="personal: [联系人]\n")
    assert "not stored: 联系人, 备注" in result.err
    assert all("李四".encode() not in file.read_bytes() for file in desk.store.rglob("*") if file.is_file())


def test_constants(desk: Desk) -> None:
    desk.done(desk.csv(rows(2)), more="constants: {district: 芙蓉区, special_topic: 是}\n")
    assert desk.stored("district", "special_topic") == [("芙蓉区", True)] * 2


def test_formula_like_cells_stay_text(desk: Desk) -> None:
    formula = "=cmd|' /C calc'!A0"
    desk.done(desk.csv([row(text=formula)]), desk.xlsx([row(id="B1", text=formula)]))
    assert desk.stored("text") == [formula, formula]


def test_columns_that_the_export_lacks_are_absent(desk: Desk) -> None:
    text = "columns: {id: 工单编号, received: 受理时间, due: {header: 办结时限, optional: true}}\n"
    assert (
        desk.hotline("import", desk.csv([row()]), "--mapping", desk.mapping(text=text), "--out", desk.store).code == 0
    )
    assert desk.stored("*", "0") == [("A1", datetime(2022, 11, 3, 9, 5), 0)]
