"""Tables are sorted by clicks and keys, and searched for a name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import Opened
from reader_page import BY_PINYIN, PRINTED, reader_page

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

HEADERS = "#units thead th"


@pytest.fixture
def page(tmp_path: Path, open_page: Callable[..., Opened]) -> Page:
    return open_page(reader_page(tmp_path)).page


def names(page: Page) -> list[str]:
    """The rows that can be seen, from top to bottom."""
    return page.locator("#units tbody tr:visible th").all_inner_texts()


def header(page: Page, name: str) -> Locator:
    return page.get_by_role("columnheader", name=name)


def test_a_click_sorts_by_the_value_of_the_figures_and_the_total_stays(page: Page) -> None:
    rate = header(page, "办结率")
    rate.get_by_role("button").click()
    assert rate.get_attribute("aria-sort") == "ascending"
    by_value = ["区卫健局", "市政园林处（12）", "区教体局", "区人社局", "区住建局", "白杨镇", "云溪街道", "东湖街道"]
    assert names(page) == [*by_value, "安塘街道", "城南街道", "合计"]  # the one without a figure last
    rate.get_by_role("button").click()
    assert rate.get_attribute("aria-sort") == "descending"
    assert names(page) == ["安塘街道", *reversed(by_value), "城南街道", "合计"]
    rate.get_by_role("button").click()
    assert rate.get_attribute("aria-sort") is None
    assert names(page) == [*PRINTED, "合计"]


def test_equal_figures_keep_their_order_and_one_column_at_a_time_is_sorted(page: Page) -> None:
    header(page, "办结率").get_by_role("button").click()
    header(page, "办理数").get_by_role("button").click()
    assert page.locator("#units [aria-sort]").all_inner_texts() == ["办理数"]
    assert names(page)[4:7] == ["区教体局", "区住建局", "区人社局"]
    assert names(page)[-2:] == ["白杨镇", "合计"]  # 1,030 is a thousand and thirty


def test_names_are_sorted_by_pinyin_with_the_keyboard(page: Page) -> None:
    header(page, "单位").get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert names(page) == [*BY_PINYIN, "合计"]
    page.keyboard.press("Space")
    assert names(page) == [*reversed(BY_PINYIN), "合计"]


def test_the_field_above_a_table_finds_names_and_leaves_the_total(page: Page) -> None:
    field = page.get_by_label("查找单位")
    field.fill("街道")
    assert names(page) == ["云溪街道", "安塘街道", "城南街道", "东湖街道", "合计"]
    assert page.get_by_role("status").inner_text() == "4／10行"
    header(page, "单位").get_by_role("button").click()
    assert names(page) == ["安塘街道", "城南街道", "东湖街道", "云溪街道", "合计"]
    field.fill("（１２）")  # as a Chinese keyboard writes digits
    assert names(page) == ["市政园林处（12）", "合计"]
    field.fill("没有这个")
    assert names(page) == ["合计"]
    assert page.get_by_role("status").inner_text() == "没有相符的行"
    field.fill("")
    assert len(names(page)) == 11
    assert page.get_by_role("status").inner_text() == ""


def test_small_tables_have_no_field(page: Page) -> None:
    assert page.get_by_role("searchbox").count() == 1


def test_without_a_script_the_table_stands_as_printed(tmp_path: Path, open_page: Callable[..., Opened]) -> None:
    page = open_page(reader_page(tmp_path), script=False).page
    assert names(page) == [*PRINTED, "合计"]
    assert page.locator("button, input").count() == 0
    assert page.locator("#asked").inner_text() == "97.37%"


def test_paper_has_no_buttons_fields_or_lists_of_numbers(page: Page) -> None:
    header(page, "办理数").get_by_role("button").click()
    page.emulate_media(media="print")
    for hidden in (".find", ".chart-data", ".contents-wide", ".contents-narrow", ".figure-tip", ".made-from"):
        assert page.locator(hidden).count()
        assert not any(one.is_visible() for one in page.locator(hidden).all()), hidden
    button = page.locator(".sort").first
    read = '["display", "backgroundColor", "borderTopWidth", "fontSize"]'
    style = f"one => {read}.map(name => getComputedStyle(one)[name])"
    head = button.locator("xpath=..")
    assert button.evaluate(style)[:3] == ["inline", "rgba(0, 0, 0, 0)", "0px"]
    assert button.evaluate(style)[3] == head.evaluate(style)[3]
    assert names(page)[0] == "城南街道"  # printed as it looks
