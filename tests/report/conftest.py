from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from office import Office, soup_of

from hotline_analysis.batch import sample_reports
from hotline_analysis.report import Bulletin, open_bulletin

FIVE = ("furong-2020-03", "furong-2022-11", "xiangtan-2019-11", "yueyang-2017-Q2", "yunxi-2022-Q3")


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
        (heading,) = [h for h in self.soup.select("h3, h2") if h.get_text().endswith(title)]
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


@pytest.fixture(scope="session")
def five() -> dict[str, Shown]:
    return {file.stem: Shown(file) for file in sample_reports()}


@pytest.fixture(params=FIVE)
def shown(request: pytest.FixtureRequest, five: dict[str, Shown]) -> Shown:
    return five[request.param]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)
