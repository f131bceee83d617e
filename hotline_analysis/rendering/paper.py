"""What of a page goes on paper: the page without the helps of a screen, read back from its HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from hotline_analysis.rendering.chart_numbers import print_chart_numbers
from hotline_analysis.rendering.sheets import Sheet, sheet_of

# What a reader presses, opens, types into or is led by; what is printed instead stands beside it.
_SCREEN_ONLY = (
    "script, style, template, nav, details, dialog, form, button, input, select, label, output, [hidden], .skip, "
    ".find, .figure-tip, .made-from, wbr"
)
_ORIGIN = ("made-from", "scheme", "code", "time", "verify")


@dataclass(frozen=True)
class Paper:
    """A page as it is printed.

    Attributes
    ----------
    title, lang, issuer : str
        What the page says about itself; the issuer may be empty.
    date : str
        ``2022-12-05``, or empty.
    sheet : Sheet
        What it is printed on.
    main : Tag
        The text of the page, a copy that may be changed.
    origin : mapping of str to str
        What the head says it was made from: ``made-from``, ``scheme``, ``code``, ``time``, ``verify``.
    """

    title: str
    lang: str
    issuer: str
    date: str
    sheet: Sheet
    main: Tag
    origin: Mapping[str, str]

    @property
    def english(self) -> bool:
        """Whether the page is in English; else it is Chinese."""
        return self.lang.lower().startswith("en")


def paper(html: str) -> Paper:
    """Read a page that `export_html` made, and leave out what only a screen shows."""
    soup = BeautifulSoup(html, "html.parser")
    main = soup.find("main")
    assert main is not None, "a page has a main part"
    lang = str(soup.html["lang"]) if soup.html else ""
    english = lang.lower().startswith("en")
    head = main.select_one("header.doc-head")
    print_chart_numbers(main, english=english)
    for tag in main.select(_SCREEN_ONLY):
        tag.decompose()
    return Paper(
        title=soup.title.get_text() if soup.title else "",
        lang=lang,
        issuer=_said(soup, "author"),
        date=_said(soup, "dcterms.created"),
        sheet=sheet_of(str(head.get("data-paper", "")) if head else "", english=english),
        main=main,
        origin=_origin(head),
    )


def _origin(head: Tag | None) -> dict[str, str]:
    data = {} if head is None else head.attrs
    return {name: str(data[f"data-{name}"]) for name in _ORIGIN if data.get(f"data-{name}")}


def _said(soup: BeautifulSoup, name: str) -> str:
    tag = soup.find("meta", attrs={"name": name})
    return str(tag["content"]) if tag else ""
