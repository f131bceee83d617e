"""Every character of a page must have a glyph: an empty box in a signed document is an error."""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import BeautifulSoup, Comment

from hotline_analysis.errors import RenderError
from hotline_analysis.fonts import missing_glyphs

# What style sheets add to the text: page numbers and the marks of lists.
GENERATED = "— 0123456789•◦▪▸▾"
_SHOWN_ATTRIBUTES = ("title", "alt")


def page_characters(soup: BeautifulSoup, *more: str) -> str:
    """Return the characters a page shows, each once, in order of code point.

    Raises
    ------
    RenderError
        A character is in no packaged font; the message gives its code point and the text around it.
    """
    used = set(GENERATED)
    for text in (*_texts(soup), *more):
        _refuse_missing(text)
        used.update(text)
    return "".join(sorted(used - set("\t\n\r\f")))


def _texts(soup: BeautifulSoup) -> Iterator[str]:
    for node in soup.find_all(string=True):
        inside = node.parent.name if node.parent else ""
        if not isinstance(node, Comment) and inside not in {"style", "title"}:
            yield str(node)
    for tag in soup.find_all(True):
        yield from (str(tag[name]) for name in _SHOWN_ATTRIBUTES if tag.has_attr(name))


def _refuse_missing(text: str) -> None:
    missing = missing_glyphs(text)
    if not missing:
        return
    named = ", ".join(f"{char!r} ({point})" for char, point in missing.items())
    first = min(text.index(char) for char in missing)
    around = " ".join(text[max(0, first - 20) : first + 20].split())
    raise RenderError(f"no glyph for {named} in the packaged fonts; the text reads …{around}…")
