"""Where a line may end: a rate and its counts in brackets are long, and would leave a hole in the line before them."""

from __future__ import annotations

from bs4 import BeautifulSoup
from bs4.element import NavigableString

_OPENING = ("（", "(")


def allow_breaks(soup: BeautifulSoup) -> None:
    """Let a line end between a figure and the bracket behind it, in place; a screen needs it, paper has its own rules.

    Parameters
    ----------
    soup : BeautifulSoup
        The page.
    """
    for fact in soup.find_all("data", class_="fact"):
        behind = fact.next_sibling
        if isinstance(behind, NavigableString) and behind.startswith(_OPENING):
            fact.insert_after(soup.new_tag("wbr"))
