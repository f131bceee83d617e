"""The Word file of a bulletin: its parts as Office Open XML (ECMA-376) has them, its measures as GB/T 9704-2012."""

import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest
from bulletin_sample import CLOSING, HEAD, IMPRINT, TITLE, annexes, notebook, sections
from word_file import WP, W, read, style_of

from hotline_analysis.errors import RenderError
from hotline_analysis.rendering import export_docx, export_html
from hotline_analysis.rendering.docx import pandoc

pytest.importorskip("pypandoc", reason="Word files need pandoc: pip install 'hotline-analysis[docx]'")
DETAILS = (
    '<details class="chart-data" data-caption="图"><div class="doc-table"><table class="gt_table">'
    "<thead><tr><th>单位</th><th>满意率（%）</th></tr></thead><tbody>"
    '<tr><th>东港街道</th><td class="gt_right"><data class="fact" value="54.11" '
    'title="回访满意率＝满意÷回访：1218÷2251">54.11</data></td></tr>'
    '<tr><th>西岭街道</th><td class="gt_right"><data class="fact" value="58.4" title="西岭">58.4</data></td></tr>'
    "</tbody></table></div></details>"
)


def _page(*parts):
    return export_html(notebook(*parts), name="x")


@pytest.fixture(scope="module")
def page():
    return _page(HEAD, *sections(1), DETAILS, CLOSING, *annexes(rows=40), IMPRINT)


@pytest.fixture(scope="module")
def word(page):
    return read(page)


def test_headings_are_headings(word):
    assert word.paragraphs("Heading1") == ["一、总体情况", "二、办理质量"]
    assert "（一）来件渠道" in word.paragraphs("Heading2")
    assert word.paragraphs("Heading3") == ["1. 网络来件"]
    assert word.paragraphs("Title") == ["2021年6月云溪谷区12345热线工单办理情况通报"]


def test_titles_of_annexes_are_headings_of_the_first_level(word):
    assert word.paragraphs("AnnexTitle") == ["各街道办理情况统计表", "各责任单位办理情况明细表"]
    styles = ElementTree.fromstring(word.parts["word/styles.xml"])
    style = next(one for one in styles if one.get(f"{W}styleId") == "AnnexTitle")
    assert style.find(f"{W}pPr/{W}outlineLvl").get(f"{W}val") == "0"
    assert style.find(f"{W}basedOn").get(f"{W}val") == "Heading1"


def test_every_table_stays_a_table(word):
    heads = [len(table.findall(f"{W}tr/{W}trPr/{W}tblHeader")) for table in word.tables()]
    assert heads == [1, 1, 2]  # the last has heads above heads
    rows = [len(table.findall(f"{W}tr")) for table in word.tables()]
    assert rows == [1 + 6, 1 + 30, 2 + 40]


def test_no_row_is_divided_and_figures_stand_at_the_right(word):
    for table in word.tables():
        for row in table.findall(f"{W}tr"):
            assert row.find(f"{W}trPr/{W}cantSplit") is not None
        last = table.findall(f"{W}tr")[-1].findall(f"{W}tc")
        assert {cell.find(f"{W}p/{W}pPr/{W}jc").get(f"{W}val") for cell in last[1:]} == {"right"}
        assert last[0].find(f"{W}p/{W}pPr/{W}jc").get(f"{W}val") == "left"


def test_tables_are_as_wide_as_the_type_area(word):
    # GB/T 9704: 156 mm; a landscape page has 225 mm. A twip is 1/1440 inch.
    widths = [sum(int(column.get(f"{W}w")) for column in table.find(f"{W}tblGrid")) for table in word.tables()]
    for width, millimetres in zip(widths, (156, 156, 225), strict=True):
        assert width == pytest.approx(millimetres / 25.4 * 1440, abs=20)


def test_landscape_annexes_have_a_section_of_their_own(word):
    sizes = [(one.find(f"{W}pgSz").get(f"{W}w"), one.find(f"{W}pgSz").get(f"{W}orient")) for one in _sections(word)]
    assert sizes == [("11906", None), ("11906", None), ("16838", "landscape"), ("11906", None)]
    assert [one.find(f"{W}type").get(f"{W}val") for one in _sections(word)][-1] == "evenPage"  # the imprint's


