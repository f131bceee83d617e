"""What assistive technology and a keyboard need: named regions, scopes of header cells, texts for pictures."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

from hotline_analysis.rendering.outline import text_of
from hotline_analysis.rendering.words import Words


def make_accessible(soup: BeautifulSoup, words: Words) -> None:
    """Complete the tables, pictures and figures of a page in place.

    Parameters
    ----------
    soup : BeautifulSoup
        The page; changed in place.
    words : Words
        For a picture or a table that says nothing about itself, in the language of the page.
    """
    for found in soup.find_all("table"):
        _scopes(found)
        _region(soup, found, words)
    for image in soup.find_all("img"):
        if not str(image.get("alt", "")).strip():
            image["alt"] = words.picture.format(_nearest_heading(image))
    for details in soup.find_all("details", class_="chart-data"):
        summary = soup.new_tag("summary")
        summary.string = words.numbers
        details.insert(0, summary)
    for fact in soup.find_all("data", class_="fact", title=True):
        # A figure in a sentence can be asked by keyboard or touch; in a table that would be hundreds of stops.
        if fact.find_parent("table") is None:
            fact["tabindex"] = "0"


def _scopes(table: Tag) -> None:
    for cell in table.find_all("th"):
        if not cell.get("scope"):
            group = "group" if cell.get("colspan", "1") != "1" else ""
            cell["scope"] = f"col{group}" if cell.find_parent("thead") else "row"


def _region(soup: BeautifulSoup, table: Tag, words: Words) -> None:
    if table.find_parent("table"):
        return
    region = table.find_parent(class_="doc-table")
    if region is None:
        region = table.wrap(soup.new_tag("div", attrs={"class": "doc-table"}))
    caption = table.find("caption")
    label = text_of(caption) if caption else words.table.format(_nearest_heading(table))
    title = table.find_previous(class_="annex-title")
    if caption and title and text_of(title) == label and table.find_parent(class_="doc-annex"):
        caption["class"] = "said-above"  # the title of its annex says it to the eye
    region.attrs |= {"role": "region", "tabindex": "0", "aria-label": label}


def _nearest_heading(tag: Tag) -> str:
    heading = tag.find_previous(["h1", "h2", "h3", "h4"])
    return text_of(heading) if heading else ""
