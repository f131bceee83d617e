"""Chromium for the tests of this folder: a browser a file, a page a test.

Fixtures
--------
browser : playwright.sync_api.Browser
    The system's Chromium, headless, with a profile of its own. One a test file: while Playwright's synchronous
    interface runs, its event loop counts as running in this thread, which tests of other folders must not meet. So
    what starts a kernel or another loop belongs in a process of its own here.
open_page : callable
    ``open_page(file, width=390, touch=True)``: an `Opened` of a file or an address, closed after the test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browsing import FLAGS, Opened, chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium with a fresh profile, which Playwright makes for every start and takes away again."""
    program = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Opened]]:
    """Open pages of a test.

    Options: ``width``, ``height``; ``touch`` for a phone's screen; ``script=False`` for a browser without
    scripts; others are those of Playwright's ``new_context``.
    """
    contexts: list[BrowserContext] = []

    def call(
        target: Path | str,
        *,
        width: int = 1280,
        height: int = 900,
        touch: bool = False,
        script: bool = True,
        **options: Any,
    ) -> Opened:
        context = browser.new_context(
            viewport={"width": width, "height": height}, has_touch=touch, java_script_enabled=script, **options
        )
        contexts.append(context)
        opened = Opened.watching(context.new_page())
        opened.page.goto(target.as_uri() if isinstance(target, Path) else target)
        return opened

    yield call
    for context in contexts:
        context.close()
