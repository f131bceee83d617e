"""What a PDF says about itself beside its look: structure, bookmarks, what no tag holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfReader

_PAINT = {b"Tj", b"TJ", b"'", b'"', b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*", b"Do", b"sh"}


def structure(pdf: PdfReader) -> Iterator[Any]:
    """Yield the elements of the structure tree."""
    yield from _below(pdf.trailer["/Root"]["/StructTreeRoot"])


def _below(element: Any) -> Iterator[Any]:
    found = element.get_object()
    if isinstance(found, list):
        for one in found:
            yield from _below(one)
    elif hasattr(found, "get"):
        if "/S" in found:
            yield found
        if "/K" in found:
            yield from _below(found["/K"])


def bookmarks(pdf: PdfReader) -> list[tuple[int, str]]:
    """Return the bookmarks with their levels."""
    return list(_marks(pdf.outline, 0))


def _marks(entries: Any, level: int) -> Iterator[tuple[int, str]]:
    for one in entries:
        if isinstance(one, list):
            yield from _marks(one, level + 1)
        else:
            yield level, str(one.title)


def outside_of_tags(page: PageObject) -> int:
    """Count the operators that paint something outside of any marked content."""
    from pypdf.generic import ContentStream

    depth = count = 0
    for _, operator in ContentStream(page["/Contents"], page.pdf).operations:
        depth += (operator in (b"BDC", b"BMC")) - (operator == b"EMC")
        count += depth == 0 and operator in _PAINT
    return count
