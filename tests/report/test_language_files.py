"""The files of the languages: no sentence or label is missing in one of them, and none is left over."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from string import Formatter

import pytest
import yaml
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from english_samples import CHINESE

import hotline_analysis.report
from hotline_analysis.report.language.sentences import sentences

ROOT = Path(hotline_analysis.report.__file__).parent
LANGUAGES = ("zh", "en")
CATALOGUES = [*(ROOT / "language" / "locale").glob("*/LC_MESSAGES/bulletin.po")]
KEYWORDS = {"label": None, "msgid": None, "msgid_unit": (1, 1)}
# names of sentences that the code puts together, such as overview.than_previous
MADE = {
    "moved.up", "moved.down", "moved.same", "overview.than_previous", "overview.than_year_before", "overview.more",
    "chart.highest", "chart.highest_shared", "chart.lowest", "chart.lowest_shared", "grades.rose", "grades.fell",
    "grades.unit_rose", "grades.unit_fell", "revisits.above", "revisits.above_none", "revisits.above_label",
    "revisits.below", "revisits.below_none", "revisits.below_label", "unit_list.below_whole", "unit_list.above_whole",
    "unit_list.top", "unit_list.top_one", "unit_list.top_one_count", "unit_list.bottom", "unit_list.bottom_one",
    "unit_list.bottom_one_count", "unit_list.full", "unit_list.at_least", "unit_list.above", "unit_list.at_most",
    "unit_list.at_most_count", "unit_list.below", "unit_list.below_count", "unit_list.equals", "unit_list.bounded",
    "unit_list.bounded_count", "signals.above_limit", "signals.below_limit", "signals.rising", "signals.falling",
    "signals.near_upper", "signals.near_lower", "signals.above_mean", "signals.below_mean",
}  # fmt: skip
# what only one language has, or leaves out
OWN = {"unit_list.any", "unit_list.groups", "unit_list.bounds", "unit_list.among"}


def code() -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted(ROOT.rglob("*.py")))


def labels() -> dict[str, bool]:
    """Every label that the code shows, and whether it has a plural."""
    found: dict[str, bool] = {}
    for file in sorted(ROOT.rglob("*.py")):
        with file.open("rb") as opened:
            for _, message, *_ in extract("python", opened, keywords=KEYWORDS, options={"encoding": "utf-8"}):
                key, plural = (message[0], True) if isinstance(message, tuple) else (message, False)
                found[key] = plural
    return found


def fields(text: str) -> set[str]:
    return {field for _, field, *_ in Formatter().parse(text) if field}


def test_every_language_has_every_sentence() -> None:
    keys = [set(sentences(language)) - OWN for language in LANGUAGES]
    assert keys[0] == keys[1]


def test_every_sentence_is_said_somewhere() -> None:
    said = set(re.findall(r'"([a-z_]+\.[a-z_]+)"', code())) | MADE
    assert {name for name in sentences("en") if name not in said} - _prefixed(code()) == set()
    assert {*MADE} <= {*sentences("en")}


def _prefixed(text: str) -> set[str]:
    """Names that are put together by other sections: ``f"topic_profile.{way}"``."""
    heads = set(re.findall(r'f"([a-z_]+)\.\{', text)) - {name.partition(".")[0] for name in MADE}
    return {name for name in sentences("en") if name.partition(".")[0] in heads}


@pytest.mark.parametrize("name", sorted(set(sentences("zh")) & set(sentences("en"))))
def test_a_sentence_asks_for_nothing_that_is_not_given(name: str) -> None:
    """A language may leave a fact out or say it otherwise; what is given is what either of them uses."""
    zh, en = sentences("zh")[name], sentences("en")[name]
    if isinstance(zh, list):
        assert (len(zh), len(en)) == (3, 3)
        return
    facts = {"n"}  # a bare number may be used for the plural alone
    assert fields(str(en)) - fields(str(zh)) <= facts
    assert fields(str(zh)) == fields(str(en)) or fields(str(zh)) - fields(str(en)) <= SILENT.get(name, set())


# what English leaves to the words around it
SILENT = {"rate.no_denominator": {"rate"}, "chart.enough": {"label"}}


def test_english_sentences_hold_nothing_chinese() -> None:
    file = resources.files("hotline_analysis.report.language").joinpath("sentences.en.yaml")
    assert CHINESE.findall(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", ["sentences.zh.yaml", "sentences.en.yaml"])
def test_no_sentence_stands_twice(file: str) -> None:
    text = resources.files("hotline_analysis.report.language").joinpath(file).read_text(encoding="utf-8")
    written = len(re.findall(r"^  \w+: ", text, re.M))
    assert written == sum(len(section) for section in yaml.safe_load(text).values())


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.parent.parent.name)
def test_a_catalogue_is_complete_and_has_nothing_stale(file: Path) -> None:
    with file.open("rb") as opened:
        found = read_po(opened, locale=file.parent.parent.name)
    wanted, there = labels(), {}
    for message in found:
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            assert not message.fuzzy, key
            there[key] = message.string
    assert set(there) == set(wanted)
    assert not found.obsolete
    for key, plural in wanted.items():
        assert (isinstance(there[key], tuple | list)) == plural, key
        assert all([there[key]] if isinstance(there[key], str) else there[key]), key


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.parent.parent.name)
def test_a_label_keeps_its_placeholders(file: Path) -> None:
    with file.open("rb") as opened:
        found = read_po(opened, locale=file.parent.parent.name)
    for message in found:
        if isinstance(message.id, str) and message.id:
            assert fields(str(message.string)) <= fields(message.id), message.id
            assert not CHINESE.search(str(message.string)), message.id


def test_labels_are_the_only_chinese_that_the_sections_write() -> None:
    """A Chinese text outside a label, a default or a documentation would stand in an English bulletin as it is."""
    marked = set(labels())
    measures = {"件", "个", "家", "次", "位", "名", "个单位", "（）()"}
    for file in [*(ROOT / "sections").glob("*.py"), *(ROOT / name for name in ("units_annex.py", "signals.py"))]:
        text = re.sub(r'"""[\s\S]*?"""|#.*', "", file.read_text(encoding="utf-8"))
        for literal in re.findall(r'"([^"\n]*)"', text):
            if CHINESE.search(literal):
                assert literal in marked | measures, f"{file.name}: {literal}"
