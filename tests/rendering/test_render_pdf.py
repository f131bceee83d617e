"""The numbers of GB/T 9704-2012, measured on the finished PDF."""

import re
import shutil
import subprocess

import pytest
from bulletin_sample import CLOSING, HEAD, IMPRINT, PARAGRAPH, TITLE, annexes, bulletin, notebook, table
from pdf_text import MM, find, lines, pieces, read

from hotline_analysis.errors import RenderError
from hotline_analysis.rendering import export_html, export_pdf

PLAIN = "".join(chr(0x4E00 + 3 * i) for i in range(2000))  # characters that may stand anywhere in a line


def _pages(*parts):
    return read(export_html(notebook(*parts), name="x")).pages


@pytest.fixture(scope="module")
def plain():
    """A page filled with running text, after a first page with the title."""
    return _pages(f"<h1>题</h1><p>{PLAIN}</p>")


def test_a_page_has_22_lines_of_28_characters(plain):
    page = lines(plain[1])
    assert len(page) == 22
    assert {len(line) for line in page} == {28}


def test_the_first_line_of_a_paragraph_is_indented_by_two_characters(plain):
    first = find(plain[0], PLAIN[:10])
    assert len(first.text) == 26
    assert first.x == pytest.approx(28 * MM + 2 * 156 * MM / 28, abs=0.3)


def test_lines_fill_the_type_area(plain):
    rows = [p for p in pieces(plain[1]) if p.y > 35 * MM]
    assert {round(p.x, 1) for p in rows} == {round(28 * MM, 1)}
    assert rows[0].y - rows[21].y == pytest.approx(21 * 225 / 22 * MM, abs=0.5)
    assert rows[0].y < (297 - 37) * MM


def test_a_chinese_line_is_justified_between_its_characters():
    # A stop may not begin a line: the character before it moves down too, and 25 fill the room of 26.
    text = "字" * 26 + "。" + "字" * 40
    (page,) = _pages(f"<h1>题</h1><p>{text}</p>")
    rows = [p for p in pieces(page) if "字" in p.text]
    assert len(rows[0].text) == 25
    # The 16 pt that are missing, over 25 gaps and less the 0.2 pt that every character gives up: 27/1000 em a gap,
    # written as two halves, the first before the line, and each rounded down.
    content = page.get_contents().get_data().decode("latin-1")
    opened = [-float(k) for k in re.findall(r">(-[\d.]+)<", content)]
    assert sum(opened) == pytest.approx(25 * 27, rel=0.1)
    assert max(opened) < 20


def test_margins_and_page_sizes(pdf):
    sizes = {(round(float(p.mediabox.width)), round(float(p.mediabox.height))) for p in pdf.pages}
    assert sizes == {(595, 842), (842, 595)}
    for page in pdf.pages:
        wide = page.mediabox.width > page.mediabox.height
        left, right = (35, 297 - 37) if wide else (28, 210 - 26)
        body = [p for p in pieces(page) if "—" not in p.text]
        assert all(left * MM - 1 < p.x < right * MM for p in body)


def test_page_numbers_stand_outside_and_7_mm_below_the_text(pdf):
    first, second = (find(pdf.pages[i], "—") for i in (0, 1))
    assert (first.text, second.text) == ("— 1 —", "— 2 —")
    assert second.x == pytest.approx(28 * MM + 14, abs=1)
    assert first.x + 39.5 == pytest.approx((210 - 26) * MM - 14, abs=1.5)
    dash = 0.272 * 14  # height of the dash above the baseline
    assert first.y + dash == pytest.approx((35 - 7) * MM, abs=0.5)


def test_page_numbers_of_landscape_pages_stand_where_the_others_do(pdf):
    wide = [(n, p) for n, p in enumerate(pdf.pages, 1) if p.mediabox.width > p.mediabox.height]
    for number, page in wide:
        mark = find(page, "—")
        assert mark.text == f"— {number} —"
        # Turned upright, the left edge is the foot: 7 mm from the text, outside is below on odd pages.
        assert mark.x + 0.272 * 14 == pytest.approx((35 - 7) * MM, abs=0.5)
        width = 39.5 + 7.5 * (len(str(number)) - 1)
        outside = 26 * MM + 14 + width if number % 2 else (210 - 28) * MM - 14
        assert mark.y == pytest.approx(outside, abs=1.5)


def test_fonts_are_embedded_and_the_text_can_be_selected(pdf):
    found = {}
    for page in pdf.pages:
        found |= page["/Resources"]["/Font"]
    assert found
    for font in found.values():
        descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
        assert any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3"))
        assert "/ToUnicode" in font
    text = "".join(pdf.pages[0].extract_text().split())
    assert "本月全区共受理群众来电、网络留言等各类工单4286件，环比增长3.2%；" in text


