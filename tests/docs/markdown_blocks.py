"""Fenced blocks of a page of the docs, with the file name that stands above them, if any."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup

DOCS = Path(__file__).resolve().parents[2] / "docs"

_BLOCK = re.compile(r"(?:^\*\*`(?P<file>[^`]+)`\*\*\n\n)?^```(?P<language>[\w-]*)\n(?P<text>.*?)^```$", re.M | re.S)


@dataclass(frozen=True)
class Block:
    language: str
    text: str
    file: str | None
    line: int


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def blocks(text: str, language: str | None = None) -> list[Block]:
    found = [
        Block(match["language"], match["text"], match["file"], text.count("\n", 0, match.start("text")))
        for match in _BLOCK.finditer(text)
    ]
    return [block for block in found if language in (None, block.language)]


def write_files(text: str, folder: Path) -> list[Path]:
    """Write the blocks that are files, as a reader would."""
    made = []
    for block in blocks(text):
        if block.file is not None:
            file = folder / block.file
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, encoding="utf-8")
            made.append(file)
    return made


def plain(markup: str) -> str:
    """The text of an HTML page without spaces."""
    return re.sub(r"\s", "", BeautifulSoup(markup, "html.parser").get_text())
