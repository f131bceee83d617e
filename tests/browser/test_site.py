"""The site of the docs as a reader opens it: from a file, on a desk and on a phone, without any network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from browsing import Opened, expect
from site_of_docs import build_site

Opener = Callable[..., Opened]
PAGES = ["index", "how-a-bulletin-is-made", "metrics", "scheme-language", "command-line"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_site(tmp_path_factory.mktemp("site"))


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_files_of_the_site_only_and_fits(open_page: Opener, site: Path, name: str, width: int) -> None:
    opened = open_page(site / f"{name}.html", width=width)
    opened.page.wait_for_load_state("networkidle")
    assert {url for url in opened.outside if not url.startswith(site.as_uri())} == set()
    assert (opened.errors, opened.dialogs) == ([], [])
    assert opened.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("cron", "By night: cron, systemd, Airflow"),
        ("满意率", "Metrics and counts"),
        ("发回重办", "The built-in schemes"),
        ("per_case", "The scheme language"),
    ],
)
def test_the_search_finds_english_and_chinese_words(open_page: Opener, site: Path, words: str, found: str) -> None:
    opened = open_page(site / "index.html")
    opened.page.get_by_role("textbox", name="Search").click()
    opened.page.keyboard.type(words)
    opened.page.keyboard.press("End")  # Chinese comes without keys here, and the search waits for one
    titles = opened.page.locator(".md-search-result__item h1")
    expect(titles.filter(has_text=found).first).to_be_attached(timeout=20_000)
    assert {url for url in opened.outside if not url.startswith(site.as_uri())} == set()
    assert opened.errors == []


def test_what_was_found_opens(open_page: Opener, site: Path) -> None:
    opened = open_page(site / "index.html")
    opened.page.get_by_role("textbox", name="Search").click()
    opened.page.keyboard.type("exit codes")
    opened.page.locator(".md-search-result__link").first.click()
    expect(opened.page.locator("article h1")).to_be_visible()
    assert opened.page.url.startswith(site.as_uri())
    assert not opened.page.url.endswith("index.html")
