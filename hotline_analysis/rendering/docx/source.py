"""The page as pandoc shall read it: every paragraph with the name of its style, nothing that only a screen shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from hotline_analysis.rendering.docx.sections import Section
from hotline_analysis.rendering.grid import grid_of

# stands for a tab, which HTML does not have; a character without a glyph, so no text of a page has it
TAB = "\ue000"
BREAK = "Section Break"
_STYLES = {
    "p.doc-masthead": "Masthead",
    "p.doc-number": "Issue Number",
    "p.doc-line": "Issuer Line",
    "p.doc-addressee": "Addressee",
    "p.doc-attachments": "Attachments",
    ".doc-signature p": "Signature",
    "p.annex-mark": "Annex Mark",
    "p.table-note": "Table Note",
    ".doc-colophon p": "Colophon",
    "p.imprint-copies": "Imprint Copies",
    "p.imprint-line": "Imprint Line",
    ".doc-imprint p": "Imprint Line",
    ".doc-sheet p": "Sheet Text",
}
_SHEETS = ".doc-sheet, .doc-plain"


def prepare(main: Tag, *, official: bool) -> list[Section]:
    """Make the text of a page ready for pandoc, in place; return its sections.

    Titles become paragraphs of the style Title, chapters headings of the first level and so on: the levels of an
    official document. Where pages of another kind begin stands a paragraph of the style `BREAK`.
    """
    sections = _sections(main)
    _set_lines(main)
    for table in main.find_all("table"):
        _align(table, official=official)
    for tag in main.select("data, span, time"):
        tag.unwrap()
    for rule in main.select("hr.doc-rule"):
        rule.decompose()  # a border of the line above
    _name_styles(main)
    _headings(main)
    for image in main.find_all("img"):
        image.attrs = {key: image[key] for key in ("alt", "src") if image.has_attr(key)}
    main.smooth()
    for text in main.find_all(string=True):
        if text.find_parent("pre") is None:
            text.replace_with(NavigableString(re.sub(r"[ \t\r\n]+", " ", text)))
    return sections


def _sections(main: Tag) -> list[Section]:
    """Mark where pages of another kind begin, and every annex; return the sections in order."""
    found = [Section("wide" if main.select_one(_SHEETS) else "upright")]
    for annex in main.select(".doc-annex"):
        found.append(Section("wide" if "wide" in (annex.get("class") or []) else "upright"))
        annex.insert_before(_marker(annex))
    imprint = main.select_one(".doc-imprint")
    if imprint is not None and found[-1].kind == "wide":
        found.append(Section("upright", "evenPage"))
        imprint.insert_before(_marker(imprint))
    return found


def _marker(near: Tag) -> Tag:
    return _styled(BREAK, BeautifulSoup("<p>§</p>", "html.parser").p)


def _styled(style: str, *content: Tag | None) -> Tag:
    box = BeautifulSoup("", "html.parser").new_tag("div", attrs={"data-custom-style": style})
    box.extend([one for one in content if one is not None])
    return box


def _set_lines(main: Tag) -> None:
    """Set what stands left and right on a line apart by a tab, and the lines of a title one below the other."""
    for line in main.select(".doc-line, .imprint-line"):
        for empty in [part for part in line.find_all("span", recursive=False) if not part.get_text(strip=True)]:
            empty.decompose()
        for part in line.find_all(["span", "time"], recursive=False)[1:]:
            part.insert_before(TAB)
    for line in main.select(".doc-imprint p"):
        line.insert(0, "\u3000")
    for title in main.select("h1"):
        for part in title.find_all("span", recursive=False)[1:]:
            part.insert_before(BeautifulSoup("<br>", "html.parser").br)  # type: ignore[arg-type]


def _align(table: Tag, *, official: bool) -> None:
    for cell in grid_of(table).cells:
        kept = {key: cell.tag[key] for key in ("colspan", "rowspan", "scope") if cell.tag.has_attr(key)}
        cell.tag.attrs = {**kept, "style": f"text-align:{cell.align if official else cell.own_align}"}


def _name_styles(main: Tag) -> None:
    for selector, style in _STYLES.items():
        for tag in main.select(selector):
            if tag.parent is not None and not tag.parent.get("data-custom-style"):
                tag.wrap(_styled(style))
                tag.attrs = {}


def _headings(main: Tag) -> None:
    for heading, style in _titles(main):
        heading.name = "p"
        heading.attrs = {}
        heading.wrap(_styled(style))
    for heading in main.find_all(["h2", "h3", "h4", "h5", "h6"]):
        heading.name = f"h{int(heading.name[1]) - 1}"
        heading.attrs = {}


def _titles(main: Tag) -> Iterator[tuple[Tag, str]]:
    for title in main.find_all("h1"):
        yield title, "Sheet Title" if main.select_one(_SHEETS) else "Title"
    for title in main.select("h2.annex-title"):
        yield title, "Annex Title"
