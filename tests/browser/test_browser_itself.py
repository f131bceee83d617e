"""The browser that the other tests of this folder use records what a page does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import browsing
import pytest
from browsing import Opened

OPEN = """<!DOCTYPE html><meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<title>x</title><img src="http://127.0.0.1:9/picture.png" alt="">"""
NOISY = """<!DOCTYPE html><title>x</title><img src="http://127.0.0.1:9/picture.png" alt="">
<script>alert("hello"); undefined.x</script>"""


def test_what_a_page_does_is_recorded(tmp_path: Path, open_page: Callable[..., Opened]) -> None:
    file = tmp_path / "noisy.html"
    file.write_text(NOISY, encoding="utf-8")
    opened = open_page(file)
    opened.page.wait_for_timeout(200)
    assert opened.outside == ["http://127.0.0.1:9/picture.png"]
    assert opened.dialogs == ["hello"]
    assert any("undefined" in error for error in opened.errors)


def test_a_policy_that_stops_a_request_is_an_error_of_the_page(
    tmp_path: Path, open_page: Callable[..., Opened]
) -> None:
    file = tmp_path / "open.html"
    file.write_text(OPEN, encoding="utf-8")
    assert any("Content Security Policy" in error for error in open_page(file).errors)


def test_without_chromium_the_tests_are_skipped_or_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browsing, "NAMES", ("no-such-program",))
    monkeypatch.delenv(browsing.REQUIRED, raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt-get install chromium"):
        browsing.chromium()
    monkeypatch.setenv(browsing.REQUIRED, "1")
    with pytest.raises(pytest.fail.Exception, match="must run here"):
        browsing.chromium()
