"""The list of contents follows the reader, on a desk and on a phone; charts open their numbers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from browsing import Opened, expect
from reader_page import reader_page

if TYPE_CHECKING:
    from playwright.sync_api import Page


def current(page: Page, kind: str = "wide") -> list[str]:
    page.wait_for_timeout(100)
    return page.locator(f".contents-{kind} a[aria-current]").evaluate_all("all => all.map(a => a.textContent)")


def test_the_section_in_sight_is_marked(tmp_path: Path, open_page: Callable[..., Opened]) -> None:
    page = open_page(reader_page(tmp_path)).page
    assert current(page) == []  # the head of the document is in no section
    page.get_by_role("link", name="二、办理质量").click()
    assert current(page) == ["二、办理质量"]
    page.mouse.wheel(0, 300)
    assert current(page) == ["（一）退回重办"]
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    assert current(page) == ["附表"]
    page.evaluate("window.scrollTo(0, 0)")
    assert current(page) == []


def test_on_a_phone_the_list_stays_says_where_one_is_and_closes(
    tmp_path: Path, open_page: Callable[..., Opened]
) -> None:
    page = open_page(reader_page(tmp_path), width=390, height=844, touch=True, is_mobile=True).page
    summary = page.locator(".contents-narrow summary")
    summary.tap()
    page.locator(".contents-narrow").get_by_role("link", name="二、办理质量").tap()
    expect(page.locator(".contents-narrow nav")).to_be_hidden()
    assert current(page, "narrow") == ["二、办理质量"]
    assert summary.inner_text().split() == ["目录", "二、办理质量"]
    bar, heading = summary.bounding_box(), page.locator("#sec-2 h2").bounding_box()
    assert bar
    assert heading
    assert bar["y"] <= 1
    assert heading["y"] >= bar["y"] + bar["height"]  # not covered by the list
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".contents-narrow nav")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".contents-narrow nav")).to_be_hidden()


def test_a_chart_has_a_text_and_opens_its_numbers(tmp_path: Path, open_page: Callable[..., Opened]) -> None:
    page = open_page(reader_page(tmp_path)).page
    assert page.get_by_role("img").get_attribute("alt").startswith("四个街道的满意率")
    numbers = page.locator(".chart-data table")
    expect(numbers).to_be_hidden()
    page.get_by_text("查看图中数据").click()
    expect(numbers).to_be_visible()
    assert numbers.locator("tbody").inner_text().split() == ["东港街道", "61.2"]


def test_the_last_line_says_what_the_page_was_made_from(tmp_path: Path, open_page: Callable[..., Opened]) -> None:
    page = open_page(reader_page(tmp_path)).page
    said = page.locator(".made-from").inner_text()
    for part in ("sample:yunxi", "yunxi-2021", "hotline-analysis 9.9", "2021-06-30 23:59:59 UTC"):
        assert part in said
    assert page.locator(".made-from code").inner_text() == "hotline verify yunxi/2021-06"


def test_a_phone_shows_the_page_at_its_width(tmp_path: Path, open_page: Callable[..., Opened]) -> None:
    page = open_page(reader_page(tmp_path), width=390, height=844, touch=True, is_mobile=True).page
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_without_a_script_both_lists_lead_to_the_sections(tmp_path: Path, open_page: Callable[..., Opened]) -> None:
    page = open_page(reader_page(tmp_path), script=False).page
    page.locator(".contents-wide").get_by_role("link", name="附表").click()
    expect(page.locator("#annex-1 h2")).to_be_in_viewport()
