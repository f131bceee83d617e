"""Every number that a bulletin prints is a fact, and every fact is printed."""

from __future__ import annotations

import re

import pytest
from bs4 import Tag
from shown import Shown

# what may stand in a sentence without being a result: the period, a threshold, a place in a list, a name
WORDS = re.compile(
    r"\d{4}年(\d{1,2}月(\d{1,2}日)?)?|\d{1,2}月份?"  # periods and dates
    r"|(高于|低于|达到)\d+(\.\d+)?(%|分|件)|\d+(\.\d+)?(%|分|件)及以[上下]"  # thresholds
    r"|[列居][前后]\d+位|最多的\d+个单位|（前\d+名）"  # lists of so many
    r"|12345|^附件\d*"
)
COUNTS = re.compile(r"（(\d+)/(\d+)）")


def outside_facts(part: Tag) -> str:
    """The text of an element with every fact cut out."""
    return "".join(str(text) if text.find_parent("data") is None else "□" for text in part.find_all(string=True))


def human(part: Tag, shown: Shown) -> bool:
    """Whether a paragraph is a text that people wrote, or a note of the jurisdiction."""
    one, text = shown.bulletin, part.get_text()
    written = [*one.report.texts.values(), *(note for annex in one.jurisdiction.annexes for note in _notes(annex))]
    return any(text.removeprefix("注：") in words for words in written)


def _notes(annex: object) -> tuple[str, ...]:
    return getattr(annex, "notes", ())


def test_every_number_in_sentences_is_a_fact(shown: Shown) -> None:
    found = []
    for part in shown.soup.select(".doc-section p, .doc-section li, .doc-annex p, figcaption, caption, h3"):
        if human(part, shown):
            continue
        left = COUNTS.sub("", WORDS.sub("", outside_facts(part)))
        if re.search(r"\d", left):
            found.append(left)
    assert found == []


def test_counts_behind_a_rate_are_those_of_the_fact(shown: Shown) -> None:
    checked = 0
    for data in shown.soup.select(".doc-section p data"):
        behind = COUNTS.match(str(data.next_sibling or ""))
        if behind:
            assert str(data["title"]).split("\n")[1] == f"分子{behind[1]}，分母{behind[2]}"
            checked += 1
    assert checked


def test_every_number_in_tables_is_a_fact(shown: Shown) -> None:
    assert [cell.get_text() for cell in shown.soup.select("td") if re.search(r"\d", outside_facts(cell))] == []


def test_every_fact_is_printed(shown: Shown) -> None:
    printed = {data.get_text() for data in shown.soup.select("data")}
    alternatives = "".join(str(image["alt"]) for image in shown.soup.select("img"))
    lost = [
        fact.key
        for fact in shown.bulletin.facts.book
        if fact.value is not None and not {str(fact), fact.text} & printed and str(fact) not in alternatives
    ]
    assert lost == []


def test_every_printed_number_is_in_the_book(shown: Shown) -> None:
    known = {(fact.as_json()["value"], fact.explanation()) for fact in shown.bulletin.facts.book}
    assert {(str(data["value"]), str(data["title"])) for data in shown.soup.select("data")} <= known


def test_showing_a_bulletin_twice_changes_nothing(shown: Shown) -> None:
    before = shown.bulletin.facts.book.to_json()
    again = str(shown.bulletin.body().markup)
    assert str(shown.bulletin.body().markup) == again
    assert shown.bulletin.facts.book.to_json() == before


def test_no_sentence_is_broken(shown: Shown) -> None:
    for text in shown.paragraphs:
        assert not re.search(r"，，|。。|、、|：。|（）|，。|None|nan|\{|\}", text), text


@pytest.mark.parametrize("tag", ["script", "style", "link", "iframe"])
def test_a_bulletin_is_plain_html(shown: Shown, tag: str) -> None:
    assert shown.soup.find(tag) is None
