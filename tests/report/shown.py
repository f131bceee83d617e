"""A packaged bulletin and all of its HTML, for tests that read it as a reader does."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup
from office import soup_of

from hotline_analysis.report import Bulletin, open_bulletin


class Shown:
    """A packaged bulletin and all of its HTML, made in this process."""

    def __init__(self, file: Path) -> None:
        self.bulletin: Bulletin = open_bulletin(file)
        self.soup: BeautifulSoup = soup_of(self.bulletin)

    @property
    def paragraphs(self) -> list[str]:
        return [part.get_text() for part in self.soup.select(".doc-section p, .doc-section li")]

    def sentence(self, start: str) -> str:
        """The only paragraph that begins like this."""
        (found,) = [text for text in self.paragraphs if text.startswith(start)]
        return found

    def part(self, title: str) -> str:
        """The text of the part with this heading, up to the next heading."""
        (heading,) = [h for h in self.soup.select(".doc-section h3, .doc-section h2") if h.get_text().endswith(title)]
        pieces = []
        for sibling in heading.find_next_siblings():
            if sibling.name in ("h3", "h2"):
                break
            if not sibling.select("table"):
                pieces.append(sibling.get_text())
        return "\n".join(pieces)

    def table(self, caption: str) -> list[list[str]]:
        """The rows of the table with this caption, header cells first."""
        (found,) = [t for t in self.soup.select("table") if t.caption.get_text() == caption]
        return [[c.get_text() for c in row.select("th, td")] for row in found.select("tbody tr")]
