"""The style sheets of a page, with the font lists filled in."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from hotline_analysis.fonts import FAMILIES, LOCAL_TITLES, STACKS, TITLE_FAMILY, css_stack


@lru_cache
def _sheet(name: str) -> str:
    text = (files("hotline_analysis.rendering") / "templates" / name).read_text(encoding="utf-8")
    for role in STACKS:
        # WeasyPrint and old browsers alike: plain values rather than custom properties.
        text = text.replace(f"var(--{role})", css_stack(role))
    return text


def shared_css() -> str:
    """Return what screen and paper have in common."""
    return _sheet("shared.css")


def screen_css() -> str:
    """Return the layout for a screen, wide or narrow."""
    return _sheet("screen.css")


def print_css() -> str:
    """Return the page of an official document, used by browsers that print and by the PDF writer."""
    return _sheet("print.css")


def embedded_font(data: str) -> str:
    """Return the rule that makes the page's own font known; `data` is a WOFF file in base 64."""
    family = FAMILIES["sans"]
    titles = ",".join(f'local("{name}")' for name in LOCAL_TITLES)
    return f'@font-face{{font-family:"{TITLE_FAMILY}";font-weight:700;src:{titles}}}' + (
        f'@font-face{{font-family:"{family}";src:url(data:font/woff;base64,{data}) format("woff")}}'
    )
