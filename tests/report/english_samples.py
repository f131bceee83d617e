"""The five packaged cases as English bulletins, by the jurisdictions in ``tests/english``, made in this process."""

from __future__ import annotations

import re
from pathlib import Path

from shown import Shown

FOLDER = Path(__file__).resolve().parent.parent / "english"
REPORTS = sorted((FOLDER / "reports").glob("*.yaml"))
# ideographs, kana, Chinese punctuation, full-width forms
CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff01-\uffef]+")


def names_in(shown: Shown) -> list[str]:
    """Every text of the data, the longest first: units, topics, channels, districts."""
    frames = [source.frame for source in shown.bulletin.data.case.sources]
    cells = {str(cell) for frame in frames for column in frame for cell in frame[column]}
    return sorted((cell for cell in cells if CHINESE.search(cell)), key=len, reverse=True)


def chinese_in(text: str, names: list[str]) -> list[str]:
    """The Chinese of a text that is no name from the data."""
    for name in names:
        text = text.replace(name, "")
    return CHINESE.findall(text)
