"""What an HTML page shows, piece by piece: its facts and the texts between them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from hotline_analysis.batch.proof.facts_file import PrintedFact

_SILENT = {"style", "script", "title"}


@dataclass(frozen=True)
class Piece:
    """A text of a page, a picture, or a fact with its value and the words that explain it.

    Attributes
    ----------
    kind : str
        ``fact``, ``text`` or ``picture``.
    text : str
        What a reader sees; of a picture, its alternative text.
    value, title : str
        Of a fact; of a picture, ``value`` is the SHA-256 of its source.
    """

    kind: str
    text: str
    value: str = ""
    title: str = ""

    def __str__(self) -> str:
        return f"a picture ({self.text})" if self.kind == "picture" else f"“{self.text}”"


def pieces(html: str) -> list[Piece]:
    """Return what a page shows, in the order in which it stands there."""
    return list(_pieces(BeautifulSoup(html, "html.parser")))


def _pieces(tag: Tag) -> Iterator[Piece]:
    for child in tag.children:
        if type(child) is NavigableString:
            text = " ".join(child.split())
            if text:
                yield Piece("text", text)
        elif isinstance(child, Tag) and child.name not in _SILENT:
            yield from _element(child)


def _element(tag: Tag) -> Iterator[Piece]:
    if tag.name == "data" and "fact" in tag.get_attribute_list("class"):
        explained = " ".join(str(tag.get("title", "")).split())  # on the page in several lines
        yield Piece("fact", tag.get_text(), str(tag.get("value", "")), explained)
    elif tag.name == "img":
        source = hashlib.sha256(str(tag.get("src", "")).encode()).hexdigest()
        yield Piece("picture", str(tag.get("alt", "")), source)
    else:
        yield from _pieces(tag)


def page_changes(old: str, new: str, facts: Sequence[PrintedFact]) -> list[str]:
    """Say what differs between two pages; of facts, which.

    Parameters
    ----------
    old, new : str
        HTML.
    facts : sequence of PrintedFact
        Of the new page, to call its facts by their names.

    Returns
    -------
    list of str
        One line a difference; at least one, if the two are not the same text.
    """
    if old == new:
        return []
    before, after = pieces(old), pieces(new)
    lines: list[str] = []
    for what, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what != "equal":
            lines += _replaced(before[i:j], after[k:m], facts)
    return lines or ["the two show the same, but differ in styles or attributes"]


def _replaced(old: Sequence[Piece], new: Sequence[Piece], facts: Sequence[PrintedFact]) -> Iterator[str]:
    for place in range(max(len(old), len(new))):
        one = old[place] if place < len(old) else None
        other = new[place] if place < len(new) else None
        known = other or one
        assert known is not None
        name = f"{_name(known, facts)}: " if known.kind == "fact" else ""
        yield f"{name}{_said(one, other)} → {_said(other, one)}"


def _said(piece: Piece | None, other: Piece | None) -> str:
    if piece is None:
        return "nothing"
    hidden = other is not None and (piece.kind, piece.text) == (other.kind, other.text)
    return f"{piece} [value {piece.value}; {piece.title}]" if hidden and piece.kind == "fact" else str(piece)


def _name(piece: Piece, facts: Sequence[PrintedFact]) -> str:
    """Return label and key of a fact, or what explains it where no fact of the report says just that."""
    shown = [fact for fact in facts if _is(fact, piece)]
    exact = next((fact for fact in shown if piece.title.startswith(fact.definition or fact.label)), None)
    return f"{exact.label} [{exact.key}]" if exact else piece.title


def strange_facts(html: str, facts: Sequence[PrintedFact]) -> list[str]:
    """Name the figures of a page that are no facts of the report.

    Returns
    -------
    list of str
        One line a figure whose printed form and value no fact has.
    """
    known = {(fact.value, form) for fact in facts for form in (fact.printed, fact.bare)}
    shown = dict.fromkeys(piece for piece in pieces(html) if piece.kind == "fact")
    return [
        f"the page shows {piece} for “{piece.title}”, which no fact says"
        for piece in shown
        if (piece.value, piece.text) not in known
    ]


def _is(fact: PrintedFact, piece: Piece) -> bool:
    return fact.value == piece.value and piece.text in (fact.printed, fact.bare)
