"""Headings: exactly one title, an id on every heading, and the list of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag


@dataclass
class Entry:
    """A line of the list of contents: a section, with its subsections."""

    label: str
    target: str
    children: list[Entry] = field(default_factory=list)


def text_of(tag: Tag) -> str:
    """Return the text of an element as one line; a full-width space between words stays."""
    return re.sub(r"[ \t\r\n]+", " ", tag.get_text()).strip()


def keep_one_title(soup: BeautifulSoup, *, name: str) -> str:
    """Leave exactly one ``h1`` and return its text.

    The title of the document head is the one to keep, else the first ``h1``; the others become ``h2``. A page
    without any gets one that shows `name`.
    """
    header = soup.find("header", class_="doc-head")
    title = (header and header.find("h1")) or soup.find("h1")
    if title is None:
        title = soup.new_tag("h1")
        title.string = name
        soup.insert(0, title)
    for other in soup.find_all("h1"):
        if other is not title:
            other.name = "h2"
    return text_of(title) or name


def contents(soup: BeautifulSoup) -> list[Entry]:
    """Give every ``h2`` and ``h3`` an id of its own and return the list of contents."""
    taken = {str(tag["id"]) for tag in soup.find_all(id=True)}
    entries: list[Entry] = []
    for number, heading in enumerate(soup.find_all(["h2", "h3"]), start=1):
        entry = Entry(_label(heading), _target(heading, number, taken))
        heading["data-label"] = entry.label
        if heading.name == "h3" and entries:
            entries[-1].children.append(entry)
        else:
            entries.append(entry)
    return entries


def _label(heading: Tag) -> str:
    mark = heading.find_previous_sibling()
    if isinstance(mark, Tag) and "annex-mark" in (mark.get("class") or []):
        label = text_of(mark)
        return f"{label}{': ' if label.isascii() else chr(0x3000)}{text_of(heading)}"
    return text_of(heading)


def _target(heading: Tag, number: int, taken: set[str]) -> str:
    if heading.get("id"):
        return str(heading["id"])
    section = heading.parent
    if isinstance(section, Tag) and section.get("id") and section.find(["h2", "h3"]) is heading:
        return str(section["id"])
    target = f"part-{number}"
    while target in taken:
        target += "-x"
    taken.add(target)
    heading["id"] = target
    return target
