"""Reading Word files in tests, as a word processor sees them."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from functools import cached_property
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from hotline_analysis.rendering import export_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


@dataclass(frozen=True)
class WordFile:
    content: bytes

    @cached_property
    def parts(self) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    @cached_property
    def body(self) -> Element:
        found = ElementTree.fromstring(self.parts["word/document.xml"]).find(f"{W}body")
        assert found is not None
        return found

    @property
    def text(self) -> str:
        return "".join(self.body.itertext())

    def paragraphs(self, style: str) -> list[str]:
        return ["".join(one.itertext()) for one in self.body.iter(f"{W}p") if style_of(one) == style]

    def tables(self) -> list[Element]:
        return self.body.findall(f"{W}tbl")


def style_of(paragraph: Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.get(f"{W}val", "")


def read(html: str) -> WordFile:
    return WordFile(export_docx(html))
