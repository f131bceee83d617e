"""From the page of a report and its facts to a workbook."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hotline_analysis.rendering.paper import paper
from hotline_analysis.rendering.xlsx.book import Book
from hotline_analysis.rendering.xlsx.facts import write_facts
from hotline_analysis.rendering.xlsx.notes import Fact, Input, write_notes
from hotline_analysis.rendering.xlsx.tables import sheets, write_table
from hotline_analysis.rendering.xlsx.words import words_of

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def export_xlsx(html: str, facts: Sequence[Fact] = (), inputs: Sequence[Input] = ()) -> bytes:
    """Return the workbook of a page made by `export_html`.

    Parameters
    ----------
    html : str
        The page.
    facts : sequence of mapping
        The entries of ``facts.json``; without any there is no sheet of them.
    inputs : sequence of (str, str)
        Names and SHA-256 of what the report was made from, for the sheet of notes.

    Returns
    -------
    bytes
        A ``.xlsx``: the tables of the annexes (of a page without annexes, all its tables), the facts and the notes, a
        sheet each. Text stays text, whatever it begins with. The same bytes for the same content.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook, new_output
    >>> shown = new_output("display_data", data={"text/html": "<h1>通报</h1><p>办结工单2034件。</p>"})
    >>> from hotline_analysis.rendering import export_html
    >>> page = export_html(new_notebook(cells=[new_code_cell("…", outputs=[shown])]), name="note")
    >>> export_xlsx(page)[:2]
    b'PK'
    """
    page = paper(html)
    words = words_of(english=page.english)
    properties = {"title": page.title, "author": page.issuer}
    book = Book(properties, page.lang, page.date if _DATE.fullmatch(page.date) else "")
    for sheet in sheets(page.main, words.table):
        write_table(book, sheet)
    if facts:
        write_facts(book, facts, words)
    write_notes(book, page, facts, inputs)
    return book.content()