def test_margins_are_those_of_the_standard(word):
    first = _sections(word)[0].find(f"{W}pgMar")
    found = {side: int(first.get(f"{W}{side}")) * 25.4 / 1440 for side in ("top", "right", "bottom", "left")}
    assert found == pytest.approx({"top": 37, "right": 26, "bottom": 35, "left": 28}, abs=0.05)


def test_no_figure_of_a_table_is_broken(word):
    cells = [cell for table in word.tables() for cell in table.iter(f"{W}tc")]
    figures = [cell for cell in cells if re.fullmatch(r"[0-9.]+%?", "".join(cell.itertext()))]
    assert figures
    for cell in cells:
        assert (cell.find(f"{W}tcPr/{W}noWrap") is not None) == (cell in figures)


@pytest.mark.parametrize(("name", "cell", "wide"), [("Overdue", "1", 4057), ("A", "1234.56", 4134)])
def test_columns_hold_their_figures_and_bold_heads_in_fonts_that_are_wider(name, cell, wide):
    # Arial Bold, in thousandths of the type: O 778, v e u 556, r 389, d 611; a figure of DejaVu Sans 636, its point 318
    head = "<thead><tr><th>Office</th>" + f"<th>{name}</th>" * 9 + "</tr></thead>"
    row = f"<tr><th>{'Roads and Lighting ' * 40}</th>" + f'<td class="gt_right">{cell}</td>' * 9 + "</tr>"
    english = '<header class="doc-head" data-lang="en" data-title="Report"><h1>Report</h1></header>'
    word = read(_page(english, f'<table class="gt_table">{head}<tbody>{row}</tbody></table>'))
    (table,) = word.tables()
    style = next(table.iter(f"{W}pStyle")).get(f"{W}val")
    size = float(style.removeprefix("TableHead").replace("_", "."))
    margins = table.find(f"{W}tblPr/{W}tblCellMar")
    sides = sum(int(margins.find(f"{W}{side}").get(f"{W}w")) for side in ("left", "right"))
    narrowest = min(int(column.get(f"{W}w")) for column in table.find(f"{W}tblGrid"))
    assert (narrowest - sides) / 20 / size * 1000 >= wide


def _sections(word):
    return list(word.body.iter(f"{W}sectPr"))


def test_page_numbers_stand_between_dashes_outside(word):
    sides = {}
    for name in ("footer1.xml", "footer2.xml"):
        footer = ElementTree.fromstring(word.parts[f"word/{name}"])
        assert "".join(footer.itertext()).split() == ["—", "PAGE", "1", "—"]
        sides[name] = footer.find(f"{W}p/{W}pPr/{W}jc").get(f"{W}val")
    assert sides == {"footer1.xml": "right", "footer2.xml": "left"}
    assert ElementTree.fromstring(word.parts["word/settings.xml"]).find(f"{W}evenAndOddHeaders") is not None


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [("BodyText", "仿宋", 16), ("Heading1", "黑体", 16), ("Heading2", "楷体", 16), ("Title", "方正小标宋简体", 22)],
)
def test_fonts_of_the_levels_are_those_of_the_standard(word, style, font, size):
    styles = ElementTree.fromstring(word.parts["word/styles.xml"])
    found = next(one for one in styles if one.get(f"{W}styleId") == style).find(f"{W}rPr")
    assert found.find(f"{W}rFonts").get(f"{W}eastAsia") == font
    assert int(found.find(f"{W}sz").get(f"{W}val")) <= size * 2
    names = {one.get(f"{W}name"): one for one in ElementTree.fromstring(word.parts["word/fontTable.xml"])}
    assert names[font].find(f"{W}altName").get(f"{W}val").endswith(("Noto Serif CJK SC", "Noto Sans CJK SC"))


