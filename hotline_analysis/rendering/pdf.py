"""The PDF of an official document, laid out from the same HTML a reader opens in a browser."""

from __future__ import annotations

import base64
import hashlib
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from importlib import import_module
from typing import Any

from hotline_analysis.errors import RenderError
from hotline_analysis.fonts import FAMILIES, font_path
from hotline_analysis.rendering.collecting import no_collecting
from hotline_analysis.rendering.imprint import settle_imprint
from hotline_analysis.rendering.justify import chinese_justification
from hotline_analysis.rendering.tables import fit_tables
from hotline_analysis.rendering.weights import WEIGHTS, heavier

# Without types.
_weasyprint: Any = import_module("weasyprint")
_fonts: Any = import_module("weasyprint.text.fonts")
_urls: Any = import_module("weasyprint.urls")

# The elements set in heavier faces, see shared.css.
_HEADING = re.compile(
    r'<(?:(h[1-3]|strong|b)|(p) class="(?:doc-masthead|annex-mark)")(?: [^>]*)?>(.*?)</(?:\1|\2)>', re.DOTALL
)


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


@no_collecting()
def export_pdf(html: str) -> bytes:
    """Return the PDF of a page made by `export_html`.

    Parameters
    ----------
    html : str
        The page, with its print style sheet and pictures inside.

    Returns
    -------
    bytes
        A tagged PDF (PDF/UA-1) with embedded fonts; the same bytes for the same page and the same fonts.

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
        sheet = _weasyprint.CSS(string=_faces(html), font_config=fonts, url_fetcher=fetcher)

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


def _faces(html: str) -> str:
    text = unescape("".join(match.group(3) for match in _HEADING.finditer(html)))
    sources = _packaged()
    for family in WEIGHTS:
        data = base64.b64encode(heavier(text, family)).decode()
        sources[family] = f"data:font/otf;base64,{data}"
    return "".join(f'@font-face{{font-family:"{name}";src:url({url})}}' for name, url in sources.items())


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
