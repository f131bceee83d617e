"""The imprint at the foot of the last, even page of a browser's PDF: printed, measured, moved, printed again."""

from __future__ import annotations

import io
from collections.abc import Callable

from bs4 import BeautifulSoup, Tag

from hotline_analysis.rendering.sheets import OFFICIAL

_BOTTOM = OFFICIAL.upright.bottom * 72 / 25.4  # points: where the type area ends, from the foot of the page
_BELOW_TEXT = 9.0  # from the base line of the last line of the imprint to the rule below it
_SPARE = 2.0
_NEXT_PAGE = "break-before:page;"
# the standard leaves a blank page without a number
_BLANK = "break-before:page;page:unnumbered;height:1px"

Printer = Callable[[str], bytes]


def print_with_imprint(soup: BeautifulSoup, printer: Printer) -> bytes:
    """Print a page so that its imprint stands at the foot of the last page, which is even.

    Parameters
    ----------
    soup : BeautifulSoup
        The page; changed in place.
    printer : callable
        Prints HTML.
    """
    pdf = printer(str(soup))
    imprint = soup.select_one(".doc-imprint")
    if imprint is None:
        return pdf
    pages, lowest = _last_line(pdf)
    begin = ""
    if pages % 2:
        begin = _NEXT_PAGE
        pdf, pages, lowest = _on_an_even_page(soup, imprint, printer, pages)
    room = lowest - _BELOW_TEXT - _BOTTOM - _SPARE
    if room <= 0:
        return pdf
    imprint.insert_before(_space(soup, f"{begin}height:{room:.1f}pt"))
    imprint["style"] = "break-before:avoid;margin-top:0" if begin else ""
    moved = printer(str(soup))
    # rather at the end of the text than alone on a page of the wrong side
    return moved if _last_line(moved)[0] == pages else pdf


def _on_an_even_page(soup: BeautifulSoup, imprint: Tag, printer: Printer, before: int) -> tuple[bytes, int, float]:
    """Move the imprint to the next page; where it has an odd one for itself already, a blank page goes before it."""
    imprint["style"] = f"{_NEXT_PAGE}margin-top:0"
    pdf = printer(str(soup))
    if _last_line(pdf)[0] == before:
        imprint.insert_before(_space(soup, _BLANK))
        pdf = printer(str(soup))
    return pdf, *_last_line(pdf)


def _space(soup: BeautifulSoup, style: str) -> Tag:
    return soup.new_tag("div", attrs={"style": style, "aria-hidden": "true"})


def _last_line(pdf: bytes) -> tuple[int, float]:
    """Return how many pages there are, and how high the lowest line in the type area of the last one stands."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(pdf))
    heights: list[float] = []

    def visit(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        if text.strip():
            heights.append(cm[1] * tm[4] + cm[3] * tm[5] + cm[5])

    reader.pages[-1].extract_text(visitor_text=visit)
    return len(reader.pages), min((y for y in heights if y > _BOTTOM), default=_BOTTOM)
