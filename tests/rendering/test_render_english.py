"""A page in English: letterhead and plain pages in place of the layout of a Chinese official document."""

from __future__ import annotations

import io

import nbformat
import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from hotline_analysis.fonts import SANS_MEDIUM
from hotline_analysis.rendering import export_html, export_pdf
from hotline_analysis.rendering.styles import print_css, screen_css
from hotline_analysis.rendering.weights import heavier

LETTER, A4 = (612, 792), (595, 842)  # points: 8.5 by 11 inches, 210 by 297 mm
HEAD = """
<header class="doc-head" data-title="Bulletin November 2019" data-lang="en" data-issuer="311 Center"
  data-date="2019-12-04" data-paper="{paper}">
  <p class="doc-masthead">Mayor’s 311 Center</p>
  <p class="doc-line"><span class="doc-issuer"></span>
  <time class="doc-date" datetime="2019-12-04">December 4, 2019</time></p>
  <hr class="doc-rule"><h1 class="doc-title"><span>Bulletin</span><span>November 2019</span></h1></header>
"""
BODY = """
<section class="doc-section" id="sec-1"><h2>1. Overview</h2>
<p>The mayor’s office closed 617 requests.</p></section>
"""
ANNEX = """
<section class="doc-annex" id="annex-1"><p class="annex-mark">Annex 1</p><h2 class="annex-title">Departments</h2>
<div class="doc-table"><table><caption>Departments</caption><thead><tr><th>Unit</th></tr></thead>
<tbody><tr><th>Police</th></tr></tbody></table></div></section>
"""
FOOT = '<footer class="doc-colophon"><p class="imprint-line"><span>311 Center</span></p></footer>'


def page(paper: str = "letter") -> str:
    cells = [nbformat.v4.new_code_cell(outputs=[_html(part)]) for part in (HEAD.format(paper=paper), BODY, ANNEX, FOOT)]
    return export_html(nbformat.v4.new_notebook(cells=cells), name="bulletin")


def _html(text: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_output("display_data", {"text/html": text})


@pytest.fixture(scope="module")
def html() -> str:
    return page()


@pytest.fixture(scope="module")
def pdf(html: str) -> PdfReader:
    return PdfReader(io.BytesIO(export_pdf(html)))


def test_the_page_says_its_language_and_speaks_it(html: str) -> None:
    soup = BeautifulSoup(html, "html.parser")
    assert soup.html is not None
    assert soup.html["lang"] == "en"
    assert [a.get_text() for a in soup.select(".contents-wide a")] == ["1. Overview", "Annex 1: Departments"]
    assert soup.select_one(".contents p").get_text() == "Contents"  # type: ignore[union-attr]


@pytest.mark.parametrize(("paper", "size"), [("letter", LETTER), ("A4", A4)])
def test_the_paper_is_the_one_that_is_named(paper: str, size: tuple[int, int]) -> None:
    first = PdfReader(io.BytesIO(export_pdf(page(paper)))).pages[0].mediabox
    assert (round(first.width), round(first.height)) == size


def test_no_blank_page_goes_before_the_foot(pdf: PdfReader) -> None:
    """A Chinese imprint stands at the foot of an even page; here there are the text and the annex."""
    assert len(pdf.pages) == 2
    assert "311 Center" in pdf.pages[1].extract_text()


def test_the_pdf_is_tagged_and_knows_its_language(pdf: PdfReader) -> None:
    root = pdf.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en", True)  # type: ignore[index]
    assert pdf.metadata is not None
    assert (pdf.metadata.title, pdf.metadata.author) == ("Bulletin November 2019", "311 Center")


def test_the_text_reads_as_it_was_written(pdf: PdfReader) -> None:
    assert "Mayor’s 311 Center" in pdf.pages[0].extract_text()
    assert "The mayor’s office closed 617 requests." in pdf.pages[0].extract_text()


@pytest.mark.parametrize(("heading", "width"), [("Mayor’s 311 Center", 278), ("市长’热线工作情况通报", 1000)])
def test_quotation_marks_of_headings_are_as_wide_as_their_language_has_them(heading: str, width: int) -> None:
    """Noto Sans CJK SC has ’ as wide as a Chinese character, and beside it a proportional one of 278 units."""
    font = TTFont(io.BytesIO(heavier(heading, SANS_MEDIUM)))
    assert font["hmtx"]["u02019"][0] == width


def test_pages_are_numbered_without_dashes(pdf: PdfReader) -> None:
    for number, sheet in enumerate(pdf.pages, start=1):
        assert sheet.extract_text().split()[-1] == str(number)


def test_a_chinese_page_has_nothing_of_the_english_look() -> None:
    assert (print_css("zh-CN"), screen_css("zh-CN")) == (print_css(), screen_css())
    assert "doc-colophon" not in print_css() + screen_css()
    assert "doc-colophon" in print_css("en-GB")