def test_pictures_say_what_they_show_once_and_fit(word):
    (picture,) = word.body.iter(f"{WP}inline")
    assert picture.find(f"{WP}docPr").get("descr") == "四个街道的满意率，东港最高61.2%，北桥最低49.7%"
    assert int(picture.find(f"{WP}extent").get("cx")) <= 156 * 36000
    assert b"base64" not in word.parts["word/document.xml"]
    assert {picture.get(f"dist{side}") for side in "TBLR"} == {"0"}


def test_what_only_a_screen_shows_is_left_out(page, word):
    assert "目录" in page
    assert "目录" not in word.text
    assert "查看图中数据" not in word.text
    assert len(word.tables()) == 3


def test_numbers_of_a_chart_that_stand_nowhere_else_are_told_in_a_note(word):
    # 54.11 stands in the text as a fact of the same meaning
    assert "图中数据：西岭街道满意率58.4%。" in word.paragraphs("TableNote")


def test_the_imprint_stands_at_the_foot_of_its_page(word):
    lines = [one for one in word.body.findall(f"{W}p") if style_of(one).startswith("Imprint")]
    assert [style_of(one) for one in lines] == ["ImprintCopies", "ImprintRule", "ImprintLine"]
    for line in lines:
        frame = line.find(f"{W}pPr/{W}framePr")
        assert (frame.get(f"{W}vAnchor"), frame.get(f"{W}yAlign")) == ("margin", "bottom")


def test_metadata_are_those_of_the_page(word):
    core = ElementTree.fromstring(word.parts["docProps/core.xml"])
    found = {one.tag.rpartition("}")[2]: one.text for one in core}
    assert found == {
        "title": TITLE,
        "creator": "云溪谷区热线服务中心",
        "language": "zh-CN",
        "created": "2021-07-08T00:00:00Z",
        "modified": "2021-07-08T00:00:00Z",
    }


def test_the_same_page_gives_the_same_bytes_in_another_process(tmp_path, page, word):
    source, target = tmp_path / "page.html", tmp_path / "page.docx"
    source.write_text(page, encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from hotline_analysis.rendering import export_docx; "
        "Path(sys.argv[2]).write_bytes(export_docx(Path(sys.argv[1]).read_text(encoding='utf-8')))"
    )
    environment = {"PYTHONHASHSEED": "7", "TZ": "America/New_York", "PYTHONPATH": ":".join(sys.path)}
    subprocess.run([sys.executable, "-c", code, source, target], check=True, env=environment, timeout=120)
    assert target.read_bytes() == word.content


def test_text_from_data_becomes_nothing_but_text():
    hostile = "&lt;script&gt;alert(1)&lt;/script&gt; [x](javascript:alert(1)) {{7*7}} =HYPERLINK(&quot;http://x&quot;)"
    word = read(_page(f"<h1>题</h1><p>{hostile}</p>"))
    assert '<script>alert(1)</script> [x](javascript:alert(1)) {{7*7}} =HYPERLINK("http://x")' in word.text
    assert b"hyperlink" not in word.parts["word/document.xml"]
    assert b"example" not in word.parts["word/_rels/document.xml.rels"]


def test_without_pandoc_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(pandoc, "find_spec", lambda name: None)
    with pytest.raises(RenderError, match=r"pip install 'hotline-analysis\[docx\]'"):
        export_docx(_page("<h1>题</h1>"))


def test_an_english_page_has_latin_fonts_and_its_paper():
    head = '<header class="doc-head" data-lang="en" data-paper="letter" data-title="Report"><h1>Report</h1></header>'
    word = read(_page(head, "<p>Text.</p>"))
    size = _sections(word)[0].find(f"{W}pgSz")
    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("12240", "15840")  # 8.5 by 11 inches
    styles = ElementTree.fromstring(word.parts["word/styles.xml"])
    body = next(one for one in styles if one.get(f"{W}styleId") == "BodyText").find(f"{W}rPr/{W}rFonts")
    assert body.get(f"{W}ascii") == "Arial"
    assert styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang").get(f"{W}val") == "en"
