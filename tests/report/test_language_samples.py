"""The five packaged cases in English: nothing Chinese but names from the data, and the same figures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from english_samples import REPORTS, chinese_in, names_in
from shown import Shown
from test_report_every_number import outside_facts

# what may stand in a sentence without being a result: the period, a threshold, a place, a list of so many
WORDS = re.compile(
    r"\b(January|February|March|April|May|June|July|August|September|October|November|December)\b( \d{1,2},)? \d{4}"
    r"|\d{1,2} January \d{4}|\bQ\d \d{4}"
    r"|(more|less) than \d[\d,.]*%?|(above|below) \d[\d,.]*%|\d[\d,.]*( points)?%? or (more|less)|of 100%|exactly \d+"
    r"|[Tt]op \d+|the first \d+|the \d+ units|\b\d+(st|nd|rd|th)\b|\(\d+ points\)|\b12345\b|^Annex \d|\b95% interval"
    r"|exceed 100%|^\d+(\.\d+)? "
)
COUNTS = re.compile(r"\([\d,]+ of [\d,]+\)")


@pytest.fixture(scope="module", params=REPORTS, ids=lambda file: file.stem)
def english(request: pytest.FixtureRequest) -> Shown:
    return Shown(request.param)


def test_nothing_is_chinese_but_names_from_the_data(english: Shown) -> None:
    names, soup = names_in(english), english.soup
    shown = [str(text) for text in soup.find_all(string=True)]
    told = [
        str(tag[name]) for name in ("alt", "title", "data-title", "data-caption") for tag in soup.select(f"[{name}]")
    ]
    assert [found for text in (*shown, *told) if (found := chinese_in(text, names))] == []


def test_facts_are_in_english(english: Shown) -> None:
    names = names_in(english)
    for fact in english.bulletin.facts.book:
        entry = fact.as_json()
        for key in ("label", "printed", "unit", "definition", "source"):
            assert chinese_in(str(entry[key]), names) == [], (fact.key, key)


def test_every_number_in_sentences_is_a_fact(english: Shown) -> None:
    notes = [note for annex in english.bulletin.jurisdiction.annexes for note in getattr(annex, "notes", ())]
    left = []
    for part in english.soup.select(".doc-section p, .doc-annex p, figcaption, caption, h3"):
        if any(note in part.get_text() for note in notes):
            continue
        text = COUNTS.sub("", WORDS.sub("", outside_facts(part)))
        if re.search(r"\d", text):
            left.append(text)
    assert left == []


def test_no_sentence_is_broken(english: Shown) -> None:
    for text in english.paragraphs:
        assert not re.search(r" ,|,,|;;|\.\.|\( | \)|\(\)|None|nan|[{}]|  ", text), text
        assert not re.search(r"\b1 (units|tickets|points|cases)\b", text), text
    for text in english.paragraphs:
        assert text[:1].isupper() or text[:1].isdigit(), text


def test_numbers_are_those_of_the_chinese_bulletin(english: Shown, five: dict[str, Shown]) -> None:
    """A number under the same key is the same number; only its printed form may differ, by commas and words."""
    chinese = {fact.key: fact for fact in five[_sample(english)].bulletin.facts.book}
    # both have the annex with every unit's figures as their first one
    shared = [(fact, chinese[fact.key]) for fact in english.bulletin.facts.book if _annexed(fact.key, chinese)]
    assert len(shared) > 100
    for own, other in shared:
        assert (own.value, own.numerator, own.denominator) == (other.value, other.numerator, other.denominator)
        assert own.text.replace(",", "") == other.text


def _annexed(key: str, known: object) -> bool:
    return key.startswith("a1-") and key in known  # type: ignore[operator]


def _sample(shown: Shown) -> str:
    return Path(shown.bulletin.report.data.partition(":")[2]).name


def test_headings_are_numbered_as_in_english(english: Shown) -> None:
    chapters = [heading.get_text() for heading in english.soup.select(".doc-section h2")]
    assert [text.partition(" ")[0] for text in chapters] == [f"{n}." for n in range(1, len(chapters) + 1)]
    for heading in english.soup.select(".doc-section h3"):
        assert re.match(r"\d+\.\d+ \S", heading.get_text())


def test_dates_follow_the_country() -> None:
    dates = {file.stem: Shown(file).soup.select_one("time").get_text() for file in REPORTS}  # type: ignore[union-attr]
    assert dates.pop("furong-2022-11") == "16 January 2023"  # en-GB
    assert set(dates.values()) == {"January 16, 2023"}
