"""Names and texts from data are shown as they are written, whatever they look like, and never do anything."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from office import HEADER, Office, soup_of

NAMES = (
    "<script>alert(1)</script>",
    "=1+1",
    "{{7*7}}",
    "{x}",
    "{0.__class__}",
    "\"quoted\" 'name'",
    "a & b &lt; c",
    'x" onmouseover="alert(1)',
    "<img src=x onerror=alert(1)>",
    "$E=mc^2$ $\\nonsense{$",
    "**bold** _x_ `y`",
    "_hidden",
    "%s %(x)d \\n \\",
    "办" * 120,
)
ROWS = [(name, 100 + i, 100, 85 + i, 30, 10 + i) for i, name in enumerate(NAMES)]
ALL = """[
  {section: unit_list, title: '{x} {{y}} <b>', list: {zh: x, en: x, by: assigned, top: 20}, columns: [total]},
  {section: point_losses}, {section: revisits, above: 1, below: 99},
  {section: drag_units, count: dissatisfied, of: assigned, label: '不满意{z}'}, {section: grades, names_from: B},
  {section: hot_topics, table: t}, {section: shares, table: t, label: '<i>', whole_label: '{w}', chart: true},
  {section: side_channel, table: letters, name: '{n}', columns: {due: '{{7*7}}<b>'}, due: due, detail: true},
  {section: city_position, table: city, own: '{x}', by: [satisfaction_rate]},
  {section: ranking_chart, caption: '{c}'},
  {section: volume_chart, metric: satisfaction_rate, volume: revisited, caption: '{c}'}]"""
ANNEX = (
    "[{annex: units, title: '{period}<u>', columns: [assigned, {span: '{{s}}<s>', columns: [total, rank]}],"
    " labels: {assigned: '{{7*7}}<b>'}, notes: ['<b>{{n}}</b>'], total_row: true}]"
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> BeautifulSoup:
    office = Office(tmp_path_factory.mktemp("hostile"))
    named = [(name, i) for i, name in enumerate(NAMES, start=1)]
    tables = {
        "t": [("name", "n"), *named],
        "letters": [("unit", "due"), *named],
        "city": [("unit", "satisfaction_rate"), *named],
    }
    office.case("now", ROWS, tables=tables)
    folded = " ".join(ALL.split())
    keys = {"ours": "'<b>{o}'", "place": "'{p}'", "issuing_body": "'<b>{i}'", "addressee": "'{a}<b>'"}
    return soup_of(office.open(folded, ANNEX, keys))


def test_nothing_becomes_an_element(page: BeautifulSoup) -> None:
    assert page.find_all(["script", "b", "i", "u", "s", "em", "strong", "code", "sup", "sub"]) == []
    assert all(str(image["src"]).startswith("data:image/png;base64,") for image in page.find_all("img"))
    assert [tag for tag in page.find_all(True) if any(name.startswith("on") for name in tag.attrs)] == []


@pytest.mark.parametrize("name", NAMES)
def test_names_stand_as_they_are_in_tables_sentences_and_alternatives(page: BeautifulSoup, name: str) -> None:
    assert len([cell for cell in page.select("th[scope=row]") if cell.get_text() == name]) >= 5
    assert any(name in text.get_text() for text in page.select(".doc-section p"))
    assert any(name in str(image["alt"]) for image in page.select("img"))


def test_headers_are_not_read_as_units_of_measure(page: BeautifulSoup) -> None:
    heads = {head.get_text(strip=True) for head in page.select("thead th")}
    # {{ and }} are the braces of a title, which may hold {period}; a header is taken as it stands
    assert {"{{7*7}}<b>", "{{s}}<s>", "{{7*7}}<b>（件）"} <= heads


def test_only_the_period_is_filled_in(page: BeautifulSoup) -> None:
    assert page.select_one(".annex-title").get_text() == "2024年5月<u>"  # type: ignore[union-attr]
    assert page.select_one(".doc-issuer").get_text() == "<b>{i}"  # type: ignore[union-attr]
    assert "（一）{x} {{y}} <b>" in [heading.get_text() for heading in page.select("h3")]


def test_facts_of_hostile_names_are_kept_as_they_are(office: Office) -> None:
    office.case("now", ROWS)
    bulletin = office.open("[{section: text, text: a}]", "[{annex: units, title: x, columns: [assigned]}]")
    bulletin.annexes()
    labels = [fact.label for fact in bulletin.facts.book]
    assert [label.removesuffix("交办数") for label in labels] == sorted(NAMES, key=labels_order(labels))


def labels_order(labels: list[str]) -> object:
    return lambda name: labels.index(f"{name}交办数")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("见<a href='http://x'>此</a>", "见<a href='http://x'>此</a>"),
        ("[点此](javascript:alert(1))", "[点此](javascript:alert(1))"),
        ("![图](http://x/y.png)", "![图](http://x/y.png)"),
        ("<http://example.org>", "<http://example.org>"),
        ("# 标题", "# 标题"),
        ("标题\n===", "标题\n==="),
        ("[1]: http://example.org 'x'", "[1]: http://example.org 'x'"),
        ("    缩进", "缩进"),
        ("```\n代码\n```", None),
        ("{period} {x}", "{period} {x}"),
        ("&lt;b&gt;", "<b>"),
    ],
)
def test_texts_are_text(office: Office, written: str, shown: str | None) -> None:
    page = soup_of(office.open("[{section: text, text: a}]", texts={"a": written}))
    part = page.select_one(".doc-section")
    assert part is not None
    assert part.find_all(["a", "img", "script", "b", "h1", "pre"]) == []
    body = "\n".join(paragraph.get_text() for paragraph in part.find_all("p"))
    assert "代码" in body if shown is None else body == shown


def test_texts_may_be_set_off_and_listed(office: Office) -> None:
    text = "第一段**重点**。\n\n第二段：\n\n1. 其一\n2. 其二\n"
    page = soup_of(office.open("[{section: text, text: a}]", texts={"a": text}))
    assert [part.get_text() for part in page.select(".doc-section > p")] == ["第一段重点。", "第二段："]
    assert [part.get_text() for part in page.select(".doc-section li")] == ["其一", "其二"]


def test_a_part_without_its_text_stays_out_with_its_chapter(office: Office) -> None:
    page = soup_of(office.open("[{section: text, text: a}]", texts={"a": "  \n"}))
    assert page.select(".doc-section") == []


def test_hostile_units_among_others_do_not_mark_wrong_rows_as_totals(office: Office) -> None:
    office.case("now", [("<tr>", 1, 1, 1, 1, 1), ("</tbody>", 2, 2, 2, 2, 2)], header=HEADER)
    page = soup_of(office.open("[]", "[{annex: units, title: x, columns: [assigned], total_row: true}]"))
    assert [row.th.get_text() for row in page.select("tr.total")] == ["合计"]  # type: ignore[union-attr]
    assert [cell.get_text() for cell in page.select("tr.total td")] == ["3"]
