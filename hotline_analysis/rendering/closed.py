"""A report is closed: it loads nothing, runs nothing and sends nothing."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

from hotline_analysis.errors import RenderError

_ACTIVE = ["script", "iframe", "object", "embed", "frame", "applet", "link", "base", "meta", "form"]
_LOADING = ("src", "srcset", "poster", "background", "xlink:href")
_CSS_LOAD = re.compile(r"@import|url\(\s*['\"]?(?!data:|#)", re.IGNORECASE)


def refuse_open(soup: BeautifulSoup, *, cell: int) -> None:
    """Raise an error if a fragment would run a script or load something from outside the page.

    Parameters
    ----------
    soup : BeautifulSoup
        One fragment of the page.
    cell : int
        The number of the cell it comes from, for the message.

    Raises
    ------
    RenderError
        Names the cell and what it holds. Links that a reader may follow are no reason.
    """
    for tag in soup.find_all(True):
        if problem := _problem(tag):
            raise RenderError(
                f"cell {cell}: {problem}; a report must not load or run anything, so embed it or leave it out"
            )


def _problem(tag: Tag) -> str | None:
    if tag.name in _ACTIVE:
        return f"element <{tag.name}>"
    if tag.name == "style" and _CSS_LOAD.search(tag.get_text()):
        return "a style sheet that loads another file"
    for name, value in tag.attrs.items():
        text = " ".join(value) if isinstance(value, list) else str(value)
        if problem := _attribute_problem(tag.name, name.lower(), text.strip()):
            return f"<{tag.name} {name}> {problem}: {text[:80]!r}"
    return None


def _attribute_problem(tag: str, name: str, value: str) -> str | None:
    if name.startswith("on"):
        return "runs a script"
    if name in {"href", "xlink:href"} and re.match(r"(javascript|vbscript|data):", value, re.IGNORECASE):
        return "runs a script"
    if name == "style" and _CSS_LOAD.search(value):
        return "loads a file"
    inside = value.startswith(("data:", "#")) or not value
    # An SVG <image> or <use> loads through href, a link <a> does not.
    loading = name in _LOADING or (name == "href" and tag in {"image", "use"})
    return "loads a file" if loading and not inside else None
