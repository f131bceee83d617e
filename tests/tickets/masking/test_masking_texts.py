"""Numbers whose validity is public or can be worked out by hand; nobody's own."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline_analysis.personal import LANDLINE
from hotline_analysis.personal.checks import is_bank_card, is_id_card, is_old_id_card, is_plate
from hotline_analysis.tickets.masking import KIND_NAMES, KINDS, candidate_sql, mask

MOBILES = [
    "13800138000",
    "１３８００１３８０００",
    "138 0013 8000",
    "138-0013-8000",
    "138－0013－8000",
    "138　0013　8000",
    "138.0013.8000",
    "1380 0138 000",
    "1380013 8000",
    "138 00138000",
    "1 3 8 0 0 1 3 8 0 0 0",
    "013800138000",
    "8613800138000",
    "+8613800138000",
    "+86 138 0013 8000",
    "+86-13800138000",
    "＋８６ １３８００１３８０００",
    "(+86)13800138000",
    "（＋86）13800138000",
    "008613800138000",
]
LANDLINES = [
    "0731-84512345",
    "0731 84512345",
    "073184512345",
    "(0731)84512345",
    "（0731）84512345",
    "0731-8451 2345",
    "0731-8451234",
    "010-65529988",
    "０１０－６５５２９９８８",
    "+86-731-84512345",
    "+86 (0731) 84512345",
    "0731-84512345转801",
    "0731-84512345-801",
    "0731-84512345 分机 12",
    "0731-84512345 ext.12",
]
LESS_USUAL = [
    "Tom13812345678",
    "微信zhang13812345678",
    "编号：13812345678",
    "138_1234_5678",
    "138/1234/5678",
    "138\n1234\n5678",
    "138\r\n1234\r\n5678",
    "138\u202e1234\u202e5678",
    "١٣٨١٢٣٤٥٦٧٨",
    "۱۳۸۱۲۳۴۵۶۷۸",
    "１３８＿１２３４＿５６７８",
]
# GB 11643-1999 prints both examples of 18 characters; the 15 digits are the first without century and check character
ID_CARDS = ["11010519491231002X", "440524188001010014", "11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ"]
CARDS = ["4111111111111111", "5555555555554444", "4111 1111 1111 1111", "4111-1111-1111-1111", "5105105105105100"]
PLATES = [
    "湘A12345",
    "湘A·12345",
    "湘A 12345",
    "湘a12345",
    "湘Ａ１２３４５",
    "湘AB1234",
    "京A1234警",
    "粤Z1234港",
    "湘AD12345",
    "湘A12345D",
]
EMAILS = [
    "name@example.com",
    "a.b-c+d@mail.example.com.cn",
    "ｎａｍｅ＠ｅｘａｍｐｌｅ．ｃｏｍ",
    "13800138000@example.com",
]


@pytest.mark.parametrize("number", MOBILES)
@pytest.mark.parametrize(
    "around", ["{}", "请回电{}。", "电话:{},谢谢", "Tel{}", "wx{}微信同号", "1.{} 2、", "于2022-11-03 {}"]
)
def test_a_mobile_number(number: str, around: str) -> None:
    assert mask(around.format(number)) == (around.format("［手机号］"), {"phone": 1})


@pytest.mark.parametrize("text", LESS_USUAL)
def test_less_usual_forms_of_a_mobile(text: str) -> None:
    masked, counts = mask(text)
    assert counts == {"phone": 1}
    assert not any(digit.isdecimal() for digit in masked)


@pytest.mark.parametrize(
    "text",
    [
        "工单号13812345678",  # a number of a ticket, as it says
        "WO13812345678",
        "order13812345678",
        "13812345678" + "abcdef12" * 6,  # the beginning and the end of a hash
        "abcdef12" * 6 + "ab13812345678",
        "1500/1234567",
        "15000\n123456",
        "150/20000000",
        "1998/2003/110",
    ],
)
def test_figures_and_codes_that_look_like_a_mobile(text: str) -> None:
    assert mask(text) == (text, {})


@pytest.mark.parametrize("number", ["430102199001011234", "110105194912310021", "430102 19900101 1234"])
def test_an_id_card_with_a_wrong_check_character(number: str) -> None:
    assert mask(f"证件{number}。") == ("证件［身份证号］。", {"id_card": 1})
    assert mask(f"工单编号{number}")[1] == {}
    assert mask(number[:6] + "20991231" + "0021")[1] == {}


@pytest.mark.parametrize("number", ["6222021234567890123", "6222021234567890", "6222 0212 3456 7890"])
def test_a_unionpay_card_with_a_wrong_digit(number: str) -> None:
    assert mask(f"卡{number}，") == ("卡［银行卡号］，", {"bank_card": 1})


@pytest.mark.parametrize("word", ["银行卡", "银行卡号：", "卡号", "账号: ", "帐号为"])
def test_after_a_word_any_long_number_is_a_bank_card(word: str) -> None:
    assert mask(f"{word}1234567890123456，") == (f"{word}［银行卡号］，", {"bank_card": 1})
    assert mask(f"{word}123456789012345，")[1] == {}


def test_landlines_may_stay_alone() -> None:
    assert mask("0731-84512345或13800138000", keep=[LANDLINE]) == ("0731-84512345或［手机号］", {"phone": 1})


@pytest.mark.parametrize("number", LANDLINES)
@pytest.mark.parametrize("around", ["{}", "请回电{}。", "单位电话：{}，谢谢"])
def test_a_landline(number: str, around: str) -> None:
    assert mask(around.format(number)) == (around.format("［座机号］"), {"phone": 1})


def test_a_landline_without_area_code_needs_a_word_before_it() -> None:
    assert mask("电话：84512345") == ("电话：［座机号］", {"phone": 1})
    assert mask("座机号码 8451-2345转8") == ("座机号码 ［座机号］", {"phone": 1})
    assert mask("金额84512345")[1] == {}
    assert mask("电话20221103")[1] == {}  # a date


@pytest.mark.parametrize("number", [ID_CARDS[0], *ID_CARDS[2:], "110105 19491231 002X", "110105-19491231-002X"])
@pytest.mark.parametrize("around", ["{}", "身份证{}号", "身份证编号：{}，", "编号{}"])
def test_an_id_card(number: str, around: str) -> None:
    assert mask(around.format(number)) == (around.format("［身份证号］"), {"id_card": 1})


def test_an_old_id_card() -> None:
    assert mask("身份证号110105491231002。") == ("身份证号［身份证号］。", {"id_card": 1})
    assert mask("110105491331002")[1] == {}  # no 13th month
    assert mask("990105491231002")[1] == {}  # no province
    assert mask("工单编号110105491231002")[1] == {}


def test_the_check_character_by_hand() -> None:
    # 1·7+1·9+0·10+1·5+0·8+5·4+1·2+9·1+4·6+9·3+1·7+2·9+3·10+1·5+0·8+0·4+2·2 = 167 = 15·11 + 2, and 2 stands for X
    assert is_id_card("11010519491231002X")
    assert [is_id_card(f"11010519491231002{last}") for last in "0123456789"] == [False] * 10


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("440524188001010014", "the second example of the standard was born in 1880"),
        ("99010519491231002X", "no province"),
        ("11010519491331002X", "no 13th month"),
        ("1101051949123100", "too short"),
        ("110105209912310021", "not born yet"),
    ],
)
def test_not_an_id_card(number: str, why: str) -> None:
    assert not is_id_card(number), why


@pytest.mark.parametrize("number", CARDS)
@pytest.mark.parametrize("around", ["{}", "卡号{}，", "银行卡:{}。"])
def test_a_bank_card(number: str, around: str) -> None:
    assert mask(around.format(number)) == (around.format("［银行卡号］"), {"bank_card": 1})


def test_the_luhn_digit_by_hand() -> None:
    # eight digits doubled to 2 (the first to 8) and eight as they are: 8 + 7·2 + 8·1 = 30
    assert is_bank_card("4111111111111111")
    assert [is_bank_card(f"411111111111111{last}") for last in "023456789"] == [False] * 9


def test_unionpay_of_19_digits_by_hand() -> None:
    # 62 and sixteen zeros: from the right, 6 is in the 19th place (odd) and 2 in the 18th (doubled to 4): 10 in all
    assert mask("6200000000000000000") == ("［银行卡号］", {"bank_card": 1})
    assert mask("6200 0000 0000 0000 000") == ("［银行卡号］", {"bank_card": 1})
    assert mask("6200000000000000001")[1] == {}


@pytest.mark.parametrize("number", PLATES)
@pytest.mark.parametrize("around", ["{}", "车牌{}，乱停", "一辆{}小车"])
def test_a_plate(number: str, around: str) -> None:
    assert mask(around.format(number)) == (around.format("［车牌号］"), {"plate": 1})


@pytest.mark.parametrize("tail", ["ABCDE", "ABC12", "12345L", "L12345", "1234I"])
def test_not_a_plate(tail: str) -> None:
    assert mask(f"湘A{tail}")[1] == {}
    assert not is_plate(tail) or "I" in tail


@pytest.mark.parametrize("address", EMAILS)
@pytest.mark.parametrize("around", ["{}", "邮箱{}。", "邮箱：{}，请回复"])
def test_an_address(address: str, around: str) -> None:
    assert mask(around.format(address)) == (around.format("［邮箱］"), {"email": 1})


@pytest.mark.parametrize(
    "text",
    [
        "工单20221103000123456",
        "工单编号：GD20221103-000123",
        "20221103138001380001",
        "订单号13800138000",
        "单号 13800138000",
        "GD13800138000",
        "101004113298",
        "202211030000012345",
        "4301022022110300011",
        "430102202211030012",
        "2022-11-03 09:05:00",
        "2022年11月3日9时5分",
        "2022/11/3 15:20 至 2022/11/4 16:30",
        "1998-2003 110",
        "1998 2003 110",
        "158-20221103",
        "35000.00元",
        "1,380,013,800.00",
        "13800138000元",
        "13800138000.50",
        "￥13800138000",
        "¥ 13800138000",
        "113.13812345678,28.13912345678",
        "拨打12345、110、119、96258均无人接听",
        "12345热线0731-12345",
        "400-123-4567",
        "95588",
        "03:10 21:45 0 12345 8",
        "A座12345室",
        "新A座B12345",
        "138001380001",
        "1380013800",
        "23800138000",
        "1667443500000",
        "@所有人 你好@ 某某",
        "",
    ],
)
def test_what_stays(text: str) -> None:
    assert mask(text) == (text, {})


def test_several_in_one_text() -> None:
    text = "张某(13800138000,a@b.cn)与李某13912345678-13712345678，车湘A12345，卡4111111111111111，证11010519491231002X"
    masked, counts = mask(text)
    assert (
        masked == "张某(［手机号］,［邮箱］)与李某［手机号］-［手机号］，车［车牌号］，卡［银行卡号］，证［身份证号］"
    )
    assert counts == {"phone": 3, "email": 1, "plate": 1, "bank_card": 1, "id_card": 1}
    assert set(counts) == set(KINDS) == set(KIND_NAMES)


def test_kinds_that_are_to_stay_stay_whole() -> None:
    text = "邮箱13800138000@example.com，电话13800138000"
    assert mask(text, keep=["email"]) == ("邮箱13800138000@example.com，电话［手机号］", {"phone": 1})
    assert mask(text, keep=["phone"]) == ("邮箱［邮箱］，电话13800138000", {"email": 1})
    assert mask(text, keep=KINDS) == (text, {})


PIECES = [
    *MOBILES,
    *LESS_USUAL,
    "卡号",
    "6222021234567890",
    "430102199001011234",
    *LANDLINES,
    *ID_CARDS,
    *CARDS,
    *PLATES,
    *EMAILS,
    "12345",
    "2022-11-03",
    "电话",
    "转8",
    "a",
    "号",
    "-",
    " ",
    ".",
    "，",
    "1",
    "86",
    "元",
]
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=8).map("".join)


@settings(deadline=None)
@given(texts)
def test_masking_twice_is_masking_once(text: str) -> None:
    once, _ = mask(text)
    assert mask(once) == (once, {})


@settings(deadline=None, max_examples=60)
@given(st.lists(texts, min_size=1, max_size=20))
def test_the_condition_for_duckdb_misses_nothing(several: list[str]) -> None:
    several = [text.replace("\x00", "") for text in several]  # which DuckDB's parameters do not carry
    found = duckdb.execute(f"SELECT list_transform($1, lambda t: {candidate_sql('t')})", [several]).fetchone()
    assert found is not None
    for text, candidate in zip(several, found[0], strict=True):
        assert candidate or mask(text)[1] == {}


@pytest.mark.parametrize("piece", ["a", "1", "1 ", "1-", "a.@", "a@a.a", "86", "(0", "湘A", "电话", "４"])
def test_a_huge_cell_takes_time_in_proportion(piece: str) -> None:
    """A pattern that tries every length at every place would take hours over a million characters."""
    mask(piece * (1_000_000 // len(piece)))


def test_is_old_id_card_wants_fifteen_digits() -> None:
    assert not is_old_id_card("11010549123100")
