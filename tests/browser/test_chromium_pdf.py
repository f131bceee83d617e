"""The PDF that an installed browser makes: the page of the standard, tags, bookmarks, the same bytes twice."""

import io
from collections import Counter
from pathlib import Path

import pytest
from browsing import chromium
from bulletin_sample import CLOSING, HEAD, IMPRINT, TITLE, annexes, notebook, sections
from pdf_tags import bookmarks, outside_of_tags, structure
from pdf_text import MM, find, pieces
from pypdf import PdfReader

from hotline_analysis.rendering import export_html
from hotline_analysis.rendering.pdf.browsers import Browser
from hotline_analysis.rendering.pdf.chromium import export_with


@pytest.fixture(scope="module")
def program() -> Browser:
    return Browser(Path(chromium()), "Chromium")


@pytest.fixture(scope="module")
def page() -> str:
    return export_html(notebook(HEAD, *sections(1), CLOSING, *annexes(rows=40), IMPRINT), name="x")


@pytest.fixture(scope="module")
def content(program: Browser, page: str) -> bytes:
    return export_with(program, page)


@pytest.fixture(scope="module")
def pdf(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def test_the_same_page_gives_the_same_bytes(program: Browser, page: str, content: bytes) -> None:
    assert export_with(program, page) == content


def test_nothing_of_the_machine_or_the_clock_is_left(pdf: PdfReader) -> None:
    assert set(pdf.metadata or {}) == {"/Title", "/Author", "/Producer", "/CreationDate"}
    assert (pdf.metadata or {})["/CreationDate"] == "D:20210708"


def test_it_says_what_it_is(pdf: PdfReader) -> None:
    root = pdf.trailer["/Root"]
    assert pdf.metadata is not None
    assert (pdf.metadata.title, pdf.metadata.author, root["/Lang"]) == (TITLE, "云溪谷区热线服务中心", "zh-CN")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712 - a PDF's own boolean
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_object().get_data()


def test_bookmarks_are_the_list_of_contents(pdf: PdfReader) -> None:
    assert [label for _, label in bookmarks(pdf)][:3] == [TITLE, "一、总体情况", "（一）来件渠道"]
    assert "附件1　各街道办理情况统计表" in [label for _, label in bookmarks(pdf)]


def test_figures_have_texts_and_tables_heads(pdf: PdfReader) -> None:
    tags = list(structure(pdf))
    count = Counter(tag["/S"] for tag in tags)
    assert count["/Figure"] == 1
    assert all(tag.get("/Alt") for tag in tags if tag["/S"] == "/Figure")
    assert count["/Table"] == 3
    assert count["/TH"] > 40


def test_what_is_not_text_is_an_artifact(pdf: PdfReader) -> None:
    assert sum(outside_of_tags(page) for page in pdf.pages) == 0


def test_pages_have_the_margins_of_the_standard(pdf: PdfReader) -> None:
    sizes = {(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in pdf.pages}
    assert sizes == {(595, 842), (842, 595)}
    for page in pdf.pages:
        wide = page.mediabox.width > page.mediabox.height
        left, right = (35, 297 - 37) if wide else (28, 210 - 26)
        body = [piece for piece in pieces(page) if "—" not in piece.text and not piece.text.isdigit()]
        assert all(left * MM - 2 < piece.x < right * MM for piece in body)


def test_page_numbers_stand_outside(pdf: PdfReader) -> None:
    first, second = (find(pdf.pages[number], "—") for number in (0, 1))
    assert second.x == pytest.approx(28 * MM + 14, abs=2)
    assert 140 * MM < first.x < (210 - 26) * MM
    assert first.y == pytest.approx((35 - 7) * MM, abs=6)


def test_the_imprint_stands_at_the_foot_of_the_last_even_page(pdf: PdfReader) -> None:
    assert len(pdf.pages) % 2 == 0
    printed_ = find(pdf.pages[-1], "印发")
    assert 35 * MM < printed_.y < 35 * MM + 20
