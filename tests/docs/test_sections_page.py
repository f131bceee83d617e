"""docs/sections.md names every key with its default, and its examples are parts of a jurisdiction that works."""

from __future__ import annotations

import re
from typing import Any

import pytest
from markdown_blocks import blocks, page
from model_tables import ANNEXES, SECTIONS, expected, part, rows, table
from pydantic import BaseModel, TypeAdapter

from hotline_analysis.documents import load_document
from hotline_analysis.report import Bulletin
from hotline_analysis.report.annexes import Annex, Span
from hotline_analysis.report.formats import NumberFormats
from hotline_analysis.report.params import Chapter, Imprint, Jurisdiction, Report
from hotline_analysis.report.sections import AnySection, Section
from hotline_analysis.report.sections.overview import ComparedLine, CountLine
from hotline_analysis.report.sections.point_losses import Cause
from hotline_analysis.report.small_numbers import SmallNumberRule
from hotline_analysis.schemes import NamedList

PAGE = page("sections.md")
# the invented district has tables; what needs tickets is made of a sample's: tests/report/test_profile_sections.py
OF_TICKETS = {"topic_profile"}


@pytest.mark.parametrize("kind", SECTIONS)
def test_every_key_of_a_section_is_named_with_its_default(kind: str) -> None:
    found = table(part(PAGE, f"### `{kind}`"), "key | default | what")
    assert found == expected(SECTIONS[kind], "section", "title")


@pytest.mark.parametrize("kind", ANNEXES)
def test_every_key_of_an_annex_is_named_with_its_default(kind: str) -> None:
    found = table(part(PAGE, f"### `{kind}`"), "key | default | what")
    assert found == expected(ANNEXES[kind], "annex")


@pytest.mark.parametrize(("model", "heading"), [(Report, "## The report's file"), (NumberFormats, "## Number formats")])
def test_every_key_of_a_file_is_named_with_its_default(model: type[BaseModel], heading: str) -> None:
    assert table(part(PAGE, heading), "key | default | what") == expected(model)


def test_every_key_of_a_jurisdiction_is_named_with_its_default() -> None:
    text = part(PAGE, "## The jurisdiction's file")
    first, chapter, imprint = re.split(r"^A chapter:$|^The imprint:$", text, flags=re.M)
    assert rows(first) == expected(Jurisdiction)
    assert rows(chapter) == expected(Chapter)
    assert rows(imprint) == expected(Imprint)


@pytest.mark.parametrize(
    ("head", "model"),
    [
        ("key of every section", Section),
        ("key of a count line", ComparedLine),
        ("key of a cause", Cause),
        ("key of a list", NamedList),
        ("key of a span", Span),
        ("key of small numbers", SmallNumberRule),
    ],
)
def test_every_key_of_a_part_is_named_with_its_default(head: str, model: type[BaseModel]) -> None:
    found = table(PAGE, f"{head} | default | what")
    assert {key: default for key, default in found.items() if key != "section"} == expected(model)


def test_count_lines_of_calls_lack_what_the_page_says() -> None:
    assert set(expected(ComparedLine)) - set(expected(CountLine)) == {"increase", "on"}


def test_no_section_or_annex_is_described_that_does_not_exist() -> None:
    described = set(re.findall(r"^### `(\w+)`$", PAGE, re.M))
    assert described == {*SECTIONS, *ANNEXES}
    assert set(re.findall(r"^\| \[`(\w+)`\]\(#\w+\) \|", PAGE, re.M)) == set(SECTIONS)


def _examples() -> list[Any]:
    return [pytest.param(block.text, id=f"line {block.line}") for block in blocks(PAGE, "yaml")]


@pytest.mark.parametrize("text", _examples())
def test_an_example_is_part_of_the_invented_district(text: str, sixth: Bulletin, tmp_path: Any) -> None:
    file = tmp_path / "example.yaml"
    file.write_text(text, encoding="utf-8")
    data = load_document(file).data
    if "annex" in data:
        assert TypeAdapter(Annex).validate_python(data) in sixth.jurisdiction.annexes
    elif data["section"] in OF_TICKETS:
        assert TypeAdapter(AnySection).validate_python(data).title
    else:
        parts = [section for chapter in sixth.jurisdiction.chapters for section in chapter.parts]
        assert TypeAdapter(AnySection).validate_python(data) in parts


def test_every_kind_of_section_and_annex_has_an_example() -> None:
    examples = "\n".join(block.text for block in blocks(PAGE, "yaml"))
    assert set(re.findall(r"^section: (\w+)$", examples, re.M)) == set(SECTIONS)
    assert set(re.findall(r"^annex: (\w+)$", examples, re.M)) == set(ANNEXES)


@pytest.mark.parametrize("line", [line for block in blocks(PAGE, "says") for line in block.text.splitlines()])
def test_what_an_example_says_is_what_the_bulletin_says(line: str, sixth_text: str) -> None:
    assert line.replace(" ", "") in sixth_text
