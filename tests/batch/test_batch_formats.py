"""The five packaged bulletins in all four formats: the same figures in each, the same bytes again."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from hotline_analysis.batch import Made, run_many, run_report, sample_reports
from hotline_analysis.batch.plan.notebooks import packaged_notebook
from hotline_analysis.batch.proof.manifest import read_manifest
from hotline_analysis.batch.proof.verify import verify

pytest.importorskip("pypandoc", reason="Word files need pandoc: pip install 'hotline-analysis[docx]'")
FORMATS = ("html", "pdf", "docx", "xlsx")
FIVE = ("furong-2020-03", "furong-2022-11", "xiangtan-2019-11", "yueyang-2017-Q2", "yunxi-2022-Q3")


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    outputs = tmp_path_factory.mktemp("formats") / "outputs"
    night = run_many(sample_reports(), outputs=outputs, formats=FORMATS, workers=2)
    assert night.failed == []
    made = {}
    for params, entry in zip(sample_reports(), night.entries, strict=True):
        folder = (outputs / entry.key).parent
        made[params.stem] = Made(folder, {name: folder / f"bulletin.{name}" for name in FORMATS}, entry.pdf_engine)
    return made


@pytest.fixture(params=FIVE)
def made(request: pytest.FixtureRequest, five: dict[str, Made]) -> Made:
    return five[request.param]


@pytest.fixture
def facts(made: Made) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((made.folder / "facts.json").read_text(encoding="utf-8"))
    return found


def _html(file: Path) -> str:
    main = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser").find("main")
    assert main is not None
    return main.get_text(" ")


def _pdf(file: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(file).pages)


def _docx(file: Path) -> str:
    with zipfile.ZipFile(file) as archive:
        return re.sub(r"</w:p>|<[^>]+>", " ", archive.read("word/document.xml").decode())


@pytest.mark.parametrize(("kind", "text_of"), [("html", _html), ("pdf", _pdf), ("docx", _docx)])
def test_every_fact_is_printed_in_every_format(
    made: Made, facts: list[dict[str, Any]], kind: str, text_of: Any
) -> None:
    # A table prints a figure without the unit that its header names. A fact without a value is printed as a gap.
    text = text_of(made.files[kind])
    lost = [
        fact["key"]
        for fact in facts
        if fact["value"] is not None
        and not re.search(rf"(?<![\d.]){re.escape(_bare(fact))}(?!\d|\.\d)", text)
        and fact["value"] != "0"  # a part of a chart that is zero has no bar
    ]
    assert lost == []


def _bare(fact: dict[str, Any]) -> str:
    return str(fact["printed"].removesuffix(fact["unit"]))


def test_the_workbook_holds_all_facts_with_their_values(made: Made, facts: list[dict[str, Any]]) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(made.files["xlsx"].read_bytes()))
    rows = book.get_sheet_by_index(len(book.sheet_names) - 2).to_python()
    assert len(rows) == len(facts) + 1
    for row, fact in zip(rows[1:], facts, strict=True):
        assert row[0] == fact["key"]
        assert row[3] == fact["printed"]
        assert row[2] == ("" if fact["value"] is None else pytest.approx(float(fact["value"])))


def test_the_manifest_names_every_file_and_the_engine(made: Made) -> None:
    manifest = read_manifest(made.folder / "manifest.json")
    assert manifest.formats == FORMATS
    assert {f"bulletin.{name}" for name in FORMATS} < {one.name for one in manifest.outputs}
    assert manifest.pdf_engine is not None
    assert made.pdf_engine == f"{manifest.pdf_engine.name} ({manifest.pdf_engine.version})"
    assert re.fullmatch(r"weasyprint \(70\.0, Pango 1\.\d+\.\d+\)", made.pdf_engine)
    assert {"pypandoc-binary", "xlsxwriter"} < set(manifest.packages)


def test_no_file_holds_a_path_of_the_machine(made: Made) -> None:
    for name in ("docx", "xlsx"):
        with zipfile.ZipFile(made.files[name]) as archive:
            content = b"".join(archive.read(part) for part in archive.namelist())
        for place in (str(made.folder.parent.parent), str(Path.cwd()), str(Path.home()), "/tmp/", ".making-"):
            assert place.encode() not in content


def test_one_process_makes_the_same_bytes_as_two(five: dict[str, Made], tmp_path: Path) -> None:
    file = next(file for file in sample_reports() if file.stem == "yunxi-2022-Q3")
    alone = run_report(packaged_notebook("bulletin"), file, formats=FORMATS, outputs=tmp_path)
    for name in FORMATS:
        assert alone.files[name].read_bytes() == five["yunxi-2022-Q3"].files[name].read_bytes()


def test_verify_names_the_paragraph_and_the_cell_that_were_changed(five: dict[str, Made], tmp_path: Path) -> None:
    folder = tmp_path / "yunxi" / "2022-Q3"
    shutil.copytree(five["yunxi-2022-Q3"].folder, folder)
    _replace(folder / "bulletin.docx", "word/document.xml", b"1351", b"1531")
    _replace(folder / "bulletin.xlsx", "xl/sharedStrings.xml", "长岭街道办事处".encode(), "长岭街道".encode())
    verdict = verify(folder / "manifest.json", make=lambda job, outputs: five["yunxi-2022-Q3"].folder)
    lines = "\n".join(verdict.differences)
    assert "bulletin.docx is not what was made" in lines
    assert re.search(r"bulletin\.docx: “.*1531.*” → “.*1351.*”", lines)
    assert re.search(r"bulletin\.xlsx: 附件1 （一）镇（街道）, row 3, column 1: “长岭街道” → “长岭街道办事处”", lines)


def _replace(file: Path, part: str, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content.replace(old, new) if name == part else content)
