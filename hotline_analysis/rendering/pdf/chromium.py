"""The PDF of an official document by an installed browser, for machines on which WeasyPrint does not work."""

from __future__ import annotations

import logging
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from hotline_analysis.errors import RenderError
from hotline_analysis.rendering.pdf.browsers import Browser
from hotline_analysis.rendering.pdf.foot import print_with_imprint
from hotline_analysis.rendering.pdf.printable import printable
from hotline_analysis.rendering.pdf.settled import settled

_SECONDS = 180
_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
    "--mute-audio",
    "--font-render-hinting=none",
    # whatever a page or the browser itself would ask for, no name is found
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer",
    "--export-tagged-pdf",
    "--generate-pdf-document-outline",
)


def export_with(browser: Browser, html: str) -> bytes:
    """Return the PDF of a page: tagged, with bookmarks and embedded fonts.

    Raises
    ------
    RenderError
        If the browser does not start, takes too long, or leaves no PDF.
    """
    with _quiet():
        return settled(print_with_imprint(printable(html), partial(printed, browser)), html)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pypdf from telling the terminal that a browser counts its objects otherwise."""
    log = logging.getLogger("pypdf")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(before)


def printed(browser: Browser, html: str) -> bytes:
    """Let a browser print a page, in an empty profile and without network."""
    with tempfile.TemporaryDirectory(prefix="hotline-pdf-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        page, target = folder / "page.html", folder / "page.pdf"
        page.write_text(html, encoding="utf-8")
        command = [str(browser.path), *_FLAGS, *_as_root(), f"--user-data-dir={folder / 'profile'}"]
        command += [f"--print-to-pdf={target}", page.as_uri()]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - no shell
        except subprocess.TimeoutExpired:
            raise RenderError(f"the PDF is not complete: {browser.path.name} took longer than {_SECONDS} s") from None
        except OSError as error:
            raise RenderError(f"the PDF is not complete: {browser.path}: {error.strerror or error}") from None
        if not target.is_file() or not target.stat().st_size:
            raise RenderError(
                f"the PDF is not complete: {browser.path.name} ended with {done.returncode} and left none"
            )
        return target.read_bytes()


def _as_root() -> list[str]:
    """Browsers refuse to run as root inside their own sandbox; a page of ours runs nothing."""
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
