"""The style sheets of a page, with the font lists filled in."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from hotline_analysis.fonts import FAMILIES, LOCAL_TITLES, STACKS, TITLE_FAMILY, css_stack


@lru_cache
def _sheet(name: str, latin: bool) -> str:
    text = (files("hotline_analysis.rendering") / "templates" / name).read_text(encoding="utf-8")
    for role in STACKS:
        # WeasyPrint and old browsers alike: plain values rather than custom properties.
        text = text.replace(f"var(--{role})", css_stack(role, latin=latin))
    return text


def _latin(lang: str) -> bool:
    return lang.lower().startswith("en")


def shared_css(lang: str = "zh-CN") -> str:
    """Return what screen and paper have in common, in the faces of a language."""
    return _sheet("shared.css", _latin(lang))


def screen_css(lang: str = "zh-CN") -> str:
    """Return the layout for a screen, wide or narrow."""
    return _sheet("screen.css", _latin(lang)) + (_sheet("latin-screen.css", True) if _latin(lang) else "")


def print_css(lang: str = "zh-CN", sheet: str = "A4") -> str:
    """Return the page of a document, used by browsers that print and by the PDF writer.

    Parameters
    ----------
    lang : str
        In Chinese it is that of an official document; in English it has a letterhead.
    sheet : str
        The paper of a page in English, as CSS names it: ``A4`` or ``letter``.
    """
    page = _sheet("print.css", _latin(lang))
    return page + _sheet("latin-print.css", True).replace("var(--paper)", sheet) if _latin(lang) else page


def embedded_font(data: str) -> str:
    """Return the rule that makes the page's own font known; `data` is a WOFF file in base 64."""
    family = FAMILIES["sans"]
    titles = ",".join(f'local("{name}")' for name in LOCAL_TITLES)
    return f'@font-face{{font-family:"{TITLE_FAMILY}";font-weight:700;src:{titles}}}' + (
        f'@font-face{{font-family:"{family}";src:url(data:font/woff;base64,{data}) format("woff")}}'
    )
