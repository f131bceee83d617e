"""Every figure says what it is: on pointing, on focus by keyboard, on touch."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import Opened, expect
from PIL import Image
from reader_page import reader_page

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

SAID = ["办结率＝办结数÷应办结数", "分子111，分母114", "来源：附表1"]


@pytest.fixture
def opened(tmp_path: Path, open_page: Callable[..., Opened]) -> Opened:
    return open_page(reader_page(tmp_path))


@pytest.fixture
def page(opened: Opened) -> Page:
    return opened.page


def tip(page: Page) -> Locator:
    return page.get_by_role("tooltip")


def figure(page: Page) -> Locator:
    return page.locator("#asked data")


def cell(page: Page, row: int, column: int) -> Locator:
    return page.locator("#units tbody tr").nth(row).locator("td, th").nth(column).locator("data")


def test_pointing_shows_definition_counts_and_source(page: Page) -> None:
    figure(page).hover()
    expect(tip(page)).to_be_visible()
    assert tip(page).locator("p").all_inner_texts() == SAID
    assert figure(page).get_attribute("aria-describedby") == tip(page).get_attribute("id")
    assert figure(page).get_attribute("title") is None  # the browser would show a second one
    page.mouse.move(0, 0)
    expect(tip(page)).to_be_hidden()
    assert figure(page).get_attribute("title") == "\n".join(SAID)
    assert page.locator("[aria-describedby]").count() == 0


def test_the_pointer_may_rest_on_what_is_shown(page: Page) -> None:
    figure(page).hover()
    box = tip(page).bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=5)
    page.wait_for_timeout(600)
    expect(tip(page)).to_be_visible()


def test_escape_sends_it_away_without_moving_pointer_or_focus(page: Page) -> None:
    figure(page).hover()
    page.keyboard.press("Escape")
    expect(tip(page)).to_be_hidden()
    page.wait_for_timeout(400)
    expect(tip(page)).to_be_hidden()
    page.mouse.move(0, 0)
    figure(page).hover()
    expect(tip(page)).to_be_visible()


def test_focus_by_keyboard_shows_it_until_the_focus_goes(page: Page) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if figure(page).evaluate("one => one === document.activeElement"):
            break
    assert tip(page).locator("p").all_inner_texts() == SAID
    page.wait_for_timeout(600)
    expect(tip(page)).to_be_visible()
    page.keyboard.press("Tab")
    assert tip(page).inner_text().startswith("数字4286")
    page.keyboard.press("Escape")
    expect(tip(page)).to_be_hidden()


def test_figures_of_a_table_are_one_stop_and_arrows_lead_through_them(page: Page) -> None:
    assert page.locator("#units data[tabindex='0']").count() == 1
    cell(page, 0, 1).focus()
    for key, row, column in (
        ("ArrowRight", 0, 2),
        ("ArrowDown", 1, 2),
        ("ArrowDown", 2, 2),
        ("ArrowDown", 3, 2),
        ("ArrowDown", 5, 2),  # the fifth has no figure here
        ("ArrowLeft", 5, 1),
        ("ArrowUp", 4, 1),
        ("Control+End", 10, 1),
        ("Control+Home", 0, 1),
        ("End", 0, 2),
        ("Home", 0, 1),
    ):
        page.keyboard.press(key)
        assert cell(page, row, column).evaluate("one => one === document.activeElement"), key
        assert page.locator("#units data[tabindex='0']").count() == 1
    assert tip(page).locator("p").last.inner_text() == "按方向键查看表中其他数字"
    page.keyboard.press("Tab")
    assert not page.evaluate("document.querySelector('#units').contains(document.activeElement)")


def test_a_row_that_is_searched_away_is_no_stop(page: Page) -> None:
    page.get_by_label("查找单位").fill("安塘")
    stop = page.locator("#units data[tabindex='0']")
    assert stop.count() == 1
    assert stop.inner_text() == "58"


def test_what_has_the_focus_is_not_covered(page: Page) -> None:
    cell(page, 10, 1).focus()
    for _ in range(12):
        page.keyboard.press("ArrowUp")
        own = page.evaluate("""() => { const b = document.activeElement.getBoundingClientRect();
            return document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2) === document.activeElement; }""")
        assert own, page.evaluate("document.activeElement.textContent")


def test_all_of_a_cell_counts_and_the_pop_up_stays_in_the_window(page: Page) -> None:
    for row in (0, 9):
        box = page.locator("#units tbody tr").nth(row).locator("td").last
        box.scroll_into_view_if_needed()
        box.hover(position={"x": 4, "y": 4})
        expect(tip(page)).to_contain_text("来源：units.csv")
        shown = tip(page).bounding_box()
        assert shown
        assert shown["x"] >= 0
        assert shown["y"] >= 0
        assert shown["x"] + shown["width"] <= 1280
        assert shown["y"] + shown["height"] <= 900
        page.keyboard.press("Escape")


def test_a_touch_shows_it_and_a_touch_elsewhere_sends_it_away(tmp_path: Path, open_page: Callable[..., Opened]) -> None:
    page = open_page(reader_page(tmp_path), width=390, height=844, touch=True, is_mobile=True).page
    figure(page).tap()
    expect(tip(page)).to_be_visible()
    assert tip(page).locator("p").all_inner_texts() == SAID
    box = tip(page).bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    page.locator("h1").tap()
    expect(tip(page)).to_be_hidden()
    page.locator("#units tbody tr").nth(1).locator("td").first.tap()
    expect(tip(page)).to_contain_text("数字58")


def test_without_a_script_the_browser_has_the_title_and_the_keyboard_a_bar(
    tmp_path: Path, open_page: Callable[..., Opened]
) -> None:
    page = open_page(reader_page(tmp_path), script=False).page
    assert figure(page).get_attribute("title") == "\n".join(SAID)
    assert not _has_bar(page)
    for _ in range(40):
        page.keyboard.press("Tab")
        if figure(page).and_(page.locator(":focus")).count():
            break
    assert figure(page).and_(page.locator(":focus")).count()
    assert _has_bar(page)


def _has_bar(page: Page) -> bool:
    """Tell whether a bar with white letters lies at the foot of the window."""
    foot = page.screenshot(clip={"x": 0, "y": 880, "width": 1280, "height": 20})
    colors = Image.open(io.BytesIO(foot)).convert("RGB").getcolors(1 << 16) or []
    return max(colors)[1] == (0x22, 0x34, 0x4A)


def test_nothing_is_asked_for_and_nothing_complained_of(opened: Opened) -> None:
    page = opened.page
    figure(page).hover()
    cell(page, 3, 2).focus()
    page.get_by_role("columnheader", name="单位").get_by_role("button").click()
    page.get_by_label("查找单位").fill("街道")
    page.get_by_text("查看图中数据").click()
    assert (opened.outside, opened.errors, opened.dialogs) == ([], [], [])
