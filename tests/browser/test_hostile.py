"""A report of hostile data in Chromium: no dialog, no request, nothing of the data runs, nothing breaks the page."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from browsing import Opened, chromium
from hostile import NAMES, hostile_office


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made by a command of its own: an event loop runs in this process."""
    chromium()
    folder = tmp_path_factory.mktemp("hostile")
    params = hostile_office(folder)
    words = [sys.executable, "-m", "hotline_analysis", "run", "bulletin", "--params", str(params)]
    words += ["--to", "html", "--outputs", str(folder / "outputs")]
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "outputs/office/2024-05/bulletin.html"


def test_nothing_of_the_data_runs(report: Path, open_page: Callable[..., Opened]) -> None:
    opened = open_page(report)
    page = opened.page
    for details in page.locator("details.chart-data summary").all():
        details.click()
    for button in page.locator("th .sort:visible").all()[:4]:
        button.click()
    page.get_by_role("searchbox").first.fill(NAMES[0])
    for fact in page.locator("main p data.fact:visible").all()[:5]:
        fact.focus()
        assert page.get_by_role("tooltip").locator("p").count() >= 2
        assert page.get_by_role("tooltip").locator("*:not(p)").count() == 0
    page.wait_for_timeout(300)
    assert (opened.outside, opened.errors, opened.dialogs) == ([], [], [])
    assert page.evaluate("document.scripts.length") == 1
    assert page.evaluate("[...document.links].every(link => link.href.startsWith(location.href.split('#')[0] + '#'))")


def test_a_name_is_found_as_it_is_written(report: Path, open_page: Callable[..., Opened]) -> None:
    page = open_page(report).page
    page.get_by_role("searchbox").last.fill("<script>")
    left = page.locator("main .doc-annex tbody tr:visible:not(.total) th").all_inner_texts()
    assert left == ["<script>alert(1)</script>"]


@pytest.mark.parametrize("width", [1280, 390])
def test_long_words_do_not_widen_the_page(report: Path, open_page: Callable[..., Opened], width: int) -> None:
    page = open_page(report, width=width, height=844, touch=width == 390, is_mobile=width == 390).page
    assert page.evaluate("document.documentElement.scrollWidth") == width
    right = "one.getBoundingClientRect().left + one.scrollWidth"  # a chart may reach to the edges of a phone
    wide = f"[...document.querySelectorAll('main > *')].filter(one => {right} > {width + 1})"
    assert page.evaluate(f"{wide}.map(one => [one.tagName, one.className, one.innerText.slice(0, 60)])") == []


def test_the_policy_would_stop_what_slipped_through(report: Path, open_page: Callable[..., Opened]) -> None:
    """A second wall: even a script that stood in the page could neither run nor ask for anything."""
    opened, stopped = open_page(report), list[str | None]()
    opened.page.on("requestfailed", lambda request: stopped.append(request.failure))
    opened.page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.broken = true; alert(99)";
            document.body.appendChild(script);
            const image = new Image();
            image.src = "http://evil.example/a.png";
            document.body.appendChild(image);
        }"""
    )
    opened.page.wait_for_timeout(300)
    assert opened.page.evaluate("window.broken") is None
    assert opened.dialogs == []
    assert stopped == ["csp"]  # it was asked for, and never sent
