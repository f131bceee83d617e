"""A page in Chromium, and everything that it did while it was open."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, NoReturn

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Locator, LocatorAssertions, Page

# as the issue has them, and /dev/shm is small in containers
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")
REQUIRED = "HOTLINE_REQUIRE_BROWSER"


def chromium() -> str:
    """Return the system's Chromium; without it, or without Playwright, skip the test, or fail it where they must be."""
    if find_spec("playwright") is None:
        _left_out('Playwright is not installed; get it with: pip install -e ".[dev]"')
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        _left_out("there is no Chromium; get it with: apt-get install chromium")
    return found


def _left_out(why: str) -> NoReturn:
    if os.environ.get(REQUIRED) == "1":
        pytest.fail(f"browser tests must run here ({REQUIRED}=1), but {why}", pytrace=False)
    pytest.skip(why)


def expect(part: Locator) -> LocatorAssertions:
    """Wait for what is expected of a part of a page; Playwright's own, imported when a test runs."""
    from playwright.sync_api import expect as wait_for

    return wait_for(part)


@dataclass
class Opened:
    """A page, and everything that it asked for, complained of, or showed in a dialog."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    @classmethod
    def watching(cls, page: Page) -> Opened:
        """Record what a page does from now on; a dialog is noted and sent away."""
        opened = cls(page)

        def dismiss(dialog: object) -> None:
            opened.dialogs.append(dialog.message)  # type: ignore[attr-defined]
            dialog.dismiss()  # type: ignore[attr-defined]

        page.on("request", lambda request: opened.requests.append(request.url))
        page.on("console", lambda said: opened.errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: opened.errors.append(str(error)))
        page.on("dialog", dismiss)
        return opened

    @property
    def outside(self) -> list[str]:
        """Everything the page asked for but itself and what is inside it."""
        return [url for url in self.requests[1:] if not url.startswith(("data:", "blob:"))]
