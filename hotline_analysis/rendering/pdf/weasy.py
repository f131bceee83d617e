"""The PDF of an official document by WeasyPrint, laid out from the same HTML a reader opens in a browser."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from hotline_analysis.errors import RenderError
from hotline_analysis.fonts import FAMILIES, font_path
from hotline_analysis.rendering.collecting import no_collecting
from hotline_analysis.rendering.imprint import settle_imprint
from hotline_analysis.rendering.justify import chinese_justification
from hotline_analysis.rendering.pdf.faces import font_faces
from hotline_analysis.rendering.tables import fit_tables

# Without types.
_weasyprint: Any = import_module("weasyprint")
_ffi: Any = import_module("weasyprint.text.ffi")
_fonts: Any = import_module("weasyprint.text.fonts")
_urls: Any = import_module("weasyprint.urls")

# The page's own subset of the font, which `_OwnFilesOnly` refuses: long, and not needed to lay out a page.
_SCREEN_FONT = re.compile(r"(data:font/woff;base64,)[A-Za-z0-9+/=]+")


class _OwnFilesOnly(_urls.URLFetcher):  # type: ignore[misc]
    """Reads what is inside the page and the packaged fonts; everything else is refused and remembered."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data", "file"})
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        """Return the content of a ``data:`` address or of a packaged font."""
        if url.startswith("data:font/woff"):
            # The page's own subset: the whole font is at hand, and unpacking would write the time into it.
            raise ValueError("not needed on paper")
        if not url.startswith("data:") and url not in _packaged().values():
            self.refused.append(url)
            raise ValueError(f"refused: {url}")
        return super().fetch(url, headers)


def _packaged() -> dict[str, str]:
    return {name: font_path(face).as_uri() for face, name in FAMILIES.items()}


def version() -> str:
    """Return the versions of WeasyPrint and of the system's library that sets its text."""
    pango = int(_ffi.pango.pango_version())
    return f"{_weasyprint.__version__}, Pango {pango // 10_000}.{pango // 100 % 100}.{pango % 100}"


@no_collecting()
def export_with_weasyprint(html: str) -> bytes:
    """Return the PDF of a page: tagged (PDF/UA-1), with embedded fonts.

    Raises
    ------
    RenderError
        A table does not fit its page, a picture is broken, a character has no glyph, or the page refers to
        something outside itself.
    """
    fetcher = _OwnFilesOnly()
    with _problems() as problems, chinese_justification():
        source = _weasyprint.HTML(string=_SCREEN_FONT.sub(r"\1", html), url_fetcher=fetcher)
        fonts = _fonts.FontConfiguration()
        sheet = _weasyprint.CSS(string=font_faces(html, _packaged()), font_config=fonts, url_fetcher=fetcher)

        def lay_out() -> Any:
            return source.render(
                stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1", pdf_identifier=_identifier(html)
            )

        document = settle_imprint(fit_tables(lay_out(), lay_out), lay_out)
        pdf = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=_identifier(html))
    if fetcher.refused or problems:
        raise RenderError("the PDF is not complete: " + "; ".join([*fetcher.refused, *problems]))
    return bytes(pdf)


def _identifier(html: str) -> bytes:
    return hashlib.sha256(html.encode()).hexdigest()[:32].encode()


@contextmanager
def _problems() -> Iterator[list[str]]:
    """Collect what the PDF writer only writes to its log although the page would come out damaged."""
    found: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = record.getMessage()
            if record.levelno >= logging.ERROR or ".notdef" in message:
                found.append(message)

    log, collector = logging.getLogger("weasyprint"), Collector()
    log.addHandler(collector)
    try:
        yield found
    finally:
        log.removeHandler(collector)
