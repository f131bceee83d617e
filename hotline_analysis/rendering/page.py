"""From the fragments of a notebook to one complete HTML page."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import lru_cache

from bs4 import BeautifulSoup
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup
from nbformat import NotebookNode

from hotline_analysis.rendering.access import make_accessible
from hotline_analysis.rendering.breaks import allow_breaks
from hotline_analysis.rendering.cells import Fragment, fragments
from hotline_analysis.rendering.closed import refuse_open
from hotline_analysis.rendering.collecting import no_collecting
from hotline_analysis.rendering.glyphs import page_characters
from hotline_analysis.rendering.measure import fit_masthead, fit_titles, mark_tables
from hotline_analysis.rendering.origin import Origin
from hotline_analysis.rendering.outline import contents, keep_one_title
from hotline_analysis.rendering.reader import reader_script, script_source
from hotline_analysis.rendering.styles import embedded_font, print_css, screen_css, shared_css
from hotline_analysis.rendering.unseen import write_unseen
from hotline_analysis.rendering.webfonts import subset_woff
from hotline_analysis.rendering.words import Words, words_in


@dataclass(frozen=True)
class Head:
    """What a page says about itself, from the document head or, without one, from the notebook."""

    title: str
    lang: str
    issuer: str
    date: str
    sheet: str = "A4"

    @property
    def words(self) -> Words:
        """The page's own words in its language."""
        return words_in(self.lang)


@no_collecting()
def export_html(notebook: NotebookNode, *, name: str, folder: str = "") -> str:
    """Return one self-contained HTML page for an executed notebook.

    Parameters
    ----------
    notebook : NotebookNode
        An executed notebook. Code is hidden; cells tagged ``hide`` or ``remove-cell`` are left out.
    name : str
        The title of a page that has neither a document head nor a first-level heading; the file name, mostly.
    folder : str
        Where images named in Markdown cells are read from.

    Returns
    -------
    str
        The same text for the same notebook, always: no date, no random id.

    Raises
    ------
    RenderError
        A cell failed, a fragment would load or run something, or a character has no glyph.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook, new_output
    >>> shown = new_output("display_data", data={"text/html": "<h1>通报</h1><p>办结工单2034件。</p>"})
    >>> page = export_html(new_notebook(cells=[new_code_cell("…", outputs=[shown])]), name="note")
    >>> "<title>通报</title>" in page, "办结工单2034件" in page, "http://" in page
    (True, True, False)
    """
    soup = _body(fragments(notebook, folder=folder))
    title = keep_one_title(soup, name=name)
    head = _head(soup, title, str(notebook.metadata.get("lang") or "zh-CN"))
    words = head.words
    entries = contents(soup)
    fit_masthead(soup)
    fit_titles(soup)
    make_accessible(soup, words)
    mark_tables(soup)
    allow_breaks(soup)
    origin = Origin.of(soup.find("header", class_="doc-head"), words)
    characters = page_characters(
        soup, *vars(words).values(), *(() if origin is None else (*origin.parts, origin.verify))
    )
    font = base64.b64encode(subset_woff(characters)).decode()
    return _template().render(
        head=head,
        words=words,
        origin=origin,
        script=Markup(reader_script()),  # noqa: S704 - our own file
        script_source=Markup(script_source()),  # noqa: S704
        entries=entries,
        main=Markup(soup.decode()),  # noqa: S704 - built from parsed, checked fragments
        styles=[Markup(css) for css in (embedded_font(font), shared_css(head.lang))],  # noqa: S704 - our own files
        screen=Markup(screen_css(head.lang)),  # noqa: S704
        paper=Markup(print_css(head.lang, head.sheet)),  # noqa: S704
    )


def _body(parts: list[Fragment]) -> BeautifulSoup:
    body = BeautifulSoup("", "html.parser")
    for part in parts:
        soup = BeautifulSoup(part.html, "html.parser")
        refuse_open(soup, cell=part.cell)
        write_unseen(soup)
        body.extend(list(soup.children))
        body.append("\n")
    return body


def _head(soup: BeautifulSoup, title: str, lang: str) -> Head:
    header = soup.find("header", class_="doc-head")
    data = {} if header is None else header.attrs
    return Head(
        title=str(data.get("data-title") or title),
        lang=str(data.get("data-lang") or lang),
        issuer=str(data.get("data-issuer") or ""),
        date=str(data.get("data-date") or ""),
        sheet=str(data.get("data-paper") or "A4"),
    )


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("hotline_analysis.rendering"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.j2")
