"""A report of hostile data in every format and every file beside it: everything in it is text, and seen."""

from __future__ import annotations

import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from command import Hotline
from hostile import NAMES, SHOWN, hostile_office
from nbformat import reads
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from hotline_analysis.batch import run_many
from hotline_analysis.rendering.reader import reader_script

pytest.importorskip("pypandoc", reason="Word files need pandoc: pip install 'hotline-analysis[docx]'")
FORMATS = ("html", "pdf", "docx", "xlsx")
WORD_NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FIELDS = {" PAGE "}  # the number of a page is the only field that our Word files have


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    params = hostile_office(folder)
    night = run_many([params], outputs=folder / "outputs", formats=FORMATS)
    assert night.failed == []
    return folder / "outputs"


@pytest.fixture(scope="module")
def folder(outputs: Path) -> Path:
    return outputs / "office/2024-05"


def shown(name: str) -> str:
    """A name as reports show it."""
    return SHOWN.get(name, name)


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def unseen(text: str) -> set[str]:
    kinds = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return {f"U+{ord(char):04X}" for char in set(text) if unicodedata.category(char) in kinds} - {"U+0009", "U+000A"}


def members(file: Path) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                yield name, archive.read(name).decode()


@pytest.fixture(scope="module")
def page(folder: Path) -> str:
    return (folder / "bulletin.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def soup(page: str) -> BeautifulSoup:
    return BeautifulSoup(page, "html.parser")


@pytest.fixture(scope="module")
def reader(folder: Path) -> PdfReader:
    return PdfReader(folder / "bulletin.pdf")


class TestPage:
    def test_the_only_script_is_its_own(self, soup: BeautifulSoup) -> None:
        assert [script.string for script in soup.find_all("script")] == [reader_script()]
        assert [(tag.name, name) for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")] == []

    def test_nothing_of_it_is_an_element(self, soup: BeautifulSoup) -> None:
        assert soup.find_all(["iframe", "svg", "b", "i", "u", "s", "object", "embed", "form", "base"]) == []
        assert all(str(image["src"]).startswith("data:image/png;base64,") for image in soup.find_all("img"))

    def test_links_lead_inside_the_page(self, soup: BeautifulSoup) -> None:
        targets = {tag["id"] for tag in soup.find_all(id=True)}
        links = [str(tag["href"]) for tag in soup.find_all(href=True)]
        assert links
        assert {link.removeprefix("#") for link in links} <= targets

    def test_nothing_is_unseen(self, page: str) -> None:
        assert unseen(page) == set()

    @pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
    def test_names_stand_as_they_are(self, soup: BeautifulSoup, name: str) -> None:
        cells = [" ".join(cell.get_text().split()) for cell in soup.select("th[scope=row]")]
        assert cells.count(" ".join(shown(name).split())) >= 4

    def test_no_name_adds_a_line_to_what_a_figure_says(self, soup: BeautifulSoup) -> None:
        said = {str(fact["title"]) for fact in soup.select("data.fact")}
        sources = [[line for line in text.split("\n") if line.startswith("来源：")] for text in said]
        assert {len(lines) for lines in sources} == {1}


class TestPdf:
    def test_it_leads_nowhere_and_runs_nothing(self, reader: PdfReader) -> None:
        # objects may lie in packed streams: each is looked at, as a reader sees it
        for number in range(1, len(reader.xref[0]) + len(reader.xref_objStm) + 1):
            thing = reader.get_object(number)
            keys = set(thing) if isinstance(thing, dict) else set()
            assert not keys & {"/JS", "/JavaScript", "/AA", "/OpenAction", "/URI", "/Launch", "/EmbeddedFiles"}, thing
            if isinstance(thing, dict):
                assert thing.get("/S") not in ("/URI", "/JavaScript", "/Launch", "/SubmitForm", "/GoToR")

    def test_every_line_lies_on_its_page(self, reader: PdfReader) -> None:
        for page in reader.pages:
            places: list[float] = []

            def note(text: str, page: list[float], line: list[float], *rest: Any, at: list[float] = places) -> None:
                if text.strip():
                    at.append(line[4] * page[0] + line[5] * page[2] + page[4])

            page.extract_text(visitor_text=note)
            assert all(0 <= place <= float(page.mediabox.width) for place in places)

    def test_names_stand_as_they_are(self, reader: PdfReader) -> None:
        text = bare("".join(page.extract_text() for page in reader.pages))
        lost = [name for name in NAMES if bare(shown(name)) not in text]
        assert [name for name in lost if len(name) < 40] == []  # longer ones may go over a page's end
        assert unseen(text) == set()


class TestWord:
    def test_no_link_no_field_no_file_from_outside(self, folder: Path) -> None:
        for name, content in members(folder / "bulletin.docx"):
            root = ElementTree.fromstring(content)
            for tag in root.iter():
                assert tag.get("TargetMode") != "External", (name, tag.attrib)
                assert tag.tag not in (f"{WORD_NAMESPACE}hyperlink", f"{WORD_NAMESPACE}fldSimple"), name
                if tag.tag == f"{WORD_NAMESPACE}instrText":
                    assert tag.text in FIELDS

    def test_names_stand_as_they_are(self, folder: Path) -> None:
        whole = dict(members(folder / "bulletin.docx"))["word/document.xml"]
        text = bare("".join(ElementTree.fromstring(whole).itertext()))
        assert [name for name in NAMES if bare(shown(name)) not in text] == []
        assert unseen(text) == set()


class TestWorkbook:
    def test_no_formula_no_link(self, folder: Path) -> None:
        for name, content in members(folder / "bulletin.xlsx"):
            root = ElementTree.fromstring(content)
            kinds = {tag.tag.rpartition("}")[2] for tag in root.iter()}
            assert not kinds & {"f", "hyperlink", "hyperlinks", "externalReference", "oleObject", "ddeLink"}, name
            assert all(tag.get("TargetMode") != "External" for tag in root.iter()), name

    def test_names_are_texts(self, folder: Path) -> None:
        book = CalamineWorkbook.from_filelike(io.BytesIO((folder / "bulletin.xlsx").read_bytes()))
        rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
        cells = {cell for row in rows for cell in row if isinstance(cell, str)}
        assert {" ".join(shown(name).split()) for name in NAMES} <= cells
        assert unseen("".join(cells)) == set()

    def test_sheets_have_plain_names(self, folder: Path) -> None:
        book = CalamineWorkbook.from_path(str(folder / "bulletin.xlsx"))
        assert len(book.sheet_names) >= 3
        assert all(re.fullmatch(r"[^\[\]:*?/\\]{1,31}", name) for name in book.sheet_names)


class TestFilesBeside:
    def test_facts_are_texts_in_one_line(self, folder: Path) -> None:
        facts = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
        assert len(facts) > 100
        for fact in facts:
            for text in (value for value in fact.values() if isinstance(value, str)):
                assert "\n" not in text
                assert unseen(text) == set()

    def test_the_notebook_shows_no_more(self, folder: Path) -> None:
        notebook = reads((folder / "bulletin.ipynb").read_text(encoding="utf-8"), as_version=4)
        outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
        kinds = {kind for output in outputs for kind in output.get("data", {})}
        assert kinds == {"text/html", "text/plain", "application/vnd.hotline.facts+json"}
        for output in outputs:
            html = output.get("data", {}).get("text/html", "")
            soup = BeautifulSoup(html, "html.parser")
            assert soup.find_all(["script", "iframe", "svg", "a", "b", "i"]) == []
            assert unseen(html) == set()

    def test_no_data_names_a_file(self, outputs: Path) -> None:
        files = {str(file.relative_to(outputs)) for file in outputs.rglob("*") if file.is_file()}
        names = {"bulletin.html", "bulletin.pdf", "bulletin.docx", "bulletin.xlsx", "bulletin.ipynb"}
        names |= {"facts.json", "manifest.json"}
        assert {f"office/2024-05/{name}" for name in names} <= files
        others = files - {f"office/2024-05/{name}" for name in names}
        assert {file for file in others if not file.startswith(".hotline/")} <= {
            "batch.json", "batch.log.jsonl", "index.html",
        }  # fmt: skip

    def test_the_list_of_reports_is_text(self, outputs: Path) -> None:
        soup = BeautifulSoup((outputs / "index.html").read_text(encoding="utf-8"), "html.parser")
        assert "小区<b>" in soup.get_text()
        assert soup.find_all(["iframe", "object", "embed", "form", "base"]) == []
        assert [(tag.name, name) for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")] == []
        assert not any("alert(" in str(script) for script in soup.find_all("script"))
        for link in soup.find_all("a", href=True):
            assert link["href"].startswith("#") or (outputs / link["href"]).is_file(), link

    def test_a_crate_is_text(self, outputs: Path, hotline: Hotline) -> None:
        assert hotline("crate", outputs).code == 0
        file = outputs / "ro-crate-metadata.json"
        text = file.read_text(encoding="utf-8")
        ids = {str(entry["@id"]) for entry in json.loads(text)["@graph"]}
        file.unlink()
        assert not any("alert" in one or "evil" in one for one in ids)
        assert unseen(text) == set()

    def test_logs_and_manifests_are_seen(self, outputs: Path) -> None:
        for file in outputs.rglob("*.json*"):
            text = file.read_text(encoding="utf-8")
            lines = text.splitlines() if file.suffix == ".jsonl" else [text]
            assert all(json.loads(line) is not None for line in lines)
            assert unseen(text) == set()
            assert str(outputs.parent) not in text
