"""What the page carries for its reader: one script of its own, numbers of charts, and what it was made from."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from bs4 import BeautifulSoup
from bulletin_sample import HEAD, notebook
from pdf_text import read

from hotline_analysis.rendering import export_html
from hotline_analysis.rendering.words import CHINESE, ENGLISH

CHART = (
    '<figure class="doc-chart"><img alt="甲64，乙36" src="data:image/png;base64,'
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg=="
    '"><figcaption>两个单位</figcaption></figure><details class="chart-data">'
    '<div class="doc-table"><table><caption>两个单位（数据）</caption>'
    "<thead><tr><th>单位</th><th>件数</th></tr></thead>"
    "<tbody><tr><th>甲</th><td>64</td></tr><tr><th>乙</th><td>36</td></tr></tbody></table></div></details>"
)
ORIGIN = {
    "data-made-from": 'sample:<b> "x" (SHA-256 0123456789ab…)',
    "data-scheme": "yunxi-2022",
    "data-code": "hotline-analysis 9.9",
    "data-time": "2021-06-30 23:59:59 UTC",
    "data-verify": "hotline verify yunxi/2021-06",
}


def _page(*parts: str, lang: str = "zh-CN", **attributes: str) -> BeautifulSoup:
    head = BeautifulSoup(HEAD, "html.parser")
    assert head.header is not None
    head.header.attrs |= {"data-lang": lang, **attributes}
    return BeautifulSoup(export_html(notebook(str(head), *parts), name="x"), "html.parser")


def test_the_policy_lets_this_one_script_run_and_no_other(soup: BeautifulSoup) -> None:
    (script,) = soup.find_all("script")
    policy = str(soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"])  # type: ignore[index]
    digest = base64.b64encode(hashlib.sha256(script.get_text().encode()).digest()).decode()
    assert re.findall(r"script-src ([^;]*)", policy) == [f"'sha256-{digest}'"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe-eval" not in policy
    assert script.find_parent("body") is soup.body


@pytest.mark.parametrize(
    "word", ["fetch", "XMLHttpRequest", "WebSocket", "eval", "innerHTML", "import", "Storage", "cookie", "http"]
)
def test_the_script_asks_for_nothing_keeps_nothing_and_makes_no_markup_of_texts(soup: BeautifulSoup, word: str) -> None:
    (script,) = soup.find_all("script")
    assert word not in script.get_text()
    assert len(script.get_text()) < 20_000


def test_the_numbers_of_a_chart_can_be_opened() -> None:
    page = _page("<h2>满意率</h2>", CHART)
    details = page.select_one("details.chart-data")
    assert details is not None
    assert details.find(True).get_text() == CHINESE.numbers  # type: ignore[union-attr]
    assert page.select_one(".chart-data .doc-table")["aria-label"] == "两个单位（数据）"  # type: ignore[index]
    english = _page("<h2>Satisfaction</h2>", CHART, lang="en")
    assert english.select_one(".chart-data summary").get_text() == ENGLISH.numbers  # type: ignore[union-attr]


def test_the_last_line_says_what_the_page_was_made_from_and_markup_in_it_stays_text() -> None:
    page = _page("<p>正文</p>", **ORIGIN)
    line = page.select_one("main > footer.made-from:last-child")
    assert line is not None
    assert line.get_text().strip() == (
        '数据：sample:<b> "x" (SHA-256 0123456789ab…)；考核办法：yunxi-2022；程序：hotline-analysis 9.9；'
        "数据时点：2021-06-30 23:59:59 UTC。核对方法：在报告所在的输出文件夹中运行 hotline verify yunxi/2021-06"
    )
    assert line.b is None
    english = _page("<p>Text</p>", lang="en", **ORIGIN).select_one(".made-from")
    assert english is not None
    assert english.get_text().strip().startswith('Data: sample:<b> "x" (SHA-256 0123456789ab…); scheme: yunxi-2022; ')


def test_a_page_that_knows_nothing_of_it_has_no_such_line(soup: BeautifulSoup) -> None:
    assert soup.select(".made-from") == []


def test_paper_has_neither_numbers_of_charts_nor_the_last_line() -> None:
    page = _page("<h2>满意率</h2>", CHART, **ORIGIN)
    text = "".join(leaf.extract_text() for leaf in read(str(page)).pages)
    assert "两个单位" in text
    for hidden in ("查看图中数据", "件数", "hotline verify", "yunxi-2022"):
        assert hidden not in text


def test_brief_texts_in_cells_are_marked_and_long_ones_too() -> None:
    cells = ["甲" * 8, "甲" * 9, "甲" * 20, "甲" * 21]
    table = "".join(f'<tr><th>一</th><td class="gt_row gt_left">{cell}</td></tr>' for cell in cells)
    page = _page(f"<h2>明细</h2><table><tbody>{table}</tbody></table>")
    assert [len(cell.get_text()) for cell in page.select("td.brief")] == [8]
    assert [len(cell.get_text()) for cell in page.select("td.lengthy")] == [21]


def test_a_line_may_end_between_a_rate_and_its_counts_and_nowhere_else() -> None:
    one = '<data class="fact" value="97.37" title="x">97.37%</data>'
    page = _page(f"<p>办结率{one}（111/114），满意率{one}，解决率{one}。</p>")
    assert [tag.next_sibling[:1] for tag in page.select("wbr")] == ["（"]  # type: ignore[index]
    assert "97.37%（111/114）" in "".join(leaf.extract_text() for leaf in read(str(page)).pages)


def test_both_languages_have_every_word_and_the_same_gaps() -> None:
    for name, text in vars(CHINESE).items():
        assert text
        assert vars(ENGLISH)[name]
        assert text.count("{}") == vars(ENGLISH)[name].count("{}"), name
