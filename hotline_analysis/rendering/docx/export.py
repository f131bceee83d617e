"""From the page of a report to a Word file."""

from __future__ import annotations

import re
from html import escape
from math import floor

from bs4 import Tag

from hotline_analysis.rendering.collecting import no_collecting
from hotline_analysis.rendering.docx.archive import packed, unpacked
from hotline_analysis.rendering.docx.finish import finished
from hotline_analysis.rendering.docx.latin_looks import latin_looks
from hotline_analysis.rendering.docx.look import Look
from hotline_analysis.rendering.docx.official_looks import official_looks
from hotline_analysis.rendering.docx.pandoc import converted
from hotline_analysis.rendering.docx.reference import reference_document, settings_xml
from hotline_analysis.rendering.docx.source import prepare
from hotline_analysis.rendering.docx.tables import table_plans
from hotline_analysis.rendering.docx.units import points
from hotline_analysis.rendering.measure import letters
from hotline_analysis.rendering.outline import text_of
from hotline_analysis.rendering.paper import Paper, paper
from hotline_analysis.rendering.sheets import OFFICIAL

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# from a letter or a figure to a Chinese character, or back
_CHANGE = re.compile(r"(?<=[!-~])(?=[^ -~])|(?<=[^ -~])(?=[!-~])")
_DATELESS = "1980-01-01"
_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title><dc:creator>{issuer}</dc:creator>'
    "<dc:language>{lang}</dc:language>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">{date}T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{date}T00:00:00Z</dcterms:modified></cp:coreProperties>'
)


@no_collecting()
def export_docx(html: str) -> bytes:
    """Return the Word file of a page made by `export_html`.

    Parameters
    ----------
    html : str
        The page, with its pictures inside.

    Returns
    -------
    bytes
        A ``.docx`` with headings, tables and pictures as such; the same bytes for the same page and the same pandoc.

    Raises
    ------
    RenderError
        If pandoc is not installed, or cannot read the page.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook, new_output
    >>> shown = new_output("display_data", data={"text/html": "<h1>通报</h1><p>办结工单2034件。</p>"})
    >>> from hotline_analysis.rendering import export_html
    >>> page = export_html(new_notebook(cells=[new_code_cell("…", outputs=[shown])]), name="note")
    >>> export_docx(page)[:2]
    b'PK'
    """
    page = paper(html)
    styles = _styles(page)
    plans = table_plans(page.main, page.sheet)
    sections = prepare(page.main, official=page.sheet.official)
    source = f'<!DOCTYPE html><html lang="{escape(page.lang)}"><body>{page.main.decode_contents()}</body></html>'
    files = unpacked(converted(source, reference_document(styles, page.lang, page.sheet)))
    files["word/document.xml"] = finished(files["word/document.xml"], sections, plans, page.sheet)
    files["word/settings.xml"] = settings_xml(page.lang).encode()
    files["docProps/core.xml"] = _core(page).encode()
    return packed(files)


def _styles(page: Paper) -> list[Look]:
    if not page.sheet.official:
        return latin_looks()
    title = max(18, _size(page.main, "h1", 22))
    return official_looks(masthead=_size(page.main, ".doc-masthead", 42), title=title)


def _size(main: Tag, selector: str, largest: float) -> float:
    """Return the size in which the longest line of a title keeps to one line, in half points.

    Some programs set figures and Chinese characters a quarter of a letter apart.
    """
    tag = main.select_one(selector)
    lines = [text_of(one) for one in tag.find_all("span") or [tag]] if tag else []
    widest = max((letters(line) + 0.25 * len(_CHANGE.findall(line)) for line in lines), default=0.0)
    return min(largest, floor(2 * points(OFFICIAL.text_width("upright") - 1) / widest) / 2) if widest else largest


def _core(page: Paper) -> str:
    date = page.date if _DATE.fullmatch(page.date) else _DATELESS
    return _CORE.format(title=escape(page.title), issuer=escape(page.issuer), lang=escape(page.lang), date=date)
