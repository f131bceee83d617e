"""A browser's PDF made to depend on its page only: no time of the clock, and whose it is."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from html import escape
from typing import Any

from bs4 import BeautifulSoup

from hotline_analysis.rendering.outline import text_of
from hotline_analysis.rendering.paper import paper
from hotline_analysis.rendering.pdf.artifacts import mark_artifacts

_XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" '
    'xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
    'pdfuaid:part="1" pdf:Producer="{producer}"{date}>'
    '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
    "<dc:creator><rdf:Seq><rdf:li>{issuer}</rdf:li></rdf:Seq></dc:creator>"
    "<dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>"
    '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def settled(pdf: bytes, html: str) -> bytes:
    """Return a browser's PDF with the title, language, issuer and date of its page, and bookmarks as its contents.

    Parameters
    ----------
    pdf : bytes
        As the browser left it.
    html : str
        The page that `export_html` made.
    """
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import ArrayObject, ByteStringObject, NameObject, TextStringObject

    page = paper(html)
    reader = PdfReader(io.BytesIO(pdf))
    writer = PdfWriter(clone_from=reader)
    about = reader.metadata
    producer = str(about.producer or "") if about else ""
    date = page.date if _DATE.fullmatch(page.date) else ""
    day = {"/CreationDate": f"D:{date.replace('-', '')}"} if date else {}
    known = {"/Title": page.title, "/Author": page.issuer, "/Producer": producer, **day}
    writer.metadata = None
    writer.add_metadata({key: value for key, value in known.items() if value})
    for sheet in writer.pages:
        stream: Any = sheet["/Contents"].get_object()
        stream.set_data(mark_artifacts(stream.get_data()))
    root: Any = writer.root_object
    root[NameObject("/Lang")] = TextStringObject(page.lang)
    _name_bookmarks(root, _labels(html))
    texts = {"title": page.title, "issuer": page.issuer, "lang": page.lang, "producer": producer}
    stamp = f' xmp:CreateDate="{date}"' if date else ""
    writer.xmp_metadata = _XMP.format(**{key: escape(text) for key, text in texts.items()}, date=stamp).encode()
    digest = ByteStringObject(hashlib.sha256(html.encode()).digest()[:16])
    writer._ID = ArrayObject([digest, digest])
    writer.pdf_header = "%PDF-1.7"
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _labels(html: str) -> list[str]:
    """Return what the list of contents calls the headings of a page, in order; the title first."""
    soup = BeautifulSoup(html, "html.parser")
    return [str(tag.get("data-label") or text_of(tag)) for tag in soup.select("main :is(h1, h2, h3, h4, h5, h6)")]


def _name_bookmarks(root: Any, labels: list[str]) -> None:
    """Give the bookmarks the names of the list of contents, where a browser made one for every heading."""
    from pypdf.generic import NameObject, TextStringObject

    marks = list(_bookmarks(root.get("/Outlines")))
    if len(marks) == len(labels):
        for mark, label in zip(marks, labels, strict=True):
            mark[NameObject("/Title")] = TextStringObject(label)


def _bookmarks(parent: Any) -> Iterator[Any]:
    mark = None if parent is None else parent.get_object().get("/First")
    while mark is not None:
        yield mark.get_object()
        yield from _bookmarks(mark)
        mark = mark.get_object().get("/Next")
