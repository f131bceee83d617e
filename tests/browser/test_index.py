"""The index in Chromium by clicks: search, links, no request, on a phone, without a script, nothing for axe."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from browsing import Opened, chromium, expect
from shelving import Shelf, places, total

if TYPE_CHECKING:
    from playwright.sync_api import Page

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>很" + "长" * 80


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two jurisdictions, of which one has a hostile name; a failure, old data, a broken manifest."""
    chromium()
    shelf = Shelf(tmp_path_factory.mktemp("index"))
    text = (shelf.office.folder / "office.yaml").read_text(encoding="utf-8")
    zone = text.replace("jurisdiction: office", "jurisdiction: zone").replace("name: 小区", f"name: '{HOSTILE}'")
    shelf.office.write("zone.yaml", zone)
    units = [f"{name}街道" for name in "甲乙丙丁戊己庚辛"]
    for month in range(1, 10):
        ranks = {unit: (place * month) % 8 + 1 for place, unit in enumerate(units)} | {HOSTILE: month}
        shelf.put(f"2024-{month:02}", [*total(300 + 7 * month), *places(ranks)], formats=("html", "pdf"))
    shelf.put("2024-09", report="league-table")
    shelf.put("2024-Q3", total(990, label=HOSTILE), jurisdiction="zone")
    shelf.fail("2024-09", f"units.csv, line 2: {HOSTILE}")
    (shelf.office.folder / "data-2024-03" / "units.csv").unlink()
    (shelf.outputs / "x&<y>").mkdir()
    (shelf.outputs / "x&<y>" / "manifest.json").write_text("{", encoding="utf-8")
    shelf.index()
    return shelf.outputs / "index.html"


def periods(page: Page) -> list[str]:
    return page.locator("article.period:visible h3").all_inner_texts()


def test_one_file_that_asks_for_nothing(index: Path, open_page: Callable[..., Opened]) -> None:
    opened = open_page(index)
    opened.page.get_by_label("查找报告").fill("失败")
    opened.page.locator("svg").first.hover()
    assert opened.requests == [index.as_uri()]
    assert (opened.errors, opened.dialogs) == ([], [])


def test_the_field_finds_periods_kinds_and_states(index: Path, open_page: Callable[..., Opened]) -> None:
    page = open_page(index).page
    field, told = page.get_by_label("查找报告"), page.locator(".find").get_by_role("status")
    assert len(periods(page)) == 10
    field.fill("2024年3月")
    assert periods(page) == ["2024年3月"]
    expect(told).to_have_text("1／11份报告")
    field.fill("2024-0３")  # one digit as a Chinese keyboard writes it
    assert periods(page) == ["2024年3月"]
    field.fill("排行榜 小区")
    assert page.locator("li.report:visible h4").all_inner_texts() == ["排行榜"]
    assert page.locator(".area h2:visible").all_inner_texts() == ["小区"]
    field.fill("待更新")
    assert periods(page) == ["2024年3月"]
    field.fill("生成失败")
    assert periods(page) == ["2024年9月"]
    field.fill("没有这个")
    assert periods(page) == []
    expect(told).to_have_text("没有相符的报告")
    field.press("Escape")
    assert len(periods(page)) == 10
    expect(told).to_have_text("")


def test_links_lead_to_the_files(index: Path, open_page: Callable[..., Opened]) -> None:
    page = open_page(index).page
    for address in page.evaluate("[...document.querySelectorAll('main a')].map(link => link.href)"):
        path, _, anchor = address.partition("#")
        assert Path(unquote(path.removeprefix("file://"))).is_file()
        assert not anchor or page.locator(f"#{anchor}").count() == 1
    page.get_by_label("查找报告").fill("2024年8月")
    page.get_by_role("link", name="通报", exact=True).click()
    assert page.url == (index.parent / "office" / "2024-08" / "bulletin.html").as_uri()
    page.go_back()
    page.get_by_role("link", name="小区", exact=True).click()
    assert page.url.endswith("#area-1")


def test_everything_is_there_without_a_script(index: Path, open_page: Callable[..., Opened]) -> None:
    page = open_page(index, script=False).page
    assert len(periods(page)) == 10
    assert not page.get_by_label("查找报告").is_visible()
    assert page.locator("svg:visible").count() == page.locator("svg").count() > 10


@pytest.mark.parametrize("width", [390, 320])
def test_a_phone_shows_it_at_its_width(index: Path, open_page: Callable[..., Opened], width: int) -> None:
    page = open_page(index, width=width, height=844, touch=True, is_mobile=True).page
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.get_by_label("查找报告").is_visible()


def test_pictures_say_what_they_show(index: Path, open_page: Callable[..., Opened]) -> None:
    page = open_page(index).page
    page.get_by_label("查找报告").fill("2024年2月")
    pictures = page.locator(".report:visible").get_by_role("img")
    assert pictures.count() == 2
    expect(pictures.first).to_have_accessible_name("全区签收工单：2024年1月 307件，2024年2月 314件")


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(index: Path, open_page: Callable[..., Opened], width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(index, width=width).page
    page.get_by_label("查找报告").focus()
    found = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}})
    problems = [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found.response["violations"]]
    assert problems == []
    assert len(found.response["passes"]) > 15


def test_the_keyboard_reaches_the_field_and_the_files(index: Path, open_page: Callable[..., Opened]) -> None:
    page = open_page(index).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.type("2024年7月")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "通报"
