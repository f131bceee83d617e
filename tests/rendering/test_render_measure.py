import pytest
from bs4 import BeautifulSoup

from hotline_analysis.rendering.measure import columns, fit_masthead, fit_titles, mark_tables


def _soup(html):
    return BeautifulSoup(html, "html.parser")


@pytest.mark.parametrize(
    ("masthead", "style"),
    [
        ("市长热线", "--fit:42.0pt;--letters:4"),
        ("云溪谷区政务服务便民热线办理情况通报", "--fit:24.4pt;--letters:18"),
    ],
)
def test_a_masthead_fills_its_line_up_to_a_limit(masthead, style):
    soup = _soup(f'<p class="doc-masthead">{masthead}</p>')
    fit_masthead(soup)
    assert soup.p["style"] == style


@pytest.mark.parametrize(
    ("letters", "style"),
    [
        (20, None),  # 20 characters of 22 pt fill the 440 pt of an upright page
        (22, "--fit:20.0pt"),
        (30, "--inset:49.5pt"),  # two lines of 15
    ],
)
def test_no_character_of_an_annex_title_stands_alone(letters, style):
    soup = _soup(f'<h2 class="annex-title">{"表" * letters}</h2>')
    fit_titles(soup)
    assert soup.h2.get("style") == style


def test_a_title_of_several_lines_is_measured_by_its_longest():
    soup = _soup(f"<h1><span>{'题' * 8}</span><span>{'题' * 22}</span></h1>")
    fit_titles(soup)
    assert soup.h1["style"] == "--fit:20.0pt"


def test_a_landscape_page_has_more_room():
    soup = _soup(f'<section class="wide"><h2 class="annex-title">{"表" * 22}</h2></section>')
    fit_titles(soup)
    assert not soup.h2.has_attr("style")


def _table(rows, cells, box):
    body = ("<tr>" + "<td>1</td>" * cells + "</tr>") * rows
    return _soup(f'<div class="{box}"><table class="t"><tbody>{body}</tbody></table></div>')


def test_large_and_small_tables_are_marked():
    soup = _table(15, 9, "doc-table")
    mark_tables(soup)
    assert (soup.div["class"], soup.table["class"]) == (["doc-table"], "t dense")
    soup = _table(14, 8, "doc-table")
    mark_tables(soup)
    assert (soup.div["class"], soup.table["class"]) == ("doc-table short", ["t"])


def test_columns_count_spans():
    assert columns(_soup("<table><tr><td colspan='3'>1</td><td>2</td></tr></table>").table) == 4


def test_long_names_may_take_two_lines():
    for letters, marked in ((16, False), (17, True)):
        soup = _soup(f"<table><tbody><tr><th>{'名' * letters}</th></tr></tbody></table>")
        mark_tables(soup)
        assert soup.table.has_attr("class") is marked
