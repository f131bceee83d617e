"""Characters that leave no mark, or turn the direction of a line, stand on a page as their code points."""

from __future__ import annotations

from bs4 import BeautifulSoup
from bs4.element import NavigableString

from hotline_analysis.textual import visible


def write_unseen(soup: BeautifulSoup) -> None:
    """Make texts and attributes of a page `visible`, in place: also what stood in it as an entity.

    Parameters
    ----------
    soup : BeautifulSoup
        A page, or a fragment of one.
    """
    for text in soup.find_all(string=True):
        shown = visible(text)
        if shown != text:
            text.replace_with(NavigableString(shown))
    for tag in soup.find_all(True):
        for name, value in tag.attrs.items():
            if isinstance(value, str):
                tag.attrs[name] = visible(value)
