"""A page made ready for a browser to print: fonts of its own, tables that fit, nothing that runs."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

from hotline_analysis.fonts import FAMILIES
from hotline_analysis.rendering.fitting import fit
from hotline_analysis.rendering.glyphs import page_characters
from hotline_analysis.rendering.grid import grid_of
from hotline_analysis.rendering.paper import paper
from hotline_analysis.rendering.pdf.faces import data_address, font_faces
from hotline_analysis.rendering.sheets import Sheet, table_size
from hotline_analysis.rendering.webfonts import subset_woff

_POINTS = 72 / 25.4  # a millimetre
_PADDING = 8.0  # points that a cell keeps free at both sides together, at most
# A browser does not turn the boxes of a margin, but writes in them from top to bottom.
_CORRECTIONS = """
@page wide:right { @left-bottom { transform: none; writing-mode: vertical-rl; height: auto; width: 35mm;
  text-align: right; vertical-align: top; padding: 0 3.74mm 14pt 0; } }
@page wide:left { @left-top { transform: none; writing-mode: vertical-rl; height: auto; width: 35mm;
  text-align: left; vertical-align: top; padding: 14pt 3.74mm 0 0; } }
"""


def printable(html: str) -> BeautifulSoup:
    """Return a page as a browser is given it."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.select("script, .contents, .skip, .made-from"):
        tag.decompose()
    for figure in soup.find_all("figure"):
        figure.name = "div"  # of which a browser would make a figure without a text; the picture in it has one
    sheet = paper(html).sheet
    for table in soup.select("main table"):
        _fit(table, sheet)
    characters = page_characters(soup)
    fonts = {family: data_address(subset_woff(characters, face), "font/woff") for face, family in FAMILIES.items()}
    style = soup.new_tag("style", attrs={"media": "print"})
    # the heavier copies are as bold as they shall be: nothing is to thicken them
    style.string = font_faces(html, fonts, heavy="font-weight:100 900;") + _CORRECTIONS
    assert soup.head is not None, "a page has a head"
    soup.head.append(style)
    return soup


def _fit(table: Tag, sheet: Sheet) -> None:
    """Set a table in the largest type in which it fits its page; those of a sheet have a type of their own."""
    if table.find_parent(class_="doc-sheet"):
        return
    classes = list(table.get("class") or [])
    room = sheet.text_width("wide" if table.find_parent(class_="wide") else "upright") * _POINTS
    found = fit(grid_of(table), room, largest=table_size(sheet, dense="dense" in classes), padding=_PADDING)
    table["style"] = f"font-size:{found.size:g}pt"
    if found.folded and "folded" not in classes:
        table["class"] = " ".join([*classes, "folded"])
