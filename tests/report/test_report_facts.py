from __future__ import annotations

import json
from fractions import Fraction

import pytest
from bs4 import BeautifulSoup
from shown import Shown

from hotline_analysis.report import Fact, FactBook


def fact(key: str = "a.b", value: Fraction | None = Fraction(8, 3), text: str = "2.67", **more: object) -> Fact:
    fields = {"label": "办结率", "unit": "%", "decimals": 2, "source": "附表", **more}
    return Fact(key=key, value=value, text=text, **fields)  # type: ignore[arg-type]


def test_fact_keeps_the_exact_value_beside_what_it_prints() -> None:
    entry = fact().as_json()
    assert (entry["value"], entry["exact"], entry["printed"], entry["unit"]) == ("2.67", "8/3", "2.67%", "%")


def test_fact_explains_itself_by_its_counts_and_its_source() -> None:
    counted = fact(definition="办结率＝办结数÷交办数", numerator=Fraction(8), denominator=Fraction(300))
    assert counted.explanation().split("\n") == ["办结率＝办结数÷交办数", "分子8，分母300", "来源：附表"]
    assert fact().explanation().split("\n") == ["办结率", "来源：附表"]
    assert "分子2.5，分母3" in fact(numerator=Fraction(5, 2), denominator=Fraction(3)).explanation()


def test_fact_without_a_value_is_not_a_number() -> None:
    nothing = fact(value=None, text="-", unit="")
    assert nothing.html(with_unit=True) == '<span class="fact-missing">-</span>'
    assert nothing.as_json()["value"] is None
    assert nothing.as_json()["exact"] is None


def test_a_blank_for_a_missing_figure_leaves_no_gap_in_a_sentence() -> None:
    blank = fact(value=None, text="", unit="")
    assert BeautifulSoup(blank.html(with_unit=True), "html.parser").get_text() == "（无数据）"
    assert BeautifulSoup(blank.html(with_unit=False), "html.parser").get_text() == ""


def test_a_fall_keeps_its_sign_where_the_sentence_says_it_in_words() -> None:
    fell = fact(value=Fraction(-7181), text="7181", unit="件", decimals=0)
    assert str(fell) == "7181件"
    assert (fell.as_json()["value"], fell.as_json()["exact"]) == ("-7181", "-7181")
    assert 'value="-7181"' in fell.html(with_unit=True)


def test_a_fall_that_prints_as_nothing_has_no_sign() -> None:
    assert fact(value=Fraction(-1, 1000), text="0.00").as_json()["value"] == "0.00"


@pytest.mark.parametrize("text", ["升3", "一"])
def test_a_printed_form_in_words_still_has_a_plain_value(text: str) -> None:
    assert fact(value=Fraction(3), text=text, unit="", decimals=0).as_json()["value"] == "3"


def test_fact_escapes_what_it_says() -> None:
    hostile = fact(text='<b>"', label="<script>", source='"><script>alert(1)</script>', definition=None)
    data = BeautifulSoup(hostile.html(with_unit=True), "html.parser").data
    assert data is not None
    assert (data.get_text(), data.find(True)) == ('<b>"%', None)
    assert data["title"] == '<script>\n来源："><script>alert(1)</script>'


def test_two_numbers_under_one_key_are_refused() -> None:
    book = FactBook()
    book.add(fact())
    assert book.add(fact()) == fact()
    with pytest.raises(ValueError, match=r"two numbers under one key a\.b: 2\.67 and 2\.68"):
        book.add(fact(value=Fraction(268, 100), text="2.68"))
    assert len(book) == 1


def test_the_same_facts_give_the_same_bytes() -> None:
    books = []
    for _ in range(2):
        book = FactBook()
        for key in ("z.one", "a.two"):
            book.add(fact(key))
        books.append(book.to_json())
    assert books[0] == books[1]
    assert [entry["key"] for entry in json.loads(books[0])] == ["z.one", "a.two"]


def test_json_value_exact_and_counts_agree_in_all_five(shown: Shown) -> None:
    for one in shown.bulletin.facts.book:
        entry = one.as_json()
        if entry["value"] is None:
            continue
        step = Fraction(1, 10**one.decimals)
        assert abs(Fraction(str(entry["value"])) - Fraction(str(entry["exact"]))) < step, one.key
        if one.numerator is not None and one.denominator:
            assert 100 * one.numerator / one.denominator == one.value, one.key
