import re

import pytest
from bs4 import BeautifulSoup
from bulletin_sample import HEAD, LANG, TITLE, bulletin, notebook
from nbformat import v4

from hotline_analysis.errors import RenderError
from hotline_analysis.fonts import STACKS
from hotline_analysis.rendering import export_html
from hotline_analysis.rendering.glyphs import page_characters


def test_the_page_says_what_it_is(soup):
    assert soup.html["lang"] == LANG
    assert soup.title.string == TITLE
    assert [h.get_text() for h in soup.find_all("h1")] == [TITLE]
    assert soup.find("meta", attrs={"name": "author"})["content"] == "云溪谷区热线服务中心"
    assert soup.find("meta", attrs={"name": "dcterms.created"})["content"] == "2021-07-08"


def test_the_contents_lead_to_every_section_and_annex(soup):
    wide, narrow = (
        [(a.get_text(), a["href"]) for a in soup.select(f".contents-{kind} a")] for kind in ("wide", "narrow")
    )
    assert wide == narrow
    assert [label for label, _ in wide] == [
        "一、总体情况",
        "（一）来件渠道",
        "二、办理质量",
        "（一）低于平均水平的单位",
        "（二）退回重办",
        "附件1　各街道办理情况统计表",
        "（一）街道",
        "附件2　各责任单位办理情况明细表",
    ]
    assert all(len(soup.find_all(id=target[1:])) == 1 for _, target in wide)
    assert len({target for _, target in wide}) == len(wide)
    assert len(soup.select(".contents-wide > ol > li")) == 4
    assert soup.select_one("a.skip")["href"] == "#" + soup.main["id"]


def test_nothing_is_requested_from_anywhere(page, soup):
    assert not soup.find_all(["link", "iframe"])
    assert [script.get("src") for script in soup.find_all("script")] == [None]  # our own, see test_render_reader.py
    sources = [tag[name] for name in ("src", "srcset", "poster") for tag in soup.find_all(attrs={name: True})]
    assert sources
    assert all(source.startswith("data:") for source in sources)
    css = " ".join(style.get_text() for style in soup.find_all("style"))
    assert set(re.findall(r"url\(([a-z]+:)", css)) == {"data:"}
    assert not re.search(r"https?://", page)
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'")


def test_a_script_in_the_data_stays_text(page, soup):
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)</script>" in soup.main.get_text()


def test_a_name_with_markup_stays_text():
    page = export_html(v4.new_notebook(cells=[v4.new_markdown_cell("正文")]), name="<script>x</script>")
    assert page.count("<script") == page.count("<script data-find=") == 1
    assert "<title>&lt;script&gt;x&lt;/script&gt;</title>" in page


def test_the_page_is_small_and_always_the_same(page):
    assert len(page.encode()) < 1_000_000
    assert export_html(bulletin(), name="bulletin") == page


def test_code_is_not_shown(soup):
    assert "show(" not in soup.get_text()


def test_every_table_can_be_scrolled_by_keyboard_and_has_scopes(soup):
    regions = soup.select(".doc-table")
    assert [region["aria-label"] for region in regions] == [
        "表1　低于全区平均水平的单位",
        "街道（2021年6月）",
        "各责任单位（2021年6月）",
    ]
    assert all(region["tabindex"] == "0" and region["role"] == "region" for region in regions)
    assert all(cell.get("scope") for cell in soup.find_all("th"))


def test_a_plain_table_gets_a_region_and_scopes():
    head, body = "<tr><th>甲</th><th colspan='2'>乙</th></tr>", "<tr><th>一</th></tr>"
    table = f"<h2>明细</h2><table><thead>{head}</thead><tbody>{body}</tbody></table>"
    page = export_html(notebook(table), name="x")
    assert 'aria-label="表：明细"' in page
    assert re.findall(r'scope="(\w+)"', page) == ["col", "colgroup", "row"]


def test_a_caption_that_repeats_the_title_of_its_annex_is_for_screen_readers_alone():
    rows = "<thead><tr><th>单位</th></tr></thead><tbody><tr><th>甲</th></tr></tbody></table></div>"
    tables = "".join(f'<div class="doc-table"><table><caption>{said}</caption>{rows}' for said in ("明细", "甲类"))
    annex = f'<section class="doc-annex" id="annex-1"><h2 class="annex-title">明细</h2>{tables}</section>'
    found = BeautifulSoup(export_html(notebook("<h1>题</h1>", annex), name="x"), "html.parser")
    assert [caption.get("class") for caption in found.find_all("caption")] == [["said-above"], None]
    assert [region["aria-label"] for region in found.select(".doc-table")] == ["明细", "甲类"]


def test_pictures_have_a_text(soup):
    assert soup.img["alt"].startswith("四个街道的满意率")
    page = export_html(notebook('<h2>满意率</h2><img src="data:image/png;base64,QUJD">'), name="x")
    assert 'alt="图：满意率"' in page


def test_figures_in_sentences_can_be_asked_by_keyboard(soup):
    fact = soup.select_one("p data.fact[value='54.11']")
    assert fact["tabindex"] == "0"
    assert fact["title"] == "回访满意率＝满意÷回访：1218÷2251"
    table = export_html(notebook('<table><tr><td><data class="fact" title="x">1</data></td></tr></table>'), name="x")
    assert 'tabindex="0">1<' not in table


def _analysis(*sources, **metadata):
    return v4.new_notebook(cells=[v4.new_markdown_cell(source) for source in sources], metadata=metadata)


def test_an_analysts_notebook_takes_its_first_heading_as_title():
    page = export_html(_analysis("# 春季回访\n\n正文", "# 第二部分\n\n正文"), name="file")
    assert "<title>春季回访</title>" in page
    assert page.count("<h1") == 1
    assert re.search(r"<h2[^>]*>第二部分</h2>", page)
    assert '<html lang="zh-CN">' in page


def test_a_notebook_without_headings_takes_its_file_name_and_language():
    page = export_html(_analysis("Only text", lang="en"), name="spring")
    assert "<title>spring</title>" in page
    assert re.search(r"<h1[^>]*>spring</h1>", page)
    assert '<html lang="en">' in page
    assert "Skip to the text" in page
    assert "<nav" not in page


def test_the_head_wins_over_headings_in_markdown():
    cells = [v4.new_markdown_cell("# 说明\n\n正文"), *notebook(HEAD).cells]
    page = export_html(v4.new_notebook(cells=cells), name="x")
    assert f"<title>{TITLE}</title>" in page
    assert page.count("<h1") == 1


def test_a_missing_glyph_fails_and_is_named_with_its_surroundings():
    with pytest.raises(RenderError, match=r"'😀' \(U\+1F600\).*群众来电表示满意😀，特此"):
        export_html(notebook("<p>群众来电表示满意😀，特此通报。</p>"), name="x")
    with pytest.raises(RenderError, match=r"U\+1F600"):
        export_html(notebook('<p><data class="fact" title="😀">1</data></p>'), name="x")


def test_the_page_carries_every_character_it_shows(soup):
    shown = set(page_characters(soup.main))
    assert set("市民热线“”—0123456789÷＝") <= shown
    assert "\n" not in shown


def test_the_embedded_font_is_the_last_named_family(page):
    for names in STACKS.values():
        assert names[-2] in {"Noto Sans CJK SC"} or names[-3:-1] == ("Noto Serif CJK SC", "Noto Sans CJK SC")
    assert page.count('@font-face{font-family:"Noto Sans CJK SC"') == 1
    assert "var(--fangsong)" not in page