def test_the_pdf_says_what_it_is(pdf):
    assert pdf.metadata.title == TITLE
    assert pdf.metadata.author == "云溪谷区热线服务中心"
    assert pdf.metadata.creation_date.date().isoformat() == "2021-07-08"
    catalog = pdf.trailer["/Root"]
    assert catalog["/Lang"] == "zh-CN"
    assert catalog["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in catalog["/Metadata"].get_data()


def test_the_bookmarks_are_the_contents(pdf):
    def titles(level):
        return [titles(entry) if isinstance(entry, list) else entry.title for entry in level]

    assert titles(pdf.outline) == [
        "一、总体情况",
        ["（一）来件渠道"],
        "二、办理质量",
        ["（一）低于平均水平的单位", "（二）退回重办"],
        "附件1　各街道办理情况统计表",
        ["（一）街道"],
        "附件2　各责任单位办理情况明细表",
    ]


def test_the_same_page_gives_the_same_bytes():
    page = export_html(bulletin(rows=6, columns=6), name="x")
    first = export_pdf(page)
    assert export_pdf(page) == first
    assert export_pdf(page.replace("4286", "4287")) != first


def test_annexes_start_pages_and_long_tables_repeat_their_head(pdf):
    marks = [(p.text, page.mediabox.height - p.y) for page in pdf.pages for p in pieces(page) if "附件" in p.text]
    named, first, second = marks
    assert named[0].startswith("附件：1.")
    assert first == ("附件1", pytest.approx(37 * MM + 20, abs=3))
    assert second == ("附件2", pytest.approx(28 * MM + 20, abs=3))
    wide = [page for page in pdf.pages if page.mediabox.width > page.mediabox.height]
    assert len(wide) > 1
    for page in wide:
        text = page.extract_text()
        assert "责任单位" in text
        assert "第1组指标" in text
    units = re.findall(r"区第(\d+)责任单位", "".join(page.extract_text() for page in wide))
    assert [int(unit) for unit in units] == list(range(1, 83))


def test_a_table_with_too_many_columns_is_refused_by_name():
    html = '<section class="doc-annex"><h2>明细</h2>' + table(2, 60, key="t", caption="过宽的表") + "</section>"
    with pytest.raises(RenderError, match="'过宽的表' is too wide"):
        _pages(html)


def test_the_contents_list_and_the_hints_are_not_printed(pdf):
    text = "".join(page.extract_text() for page in pdf.pages)
    assert "目录" not in text
    assert "1218÷2251" not in text


def test_a_broken_picture_fails():
    with pytest.raises(RenderError, match="PDF is not complete"):
        _pages('<img alt="x" src="data:image/png;base64,QUJD">')


def test_a_page_that_refers_to_a_file_fails():
    with pytest.raises(RenderError, match="not complete: file:///etc/hostname"):
        export_pdf('<html lang="zh"><title>x</title><img alt="x" src="file:///etc/hostname">')


def _imprint_page(pages):
    return next(n for n, page in enumerate(pages, 1) if "抄送：" in page.extract_text())


@pytest.mark.parametrize("paragraphs", range(1, 9))
def test_the_imprint_closes_the_last_even_page_and_covers_nothing(paragraphs):
    pages = _pages(HEAD, f"<p>{PARAGRAPH}</p>" * paragraphs, CLOSING, IMPRINT)
    assert _imprint_page(pages) == len(pages)
    assert len(pages) % 2 == 0
    last = pages[-1]
    copies, issued = find(last, "抄送"), find(last, "印发")
    assert issued.y - 35 * MM < 12 * MM  # in the last line of the type area
    above = [p.y for p in pieces(last) if p.y > copies.y + 1]
    assert all(y - copies.y > 16 for y in above)


def test_an_imprint_after_a_blank_page_has_no_number():
    for columns in (6, 8):
        pages = _pages(HEAD, f"<p>{PARAGRAPH}</p>" * columns, *annexes(8, 5), IMPRINT)
        blank = [n for n, page in enumerate(pages, 1) if not page.extract_text().strip()]
        numbered = "—" in pages[-1].extract_text()
        assert numbered is not bool(blank)
        assert _imprint_page(pages) == len(pages)


def test_a_notebook_without_an_imprint_ends_where_its_text_ends():
    assert len(_pages("<h1>题</h1><p>正文</p>")) == 1


def test_the_bulletin_has_no_empty_page_but_the_one_before_the_imprint():
    pages = read(export_html(bulletin(paragraphs=2, rows=30, columns=12), name="x")).pages
    empty = [n for n, page in enumerate(pages, 1) if not page.extract_text().strip()]
    assert empty in ([], [len(pages) - 1])


def test_figures_of_a_justified_line_keep_together(tmp_path):
    page = export_html(
        notebook(f"<h1>题</h1><p>{'全区不满意工单10件，涉及6个单位，满意率16.67%，' * 12}</p>"), name="x"
    )
    rows = [piece for leaf in read(page).pages for piece in pieces(leaf)]
    assert "".join(row.text for row in rows).count("16.67%") == 12
    if shutil.which("pdftotext"):  # it splits a word where a gap is wide
        file = tmp_path / "x.pdf"
        file.write_bytes(export_pdf(page))
        shown = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout
        assert shown.replace("\n", "").count("16.67%") == 12
