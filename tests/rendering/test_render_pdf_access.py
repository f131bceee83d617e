"""What a screen reader and a shelf of PDF files need: tags, bookmarks, title, language, issuer (ISO 14289-1)."""

from collections import Counter

import pytest
from bulletin_sample import TITLE
from pdf_tags import bookmarks, outside_of_tags, structure


def test_the_document_says_what_it_is(pdf):
    assert pdf.metadata.title == TITLE
    assert pdf.metadata.author == "云溪谷区热线服务中心"
    assert pdf.trailer["/Root"]["/Lang"] == "zh-CN"
    assert pdf.metadata["/CreationDate"].startswith("D:20210708")  # of the bulletin, not of the clock


def test_a_reader_shows_the_title_instead_of_the_file_name(pdf):
    assert pdf.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712 - a PDF's own boolean


def test_it_says_that_it_is_pdf_ua_and_is_tagged(pdf):
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_object().get_data()
    assert {page.get("/Tabs") for page in pdf.pages} == {"/S"}


def test_bookmarks_are_the_list_of_contents(pdf):
    found = bookmarks(pdf)
    assert found[:3] == [(0, "一、总体情况"), (1, "（一）来件渠道"), (0, "二、办理质量")]
    assert (0, "附件1　各街道办理情况统计表") in found


def test_every_figure_has_a_text_and_every_table_heads(pdf):
    tags = list(structure(pdf))
    count = Counter(tag["/S"] for tag in tags)
    assert count["/Figure"] == 1
    assert all(tag.get("/Alt") for tag in tags if tag["/S"] == "/Figure")
    assert count["/Table"] >= 3
    assert count["/TH"] > count["/Table"]
    assert count["/H1"] == 1
    cells = [tag for tag in tags if tag["/S"] == "/TD"]
    assert cells
    assert all(tag["/A"].get_object()["/Headers"] for tag in cells)


@pytest.mark.parametrize("number", [0, 1, -1])
def test_everything_on_a_page_is_tagged_or_an_artifact(pdf, number):
    assert outside_of_tags(pdf.pages[number]) == 0
